/**
 * SLIP as the ROM's download loop speaks it (loader.md, section 1). Written for the board alone: the flasher has
 * its own, and the byte vectors of loader.md pin both.
 */
const END = 0xc0;
const ESCAPE = 0xdb;
const ESCAPED_END = 0xdc;
const ESCAPED_ESCAPE = 0xdd;

/** Takes bytes off the line and gives whole frames. */
export class SlipReceiver {
  readonly #buffer: Uint8Array;
  #length = 0;
  /** `hunting`: what comes belongs to no frame, until the next END. */
  #state: 'hunting' | 'inside' | 'escaped' = 'hunting';

  /** @param capacity longest frame; a longer one is dropped whole. */
  constructor(capacity: number) {
    this.#buffer = new Uint8Array(capacity);
  }

  /** @returns a frame when `byte` ended one; it is valid until the next call. */
  push(byte: number): Uint8Array | undefined {
    if (byte === END) return this.#end();
    if (this.#state === 'hunting') return undefined;
    if (this.#state === 'escaped') {
      const plain = byte === ESCAPED_END ? END : byte === ESCAPED_ESCAPE ? ESCAPE : undefined;
      if (plain === undefined) this.#state = 'hunting';
      else this.#append(plain);
    } else if (byte === ESCAPE) this.#state = 'escaped';
    else this.#append(byte);
    return undefined;
  }

  /** END opens a frame as well as it closes one: two in a row are an empty frame, which is no frame. */
  #end(): Uint8Array | undefined {
    const frame =
      this.#state === 'inside' && this.#length > 0 ? this.#buffer.subarray(0, this.#length) : undefined;
    this.#state = 'inside';
    this.#length = 0;
    return frame;
  }

  #append(byte: number): void {
    if (this.#length === this.#buffer.length) {
      this.#state = 'hunting';
      return;
    }
    this.#state = 'inside';
    this.#buffer[this.#length++] = byte;
  }
}

/** `body` framed and escaped. */
export const slipFrame = (body: Uint8Array): Uint8Array => {
  const out: number[] = [END];
  for (const byte of body) {
    if (byte === END) out.push(ESCAPE, ESCAPED_END);
    else if (byte === ESCAPE) out.push(ESCAPE, ESCAPED_ESCAPE);
    else out.push(byte);
  }
  out.push(END);
  return Uint8Array.from(out);
};
