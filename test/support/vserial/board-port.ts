/** A virtual board at the far end of a virtual port: it lives in real time, or slower when the machine is too slow. */
import type { VirtualBoard } from '../../../src/board/board.ts';
import type { PortEvent, VirtualPort } from './virtual-port.ts';

/** Real time between two steps, ms. */
const EVERY = 2;
/** A step is at most so long, ns: what a busy machine missed beyond that is not made up for. */
const LONGEST_STEP = 20_000_000;
/** Break that a host holds until it says otherwise, ns of one step. */
const BREAK = 10_000_000;

export class BoardPort {
  readonly board: VirtualBoard;
  readonly #port: VirtualPort;
  readonly #timer: NodeJS.Timeout;
  #last = performance.now();

  constructor(board: VirtualBoard, port: VirtualPort) {
    this.board = board;
    this.#port = port;
    board.serial.onBytes(bytes => port.write(bytes));
    port.onEvent = event => this.#take(event);
    this.#timer = setInterval(() => this.#catchUp(), EVERY);
    board.power(true);
  }

  /** Pulls the cable out and stops the board. */
  async unplug(): Promise<void> {
    clearInterval(this.#timer);
    this.board.serial.unplug();
    await this.#port.unplug();
  }

  /** Brings the board to the present: what the host does comes at its own moment. */
  #catchUp(): void {
    const now = performance.now();
    const passed = (now - this.#last) * 1e6;
    this.#last = now;
    this.board.run(this.board.clock.now + Math.min(passed, LONGEST_STEP));
  }

  #take(event: PortEvent): void {
    this.#catchUp();
    const { serial } = this.board;
    if (event.kind === 'data') serial.write(event.bytes);
    else if (event.kind === 'baud') serial.setBaud(event.rate);
    else if (event.kind === 'signals') serial.setSignals({ dtr: event.dtr, rts: event.rts });
    else if (event.kind === 'break' && event.on) serial.sendBreak(BREAK);
  }
}
