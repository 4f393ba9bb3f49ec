/**
 * Connecting over a bad line: it ends in a session that works or in a clear reason, never in a hang, and a second run
 * on a good line works. TWINSLOT_LONG=1 takes every position of the conversation.
 */
import { describe, expect, it, vi } from 'vitest';
import { type BoardFault, boardConfig, type LineDirection } from '../../../src/board/config.ts';
import { Problem } from '../../../src/core/problem.ts';
import { connect } from '../../../src/jobs/loader/connect.ts';
import type { LoaderSession } from '../../../src/jobs/loader/session.ts';
import { createJobBoard, type JobBoard, type JobBoardOptions } from '../../support/job-board.ts';
import { stubImage } from '../../support/stub-image.ts';

const LONG = process.env.TWINSLOT_LONG === '1';
vi.setConfig({ testTimeout: LONG ? 4 * 3_600_000 : 120_000 });

const OPTIONS = { baud: 'auto', stub: stubImage(), assistMs: 0 } as const;
const MAC = '5C:CF:7F:12:34:56';
/** The slowest way there is: all strategies, at two rates, four rounds, ms of virtual time. */
const LONGEST = 60_000;
const KINDS = ['bytes-lost', 'bytes-corrupted', 'bytes-doubled'] as const;
const DIRECTIONS: readonly LineDirection[] = ['to-board', 'from-board'];

const RELEASED = { dtr: false, rts: false, ms: 1 };

const board = (faults: readonly BoardFault[], options?: JobBoardOptions): JobBoard =>
  createJobBoard(boardConfig('nodemcu', { faults }), options);

/** A session, or the problem that it ended in; everything else is a fault of ours. */
const outcome = async (bench: JobBoard): Promise<LoaderSession | Problem> => {
  try {
    return await bench.run(connect(bench, OPTIONS), LONGEST);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
};

const expectWorking = async (bench: JobBoard, session: LoaderSession): Promise<void> => {
  expect(session.chip.mac).toBe(MAC);
  expect(await bench.run(session.readRegister(0x40001000))).toBe(0xfff0c101);
};

/** How many bytes go each way while nothing is wrong. */
const conversation = async (): Promise<Readonly<Record<LineDirection, number>>> => {
  const bench = board([]);
  await outcome(bench);
  return { 'to-board': bench.traffic.sent, 'from-board': bench.traffic.received };
};

const sampled = (length: number, normal: number): number[] =>
  LONG
    ? Array.from({ length }, (_, i) => i)
    : Array.from({ length: normal }, (_, i) => Math.floor(((i + 0.5) * length) / normal));

describe.each(DIRECTIONS)('one byte %s', direction => {
  it.each(KINDS)('%s: connects all the same, wherever it is', async kind => {
    const { [direction]: length } = await conversation();
    for (const position of sampled(length, 7)) {
      const bench = board([{ kind, direction, hits: { positions: [position] } }]);
      const session = await outcome(bench);
      if (session instanceof Problem) throw new Error(`position ${position}: ${session.message}`);
      await expectWorking(bench, session);
    }
  });

  it.each(KINDS)('the first hundred positions, %s: the calls and the identity', async kind => {
    for (const position of sampled(100, 7)) {
      const bench = board([{ kind, direction, hits: { positions: [position] } }]);
      const session = await outcome(bench);
      if (session instanceof Problem) throw new Error(`position ${position}: ${session.message}`);
      await expectWorking(bench, session);
    }
  });
});

describe.each([0.0005, 0.01, 0.2])('a share of %d of the bytes', rate => {
  it.each(KINDS)('%s both ways: a session or a reason, never a hang', async kind => {
    const faults = DIRECTIONS.map(direction => ({ kind, direction, hits: { rate } }) as const);
    const bench = board(faults);
    const ended = await outcome(bench);
    if (!(ended instanceof Problem)) ended.detach();
    else expect(ended.finding.code).toMatch(/^(connect|loader)-/);
  });
});

it.each([0, 50, 200, 400])('a port that takes %i ms to open costs time and nothing else', async openMs => {
  const bench = board([], { openMs });
  const session = await outcome(bench);
  expect(session).toMatchObject({ kind: 'stub', baud: 921600 });
});

it.each([
  ['both lines for a moment', [{ dtr: true, rts: true, ms: 2 }, RELEASED]],
  ['both lines and leaves them so', [{ dtr: true, rts: true, ms: 1 }]],
  ['no line', [RELEASED]],
])('a driver that pulls %s when it opens the port does no harm', async (_, onOpen) => {
  const bench = board([], { onOpen });
  expect(await outcome(bench)).toMatchObject({ kind: 'stub', baud: 921600 });
});

it('a driver that resets the board when it opens the port: full speed, by calling at the final rate', async () => {
  const onOpen = [{ dtr: true, rts: true, ms: 1 }, { dtr: false, rts: true, ms: 5 }, RELEASED];
  const bench = board([], { onOpen });
  const session = await outcome(bench);
  if (session instanceof Problem) throw session;
  await expectWorking(bench, session);
  expect(session.baud).toBe(921600);
  expect(session.memory).toEqual({ reset: 'classic', baud: 921600, opensWithReset: true });
  await bench.run(bench.link.close());
  session.detach();
  const before = bench.now;
  const again = await bench.run(connect(bench, { ...OPTIONS, remembered: session.memory }));
  expect(again.baud).toBe(921600);
  expect(bench.now - before).toBeLessThan(700);
});

it('the cable comes out at evenly spaced points: port-lost at once, and the second run works', async () => {
  const whole = board([]);
  await outcome(whole);
  const points = LONG ? 100 : 8;
  for (let i = 0; i < points; i++) {
    const bench = board([]);
    const moment = (whole.now * (i + 0.5)) / points;
    bench.after(moment, () => bench.board.serial.unplug());
    const lost = await outcome(bench);
    expect(lost).toMatchObject({ finding: { code: 'port-lost' } });
    expect(bench.now).toBeLessThan(moment + 700);
    bench.board.serial.plug();
    const session = await outcome(bench);
    if (session instanceof Problem) throw session;
    await expectWorking(bench, session);
  }
});

it('the supply fails for a moment at evenly spaced points: a session or a reason, and the second run works', async () => {
  const points = LONG ? 40 : 6;
  for (let i = 0; i < points; i++) {
    const bench = board([]);
    bench.after(1800 * ((i + 0.5) / points), () => bench.board.power(false));
    bench.after(1800 * ((i + 0.5) / points) + 30, () => bench.board.power(true));
    const ended = await outcome(bench);
    if (!(ended instanceof Problem)) ended.detach();
    const session = await outcome(bench);
    if (session instanceof Problem) throw session;
    await expectWorking(bench, session);
  }
});
