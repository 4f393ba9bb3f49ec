/** Flash jobs on the virtual board in virtual time, with the real stub or with the ROM alone. */
import { createHash } from 'node:crypto';
import type { BoardConfig, BoardFault, BridgeName } from '../../src/board/config.ts';
import { boardConfig, flashOfSize } from '../../src/board/config.ts';
import { NorFlash } from '../../src/board/flash/nor-flash.ts';
import type { FlashEvent, FlashReport } from '../../src/core/device/flash-event.ts';
import type { BootWish, FlashPlan } from '../../src/core/plan/flash-plan.ts';
import { planForBoard } from '../../src/core/plan/for-board.ts';
import { look } from '../../src/jobs/flash/look.ts';
import { runFlash } from '../../src/jobs/flash/run-flash.ts';
import type { FlashOptions } from '../../src/jobs/flash/work.ts';
import { type ConnectOptions, connect } from '../../src/jobs/loader/connect.ts';
import type { LoaderSession } from '../../src/jobs/loader/session.ts';
import { OWN_LOADER } from './flash-plans.ts';
import { createJobBoard, type JobBoard } from './job-board.ts';
import { stubImage } from './stub-image.ts';

export interface BenchOptions {
  readonly size?: number;
  readonly flash?: Uint8Array;
  readonly baud?: number;
  readonly stub?: boolean;
  readonly bridge?: BridgeName;
  readonly faults?: readonly BoardFault[];
  readonly config?: Partial<BoardConfig>;
}

/** A board with power, by default 1 MB and a bridge that bears every rate. */
export function boardFor(options: BenchOptions = {}): JobBoard {
  const { size = 0x100000, bridge = 'ft232r', faults = [], config = {}, flash } = options;
  const whole = { flash: flashOfSize(size), bridge, faults, ...config };
  return createJobBoard(boardConfig('nodemcu', whole), flash ? { flash } : {});
}

/** The same, with a session on it. */
export async function benchFor(
  options: BenchOptions = {},
): Promise<{ readonly bench: JobBoard; readonly session: LoaderSession }> {
  const bench = boardFor(options);
  return { bench, session: await bench.run(connected(bench, options)) };
}

export const connected = (
  bench: JobBoard,
  { baud = 115200, stub = true }: Pick<BenchOptions, 'baud' | 'stub'> = {},
  changes: Partial<ConnectOptions> = {},
): Promise<LoaderSession> => connect(bench, { baud, ...(stub && { stub: stubImage() }), ...changes });

export interface Written {
  readonly report: FlashReport;
  readonly events: readonly FlashEvent[];
  readonly ms: number;
  /** Erases and page programs. */
  readonly operations: number;
}

export const optionsFor = (bench: JobBoard, changes: Partial<FlashOptions> = {}): FlashOptions => ({
  ...{ clock: bench.clock, deflate: bench.deflate },
  ...changes,
});

/** Looks, plans and writes, as the page does. */
export async function write(
  bench: JobBoard,
  session: LoaderSession,
  plan: FlashPlan,
  wish: BootWish,
  changes: Partial<FlashOptions> = {},
): Promise<Written> {
  const contents = await bench.run(look(session));
  const request = { plan, wish, contents, chip: session.chip, ownLoader: OWN_LOADER };
  const events: FlashEvent[] = [];
  const [from, before] = [bench.now, bench.board.flash.operations];
  const onEvent = (event: FlashEvent): void => void events.push(event);
  const options = optionsFor(bench, { onEvent, ...changes });
  const report = await bench.run(runFlash(session, planForBoard(request), options));
  return { report, events, ms: bench.now - from, operations: bench.board.flash.operations - before };
}

/** How often each sector of a plan's writes was erased. */
export const wearOf = (bench: JobBoard, plan: FlashPlan): number[] =>
  plan.writes.flatMap(w =>
    Array.from({ length: Math.ceil(w.bytes.length / 0x1000) }, (_, i) =>
      bench.board.flash.wear(w.offset / 0x1000 + i),
    ),
  );

/** Whether the flash holds every write of a plan. */
export const holds = (flash: Uint8Array, plan: FlashPlan): boolean =>
  plan.writes.every(w => Buffer.from(flash.subarray(w.offset, w.offset + w.bytes.length)).equals(w.bytes));

type Moment = 'before' | 'middle' | 'after';

/**
 * Calls back with what the flash holds when power fails before, within and after each operation of the job that
 * follows: every time on a copy, so that the job itself goes on.
 */
export function atEachOperation(
  bench: JobBoard,
  act: (flash: Uint8Array, at: { readonly operation: number; readonly moment: Moment }) => void,
  every = 1,
): void {
  const { flash } = bench.board;
  const { size, jedecId } = flash;
  const seen = new Set<string>();
  for (const name of ['program', 'eraseSector', 'eraseBlock'] as const) {
    const original = flash[name].bind(flash) as (offset: number, data: Uint8Array) => boolean;
    const watched = (offset: number, data: Uint8Array): boolean => {
      const operation = flash.operations + 1;
      if (operation % every === 0) {
        const snapshot = flash.snapshot();
        for (const moment of ['before', 'middle', 'after'] as const) {
          const clock = { now: 0 };
          const copy = new NorFlash({ size, jedecId, seed: operation, clock }, snapshot);
          copy.powerCut = { operation, moment };
          copy.writeEnable();
          (copy[name] as (offset: number, data: Uint8Array) => boolean).call(copy, offset, data);
          const bytes = copy.peek();
          // After one operation is before the next.
          const digest = createHash('md5').update(bytes).digest('hex');
          if (seen.has(digest)) continue;
          seen.add(digest);
          act(bytes, { operation, moment });
        }
      }
      return original(offset, data);
    };
    Object.assign(flash, { [name]: watched });
  }
}
