import type { RangeReader } from '../bytes/range-reader.ts';
import { readStruct, type Struct } from '../bytes/struct.ts';
import { isFilledWith } from '../bytes/text.ts';
import type { Source } from '../elf/elf-file.ts';
import { bootLoaderBySegments } from '../esp8266/boot-loaders.ts';
import type { Slot } from '../esp8266/flash-map.ts';
import { NON_OTA_IROM_OFFSET } from '../esp8266/limits.ts';
import { isWithin, type RegionName, regionOf } from '../esp8266/memory.ts';
import { type Finding, finding } from '../findings.ts';
import { type Outcome, outcomeOf, refuse } from '../problem.ts';
import { crcWord } from './crc-word.ts';
import type { Check, FirmwareImage } from './firmware-image.ts';
import { refuseEsp32Image, refuseOtherFrameworks } from './foreign.ts';
import { V1_HEADER, V1_MAGIC, V2_HEADER, V2_MAGIC, V2_MARKER } from './layout.ts';
import { checkPart, type Head, readHead, readPart } from './read-head.ts';
import { guessLinkAddress } from './references.ts';

export interface ReadOptions {
  /** The image is a part of something larger, such as a slot of a whole flash: bytes behind it are not ours. */
  readonly partOfFlash?: boolean;
}

/**
 * Reads a flash image: OTA (EA), plain, boot loader or old-boot (E9). Checksum and CRC word are kept as stored *and*
 * as computed; a wrong one is an error among the findings, not a refusal, so that the inspector can show the rest.
 */
export function readImage(
  reader: RangeReader,
  source: Source,
  options: ReadOptions = {},
): Outcome<FirmwareImage> {
  return outcomeOf(notes => {
    const magic = readPart(reader, 'header', 0, 1)[0];
    if (magic === V2_MAGIC) return readV2(reader, source, options, notes);
    if (magic === V1_MAGIC) return readV1(reader, source, options, notes);
    return refuse('image-inner-magic', { found: magic ?? 0 }, { offset: 0 });
  });
}

function readV2(reader: RangeReader, source: Source, options: ReadOptions, notes: Finding[]): FirmwareImage {
  const outer = readStruct(V2_HEADER, readPart(reader, 'header', 0, V2_HEADER.size));
  const slot = readSlot(outer, notes);
  const iromLength = outer.iromLength;
  if (iromLength % 16 !== 0) {
    refuse('image-irom-length', { found: iromLength }, { field: 'iromLength', offset: 12 });
  }
  checkPart(reader, 'irom', V2_HEADER.size, iromLength);
  const headerOffset = V2_HEADER.size + iromLength;
  const head = readHead(reader, headerOffset, notes);
  checkSegments(head, ['iram', 'dram', 'rtc'], notes);
  checkEntry(head, headerOffset, ['iram'], notes);
  if (head.entry !== outer.entry) {
    notes.push(
      finding(
        'image-entries-differ',
        { outer: outer.entry, inner: head.entry },
        { field: 'entry', offset: 4 },
      ),
    );
  }
  const covered = reader.read(0, head.end);
  const crc = readCrc(reader, covered, notes);
  const length = head.end + (crc ? 4 : 0);
  checkTail(reader, length, options, notes);
  const guess = guessLinkAddress(covered, iromLength);
  if (slot && guess && !guess.slots.includes(slot) && guess.slots[0]) {
    notes.push(
      finding('image-wrong-slot', { claimed: slot, linked: guess.slots[0] }, { field: 'slot', offset: 3 }),
    );
  }
  return {
    source,
    format: 'v2',
    ...(slot && { slot }),
    ...shared(head, headerOffset),
    length,
    irom: {
      offset: V2_HEADER.size,
      length: iromLength,
      ...(guess && { address: guess.address, references: guess.count }),
    },
    ...(crc && { crc }),
    findings: notes,
  };
}

/** Byte 3; esptool puts flash settings into bytes 2 and 3 instead, and such a file may be refused by the device. */
function readSlot(outer: Struct<typeof V2_HEADER>, notes: Finding[]): Slot | undefined {
  if (outer.marker !== V2_MARKER) {
    notes.push(finding('image-marker', { found: outer.marker }, { field: 'marker', offset: 1 }));
  }
  if (outer.reserved === 0 && outer.slot === 1) return 'user1';
  if (outer.reserved === 0 && outer.slot === 2) return 'user2';
  const { reserved: byte2, slot: byte3 } = outer;
  const isSettings = byte2 <= 3 && [0, 1, 2, 15].includes(byte3 & 15) && byte3 >> 4 <= 9;
  notes.push(
    isSettings
      ? finding('image-slot-missing', { byte2, byte3 }, { field: 'slot', offset: 3 })
      : finding('image-slot-invalid', { found: byte3 }, { field: 'slot', offset: 3 }),
  );
  return undefined;
}

/** The CRC word behind the bytes that it covers. */
function readCrc(reader: RangeReader, covered: Uint8Array, notes: Finding[]): Check | undefined {
  const end = covered.length;
  if (end === reader.size) {
    notes.push(finding('image-crc-missing', {}, { offset: end }));
    return undefined;
  }
  const word = readPart(reader, 'crc', end, 4);
  const stored = new DataView(word.buffer, word.byteOffset, 4).getUint32(0, true);
  const computed = crcWord(covered);
  if (stored !== computed) notes.push(finding('image-crc', { stored, computed }, { offset: end }));
  return { offset: end, stored, computed };
}

function readV1(reader: RangeReader, source: Source, options: ReadOptions, notes: Finding[]): FirmwareImage {
  refuseEsp32Image(reader);
  const head = readHead(reader, 0, notes);
  refuseOtherFrameworks(head.segments);
  const fingerprint = head.segments.map((s, i) => [s.length, head.runningChecksums[i] ?? 0] as const);
  const bootLoader = bootLoaderBySegments(fingerprint);
  // Boot loaders 1.1 and 1.2 run from what is cache memory for an app, Twinslot's own from there and the ROM's RAM.
  const itsOwn: readonly RegionName[] = bootLoader ? ['rom-data'] : [];
  checkSegments(head, ['iram', 'dram', 'rtc', 'cache', ...itsOwn], notes);
  checkEntry(head, 0, ['iram', 'cache'], notes);
  const base = { source, ...shared(head, 0), length: head.end, findings: notes };
  if (!options.partOfFlash && isOldBoot(reader, head)) {
    const app = (head.header.map << 4) | head.header.frequency;
    notes.push(finding('image-old-boot', { app }, { offset: V1_HEADER.fields.map.offset }));
    const irom = { offset: NON_OTA_IROM_OFFSET, length: reader.size - NON_OTA_IROM_OFFSET };
    return { ...base, format: 'old-boot', length: reader.size, irom };
  }
  checkTail(reader, head.end, options, notes);
  return bootLoader ? { ...base, format: 'boot-loader', bootLoader } : { ...base, format: 'v1' };
}

/** RAM part, FF up to 64 KiB, flash-mapped code behind: what gen_appbin made for boot loader 1.1. */
function isOldBoot(reader: RangeReader, head: Head): boolean {
  if (reader.size <= NON_OTA_IROM_OFFSET || head.end > NON_OTA_IROM_OFFSET) return false;
  return isFilledWith(reader.read(head.end, NON_OTA_IROM_OFFSET - head.end), 0xff);
}

const shared = (head: Head, headerOffset: number) => ({
  entry: head.entry,
  settings: head.settings,
  headerOffset,
  segments: head.segments,
  checksum: head.checksum,
});

function checkSegments(head: Head, allowed: readonly RegionName[], notes: Finding[]): void {
  for (const [index, { address, length, offset }] of head.segments.entries()) {
    const region = regionOf(address);
    if (region && allowed.includes(region.name) && isWithin(region, address, length)) continue;
    notes.push(finding('image-segment-address', { index, address, length }, { offset: offset - 8 }));
  }
}

function checkEntry(head: Head, at: number, allowed: readonly RegionName[], notes: Finding[]): void {
  const region = regionOf(head.entry);
  if (region && allowed.includes(region.name)) return;
  const offset = at + V1_HEADER.fields.entry.offset;
  notes.push(finding('entry-outside-iram', { entry: head.entry }, { field: 'entry', offset }));
}

function checkTail(reader: RangeReader, length: number, options: ReadOptions, notes: Finding[]): void {
  const count = reader.size - length;
  if (count > 0 && !options.partOfFlash)
    notes.push(finding('image-trailing-bytes', { count }, { offset: length }));
}
