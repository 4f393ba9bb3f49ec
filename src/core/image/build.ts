import { cpuAddress, flashOffset, roundUp } from '../bytes/address.ts';
import { copyOf } from '../bytes/copy.ts';
import type { RangeReader } from '../bytes/range-reader.ts';
import { writeStruct } from '../bytes/struct.ts';
import { xorChecksum } from '../bytes/xor-checksum.ts';
import type { ElfFile } from '../elf/elf-file.ts';
import type { MemoryLayout } from '../elf/memory-layout.ts';
import { sectionBytes } from '../elf/parse.ts';
import { type FlashRange, flashMap, type Slot, slotNumber } from '../esp8266/flash-map.ts';
import { NON_OTA_IROM_OFFSET } from '../esp8266/limits.ts';
import { FLASH_FREQUENCIES, FLASH_MODES, type FlashSettings } from '../esp8266/settings.ts';
import { crcWord } from './crc-word.ts';
import type { BuiltImage, FirmwareImage, ImageSegment } from './firmware-image.ts';
import { SEGMENT_HEADER, V1_HEADER, V1_MAGIC, V2_HEADER, V2_MAGIC, V2_MARKER } from './layout.ts';

/** A program with its bytes and its place in memory: what an image is made of. */
export interface Program {
  readonly elf: ElfFile;
  readonly reader: RangeReader;
  readonly memory: MemoryLayout;
}

/**
 * The OTA image of a program: EA header, flash-mapped code padded to 16, E9 header, RAM segments in section-table
 * order (unmerged, each padded to 4 with zeros), checksum, CRC word. Length ≡ 4 (mod 16).
 */
export function buildSlotImage(
  program: Program,
  slot: Slot,
  range: FlashRange,
  settings: FlashSettings,
): BuiltImage {
  const { elf, memory } = program;
  const iromLength = roundUp(memory.irom.size, 16);
  const start = V2_HEADER.size + iromLength;
  const end = endOfHead(memory, start);
  const bytes = new Uint8Array(end + 4);
  writeStruct(V2_HEADER, bytes, 0, {
    magic: V2_MAGIC,
    marker: V2_MARKER,
    slot: slotNumber(slot),
    entry: elf.entry,
    iromLength,
  });
  bytes.set(sectionBytes(program.reader, memory.irom), V2_HEADER.size);
  const head = writeHead(program, bytes, start, settings);
  const crc = crcWord(bytes.subarray(0, end));
  new DataView(bytes.buffer).setUint32(end, crc, true);
  const irom = { offset: V2_HEADER.size, length: iromLength, address: memory.irom.address };
  return {
    image: {
      ...head,
      format: 'v2',
      slot,
      length: bytes.length,
      irom,
      crc: { offset: end, stored: crc, computed: crc },
    },
    files: [{ name: `${slot}.bin`, offset: range.start, bytes }],
  };
}

/** The image pair of a program without OTA: head and RAM segments for offset 0, raw flash-mapped code for 0x10000. */
export function buildPlainImage(program: Program, settings: FlashSettings): BuiltImage {
  const { memory } = program;
  const bytes = new Uint8Array(endOfHead(memory, 0));
  const head = writeHead(program, bytes, 0, settings);
  // A copy: the reader's bytes may be a view of the whole ELF, and files are handed over to whoever asks.
  const irom = copyOf(sectionBytes(program.reader, memory.irom));
  return {
    image: { ...head, format: 'v1', length: bytes.length },
    files: [
      { name: '0x00000.bin', offset: flashOffset(0), bytes },
      { name: '0x10000.bin', offset: flashOffset(NON_OTA_IROM_OFFSET), bytes: irom },
    ],
  };
}

/** Bytes of a slot image, without building it. */
export const slotImageLength = (memory: MemoryLayout): number =>
  endOfHead(memory, V2_HEADER.size + roundUp(memory.irom.size, 16)) + 4;

/** Bytes of the head of a plain image, without building it. */
export const plainHeadLength = (memory: MemoryLayout): number => endOfHead(memory, 0);

/** First byte behind the checksum, which is the last byte of a row of 16 counted from the start of the file. */
function endOfHead(memory: MemoryLayout, start: number): number {
  let end = start + V1_HEADER.size;
  for (const section of memory.ram) end += SEGMENT_HEADER.size + roundUp(section.size, 4);
  return roundUp(end + 1, 16);
}

/** Writes E9 header, segments and checksum from `start` on; `bytes` is zero behind it. */
function writeHead(
  { elf, reader, memory }: Program,
  bytes: Uint8Array,
  start: number,
  settings: FlashSettings,
): Omit<FirmwareImage, 'format' | 'length'> {
  writeStruct(V1_HEADER, bytes, start, {
    magic: V1_MAGIC,
    segmentCount: memory.ram.length,
    mode: FLASH_MODES[settings.mode],
    map: flashMap(settings.map).code,
    frequency: FLASH_FREQUENCIES[settings.frequency],
    entry: elf.entry,
  });
  let at = start + V1_HEADER.size;
  let sum = xorChecksum(new Uint8Array(0));
  const segments: ImageSegment[] = [];
  for (const section of memory.ram) {
    const length = roundUp(section.size, 4);
    writeStruct(SEGMENT_HEADER, bytes, at, { address: section.address, length });
    at += SEGMENT_HEADER.size;
    const data = sectionBytes(reader, section);
    bytes.set(data, at);
    sum = xorChecksum(data, sum);
    segments.push({ name: section.name, address: section.address, length, offset: at });
    at += length;
  }
  const checksumAt = roundUp(at + 1, 16) - 1;
  bytes[checksumAt] = sum;
  return {
    source: elf.source,
    entry: cpuAddress(elf.entry),
    settings: { mode: settings.mode, frequency: settings.frequency, map: settings.map },
    headerOffset: start,
    segments,
    checksum: { offset: checksumAt, stored: sum, computed: sum },
    findings: [],
  };
}
