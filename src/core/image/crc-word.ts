import { crc32 } from '../bytes/crc32.ts';

/**
 * The last word of an OTA image. The device keeps its CRC register without the final xor and takes its absolute
 * value as a signed number, so the word is |int32(~crc)|: for a CRC from 0x80000000 on its complement, else the
 * CRC plus one. Source: upgrade client of the SDK (by disassembly); gen_appbin.py hides it in Python 2's signed CRC.
 */
export function crcWord(bytes: Uint8Array): number {
  const crc = crc32(bytes);
  return (crc >= 0x80000000 ? ~crc : crc + 1) >>> 0;
}
