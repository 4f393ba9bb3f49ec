import type { FlashPlan, KeepRole, WriteRole } from '../core/plan/flash-plan.ts';
import { listOf } from './format.ts';
import { eraseWords, roleName } from './plan.ts';

/** What happens to the flash, one line per verb; the same facts as the one sentence of the command line. */
export interface PlanLine {
  readonly verb: 'write' | 'erase' | 'keep';
  readonly text: string;
}

/** What will be written, what is lost and what stays. */
export function planLines(plan: FlashPlan): readonly PlanLine[] {
  const lines: PlanLine[] = [];
  const written = namesOf(plan.writes.map(write => write.role));
  if (written) lines.push({ verb: 'write', text: `Writes ${written}.` });
  const [erase] = plan.erases;
  if (erase) {
    const { why, lost } = eraseWords(erase.reason);
    lines.push({ verb: 'erase', text: `Erases the parameters ${why}. ${sentence(lost)}` });
  }
  const kept = namesOf(plan.keeps.map(keep => keep.role));
  if (kept) lines.push({ verb: 'keep', text: `Keeps ${kept} as on the board.` });
  return lines;
}

const namesOf = (roles: readonly (WriteRole | KeepRole)[]): string => listOf(roles.map(roleName));

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
