/**
 * The instructions of the LX106 as data: name, bits, operands, and the operation that the interpreter does.
 * Source: Xtensa Instruction Set Architecture (ISA) Reference Manual, chapters 6 and 7 (core, density, 16- and
 * 32-bit multiply, NSA, exceptions, interrupts, debug, region protection); which options the LX106 has is in
 * Tensilica's public core-isa.h for it (LX3.0.1, no loops, no windows, no MULUH, no MIN/MAX, no SEXT).
 *
 * `bits` is written as the manual draws an instruction, highest bit first: 0 and 1 are the opcode, every other
 * letter gathers its bits to one field. r, s, t are register fields; c, i, j, m hold constants; x is ignored.
 */
import { OP } from './operations.ts';

/** How an operand is made from the fields; see operands.ts. */
export type OperandKind =
  | 'ar'
  | 'as'
  | 'at'
  | 'simm8'
  | 'simm8x256'
  | 'uimm8'
  | 'uimm8x2'
  | 'uimm8x4'
  | 'uimm4x4'
  | 'ai4const'
  | 'simm7'
  | 'simm12'
  | 'b4const'
  | 'b4constu'
  | 'label6'
  | 'label8'
  | 'label12'
  | 'label18'
  | 'call18'
  | 'literal16'
  | 'msalp32'
  | 'imm'
  | 'imm2'
  | 'shift'
  | 'bit'
  | 'width'
  | 'special';

export interface Instruction {
  readonly name: string;
  /** 24 or 16 characters. */
  readonly bits: string;
  readonly operands: readonly OperandKind[];
  readonly op: number;
}

const row = (name: string, bits: string, operands: string, op: number): Instruction => ({
  name,
  bits: bits.replaceAll(' ', ''),
  operands: operands === '' ? [] : (operands.split(' ') as OperandKind[]),
  op,
});

/** RRR format with three registers: op2 and op1 tell the operation. */
const rrr = (name: string, op2: string, op1: string, op: number): Instruction =>
  row(name, `${op2} ${op1} rrrr ssss tttt 0000`, 'ar as at', op);

const branch = (name: string, r: string, op: number): Instruction =>
  row(name, `iiii iiii ${r} ssss tttt 0111`, 'as at label8', op);

const ARITHMETIC: readonly Instruction[] = [
  rrr('and', '0001', '0000', OP.and),
  rrr('or', '0010', '0000', OP.or),
  rrr('xor', '0011', '0000', OP.xor),
  row('neg', '0110 0000 rrrr 0000 tttt 0000', 'ar at', OP.neg),
  row('abs', '0110 0000 rrrr 0001 tttt 0000', 'ar at', OP.abs),
  rrr('add', '1000', '0000', OP.add),
  rrr('addx2', '1001', '0000', OP.addx2),
  rrr('addx4', '1010', '0000', OP.addx4),
  rrr('addx8', '1011', '0000', OP.addx8),
  rrr('sub', '1100', '0000', OP.sub),
  rrr('subx2', '1101', '0000', OP.subx2),
  rrr('subx4', '1110', '0000', OP.subx4),
  rrr('subx8', '1111', '0000', OP.subx8),
  rrr('mul16u', '1100', '0001', OP.mul16u),
  rrr('mul16s', '1101', '0001', OP.mul16s),
  rrr('mull', '1000', '0010', OP.mull),
  rrr('moveqz', '1000', '0011', OP.moveqz),
  rrr('movnez', '1001', '0011', OP.movnez),
  rrr('movltz', '1010', '0011', OP.movltz),
  rrr('movgez', '1011', '0011', OP.movgez),
  row('nsa', '0100 0000 1110 ssss tttt 0000', 'at as', OP.nsa),
  row('nsau', '0100 0000 1111 ssss tttt 0000', 'at as', OP.nsau),
  row('addi', 'iiii iiii 1100 ssss tttt 0010', 'at as simm8', OP.addi),
  row('addmi', 'iiii iiii 1101 ssss tttt 0010', 'at as simm8x256', OP.addi),
  row('movi', 'iiii iiii 1010 jjjj tttt 0010', 'at simm12', OP.movi),
  row('add.n', 'rrrr ssss tttt 1010', 'ar as at', OP.add),
  row('addi.n', 'rrrr ssss iiii 1011', 'ar as ai4const', OP.addi),
  row('movi.n', 'iiii ssss 0jjj 1100', 'as simm7', OP.movi),
  row('mov.n', '0000 ssss tttt 1101', 'at as', OP.mov),
];

const SHIFTS: readonly Instruction[] = [
  row('slli', '000i 0001 rrrr ssss iiii 0000', 'ar as msalp32', OP.slli),
  row('srai', '001i 0001 rrrr iiii tttt 0000', 'ar at shift', OP.srai),
  row('srli', '0100 0001 rrrr iiii tttt 0000', 'ar at imm', OP.srli),
  row('extui', 'mmmm 010i rrrr iiii tttt 0000', 'ar at shift width', OP.extui),
  rrr('src', '1000', '0001', OP.src),
  row('srl', '1001 0001 rrrr 0000 tttt 0000', 'ar at', OP.srl),
  row('sll', '1010 0001 rrrr ssss 0000 0000', 'ar as', OP.sll),
  row('sra', '1011 0001 rrrr 0000 tttt 0000', 'ar at', OP.sra),
  row('ssr', '0100 0000 0000 ssss 0000 0000', 'as', OP.ssr),
  row('ssl', '0100 0000 0001 ssss 0000 0000', 'as', OP.ssl),
  row('ssa8l', '0100 0000 0010 ssss 0000 0000', 'as', OP.ssa8l),
  row('ssa8b', '0100 0000 0011 ssss 0000 0000', 'as', OP.ssa8b),
  row('ssai', '0100 0000 0100 iiii 000j 0000', 'shift', OP.ssai),
];

const MEMORY: readonly Instruction[] = [
  row('l8ui', 'iiii iiii 0000 ssss tttt 0010', 'at as uimm8', OP.l8ui),
  row('l16ui', 'iiii iiii 0001 ssss tttt 0010', 'at as uimm8x2', OP.l16ui),
  row('l32i', 'iiii iiii 0010 ssss tttt 0010', 'at as uimm8x4', OP.l32i),
  row('s8i', 'iiii iiii 0100 ssss tttt 0010', 'at as uimm8', OP.s8i),
  row('s16i', 'iiii iiii 0101 ssss tttt 0010', 'at as uimm8x2', OP.s16i),
  row('s32i', 'iiii iiii 0110 ssss tttt 0010', 'at as uimm8x4', OP.s32i),
  row('l16si', 'iiii iiii 1001 ssss tttt 0010', 'at as uimm8x2', OP.l16si),
  row('l32r', 'iiii iiii iiii iiii tttt 0001', 'at literal16', OP.l32r),
  row('l32i.n', 'iiii ssss tttt 1000', 'at as uimm4x4', OP.l32i),
  row('s32i.n', 'iiii ssss tttt 1001', 'at as uimm4x4', OP.s32i),
];

const JUMPS: readonly Instruction[] = [
  row('call0', 'iiii iiii iiii iiii ii00 0101', 'call18', OP.call0),
  row('j', 'iiii iiii iiii iiii ii00 0110', 'label18', OP.j),
  row('ret', '0000 0000 0000 xxxx 1000 0000', '', OP.jx),
  row('jx', '0000 0000 0000 ssss 1010 0000', 'as', OP.jx),
  row('callx0', '0000 0000 0000 ssss 1100 0000', 'as', OP.callx0),
  row('ret.n', '1111 xxxx 0000 1101', '', OP.jx),
  row('beqz', 'iiii iiii iiii ssss 0001 0110', 'as label12', OP.beqz),
  row('bnez', 'iiii iiii iiii ssss 0101 0110', 'as label12', OP.bnez),
  row('bltz', 'iiii iiii iiii ssss 1001 0110', 'as label12', OP.bltz),
  row('bgez', 'iiii iiii iiii ssss 1101 0110', 'as label12', OP.bgez),
  row('beqi', 'iiii iiii cccc ssss 0010 0110', 'as b4const label8', OP.beqi),
  row('bnei', 'iiii iiii cccc ssss 0110 0110', 'as b4const label8', OP.bnei),
  row('blti', 'iiii iiii cccc ssss 1010 0110', 'as b4const label8', OP.blti),
  row('bgei', 'iiii iiii cccc ssss 1110 0110', 'as b4const label8', OP.bgei),
  row('bltui', 'iiii iiii cccc ssss 1011 0110', 'as b4constu label8', OP.bltui),
  row('bgeui', 'iiii iiii cccc ssss 1111 0110', 'as b4constu label8', OP.bgeui),
  branch('bnone', '0000', OP.bnone),
  branch('beq', '0001', OP.beq),
  branch('blt', '0010', OP.blt),
  branch('bltu', '0011', OP.bltu),
  branch('ball', '0100', OP.ball),
  branch('bbc', '0101', OP.bbc),
  row('bbci', 'iiii iiii 011c ssss cccc 0111', 'as bit label8', OP.bbci),
  branch('bany', '1000', OP.bany),
  branch('bne', '1001', OP.bne),
  branch('bge', '1010', OP.bge),
  branch('bgeu', '1011', OP.bgeu),
  branch('bnall', '1100', OP.bnall),
  branch('bbs', '1101', OP.bbs),
  row('bbsi', 'iiii iiii 111c ssss cccc 0111', 'as bit label8', OP.bbsi),
  row('beqz.n', 'iiii ssss 10jj 1100', 'as label6', OP.beqz),
  row('bnez.n', 'iiii ssss 11jj 1100', 'as label6', OP.bnez),
];

/** Ordering of memory and pipeline: nothing to do where every instruction ends before the next begins. */
const ORDER: readonly Instruction[] = [
  row('isync', '0000 0000 0010 0000 0000 0000', '', OP.nop),
  row('rsync', '0000 0000 0010 0000 0001 0000', '', OP.nop),
  row('esync', '0000 0000 0010 0000 0010 0000', '', OP.nop),
  row('dsync', '0000 0000 0010 0000 0011 0000', '', OP.nop),
  row('excw', '0000 0000 0010 0000 1000 0000', '', OP.nop),
  row('memw', '0000 0000 0010 0000 1100 0000', '', OP.nop),
  row('extw', '0000 0000 0010 0000 1101 0000', '', OP.nop),
  row('nop', '0000 0000 0010 0000 1111 0000', '', OP.nop),
  row('nop.n', '1111 0000 0011 1101', '', OP.nop),
];

const SYSTEM: readonly Instruction[] = [
  row('ill', '0000 0000 0000 0000 0000 0000', '', OP.ill),
  row('ill.n', '1111 0000 0110 1101', '', OP.ill),
  row('rfe', '0000 0000 0011 0000 0000 0000', '', OP.rfe),
  row('rfde', '0000 0000 0011 0010 0000 0000', '', OP.rfde),
  row('rfi', '0000 0000 0011 iiii 0001 0000', 'imm', OP.rfi),
  row('break', '0000 0000 0100 iiii jjjj 0000', 'imm imm2', OP.break),
  row('break.n', '1111 iiii 0010 1101', 'imm', OP.break),
  row('syscall', '0000 0000 0101 0000 0000 0000', '', OP.syscall),
  row('simcall', '0000 0000 0101 0001 0000 0000', '', OP.ill),
  row('rsil', '0000 0000 0110 iiii tttt 0000', 'at imm', OP.rsil),
  row('waiti', '0000 0000 0111 iiii 0000 0000', 'imm', OP.waiti),
  row('rsr', '0000 0011 iiii iiii tttt 0000', 'special at', OP.rsr),
  row('wsr', '0001 0011 iiii iiii tttt 0000', 'special at', OP.wsr),
  row('xsr', '0110 0001 iiii iiii tttt 0000', 'special at', OP.xsr),
  row('rer', '0100 0000 0110 ssss tttt 0000', 'at as', OP.rer),
  row('wer', '0100 0000 0111 ssss tttt 0000', 'at as', OP.wer),
  row('ritlb0', '0101 0000 0011 ssss tttt 0000', 'at as', OP.rtlb0),
  row('iitlb', '0101 0000 0100 ssss 0000 0000', 'as', OP.nop),
  row('pitlb', '0101 0000 0101 ssss tttt 0000', 'at as', OP.ptlb),
  row('witlb', '0101 0000 0110 ssss tttt 0000', 'at as', OP.witlb),
  row('ritlb1', '0101 0000 0111 ssss tttt 0000', 'at as', OP.ritlb1),
  row('rdtlb0', '0101 0000 1011 ssss tttt 0000', 'at as', OP.rtlb0),
  row('idtlb', '0101 0000 1100 ssss 0000 0000', 'as', OP.nop),
  row('pdtlb', '0101 0000 1101 ssss tttt 0000', 'at as', OP.ptlb),
  row('wdtlb', '0101 0000 1110 ssss tttt 0000', 'at as', OP.wdtlb),
  row('rdtlb1', '0101 0000 1111 ssss tttt 0000', 'at as', OP.rdtlb1),
  row('rfdo', '1111 0001 1110 iiii 0000 0000', 'imm', OP.ill),
  row('rfdd', '1111 0001 1110 xxxx 0001 0000', '', OP.ill),
];

export const INSTRUCTIONS: readonly Instruction[] = [
  ...ARITHMETIC,
  ...SHIFTS,
  ...MEMORY,
  ...JUMPS,
  ...ORDER,
  ...SYSTEM,
];
