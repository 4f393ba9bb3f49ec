import { bits, registerTable } from './registers.ts';

/** Source of names and bits: uart_register.h of the NONOS SDK; reset values: what the ROM leaves or 0. */
export const UART = registerTable('UART', 'uart_register.h', {
  FIFO: { at: 0x00, live: true, bits: { BYTE: bits(7, 0) } },
  INT_RAW: { at: 0x04 },
  INT_ST: { at: 0x08 },
  INT_ENA: { at: 0x0c },
  INT_CLR: { at: 0x10 },
  CLKDIV: { at: 0x14, reset: 694, bits: { DIVIDER: bits(19, 0) } },
  AUTOBAUD: { at: 0x18, bits: { ENABLE: bits(0), GLITCH_FILTER: bits(15, 8) } },
  // Bit 31 is 0 while the transmitter is idle: a flasher stub waits for that.
  STATUS: {
    at: 0x1c,
    bits: { TX_BUSY: bits(31), TX_COUNT: bits(23, 16), RX_LEVEL: bits(15), RX_COUNT: bits(7, 0) },
  },
  CONF0: {
    at: 0x20,
    reset: 0x1c,
    bits: {
      PARITY_ODD: bits(0),
      PARITY_ENABLE: bits(1),
      DATA_BITS: bits(3, 2),
      STOP_BITS: bits(5, 4),
      RX_RESET: bits(17),
      TX_RESET: bits(18),
    },
  },
  CONF1: {
    at: 0x24,
    reset: 0x01000160,
    bits: {
      RX_FULL_AT: bits(6, 0),
      TX_EMPTY_AT: bits(14, 8),
      RX_TIMEOUT: bits(30, 24),
      RX_TIMEOUT_ENABLE: bits(31),
    },
  },
  LOWPULSE: { at: 0x28, reset: 0xfffff },
  HIGHPULSE: { at: 0x2c, reset: 0xfffff },
  RXD_CNT: { at: 0x30, bits: { EDGES: bits(9, 0) } },
  DATE: { at: 0x78, reset: 0x00062000 },
  ID: { at: 0x7c, reset: 0x00000500 },
});

/** Bits of INT_RAW, INT_ST, INT_ENA and INT_CLR. */
export const UART_INT = {
  rxFull: 0x001,
  txEmpty: 0x002,
  parityError: 0x004,
  framingError: 0x008,
  rxOverflow: 0x010,
  breakDetected: 0x080,
  rxTimeout: 0x100,
} as const;

export const FIFO_SIZE = 128;
