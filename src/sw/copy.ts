import type { PrecacheEntry } from 'workbox-precaching';
import { crc32 } from '../core/bytes/crc32.ts';

/** The hashes of all files, which the page shows: `sha256sum -c SHA256SUMS.txt` checks a copy of the site. */
export const SUMS_FILE = 'SHA256SUMS.txt';

/**
 * What is kept for use without a network: all that the build lists, and the file of hashes. The build cannot list
 * that one, because it holds the hash of this very program; it changes exactly when something in the list does.
 */
export const copyOf = (listed: readonly PrecacheEntry[]): PrecacheEntry[] => [
  ...listed,
  { url: SUMS_FILE, revision: crc32(new TextEncoder().encode(JSON.stringify(listed))).toString(16) },
];
