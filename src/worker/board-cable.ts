import type { SerialPortEnd } from '../board/wire/bridge.ts';
import type { CableEnd, CableOrder, CableReport } from '../platform/serial-channel.ts';

/** Where the board's side of a cable plugs in. */
export interface CableSocket {
  readonly serial: SerialPortEnd;
  /** Brings the board to the present before something is done to it. */
  catchUp(): void;
  /** The port was opened with this rate, or closed. */
  onTaken(baud: number | undefined): void;
}

/** The board's end of a serial cable made of messages: opens and closes as a driver does. */
export class BoardCable {
  readonly #end: CableEnd;
  readonly #socket: CableSocket;
  readonly #ends: (() => void)[];
  #open = false;

  constructor(end: CableEnd, socket: CableSocket) {
    this.#end = end;
    this.#socket = socket;
    const { serial } = socket;
    this.#ends = [
      serial.onBytes(bytes => {
        if (this.#open) this.#say({ type: 'bytes', bytes });
      }),
      serial.onPlug(plugged => {
        if (!plugged && this.#open) this.#take(undefined);
        this.#say({ type: 'plugged', plugged });
      }),
    ];
    end.onmessage = ({ data }: MessageEvent<CableOrder>) => {
      const ok = serial.plugged;
      if (ok) this.#obey(data);
      this.#say({ type: 'answer', id: data.id, ok });
    };
    this.#say({ type: 'plugged', plugged: serial.plugged });
  }

  /** Another cable takes its place: for whoever holds the other end, this one is out. */
  end(): void {
    for (const end of this.#ends) end();
    this.#end.onmessage = null;
    this.#say({ type: 'plugged', plugged: false });
    if (this.#open) this.#take(undefined);
  }

  #obey(order: CableOrder): void {
    const { serial, catchUp } = this.#socket;
    catchUp();
    switch (order.type) {
      case 'open':
      case 'baud':
        serial.setBaud(order.baud);
        this.#take(order.baud);
        break;
      case 'signals':
        if (this.#open) serial.setSignals(order.signals);
        break;
      case 'write':
        if (this.#open) serial.write(order.bytes);
        break;
      case 'close':
        // As drivers do: what was not sent is dropped, both lines fall back.
        serial.dropUnsent();
        serial.setSignals({ dtr: false, rts: false });
        this.#take(undefined);
    }
  }

  #take(baud: number | undefined): void {
    this.#open = baud !== undefined;
    this.#socket.onTaken(baud);
  }

  #say(report: CableReport): void {
    this.#end.postMessage(report);
  }
}
