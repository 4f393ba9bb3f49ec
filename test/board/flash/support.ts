import { VirtualClock } from '../../../src/board/clock.ts';
import { type BoardFault, flashOfSize } from '../../../src/board/config.ts';
import { type Costs, costsOf } from '../../../src/board/costs.ts';
import { NorFlash } from '../../../src/board/flash/nor-flash.ts';

export const US = 1_000;
export const MS = 1_000_000;

export interface Rig {
  readonly clock: VirtualClock;
  readonly flash: NorFlash;
}

/** A new chip on a clock of its own; `instant` spares tests that are not about time the waiting. */
export function newFlash(
  options: {
    size?: number;
    faults?: BoardFault[];
    seed?: number;
    instant?: boolean;
    costs?: Partial<Costs>;
  } = {},
): Rig {
  const { size = 0x100000, faults = [], seed = 1, instant = false, costs = {} } = options;
  const clock = new VirtualClock();
  const flash = new NorFlash({
    ...flashOfSize(size),
    clock,
    seed,
    faults,
    costs: costsOf(instant ? { flashTimeScale: 0, ...costs } : costs),
  });
  return { clock, flash };
}

/** Runs the operation with the latch set and waits for its end. */
export function operate({ clock, flash }: Rig, act: (flash: NorFlash) => boolean): boolean {
  flash.writeEnable();
  const taken = act(flash);
  if (flash.powered && Number.isFinite(flash.busyUntil)) clock.advanceTo(flash.busyUntil);
  return taken;
}

export const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
export const filled = (length: number, value: number): Uint8Array => new Uint8Array(length).fill(value);
