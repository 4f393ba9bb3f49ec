import type { FlashReport } from '../../core/device/flash-event.ts';
import type { FlashPlan } from '../../core/plan/flash-plan.ts';
import { Problem } from '../../core/problem.ts';
import { type CheckBench, CheckMiss } from './check-bench.ts';

/** Somebody has so long to pull the cable, and as long to plug it in again, ms. */
const PATIENCE = 120_000;
/** A system lists a port a moment after it came, ms. */
const LOOK_EVERY = 500;

/**
 * Writes now one program and now the other until somebody pulls the cable out, waits until it is back, and brings the
 * first one onto the board.
 * @param other the same programs with a difference.
 */
export async function writeAndPull(bench: CheckBench, other: FlashPlan): Promise<FlashReport> {
  const { plan, clock, news } = bench.world;
  news({ kind: 'asks', what: 'unplug' });
  await untilPulled(bench, other, clock.now() + PATIENCE);
  news({ kind: 'asks', what: 'plug' });
  await untilPlugged(bench, clock.now() + PATIENCE);
  return bench.write(plan, 'user1');
}

async function untilPulled(bench: CheckBench, other: FlashPlan, end: number): Promise<void> {
  const { plan, clock } = bench.world;
  for (let turn = 0; clock.now() < end; turn++) {
    const ended = await bench.writeAsIs(turn % 2 === 0 ? other : plan, 'user1').then(() => 'done', lostOr);
    if (ended === 'lost') return;
  }
  throw new CheckMiss({ kind: 'not-unplugged' });
}

async function untilPlugged(bench: CheckBench, end: number): Promise<void> {
  const { clock } = bench.world;
  while (clock.now() < end) {
    await clock.sleep(LOOK_EVERY, bench.signal);
    if ((await bench.connect().then(() => 'connected', lostOr)) === 'connected') return;
  }
  throw new CheckMiss({ kind: 'not-plugged' });
}

function lostOr(error: unknown): 'lost' {
  if (error instanceof Problem && error.finding.code === 'port-lost') return 'lost';
  throw error;
}
