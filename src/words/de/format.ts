/** Numbers and lists as they are written in German: `32.768`, `1,5 KB`. By hand, for the reason that English is. */

import type * as english from '../format.ts';
import { formatAddress, formatByte, formatByteRow } from '../format.ts';
import type { Translation } from '../language.ts';

// Addresses and bytes are written alike in every language.
export { formatAddress, formatByte, formatByteRow } from '../format.ts';

const KB = 1024;
const MB = 1024 * 1024;

/** `32768` → `32.768`; `1.5` → `1,5`. */
export const formatCount = (value: number): string => {
  const [whole = '', fraction] = String(value).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, '.');
  return fraction === undefined ? grouped : `${grouped},${fraction}`;
};

/** A number with its noun: `1 Sektor`, `3 Sektoren`. */
export const plural = (count: number, one: string, many = one): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

export const formatBytes = (count: number): string => plural(count, 'Byte', 'Bytes');

export function formatSize(bytes: number): string {
  if (bytes < KB) return formatBytes(bytes);
  const kilobytes = rounded(bytes / KB, bytes < 100 * KB ? 1 : 0);
  return kilobytes < KB ? `${formatCount(kilobytes)} KB` : `${formatCount(rounded(bytes / MB, 2))} MB`;
}

export const exactSize = (bytes: number): string =>
  bytes < KB ? formatBytes(bytes) : `${formatSize(bytes)} (${formatBytes(bytes)})`;

const AND_OR = { and: 'und', or: 'oder' } as const;

export function listOf(items: readonly string[], word: 'and' | 'or' = 'and'): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${AND_OR[word]} ${last}`;
}

export function formatShare(part: number, whole: number): string {
  if (whole <= 0) return '';
  const percent = (100 * part) / whole;
  if (part > 0 && percent < 1) return 'unter 1 %';
  if (percent > 99 && part < whole) return '99 %';
  return `${Math.round(percent)} %`;
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

export const format = {
  ...{ formatCount, plural, formatBytes, formatSize, exactSize, listOf, formatShare },
  ...{ formatAddress, formatByte, formatByteRow },
} satisfies Translation<typeof english>;
