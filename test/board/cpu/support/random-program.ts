/**
 * Random programs out of the instruction table, as text for the GNU assembler, which encodes them by its own
 * tables. A program is a ring of blocks of 64 bytes. Branches and jumps lead to the next block, and so does every
 * exception handler; so nothing that goes wrong in a block keeps the program from going on.
 *
 * a14 points to words in IRAM, a15 to memory in DRAM; all other registers hold what came out of the last
 * instruction. Left out, because QEMU is no judge of them: see LEFT_OUT.
 */
import { INSTRUCTIONS, type Instruction, type OperandKind } from '../../../../src/board/cpu/isa.ts';
import type { Random } from '../../../../src/board/random.ts';
import { BLOCK, frame, LiteralPool } from './program-frame.ts';

/** Room for code in a block; the rest is padding, so that the next block is in reach of every branch. */
const CODE = 56;

/**
 * QEMU 7.2 and the LX106 differ, or the result depends on time:
 * waiti (sleeps for ever), simcall (QEMU knows semihosting), rer and wer (the lx106 assembler knows no operands
 * for them), rfdo and rfdd (only in the on-chip debugger's mode), witlb and wdtlb (QEMU enforces the attributes).
 * Not reached by construction: 8- and 16-bit access to IRAM (QEMU has plain memory there) and addresses without
 * memory (QEMU raises 15 where the chip raises 28 and 29).
 */
export const LEFT_OUT = ['waiti', 'simcall', 'rer', 'wer', 'rfdo', 'rfdd', 'witlb', 'wdtlb'] as const;

export function randomProgram(random: Random, blocks: number): string {
  const pool = new LiteralPool();
  const bodies = Array.from({ length: blocks }, (_, i) => block(random, `b${i + 1}`, pool));
  const registers = Array.from({ length: DESTINATIONS }, () => constant(random));
  const ring = bodies.map((body, i) => `${i > 0 ? `b${i}:\n` : ''}${body}`);
  return frame(pool, registers, [...ring, `b${blocks}: j b0`].join('\n'));
}

/** Its own list, not the interpreter's operations. */
const USABLE = INSTRUCTIONS.filter(({ name }) => !(LEFT_OUT as readonly string[]).includes(name));
const DESTINATIONS = 14;

/** Instructions until the block is full. */
function block(random: Random, next: string, pool: LiteralPool): string {
  const lines: string[] = [];
  let used = 0;
  for (;;) {
    const group = random.chance(0.06)
      ? [plain('l32r', [`a${random.below(DESTINATIONS)}`, pool.place(constant(random))])]
      : instructions(random, pick(random, USABLE), next, pool);
    const length = group.reduce((sum, { length }) => sum + length, 0);
    if (used + length > CODE) break;
    used += length;
    lines.push(...group.map(({ text }) => ` ${text}`));
  }
  if (used % 2 === 1) lines.push(' nop');
  for (let at = used + 3 * (used % 2); at < BLOCK; at += 2) lines.push(' nop.n');
  return lines.join('\n');
}

interface Line {
  readonly text: string;
  readonly length: number;
}

const plain = (name: string, operands: readonly string[]): Line => ({
  text: `${name} ${operands.join(', ')}`,
  length: name.endsWith('.n') ? 2 : 3,
});

/** The instruction, and what has to come before so that it goes to the next block or to memory that is there. */
function instructions(random: Random, chosen: Instruction, next: string, pool: LiteralPool): Line[] {
  const { name } = chosen;
  const any = (): string => `a${random.below(DESTINATIONS)}`;
  const address = (register: string): Line => plain('l32r', [register, pool.place(next)]);
  if (name === 'rsr' || name === 'wsr' || name === 'xsr') return special(random, name, any());
  if (name === 'jx' || name === 'callx0') {
    const register = any();
    return [address(register), plain(name, [register])];
  }
  if (name === 'ret' || name === 'ret.n') return [address('a0'), plain(name, [])];
  if (name === 'rfe' || name === 'rfde') {
    return [address('a3'), plain(name === 'rfe' ? 'wsr.epc1' : 'wsr.depc', ['a3']), plain(name, [])];
  }
  if (name === 'rfi') {
    const level = 2 + random.below(2);
    const ps = [plain('movi', ['a4', String(pick(random, PS_VALUES))]), plain(`wsr.eps${level}`, ['a4'])];
    return [address('a3'), plain(`wsr.epc${level}`, ['a3']), ...ps, plain(name, [String(level)])];
  }
  if (name === 'extui') {
    const shift = random.below(32);
    const width = 1 + random.below(Math.min(16, 32 - shift));
    return [plain(name, [any(), `a${random.below(16)}`, String(shift), String(width)])];
  }
  if (name === 'l32r') return [plain(name, [any(), pool.place(constant(random))])];
  return memoryOrPlain(random, chosen, next);
}

function memoryOrPlain(random: Random, chosen: Instruction, next: string): Line[] {
  const { name, operands } = chosen;
  const stores = /^s(8|16|32)i/.test(name);
  const loads = /^l(8|16|32)/.test(name);
  const before: Line[] = [];
  const operand = (kind: OperandKind, index: number): string => {
    const isTarget = index === 0 && !stores && !/^(b|ss|wsr|iitlb|idtlb)/.test(name);
    if ((loads || stores) && kind === 'as') return base(random, name.includes('32'), before);
    return operandText(random, kind, isTarget, next);
  };
  const line = plain(name, operands.map(operand));
  return [...before, line];
}

/** A register that points to memory: DRAM at any alignment, for words also IRAM. */
function base(random: Random, words: boolean, before: Line[]): string {
  if (random.chance(0.75)) return words && random.chance(0.4) ? 'a14' : 'a15';
  before.push(plain('addi', ['a12', 'a15', String(random.below(128))]));
  return 'a12';
}

function operandText(random: Random, kind: OperandKind, target: boolean, next: string): string {
  const between = (low: number, high: number, step = 1): string => {
    const edge = random.chance(0.2);
    const steps = (high - low) / step;
    return String(low + step * (edge ? random.below(2) * steps : random.below(steps + 1)));
  };
  switch (kind) {
    case 'ar':
    case 'as':
    case 'at':
      return `a${random.below(target ? DESTINATIONS : 16)}`;
    case 'simm8':
      return between(-128, 127);
    case 'simm8x256':
      return between(-32768, 32512, 256);
    case 'uimm8':
      return between(0, 255);
    case 'uimm8x2':
      return between(0, 510, 2);
    case 'uimm8x4':
      return between(0, 1020, 4);
    case 'uimm4x4':
      return between(0, 60, 4);
    case 'ai4const':
      return pick(random, ['-1', ...Array.from({ length: 15 }, (_, i) => String(i + 1))]);
    case 'simm7':
      return between(-32, 95);
    case 'simm12':
      return between(-2048, 2047);
    case 'b4const':
      return pick(random, [
        '-1',
        '1',
        '2',
        '3',
        '4',
        '5',
        '6',
        '7',
        '8',
        '10',
        '12',
        '16',
        '32',
        '64',
        '128',
        '256',
      ]);
    case 'b4constu':
      return pick(random, [
        '32768',
        '65536',
        '2',
        '3',
        '4',
        '5',
        '6',
        '7',
        '8',
        '10',
        '12',
        '16',
        '32',
        '64',
        '128',
        '256',
      ]);
    case 'msalp32':
      return between(1, 31);
    case 'shift':
    case 'bit':
      return between(0, 31);
    case 'imm':
    case 'imm2':
      return between(0, 15);
    default: // labels
      return next;
  }
}

/** UM and EXCM in all combinations, some levels. */
const PS_VALUES = [0x00, 0x20, 0x01, 0x2f, 0x10, 0x31, 0x22, 0x03] as const;
/** With 32 bits that nothing depends on but rsr. */
const PLAIN_SPECIALS = [
  'epc1',
  'epc2',
  'epc3',
  'depc',
  'excsave1',
  'excsave2',
  'excsave3',
  'excvaddr',
  'ddr',
];
const READABLE = [
  'sar',
  'ps',
  'vecbase',
  'exccause',
  'eps2',
  'eps3',
  'intenable',
  'interrupt',
  'prid',
  'litbase',
  'ibreakenable',
  'ibreaka0',
  'dbreaka0',
  'dbreakc0',
  'icount',
  'icountlevel',
  'debugcause',
  '176',
  '208',
];

function special(random: Random, name: 'rsr' | 'wsr' | 'xsr', register: string): Line[] {
  if (name === 'rsr') return [plain(`rsr.${pick(random, [...PLAIN_SPECIALS, ...READABLE])}`, [register])];
  const roll = random.below(10);
  if (roll < 3) return [plain(`${name}.sar`, [register])]; // 6 bits, the rest is ignored
  if (roll < 6) return [plain(`${name}.${pick(random, PLAIN_SPECIALS)}`, [register])];
  // QEMU keeps bits that these do not have: give them only bits that exist
  const set = (value: number, of: string): Line[] => [
    plain('movi', [register, String(value)]),
    plain(`${name}.${of}`, [register]),
  ];
  if (roll === 6) return set(pick(random, PS_VALUES), 'ps');
  if (roll === 7) return set(pick(random, PS_VALUES), pick(random, ['eps2', 'eps3']));
  if (roll === 8) return set(random.below(64), 'exccause');
  if (random.chance(0.5)) return set(pick(random, [0, 0x80, 0xff]) & ~0x40, 'intenable');
  return [plain('movi', [register, '0x80']), plain(pick(random, ['wsr.intset', 'wsr.intclear']), [register])];
}

/** Numbers that have shown mistakes before, and any others. */
function constant(random: Random): number {
  const special = [0, 1, 2, 31, 32, 33, 63, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000];
  const edges = [0x7fffffff, 0x80000000, 0x80000001, 0xffffffff, 0xfffffffe, 0xffff8000, 0xffff0000];
  if (random.chance(0.4)) return pick(random, [...special, ...edges]);
  return random.chance(0.2) ? (random.uint32() >>> random.below(32)) >>> 0 : random.uint32();
}

function pick<T>(random: Random, from: readonly T[]): T {
  return from[random.below(from.length)] as T;
}
