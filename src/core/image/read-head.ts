import { cpuAddress, roundUp } from '../bytes/address.ts';
import { fits, type RangeReader } from '../bytes/range-reader.ts';
import { readStruct, type Struct } from '../bytes/struct.ts';
import { CHECKSUM_SEED, xorChecksum } from '../bytes/xor-checksum.ts';
import { decodeSettings } from '../esp8266/settings.ts';
import { type Finding, finding, type ImagePart } from '../findings.ts';
import { refuse } from '../problem.ts';
import type { Check, FirmwareImage, ImageSegment } from './firmware-image.ts';
import { SEGMENT_HEADER, V1_HEADER, V1_MAGIC } from './layout.ts';

/** An E9 header with its segments and checksum, as they stand in a file. */
export interface Head {
  readonly header: Struct<typeof V1_HEADER>;
  readonly entry: FirmwareImage['entry'];
  readonly settings: FirmwareImage['settings'];
  readonly segments: readonly ImageSegment[];
  /** Running XOR checksum after each segment, as the ROM prints it. */
  readonly runningChecksums: readonly number[];
  readonly checksum: Check;
  /** First byte behind the checksum. */
  readonly end: number;
}

/** Refuses a file that ends inside this part, naming it. */
export function checkPart(reader: RangeReader, part: ImagePart, offset: number, length: number): void {
  if (fits(reader.size, offset, length)) return;
  refuse('image-truncated', { part, needed: offset + length, size: reader.size }, { offset });
}

/** `length` bytes at `offset`, or the refusal that names the part that is cut off. */
export function readPart(reader: RangeReader, part: ImagePart, offset: number, length: number): Uint8Array {
  checkPart(reader, part, offset, length);
  return reader.read(offset, length);
}

/** Reads the E9 header at `at`, walks its segments and computes the checksum. Refuses only what is cut off. */
export function readHead(reader: RangeReader, at: number, notes: Finding[]): Head {
  const part = at === 0 ? 'header' : 'inner-header';
  const header = readStruct(V1_HEADER, readPart(reader, part, at, V1_HEADER.size));
  if (header.magic !== V1_MAGIC) refuse('image-inner-magic', { found: header.magic }, { offset: at });
  if (header.segmentCount === 0)
    refuse('image-segment-count', { found: 0 }, { field: 'segmentCount', offset: at + 1 });
  const segments: ImageSegment[] = [];
  const runningChecksums: number[] = [];
  let position = at + V1_HEADER.size;
  let sum = CHECKSUM_SEED;
  for (let i = 0; i < header.segmentCount; i++) {
    const segment = readStruct(
      SEGMENT_HEADER,
      readPart(reader, 'segment-header', position, SEGMENT_HEADER.size),
    );
    position += SEGMENT_HEADER.size;
    sum = xorChecksum(readPart(reader, 'segment', position, segment.length), sum);
    segments.push({ address: cpuAddress(segment.address), length: segment.length, offset: position });
    runningChecksums.push(sum);
    position += segment.length;
  }
  // The checksum is the last byte of a row of 16 counted from the start of the E9 header.
  const checksumAt = at + roundUp(position - at + 1, 16) - 1;
  const stored = readPart(reader, 'checksum', checksumAt, 1)[0] ?? 0;
  if (stored !== sum)
    notes.push(finding('image-checksum', { stored, computed: sum }, { offset: checksumAt }));
  return {
    header,
    entry: cpuAddress(header.entry),
    settings: namedSettings(header, at, notes),
    segments,
    runningChecksums,
    checksum: { offset: checksumAt, stored, computed: sum },
    end: checksumAt + 1,
  };
}

function namedSettings(
  header: Struct<typeof V1_HEADER>,
  at: number,
  notes: Finding[],
): FirmwareImage['settings'] {
  const settings = decodeSettings(header.mode, header.map, header.frequency);
  for (const field of ['mode', 'map', 'frequency'] as const) {
    if (settings[field] !== undefined) continue;
    const offset = at + V1_HEADER.fields[field].offset;
    notes.push(finding('image-settings-unknown', { field, found: header[field] }, { field, offset }));
  }
  return settings;
}
