/** What the CPU did last: the way it went and the last exception. */
import { instructionAt, type PlainMemory } from './plain-memory.ts';
import { SR } from './registers.ts';

export interface CpuException {
  readonly cause: number;
  /** Address of the instruction. */
  readonly epc: number;
  readonly excvaddr: number;
  /** The instruction; empty where nothing can be fetched. */
  readonly bytes: Uint8Array;
}

/** What an exception is made from. */
interface Interrupted {
  readonly pc: number;
  readonly special: Int32Array;
  readonly memory: PlainMemory;
}

const JUMPS = 16;

export class CpuTrace {
  /** The last exceptions that an instruction caused; interrupts are none. */
  exception: CpuException | undefined;
  /** The last with cause 0: an opcode that the LX106 does not have, `ill`, or `simcall`. */
  illegal: CpuException | undefined;
  /**
   * Ring of the last jumps, two words each: address behind the jump (up to where the CPU went straight on), and
   * where it went. The fast loop writes it itself.
   */
  readonly jumps = new Int32Array(2 * JUMPS);
  /** Index of the next jump's first word. */
  next = 0;

  jump(from: number, to: number): void {
    this.jumps[this.next] = from;
    this.jumps[this.next + 1] = to;
    this.next = (this.next + 2) & (2 * JUMPS - 1);
  }

  /** Begins anew, at the address after a reset. */
  clear(pc: number): void {
    this.jumps.fill(0);
    this.jump(pc, pc);
    this.exception = undefined;
    this.illegal = undefined;
  }

  exceptionAt({ pc, special, memory }: Interrupted, cause: number): void {
    const excvaddr = (special[SR.excvaddr] ?? 0) >>> 0;
    this.exception = { cause, epc: pc >>> 0, excvaddr, bytes: instructionAt(memory, pc >>> 0) };
    if (cause === 0) this.illegal = this.exception;
  }

  /** Addresses of the last 16 instructions, the latest last; fewer after a reset. `pc`: the present one. */
  lastPcs(memory: PlainMemory, pc: number): number[] {
    let end = pc >>> 0;
    const pcs: number[] = [];
    for (let back = 1; back <= JUMPS && pcs.length < 16; back++) {
      const at = (this.next - 2 * back) & (2 * JUMPS - 1);
      const start = (this.jumps[at + 1] ?? 0) >>> 0;
      if (start === 0) break;
      pcs.unshift(...straight(memory, start, end));
      end = (this.jumps[at] ?? 0) >>> 0;
    }
    return pcs.slice(-16);
  }
}

/** Addresses of the instructions from `start` to before `end`. */
function straight(memory: PlainMemory, start: number, end: number): number[] {
  const pcs: number[] = [];
  for (let at = start; at < end; ) {
    pcs.push(at);
    const bytes = instructionAt(memory, at);
    if (bytes.length === 0) break;
    at += bytes.length;
  }
  return pcs.slice(-16);
}
