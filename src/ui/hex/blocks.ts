/** Fetches `length` bytes of a file from `offset`. */
export type Load = (offset: number, length: number) => Promise<Uint8Array>;

const BLOCK = 4096;
/** One megabyte is remembered; the oldest blocks go first. */
const MAX_BLOCKS = 256;

/** The bytes of a file as far as somebody looked at them. */
export class Blocks {
  readonly #load: Load;
  readonly #end: number;
  readonly #changed: () => void;
  readonly #blocks = new Map<number, Uint8Array | 'loading' | 'failed'>();

  /**
   * @param end first byte behind what may be read.
   * @param changed called after bytes have come, or could not be read.
   */
  constructor(load: Load, end: number, changed: () => void) {
    this.#load = load;
    this.#end = end;
    this.#changed = changed;
  }

  get failed(): boolean {
    return [...this.#blocks.values()].includes('failed');
  }

  /** The byte at `offset`; undefined until it is there. */
  byteAt(offset: number): number | undefined {
    const block = this.#blocks.get(Math.floor(offset / BLOCK));
    return block instanceof Uint8Array ? block[offset % BLOCK] : undefined;
  }

  /** Fetches what is missing between two offsets. */
  want(from: number, to: number): void {
    for (let index = Math.floor(from / BLOCK); index * BLOCK < to; index++) {
      if (!this.#blocks.has(index)) void this.#fetch(index);
    }
  }

  /** Forgets what could not be read, so that it is wanted anew. */
  retry(): void {
    for (const [index, block] of this.#blocks) if (block === 'failed') this.#blocks.delete(index);
  }

  async #fetch(index: number): Promise<void> {
    this.#blocks.set(index, 'loading');
    const from = index * BLOCK;
    try {
      const bytes = await this.#load(from, Math.min(BLOCK, this.#end - from));
      this.#blocks.set(index, bytes);
    } catch {
      this.#blocks.set(index, 'failed');
    }
    this.#forgetOldest();
    this.#changed();
  }

  #forgetOldest(): void {
    for (const [index, block] of this.#blocks) {
      if (this.#blocks.size <= MAX_BLOCKS) return;
      if (block !== 'loading') this.#blocks.delete(index);
    }
  }
}
