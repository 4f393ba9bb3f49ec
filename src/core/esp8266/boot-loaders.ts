import type { FlashMap } from './flash-map.ts';
import { READABLE_FLASH } from './limits.ts';

/**
 * The SDK's second-stage boot loaders, told apart by length and running checksum of their three segments: the same
 * numbers that the ROM prints on every boot (`load 0x40100000, len 2592 … chksum 0xf3`).
 * Sources: bin/boot_v1.2, 1.6, 1.7.bin of ESP8266_NONOS_SDK; history of ESP8266_RTOS_SDK (1.3 b3, 1.4 b1, 1.5);
 * esp8266/esp8266-wiki (1.1). Twinslot ships none of these files, but one of its own.
 */
export interface BootLoaderFacts {
  readonly version: string;
  /** Bytes of the file. */
  readonly length: number;
  /** Length in bytes and running XOR checksum after it, per segment. */
  readonly segments: readonly (readonly [length: number, checksum: number])[];
  /**
   * What stands in the low five bits of boot byte 1; another number there makes the loader start user1. None before
   * 1.3, whose boot bytes have another form.
   */
  readonly bootByteVersion?: number;
  /** From 1.5 on: after a failed first try the other slot starts. */
  readonly fallsBack: boolean;
  /** From 1.2 on: images that begin with EA. */
  readonly startsV2: boolean;
  /** Also looks at the CRC word, which covers the code in flash, and not only at the checksum of the RAM part. */
  readonly checksCrc?: true;
  /** Reads its parameters on maps of 8 and 16 MB, where the ROM takes the chip for one of 4 MB. */
  readonly readsLargeMaps?: true;
}

export const BOOT_LOADERS: readonly BootLoaderFacts[] = [
  {
    version: '1.1',
    length: 1712,
    segments: [
      [612, 0x12],
      [788, 0x50],
      [264, 0x4a],
    ],
    fallsBack: false,
    startsV2: false,
  },
  {
    version: '1.2',
    length: 1936,
    segments: [
      [816, 0x8d],
      [788, 0xcf],
      [288, 0xcf],
    ],
    fallsBack: false,
    startsV2: true,
  },
  {
    version: '1.3',
    length: 2544,
    segments: [
      [1320, 0xb8],
      [776, 0xd9],
      [412, 0xb9],
    ],
    bootByteVersion: 3,
    fallsBack: false,
    startsV2: true,
  },
  {
    version: '1.4',
    length: 2752,
    segments: [
      [1396, 0x89],
      [776, 0xe8],
      [540, 0xc0],
    ],
    bootByteVersion: 4,
    fallsBack: false,
    startsV2: true,
  },
  {
    version: '1.5',
    length: 3232,
    segments: [
      [1856, 0x63],
      [776, 0x02],
      [552, 0x79],
    ],
    bootByteVersion: 5,
    fallsBack: true,
    startsV2: true,
  },
  {
    version: '1.6',
    length: 3856,
    segments: [
      [2408, 0xe5],
      [776, 0x84],
      [632, 0xd8],
    ],
    bootByteVersion: 6,
    fallsBack: true,
    startsV2: true,
  },
  {
    version: '1.7',
    length: 4080,
    segments: [
      [2592, 0xf3],
      [764, 0x92],
      [676, 0x22],
    ],
    bootByteVersion: 7,
    fallsBack: true,
    startsV2: true,
  },
];

/** Twinslot's own loader, src/bootloader/built/twinslot-boot.bin: to an app it is version 1.7. */
export const TWINSLOT_BOOT: BootLoaderFacts = {
  version: 'twinslot 1.0',
  length: 3952,
  segments: [
    [3156, 0xee],
    [760, 0x69],
  ],
  bootByteVersion: 7,
  fallsBack: true,
  startsV2: true,
  checksCrc: true,
  readsLargeMaps: true,
};

/** Whether a loader can read its parameters; one that cannot starts user1. */
export const readsParameters = (loader: BootLoaderFacts, map: FlashMap): boolean =>
  loader.readsLargeMaps === true || map.size <= READABLE_FLASH;

/** The first segment of the Arduino core's own boot loader (eboot) goes here. */
export const EBOOT_LOAD_ADDRESS = 0x4010f000;

/** The loader with these segment lengths and running checksums. */
export function bootLoaderBySegments(
  segments: readonly (readonly [number, number])[],
): BootLoaderFacts | undefined {
  return [...BOOT_LOADERS, TWINSLOT_BOOT].find(
    loader =>
      loader.segments.length === segments.length &&
      loader.segments.every(([length, sum], i) => segments[i]?.[0] === length && segments[i]?.[1] === sum),
  );
}
