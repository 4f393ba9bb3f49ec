import type { RangeReader } from './bytes/range-reader.ts';
import { readLittleEndian } from './bytes/struct.ts';
import { isFilledWith, latin1 } from './bytes/text.ts';
import { ELF_MAGIC } from './elf/layout.ts';
import type { OtherFile } from './findings.ts';
import { isDumpSize } from './image/dump.ts';
import { V1_MAGIC, V2_MAGIC } from './image/layout.ts';

/** What a file is by its first bytes and its length; the contents decide, never the name. */
export type FileKind =
  | { readonly kind: 'elf' }
  | { readonly kind: 'image' }
  | { readonly kind: 'dump' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'blank' }
  | { readonly kind: 'unknown'; readonly looksLike: OtherFile; readonly firstBytes: readonly number[] };

const PROBE = 256;
const BLANK_STEP = 16 * 1024;

/** Says what kind of file this is without reading more than its beginning, unless that is blank. */
export function identify(reader: RangeReader): FileKind {
  if (reader.size === 0) return { kind: 'empty' };
  const start = reader.read(0, Math.min(PROBE, reader.size));
  if (start.length >= 4 && readLittleEndian(start, 0, 4) === ELF_MAGIC) return { kind: 'elf' };
  if (isDumpSize(reader.size) && (start[0] === V1_MAGIC || isFilledWith(start, 0xff)))
    return { kind: 'dump' };
  if (start[0] === V1_MAGIC || start[0] === V2_MAGIC) return { kind: 'image' };
  if (isBlank(reader)) return { kind: 'blank' };
  return { kind: 'unknown', looksLike: looksLike(start), firstBytes: [...start.subarray(0, 8)] };
}

/** Erased from end to end; looked at in steps, because most files say otherwise in the first. */
function isBlank(reader: RangeReader): boolean {
  for (let at = 0; at < reader.size; at += BLANK_STEP) {
    if (!isFilledWith(reader.read(at, Math.min(BLANK_STEP, reader.size - at)), 0xff)) return false;
  }
  return true;
}

const SIGNATURES: readonly (readonly [signature: string, kind: OtherFile])[] = [
  ['!<arch>\n', 'archive'],
  ['!<thin>\n', 'archive'],
  ['PK\x03\x04', 'zip'],
  ['\x1f\x8b', 'gzip'],
  ['UF2\n', 'uf2'],
  ['MZ', 'windows-program'],
];

function looksLike(start: Uint8Array): OtherFile {
  const text = latin1(start);
  const known = SIGNATURES.find(([signature]) => text.startsWith(signature));
  if (known) return known[1];
  if (isFilledWith(start, 0)) return 'zeros';
  if (/^:[0-9A-F]{8}/i.test(text)) return 'intel-hex';
  return isText(start) ? 'text' : 'unknown';
}

/** No control characters, and not mostly characters beyond ASCII, which noise has too. */
const isText = (bytes: Uint8Array): boolean =>
  bytes.every(byte => byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte !== 127)) &&
  2 * bytes.filter(byte => byte < 128).length >= bytes.length;
