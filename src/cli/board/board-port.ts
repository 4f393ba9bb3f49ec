/** The board's serial port as one client holds it: what a session asks for is done to the board, now. */

import type { LiveBoard } from './live-board.ts';
import type { PortEvent } from './port-session.ts';
import { SignalGate } from './signal-gate.ts';

/** A break that has no end of its own, ns. */
const ONE_BREAK = 250_000_000;
const FORMAT_8N1 = { dataBits: 8, parity: 'none', stopBits: 1 } as const;

export type BoardEvent = Exclude<PortEvent, { readonly kind: 'reply' | 'flow' | 'junk' }>;

export class BoardPort {
  readonly #live: LiveBoard;
  readonly #gate: SignalGate;
  #levels = { dtr: false, rts: false };
  #breakFrom: number | undefined;

  constructor(live: LiveBoard) {
    this.#live = live;
    this.#gate = new SignalGate(live.board.clock, levels => this.#setLines(levels));
  }

  do(event: BoardEvent): void {
    this.#live.catchUp();
    const { serial } = this.#live.board;
    switch (event.kind) {
      case 'data':
        serial.write(event.bytes);
        break;
      case 'baud':
        serial.setBaud(event.rate);
        break;
      case 'format':
        serial.setFormat(event.format);
        break;
      case 'signals':
        this.#gate.set(event);
        break;
      case 'break':
        this.#breakLine(event.state);
        break;
      case 'purge':
        if (event.unsent) serial.dropUnsent();
    }
  }

  /** The client has left: the port as a driver leaves it that closes it, at the rate for the next one. */
  release(baud: number): void {
    this.do({ kind: 'break', state: 'off' });
    this.do({ kind: 'signals', dtr: false, rts: false });
    this.do({ kind: 'format', format: FORMAT_8N1 });
    this.do({ kind: 'baud', rate: baud });
  }

  /**
   * Only lines that change. RTS goes first when both fall, or the step over "RTS alone" would reset the board whenever
   * a program closes the port.
   */
  #setLines(levels: { readonly dtr: boolean; readonly rts: boolean }): void {
    const { serial } = this.#live.board;
    const { dtr, rts } = this.#levels;
    this.#levels = levels;
    if (dtr && rts && !levels.dtr && !levels.rts) {
      serial.setSignals({ rts: false });
      serial.setSignals({ dtr: false });
    } else
      serial.setSignals({
        ...(dtr !== levels.dtr && { dtr: levels.dtr }),
        ...(rts !== levels.rts && { rts: levels.rts }),
      });
  }

  /** The length of a break is known at its end, so it goes out there: late by its length, and exact. */
  #breakLine(state: 'on' | 'off' | 'once'): void {
    const { board } = this.#live;
    if (state === 'once') board.serial.sendBreak(ONE_BREAK);
    else if (state === 'on') this.#breakFrom ??= board.clock.now;
    else if (this.#breakFrom !== undefined) {
      board.serial.sendBreak(board.clock.now - this.#breakFrom);
      this.#breakFrom = undefined;
    }
  }
}
