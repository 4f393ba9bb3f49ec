import type { BoardFault, Hits, LineDirection } from '../config.ts';
import { Random, seedFor } from '../random.ts';

/** What the cable does to the bytes of one direction, repeatable for a seed. */
type LineFault = Extract<BoardFault, { direction: LineDirection }>;

export class LineFaults {
  readonly #faults: readonly LineFault[];
  readonly #random: Random;
  /** Bytes so far; the position of the next one. */
  #position = 0;

  constructor(faults: readonly BoardFault[], direction: LineDirection, seed: number) {
    this.#faults = faults.filter(
      (fault): fault is LineFault => 'direction' in fault && fault.direction === direction,
    );
    this.#random = new Random(seedFor(seed, `line ${direction}`));
  }

  /** Bytes that went in so far. */
  get count(): number {
    return this.#position;
  }

  /**
   * What comes out for one byte: nothing, the byte, a changed one, or two.
   * @param tooFast above the rate that the bridge manages: every fourth byte is spoilt.
   */
  pass(byte: number, tooFast = false): readonly number[] {
    const position = this.#position++;
    let out: readonly number[] = [byte];
    for (const { kind, hits } of this.#faults) {
      if (!this.#hit(hits, position)) continue;
      if (kind === 'bytes-lost') out = [];
      if (kind === 'bytes-doubled') out = [...out, ...out];
      if (kind === 'bytes-corrupted') out = out.map(value => this.#spoil(value));
    }
    if (tooFast && this.#random.chance(TOO_FAST))
      return this.#random.chance(0.5) ? [] : out.map(v => this.#spoil(v));
    return out;
  }

  #hit(hits: Hits, position: number): boolean {
    return 'rate' in hits ? this.#random.chance(hits.rate) : hits.positions.includes(position);
  }

  #spoil(byte: number): number {
    return byte ^ (1 << this.#random.below(8));
  }
}

/** Share of bytes that a bridge above its limit spoils. */
const TOO_FAST = 0.25;
