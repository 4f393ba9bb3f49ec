/** The ROM's switches for the flash cache: registers of virtual-board.md, section 3. */
import { REGISTER } from './addresses.ts';
import type { RomMachine } from './machine.ts';

const ENABLE = 1 << 8;
const FLUSH = 1 << 0;
const HALF = 3 << 24;
const ODD_HALF = 1 << 25;
const BLOCK = 7 << 16;
const BLOCK_SHIFT = 16;
const SIZE_32K = 1 << 26;
const SPI_OWNED_BY_CACHE = 1 << 17;
const IRAM_BANKS = 3 << 3;
const IRAM_BANK_16K = 1 << 4;

/** Cache_Read_Enable: shows the even or odd megabyte of a block of 2 MB. */
export function cacheEnable(machine: RomMachine, odd: number, block: number, is32K: number): number {
  cacheDisable(machine);
  machine.store(REGISTER.cacheControl, machine.load(REGISTER.cacheControl) & ~FLUSH);
  machine.store(REGISTER.cacheControl, machine.load(REGISTER.cacheControl) | FLUSH);
  machine.store(REGISTER.cacheControl, machine.load(REGISTER.cacheControl) & ~FLUSH);
  machine.store(REGISTER.spiControl, machine.load(REGISTER.spiControl) | SPI_OWNED_BY_CACHE);
  const kept = machine.load(REGISTER.cacheControl) & ~(HALF | BLOCK | SIZE_32K);
  const chosen = (odd ? ODD_HALF : 0) | ((block << BLOCK_SHIFT) & BLOCK) | (is32K ? SIZE_32K : 0);
  machine.store(REGISTER.cacheControl, kept | chosen);
  const banks = is32K ? IRAM_BANKS : IRAM_BANK_16K;
  machine.store(REGISTER.cacheIram, machine.load(REGISTER.cacheIram) | banks);
  machine.store(REGISTER.cacheControl, kept | chosen | ENABLE);
  return 0;
}

export function cacheDisable(machine: RomMachine): number {
  machine.store(REGISTER.cacheControl, machine.load(REGISTER.cacheControl) & ~ENABLE);
  machine.store(REGISTER.cacheIram, machine.load(REGISTER.cacheIram) & ~IRAM_BANKS);
  machine.store(REGISTER.spiControl, machine.load(REGISTER.spiControl) & ~SPI_OWNED_BY_CACHE);
  return 0;
}
