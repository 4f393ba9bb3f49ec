/**
 * The two number lines of the ESP8266. Mixing them up is *the* two-slot mistake, so they are two types:
 * flash offset 0x81010 is CPU address 0x40281010 with one flash map and 0x40201010 of another megabyte.
 */

/** An address as the CPU sees it, e.g. 0x40201010. */
export type CpuAddress = number & { readonly __brand: 'CpuAddress' };

/** A byte offset from the start of the flash chip, e.g. 0x81000. */
export type FlashOffset = number & { readonly __brand: 'FlashOffset' };

export const cpuAddress = (value: number): CpuAddress => (value >>> 0) as CpuAddress;
export const flashOffset = (value: number): FlashOffset => value as FlashOffset;

/** `0x40201010`; upper case and at least `digits` wide, so that columns of addresses line up. */
export const formatHex = (value: number, digits = 1): string =>
  `0x${(value >>> 0).toString(16).toUpperCase().padStart(digits, '0')}`;

/** A flash offset the way every table of the SDK prints it: `0x01000`. */
export const formatOffset = (offset: number): string => formatHex(offset, 5);

/** The next multiple of `step` that is not below `value`. */
export const roundUp = (value: number, step: number): number => Math.ceil(value / step) * step;
