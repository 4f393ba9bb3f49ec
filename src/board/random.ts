/**
 * Chance that can be repeated: the same seed gives the same power cut, the same lost byte, the same noise.
 * The generator is mulberry32 (32 bits of state; public domain, Tommy Ettinger): small, fast, good enough for noise.
 */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** A whole number 0 … 2^32 − 1. */
  uint32(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** A byte 0 … 255. */
  byte(): number {
    return this.uint32() >>> 24;
  }

  /** A whole number 0 … limit − 1. */
  below(limit: number): number {
    return Math.floor((this.uint32() / 0x1_0000_0000) * limit);
  }

  /** True with this probability, 0 … 1. */
  chance(probability: number): boolean {
    return this.uint32() < probability * 0x1_0000_0000;
  }

  fill(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length; i += 4) {
      const word = this.uint32();
      for (let k = 0; k < 4; k++) bytes[i + k] = word >>> (8 * k); // behind the end nothing is kept
    }
  }
}

/**
 * A seed for one purpose out of the board's seed, so that a new consumer of chance does not shift the luck of the
 * others.
 */
export function seedFor(seed: number, purpose: string, number = 0): number {
  let hash = seed ^ 0x811c9dc5 ^ Math.imul(number + 1, 0x9e3779b1);
  for (let i = 0; i < purpose.length; i++) hash = Math.imul(hash ^ purpose.charCodeAt(i), 0x01000193);
  return new Random(hash).uint32() | 0;
}
