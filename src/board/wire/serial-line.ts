import type { Due, VirtualClock } from '../clock.ts';

/**
 * A serial line as voltage over time. A sender lays frames onto the wire at its own bit time; a receiver waits for a
 * falling edge and samples the middle of each bit at ITS bit time. Nothing here knows whether the two agree: the
 * garbage at a wrong rate is what the samples give.
 */
export interface SerialFormat {
  readonly dataBits: 5 | 6 | 7 | 8;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 1.5 | 2;
}

export const FORMAT_8N1: SerialFormat = { dataBits: 8, parity: 'none', stopBits: 1 };

/** One byte (or a break) on the wire; high before and after. */
export interface Frame {
  readonly start: number;
  /** Nanoseconds. */
  readonly bitTime: number;
  /** Levels from the first bit in time (bit 0) on; behind `count` the line is high. */
  readonly bits: number;
  readonly count: number;
  /** Moment from which the next frame may start; earlier when the sender was cut off. */
  end: number;
}

const STOP_LEVELS = 0b11;

/** Start bit, data from the lowest bit on, parity, stop bits. */
export function frameOf(byte: number, format: SerialFormat, start: number, bitTime: number): Frame {
  const { dataBits, parity, stopBits } = format;
  const data = byte & ((1 << dataBits) - 1);
  let bits = data << 1;
  let count = 1 + dataBits;
  if (parity !== 'none') bits |= parityOf(data, parity) << count++;
  bits |= STOP_LEVELS << count;
  return { start, bitTime, bits, count: count + 2, end: start + (count + stopBits) * bitTime };
}

function parityOf(data: number, parity: 'even' | 'odd'): number {
  let ones = parity === 'odd' ? 1 : 0;
  for (let rest = data; rest; rest >>= 1) ones ^= rest & 1;
  return ones;
}

/** One direction of a serial line. It remembers only what a receiver may still look at. */
export class SerialWire {
  /** Tells who listens that a frame begins. */
  onFrame: ((frame: Frame) => void) | undefined;
  /** Watches the wire besides the receiver, e.g. to measure the rate. */
  onWatch: ((frame: Frame) => void) | undefined;
  readonly #frames: Frame[] = [];

  send(frame: Frame): void {
    if (this.onFrame) this.#frames.push(frame);
    this.onFrame?.(frame);
    this.onWatch?.(frame);
  }

  /** 1 = high, idle. */
  level(at: number): 0 | 1 {
    for (let i = this.#frames.length - 1; i >= 0; i--) {
      const frame = this.#frames[i];
      if (!frame || at < frame.start) continue;
      return at < frame.end ? bitOf(frame, Math.floor((at - frame.start) / frame.bitTime)) : 1;
    }
    return 1;
  }

  /** First change from high to low that is not before `from`, among the frames sent so far. */
  nextFall(from: number): number | undefined {
    for (const frame of this.#frames) {
      let before = 1; // every frame ends high, a cut one too
      for (let k = 0; k < frame.count; k++) {
        const at = frame.start + k * frame.bitTime;
        if (at >= frame.end) break;
        const level = bitOf(frame, k);
        if (before && !level && at >= from) return at;
        before = level;
      }
    }
    return undefined;
  }

  /** Nobody will ask about moments before `time` any more. */
  forget(time: number): void {
    while (this.#frames[0] && this.#frames[0].end <= time) this.#frames.shift();
  }
}

const bitOf = ({ bits, count }: Frame, k: number): 0 | 1 =>
  k >= count ? 1 : ((bits >>> k) & 1) === 1 ? 1 : 0;

/** What a receiver is set to; asked anew for every byte. */
export interface LineSettings {
  /** Nanoseconds per bit. */
  bitTime(): number;
  format(): SerialFormat;
}

/** Puts bytes onto a wire, one after the other. */
export class LineSender {
  readonly #clock: VirtualClock;
  readonly #wire: SerialWire;
  readonly #settings: LineSettings;
  readonly #next: () => number | undefined;
  #frame: Frame | undefined;
  #due: Due | undefined;

  /** `next` gives the next byte to send, if there is one. */
  constructor(clock: VirtualClock, wire: SerialWire, settings: LineSettings, next: () => number | undefined) {
    this.#clock = clock;
    this.#wire = wire;
    this.#settings = settings;
    this.#next = next;
  }

  /** Whether a byte is on the wire right now. */
  get busy(): boolean {
    return this.#frame !== undefined;
  }

  /** There may be something to send. */
  kick(): void {
    if (this.#frame) return;
    const byte = this.#next();
    if (byte === undefined) return;
    this.#put(frameOf(byte, this.#settings.format(), this.#clock.now, this.#settings.bitTime()));
  }

  /** Holds the line low for that long, after the byte that is on its way. */
  break(length: number): void {
    const start = this.#frame?.end ?? this.#clock.now;
    const stop = this.#settings.bitTime();
    this.#put({ start, bitTime: length, bits: 0b10, count: 2, end: start + length + stop });
  }

  /** The line goes idle at once; the byte on its way stays a fragment. */
  abort(): void {
    if (this.#frame) this.#frame.end = this.#clock.now;
    this.#clock.cancel(this.#due);
    this.#frame = undefined;
  }

  #put(frame: Frame): void {
    this.#clock.cancel(this.#due);
    this.#frame = frame;
    this.#due = this.#clock.at(frame.end, () => {
      this.#frame = undefined;
      this.kick();
    });
    this.#wire.send(frame);
  }
}

/** A byte as a receiver understood it. */
export interface ReceivedByte {
  readonly value: number;
  /** The stop bit was low. */
  readonly framingError: boolean;
  readonly parityError: boolean;
  /** All bits low, the stop bit too. */
  readonly isBreak: boolean;
}

/** Reads a wire at its own rate. */
export class LineReceiver {
  readonly #clock: VirtualClock;
  readonly #wire: SerialWire;
  readonly #settings: LineSettings;
  readonly #onByte: (byte: ReceivedByte) => void;
  #due: Due | undefined;
  /** Edges before this moment belong to bytes already read. */
  #huntFrom = 0;

  constructor(
    clock: VirtualClock,
    wire: SerialWire,
    settings: LineSettings,
    onByte: (byte: ReceivedByte) => void,
  ) {
    this.#clock = clock;
    this.#wire = wire;
    this.#settings = settings;
    this.#onByte = onByte;
    wire.onFrame = () => this.#hunt();
  }

  /** Drops the byte on its way and waits for the next edge. */
  reset(): void {
    this.#clock.cancel(this.#due);
    this.#due = undefined;
    this.#huntFrom = this.#clock.now;
  }

  #hunt(): void {
    if (this.#due) return;
    const edge = this.#wire.nextFall(this.#huntFrom);
    if (edge === undefined) return;
    const bitTime = this.#settings.bitTime();
    const format = this.#settings.format();
    const bits = 1 + format.dataBits + (format.parity === 'none' ? 0 : 1);
    const done = edge + (bits + 0.5) * bitTime;
    this.#due = this.#clock.at(done, () => this.#sample(edge, bitTime, format));
  }

  #sample(edge: number, bitTime: number, format: SerialFormat): void {
    this.#due = undefined;
    const level = (bit: number) => this.#wire.level(edge + (bit + 0.5) * bitTime);
    if (level(0) === 1) {
      this.#continueFrom(edge + bitTime / 2); // too short for a start bit
      return;
    }
    let value = 0;
    for (let bit = 0; bit < format.dataBits; bit++) value |= level(1 + bit) << bit;
    let at = 1 + format.dataBits;
    let parityError = false;
    let all = value;
    if (format.parity !== 'none') {
      const parity = level(at++);
      all |= parity;
      parityError = parity !== parityOf(value, format.parity);
    }
    const stop = level(at);
    this.#onByte({ value, framingError: stop === 0, parityError, isBreak: stop === 0 && all === 0 });
    this.#continueFrom(edge + (at + 0.5) * bitTime);
  }

  #continueFrom(time: number): void {
    this.#huntFrom = time;
    this.#wire.forget(time);
    this.#hunt();
  }
}
