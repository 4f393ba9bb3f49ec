/** Machine code → instruction: which row of the table it is, and its fields and constants. */
import { INSTRUCTIONS, type Instruction, type OperandKind } from './isa.ts';

type FieldName = 'r' | 's' | 't' | 'c' | 'i' | 'j' | 'm' | 'x';
type Fields = Readonly<Record<FieldName, number>>;

export interface Decoded {
  readonly instruction: Instruction;
  /** Bytes: 2 or 3. */
  readonly length: 2 | 3;
  readonly fields: Fields;
}

interface Pattern {
  readonly instruction: Instruction;
  readonly mask: number;
  readonly value: number;
  readonly length: 2 | 3;
}

/** Constants of beqi, bnei, blti, bgei (ISA manual, table of B4CONST). */
export const B4CONST = [-1, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 32, 64, 128, 256] as const;
/** Constants of bltui and bgeui (B4CONSTU). */
export const B4CONSTU = [32768, 65536, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 32, 64, 128, 256] as const;

function patternOf(instruction: Instruction): Pattern {
  let mask = 0;
  let value = 0;
  for (const bit of instruction.bits) {
    mask = (mask << 1) | (bit === '0' || bit === '1' ? 1 : 0);
    value = (value << 1) | (bit === '1' ? 1 : 0);
  }
  return { instruction, mask, value, length: instruction.bits.length === 16 ? 2 : 3 };
}

/** By the lowest four bits, which are opcode in every instruction. */
const PATTERNS: readonly (readonly Pattern[])[] = Array.from({ length: 16 }, (_, op0) =>
  INSTRUCTIONS.map(patternOf).filter(({ value }) => (value & 15) === op0),
);

/** `word`: at least the instruction's bytes, little endian, further ones ignored. */
export function decode(word: number): Decoded | undefined {
  for (const { instruction, mask, value, length } of PATTERNS[word & 15] ?? []) {
    if ((word & mask) === value) return { instruction, length, fields: fieldsOf(instruction.bits, word) };
  }
  return undefined;
}

/** Bytes of the instruction that begins with this byte, also of one that does not exist. */
export const lengthOf = (firstByte: number): 2 | 3 => ((firstByte & 8) === 0 ? 3 : 2);

function fieldsOf(bits: string, word: number): Fields {
  const fields: Record<FieldName, number> = { r: 0, s: 0, t: 0, c: 0, i: 0, j: 0, m: 0, x: 0 };
  for (let at = 0; at < bits.length; at++) {
    const bit = bits[at] as FieldName | '0' | '1';
    if (bit !== '0' && bit !== '1') {
      fields[bit] = (fields[bit] << 1) | ((word >>> (bits.length - 1 - at)) & 1);
    }
  }
  return fields;
}

const signed = (value: number, bits: number): number => (value << (32 - bits)) >> (32 - bits);

/** What an operand stands for: register number, constant, or address. `pc`: of the instruction. */
export function operandValue(kind: OperandKind, { r, s, t, c, i, j, m }: Fields, pc: number): number {
  switch (kind) {
    case 'ar':
      return r;
    case 'as':
      return s;
    case 'at':
      return t;
    case 'simm8':
      return signed(i, 8);
    case 'simm8x256':
      return signed(i, 8) * 256;
    case 'uimm8x2':
      return i * 2;
    case 'uimm8x4':
    case 'uimm4x4':
      return i * 4;
    case 'ai4const':
      return i === 0 ? -1 : i;
    case 'simm7': // −32…95: the two highest bits make it negative
      return ((j << 4) | i) >= 96 ? ((j << 4) | i) - 128 : (j << 4) | i;
    case 'simm12':
      return signed((j << 8) | i, 12);
    case 'b4const':
      return B4CONST[c] ?? 0;
    case 'b4constu':
      return B4CONSTU[c] ?? 0;
    case 'msalp32':
      return 32 - i;
    case 'shift':
      return (j << 4) | i;
    case 'imm2':
      return j;
    case 'bit':
      return c;
    case 'width':
      return m + 1;
    case 'uimm8':
    case 'imm':
    case 'special':
      return i;
    default:
      return address(kind, i, j, pc);
  }
}

function address(kind: OperandKind, i: number, j: number, pc: number): number {
  switch (kind) {
    case 'label6': // forward only
      return (pc + 4 + ((j << 4) | i)) >>> 0;
    case 'label8':
      return (pc + 4 + signed(i, 8)) >>> 0;
    case 'label12':
      return (pc + 4 + signed(i, 12)) >>> 0;
    case 'label18':
      return (pc + 4 + signed(i, 18)) >>> 0;
    case 'call18': // in words, from the word that the call lies in
      return ((pc & ~3) + 4 + signed(i, 18) * 4) >>> 0;
    default: // literal16: words backwards from the next word boundary
      return (((pc + 3) & ~3) + (0xfffc0000 | (i << 2))) >>> 0;
  }
}
