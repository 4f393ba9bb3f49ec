/** What a line, a cable and a flash can do to a write: it ends proven or with words, and a second run completes it. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { BoardFault } from '../../../src/board/config.ts';
import { startsNow } from '../../../src/core/device/starts-now.ts';
import { planForBoard } from '../../../src/core/plan/for-board.ts';
import { Problem } from '../../../src/core/problem.ts';
import { look } from '../../../src/jobs/flash/look.ts';
import { runFlash } from '../../../src/jobs/flash/run-flash.ts';
import { benchFor, boardFor, connected, holds, optionsFor, write } from '../../support/flash-job.ts';
import { OWN_LOADER, planOf, startsFrom } from '../../support/flash-plans.ts';

const LONG = process.env.TWINSLOT_LONG !== undefined;
const both = (iromLength = 0x8000) => planOf('1MB', ['user1', 'user2'], { iromLength });
const codeOf = (error: unknown): string => (error instanceof Problem ? error.finding.code : String(error));

describe('a bad line', () => {
  const rate = (kind: 'bytes-lost' | 'bytes-corrupted' | 'bytes-doubled', per: number) =>
    (['to-board', 'from-board'] as const).map(
      (direction): BoardFault => ({ kind, direction, hits: { rate: per } }),
    );
  it.each([
    ['loses', rate('bytes-lost', 4e-5)],
    ['spoils', rate('bytes-corrupted', 4e-5)],
    ['doubles', rate('bytes-doubled', 4e-5)],
  ] as const)('that %s bytes: the flash is right all the same', async (_, faults) => {
    const { bench, session } = await benchFor({ faults, baud: 115200 });
    const { report, events } = await write(bench, session, both(), 'user2');
    expect(holds(bench.board.saveFlash(), report.plan)).toBe(true);
    expect(startsFrom(bench.board.saveFlash())).toBe('user2');
    expect(events.some(e => e.type === 'retry')).toBe(true);
  });

  it('behind a bridge that fails above 460800: written at the rate that works', async () => {
    const bench = boardFor({ faults: [{ kind: 'bridge-limit', baud: 460800 }] });
    const session = await bench.run(connected(bench, {}, { baud: 'auto' }));
    expect(session.baud).toBeLessThanOrEqual(460800);
    const { report } = await write(bench, session, both(), 'user1');
    expect(holds(bench.board.saveFlash(), report.plan)).toBe(true);
  });
});

describe('a cable that comes out', () => {
  const points = LONG ? 100 : 25;
  const plan = planOf('1MB', ['user1', 'user2'], { iromLength: 0x3000 });
  let whole = 0;
  beforeAll(async () => {
    const { bench, session } = await benchFor({ baud: 921600 });
    whole = (await write(bench, session, plan, 'user2')).ms;
  });

  it.each(Array.from({ length: points }, (_, i) => i))(
    `at point %i of ${points}: said at once, and a second run completes it`,
    async i => {
      const { bench, session } = await benchFor({ baud: 921600 });
      const contents = await bench.run(look(session));
      bench.after(((i + 0.5) * whole) / points, () => bench.board.serial.unplug());
      const request = { plan, wish: 'user2', contents, chip: session.chip, ownLoader: OWN_LOADER } as const;
      const job = runFlash(session, planForBoard(request), optionsFor(bench));
      expect(await bench.run(job.then(() => 'done', codeOf))).toBe('port-lost');
      bench.board.serial.plug();
      const again = await bench.run(connected(bench, { baud: 921600 }));
      const { report } = await write(bench, again, plan, 'user2');
      expect(holds(bench.board.saveFlash(), report.plan)).toBe(true);
      expect(startsFrom(bench.board.saveFlash())).toBe('user2');
    },
  );
});

describe('somebody says stop', () => {
  it('between two packets: the stub goes on, what boots is known, a second run completes it', async () => {
    const { bench, session } = await benchFor({ baud: 921600 });
    await write(bench, session, both(0x20000), 'user1');
    const plan = both(0x28000);
    const contents = await bench.run(look(session));
    const request = { plan, wish: 'user1', contents, chip: session.chip, ownLoader: OWN_LOADER } as const;
    const stop = new AbortController();
    const options = optionsFor(bench, {
      signal: stop.signal,
      onEvent: e => {
        if (e.type === 'progress' && e.done > 0.3 * e.total) stop.abort('enough');
      },
    });
    const ended = await bench.run(runFlash(session, planForBoard(request), options).catch(e => e));
    expect(ended).toBe('enough');
    const now = startsNow(await bench.run(look(session)));
    expect(now.code).toBe('flash-starts');
    if (now.code === 'flash-starts') expect(now.facts.slot).toBe(startsFrom(bench.board.saveFlash()));
    const { report } = await write(bench, session, plan, 'user1');
    expect(holds(bench.board.saveFlash(), report.plan)).toBe(true);
    // What was sent before the stop was not sent again.
    const sent = report.writes.reduce((sum, w) => sum + w.sent, 0);
    expect(sent).toBeLessThan(plan.writes.reduce((sum, w) => sum + w.bytes.length, 0));
  });
});

describe('a flash that does not do what it should', () => {
  const failing = async (faults: readonly BoardFault[], flash?: Uint8Array) => {
    const { bench, session } = await benchFor({ faults, baud: 921600, ...(flash && { flash }) });
    return write(bench, session, both(), 'user1').then(
      () => undefined,
      (e: unknown) => (e instanceof Problem ? e.finding : e),
    );
  };

  it('a worn sector: the byte, what it reads and what was expected', async () => {
    const worn = new Uint8Array(0x100000).fill(0x00, 0x5000, 0x6000);
    worn.fill(0xff, 0, 0x5000).fill(0xff, 0x6000);
    const found = await failing([{ kind: 'worn-sector', sector: 5, share: 0.01 }], worn);
    expect(found).toMatchObject({ code: 'flash-worn' });
    expect((found as { facts: { offset: number } }).facts.offset >> 12).toBe(5);
  });

  it('a stuck bit: its very byte', async () => {
    const image = both().writes.find(w => w.role === 'user1')?.bytes ?? new Uint8Array(0);
    const expected = image[0x2345] ?? 0;
    const value = expected & 1 ? 0 : 1;
    const found = await failing([{ kind: 'stuck-bit', offset: 0x3345, bit: 0, value }]);
    expect(found).toMatchObject({
      code: 'flash-worn',
      facts: { offset: 0x3345, expected, found: expected ^ 1, wrong: 1 },
    });
  });

  it('write protection that cannot be lifted', async () => {
    const found = await failing([{ kind: 'write-protected', locked: true }]);
    expect(found).toMatchObject({ code: 'flash-protected' });
  });

  it('write protection that can: it is written', async () => {
    expect(await failing([{ kind: 'write-protected', locked: false }])).toBeUndefined();
  });

  it.each([0, 0xffffff])('an id of %i: the plan asks for the size, and then writes', async jedecId => {
    const { bench, session } = await benchFor({ faults: [{ kind: 'flash-id', jedecId }], baud: 921600 });
    const contents = await bench.run(look(session));
    const request = {
      plan: both(),
      wish: 'user1',
      contents,
      chip: session.chip,
      ownLoader: OWN_LOADER,
    } as const;
    expect(planForBoard(request).findings[0]).toMatchObject({ code: 'board-flash-size-unknown' });
    const plan = planForBoard({ ...request, flashSize: 0x100000 });
    expect(plan.findings[0]).toMatchObject({ code: 'board-flash-size-chosen', severity: 'warning' });
    const report = await bench.run(runFlash(session, plan, optionsFor(bench)));
    expect(holds(bench.board.saveFlash(), report.plan)).toBe(true);
  });
});
