import { bits, type Register, registerTable } from './registers.ts';

/** GPIO0 … GPIO15; GPIO16 belongs to the RTC. */
export const PINS = 16;
export const PIN0_AT = 0x28;

const pinRegisters = Object.fromEntries(
  Array.from({ length: PINS }, (_, i) => [`PIN${i}`, { at: PIN0_AT + 4 * i }]),
) as Record<`PIN${number}`, Register>;

/** Bits of PIN0 … PIN15. */
export const PIN = { OPEN_DRAIN: bits(2), INTERRUPT: bits(9, 7), WAKE_UP: bits(10) } as const;

/** Values of PIN.INTERRUPT. */
export const PIN_INTERRUPT = { off: 0, rising: 1, falling: 2, both: 3, low: 4, high: 5 } as const;

/** Source: eagle_soc.h and gpio_register.h of the NONOS SDK. */
export const GPIO = registerTable('GPIO', 'gpio_register.h', {
  OUT: { at: 0x00, bits: { DATA: bits(15, 0) } },
  OUT_W1TS: { at: 0x04 },
  OUT_W1TC: { at: 0x08 },
  ENABLE: { at: 0x0c, bits: { DATA: bits(15, 0) } },
  ENABLE_W1TS: { at: 0x10 },
  ENABLE_W1TC: { at: 0x14 },
  // Straps as they were when the reset ended: {GPIO15, GPIO0, GPIO2}, and a second number.
  IN: { at: 0x18, bits: { DATA: bits(15, 0), STRAPS: bits(18, 16), SECOND: bits(31, 29) } },
  STATUS: { at: 0x1c, bits: { DATA: bits(15, 0) } },
  STATUS_W1TS: { at: 0x20 },
  STATUS_W1TC: { at: 0x24 },
  ...pinRegisters,
  SIGMA_DELTA: { at: 0x68 },
  RTC_CALIB_SYNC: { at: 0x6c },
  RTC_CALIB_VALUE: { at: 0x70 },
});

const PULL_UP = bits(7);
const FUNCTION = bits(8) | bits(5, 4);
/** Bits of one pin in the IO multiplexer. */
export const MUX = { PULL_UP, FUNCTION } as const;

/** Order of the pins in the multiplexer, from its word at +4 on. */
export const MUX_ORDER: readonly number[] = [12, 13, 14, 15, 3, 1, 6, 7, 8, 9, 10, 11, 0, 2, 4, 5];

/** Word of a pin. */
export const muxOffset = (pin: number): number => 4 + 4 * MUX_ORDER.indexOf(pin);

/** Pins whose function 0 is GPIO; the others become GPIO by function 3 (bits 5:4 = 11). */
const GPIO_BY_DEFAULT: readonly number[] = [0, 2, 4, 5];
export const isGpioFunction = (pin: number, word: number): boolean =>
  (word & FUNCTION) >>> 4 === (GPIO_BY_DEFAULT.includes(pin) ? 0 : 3);

/** Source: eagle_soc.h, PERIPHS_IO_MUX_…; pull-ups at reset on the pins whose boards rely on them. */
export const IO_MUX = registerTable('IO_MUX', 'eagle_soc.h', {
  CONF: { at: 0x00 },
  ...(Object.fromEntries(
    MUX_ORDER.map(pin => [`GPIO${pin}`, { at: muxOffset(pin), reset: pin === 15 ? 0 : PULL_UP }]),
  ) as Record<`GPIO${number}`, Register>),
});
