/** Wörter für das, was aufbewahrt wird, wo immer es aufgelistet ist. */
import type { Translation } from '../language.ts';
import type * as english from '../locker-entries.ts';
import { listOf } from './format.ts';

export const lockerEntries = {
  FILE_KIND_NAMES: {
    user1: 'user1',
    user2: 'user2',
    either: 'user1 oder user2',
    plain: 'ohne Slots',
    'no-slot': 'für keinen Slot',
    'boot-loader': 'Bootloader',
    flash: 'ganzer Flash',
    recipe: 'Flash-Belegung',
  },
  entryName: ({ name, files }) => name ?? listOf(files.map(file => file.name)),
  RECENT: {
    all: count => `Alle ${count} im Spind`,
    removed: name => `${name} entfernt.`,
    undo: 'Rückgängig',
  },
} satisfies Translation<typeof english>;
