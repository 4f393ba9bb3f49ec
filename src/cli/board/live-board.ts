import type { VirtualBoard } from '../../board/board.ts';
import { WallPace } from '../../board/wall-pace.ts';

/** How often the board catches up with the clock on the wall, ms. */
const TICK_MS = 2;
/** Buttons stay down for this long, ns. */
const PRESS_NS = 100_000_000;

/** A board that lives in real time in this process, from the moment it is made until `stop`. */
export class LiveBoard {
  readonly board: VirtualBoard;
  readonly #pace: WallPace;
  readonly #timer: NodeJS.Timeout;

  constructor(board: VirtualBoard) {
    this.board = board;
    this.#pace = new WallPace(board, () => performance.now());
    this.#timer = setInterval(() => this.catchUp(), TICK_MS);
    board.power(true);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** To be called before something is done to the board from outside, so that it happens now. */
  catchUp(): void {
    this.#pace.catchUp();
  }

  /** Presses RESET for a moment, with FLASH held until the chip has looked at it when `intoLoader`. */
  reset(intoLoader = false): void {
    const { board } = this;
    this.catchUp();
    const { now } = board.clock;
    board.press('reset', true);
    if (intoLoader) board.press('flash', true);
    board.clock.at(now + PRESS_NS, () => board.press('reset', false));
    // The largest reset capacitor of the circuits takes this long to let the chip go.
    if (intoLoader) board.clock.at(now + 4 * PRESS_NS, () => board.press('flash', false));
  }

  /** Switches the supply over; gives whether it is on now. */
  switchPower(): boolean {
    this.catchUp();
    const on = this.board.state.kind === 'off';
    this.board.power(on);
    return on;
  }
}
