/** Commands that arrive as other commands: they have no sum, and the loader does what it is told. */
import { beforeAll, describe, expect, it } from 'vitest';
import { planForBoard } from '../../../src/core/plan/for-board.ts';
import { Problem } from '../../../src/core/problem.ts';
import { look } from '../../../src/jobs/flash/look.ts';
import { runFlash } from '../../../src/jobs/flash/run-flash.ts';
import { sampleStarts } from '../../../src/jobs/flash/samples.ts';
import { benchFor, connected, holds, optionsFor, write } from '../../support/flash-job.ts';
import { OWN_LOADER, planOf, startsFrom } from '../../support/flash-plans.ts';
import type { JobBoard } from '../../support/job-board.ts';

const both = (iromLength: number) => planOf('1MB', ['user1', 'user2'], { iromLength });
const [ERASE_REGION, READ_FLASH, ERASE_FLASH] = [0xd1, 0xd2, 0xd0];
/** Compressed or not. */
const BEGINS: readonly number[] = [0x10, 0x02];

/** A command on its way, without the frame's first byte: direction, op, length, sum, data. */
interface Command {
  readonly op: number;
  /** Word of the data. */
  word(i: number): number;
}

/** Changes one byte, counted from the frame's start, of the first command that `which` says. */
function spoil(bench: JobBoard, which: (command: Command) => boolean, at: number, bit: number): () => number {
  let hits = 0;
  const { serial } = bench.board;
  const original = serial.write.bind(serial);
  Object.assign(serial, {
    write: (bytes: Uint8Array) => {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const command = { op: bytes[2] ?? 0, word: (i: number) => view.getUint32(9 + 4 * i, true) };
      const isCommand = bytes.length > 12 && bytes[0] === 0xc0 && bytes[1] === 0;
      if (hits > 0 || !isCommand || !which(command)) return original(bytes);
      hits++;
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ (1 << bit);
      original(changed);
    },
  });
  return () => hits;
}

/** A board with two programs, which gets two others. */
async function updated() {
  const { bench, session } = await benchFor({ baud: 921600 });
  await write(bench, session, both(0x5000), 'user1');
  return { bench, session };
}

describe('one bit that changes on the line', () => {
  it.each([
    // The beginning of user1 is erased when user2 is proven already.
    ['"erase a sector" arrives as "erase all"', 2, 0],
    ['the sector to erase is one of user2', 9 + 2, 3],
  ] as const)('%s: what was proven before is back at the end', async (_, at, bit) => {
    const { bench, session } = await updated();
    const hits = spoil(bench, c => c.op === ERASE_REGION && c.word(0) === 0x1000, at, bit);
    const { report } = await write(bench, session, both(0x6000), 'user2');
    expect(hits()).toBe(1);
    expect(holds(bench.board.saveFlash(), report.plan)).toBe(true);
    expect(startsFrom(bench.board.saveFlash())).toBe('user2');
    const repaired = report.writes.filter(w => w.outcome === 'repaired').map(w => w.role);
    expect(repaired).toContain('user2');
    expect(report.findings.map(f => f.code)).toContain('flash-repaired');
  });

  it('user1 is sent to where user2 is: both are right at the end', async () => {
    const { bench, session } = await updated();
    const hits = spoil(
      bench,
      c => BEGINS.includes(c.op) && c.word(3) > 0x1000 && c.word(3) < 0x80000,
      9 + 12 + 2,
      3,
    );
    const { report } = await write(bench, session, both(0x6000), 'user2');
    expect(hits()).toBe(1);
    expect(holds(bench.board.saveFlash(), report.plan)).toBe(true);
    expect(startsFrom(bench.board.saveFlash())).toBe('user2');
  });

  it('"read" arrives as "erase all" before the plan is made: a reason, and the second run writes everything', async () => {
    const { bench, session } = await updated();
    const hits = spoil(bench, c => c.op === READ_FLASH && c.word(0) !== 0, 2, 1);
    const first = await write(bench, session, both(0x6000), 'user2').catch((e: unknown) => e);
    expect(hits()).toBe(1);
    expect(READ_FLASH ^ 2).toBe(ERASE_FLASH);
    expect(first).toBeInstanceOf(Problem);
    await bench.run(session.resync());
    const { report } = await write(bench, session, both(0x6000), 'user2');
    expect(holds(bench.board.saveFlash(), report.plan)).toBe(true);
    expect(startsFrom(bench.board.saveFlash())).toBe('user2');
  });
});

describe('the supply', () => {
  let whole = 0;
  beforeAll(async () => {
    const { bench, session } = await updated();
    whole = (await write(bench, session, both(0x6000), 'user2')).ms;
  });

  it.each([0.1, 0.3, 0.5, 0.7, 0.9])(
    'fails for a moment at %d of the job: a reason, no hang, and a second run completes it',
    async share => {
      const { bench, session } = await updated();
      const plan = both(0x6000);
      const contents = await bench.run(look(session));
      const request = { plan, wish: 'user2', contents, chip: session.chip, ownLoader: OWN_LOADER } as const;
      bench.after(share * whole, () => bench.board.power(false));
      bench.after(share * whole + 400, () => bench.board.power(true));
      const job = runFlash(session, planForBoard(request), optionsFor(bench));
      const ended = await bench.run(
        job.then(
          () => 'done',
          (e: unknown) => e,
        ),
      );
      expect(ended).toMatchObject({ finding: { code: expect.stringMatching(/^(loader|port|flash)-/) } });
      session.detach();
      const again = await bench.run(connected(bench, { baud: 921600 }));
      const { report } = await write(bench, again, plan, 'user2');
      expect(holds(bench.board.saveFlash(), report.plan)).toBe(true);
      expect(startsFrom(bench.board.saveFlash())).toBe('user2');
    },
  );

  it('a chip that never gets ready: a reason, no hang', async () => {
    const faults = [{ kind: 'flash-hangs', afterOperations: 40 }] as const;
    const { bench, session } = await benchFor({ baud: 921600, faults });
    const ended = await write(bench, session, both(0x6000), 'user1').catch((e: unknown) => e);
    expect(ended).toMatchObject({ finding: { code: expect.stringMatching(/^(loader|flash)-/) } });
  });
});

describe('without the stub', () => {
  it.each([
    // Erased and written where user2 stands already, and answered as if all were well.
    ['user1 is sent to where user2 is', 0x2000, 9 + 12 + 2, 3, true],
    ['the rest of user1 is sent behind its place', 0x2000, 9 + 12 + 2, 0, true],
    // What comes after puts these right.
    ['more is erased than was said', 0x2000, 9 + 2, 3, false],
    ['the erase of the beginning of user1 is sent elsewhere', 0x1000, 9 + 12 + 1, 7, false],
  ] as const)('%s: both are right at the end', async (_, offset, at, bit, repaired) => {
    const { bench, session } = await benchFor({ stub: false });
    const isBegin = (c: Command): boolean => c.op === 0x02 && c.word(3) === offset && c.word(1) > 0;
    const hits = spoil(bench, isBegin, at, bit);
    const { report } = await write(bench, session, both(0x6000), 'user2');
    expect(hits()).toBe(1);
    expect(holds(bench.board.saveFlash(), report.plan)).toBe(true);
    expect(startsFrom(bench.board.saveFlash())).toBe('user2');
    expect(report.findings.some(f => f.code === 'flash-repaired')).toBe(repaired);
  });

  it('a sample is taken of every sector, where erased flash would not look the same', () => {
    const bytes = new Uint8Array(0x2100).fill(0xff);
    bytes[0x10] = 1;
    bytes[0x1fff] = 2;
    expect(sampleStarts(bytes)).toEqual([0, 0x1fc0, 0x20c0]);
    expect(sampleStarts(new Uint8Array(70))).toEqual([64]);
  });

  it.each(['bytes-lost', 'bytes-corrupted', 'bytes-doubled'] as const)(
    'a line with %s: written all the same, and the board starts',
    async kind => {
      const faults = (['to-board', 'from-board'] as const).map(
        direction => ({ kind, direction, hits: { rate: 2e-5 } }) as const,
      );
      const { bench, session } = await benchFor({ stub: false, faults });
      const { report } = await write(bench, session, both(0x5000), 'user2');
      expect(holds(bench.board.saveFlash(), report.plan)).toBe(true);
      expect(startsFrom(bench.board.saveFlash())).toBe('user2');
    },
  );
});
