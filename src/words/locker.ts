import type { MergeOutlook } from '../core/locker/catalogue.ts';
import { type EntryKind, type LockerEntry, MAX_FILE_SIZE } from '../core/locker/entry.ts';
import { formatCount, formatSize, listOf, plural } from './format.ts';

/** The words of the locker's page. */

const GB = 1024 * 1024 * 1024;

/** Of a whole disk: `10 GB`. */
const formatRoom = (bytes: number): string =>
  bytes < GB ? formatSize(bytes) : `${formatCount(Math.round(bytes / GB))} GB`;

export const GROUPS: Readonly<Record<EntryKind, { readonly title: string }>> = {
  build: { title: 'Builds' },
  image: { title: 'Saved images' },
  backup: { title: 'Copies of boards' },
  log: { title: 'Serial logs' },
  board: { title: 'Virtual boards' },
};

export const LOCKER = {
  title: 'Locker',
  about:
    'What you dropped, saved and read back, kept in this browser on this computer. Nothing here leaves it unless you save it.',
  empty:
    'Nothing is here yet. Drop files on the page, save images, or read a board: they come here by themselves.',
  denied:
    'This browser does not let the page keep anything. That happens in some private windows, when storage is blocked for this site, or under a policy of your school or company. Allow storage for this site, or open the page in an ordinary window.',
  insecure:
    'This page came over an insecure address, where browsers do not compute SHA-256: nothing new is kept. Open it over https or from localhost.',
  search: 'Search',
  searchAbout: 'Name, note, board',
  show: 'Show',
  everything: 'Everything',
  pinnedOnly: 'Pinned only',
  noMatch: 'Nothing matches. Change the search, or show everything.',
  found: (count: number, all: number): string =>
    count === all ? plural(all, 'entry', 'entries') : `${count} of ${plural(all, 'entry', 'entries')}`,
  groupSize: (count: number, bytes: number): string =>
    `${plural(count, 'entry', 'entries')}, ${formatSize(bytes)}`,
  dismiss: 'Close',
} as const;

export const ENTRY = {
  open: 'Open',
  openNamed: (name: string): string => `Open ${name}`,
  openBoard: 'Start',
  openBoardNamed: (name: string): string => `Start ${name} as a virtual board`,
  show: 'Show',
  showNamed: (name: string): string => `Show ${name}`,
  hide: 'Hide',
  hideNamed: (name: string): string => `Hide ${name}`,
  save: 'Save',
  saveNamed: (name: string): string => `Save ${name}`,
  pin: 'Pin',
  pinNamed: (name: string): string => `Pin ${name}`,
  pinned: 'Pinned',
  edit: 'Name and note',
  editNamed: (name: string): string => `Name and note of ${name}`,
  remove: 'Remove',
  removeNamed: (name: string): string => `Remove ${name}`,
  name: 'Name',
  note: 'Note',
  keep: 'Keep',
  cancel: 'Cancel',
  at: (offset: string): string => `at ${offset}`,
  from: (name: string): string => `from ${name}`,
  board: (mac: string): string => `board ${mac}`,
  logCut: (shown: number, all: number): string =>
    `The last ${formatSize(shown)} of ${formatSize(all)}; save the log to see all of it.`,
  logOf: (name: string): string => `Contents of ${name}`,
} as const;

export const STORAGE = {
  title: 'Storage',
  /** What the bar says, in words. */
  used: (used: number, limit: number): string => `${formatSize(used)} of ${formatSize(limit)} in use`,
  part: (title: string, bytes: number): string => `${title}: ${formatSize(bytes)}`,
  pinned: (count: number): string => `${plural(count, 'entry is', 'entries are')} pinned.`,
  rule: `When it is full, the oldest entries that are not pinned make room for new ones. Files over ${formatSize(MAX_FILE_SIZE)} are not kept.`,
  browser: (usage: number, quota: number): string =>
    `This browser counts ${formatSize(usage)} for this site and lets it have ${formatRoom(quota)}.`,
  private: 'In a private window all of it is gone when you close the window.',
  persist: 'Ask the browser to keep it',
  persisted: 'The browser has promised not to clear it by itself.',
  notPersisted: 'The browser may clear it by itself when the disk is full.',
  refused:
    'The browser did not promise it. Some do so only for sites that are installed or used often; to be sure, export the locker as a file.',
  pruned: (names: readonly string[]): string =>
    `To make room, the oldest ${names.length === 1 ? 'entry' : 'entries'} went: ${listOf(names)}.`,
} as const;

export const TRANSFER = {
  title: 'As one file',
  about:
    'Export the locker to take it elsewhere: to another computer, or from this page on the web to your own on localhost and back. Browsers keep a separate locker for every address.',
  export: 'Export the locker',
  import: 'Import a locker…',
  choose: 'A locker that was exported',
  exported: 'The locker is in the downloads of your browser.',
  lost: (names: readonly string[]): string =>
    `Left out, because the browser gave up their contents: ${listOf(names)}.`,
  reading: 'Reading the file…',
  question: (name: string): string => `Import ${name}?`,
  outlook: ({ added, changed, same, bytes }: MergeOutlook): string => {
    const parts = [
      ...(added > 0 ? [`${plural(added, 'new entry', 'new entries')} (${formatSize(bytes)})`] : []),
      ...(changed > 0 ? [`newer names and notes for ${plural(changed, 'entry', 'entries')}`] : []),
      ...(same > 0 ? [`${plural(same, 'entry', 'entries')} that you have already`] : []),
    ];
    return parts.length === 0 ? 'The file holds no entries.' : `The file holds ${listOf(parts)}.`;
  },
  safe: 'Everything in your locker stays; where both have a note, the newer one counts.',
  accept: 'Import',
  decline: 'Do not import',
  checking: 'Checking the contents',
  percent: (done: number, total: number): string =>
    `${total === 0 ? 100 : Math.floor((100 * done) / total)} percent checked`,
  stop: 'Stop',
  stopped: 'Stopped. Nothing was imported.',
  done: ({ added, changed }: MergeOutlook): string =>
    added + changed === 0
      ? 'Everything was here already.'
      : `Imported: ${plural(added, 'new entry', 'new entries')}, ${plural(changed, 'newer note', 'newer notes')}.`,
} as const;

export const DELETE_ALL = {
  button: 'Delete everything…',
  question: (count: number, bytes: number): string =>
    `Delete ${plural(count, 'entry', 'entries')}, ${formatSize(bytes)}? Pinned ones too. Nothing brings them back.`,
  yes: 'Delete everything',
  no: 'Keep everything',
} as const;

export const COMPARE = {
  title: 'Compare two builds',
  about: 'What grew, by memory, section and function.',
  tooFew: 'Needs two builds with ELF files: drop another build on the page.',
  older: 'Older build',
  newer: 'Newer build',
  choose: 'Choose a build',
  onPage: 'On the page now',
  option: (name: string, moment: string): string => `${name}, ${moment}`,
  which: 'Program',
  pair: (older: string, newer: string, what: string | undefined): string =>
    `${what ? `${what}: ` : ''}${older === newer ? older : `${older} → ${newer}`}`,
  noPair: 'These builds have no program in common: their slots and file names differ.',
  working: 'Comparing…',
  failed: (reason: string): string => `These builds cannot be compared (${reason}).`,
} as const;

/** All that a search looks at. */
export const searchText = (entry: LockerEntry, facts: readonly string[]): string =>
  [entry.name, entry.note, ...entry.files.map(({ name }) => name), ...facts].join('\n').toLowerCase();
