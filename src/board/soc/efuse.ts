import { type Chip, parseMac } from '../config.ts';

/**
 * The four e-fuse words that hold the MAC and the kind of chip.
 * Source: esptool, targets/esp8266.py: read_mac, get_chip_description, get_flash_size.
 */
export type EfuseWords = readonly [number, number, number, number];

/** Vendor prefixes that a selector stands for when the words carry no prefix of their own. */
const SELECTED: readonly (readonly [number, number, number])[] = [
  [0x18, 0xfe, 0x34],
  [0xac, 0xd0, 0x74],
];
const SELECTOR_LOW = 16;
/** Bit 80 of the four words: an ESP8285. */
const ESP8285_WORD2 = 1 << 16;
/**
 * Size of the flash inside an ESP8285: bit 4 of word 0, bits 121 and 122 of the four words.
 * Others of the size have none of them.
 */
const INSIDE: Readonly<Record<number, readonly [word0: number, word3: number]>> = {
  1048576: [1 << 4, 0],
  2097152: [1 << 4, 1 << 26],
  4194304: [0, (1 << 25) | (1 << 26)],
};

/** The words of a chip with that MAC; `flashSize` in bytes counts for an ESP8285 only. */
export function efuseWords(mac: string, chip: Chip, flashSize: number): EfuseWords {
  const [a, b, c, d, e, f] = parseMac(mac);
  const inside = chip === 'esp8285';
  const [size0, size3] = (inside ? INSIDE[flashSize] : undefined) ?? [0, 0];
  const selector = SELECTED.findIndex(prefix => prefix[0] === a && prefix[1] === b && prefix[2] === c);
  // A word 3 that is not 0 is taken for a prefix, so size bits need one beside them.
  const prefix = selector < 0 || size3 !== 0 ? (a << 16) | (b << 8) | c : 0;
  const word0 = (f << 24) | size0;
  const word1 = (Math.max(0, selector) << SELECTOR_LOW) | (d << 8) | e;
  return [word0 >>> 0, word1 >>> 0, inside ? ESP8285_WORD2 : 0, (prefix | size3) >>> 0];
}
