/**
 * Decoded instructions, one slot for every byte address of IRAM and irom, filled when the CPU first comes by and
 * emptied when the bytes change. A slot is two words, so that the interpreter's loop reads one cache line:
 *   word 0: operation 7:0, r 11:8, s 15:12, t 19:16, bytes of the instruction 21:20, bit number 26:22
 *   word 1: a constant; for branches and direct jumps the distance from the next instruction
 */
import { type Decoded, decode, lengthOf, operandValue } from './decode.ts';
import { OP } from './operations.ts';
import { IRAM_ADDRESS, IRAM_SIZE, IROM_ADDRESS, IROM_SIZE, type PlainMemory } from './plain-memory.ts';
import { SPECIAL_REGISTERS } from './registers.ts';

/** Room before and behind each memory that a conditional branch (±2 KiB) can lead to without a check. */
const MARGIN = 0x1000;
const IRAM_SLOT = MARGIN;
const IROM_SLOT = IRAM_SLOT + IRAM_SIZE + MARGIN;
const SLOTS = IROM_SLOT + IROM_SIZE + MARGIN;

/** Address of an instruction minus its slot. */
export const IRAM_BASE = IRAM_ADDRESS - IRAM_SLOT;
export const IROM_BASE = IROM_ADDRESS - IROM_SLOT;

export class CodeCache {
  readonly slots = new Int32Array(2 * SLOTS);
  /** 1 for every word (four slots) that a decoded instruction has bytes in. */
  readonly marks = new Uint8Array(SLOTS >>> 2);
  readonly #memory: PlainMemory;
  /** Bit 0: literals come from LITBASE. */
  #litbase = 0;
  /** Something of irom is decoded. */
  #iromUsed = false;

  constructor(memory: PlainMemory) {
    this.#memory = memory;
    for (const margin of [0, IRAM_SLOT + IRAM_SIZE, IROM_SLOT + IROM_SIZE]) {
      for (let slot = margin; slot < margin + MARGIN; slot++) this.slots[2 * slot] = OP.edge;
    }
  }

  /** Where l32r finds its literals; a change makes all that was decoded void. */
  setLitbase(value: number): void {
    if (value === this.#litbase) return;
    this.#litbase = value;
    this.forget(IRAM_ADDRESS, IRAM_SIZE);
    this.forget(IROM_ADDRESS, IROM_SIZE);
  }

  /** Forgets what was decoded from these bytes. */
  forget(address: number, length: number): void {
    this.#forgetIn(address, length, IRAM_ADDRESS, IRAM_SIZE, IRAM_SLOT);
    if (!this.#iromUsed) return;
    this.#forgetIn(address, length, IROM_ADDRESS, IROM_SIZE, IROM_SLOT);
    if (address <= IROM_ADDRESS && address + length >= IROM_ADDRESS + IROM_SIZE) this.#iromUsed = false;
  }

  #forgetIn(address: number, length: number, start: number, size: number, slot: number): void {
    const from = Math.max(address, start) - start;
    const to = Math.min(address + length, start + size) - start;
    for (let at = from & ~3; at < to; at += 4) {
      if (this.marks[(slot + at) >>> 2] === 1) this.forgetWord((slot + at) >>> 2);
    }
  }

  /** Empties the slots of all instructions that have bytes in this word (slot number / 4). */
  forgetWord(word: number): void {
    this.marks[word] = 0;
    for (let slot = 4 * word - 2; slot < 4 * word + 4; slot++) {
      if (((this.slots[2 * slot] ?? 0) & 0xff) !== OP.edge) this.slots[2 * slot] = OP.undecoded;
    }
  }

  /** Decodes the instruction of a slot. */
  fill(slot: number): void {
    const irom = slot >= IROM_SLOT;
    const bytes = irom ? this.#memory.irom8 : this.#memory.iram8;
    const offset = slot - (irom ? IROM_SLOT : IRAM_SLOT);
    const pc = offset + (irom ? IROM_ADDRESS : IRAM_ADDRESS);
    const byte = (at: number): number => bytes[at % bytes.length] ?? 0; // no flash mapped: reads 0, which is `ill`
    const word = byte(offset) | (byte(offset + 1) << 8) | (byte(offset + 2) << 16);
    const length = lengthOf(word);
    const beyond = offset + length > (irom ? IROM_SIZE : IRAM_SIZE);
    const packed = beyond ? [OP.fetchError, 0] : this.#pack(decode(word), length, pc, irom);
    this.slots[2 * slot] = (packed[0] ?? 0) | (length << 20);
    this.slots[2 * slot + 1] = packed[1] ?? 0;
    this.marks[slot >>> 2] = 1;
    this.marks[(slot + length - 1) >>> 2] = 1;
    this.#iromUsed ||= irom;
  }

  /** Both words of a slot, without the length. */
  #pack(decoded: Decoded | undefined, length: number, pc: number, irom: boolean): readonly [number, number] {
    if (decoded === undefined) return [OP.ill, 0];
    const { instruction, fields } = decoded;
    const values = instruction.operands.map(kind => operandValue(kind, fields, pc));
    const last = values[values.length - 1] ?? 0;
    const word = instruction.op | (fields.r << 8) | (fields.s << 12) | (fields.t << 16);
    switch (instruction.op) {
      case OP.beqi:
      case OP.bnei:
      case OP.blti:
      case OP.bgei:
      case OP.bltui:
      case OP.bgeui:
        return [word | (fields.c << 8), last - pc - length];
      case OP.bbci:
      case OP.bbsi:
        return [word | (fields.c << 22), last - pc - length];
      case OP.extui: // shift 7:0, mask from bit 8
        return [word, (values[2] ?? 0) | (((1 << last) - 1) << 8)];
      case OP.addi: // addi.n has its target in r
        return [instruction.name === 'addi.n' ? word | (fields.r << 16) : word, last];
      case OP.movi: // movi.n has its target in s
        return [instruction.name === 'movi.n' ? word | (fields.s << 16) : word, last];
      case OP.break:
        return [word, instruction.name === 'break.n' ? 1 : 0];
      case OP.rsr:
      case OP.wsr:
      case OP.xsr:
        return canUse(fields.i, instruction.name.charAt(0)) ? [word, fields.i] : [OP.ill, 0];
      case OP.l32r:
        return this.#literal(word, this.literalAddress(last, fields.i));
      case OP.j:
      case OP.call0:
        return jump(word, instruction.op, last, pc + length, irom);
      default:
        return [word, isBranch(instruction.op) ? last - pc - length : last];
    }
  }

  /** Where an l32r finds its literal: relative to itself, or below LITBASE (ISA manual, extended L32R option). */
  literalAddress(relative: number, offset: number): number {
    const below = ((this.#litbase & 0xfffff000) + (0xfffc0000 | (offset << 2))) >>> 0;
    return (this.#litbase & 1) === 1 ? below : relative;
  }

  #literal(word: number, address: number): readonly [number, number] {
    const inIram = (address - IRAM_ADDRESS) >>> 0;
    const inIrom = (address - IROM_ADDRESS) >>> 0;
    if (inIram < IRAM_SIZE) return [(word & ~0xff) | OP.l32rIram, inIram >>> 2];
    if (inIrom < this.#memory.irom8.length) return [(word & ~0xff) | OP.l32rIrom, inIrom >>> 2];
    return [word, address | 0];
  }
}

const isBranch = (op: number): boolean => op >= OP.beq && op <= OP.call0;

const canUse = (register: number, access: string): boolean =>
  SPECIAL_REGISTERS.get(register)?.access.includes(access) ?? false;

/** A jump by its distance while it stays in its memory, else by its address. */
function jump(
  word: number,
  op: number,
  target: number,
  next: number,
  irom: boolean,
): readonly [number, number] {
  const stays = irom ? (target - IROM_ADDRESS) >>> 0 < IROM_SIZE : (target - IRAM_ADDRESS) >>> 0 < IRAM_SIZE;
  if (stays) return [word, target - next];
  return [(word & ~0xff) | (op === OP.j ? OP.jFar : OP.call0Far), target | 0];
}
