/** Was mit dem Flash geschieht, eine Zeile je Verb. */
import { capital } from '../bootlog.ts';
import type { Translation } from '../language.ts';
import type * as english from '../page-plan.ts';
import type { PlanLine } from '../page-plan.ts';
import { eraseWords, rolesText } from './plan.ts';

export const pagePlan = {
  planLines: plan => {
    const lines: PlanLine[] = [];
    const written = rolesText(plan.writes.map(write => write.role));
    if (written) lines.push({ verb: 'write', text: `Schreibt ${written}.` });
    const [erase] = plan.erases;
    if (erase) {
      const { why, lost } = eraseWords(erase.reason);
      lines.push({ verb: 'erase', text: `Löscht die Parameter, ${why}. ${capital(lost)}.` });
    }
    const kept = rolesText(plan.keeps.map(keep => keep.role));
    if (kept) lines.push({ verb: 'keep', text: `Behält ${kept} wie auf dem Board.` });
    return lines;
  },
} satisfies Translation<typeof english>;
