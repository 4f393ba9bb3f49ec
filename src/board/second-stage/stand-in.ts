/**
 * The stand-in that takes the place of the SDK's boot loader file, which nobody may ship: a good image of 48 bytes
 * that any ROM loads and starts. Its only segment goes to 0x40100000:
 *   +0  `TWINSLOT`            +8  version, e.g. `1.7`, zero-padded to 4
 *   +12 address of the board's own service (SERVICE)      +16  l32r a2, +12;  jx a2
 * The board answers that service with its model of the loader (second-stage.ts). Bytes 2 and 3 of the file are flash
 * mode and size, as in the real one, and flashers may change them: they are not in the checksum.
 */

import { writeLittleEndian } from '../../core/bytes/struct.ts';
import { CHECKSUM_SEED, xorChecksum } from '../../core/bytes/xor-checksum.ts';
import { LOADER_VERSIONS, type LoaderVersion } from './versions.ts';

/** In the ROM window, where the chip's ROM has nothing that anybody calls. */
export const SERVICE = 0x4000ff00;
export const STAND_IN_ADDRESS = 0x40100000;
const MARK = 'TWINSLOT';
const ENTRY = STAND_IN_ADDRESS + 16;
const SEGMENT_LENGTH = 24;
const VERSION_AT = 8;

/** The file to be written at flash 0. */
export function standInBootLoader(version: LoaderVersion, mode = 0, sizeAndFrequency = 0): Uint8Array {
  const segment = new Uint8Array(SEGMENT_LENGTH);
  segment.set(ascii(MARK));
  segment.set(ascii(version), VERSION_AT);
  writeLittleEndian(segment, 12, 4, SERVICE);
  segment.set([0x21, 0xff, 0xff], 16); // l32r a2, −4 bytes from here
  segment.set([0xa0, 0x02, 0x00], 19); // jx a2
  const file = new Uint8Array(48);
  file.set([0xe9, 1, mode, sizeAndFrequency]);
  writeLittleEndian(file, 4, 4, ENTRY);
  writeLittleEndian(file, 8, 4, STAND_IN_ADDRESS);
  writeLittleEndian(file, 12, 4, SEGMENT_LENGTH);
  file.set(segment, 16);
  file[file.length - 1] = xorChecksum(segment, CHECKSUM_SEED);
  return file;
}

/** Which loader a stand-in in RAM stands for; undefined when the mark is not there. */
export function standInVersion(ram: Uint8Array): LoaderVersion | undefined {
  const text = String.fromCharCode(...ram.subarray(0, 12));
  return LOADER_VERSIONS.find(version => text === MARK + version.padEnd(4, '\0'));
}

const ascii = (text: string): Uint8Array => Uint8Array.from(text, c => c.charCodeAt(0));
