import type { FlashMapName } from '../esp8266/flash-map.ts';
import type { FileRole } from '../workspace/workspace.ts';

/** What the locker keeps: what came to the page or left it, with all that a person wants to know of it later. */

/** In the order in which they are listed. */
export const ENTRY_KINDS = ['build', 'image', 'backup', 'log', 'board'] as const;

export type EntryKind = (typeof ENTRY_KINDS)[number];

/** What a file turned out to be. */
export const FILE_KINDS = [
  'user1',
  'user2',
  /** Code that runs in either slot. */
  'either',
  /** A program without slots. */
  'plain',
  /** A program for no slot of any map. */
  'no-slot',
  'boot-loader',
  /** A whole flash. */
  'flash',
  /** Another tool's list of what goes where. */
  'recipe',
] as const;

export type FileKind = (typeof FILE_KINDS)[number];

export interface LockerFile {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Of the contents, 64 lower-case digits. They are kept once, however many entries they belong to. */
  readonly sha256: string;
  /** What somebody said it is for. */
  readonly role?: FileRole;
  readonly what?: FileKind;
  /** Known to be an ELF file, whose functions can be compared with those of another. */
  readonly elf?: boolean;
}

/** What a person can change of an entry. */
export interface EntryEdits {
  /** Instead of the names of its files. */
  readonly name?: string;
  readonly note?: string;
  /** Never pruned. */
  readonly pinned?: boolean;
  /** When that was, in milliseconds since 1970; absent: never. Of two versions of an entry the later one counts. */
  readonly edited?: number;
}

interface EntryBase extends EntryEdits {
  /** Made of its kind and its contents: the same contents are the same entry. */
  readonly id: string;
  readonly files: readonly LockerFile[];
  /** When it came, in milliseconds since 1970. */
  readonly time: number;
}

/** Files that were on the page together. */
export interface BuildEntry extends EntryBase {
  readonly kind: 'build';
  readonly map?: FlashMapName;
}

/** An image that was saved. */
export interface ImageEntry extends EntryBase {
  readonly kind: 'image';
  readonly map?: FlashMapName;
  /** Where it belongs in the flash. */
  readonly offset: number;
  /** Name of the ELF file that it was made from. */
  readonly from?: string;
}

/** What was read back from the flash of a board. */
export interface BackupEntry extends EntryBase {
  readonly kind: 'backup';
  readonly map?: FlashMapName;
  /** Where it begins in the flash. */
  readonly offset: number;
  /** Of the board: `5C:CF:7F:12:34:56`. */
  readonly mac?: string;
}

/** What a board said. */
export interface LogEntry extends EntryBase {
  readonly kind: 'log';
  readonly mac?: string;
}

/** A virtual board, as its whole flash. */
export interface BoardEntry extends EntryBase {
  readonly kind: 'board';
  readonly map?: FlashMapName;
  /** Kind of module, by the name of its preset. */
  readonly preset?: string;
}

export type LockerEntry = BuildEntry | ImageEntry | BackupEntry | LogEntry | BoardEntry;

/** An entry before it has an id. */
export type NewEntry = {
  [Kind in EntryKind]: Omit<Extract<LockerEntry, { readonly kind: Kind }>, 'id' | keyof EntryEdits>;
}[EntryKind];

/** A file larger than the largest flash is none of ours; bytes. */
export const MAX_FILE_SIZE = 16 * 1024 * 1024;

export function entryOf(entry: NewEntry): LockerEntry {
  return { ...entry, id: idOf(entry) };
}

/** Two boards may hold the same bytes; both copies are worth a line. */
function idOf(entry: NewEntry): string {
  const hashes = entry.files.map(file => file.sha256).sort();
  const board = 'mac' in entry && entry.mac !== undefined ? `@${entry.mac}` : '';
  return `${entry.kind}:${hashes.join('+')}${board}`;
}

/** What came before the locker knew is told by its name: nothing else with such a name gets onto the page. */
export const isElf = ({ elf, name }: LockerFile): boolean => elf ?? /\.(?:elf|axf|out)$/i.test(name);
