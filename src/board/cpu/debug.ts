/**
 * Debug option of the LX106: one instruction breakpoint, one data breakpoint, and ICOUNT. Programs hardly ever use
 * them, so they are looked at only while one is armed, before every single instruction.
 * Source: Xtensa ISA Reference Manual, 4.7.6.
 */
import type { Core } from './core.ts';
import { decode, operandValue } from './decode.ts';
import type { Instruction } from './isa.ts';
import { OP } from './operations.ts';
import { instructionAt } from './plain-memory.ts';
import { DEBUG_CAUSE, DEBUG_LEVEL, SR } from './registers.ts';

/** DBREAKC0: watch loads, watch stores. The six low bits: which address bits count. */
const WATCH_LOADS = 0x40000000;
const WATCH_STORES = 0x80000000;
const MASK_BITS = 0x3f;

/** One of the three is in use. */
export function isDebugArmed({ special }: Core): boolean {
  return (
    special[SR.ibreakenable] !== 0 ||
    ((special[SR.dbreakc0] ?? 0) & (WATCH_LOADS | WATCH_STORES)) !== 0 ||
    special[SR.icountlevel] !== 0
  );
}

/** Before an instruction: raises the debug exception if one is due; true when it did. Counts the instruction otherwise. */
export function debugBefore(core: Core): boolean {
  const { special } = core;
  const masked = core.currentLevel >= DEBUG_LEVEL;
  const raise = (cause: number): true => {
    core.cycles += core.costs.instruction; // as for any instruction that ends in an exception
    core.raiseDebug(cause);
    return true;
  };
  if (core.currentLevel < (special[SR.icountlevel] ?? 0)) {
    if (special[SR.icount] === -1 && !masked) return raise(DEBUG_CAUSE.icount);
    special[SR.icount] = (special[SR.icount] ?? 0) + 1;
  }
  if (masked) return false;
  const atBreakpoint = special[SR.ibreakenable] === 1 && special[SR.ibreaka0] === (core.pc | 0);
  if (atBreakpoint) return raise(DEBUG_CAUSE.ibreak);
  return isWatched(core) && raise(DEBUG_CAUSE.dbreak);
}

interface Access {
  readonly size: number;
  readonly watch: number;
}

const ACCESSES: ReadonlyMap<number, Access> = new Map([
  [OP.l32r, { size: 4, watch: WATCH_LOADS }],
  [OP.l32i, { size: 4, watch: WATCH_LOADS }],
  [OP.l16ui, { size: 2, watch: WATCH_LOADS }],
  [OP.l16si, { size: 2, watch: WATCH_LOADS }],
  [OP.l8ui, { size: 1, watch: WATCH_LOADS }],
  [OP.s32i, { size: 4, watch: WATCH_STORES }],
  [OP.s16i, { size: 2, watch: WATCH_STORES }],
  [OP.s8i, { size: 1, watch: WATCH_STORES }],
]);

/** The present instruction reads or writes a byte that DBREAKA0 and the mask of DBREAKC0 mean. */
function isWatched({ special, memory, code, pc, a }: Core): boolean {
  const control = special[SR.dbreakc0] ?? 0;
  const bytes = instructionAt(memory, pc);
  const decoded = decode((bytes[0] ?? 0) | ((bytes[1] ?? 0) << 8) | ((bytes[2] ?? 0) << 16));
  const access = decoded && bytes.length > 0 ? ACCESSES.get(decoded.instruction.op) : undefined;
  if (decoded === undefined || access === undefined || (control & access.watch) === 0) return false;
  const { instruction, fields } = decoded;
  const constant = operandValue(lastOperand(instruction), fields, pc);
  const literal = instruction.op === OP.l32r;
  const address = literal ? code.literalAddress(constant, fields.i) : ((a[fields.s] ?? 0) + constant) >>> 0;
  const mask = ~MASK_BITS | (control & MASK_BITS);
  const watched = ((special[SR.dbreaka0] ?? 0) & mask) >>> 0;
  return address < watched + (~mask >>> 0) + 1 && watched < address + access.size;
}

const lastOperand = ({ operands }: Instruction): Instruction['operands'][number] => operands.at(-1) ?? 'imm';
