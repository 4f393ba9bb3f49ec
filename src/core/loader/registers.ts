/** Registers that the host reads and writes through the loader. Sources: loader.md, section 9; SDK `spi_register.h`. */
export const REGISTER = {
  /** Different on every chip of the family. */
  magic: 0x40001000,
  uartDivider: 0x60000014,
  fuse0: 0x3ff00050,
  fuse1: 0x3ff00054,
  fuse2: 0x3ff00058,
  fuse3: 0x3ff0005c,
} as const;

const SPI = 0x60000200;
/** The controller that the flash hangs on. */
export const SPI_REGISTER = {
  command: SPI,
  address: SPI + 0x04,
  status: SPI + 0x10,
  user: SPI + 0x1c,
  /** Lengths of the phases; other chips of the family have registers of their own for them. */
  user1: SPI + 0x20,
  user2: SPI + 0x24,
  data: SPI + 0x40,
} as const;

/** Bits of the command register; each reads 0 when it is done. */
export const SPI_COMMAND = {
  writeEnable: 1 << 30,
  readStatus: 1 << 27,
  eraseSector: 1 << 24,
  user: 1 << 18,
} as const;
/** Bit of the status: an erase or a write is going on. */
export const SPI_BUSY = 1;

const COMMAND_PHASE = 0x8000_0000;
const READ_PHASE = 0x1000_0000;
const READ_ID = 0x9f;

/** A write of the host to one register. */
export type RegisterWrite = readonly [address: number, value: number];

/** Asks the flash for its id: an eight-bit command out, 24 bits in. The answer is in `data` when `command` reads 0. */
export const ASK_FLASH_ID: readonly RegisterWrite[] = [
  [SPI_REGISTER.user1, (24 - 1) << 8],
  [SPI_REGISTER.user, COMMAND_PHASE + READ_PHASE],
  [SPI_REGISTER.user2, ((8 - 1) << 28) | READ_ID],
  [SPI_REGISTER.data, 0],
  [SPI_REGISTER.command, SPI_COMMAND.user],
];
