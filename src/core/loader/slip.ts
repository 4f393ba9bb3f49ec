/**
 * SLIP framing (RFC 1055) as the loader uses it: C0 at both ends, C0 and DB escaped inside.
 */
const END = 0xc0;
const ESCAPE = 0xdb;
const ESCAPED_END = 0xdc;
const ESCAPED_ESCAPE = 0xdd;

/** Longer than any frame that a loader sends: a sector of flash, unescaped. */
const LONGEST = 0x2000;

/** A frame around the parts, in one buffer. */
export function slipFrame(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let length = 2;
  for (const part of parts) {
    length += part.length;
    for (const byte of part) if (byte === END || byte === ESCAPE) length++;
  }
  const frame = new Uint8Array(length);
  let at = 0;
  frame[at++] = END;
  for (const part of parts) {
    for (const byte of part) {
      if (byte === END || byte === ESCAPE) {
        frame[at++] = ESCAPE;
        frame[at++] = byte === END ? ESCAPED_END : ESCAPED_ESCAPE;
      } else frame[at++] = byte;
    }
  }
  frame[at] = END;
  return frame;
}

/**
 * Takes a stream in any pieces and gives what stands between two C0. Beginnings and ends look alike, so a lost C0
 * costs one frame and not all that follow; whatever else is between two frames (boot text, the rest of a broken frame)
 * comes out as a frame that is no answer. Before the first C0, and after an escape that does not exist, it hunts.
 */
export class SlipDecoder {
  readonly #buffer = new Uint8Array(LONGEST);
  #length = 0;
  #hunting = true;
  #escaped = false;

  /** The frames that `bytes` complete; each has its own memory. Empty ones are none. */
  push(bytes: Uint8Array): Uint8Array[] {
    const frames: Uint8Array[] = [];
    for (const byte of bytes) {
      if (byte === END) {
        if (!this.#hunting && !this.#escaped && this.#length > 0) {
          frames.push(this.#buffer.slice(0, this.#length));
        }
        this.#hunting = false;
        this.#escaped = false;
        this.#length = 0;
      } else if (!this.#hunting) this.#hunting = !this.#take(byte);
    }
    return frames;
  }

  /** Forgets what was begun. */
  reset(): void {
    this.#hunting = true;
  }

  /** False when this byte cannot be inside a frame. */
  #take(byte: number): boolean {
    if (this.#length >= LONGEST) return false;
    if (this.#escaped) {
      this.#escaped = false;
      if (byte !== ESCAPED_END && byte !== ESCAPED_ESCAPE) return false;
      this.#buffer[this.#length++] = byte === ESCAPED_END ? END : ESCAPE;
    } else if (byte === ESCAPE) this.#escaped = true;
    else this.#buffer[this.#length++] = byte;
    return true;
  }
}
