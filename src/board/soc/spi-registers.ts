import { bits, type Register, registerTable } from './registers.ts';

/** Number of data words W0 … W15. */
const DATA_WORDS = 16;
export const W0 = 0x40;
export const DATA_BYTES = 4 * DATA_WORDS;

const dataWords = Object.fromEntries(
  Array.from({ length: DATA_WORDS }, (_, i) => [`W${i}`, { at: W0 + 4 * i }]),
) as Record<`W${number}`, Register>;

/** Source of names and bits: spi_register.h of the NONOS SDK; bit 17 of CTRL and EXT2: ROM and stub disassembly. */
export const SPI = registerTable('SPI0', 'spi_register.h', {
  CMD: {
    at: 0x00,
    bits: {
      READ: bits(31),
      WREN: bits(30),
      WRDI: bits(29),
      RDID: bits(28),
      RDSR: bits(27),
      WRSR: bits(26),
      PP: bits(25),
      SE: bits(24),
      BE: bits(23),
      CE: bits(22),
      DP: bits(21),
      RES: bits(20),
      USR: bits(18),
    },
  },
  // For READ and PP the upper byte is the number of data bytes.
  ADDR: { at: 0x04, bits: { ADDRESS: bits(23, 0), BYTES: bits(31, 24) } },
  CTRL: {
    at: 0x08,
    bits: {
      QIO: bits(24),
      DIO: bits(23),
      WRITE_STATUS_16: bits(22),
      QOUT: bits(20),
      CACHE_OWNS_BUS: bits(17),
      DOUT: bits(14),
      FAST_READ: bits(13),
    },
  },
  CTRL1: { at: 0x0c },
  RD_STATUS: { at: 0x10, bits: { STATUS: bits(15, 0) } },
  CTRL2: { at: 0x14 },
  // 0 until software sets it; the table of costs then says how fast the link is.
  CLOCK: { at: 0x18, bits: { SAME_AS_BUS: bits(31), PRE: bits(30, 18), COUNT: bits(17, 12) } },
  USER: {
    at: 0x1c,
    reset: 0x80000040,
    bits: {
      COMMAND: bits(31),
      ADDRESS: bits(30),
      DUMMY: bits(29),
      IN: bits(28),
      OUT: bits(27),
      OUT_UPPER_HALF: bits(25),
      IN_UPPER_HALF: bits(24),
    },
  },
  // All lengths are one less than the number of bits.
  USER1: {
    at: 0x20,
    reset: 0x5c000007,
    bits: {
      ADDRESS_BITS: bits(31, 26),
      OUT_BITS: bits(25, 17),
      IN_BITS: bits(16, 8),
      DUMMY_CYCLES: bits(7, 0),
    },
  },
  USER2: { at: 0x24, reset: 0x70000000, bits: { COMMAND_BITS: bits(31, 28), COMMAND: bits(15, 0) } },
  WR_STATUS: { at: 0x28 },
  PIN: { at: 0x2c },
  SLAVE: { at: 0x30 },
  SLAVE1: { at: 0x34 },
  SLAVE2: { at: 0x38 },
  SLAVE3: { at: 0x3c },
  ...dataWords,
  EXT0: { at: 0xf0 },
  EXT1: { at: 0xf4 },
  EXT2: { at: 0xf8, bits: { STATE: bits(2, 0) } },
  EXT3: { at: 0xfc },
});
