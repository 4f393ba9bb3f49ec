import type { FileKind, LockerEntry } from '../core/locker/entry.ts';
import { listOf } from './format.ts';

/** Words for what is kept, wherever it is listed. */

/** What a file turned out to be. */
export const FILE_KIND_NAMES: Readonly<Record<FileKind, string>> = {
  user1: 'user1',
  user2: 'user2',
  either: 'user1 or user2',
  plain: 'no slots',
  'no-slot': 'no slot',
  'boot-loader': 'boot loader',
  flash: 'whole flash',
  recipe: 'flash layout',
};

/** What somebody called it, else the names of its files. */
export const entryName = ({ name, files }: LockerEntry): string =>
  name ?? listOf(files.map(file => file.name));

export const RECENT = {
  all: (count: number): string => `All ${count} in the locker`,
  removed: (name: string): string => `Removed ${name}.`,
  undo: 'Undo',
} as const;
