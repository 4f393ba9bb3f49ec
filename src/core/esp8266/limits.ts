import type { SlotLayout } from './flash-map.ts';

/** Bytes of `.irom0.text` that the SDK's linker scripts allow. Source: eagle.app.v6.new.*.ld. */
export const LINKER_IROM_LIMIT: Readonly<Record<SlotLayout, number | undefined>> = {
  '256+256': 0x2b000,
  '512+512': 0x6b000,
  '1024+1024': 0xe0000,
  none: undefined,
};

/** The update client erases and writes at most 240 sectors; over that it hangs. Source: libupgrade of the SDK. */
export const UPDATE_CLIENT_LIMIT = 240 * 0x1000;

/** The number of segments is one byte of the header. */
export const MAX_SEGMENTS = 255;

/** Largest file that fits the sector in front of the first slot. */
export const BOOT_LOADER_LIMIT = 0x1000;

/**
 * The ROM takes every chip for 4 MB and the SDK's loaders leave it at that, so on larger maps they cannot read their
 * parameters and start user1. Seen with loader 1.7.
 */
export const READABLE_FLASH = 0x400000;

/** Where the flash-mapped code of a program without OTA starts. Source: eagle.app.v6.ld. */
export const NON_OTA_IROM_OFFSET = 0x10000;
