import type { BoardFault } from '../config.ts';
import { Random, seedFor } from '../random.ts';
import { PAGE, SECTOR } from './geometry.ts';
import type { SectorStore } from './sector-store.ts';
import { torn, wornErase } from './torn.ts';

/** Cells that an operation touched and what they held before; enough to tear it when power fails. */
export interface Change {
  readonly offset: number;
  readonly before: Readonly<Uint8Array>;
}

type FaultOf<K extends BoardFault['kind']> = Extract<BoardFault, { kind: K }>;

/** The memory cells with their wear and their faults; knows no commands and no time. */
export class Cells {
  readonly store: SectorStore;
  #wear: Uint32Array;
  #wearIsShared: boolean;
  readonly #seed: number;
  readonly #stuck: readonly FaultOf<'stuck-bit'>[];
  readonly #worn: readonly FaultOf<'worn-sector'>[];

  constructor(
    store: SectorStore,
    wear: Uint32Array | undefined,
    seed: number,
    faults: readonly BoardFault[],
  ) {
    this.store = store;
    this.#wear = wear ?? new Uint32Array(store.size / SECTOR);
    this.#wearIsShared = wear !== undefined;
    this.#seed = seed;
    this.#stuck = faults.filter(fault => fault.kind === 'stuck-bit');
    this.#worn = faults.filter(fault => fault.kind === 'worn-sector');
    for (const { offset } of this.#stuck) this.#holdStuckBits(offset, 1);
  }

  /** Erase cycles by sector; not to be written to, a snapshot may share it. */
  shareWear(): Uint32Array {
    this.#wearIsShared = true;
    return this.#wear;
  }

  wear(sector: number): number {
    return this.#wear[sector] ?? 0;
  }

  /** Whether a sector of the range takes the longest time and keeps bits. */
  isWorn(offset: number, length: number): boolean {
    return this.#worn.some(({ sector }) => sector * SECTOR >= offset && sector * SECTOR < offset + length);
  }

  /** Sets all bits of a sector, as far as it still can. */
  eraseSector(sector: number): Change {
    const offset = sector * SECTOR;
    const before = this.store.blank(sector);
    if (this.#wearIsShared) this.#wear = this.#wear.slice();
    this.#wearIsShared = false;
    const cycles = this.wear(sector) + 1;
    this.#wear[sector] = cycles;
    const worn = this.#worn.find(fault => fault.sector === sector);
    if (worn) {
      const random = new Random(seedFor(this.#seed, 'worn', sector * 0x10000 + cycles));
      this.store.write(offset, wornErase(before, worn.share, random));
    }
    this.#holdStuckBits(offset, SECTOR);
    return { offset, before };
  }

  /**
   * Clears bits in one page; `at` is where the first byte goes, behind the page's end it begins again, and of more
   * than a page the last 256 bytes count.
   */
  program(at: number, data: Uint8Array): { readonly change: Change; readonly wantedSetBits: boolean } {
    const page = at - (at % PAGE);
    const before = new Uint8Array(PAGE);
    this.store.read(page, before);
    const after = before.slice();
    let wantedSetBits = false;
    for (let i = Math.max(0, data.length - PAGE); i < data.length; i++) {
      const to = (at + i) % PAGE;
      const want = data[i] ?? 0xff;
      const got = (before[to] ?? 0xff) & want;
      if (got !== want) wantedSetBits = true;
      after[to] = got;
    }
    this.store.write(page, after);
    this.#holdStuckBits(page, PAGE);
    return { change: { offset: page, before }, wantedSetBits };
  }

  /** Leaves the touched cells somewhere between before and after. */
  tear(changes: readonly Change[], random: Random): void {
    for (const { offset, before } of changes) {
      const after = new Uint8Array(before.length);
      this.store.read(offset, after);
      this.store.write(offset, torn(before, after, random));
      this.#holdStuckBits(offset, before.length);
    }
  }

  #holdStuckBits(offset: number, length: number): void {
    for (const stuck of this.#stuck) {
      if (stuck.offset < offset || stuck.offset >= offset + length) continue;
      const byte = this.store.byteAt(stuck.offset);
      const held = stuck.value ? byte | (1 << stuck.bit) : byte & ~(1 << stuck.bit);
      if (held !== byte) this.store.write(stuck.offset, Uint8Array.of(held));
    }
  }
}
