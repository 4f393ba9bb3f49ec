/** A virtual board at the far end of a virtual port: it lives in real time, or slower when the machine is too slow. */
import type { VirtualBoard } from '../../../src/board/board.ts';
import { WallPace } from '../../../src/board/wall-pace.ts';
import type { PortEvent, VirtualPort } from './virtual-port.ts';

/** Real time between two steps, ms. */
const EVERY = 2;
/** Break that a host holds until it says otherwise, ns of one step. */
const BREAK = 10_000_000;

export class BoardPort {
  readonly board: VirtualBoard;
  /** Baud at which the host has opened it. */
  readonly rates = new Set<number>();
  readonly #port: VirtualPort;
  readonly #timer: NodeJS.Timeout;
  readonly #pace: WallPace;

  constructor(board: VirtualBoard, port: VirtualPort) {
    this.board = board;
    this.#port = port;
    board.serial.onBytes(bytes => port.write(bytes));
    port.onEvent = event => this.#take(event);
    this.#pace = new WallPace(board, () => performance.now());
    this.#timer = setInterval(() => this.#pace.catchUp(), EVERY);
    board.power(true);
  }

  /** Brings the board to the present: before something that did not come through the cable is told to it. */
  catchUp(): void {
    this.#pace.catchUp();
  }

  /** Pulls the cable out and stops the board. */
  async unplug(): Promise<void> {
    clearInterval(this.#timer);
    this.board.serial.unplug();
    await this.#port.unplug();
  }

  #take(event: PortEvent): void {
    this.#pace.catchUp();
    const { serial } = this.board;
    if (event.kind === 'data') serial.write(event.bytes);
    else if (event.kind === 'baud') {
      this.rates.add(event.rate);
      serial.setBaud(event.rate);
    } else if (event.kind === 'signals') serial.setSignals({ dtr: event.dtr, rts: event.rts });
    else if (event.kind === 'break' && event.on) serial.sendBreak(BREAK);
  }
}
