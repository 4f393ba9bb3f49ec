import type { NoRoom } from '../core/locker/room.ts';
import { formatSize, listOf } from './format.ts';

/** Why something did not get into the locker, or not out of it. */
export type LockerTrouble =
  | ({ readonly kind: 'no-room'; readonly names: readonly string[] } & NoRoom)
  /** The browser has no more room, whatever it said before. */
  | { readonly kind: 'full' }
  /** The browser lost the contents of an entry. */
  | { readonly kind: 'gone'; readonly names: readonly string[] };

const NAMED = 3;

const namesOf = (names: readonly string[]): string =>
  names.length > NAMED ? `${names.length} files` : listOf(names);

/** One or two sentences; what was seen and what to do. */
export function lockerTroubleWords(trouble: LockerTrouble): string {
  switch (trouble.kind) {
    case 'no-room': {
      const { reason, names, needed, limit } = trouble;
      const what = `${namesOf(names)} would take ${formatSize(needed)}`;
      return reason === 'too-large'
        ? `${what}, but the locker can take ${formatSize(limit)} in all. Nothing was kept or removed; save the file on your disk instead.`
        : `${what}, and everything that could make room is pinned or would be lost. Unpin or remove something in the locker; nothing was kept or removed.`;
    }
    case 'full':
      return 'The browser says that its storage is full, so this was not kept. Remove something from the locker, or free space on your disk; a private window has little room.';
    case 'gone':
      return `The browser gave up its copy of ${namesOf(trouble.names)}. Remove the entry, and drop the files again if you have them.`;
  }
}
