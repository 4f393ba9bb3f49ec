import type { Due, VirtualClock } from '../clock.ts';
import type { BoardFault, BridgeName } from '../config.ts';
import type { Costs } from '../costs.ts';
import { LineFaults } from './faults.ts';
import {
  FORMAT_8N1,
  LineReceiver,
  LineSender,
  type ReceivedByte,
  type SerialFormat,
  type SerialWire,
} from './serial-line.ts';

/**
 * The USB-to-serial bridge: what a host program holds as "the port" on one side, two wires and the control lines on
 * the other. Requests and bytes take USB's time; bytes to the host travel in packets.
 */
export interface SerialSignals {
  readonly dtr?: boolean;
  readonly rts?: boolean;
}

/** The host's end of the cable. Nothing throws: on an unplugged port all calls do nothing. */
export interface SerialPortEnd {
  /** False once the cable is out. */
  readonly plugged: boolean;
  /** Bytes written that have not left on the wire yet. */
  readonly pending: number;
  setBaud(rate: number): void;
  setFormat(format: SerialFormat): void;
  setSignals(signals: SerialSignals): void;
  write(bytes: Uint8Array): void;
  /** Forgets what was written and has not left yet. */
  dropUnsent(): void;
  /** Holds the line low for so many ns. */
  sendBreak(length: number): void;
  /** Calls back with every packet that arrives; gives the way to stop it. */
  onBytes(callback: (bytes: Uint8Array) => void): () => void;
  /** Calls back with every byte from the board that was not well formed: wrong stop bit or parity, or a break. */
  onLineError(callback: (byte: ReceivedByte) => void): () => void;
  onPlug(callback: (plugged: boolean) => void): () => void;
  unplug(): void;
  plug(): void;
}

export interface BridgeModel {
  /** Highest rate that works; above it bytes get spoilt. */
  readonly reliableBaud: number;
  /** Hz; the bridge can make this clock divided by a whole number. 0: any rate, exactly. */
  readonly divisorClock: number;
  /** Bytes that go to the host in one packet at most. */
  readonly packet: number;
}

/** Limits: public threads about flashing tools. Clocks and packets: data sheets, rounded to the usual. */
export const BRIDGES: Readonly<Record<BridgeName, BridgeModel>> = {
  ch340: { reliableBaud: 460_800, divisorClock: 12_000_000, packet: 32 },
  cp2102: { reliableBaud: 921_600, divisorClock: 24_000_000, packet: 64 },
  cp2102n: { reliableBaud: 3_000_000, divisorClock: 48_000_000, packet: 64 },
  ft232r: { reliableBaud: 3_000_000, divisorClock: 24_000_000, packet: 62 },
  ideal: { reliableBaud: Number.POSITIVE_INFINITY, divisorClock: 0, packet: 64 },
};

export interface BridgeOptions {
  readonly clock: VirtualClock;
  readonly model: BridgeModel;
  readonly costs: Costs;
  readonly seed: number;
  readonly faults: readonly BoardFault[];
  readonly toBoard: SerialWire;
  readonly fromBoard: SerialWire;
  /** DTR and RTS as they stand at the adapter's pins. */
  onSignals(dtr: boolean, rts: boolean): void;
}

const DEFAULT_BAUD = 9600;

export class UsbBridge implements SerialPortEnd {
  readonly #options: BridgeOptions;
  readonly #limit: number;
  readonly #sender: LineSender;
  readonly #receiver: LineReceiver;
  readonly #faultsOut: LineFaults;
  readonly #faultsIn: LineFaults;
  readonly #listeners = new Set<(bytes: Uint8Array) => void>();
  readonly #errorListeners = new Set<(byte: ReceivedByte) => void>();
  readonly #plugListeners = new Set<(plugged: boolean) => void>();
  /** Pieces to send; the first one from `#sent` on. */
  readonly #out: Uint8Array[] = [];
  #sent = 0;
  /** What the line faults made of the last byte. */
  #ready: number[] = [];
  #pending = 0;
  /** Changes with every unplugging: what is under way then never arrives. */
  #session = 0;
  #plugged = true;
  #baud = DEFAULT_BAUD;
  #format = FORMAT_8N1;
  #dtr = false;
  #rts = false;
  #packet: number[] = [];
  #flush: Due | undefined;

  constructor(options: BridgeOptions) {
    this.#options = options;
    const { clock, faults, seed } = options;
    this.#limit = faults.find(fault => fault.kind === 'bridge-limit')?.baud ?? options.model.reliableBaud;
    this.#faultsOut = new LineFaults(faults, 'to-board', seed);
    this.#faultsIn = new LineFaults(faults, 'from-board', seed);
    const settings = { bitTime: () => 1e9 / this.actualBaud, format: () => this.#format };
    this.#sender = new LineSender(clock, options.toBoard, settings, () => this.#nextByte());
    this.#receiver = new LineReceiver(clock, options.fromBoard, settings, byte => this.#received(byte));
    for (const fault of faults) {
      if (fault.kind === 'unplug' && fault.atNs !== undefined) clock.at(fault.atNs, () => this.unplug());
    }
  }

  get plugged(): boolean {
    return this.#plugged;
  }

  get pending(): number {
    return this.#pending;
  }

  /** The rate that the bridge really makes of the one asked for. */
  get actualBaud(): number {
    const { divisorClock } = this.#options.model;
    if (divisorClock === 0) return this.#baud;
    return divisorClock / Math.max(1, Math.round(divisorClock / this.#baud));
  }

  setBaud(rate: number): void {
    if (!(rate > 0)) throw new RangeError(`${rate} baud; a rate is above 0`);
    this.#request(() => {
      this.#baud = rate;
    });
  }

  setFormat(format: SerialFormat): void {
    this.#request(() => {
      this.#format = format;
    });
  }

  /** Both lines in one call are two requests, DTR first, as drivers do it. */
  setSignals({ dtr, rts }: SerialSignals): void {
    const gap = dtr !== undefined && rts !== undefined ? this.#options.costs.usbSignalGap : 0;
    if (dtr !== undefined) {
      this.#request(() => {
        this.#dtr = dtr;
        this.#options.onSignals(this.#dtr, this.#rts);
      });
    }
    if (rts !== undefined) {
      this.#request(() => {
        this.#rts = rts;
        this.#options.onSignals(this.#dtr, this.#rts);
      }, gap);
    }
  }

  write(bytes: Uint8Array): void {
    if (!this.#plugged || bytes.length === 0) return;
    const copy = bytes.slice();
    this.#pending += copy.length;
    this.#request(() => {
      this.#out.push(copy);
      this.#sender.kick();
    });
  }

  dropUnsent(): void {
    this.#request(() => {
      for (const piece of this.#out) this.#pending -= piece.length;
      this.#pending += this.#sent;
      this.#out.length = 0;
      this.#sent = 0;
    });
  }

  sendBreak(length: number): void {
    this.#request(() => this.#sender.break(length));
  }

  onBytes(callback: (bytes: Uint8Array) => void): () => void {
    this.#listeners.add(callback);
    return () => this.#listeners.delete(callback);
  }

  onLineError(callback: (byte: ReceivedByte) => void): () => void {
    this.#errorListeners.add(callback);
    return () => this.#errorListeners.delete(callback);
  }

  onPlug(callback: (plugged: boolean) => void): () => void {
    this.#plugListeners.add(callback);
    return () => this.#plugListeners.delete(callback);
  }

  /** The cable comes out: what is under way is lost, the control lines fall back. */
  unplug(): void {
    if (!this.#plugged) return;
    this.#plugged = false;
    this.#session++;
    this.#sender.abort();
    this.#receiver.reset();
    this.#options.clock.cancel(this.#flush);
    this.#flush = undefined;
    this.#packet = [];
    this.#out.length = 0;
    this.#ready = [];
    this.#sent = 0;
    this.#pending = 0;
    this.#dtr = false;
    this.#rts = false;
    this.#options.onSignals(false, false);
    for (const callback of this.#plugListeners) callback(false);
  }

  plug(): void {
    if (this.#plugged) return;
    this.#plugged = true;
    for (const callback of this.#plugListeners) callback(true);
  }

  /** Something that the host asks for reaches the bridge after USB's time, unless the cable comes out before. */
  #request(action: () => void, extra = 0): void {
    if (!this.#plugged) return;
    const session = this.#session;
    this.#options.clock.after(this.#options.costs.usbLatency + extra, () => {
      if (session === this.#session) action();
    });
  }

  /** Asked for whenever the wire gets free, so also right behind the last byte. */
  #nextByte(): number | undefined {
    for (;;) {
      if (this.#ready.length === 0 && this.#unplugsNow()) return undefined;
      const ready = this.#ready.shift();
      if (ready !== undefined) return ready;
      const piece = this.#out[0];
      if (!piece) return undefined;
      this.#ready.push(...this.#faultsOut.pass(piece[this.#sent++] ?? 0, this.#baud > this.#limit));
      this.#pending--;
      if (this.#sent >= piece.length) {
        this.#out.shift();
        this.#sent = 0;
      }
    }
  }

  #unplugsNow(): boolean {
    const due = this.#options.faults.some(
      fault => fault.kind === 'unplug' && fault.afterBytes === this.#faultsOut.count,
    );
    if (due) this.unplug();
    return due;
  }

  #received(byte: ReceivedByte): void {
    if (!this.#plugged) return;
    if (byte.framingError || byte.parityError) for (const callback of this.#errorListeners) callback(byte);
    this.#packet.push(...this.#faultsIn.pass(byte.value, this.#baud > this.#limit));
    if (this.#packet.length >= this.#options.model.packet) this.#deliver();
    else this.#flush ??= this.#options.clock.after(this.#options.costs.usbChunkTimer, () => this.#deliver());
  }

  #deliver(): void {
    this.#options.clock.cancel(this.#flush);
    this.#flush = undefined;
    if (this.#packet.length === 0) return;
    const bytes = Uint8Array.from(this.#packet);
    this.#packet = [];
    this.#request(() => {
      for (const callback of this.#listeners) callback(bytes);
    });
  }
}
