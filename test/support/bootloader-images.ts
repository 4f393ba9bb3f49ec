/** Apps and flashes for the tests of the boot loader: small programs of which RAM tells who they are. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { concat, headImage, le32, type SegmentSpec, type SlotImageSpec, slotImage } from './image-builder.ts';
import { patternBytes } from './programs.ts';

/** The loader's folder and the committed file. */
export const LOADER_FOLDER = fileURLToPath(new URL('../../src/bootloader', import.meta.url));
export const LOADER_FILE = new Uint8Array(readFileSync(`${LOADER_FOLDER}/built/twinslot-boot.bin`));

/** Apps jump here: nothing is there on a chip, so whoever runs the test sees that the app runs. */
export const APP_RUNS = 0x4000ff40;
export const DRAM = 0x3ffe8000;
export const IRAM = 0x40100000;
export const ENTRY = IRAM + 4;
/** `l32r a2, -4; jx a2`, behind the word that is loaded. */
const JUMP_TO_WORD_BEFORE = [0x21, 0xff, 0xff, 0xa0, 0x02, 0x00];

export const startCode = (target = APP_RUNS): Uint8Array => concat(le32(target), JUMP_TO_WORD_BEFORE, [0, 0]);

/** Eight letters at the start of data RAM name the app. */
export const nameBytes = (name: string): Uint8Array =>
  Uint8Array.from(name.padEnd(8, '.').slice(0, 8), letter => letter.charCodeAt(0));

export interface AppSpec extends Partial<SlotImageSpec> {
  readonly name: string;
  /** Bytes of flash-mapped code. */
  readonly codeLength?: number;
  readonly seed?: number;
  /** Segments besides name and start code. */
  readonly more?: readonly SegmentSpec[];
}

const segmentsOf = ({ name, seed = 1, more = [] }: AppSpec): SegmentSpec[] => [
  { address: DRAM, bytes: concat(nameBytes(name), patternBytes(88, seed)) },
  { address: IRAM, bytes: concat(startCode(), patternBytes(120, seed + 1)) },
  ...more,
];

/** An OTA image (EA) that any loader starts. */
export const app = (spec: AppSpec): Uint8Array =>
  slotImage({
    slot: 1,
    entry: ENTRY,
    segments: segmentsOf(spec),
    irom: patternBytes(spec.codeLength ?? 0x1230, (spec.seed ?? 1) + 2),
    ...spec,
  });

/** A plain image (E9): without flash-mapped code of its own and without CRC word. */
export const plainApp = (spec: AppSpec): Uint8Array =>
  headImage({ entry: ENTRY, segments: segmentsOf(spec), ...spec });

/** The loader's file with flash mode, map and frequency in its header, as a flasher writes it. */
export function loaderFor(map: number, mode = 0, frequency = 0): Uint8Array {
  const bytes = LOADER_FILE.slice();
  bytes[2] = mode;
  bytes[3] = (map << 4) | frequency;
  return bytes;
}
