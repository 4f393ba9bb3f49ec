/** The decisions of a seat, one sight after the other. */
import { describe, expect, it } from 'vitest';
import type { FlashReport } from '../../../src/core/device/flash-event.ts';
import { finding } from '../../../src/core/findings.ts';
import { EMPTY_SEAT, type Seat, type SeatContext, type SeatSight } from '../../../src/core/station/seat.ts';
import { again, stepSeat } from '../../../src/core/station/step.ts';

const MAC = '5C:CF:7F:00:00:01';
const REPORT = { boots: 'user1' } as FlashReport;
const lost = finding('port-lost', {});

class Bench {
  seat: Seat = EMPTY_SEAT;
  now = 0;
  context: Omit<SeatContext, 'now'> = {
    rules: { usedBoards: true, ownLoader: true, baud: 'auto' },
    accepting: true,
    doneBefore: () => false,
  };

  /** @returns what the lane has to do, and the outcome's result and code when there is one. */
  see(sight: Partial<SeatSight> | undefined): unknown[] {
    const full = sight && ({ plugged: true, phase: 'closed', ...sight } as SeatSight);
    const step = stepSeat(this.seat, full, { ...this.context, now: this.now });
    this.seat = step.seat;
    const { outcome } = step;
    return [...step.commands, ...(outcome ? [[outcome.result, outcome.finding?.code]] : [])];
  }

  again(): readonly string[] {
    const { seat, commands } = again(this.seat, this.now);
    this.seat = seat;
    return commands;
  }

  /** A board that is being written. */
  static writing(findings: SeatSight['findings'] = []): Bench {
    const bench = new Bench();
    bench.see({});
    bench.see({ phase: 'connected', mac: MAC, findings });
    expect(bench.seat.kind).toBe('flashing');
    return bench;
  }

  static booting(): Bench {
    const bench = Bench.writing();
    expect(bench.see({ phase: 'connected', mac: MAC, findings: [], report: REPORT })).toEqual(['watch']);
    return bench;
  }
}

const running = (slot: 'user1' | 'user2'): NonNullable<SeatSight['run']> => ({
  kind: 'running',
  claim: { slot, line: 9, confidence: 'strong' },
});

describe('a seat', () => {
  it('takes a board from its plug to its green mark, and the next one', () => {
    const bench = new Bench();
    expect(bench.see(undefined)).toEqual([]);
    expect(bench.see({ plugged: false, phase: 'unplugged' })).toEqual([]);
    expect(bench.seat).toBe(EMPTY_SEAT);
    bench.now = 1000;
    expect(bench.see({})).toEqual(['connect']);
    expect(bench.see({ phase: 'connecting' })).toEqual([]);
    expect(bench.see({ phase: 'connected', mac: MAC, findings: [] })).toEqual(['write']);
    expect(bench.see({ phase: 'working', stage: 'writing' })).toEqual([]);
    bench.see({ phase: 'working', stage: 'verifying' });
    expect(bench.seat.kind).toBe('verifying');
    expect(bench.see({ phase: 'connected', mac: MAC, report: REPORT })).toEqual(['watch']);
    expect(bench.see({ phase: 'watching', run: { kind: 'not-known' } })).toEqual([]);
    bench.now = 9000;
    expect(bench.see({ phase: 'watching', run: running('user1') })).toEqual([
      'release',
      ['passed', undefined],
    ]);
    expect(bench.seat).toMatchObject({ kind: 'passed', slot: 'user1', ms: 8000, mac: MAC });
    expect(bench.see({ phase: 'closed' })).toEqual([]);
    expect(bench.see({ plugged: false, phase: 'unplugged' })).toEqual([]);
    expect(bench.see({})).toEqual(['connect']);
  });

  it('does nothing twice: the same sight gives the same seat and no orders', () => {
    for (const [bench, sight] of [
      [Bench.writing(), { phase: 'working', stage: 'writing' }],
      [Bench.booting(), { phase: 'watching' }],
    ] as const) {
      bench.see(sight);
      const { seat } = bench;
      expect(bench.see(sight)).toEqual([]);
      expect(bench.seat).toBe(seat);
    }
  });

  it('leaves a board with an error alone and says why; the next board is another matter', () => {
    const bench = new Bench();
    bench.see({});
    const over = finding('board-map-over-chip', { map: '1MB', mapSize: 0x100000, size: 0x80000 });
    expect(bench.see({ phase: 'connected', mac: MAC, findings: [over] })).toEqual([
      ['refused', 'board-map-over-chip'],
    ]);
    expect(bench.see({ phase: 'connected', mac: MAC, findings: [over] })).toEqual([]);
    bench.see({ plugged: false, phase: 'unplugged' });
    bench.see({});
    expect(bench.see({ phase: 'connected', mac: 'other', findings: [] })).toEqual(['write']);
  });

  it('counts warnings about used boards as agreed to when that was said before, and no others', () => {
    const used = finding('board-wifi-lost', {});
    const mode = finding('board-esp8285-mode', { mode: 'qio' });
    const decide = (usedBoards: boolean, ...findings: NonNullable<SeatSight['findings']>): unknown[] => {
      const bench = new Bench();
      bench.context = { ...bench.context, rules: { ...bench.context.rules, usedBoards } };
      bench.see({});
      return bench.see({ phase: 'connected', mac: MAC, findings });
    };
    expect(decide(true, used)).toEqual(['confirm', 'write']);
    expect(decide(false, used)).toEqual([['refused', 'board-wifi-lost']]);
    expect(decide(true, used, mode)).toEqual([['refused', 'board-esp8285-mode']]);
  });

  it('writes what was refused for a warning when somebody insists, but never over an error', () => {
    const bench = new Bench();
    const mode = finding('board-esp8285-mode', { mode: 'qio' });
    bench.see({});
    bench.see({ phase: 'connected', mac: MAC, findings: [mode] });
    expect(bench.again()).toEqual(['connect']);
    expect(bench.see({ phase: 'connected', mac: MAC, findings: [mode] })).toEqual(['confirm', 'write']);
    const other = new Bench();
    const unknown = finding('board-flash-size-unknown', { jedecId: 0 });
    other.see({});
    other.see({ phase: 'connected', mac: MAC, findings: [unknown] });
    other.again();
    expect(other.see({ phase: 'connected', mac: MAC, findings: [unknown] })).toEqual([
      ['refused', 'board-flash-size-unknown'],
    ]);
  });

  it('does not write a board twice unless that is asked for, and does not count it twice', () => {
    const bench = new Bench();
    bench.context = { ...bench.context, doneBefore: mac => mac === MAC };
    bench.see({});
    expect(bench.see({ phase: 'connected', mac: MAC, findings: [] })).toEqual([]);
    expect(bench.seat).toMatchObject({ kind: 'refused', again: true });
    expect(bench.again()).toEqual(['connect']);
    expect(bench.see({ phase: 'connected', mac: MAC, findings: [] })).toEqual(['write']);
  });

  it('waits for a cable that came out in the middle, and goes on with the same board', () => {
    const bench = Bench.writing();
    expect(
      bench.see({ plugged: false, phase: 'unplugged', resume: 'waits-for-port', finding: lost }),
    ).toEqual([]);
    expect(bench.seat).toMatchObject({ kind: 'flashing', waitsForCable: true });
    expect(bench.see({ phase: 'connecting', resume: 'under-way' })).toEqual([]);
    expect(bench.seat).toMatchObject({ waitsForCable: false });
    expect(bench.see({ phase: 'working', mac: MAC, resume: 'under-way', stage: 'writing' })).toEqual([]);
    expect(bench.see({ phase: 'connected', mac: MAC, report: REPORT })).toEqual(['watch']);
  });

  it('takes another board that comes instead for what it is, and logs the first one as failed', () => {
    const bench = Bench.writing();
    bench.see({ plugged: false, phase: 'unplugged', resume: 'waits-for-port', finding: lost });
    bench.see({ phase: 'connecting', resume: 'under-way' });
    const finding_ = finding('resume-other-board', { expected: MAC, found: 'other' });
    expect(bench.see({ phase: 'connected', mac: 'other', findings: [], finding: finding_ })).toEqual([
      'write',
      ['failed', 'station-pulled-early'],
    ]);
    expect(bench.seat).toMatchObject({ kind: 'flashing', mac: 'other' });
  });

  it('goes on by itself when the line failed, a few times', () => {
    const bench = Bench.writing();
    const silent = finding('loader-silent', { command: 'FLASH_DATA', loader: 'stub' });
    const broken = { phase: 'closed', resume: 'offered', finding: silent } as const;
    for (let i = 0; i < 3; i++) {
      expect(bench.see(broken)).toEqual(['resume']);
      bench.see({ phase: 'connecting', resume: 'under-way' });
    }
    expect(bench.see(broken)).toEqual([['failed', 'loader-silent']]);
  });

  it('fails a flash that does not take its bytes, and is free for the next board', () => {
    const bench = Bench.writing();
    const worn = finding('flash-worn', { offset: 0x1000, found: 0, expected: 1, wrong: 1 });
    expect(bench.see({ phase: 'connected', mac: MAC, finding: worn })).toEqual([['failed', 'flash-worn']]);
    bench.see({ plugged: false, phase: 'unplugged' });
    expect(bench.see({})).toEqual(['connect']);
  });

  it.each([
    ['another slot', running('user2'), 'station-boot-other'],
    [
      'a crash',
      { kind: 'crashed', claim: { slot: 'user1', line: 1, confidence: 'strong' } },
      'station-boot-crashed',
    ],
    ['nothing', { kind: 'not-known', report: { stage: 'failed' } }, 'station-boot-nothing'],
  ] as const)('does not pass on %s', (_, run, code) => {
    const bench = Bench.booting();
    expect(bench.see({ phase: 'watching', run: run as NonNullable<SeatSight['run']> })).toEqual([
      'release',
      ['failed', code],
    ]);
  });

  it('does not pass a board that says nothing, or that is taken out before it spoke', () => {
    const silent = Bench.booting();
    silent.now = 20_000;
    expect(silent.see({ phase: 'watching', run: { kind: 'not-known' } })).toEqual([]);
    silent.now = 20_001;
    expect(silent.see({ phase: 'watching', run: { kind: 'not-known' } })).toEqual([
      'release',
      ['failed', 'station-boot-silent'],
    ]);
    const pulled = Bench.booting();
    expect(pulled.see({ plugged: false, phase: 'unplugged' })).toEqual([['failed', 'station-pulled-early']]);
    expect(pulled.seat).toBe(EMPTY_SEAT);
  });

  it('takes no new boards after Stop, and brings to its end what is being written', () => {
    const bench = Bench.writing();
    bench.context = { ...bench.context, accepting: false };
    bench.see({ phase: 'working', stage: 'writing' });
    expect(bench.see({ phase: 'connected', mac: MAC, report: REPORT })).toEqual(['watch']);
    expect(bench.see({ phase: 'watching', run: running('user1') })).toEqual([
      'release',
      ['passed', undefined],
    ]);
    const late = new Bench();
    late.see({});
    late.context = { ...late.context, accepting: false };
    expect(late.see({ phase: 'connected', mac: MAC, findings: [] })).toEqual([]);
    expect(late.seat).toBe(EMPTY_SEAT);
    expect(late.see({})).toEqual([]);
  });

  it('keeps away from a port that somebody else uses', () => {
    const bench = new Bench();
    expect(bench.see({ phase: 'watching' })).toEqual([]);
    expect(bench.seat.kind).toBe('busy');
    expect(bench.see({ phase: 'taken' })).toEqual([]);
    expect(bench.see({ phase: 'closed' })).toEqual(['connect']);
  });
});
