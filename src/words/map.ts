/** Words of the memory map: what a region is called, what is said about it, and what the CPU sees of it. */
import { formatOffset } from '../core/bytes/address.ts';
import type { FlashMap, Slot } from '../core/esp8266/flash-map.ts';
import { IROM } from '../core/esp8266/memory.ts';
import type { DumpRole } from '../core/image/dump.ts';
import type { EraseReason } from '../core/plan/flash-plan.ts';
import type { RegionState } from '../core/plan/regions.ts';
import { formatAddress, formatShare, formatSize } from './format.ts';
import { eraseWords, roleName, stateName } from './plan.ts';
import { mapName } from './settings.ts';

/** What a region of a flash that was read back holds. */
export type ContentState = 'image' | 'broken' | 'blank' | 'data' | 'unread';

/** What is known about a region when it is put into words. */
export interface RegionFacts {
  readonly role: DumpRole | 'unused';
  readonly start: number;
  /** First byte behind the region. */
  readonly end: number;
  readonly state: RegionState | ContentState;
  /** Bytes from the start of the region that an image takes; 0 without one. */
  readonly filled: number;
  /** Name of the file that is written, and of the one it was made from. */
  readonly file?: { readonly name: string; readonly from?: string };
  readonly reason?: EraseReason;
  /** The boot loader starts this one. */
  readonly starts: boolean;
}

/** For regions that are drawn too small for their names: in a column of 44 pixels, and in a row of 40. */
const SHORT_NAMES: Readonly<Record<RegionFacts['role'], readonly [column: string, row: string]>> = {
  'boot-loader': ['boot', 'boot loader'],
  user1: ['user1', 'user1'],
  user2: ['user2', 'user2'],
  'plain-head': ['RAM', 'RAM part'],
  'plain-irom': ['code', 'flash code'],
  'rf-calibration': ['RF', 'RF cal'],
  'init-data': ['init', 'init data'],
  'parameters-a': ['A', 'copy A'],
  'parameters-b': ['B', 'copy B'],
  flag: ['flag', 'flag'],
  unused: ['', 'unused'],
};

export const shortRoleName = (role: RegionFacts['role'], room: 'column' | 'row'): string =>
  SHORT_NAMES[role][room === 'column' ? 0 : 1];

const CONTENTS: Readonly<Record<ContentState, string>> = {
  image: 'holds a program',
  broken: 'holds a damaged program',
  blank: 'empty',
  data: 'holds data',
  unread: 'not looked at',
};

const isContent = (state: RegionFacts['state']): state is ContentState => Object.hasOwn(CONTENTS, state);

/** What will happen to a region, or what it holds: `will be written`, `not included, kept`, `empty`. */
export function regionState({ role, state, filled }: RegionFacts): string {
  if (isContent(state))
    return role === 'boot-loader' && state === 'image' ? 'holds a boot loader' : CONTENTS[state];
  // What a board without it would not start from, so it is named and not only locked.
  if (role === 'boot-loader' && state === 'keep') return 'not included, kept';
  if (state === 'write' && role === 'parameters-b' && filled > 0)
    return 'erased, then the boot choice is written';
  return stateName(state);
}

/** `0x01000–0x80FFF`: first and last byte, as in the tables of the SDK. */
export const rangeText = (start: number, end: number, word = '–'): string =>
  `${formatOffset(start)}${word}${formatOffset(end - 1)}`;

/** `214 KB of 512 KB`; only `512 KB` where nothing is written. */
export function fillText({ start, end, filled }: RegionFacts): string {
  const size = formatSize(end - start);
  return filled > 0 ? `${formatSize(filled)} of ${size}` : size;
}

/** `42 %` of the region. */
export const fillShare = ({ start, end, filled }: RegionFacts): string =>
  filled > 0 ? formatShare(filled, end - start) : '';

/** One region in full, as a screen reader says it. */
export function regionText(region: RegionFacts): string {
  const { role, start, end, filled, file, starts } = region;
  const content = file ? `${regionState(region)} with ${file.name}` : regionState(region);
  return [
    roleName(role),
    rangeText(start, end, ' to '),
    formatSize(end - start),
    content,
    ...(filled > 0 ? [formatSize(filled)] : []),
    ...(starts ? [STARTS] : []),
  ].join(', ');
}

/** Beside the slot that the boot loader starts. */
export const STARTS = 'starts';

/** Why, in a sentence of its own; empty where the state says it all. What the region before said is not repeated. */
export function reasonText({ reason, file }: RegionFacts, before?: RegionFacts): string {
  const from = file?.from === undefined ? [] : [`From ${file.from}.`];
  if (!reason) return from.join('');
  const { why, lost } = eraseWords(reason);
  const erased = before?.reason === reason ? 'Erased for the same reason.' : `Erased ${why}; ${lost}.`;
  return [...from, erased].join(' ');
}

export const MAP_WORDS = {
  table: 'All regions of the flash',
  region: 'Region',
  range: 'Flash',
  size: 'Size',
  happens: 'What happens',
  holds: 'What it holds',
} as const;

/** Name of the whole drawing: `Flash of 1MB (512+512 KB), 0x00000 to 0xFFFFF`. */
export const mapTitle = (map: FlashMap, size: number): string =>
  `Flash map ${mapName(map.name)}, ${rangeText(0, size, ' to ')}`;

/** `What the CPU sees while user2 runs`. */
export function windowTitle(runs: Slot | undefined, plain: boolean): string {
  if (runs) return `What the CPU sees while ${runs} runs`;
  return plain ? 'What the CPU sees' : 'What the CPU sees, whichever slot runs';
}

/** The window in one sentence; `moved` where another slot sees another megabyte. */
export function windowText(window: {
  readonly start: number;
  readonly end: number;
  readonly moved: boolean;
}): string {
  const flash = rangeText(window.start, window.end);
  return window.moved ? `The window has moved to flash ${flash}.` : `The window shows flash ${flash}.`;
}

/** `0x40281010 = flash 0x81010`, in two parts between which a line may break. */
export const codeText = (address: number, offset: number): readonly [cpu: string, flash: string] => [
  formatAddress(address),
  `= flash ${formatOffset(offset)}`,
];

/** `code of user1`. */
export const codeOwner = (role: Slot | 'plain-irom'): string =>
  role === 'plain-irom' ? 'the code' : `code of ${role}`;

/** First and last address of the CPU's window, as far as there is flash behind it. */
export const windowEnds = (length: number): readonly [first: string, last: string] => [
  formatAddress(IROM.start),
  formatAddress(IROM.start + length - 1),
];
