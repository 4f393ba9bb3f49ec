/**
 * MD5 (RFC 1321), incremental. Flash loaders compare flash contents by it and Web Crypto has none; it is a
 * checksum here, not a protection.
 */
const BLOCK = 64;

/** Shift amounts of the four rounds, four each (RFC 1321, 3.4). */
const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21] as const;

/** floor(2^32 · |sin(i + 1)|). */
const SINES = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));

/** Takes bytes in any portions; `digest` ends it. */
export class Md5 {
  readonly #state = new Int32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476]);
  readonly #pending = new Uint8Array(BLOCK);
  readonly #words = new Int32Array(16);
  #length = 0;

  /** Adds `bytes`. */
  update(bytes: Uint8Array): this {
    let at = 0;
    const held = this.#length % BLOCK;
    this.#length += bytes.length;
    if (held > 0) {
      at = Math.min(BLOCK - held, bytes.length);
      this.#pending.set(bytes.subarray(0, at), held);
      if (held + at < BLOCK) return this;
      this.#block(this.#pending, 0);
    }
    for (; at + BLOCK <= bytes.length; at += BLOCK) this.#block(bytes, at);
    this.#pending.set(bytes.subarray(at));
    return this;
  }

  /** The 16 bytes of the digest. The object is used up by it. */
  digest(): Uint8Array {
    const bits = this.#length * 8;
    const fill = (this.#length % BLOCK < 56 ? 56 : 120) - (this.#length % BLOCK);
    const tail = new Uint8Array(fill + 8);
    tail[0] = 0x80;
    const view = new DataView(tail.buffer);
    view.setUint32(fill, bits >>> 0, true);
    view.setUint32(fill + 4, Math.floor(bits / 2 ** 32), true);
    this.update(tail);
    const digest = new DataView(new ArrayBuffer(16));
    this.#state.forEach((word, i) => {
      digest.setInt32(4 * i, word, true);
    });
    return new Uint8Array(digest.buffer);
  }

  #block(bytes: Uint8Array, at: number): void {
    const x = this.#words;
    const byte = (i: number): number => bytes[i] as number; // inside: callers give whole blocks
    for (let i = 0, p = at; i < 16; i++, p += 4) {
      x[i] = byte(p) | (byte(p + 1) << 8) | (byte(p + 2) << 16) | (byte(p + 3) << 24);
    }
    const s = this.#state;
    let [a, b, c, d] = [s[0] as number, s[1] as number, s[2] as number, s[3] as number];
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      const mixed = MIX[round as 0 | 1 | 2 | 3](b, c, d);
      const word = x[(i * (STEPS[round] as number) + (OFFSETS[round] as number)) & 15] as number;
      const sum = (a + mixed + word + (SINES[i] as number)) | 0;
      const shift = SHIFTS[(round << 2) | (i & 3)] as number;
      [a, d, c] = [d, c, b];
      b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
    }
    s[0] = ((s[0] as number) + a) | 0;
    s[1] = ((s[1] as number) + b) | 0;
    s[2] = ((s[2] as number) + c) | 0;
    s[3] = ((s[3] as number) + d) | 0;
  }
}

const MIX = [
  (b: number, c: number, d: number): number => (b & c) | (~b & d),
  (b: number, c: number, d: number): number => (b & d) | (c & ~d),
  (b: number, c: number, d: number): number => b ^ c ^ d,
  (b: number, c: number, d: number): number => c ^ (b | ~d),
] as const;

/** Round r takes the words in the order STEPS[r] · i + OFFSETS[r]. */
const STEPS = [1, 5, 3, 7] as const;
const OFFSETS = [0, 1, 5, 0] as const;

/** MD5 of `bytes`. */
export const md5 = (bytes: Uint8Array): Uint8Array => new Md5().update(bytes).digest();
