import { type CpuAddress, cpuAddress } from '../bytes/address.ts';

/**
 * What the CPU of an ESP8266 sees where.
 * Sources: eagle.app.v6.common.ld of the NONOS SDK (dram0_0_seg, iram1_0_seg), ESP8266 technical reference.
 */
export type RegionName = 'dram' | 'iram' | 'rtc' | 'irom' | 'rom' | 'rom-data' | 'cache';

export interface MemoryRegion {
  readonly name: RegionName;
  readonly start: CpuAddress;
  /** Bytes. */
  readonly size: number;
  /** Whether a boot loader may copy a segment of an app there. */
  readonly loadable: boolean;
}

const region = (name: RegionName, start: number, size: number, loadable: boolean): MemoryRegion => ({
  name,
  start: cpuAddress(start),
  size,
  loadable,
});

/** 80 KiB of data RAM for apps, 32 KiB of instruction RAM, 1 KiB of RTC memory that survives a reset. */
export const DRAM = region('dram', 0x3ffe8000, 0x14000, true);
export const IRAM = region('iram', 0x40100000, 0x8000, true);
export const RTC = region('rtc', 0x60001000, 0x400, true);
/** One megabyte of flash, read through the cache; which megabyte is set in a register by the boot code. */
export const IROM = region('irom', 0x40200000, 0x100000, false);

const REGIONS: readonly MemoryRegion[] = [
  DRAM,
  region('rom-data', 0x3fffc000, 0x4000, false),
  region('rom', 0x40000000, 0x10000, false),
  IRAM,
  region('cache', 0x40108000, 0x8000, false),
  IROM,
  RTC,
];

/** The region that holds `address`, if any memory is there. */
export const regionOf = (address: number): MemoryRegion | undefined =>
  REGIONS.find(r => address >= r.start && address < r.start + r.size);

/** Whether `length` bytes from `address` lie in `region`. */
export const isWithin = (region: MemoryRegion, address: number, length = 1): boolean =>
  address >= region.start &&
  address - region.start <= region.size &&
  length <= region.size - (address - region.start);

/**
 * Code of the Xtensa members of the ESP32 family, which have the same machine number in ELF files: ESP32 (and S2)
 * instruction RAM and flash, ESP32-S3 instruction RAM and flash. Source: memory.ld of ESP-IDF.
 */
export const isEsp32Code = (address: number): boolean =>
  (address >= 0x40080000 && address < 0x400c0000) ||
  (address >= 0x400d0000 && address < 0x40100000) ||
  (address >= 0x40370000 && address < 0x403e0000) ||
  (address >= 0x42000000 && address < 0x44000000);
