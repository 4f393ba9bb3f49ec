/**
 * Where things are in the ROM and in its data. Sources: eagle.rom.addr.v6.ld of the NONOS SDK, virtual-board.md
 * sections 3 and 4. Addresses above 0x4000FF00 hold nothing on the chip; the board traps there.
 */

/** Exception vectors: VECBASE after reset. */
export const VECTOR = {
  kernel: 0x40000030,
  user: 0x40000050,
  reset: 0x40000080,
} as const;

/** Inside the ROM's main: loads from flash and starts. Both flasher stubs have it as their return address. */
export const BOOT_FROM_FLASH = 0x400010a8;

/** Traps of the board. */
export const TRAP = {
  /** A ROM task waits here; its number is in a2. */
  waiting: 0x4000ff10,
  /** Return address of everything that a ROM task calls. */
  returned: 0x4000ff20,
} as const;

/** The word that tells flashers which chip this is. */
export const CHIP_MAGIC = { address: 0x40001000, value: 0xfff0c101 } as const;

export const ROM_DATA = {
  /** 16 × handler and argument of the interrupts. */
  interruptTable: 0x3fffc180,
  /** Interrupts that the ROM has unmasked. */
  interruptsEnabled: 0x3fffc200,
  /** Pointer to the structure behind it: id, size, block, sector, page, status mask. */
  flashChipPointer: 0x3fffc714,
  flashChip: 0x3fffc718,
  /** What MEM_END or ets_set_user_start left: called instead of booting from flash. */
  userStart: 0x3fffdcd0,
  /** Stack of the ROM at its start. */
  stackTop: 0x3ffffe00,
} as const;

export const REGISTER = {
  uartFifo: 0x60000000,
  uartDivider: 0x60000014,
  uartAutobaud: 0x60000018,
  uartStatus: 0x6000001c,
  uartConfig0: 0x60000020,
  uartLowPulse: 0x60000028,
  uartHighPulse: 0x6000002c,
  uartEdges: 0x60000030,
  uart1Divider: 0x60000f14,
  gpioIn: 0x60000318,
  spiControl: 0x60000208,
  rtcControl: 0x60000700,
  resetCause: 0x60000714,
  resetCause2: 0x60000718,
  watchdogControl: 0x60000900,
  watchdogReload: 0x60000904,
  watchdogFeed: 0x60000914,
  cacheControl: 0x3ff0000c,
  cacheIram: 0x3ff00024,
} as const;

/** Bits 3..0 of 0x60000714. */
export const RESET_CAUSE = {
  powerOn: 1,
  resetPin: 2,
  software: 3,
  watchdog: 4,
  deepSleepTimer: 5,
  deepSleepPowerOn: 6,
} as const;
