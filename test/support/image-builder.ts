/**
 * Builds flash images and whole flashes from a description, and reads images like a boot loader. It shares no line
 * with src/core, so that it can judge it. Layouts: gen_appbin.py, esptool, and the facts in the comments below.
 */
import { crc32 } from 'node:zlib';
import { patternBytes } from './programs.ts';

export interface SegmentSpec {
  readonly address: number;
  readonly bytes: Uint8Array;
}

export interface HeadSpec {
  readonly segments: readonly SegmentSpec[];
  readonly entry?: number;
  /** Header byte 2. */
  readonly mode?: number;
  /** Header byte 3: flash map in the upper half, frequency in the lower. */
  readonly sizeFrequency?: number;
  readonly magic?: number;
  /** Header byte 1, if it should lie. */
  readonly count?: number;
}

export interface SlotImageSpec extends HeadSpec {
  readonly slot?: number;
  readonly irom: Uint8Array;
  /** EA byte 1; ESPImageTool writes the number of segments. */
  readonly marker?: number;
  /** EA byte 2; esptool writes the flash mode here and size and frequency into byte 3. */
  readonly reserved?: number;
  readonly crc?: boolean;
}

export function concat(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export const le32 = (...words: readonly number[]): Uint8Array => {
  const bytes = new Uint8Array(4 * words.length);
  const view = new DataView(bytes.buffer);
  words.forEach((word, i) => void view.setUint32(4 * i, word, true));
  return bytes;
};

const padded = (bytes: Uint8Array, step: number): Uint8Array =>
  concat(bytes, new Uint8Array((step - (bytes.length % step)) % step));

/** The last word of an OTA image: the absolute value of the inverted CRC-32 taken as a signed number. */
export function crcWordOf(bytes: Uint8Array): number {
  const signed = ~crc32(bytes) | 0;
  return Math.abs(signed);
}

/** E9 header, segments, padding and checksum: a plain image, and the RAM part of an OTA image. */
export function headImage(spec: HeadSpec): Uint8Array {
  const { segments, entry = 0x40100004, mode = 0, sizeFrequency = 0x20 } = spec;
  const parts = [
    concat([spec.magic ?? 0xe9, spec.count ?? segments.length, mode, sizeFrequency], le32(entry)),
    ...segments
      .map(s => padded(s.bytes, 4))
      .map((bytes, i) => concat(le32(segments[i]?.address ?? 0, bytes.length), bytes)),
  ];
  const body = concat(...parts);
  let sum = 0xef;
  for (const segment of segments) for (const byte of segment.bytes) sum ^= byte;
  return concat(body, new Uint8Array(15 - (body.length % 16)), [sum]);
}

/** An OTA image. */
export function slotImage(spec: SlotImageSpec): Uint8Array {
  const irom = padded(spec.irom, 16);
  const first = [0xea, spec.marker ?? 4, spec.reserved ?? 0, spec.slot ?? 1];
  const body = concat(first, le32(spec.entry ?? 0x40100004, 0, irom.length), irom, headImage(spec));
  return spec.crc === false ? body : concat(body, le32(crcWordOf(body)));
}

/** As esptool makes it: settings where the slot belongs. */
export const esptoolImage = (spec: SlotImageSpec): Uint8Array =>
  slotImage({ ...spec, reserved: spec.mode ?? 0, slot: spec.sizeFrequency ?? 0x20 });

/** gen_appbin mode 1, for boot loader 1.1: RAM part, FF up to 64 KiB, raw flash-mapped code, CRC word. */
export function oldBootImage(
  spec: HeadSpec & { readonly app: number; readonly irom: Uint8Array },
): Uint8Array {
  const head = headImage({ ...spec, mode: 0, sizeFrequency: spec.app });
  const body = concat(head, new Uint8Array(0x10000 - head.length).fill(0xff), spec.irom);
  return concat(body, le32(crcWordOf(body)));
}

/** Three RAM segments that load and start. */
export const ramSegments = (seed = 1): SegmentSpec[] => [
  { address: 0x3ffe8000, bytes: patternBytes(0x24, seed) },
  { address: 0x3ffe8030, bytes: patternBytes(0x40, seed + 1) },
  { address: 0x40100000, bytes: patternBytes(0x84, seed + 2) },
];

/** Code of a slot in flash whose literals point into itself, as linked code does. */
export function linkedCode(address: number, length: number, seed = 9): Uint8Array {
  const code = new Uint8Array(length);
  const view = new DataView(code.buffer);
  const noise = patternBytes(length, seed);
  // The upper half of instruction-like words stays small, so that none of them looks like a flash address.
  for (let at = 0; at + 4 <= length; at += 4) view.setUint32(at, (noise[at] ?? 0) * 0x101, true);
  for (let at = 0; at + 16 <= length; at += 16) view.setUint32(at, address + ((at * 7) % length), true);
  return code;
}

/** The Arduino core's boot loader: its first segment loads itself to 0x4010F000. */
export const ebootImage = (): Uint8Array =>
  headImage({ segments: [{ address: 0x4010f000, bytes: patternBytes(1384, 70) }], entry: 0x4010f000 });

/** An image of the ESP32 family: 16 bytes more of header, with the number of the chip at byte 12. */
export function esp32Image(chip: number, address = 0x3f400020): Uint8Array {
  const extended = new Uint8Array(16);
  extended.set([0xee, 0, 0, 0, chip & 0xff, chip >> 8]);
  const segment = concat(le32(address, 64), patternBytes(64, 80));
  const body = concat([0xe9, 1, 2, 0x20], le32(0x40080400), extended, segment);
  return concat(body, new Uint8Array(15 - (body.length % 16)), [0]);
}

/** ESP8266_RTOS_SDK 3: one of the segments is flash-mapped code. */
export const rtosImage = (): Uint8Array =>
  headImage({
    segments: [
      { address: 0x40210010, bytes: patternBytes(0x60, 90) },
      { address: 0x40100000, bytes: patternBytes(0x40, 91) },
    ],
  });

/** What a boot loader would have in memory, byte by byte, and what it checked on the way. */
export interface Loaded {
  readonly entry: number;
  readonly ram: ReadonlyMap<number, number>;
  readonly irom: Uint8Array;
  readonly checksum: { readonly stored: number; readonly computed: number };
  readonly crc?: { readonly stored: number; readonly computed: number };
  readonly segments: readonly { readonly address: number; readonly length: number }[];
  readonly length: number;
}

/** Loads an OTA or plain image in file order, later data over earlier, as ROM and boot loaders do. */
export function loadImage(image: Uint8Array): Loaded {
  const view = new DataView(image.buffer, image.byteOffset, image.length);
  const iromLength = image[0] === 0xea ? view.getUint32(12, true) : 0;
  const start = image[0] === 0xea ? 16 + iromLength : 0;
  const ram = new Map<number, number>();
  const segments: { address: number; length: number }[] = [];
  let at = start + 8;
  let sum = 0xef;
  for (let i = 0; i < (image[start + 1] ?? 0); i++) {
    const [address, length] = [view.getUint32(at, true), view.getUint32(at + 4, true)];
    segments.push({ address, length });
    at += 8;
    for (let k = 0; k < length; k++, at++) {
      const byte = view.getUint8(at);
      ram.set(address + k, byte);
      sum ^= byte;
    }
  }
  const end = at | 15;
  const crc = start > 0 && end + 5 <= image.length ? view.getUint32(end + 1, true) : undefined;
  return {
    entry: view.getUint32(start + 4, true),
    ram,
    irom: image.subarray(start > 0 ? 16 : 0, start),
    checksum: { stored: view.getUint8(end), computed: sum },
    ...(crc !== undefined && { crc: { stored: crc, computed: crcWordOf(image.subarray(0, end + 1)) } }),
    segments,
    length: end + 1 + (crc === undefined ? 0 : 4),
  };
}
