/**
 * Instructions that the fast loop leaves out: memory that is not plain, special registers, exceptions. They see
 * the whole state in the core; core.pc is the instruction's own address until it is done or raised an exception.
 */
import type { AccessSize, Core } from './core.ts';
import { OP } from './operations.ts';
import { CAUSE, DEBUG_CAUSE, DEBUG_LEVEL, PS_EXCM, PS_INTLEVEL, SR } from './registers.ts';
import { readSpecial, writeSpecial } from './special.ts';

/**
 * Executes one and returns where the CPU goes on. `word` and `constant`: the decoded slot; `next`: address of the
 * following instruction.
 */
export function executeRare(core: Core, word: number, constant: number, next: number): number {
  const op = word & 255;
  if (op <= OP.s16i) return accessMemory(core, word, constant, next);
  if (op >= OP.rfe && op <= OP.rfi) return returnFromException(core, op, constant);
  if (op >= OP.rer && op <= OP.rdtlb1) return configureRegions(core, word, next);
  return control(core, word, constant, next);
}

const SIZES: ReadonlyMap<number, AccessSize> = new Map([
  [OP.l32r, 4],
  [OP.l32i, 4],
  [OP.s32i, 4],
  [OP.l8ui, 1],
  [OP.s8i, 1],
  [OP.l16ui, 2],
  [OP.l16si, 2],
  [OP.s16i, 2],
]);

function accessMemory(core: Core, word: number, constant: number, next: number): number {
  const op = word & 255;
  const target = (word >> 16) & 15;
  const size = SIZES.get(op) ?? 4;
  const address = op === OP.l32r ? constant : ((core.a[(word >> 12) & 15] ?? 0) + constant) | 0;
  if (op === OP.s32i || op === OP.s16i || op === OP.s8i) {
    if (!core.store(address, size, core.a[target] ?? 0)) return core.pc;
  } else {
    const value = core.load(address, size);
    if (value === undefined) return core.pc;
    core.a[target] = op === OP.l16si ? (value << 16) >> 16 : value;
  }
  return next;
}

function returnFromException(core: Core, op: number, level: number): number {
  const { special, pc } = core;
  if (op === OP.rfi && level !== 2 && level !== 3) return core.raise(CAUSE.illegal);
  if (op === OP.rfe) core.ps &= ~PS_EXCM;
  if (op === OP.rfi) core.ps = special[SR.eps2 + level - 2] ?? 0;
  const from = op === OP.rfe ? SR.epc1 : op === OP.rfde ? SR.depc : SR.epc1 + level - 1;
  const target = (special[from] ?? 0) >>> 0;
  core.trace.jump(pc + 3, target);
  return target;
}

/** The cacheless LX106 has nothing behind rer and wer, and its region attributes are only remembered. */
function configureRegions(core: Core, word: number, next: number): number {
  const { a, itlb, dtlb } = core;
  const target = (word >> 16) & 15;
  const address = a[(word >> 12) & 15] ?? 0;
  const region = address >>> 29;
  const start = address & 0xe0000000;
  switch (word & 255) {
    case OP.rer:
      a[target] = 0;
      break;
    case OP.rtlb0:
      a[target] = start;
      break;
    case OP.ptlb: // bit 0: there is an entry
      a[target] = start | 1;
      break;
    case OP.ritlb1:
      a[target] = start | (itlb[region] ?? 0);
      break;
    case OP.rdtlb1:
      a[target] = start | (dtlb[region] ?? 0);
      break;
    case OP.witlb:
      itlb[region] = (a[target] ?? 0) & 15;
      break;
    case OP.wdtlb:
      dtlb[region] = (a[target] ?? 0) & 15;
      break;
    default: // wer
  }
  return next;
}

function control(core: Core, word: number, constant: number, next: number): number {
  const { a } = core;
  const target = (word >> 16) & 15;
  const op = word & 255;
  switch (op) {
    case OP.rsr:
      a[target] = readSpecial(core, constant);
      break;
    case OP.wsr:
      writeSpecial(core, constant, a[target] ?? 0);
      break;
    case OP.xsr: {
      const written = a[target] ?? 0;
      a[target] = readSpecial(core, constant);
      writeSpecial(core, constant, written);
      break;
    }
    case OP.rsil:
      a[target] = core.ps;
      core.ps = (core.ps & ~PS_INTLEVEL) | constant;
      break;
    case OP.waiti:
      core.ps = (core.ps & ~PS_INTLEVEL) | constant;
      core.asleep = true;
      break;
    case OP.break:
      return breakpoint(core, constant, next);
    case OP.syscall:
      return core.raise(CAUSE.syscall);
    case OP.call0Far:
    case OP.jFar:
      if (op === OP.call0Far) a[0] = next;
      core.trace.jump(next, constant);
      return constant >>> 0;
    case OP.fetchError:
      return core.raise(CAUSE.fetchError, core.pc);
    default:
      return core.raise(CAUSE.illegal);
  }
  return next;
}

/** `break` with a debugger: stop at it. Without one: the debug exception, unless masked by the level. */
function breakpoint(core: Core, narrow: number, next: number): number {
  if (core.stopAtBreak) {
    core.stop = 'break';
    core.attention = true;
    return core.pc;
  }
  if (core.currentLevel >= DEBUG_LEVEL) return next;
  return core.raiseDebug(narrow === 1 ? DEBUG_CAUSE.breakN : DEBUG_CAUSE.break);
}
