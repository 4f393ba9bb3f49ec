/**
 * What registers say of a chip. Source: espressif/esptool `esptool/targets/esp8266.py`; JEDEC JEP106 for the makers.
 */
import type { ChipFacts, FlashFacts } from '../device/chip-facts.ts';

export const ESP8266_MAGIC = 0xfff0c101;

/** Other chips that speak this protocol, by the word at 0x40001000 (esptool, `CHIP_DETECT_MAGIC_VALUE`). */
const OTHER_CHIPS: Readonly<Record<number, string>> = {
  15736195: 'ESP32',
  1990: 'ESP32-S2',
  9: 'ESP32-S3',
  1763790959: 'ESP32-C3',
  456216687: 'ESP32-C3',
  1216438383: 'ESP32-C3',
  1130455151: 'ESP32-C3',
  1867591791: 'ESP32-C2',
  2084675695: 'ESP32-C2',
  752910447: 'ESP32-C6',
  3619110528: 'ESP32-H2',
};

export const chipOfMagic = (magic: number): string | undefined => OTHER_CHIPS[magic];

/** The four words of the e-fuses, low to high. */
export type Fuses = readonly [number, number, number, number];

/** Prefixes where the e-fuses only say which one. */
const PREFIXES: Readonly<Record<number, readonly number[]>> = {
  0: [0x18, 0xfe, 0x34],
  1: [0xac, 0xd0, 0x74],
};

/** The factory's address; undefined where the e-fuses name no manufacturer. */
export function macOf([word0, word1, , word3]: Fuses): string | undefined {
  const prefix = word3 === 0 ? PREFIXES[(word1 >>> 16) & 0xff] : [word3 >>> 16, word3 >>> 8, word3];
  if (prefix === undefined) return undefined;
  const bytes = [...prefix, word1 >>> 8, word1, word0 >>> 24];
  return bytes.map(byte => (byte & 0xff).toString(16).padStart(2, '0').toUpperCase()).join(':');
}

/** Bits 4 and 80 of the e-fuses: flash inside the package. */
const isEsp8285 = ([word0, , word2]: Fuses): boolean =>
  ((word0 >>> 4) & 1) === 1 || ((word2 >>> 16) & 1) === 1;

/**
 * The crystal, by the divider that the ROM measured for our rate: baud = 2 × crystal / divider until software starts
 * the PLL.
 */
export const crystalOf = (baud: number, divider: number): ChipFacts['crystal'] =>
  (baud * (divider & 0xfffff)) / 2 > 33_000_000 ? 40_000_000 : 26_000_000;

const MAKERS: Readonly<Record<number, string>> = {
  11: 'XTX',
  28: 'Eon',
  31: 'Adesto',
  32: 'XMC',
  81: 'GigaDevice',
  94: 'Zbit',
  104: 'Boya',
  133: 'Puya',
  140: 'ESMT',
  157: 'ISSI',
  161: 'Fudan',
  191: 'SST',
  194: 'Macronix',
  200: 'GigaDevice',
  216: 'Berg Micro',
  239: 'Winbond',
};

/** 256 KB to 16 MB: what an ESP8266 can be found with. */
const SMALLEST = 18;
const LARGEST = 24;

/** What the answer to command 9F says. */
export function flashOf(jedecId: number): FlashFacts {
  const [makerByte, power] = [jedecId & 0xff, (jedecId >>> 16) & 0xff];
  const maker = MAKERS[makerByte];
  const sensible = makerByte !== 0 && makerByte !== 0xff && power >= SMALLEST && power <= LARGEST;
  return { jedecId, ...(maker === undefined ? {} : { maker }), ...(sensible ? { size: 2 ** power } : {}) };
}

/** Everything together. */
export function chipFacts(fuses: Fuses, crystal: ChipFacts['crystal'], jedecId: number): ChipFacts {
  const mac = macOf(fuses);
  return {
    chip: isEsp8285(fuses) ? 'esp8285' : 'esp8266',
    ...(mac === undefined ? {} : { mac }),
    crystal,
    flash: flashOf(jedecId),
  };
}
