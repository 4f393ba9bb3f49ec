/**
 * Numbers as people read them. Fixed to English by hand: the result is the same on every machine, and the tables
 * of the platform's own formatters cost more start-up time than the whole command line.
 */
import { formatHex } from '../core/bytes/address.ts';

const KB = 1024;
const MB = 1024 * 1024;

/** `32768` → `32,768`. */
export const formatCount = (value: number): string => String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');

/** `1 byte`, `772 bytes`, `32,768 bytes`. */
export const formatBytes = (count: number): string => plural(count, 'byte');

/** `772 bytes`, `1.5 KB`, `492 KB`, `4 MB`; KB are 1024 bytes, as in the names of flash chips. */
export function formatSize(bytes: number): string {
  if (bytes < KB) return formatBytes(bytes);
  const kilobytes = rounded(bytes / KB, bytes < 100 * KB ? 1 : 0);
  return kilobytes < KB ? `${formatCount(kilobytes)} KB` : `${formatCount(rounded(bytes / MB, 2))} MB`;
}

/** `32 KB (32,768 bytes)`; below 1 KB only `772 bytes`. */
export const exactSize = (bytes: number): string =>
  bytes < KB ? formatBytes(bytes) : `${formatSize(bytes)} (${formatBytes(bytes)})`;

/** A number with its noun: `1 section`, `1,724 sections`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** `a`, `a or b`, `a, b or c`. */
export function listOf(items: readonly string[], word: 'and' | 'or' = 'and'): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${word} ${last}`;
}

/** CPU addresses have eight digits: `0x40201010`. */
export const formatAddress = (address: number): string => formatHex(address, 8);

/** One byte: `0xEA`. */
export const formatByte = (value: number): string => formatHex(value, 2);

/** `7F 45 4C 46`. */
export const formatByteRow = (bytes: readonly number[]): string =>
  bytes.map(byte => byte.toString(16).toUpperCase().padStart(2, '0')).join(' ');

/** `12 %`; what is there but small is `under 1 %`, what is not quite full is not `100 %`. */
export function formatShare(part: number, whole: number): string {
  if (whole <= 0) return '';
  const percent = (100 * part) / whole;
  if (part > 0 && percent < 1) return 'under 1 %';
  if (percent > 99 && part < whole) return '99 %';
  return `${Math.round(percent)} %`;
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
