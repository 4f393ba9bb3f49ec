/**
 * The host register: how a program tells the board that it runs, and who it is.
 *
 * | Address    | Written                                          | On a real chip                                    |
 * | ---------- | ------------------------------------------------ | ------------------------------------------------- |
 * | 0x600013DC | address of its identity (below), a multiple of 4 | the last word of RTC memory that programs own: it |
 * |            |                                                  | keeps the word over resets, and nobody looks      |
 *
 * RTC memory is plain memory (eagle_soc.h); the SDK's own words end below 0x60001200, and 0x600013E0 and up belong to
 * Twinslot's boot loader. Only the act of writing counts: what the word holds after a reset means nothing. Any other
 * value than the address of a whole identity withdraws the announcement, so a program that keeps data of its own
 * there is no application to the board.
 *
 * An announcement lasts LEASE: a program that hangs no longer renews it. The identity, 36 bytes in DRAM or in mapped
 * flash, is read through the CPU's memory map: magic `TWINSLOT`, version 1, slot (1 or 2), build, name of 16 bytes.
 */
import { readStruct, structLayout } from '../../core/bytes/struct.ts';

export const HOST_REGISTER = 0x600013dc;
/** Nanoseconds. An application writes once a second or so; the watchdog bites after about 5 s. */
export const LEASE = 2_500_000_000;

const SOURCE = 'src/example/example.c';
const MAGIC = 'TWINSLOT';
const VERSION = 1;
const NAME_AT = 20;

export const IDENTITY = structLayout('identity', 36, {
  version: { offset: 8, size: 4, source: SOURCE },
  slot: { offset: 12, size: 4, source: SOURCE },
  build: { offset: 16, size: 4, source: SOURCE },
});

export interface Identity {
  readonly slot: 'user1' | 'user2';
  readonly build: number;
  readonly name: string;
}

const DRAM = 0x3ffe8000;
const DRAM_END = 0x40000000;
const MAPPED_FLASH = 0x40200000;
const MAPPED_FLASH_END = 0x40300000;

/** The identity at an address; undefined when none is there. `read`: the CPU's memory. */
export function identityAt(
  address: number,
  read: (address: number, length: number) => Uint8Array,
): Identity | undefined {
  if (address % 4 !== 0 || !isReadable(address, IDENTITY.size)) return undefined;
  const bytes = read(address, IDENTITY.size);
  const text = String.fromCharCode(...bytes);
  const { version, slot, build } = readStruct(IDENTITY, bytes);
  if (!text.startsWith(MAGIC) || version !== VERSION || (slot !== 1 && slot !== 2)) return undefined;
  return { slot: slot === 1 ? 'user1' : 'user2', build, name: text.slice(NAME_AT).replace(/\0.*$/s, '') };
}

const isReadable = (address: number, length: number): boolean =>
  (address >= DRAM && address + length <= DRAM_END) ||
  (address >= MAPPED_FLASH && address + length <= MAPPED_FLASH_END);
