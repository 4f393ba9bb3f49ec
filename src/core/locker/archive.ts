import { crc32 } from '../bytes/crc32.ts';
import { fits, type RangeReader } from '../bytes/range-reader.ts';
import { readStruct, structLayout, writeStruct } from '../bytes/struct.ts';
import { latin1 } from '../bytes/text.ts';
import { refuse } from '../problem.ts';
import { type Catalogue, contentsOf } from './catalogue.ts';
import type { LockerEntry } from './entry.ts';
import { isFields, isHash, isSize, readEntry } from './read-entry.ts';

/**
 * A locker as one file, `.twinlocker`:
 *
 *     0   8  89 54 57 4C 0D 0A 1A 0A: not text, and changed by whoever "repairs" line ends (the trick of PNG)
 *     8   4  version of the format, 1; little endian, as the others
 *    12   4  length N of the catalogue
 *    16   4  CRC-32 of bytes 8 to 15 and of the catalogue
 *    20   N  the catalogue: JSON in ASCII, other characters as \u escapes
 *    20 + N  the contents, one behind the other in the order of `contents` of the catalogue
 *
 *     { "made": ms since 1970, "entries": [LockerEntry …], "contents": [{ "sha256", "size" } …] }
 *
 * The catalogue is checked as a whole, every content by its SHA-256, so damage costs the entries that it hits and no
 * other. The first 20 bytes and the checksum are the same in every version.
 */
const ARCHIVE_VERSION = 1;

const SOURCE = 'Twinslot';
const HEAD = structLayout('locker-archive', 20, {
  magic0: { offset: 0, size: 4, source: SOURCE },
  magic1: { offset: 4, size: 4, source: SOURCE },
  version: { offset: 8, size: 4, source: SOURCE },
  length: { offset: 12, size: 4, source: SOURCE },
  crc: { offset: 16, size: 4, source: SOURCE },
});
const MAGIC = { magic0: 0x4c57_5489, magic1: 0x0a1a_0a0d };
/** Bytes of a catalogue: 500 entries with long notes are under 2 MB. */
const MAX_CATALOGUE = 16 * 1024 * 1024;

/** A content and its place. */
export interface ArchiveContent {
  readonly sha256: string;
  /** Bytes from the start of the file. */
  readonly offset: number;
  readonly size: number;
}

export interface Archive {
  readonly made: number;
  readonly entries: Catalogue;
  readonly contents: readonly ArchiveContent[];
  /** Entries that the catalogue lists, but that are none, or whose contents the file does not have. */
  readonly lost: number;
}

/** The bytes in front of the contents, and the hashes of the contents in the order in which they have to follow. */
export function archiveHead(
  entries: Catalogue,
  made: number,
): { head: Uint8Array; order: readonly string[] } {
  const contents = [...contentsOf(entries)].map(([sha256, size]) => ({ sha256, size }));
  const text = JSON.stringify({ made, entries, contents }).replace(
    /[^\x20-\x7e]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const head = new Uint8Array(HEAD.size + text.length);
  for (let i = 0; i < text.length; i++) head[HEAD.size + i] = text.charCodeAt(i);
  writeStruct(HEAD, head, 0, { ...MAGIC, version: ARCHIVE_VERSION, length: text.length });
  writeStruct(HEAD, head, 0, { crc: checksumOf(head) });
  return { head, order: contents.map(({ sha256 }) => sha256) };
}

/** Of a head with its catalogue: everything but the mark and the checksum itself. */
function checksumOf(head: Uint8Array): number {
  const checked = new Uint8Array(8 + head.length - HEAD.size);
  checked.set(head.subarray(8, 16));
  checked.set(head.subarray(HEAD.size), 8);
  return crc32(checked);
}

/** Whether a file begins as such an archive does. */
export function isArchive(reader: RangeReader): boolean {
  if (reader.size < 8) return false;
  const start = new Uint8Array(HEAD.size);
  start.set(reader.read(0, Math.min(HEAD.size, reader.size)));
  const { magic0, magic1 } = readStruct(HEAD, start);
  return magic0 === MAGIC.magic0 && magic1 === MAGIC.magic1;
}

/** Reads the catalogue; the contents have to be checked by their hashes. @throws Problem when there is none. */
export function readArchive(reader: RangeReader): Archive {
  if (!isArchive(reader)) refuse('locker-foreign', {});
  if (reader.size < HEAD.size) refuse('locker-damaged', {});
  const { version, length, crc } = readStruct(HEAD, reader.read(0, HEAD.size));
  if (length > MAX_CATALOGUE || !fits(reader.size, HEAD.size, length)) refuse('locker-damaged', {});
  const head = reader.read(0, HEAD.size + length);
  if (checksumOf(head) !== crc) refuse('locker-damaged', {});
  if (version !== ARCHIVE_VERSION) refuse('locker-newer', { found: version, known: ARCHIVE_VERSION });
  const catalogue = parsed(latin1(head.subarray(HEAD.size)));
  if (!isFields(catalogue) || !Array.isArray(catalogue.entries) || !Array.isArray(catalogue.contents)) {
    refuse('locker-damaged', {});
  }
  const contents = placesOf(catalogue.contents, HEAD.size + length, reader.size);
  const listed = catalogue.entries.map(readEntry);
  const sizes = new Map(contents.map(({ sha256, size }) => [sha256, size]));
  const entries = listed.filter(entry => entry !== undefined).filter(entry => hasContents(entry, sizes));
  const made = typeof catalogue.made === 'number' ? catalogue.made : 0;
  return { made, entries, contents, lost: listed.length - entries.length };
}

/** The contents that the file has as a whole; what stands behind a broken line of the list cannot be found. */
function placesOf(list: readonly unknown[], start: number, fileSize: number): readonly ArchiveContent[] {
  const found: ArchiveContent[] = [];
  let offset = start;
  for (const each of list) {
    const { sha256, size } = isFields(each) ? each : {};
    if (!isHash(sha256) || !isSize(size) || !fits(fileSize, offset, size)) break;
    found.push({ sha256, offset, size });
    offset += size;
  }
  return found;
}

const hasContents = ({ files }: LockerEntry, sizes: ReadonlyMap<string, number>): boolean =>
  files.every(({ sha256, size }) => sizes.get(sha256) === size);

/** The entries of which every content was found to be what its hash says. */
export function wholeEntries(
  { entries, lost }: Archive,
  proven: ReadonlySet<string>,
): { readonly entries: Catalogue; readonly damaged: number } {
  const whole = entries.filter(({ files }) => files.every(({ sha256 }) => proven.has(sha256)));
  return { entries: whole, damaged: lost + entries.length - whole.length };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
