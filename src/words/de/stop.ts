/** Was es heißt, eine Arbeit am Board abzubrechen, und die Frage, die Esc stellt. */
import type { WriteRole } from '../../core/plan/flash-plan.ts';
import type { Translation } from '../language.ts';
import type * as english from '../stop.ts';
import { listOf } from './format.ts';

const NAMES: Readonly<Record<WriteRole, string>> = {
  'boot-loader': 'Bootloader',
  user1: 'user1',
  user2: 'user2',
  'plain-head': 'RAM-Teil',
  'plain-irom': 'Flash-Code',
  'boot-choice': 'Slot-Wahl',
};

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
    const names = incomplete.map(role => NAMES[role]);
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
