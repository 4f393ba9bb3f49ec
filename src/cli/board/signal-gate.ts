/**
 * DTR and RTS of a program at the far end of a network. It changes them one at a time and waits for an answer after
 * each – pyserial 50 ms –, so the step of every reset sequence that swaps the two (out of reset with GPIO0 held)
 * passes a long moment with both asserted, in which the circuit pulls nothing and the chip starts its program. On a
 * USB cable that moment is 0.1 ms. So it is shortened to that: a step from one line to both waits for the next one.
 */
import type { Due, VirtualClock } from '../../board/clock.ts';

interface Levels {
  readonly dtr: boolean;
  readonly rts: boolean;
}

/** Longer than a slow client takes between two steps; then both lines stay asserted, as asked. ns. */
const PATIENCE = 400_000_000;

export class SignalGate {
  readonly #clock: VirtualClock;
  readonly #apply: (levels: Levels) => void;
  #levels: Levels = { dtr: false, rts: false };
  #waiting: Due | undefined;

  constructor(clock: VirtualClock, apply: (levels: Levels) => void) {
    this.#clock = clock;
    this.#apply = apply;
  }

  /** The client wants the lines to stand so. */
  set(wanted: Levels): void {
    const both = wanted.dtr && wanted.rts;
    const one = this.#levels.dtr !== this.#levels.rts;
    if (both && one) {
      this.#waiting ??= this.#clock.after(PATIENCE, () => this.#go(wanted));
      return;
    }
    this.#go(wanted);
  }

  #go(levels: Levels): void {
    this.#clock.cancel(this.#waiting);
    this.#waiting = undefined;
    if (levels.dtr === this.#levels.dtr && levels.rts === this.#levels.rts) return;
    this.#levels = levels;
    this.#apply(levels);
  }
}
