/**
 * The memory that the CPU reaches without asking anybody: DRAM, IRAM and the flash as the cache maps it.
 * Views of 8, 16 and 32 bits on the same bytes; the machine below is little endian, as the LX106 is.
 */
import { lengthOf } from './decode.ts';

/** Plain memory, shared with the bus. */
export interface CpuMemory {
  /** 0x3FFE8000–0x3FFFFFFF: 80 KiB for programs, 16 KiB for the ROM's data and stack. */
  readonly dram: Uint8Array;
  /** 0x40100000–0x4010FFFF; the upper half is the flash cache's when that is on. */
  readonly iram: Uint8Array;
  /**
   * Flash as mapped at 0x40200000–0x402FFFFF: the megabyte chosen in the cache register, shorter on smaller
   * chips (then it repeats). undefined while the cache is off.
   */
  mapped: Uint8Array | undefined;
}

export const DRAM_ADDRESS = 0x3ffe8000;
export const DRAM_SIZE = 0x18000;
export const IRAM_ADDRESS = 0x40100000;
export const IRAM_SIZE = 0x10000;
export const IROM_ADDRESS = 0x40200000;
export const IROM_SIZE = 0x100000;
export const ROM_ADDRESS = 0x40000000;
export const ROM_SIZE = 0x10000;

const NOTHING = new Uint8Array(0);

export class PlainMemory {
  readonly dram8: Uint8Array;
  readonly dram16: Uint16Array;
  readonly dram32: Int32Array;
  readonly iram8: Uint8Array;
  readonly iram32: Int32Array;
  /** Empty while the cache is off. */
  irom8: Uint8Array = NOTHING;
  irom32: Int32Array = wordsOf(NOTHING);
  readonly #memory: CpuMemory;
  #mapped: Uint8Array | undefined;

  /** @throws RangeError when a memory has the wrong size or does not begin at a word. */
  constructor(memory: CpuMemory) {
    requireSize('DRAM', memory.dram, DRAM_SIZE);
    requireSize('IRAM', memory.iram, IRAM_SIZE);
    this.#memory = memory;
    this.dram8 = memory.dram;
    this.dram16 = new Uint16Array(memory.dram.buffer, memory.dram.byteOffset, DRAM_SIZE / 2);
    this.dram32 = wordsOf(memory.dram);
    this.iram8 = memory.iram;
    this.iram32 = wordsOf(memory.iram);
    this.remap();
  }

  /** Follows `memory.mapped`; true when other flash is there than before. */
  remap(): boolean {
    if (this.#memory.mapped === this.#mapped) return false;
    this.#mapped = this.#memory.mapped;
    this.irom8 = this.#mapped ?? NOTHING;
    this.irom32 = wordsOf(this.irom8);
    return true;
  }
}

function requireSize(name: string, bytes: Uint8Array, size: number): void {
  if (bytes.length !== size || bytes.byteOffset % 4 !== 0) {
    throw new RangeError(`${name} has ${bytes.length} bytes at ${bytes.byteOffset}, not ${size} at a word`);
  }
}

function wordsOf(bytes: Uint8Array): Int32Array {
  if (bytes.byteOffset % 4 !== 0) {
    throw new RangeError(`the mapped flash begins at byte ${bytes.byteOffset} of its buffer, not at a word`);
  }
  return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >>> 2);
}

/** The bytes of the instruction at an address; none where nothing can be fetched. */
export function instructionAt(memory: PlainMemory, pc: number): Uint8Array {
  const inIrom = pc >= IROM_ADDRESS && pc < IROM_ADDRESS + IROM_SIZE;
  if (!inIrom && !(pc >= IRAM_ADDRESS && pc < IRAM_ADDRESS + IRAM_SIZE)) return new Uint8Array(0);
  const bytes = inIrom ? memory.irom8 : memory.iram8;
  if (bytes.length === 0) return new Uint8Array(0);
  const at = inIrom ? (pc - IROM_ADDRESS) % bytes.length : pc - IRAM_ADDRESS;
  return bytes.slice(at, at + lengthOf(bytes[at] ?? 0));
}
