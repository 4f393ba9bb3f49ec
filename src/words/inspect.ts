/** Words of the inspector: headers, sections, sizes and bytes of a file. */
import { formatOffset } from '../core/bytes/address.ts';
import type { GaugeName } from '../core/size/sizes.ts';
import { formatAddress, formatByteRow, formatCount, formatShare, formatSize, plural } from './format.ts';

export const PANELS = {
  headers: 'Headers',
  sections: 'Sections',
  segments: 'Parts and checks',
  sizes: 'Sizes',
  symbols: 'Symbols',
  regions: 'Regions',
  boot: 'Slot choice',
  bytes: 'Bytes',
} as const;

export const HEADER_WORDS = {
  offset: 'Offset',
  bytes: 'Bytes',
  field: 'Field',
  value: 'Value',
  segment: 'Segment',
  loadAddress: 'Goes to',
  length: 'Length',
  known: 'known value',
  showSources: 'Show where this is from',
  source: (text: string): string => `Source: ${text}`,
  segments: (count: number): string => plural(count, 'segment header'),
  showBytes: (offset: number): string => `Show the bytes at ${formatOffset(offset)}`,
} as const;

export const HEX_WORDS = {
  goTo: 'Go to offset',
  go: 'Go',
  copyHint: 'Shift and arrow keys select, Ctrl+C copies.',
  failed: 'These bytes could not be read. The file may have been changed, moved or deleted: open it again.',
  again: 'Try again',
  previous: 'Previous megabyte',
  next: 'Next megabyte',
  name: (first: number, end: number): string =>
    `Bytes ${formatOffset(first)} to ${formatOffset(Math.max(first, end - 1))}`,
  badOffset: (first: number, last: number): string =>
    `Type a hexadecimal offset from ${formatOffset(first)} to ${formatOffset(last)}.`,
  megabyte: (index: number, count: number): string => `Megabyte ${index + 1} of ${count}`,
} as const;

/** What stands at the cursor: `0x01003: 01 = 1`, and the word there as numbers of the chip are stored. */
export function byteText(offset: number, byte: number, word: number | undefined): string {
  const at = `${formatOffset(offset)}: ${formatByteRow([byte])} = ${byte}`;
  return word === undefined ? at : `${at}; 32 bits from here: ${formatAddress(word)} = ${formatCount(word)}`;
}

/** `16 bytes selected`. */
export const selectedText = (count: number): string => `${plural(count, 'byte')} selected`;

interface GaugeWords {
  readonly name: string;
  readonly about: string;
}

export const GAUGES: Readonly<Record<GaugeName, GaugeWords>> = {
  iram: { name: 'IRAM', about: 'code that runs from RAM' },
  dram: { name: 'DRAM', about: 'variables and constants' },
  irom: { name: 'irom', about: 'code that runs from flash' },
};

/** `24 KB of 32 KB, 75 %`. */
export const gaugeText = (used: number, limit: number): string =>
  `${formatSize(used)} of ${formatSize(limit)}, ${formatShare(used, limit)}`;

/** How full a memory may be before somebody should know: 90 % of its limit. */
export const NEARLY_FULL = 0.9;

/** A few words of warning; undefined while there is room. */
export function gaugeWarning(used: number, limit: number): string | undefined {
  if (used > limit) return `${formatSize(used - limit)} over the limit`;
  return used >= NEARLY_FULL * limit ? `Nearly full: ${formatSize(limit - used)} left` : undefined;
}

export const partText = (section: string, size: number, zeroed: boolean): string =>
  zeroed ? `${section} ${formatSize(size)}, zeros` : `${section} ${formatSize(size)}`;

const KINDS = { function: 'function', object: 'variable', other: 'label', rest: '' } as const;
export type SymbolKind = keyof typeof KINDS;
export const kindName = (kind: SymbolKind): string => KINDS[kind];

export const SYMBOL_WORDS = {
  table: 'Symbols by size',
  treemap: 'Sizes of sections and symbols, the largest first',
  name: 'Name',
  section: 'Section',
  kind: 'Kind',
  address: 'Address',
  size: 'Size',
  filter: 'Only names with',
  none: 'The file has no symbols; it was stripped. Sizes of sections are above.',
  noMatch: 'No symbol has this in its name.',
  load: 'Show sizes by symbol',
  loading: 'Reading the symbols…',
  failed: 'The symbols could not be read.',
  unnamed: 'without a symbol',
  smaller: (count: number): string => plural(count, 'smaller symbol'),
  shown: (count: number, all: number): string =>
    count === all ? plural(all, 'symbol') : `${formatCount(count)} of ${plural(all, 'symbol')}`,
  showAll: (all: number): string => `Show all ${formatCount(all)}`,
} as const;

/** `app_main, function at 0x40201234, 1.2 KB in .irom0.text`. */
export function symbolText(symbol: {
  readonly name: string;
  readonly kind: SymbolKind;
  readonly address?: number;
  readonly size: number;
  readonly section: string;
}): string {
  const { name, kind, address, size, section } = symbol;
  const what = [kindName(kind), address === undefined ? '' : `at ${formatAddress(address)}`].filter(Boolean);
  return [name, what.join(' '), `${formatSize(size)} in ${section}`].filter(Boolean).join(', ');
}

export const SECTION_WORDS = {
  table: 'Sections that reach the chip',
  segmentTable: 'What the image consists of',
  name: 'Name',
  address: 'Address',
  offset: 'In the file',
  size: 'Size',
  goes: 'Where it goes',
  toRam: 'copied to RAM',
  toFlash: 'stays in flash',
  zeroed: 'room in RAM, set to zero',
  unloaded: (count: number): string =>
    `${plural(count, 'more section')} for tools only, such as debug information`,
  flashCode: 'flash code',
  noName: (index: number): string => `segment ${index + 1}`,
} as const;

export const DUMP_WORDS = {
  copy: (copy: 'A' | 'B', current: boolean): string =>
    `Parameters copy ${copy}: ${current ? 'this one counts' : 'not used now'}`,
  headersOf: (region: string): string => `Headers of ${region}`,
  noSlots: 'This flash has no slots to choose from.',
  reading: 'Reading…',
  unreadable: 'The flash file could not be read. It may have been changed, moved or deleted: open it again.',
} as const;

export const CHECK_WORDS = {
  table: 'Checks',
  check: 'Check',
  stored: 'In the file',
  computed: 'Worked out anew',
  checksum: 'Checksum',
  crc: 'CRC word',
  equal: 'as it should be',
  differs: 'differs',
} as const;
