import { SECTOR } from '../esp8266/flash-map.ts';

const SECTORS_PER_BLOCK = 16;

/** How to make the ROM erase whole sectors, and not one more. */
export interface RomErase {
  /** The size to announce in FLASH_BEGIN. */
  readonly announced: number;
  /** Offset of a last sector that FLASH_BEGIN cannot erase without its neighbour; registers can. */
  readonly last?: number;
}

/**
 * Asked for m sectors, the ROM erases the sectors up to the next 64 KB block one by one (at most m), and then m *again*
 * instead of the rest (ROM disassembled; esptool `get_erase_size`). An odd number near the start of the range cannot be
 * had by that: esptool erases one sector too many, which may belong to somebody else.
 */
export function romErase(offset: number, length: number): RomErase {
  const sectors = Math.ceil(length / SECTOR);
  const head = SECTORS_PER_BLOCK - ((offset / SECTOR) % SECTORS_PER_BLOCK);
  if (sectors >= 2 * head) return { announced: (sectors - head) * SECTOR };
  const announced = Math.floor(sectors / 2) * SECTOR;
  return sectors % 2 === 0 ? { announced } : { announced, last: offset + (sectors - 1) * SECTOR };
}
