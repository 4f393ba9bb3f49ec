/** Cuts a stream of bytes into lines, the same lines however the stream is cut into pieces. */
import { badBytes, textOf } from './text.ts';

export interface RawLine {
  readonly offset: number;
  readonly length: number;
  readonly time: number | undefined;
  readonly text: string;
  /** Bytes that cannot be text. */
  readonly bad: number;
  /** False for a piece of a line that goes on. */
  readonly ended: boolean;
}

/** A line is cut here if no line end comes. */
const LONGEST = 1024;
/** Noise has no line ends to wait for: a line that long is looked at, and cut here if it is noise. */
const NOISE_CUT = 256;
/** Share of bytes that are no text, from which a stretch is noise: measured for pairs of rates in noise.test.ts. */
export const NOISE_SHARE = 1 / 8;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

export class LineCutter {
  readonly #pending = new Uint8Array(LONGEST);
  #length = 0;
  #offset = 0;
  #time: number | undefined;

  /** Text of the line that has not ended. */
  get pending(): string {
    return textOf(this.#pending, 0, this.#length);
  }

  get pendingLength(): number {
    return this.#length;
  }

  push(bytes: Uint8Array, time: number | undefined, take: (line: RawLine) => void): void {
    let at = 0;
    while (at < bytes.length) {
      const feed = bytes.indexOf(LINE_FEED, at);
      const end = feed < 0 ? bytes.length : feed + 1;
      if (this.#length === 0) this.#time = time;
      if (this.#length === 0 && feed >= 0 && end - at < NOISE_CUT) {
        this.#emit(bytes, at, end, take);
        at = end;
      } else at = this.#append(bytes, at, end, take);
    }
  }

  /** What came last, although its line has not ended. */
  end(take: (line: RawLine) => void): void {
    if (this.#length > 0) this.#flush(take);
  }

  /** Copies as much as the line may have; gives where to go on. */
  #append(bytes: Uint8Array, at: number, end: number, take: (line: RawLine) => void): number {
    const limit = this.#length < NOISE_CUT ? NOISE_CUT : LONGEST;
    const count = Math.min(end - at, limit - this.#length);
    this.#pending.set(bytes.subarray(at, at + count), this.#length);
    this.#length += count;
    const ended = this.#pending[this.#length - 1] === LINE_FEED;
    if (ended || this.#length === LONGEST || (this.#length === NOISE_CUT && this.#isNoise()))
      this.#flush(take);
    return at + count;
  }

  #isNoise(): boolean {
    return badBytes(this.#pending, 0, this.#length) >= NOISE_SHARE * this.#length;
  }

  #flush(take: (line: RawLine) => void): void {
    const length = this.#length;
    this.#length = 0;
    this.#emit(this.#pending, 0, length, take);
  }

  #emit(bytes: Uint8Array, from: number, end: number, take: (line: RawLine) => void): void {
    const ended = bytes[end - 1] === LINE_FEED;
    let last = ended ? end - 1 : end;
    while (ended && last > from && bytes[last - 1] === CARRIAGE_RETURN) last--;
    const offset = this.#offset;
    this.#offset += end - from;
    take({
      offset,
      length: end - from,
      time: this.#time,
      text: textOf(bytes, from, last),
      bad: badBytes(bytes, from, last),
      ended,
    });
  }
}
