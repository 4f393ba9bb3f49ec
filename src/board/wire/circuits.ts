import type { CircuitName } from '../config.ts';

/**
 * How a board wires the adapter's DTR and RTS to the chip's reset pin and to GPIO0. Asserted = line low at the
 * adapter. Source: NodeMCU DevKit 1.0 circuit; shared experience of flashing tools' reset sequences.
 */
/** When an output of the circuit is pulled low. */
export type Pull = 'never' | 'rts' | 'rts-without-dtr' | 'dtr-without-rts';

export interface ResetCircuit {
  readonly name: CircuitName;
  /** What pulls the reset pin low, what GPIO0. */
  readonly reset: Pull;
  readonly gpio0: Pull;
  /** Reset cause that the ROM sees: 2 when the circuit pulls the RST pin, 1 when it pulls CHIP_EN. */
  readonly resetCause: 1 | 2;
  /** Time constant with which the reset pin comes up: pull-up resistor times capacitor, ns. */
  readonly rise: number;
  /** Time constant with which a transistor or button empties the capacitor, ns. */
  readonly fall: number;
}

const MS = 1_000_000;
const US = 1_000;

/** Two cross-coupled transistors: when both lines are equal, neither pulls. 12 kΩ and 100 nF on the reset pin. */
const NODEMCU: ResetCircuit = {
  name: 'nodemcu',
  reset: 'rts-without-dtr',
  gpio0: 'dtr-without-rts',
  resetCause: 2,
  rise: 1.2 * MS,
  fall: 2 * US,
};

export const CIRCUITS: Readonly<Record<CircuitName, ResetCircuit>> = {
  nodemcu: NODEMCU,
  // 12 kΩ and 10 µF: up after 166 ms, when a hasty tool has long let go of GPIO0.
  'slow-capacitor': { ...NODEMCU, name: 'slow-capacitor', rise: 120 * MS, fall: 200 * US },
  'rts-only': { ...NODEMCU, name: 'rts-only', reset: 'rts', gpio0: 'never' },
  swapped: { ...NODEMCU, name: 'swapped', reset: 'dtr-without-rts', gpio0: 'rts-without-dtr' },
  buttons: { ...NODEMCU, name: 'buttons', reset: 'never', gpio0: 'never' },
};

/** Whether the lines pull. */
export function pulls(pull: Pull, dtr: boolean, rts: boolean): boolean {
  switch (pull) {
    case 'never':
      return false;
    case 'rts':
      return rts;
    case 'rts-without-dtr':
      return rts && !dtr;
    case 'dtr-without-rts':
      return dtr && !rts;
  }
}
