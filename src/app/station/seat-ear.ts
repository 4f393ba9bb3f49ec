import { BootLogDecoder } from '../../core/bootlog/decoder.ts';
import { reduceBoots } from '../../core/bootlog/reduce.ts';
import { type BootHistory, NO_BOOTS } from '../../core/bootlog/report.ts';
import { type RunState, runState } from '../../core/bootlog/run-state.ts';
import type { SerialPart } from '../lanes/lane-view.ts';

/** Reads the boot text of the board in one seat, from its reset on. */
export class SeatEar {
  #history: BootHistory = NO_BOOTS;
  #baud: number | undefined;
  readonly #decoder = new BootLogDecoder();

  /** @param now milliseconds, on the clock of `state`. */
  hear({ bytes, baud }: SerialPart, now: number): void {
    const events = this.#baud === undefined || this.#baud === baud ? [] : this.#decoder.changeRate(baud);
    this.#baud = baud;
    this.#history = reduceBoots(this.#history, [...events, ...this.#decoder.push(bytes, now)]);
  }

  /** What the text proves. */
  state(now: number): RunState {
    return runState(this.#history, now);
  }
}
