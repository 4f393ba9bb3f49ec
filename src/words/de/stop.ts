/** Was es heißt, eine Arbeit am Board abzubrechen, und die Frage, die Esc stellt. */
import type { Translation } from '../language.ts';
import type * as english from '../stop.ts';
import { listOf } from './format.ts';
import { roleName } from './plan.ts';

export const stop = {
  STOP: {
    ask: 'Schreiben abbrechen?',
    askOther: 'Jetzt abbrechen?',
    yes: 'Jetzt abbrechen',
    no: 'Weitermachen',
    later: '„Fortsetzen“ macht dort weiter, wo es aufgehört hat.',
  },
  stopOutlookWords: ({ incomplete, bootable, changed }) => {
    if (!changed) return 'Auf dem Board hat sich noch nichts geändert.';
    const names = incomplete.map(roleName);
    const what =
      names.length === 0
        ? 'Nichts ist halb geschrieben'
        : `${listOf(names)} ${names.length === 1 ? 'ist' : 'sind'} unvollständig`;
    const can = bootable.length === 1 ? 'kann' : 'können';
    const boots =
      bootable.length === 0
        ? 'nichts kann starten, bis du fortsetzt'
        : `${listOf(bootable)} ${can} ${names.length > 0 ? 'weiterhin ' : ''}starten`;
    return `${what}; ${boots}.`;
  },
} satisfies Translation<typeof english>;
