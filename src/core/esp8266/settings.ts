import { FLASH_MAPS, type FlashMapName } from './flash-map.ts';

/** How the flash is wired and clocked: header bytes 2 and 3. Source: esptool, boot loader 1.7. */
export type FlashMode = 'qio' | 'qout' | 'dio' | 'dout';
export type FlashFrequency = '40m' | '26m' | '20m' | '80m';

export const FLASH_MODES: Readonly<Record<FlashMode, number>> = { qio: 0, qout: 1, dio: 2, dout: 3 };
/** Bits 3..0 of header byte 3; `26m` is 26.7 MHz. */
export const FLASH_FREQUENCIES: Readonly<Record<FlashFrequency, number>> = {
  '40m': 0,
  '26m': 1,
  '20m': 2,
  '80m': 15,
};

/** What a header at flash offset 0 or in a slot says about the flash. */
export interface FlashSettings {
  readonly mode: FlashMode;
  readonly frequency: FlashFrequency;
  readonly map: FlashMapName;
}

/** What most boards use, and what other converters take when nothing is said. */
export const DEFAULT_SETTINGS: FlashSettings = { mode: 'qio', frequency: '40m', map: '1MB' };

/** Understands `qio`, `QIO`. */
export function parseFlashMode(text: string): FlashMode | undefined {
  const wanted = text.trim().toLowerCase();
  return isKey(FLASH_MODES, wanted) ? wanted : undefined;
}

/** Understands `40`, `40m`, `40MHz`, `26.7m`. */
export function parseFlashFrequency(text: string): FlashFrequency | undefined {
  const digits = /^(?:(\d+)|(26)\.7)(?:m|mhz)?$/.exec(text.trim().toLowerCase());
  const wanted = `${digits?.[1] ?? digits?.[2]}m`;
  return isKey(FLASH_FREQUENCIES, wanted) ? wanted : undefined;
}

/** What header codes mean; a member is missing when its code has no meaning. */
export interface DecodedSettings {
  readonly mode?: FlashMode;
  readonly frequency?: FlashFrequency;
  readonly map?: FlashMapName;
}

/** Names for the codes of a header; `mapCode` is bits 7..4 of byte 3, `frequencyCode` bits 3..0. */
export function decodeSettings(modeCode: number, mapCode: number, frequencyCode: number): DecodedSettings {
  const mode = keyOf(FLASH_MODES, modeCode);
  const frequency = keyOf(FLASH_FREQUENCIES, frequencyCode);
  const map = FLASH_MAPS.find(m => m.code === mapCode)?.name;
  return { ...(mode && { mode }), ...(frequency && { frequency }), ...(map && { map }) };
}

const isKey = <K extends string>(table: Readonly<Record<K, number>>, key: string): key is K =>
  Object.hasOwn(table, key);

const keyOf = <K extends string>(table: Readonly<Record<K, number>>, value: number): K | undefined =>
  (Object.keys(table) as K[]).find(key => table[key] === value);
