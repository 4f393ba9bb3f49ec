import type { FlashReport, WriteResult } from '../../core/device/flash-event.ts';
import { flashMap } from '../../core/esp8266/flash-map.ts';
import { type Finding, finding } from '../../core/findings.ts';
import type { BoardPlan, PlanStep } from '../../core/plan/board-plan.ts';
import type { LoaderSession } from '../loader/session.ts';
import { eraseStretch } from './erase.ts';
import { setFlashSize } from './flash-size.ts';
import { liftProtection } from './protection.ts';
import { restoreByRom, writeByRom } from './rom.ts';
import { type FlashOptions, FlashWork } from './work.ts';
import { writeImage } from './write-image.ts';

/** Proofs after trouble; what is still going on then is told by the proof of each write. */
const ROUNDS = 3;

/**
 * Does what a plan says, step by step, each proven before the next. To go on after an interruption, run it again:
 * what is there already is found by MD5 and skipped.
 * @throws Problem when something is wrong that cannot be mended; the signal's reason when somebody said stop. The
 *   loader stays usable in both cases, unless the cable came out.
 */
export async function runFlash(
  session: LoaderSession,
  boardPlan: BoardPlan,
  options: FlashOptions,
): Promise<FlashReport> {
  const { plan, steps } = boardPlan;
  const work = new FlashWork(
    session,
    options,
    steps.reduce((sum, s) => sum + lengthOf(s), 0),
  );
  const size = boardPlan.flashSize ?? session.chip.flash.size ?? flashMap(plan.map).size;
  await setFlashSize(session, size, options.signal);
  await liftProtection(session, options.signal);
  const byRom = !session.limits.stubCommands;
  const writes: WriteResult[] = [];
  for (const step of steps) {
    if (step.kind === 'erase') await eraseStretch(work, step);
    else writes.push(await (byRom ? writeByRom(work, step.write) : writeImage(work, step.write)));
  }
  await proveAgain(work, steps, writes, byRom ? restoreByRom : writeImage);
  return {
    ...{ plan, writes, verifiedBy: byRom ? 'read-back' : 'md5', baud: session.baud },
    ...{ durationMs: work.durationMs, wire: work.wire },
    ...(plan.boots && { boots: plan.boots }),
    findings: findingsOf(writes, byRom),
  };
}

/**
 * Commands of the loader have no sum: one bit on the line makes "erase all" of "read", or another address of the right
 * one, and it is answered as if all were well. So when anything went wrong on the way, what was proven before is proven
 * once more, and written again where it is gone.
 */
async function proveAgain(
  work: FlashWork,
  steps: readonly PlanStep[],
  writes: WriteResult[],
  restore: typeof writeImage,
): Promise<void> {
  for (let round = 0; work.doubtful && round < ROUNDS; round++) {
    work.doubtful = false;
    let index = -1;
    for (const [i, step] of steps.entries()) {
      if (step.kind === 'erase') continue;
      index++;
      if (steps.slice(i + 1).some(later => overlaps(step, later))) continue;
      const again = await restore(work, step.write);
      if (again.outcome === 'skipped') continue;
      writes[index] = { ...again, outcome: 'repaired' };
      // What brought it back may have gone wrong in the same way.
      work.doubtful = true;
    }
  }
}

const offsetOf = (step: PlanStep): number => (step.kind === 'erase' ? step.offset : step.write.offset);
const overlaps = (a: PlanStep, b: PlanStep): boolean =>
  offsetOf(a) < offsetOf(b) + lengthOf(b) && offsetOf(b) < offsetOf(a) + lengthOf(a);

const lengthOf = (step: PlanStep): number => (step.kind === 'erase' ? step.length : step.write.bytes.length);

function findingsOf(writes: readonly WriteResult[], byRom: boolean): Finding[] {
  const repaired = writes.filter(w => w.outcome === 'repaired');
  return [
    ...repaired.map(({ name, offset }) => finding('flash-repaired', { name, offset })),
    ...(byRom ? [finding('flash-verified-by-rom', {})] : []),
  ];
}
