/**
 * ROM code that takes time, as generators: they yield what they wait for and are resumed when it has come. The CPU
 * stands at a ROM address meanwhile, so interrupts and the watchdog strike in the middle as on the chip.
 */

/** Code outside the ROM that a task calls and waits for: application entries, loaders, handlers. */
export interface CallOut {
  readonly call: number;
}

/** Wakes the task at this moment of the board's clock (ns), or earlier, whenever anything happens on the board. */
export type Wait = number | CallOut;

/** A piece of ROM code; its result is what the function returns. */
export type Task<T = void> = Generator<Wait, T, void>;

/** Waits for whatever happens next on the board, to look again then. */
export const NEXT_EVENT = Number.POSITIVE_INFINITY;

/** Waits until `time`, whatever happens before. */
export function* until(clock: { now(): number }, time: number): Task {
  while (clock.now() < time) yield time;
}
