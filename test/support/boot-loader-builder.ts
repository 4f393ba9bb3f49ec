/**
 * Synthetic boot loaders: files with the length, segment lengths and running checksums of the real ones, filled with
 * our own bytes (the real files are not ours to ship). One byte per segment is solved for, so that the XOR matches.
 */
import { concat, headImage, type SegmentSpec } from './image-builder.ts';
import { patternBytes } from './programs.ts';

/** Boot loader output on every boot, read from real logs and files: length and running checksum of three segments. */
export const LOADER_LOGS = {
  '1.1': { length: 1712, load: [612, 0x12, 788, 0x50, 264, 0x4a] },
  '1.2': { length: 1936, load: [816, 0x8d, 788, 0xcf, 288, 0xcf] },
  '1.3': { length: 2544, load: [1320, 0xb8, 776, 0xd9, 412, 0xb9] },
  '1.4': { length: 2752, load: [1396, 0x89, 776, 0xe8, 540, 0xc0] },
  '1.5': { length: 3232, load: [1856, 0x63, 776, 0x02, 552, 0x79] },
  '1.6': { length: 3856, load: [2408, 0xe5, 776, 0x84, 632, 0xd8] },
  '1.7': { length: 4080, load: [2592, 0xf3, 764, 0x92, 676, 0x22] },
} as const;

export type LoaderVersion = keyof typeof LOADER_LOGS;
export const LOADER_VERSIONS = Object.keys(LOADER_LOGS) as LoaderVersion[];

export interface LoaderHeader {
  readonly mode?: number;
  readonly sizeFrequency?: number;
}

/** A boot loader as the vendor ships it: QIO, 40 MHz, map 0 in its header, unless told otherwise. */
export function bootLoaderFile(version: LoaderVersion, header: LoaderHeader = {}): Uint8Array {
  const { load } = LOADER_LOGS[version];
  // 1.1 and 1.2 load themselves into what is cache memory for an app.
  const code = version < '1.3' ? 0x40108000 : 0x40100000;
  const places = [code, 0x3ffe8000, 0x3ffe8c00];
  let sum = 0xef;
  const segments = places.map((address, i): SegmentSpec => {
    const bytes = patternBytes(load[2 * i] ?? 0, 50 + i);
    bytes[0] = 0;
    for (const byte of bytes) sum ^= byte;
    bytes[0] = sum ^ (load[2 * i + 1] ?? 0);
    sum = load[2 * i + 1] ?? 0;
    return { address, bytes };
  });
  const { mode = 0, sizeFrequency = 0 } = header;
  return headImage({ segments, entry: code + 4, mode, sizeFrequency });
}

/** A loader of nobody: three segments of other lengths. */
export const unknownLoader = (header: LoaderHeader = {}): Uint8Array =>
  headImage({
    ...{ mode: 0, sizeFrequency: 0, ...header },
    segments: [
      { address: 0x40100000, bytes: patternBytes(1000, 60) },
      { address: 0x3ffe8000, bytes: patternBytes(400, 61) },
      { address: 0x3ffe8800, bytes: concat(patternBytes(100, 62)) },
    ],
  });
