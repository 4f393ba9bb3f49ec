/**
 * A board as `navigator.serial` would hand it out, for programs that are written for browsers, and their time: what
 * such a program waits for – 1 ms, a time-out of seconds – passes on the board's clock, as fast as it can be computed.
 * Nothing depends on the speed of the machine.
 */
import { vi } from 'vitest';
import type { VirtualBoard } from '../../src/board/board.ts';

const MS = 1_000_000;

interface OutputSignals {
  readonly dataTerminalReady?: boolean;
  readonly requestToSend?: boolean;
}

/** The part of Web Serial's SerialPort that flashers use. */
export class BoardSerialPort {
  readable: ReadableStream<Uint8Array> | null = null;
  writable: WritableStream<Uint8Array> | null = null;
  /** Every rate that it was opened at. */
  readonly rates: number[] = [];
  readonly #board: VirtualBoard;
  #stop: () => void = () => undefined;

  constructor(board: VirtualBoard) {
    this.#board = board;
  }

  getInfo(): { readonly usbVendorId: number; readonly usbProductId: number } {
    return { usbVendorId: 0x10c4, usbProductId: 0xea60 };
  }

  async open({ baudRate }: { readonly baudRate: number }): Promise<void> {
    const { serial } = this.#board;
    if (this.readable) throw new Error('InvalidStateError: The port is already open.');
    this.rates.push(baudRate);
    serial.setBaud(baudRate);
    this.readable = new ReadableStream<Uint8Array>({
      start: controller => {
        this.#stop = serial.onBytes(bytes => controller.enqueue(bytes));
      },
      cancel: () => this.#stop(),
    });
    this.writable = new WritableStream<Uint8Array>({ write: bytes => serial.write(bytes) });
  }

  async close(): Promise<void> {
    if (this.readable?.locked || this.writable?.locked)
      throw new TypeError('Cannot close a port that is in use.');
    this.#stop();
    this.readable = null;
    this.writable = null;
  }

  async setSignals({ dataTerminalReady: dtr, requestToSend: rts }: OutputSignals): Promise<void> {
    this.#board.serial.setSignals({ ...(dtr !== undefined && { dtr }), ...(rts !== undefined && { rts }) });
  }
}

/** Does what is due in the program before time goes on: promises, and streams behind them. */
const settled = (): Promise<void> => new Promise(done => setImmediate(done));

/**
 * Runs a program whose `setTimeout` and `Date` are the board's time. Time stands still while the program waits for no
 * timer, which means that it computes or loads something.
 */
export const inBoardTime = async <T>(board: VirtualBoard, work: () => Promise<T>): Promise<T> => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: board.clock.now / MS });
  try {
    let done = false;
    const result = work().finally(() => {
      done = true;
    });
    result.catch(() => undefined); // it is awaited below
    for (;;) {
      await settled();
      if (done) return await result;
      if (vi.getTimerCount() === 0) continue;
      board.run(board.clock.now + MS);
      await settled(); // what the board said goes before what was due at that moment
      await vi.advanceTimersByTimeAsync(1);
    }
  } finally {
    vi.useRealTimers();
  }
};
