/** The SDK's boot loaders that the board has a model of, and in what they differ (boot.md, sections 4 and 5). */

export type LoaderVersion = '1.4' | '1.5' | '1.6' | '1.7';

export interface LoaderTraits {
  /** As printed. */
  readonly banner: string;
  /** Low five bits of boot byte 1. */
  readonly number: number;
  /** Labels of the three lines of settings. */
  readonly labels: readonly [speed: string, mode: string, map: string];
  /** A failed slot makes it start the other one; 1.4 starts user1 in any case. */
  readonly backupIsOtherSlot: boolean;
  /** Tries every image three times more, counted in an RTC word. */
  readonly retries: boolean;
  /** Knows maps 8 and 9, and refuses 7. */
  readonly knowsLargeMaps: boolean;
  /** Start of user2 on map 1 (256 KB). */
  readonly smallUser2: number;
  /** Says so when the init data names no test pin: byte 119 is FF, as in an erased sector. */
  readonly missesTestPin: boolean;
  readonly badFlag: string;
}

const INDENTED = ['  SPI Speed      : ', '  SPI Mode       : ', '  SPI Flash Size & Map: '] as const;

const UP_TO_1_6: Omit<LoaderTraits, 'banner' | 'number'> = {
  labels: INDENTED,
  backupIsOtherSlot: true,
  retries: false,
  knowsLargeMaps: false,
  smallUser2: 0x21000,
  missesTestPin: false,
  badFlag: 'error user bin flag, flag = %x\n',
};

export const LOADER_TRAITS: Readonly<Record<LoaderVersion, LoaderTraits>> = {
  '1.4': { ...UP_TO_1_6, banner: '1.4(b1)', number: 4, backupIsOtherSlot: false },
  '1.5': { ...UP_TO_1_6, banner: '1.5', number: 5 },
  '1.6': { ...UP_TO_1_6, banner: '1.6', number: 6, missesTestPin: true },
  '1.7': {
    ...UP_TO_1_6,
    banner: '1.7(5d6f877)',
    number: 7,
    labels: ['SPI Speed : ', 'SPI Mode : ', 'SPI Flash Size & Map: '],
    retries: true,
    knowsLargeMaps: true,
    smallUser2: 0x41000,
    badFlag: 'error user bin flag = %x\n',
  },
};

export const LOADER_VERSIONS = Object.keys(LOADER_TRAITS) as readonly LoaderVersion[];
