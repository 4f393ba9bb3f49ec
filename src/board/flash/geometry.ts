/** Sizes of the flash chip's units, in bytes (every 25-series NOR chip). */
export const PAGE = 0x100;
export const SECTOR = 0x1000;
export const BLOCK32 = 0x8000;
export const BLOCK64 = 0x10000;
/** The CPU sees one megabyte of the chip at a time. */
export const MEGABYTE = 0x100000;
