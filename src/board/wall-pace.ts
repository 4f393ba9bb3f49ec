import type { VirtualBoard } from './board.ts';

/**
 * Lets a board live in step with the clock on the wall, which it does not have itself: whoever has one asks for
 * `catchUp` often. A slow computer makes the board slow, and stays able to do something else meanwhile.
 */

/** Virtual time between two looks at the wall clock, ns. */
const STRIDE_NS = 2_000_000;
/** A board that falls further behind than this goes on late instead of racing, ms. */
const MAX_LAG_MS = 100;
const NS_PER_MS = 1_000_000;

export class WallPace {
  readonly #board: VirtualBoard;
  readonly #wall: () => number;
  /** Moment of the wall clock at which the board's clock stood at 0, ms. */
  #offset: number;

  /** `wall` gives milliseconds that never go back. */
  constructor(board: VirtualBoard, wall: () => number) {
    this.#board = board;
    this.#wall = wall;
    this.#offset = wall() - board.clock.now / NS_PER_MS;
  }

  /** Brings the board to the present, so that what is done to it now comes at its own moment. */
  catchUp(): void {
    const { clock } = this.#board;
    const began = this.#wall();
    const target = (began - this.#offset) * NS_PER_MS;
    while (clock.now < target && this.#wall() - began < MAX_LAG_MS) {
      this.#board.run(Math.min(target, clock.now + STRIDE_NS));
    }
    const lag = this.#wall() - this.#offset - clock.now / NS_PER_MS;
    if (lag > MAX_LAG_MS) this.#offset += lag;
  }
}
