import { BLOCK64, MEGABYTE, SECTOR } from './geometry.ts';

/**
 * The cells of a flash chip, made for being forked thousands of times: a tree of 64 KiB blocks of 4 KiB sectors.
 * A fork copies only the list of blocks (64 entries for 4 MiB); a block or sector is copied when one of its owners
 * writes to it, and erased sectors are all the same one. What the CPU needs is different, one contiguous megabyte:
 * such windows are made when asked for and then kept equal to the sectors, and a fork starts without any.
 */
const SECTORS_PER_BLOCK = BLOCK64 / SECTOR;

interface Block {
  /** The store that may write to this block in place; changes with every fork. */
  readonly owner: object;
  readonly sectors: Uint8Array[];
  /** Bit n: sector n belongs to this block alone. */
  own: number;
}

const BLANK_SECTOR = new Uint8Array(SECTOR).fill(0xff);
const BLANK_BLOCK: Block = {
  owner: {},
  sectors: new Array<Uint8Array>(SECTORS_PER_BLOCK).fill(BLANK_SECTOR),
  own: 0,
};

export class SectorStore {
  readonly size: number;
  #blocks: Block[];
  #owner: object = {};
  readonly #windows = new Map<number, Uint8Array>();

  /** An erased store. `size` is a multiple of 64 KiB. */
  constructor(size: number, blocks?: Block[]) {
    this.size = size;
    this.#blocks = blocks ?? new Array<Block>(size / BLOCK64).fill(BLANK_BLOCK);
  }

  /** Another store with the same content; both may be written from now on. */
  fork(): SectorStore {
    this.#owner = {};
    return new SectorStore(this.size, this.#blocks.slice());
  }

  /** Takes over the content of a store of the same size; windows that are in use follow. */
  adopt(other: SectorStore): void {
    const fork = other.fork();
    const before = this.#blocks;
    this.#blocks = fork.#blocks;
    this.#owner = {};
    for (const [i, block] of this.#blocks.entries()) {
      if (block !== before[i]) this.#mirror(i * BLOCK64, BLOCK64);
    }
  }

  /** The bytes of a sector, to read only. */
  sector(index: number): Readonly<Uint8Array> {
    return (
      this.#blocks[Math.floor(index / SECTORS_PER_BLOCK)]?.sectors[index % SECTORS_PER_BLOCK] ?? BLANK_SECTOR
    );
  }

  isBlank(index: number): boolean {
    const bytes = this.sector(index);
    return bytes === BLANK_SECTOR || bytes.every(byte => byte === 0xff);
  }

  byteAt(offset: number): number {
    return this.sector(Math.floor(offset / SECTOR))[offset % SECTOR] ?? 0xff;
  }

  /** Copies bytes from `offset` on; behind the end the chip begins again. */
  read(offset: number, into: Uint8Array): void {
    let from = offset % this.size;
    for (let done = 0; done < into.length; ) {
      const inSector = from % SECTOR;
      const count = Math.min(into.length - done, SECTOR - inSector);
      into.set(this.sector(Math.floor(from / SECTOR)).subarray(inSector, inSector + count), done);
      done += count;
      from = (from + count) % this.size;
    }
  }

  /** Writes bytes that lie inside one sector. */
  write(offset: number, bytes: Uint8Array): void {
    this.#ownedSector(Math.floor(offset / SECTOR)).set(bytes, offset % SECTOR);
    this.#mirror(offset, bytes.length);
  }

  /** Makes a sector blank, which takes no memory. Gives the old bytes, which stay as they are. */
  blank(index: number): Readonly<Uint8Array> {
    const block = this.#ownedBlock(Math.floor(index / SECTORS_PER_BLOCK));
    const at = index % SECTORS_PER_BLOCK;
    const old = block.sectors[at] ?? BLANK_SECTOR;
    block.sectors[at] = BLANK_SECTOR;
    block.own &= ~(1 << at);
    if (old !== BLANK_SECTOR) this.#mirror(index * SECTOR, SECTOR);
    return old;
  }

  /**
   * The megabyte of that number as one array that follows all later changes: what the CPU sees through the cache.
   * A smaller chip repeats in it, a number behind the end begins again: the upper address bits are not wired.
   */
  window(megabyte: number): Uint8Array {
    const number = megabyte % Math.max(1, this.size / MEGABYTE);
    const known = this.#windows.get(number);
    if (known) return known;
    const window = new Uint8Array(MEGABYTE);
    this.read(number * MEGABYTE, window);
    this.#windows.set(number, window);
    return window;
  }

  /** Forgets the windows: nobody looks any more. */
  closeWindows(): void {
    this.#windows.clear();
  }

  #mirror(offset: number, length: number): void {
    for (const [number, window] of this.#windows) {
      const start = number * MEGABYTE;
      if (this.size >= MEGABYTE && (offset < start || offset >= start + MEGABYTE)) continue;
      const step = Math.min(this.size, MEGABYTE);
      for (let at = offset - start; at < MEGABYTE; at += step) {
        this.read(offset, window.subarray(at, at + length));
      }
    }
  }

  #ownedBlock(index: number): Block {
    const block = this.#blocks[index] ?? BLANK_BLOCK;
    if (block.owner === this.#owner) return block;
    const copy: Block = { owner: this.#owner, sectors: block.sectors.slice(), own: 0 };
    this.#blocks[index] = copy;
    return copy;
  }

  #ownedSector(index: number): Uint8Array {
    const block = this.#ownedBlock(Math.floor(index / SECTORS_PER_BLOCK));
    const at = index % SECTORS_PER_BLOCK;
    const bytes = block.sectors[at] ?? BLANK_SECTOR;
    if (block.own & (1 << at)) return bytes;
    const copy = bytes.slice();
    block.sectors[at] = copy;
    block.own |= 1 << at;
    return copy;
  }
}
