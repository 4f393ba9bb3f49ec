/**
 * The CPU of the ESP8266: an LX106 (Xtensa LX3, call0 ABI, little endian) as an interpreter. This is the part
 * that decides between instructions: interrupts, the timer, sleep, ROM calls, and when to stop.
 */
import { COST_TABLE } from '../costs.ts';
import { Core, type CpuBus, type CpuCosts } from './core.ts';
import { debugBefore, isDebugArmed } from './debug.ts';
import { execute, isDecodable } from './execute.ts';
import { type CpuMemory, DRAM_ADDRESS, DRAM_SIZE, ROM_ADDRESS, ROM_SIZE } from './plain-memory.ts';
import { CAUSE } from './registers.ts';
import { readSpecial, writeSpecial } from './special.ts';
import type { CpuException } from './trace.ts';

/** What the CPU sees outside of plain memory. */
export interface CpuHost extends CpuBus {
  /**
   * The program counter is in the ROM window 0x40000000–0x4000FFFF: emulate the function there (arguments
   * a2…a7, result a2) and set cpu.pc (normally to a0). false: nothing is there.
   */
  rom(cpu: Cpu): boolean;
}

/**
 * Why `run` came back.
 * - budget: the cycles are used up
 * - waiti: they are used up, and the CPU sleeps until an interrupt
 * - break: a `break` with `stopAtBreak`; pc is its address
 * - rom-sentinel: nothing is at pc in ROM
 * - halted: `requestStop`
 */
export type CpuStop = 'budget' | 'waiti' | 'break' | 'rom-sentinel' | 'halted';

export type { CpuBus, CpuCosts, CpuException, CpuMemory };

const COSTS: CpuCosts = {
  instruction: COST_TABLE.instruction.value,
  takenBranch: COST_TABLE.takenBranch.value,
};
/** Most cycles in one go of the fast loop, which counts in 31 bits. */
const MAX_ROOM = 0x3fffffff;

export class Cpu {
  /** a0…a15 */
  readonly a: Int32Array;
  readonly #core: Core;
  readonly #host: CpuHost;

  constructor(memory: CpuMemory, host: CpuHost, costs: CpuCosts = COSTS) {
    this.#host = host;
    this.#core = new Core(memory, host, costs);
    this.a = this.#core.a;
  }

  /** Address of the next instruction; within a callback of the host, of the present one. */
  get pc(): number {
    return this.#core.pc;
  }

  set pc(address: number) {
    this.#core.pc = address >>> 0;
  }

  /** Cycles since the CPU was made. CCOUNT is their low 32 bits, plus an offset that wsr.ccount may set. */
  get cycles(): number {
    return this.#core.cycles;
  }

  /** A `break` instruction ends `run` (as with a debugger attached) instead of raising the debug exception. */
  get stopAtBreak(): boolean {
    return this.#core.stopAtBreak;
  }

  set stopAtBreak(stop: boolean) {
    this.#core.stopAtBreak = stop;
  }

  /** In `waiti`: only an interrupt goes on. */
  get asleep(): boolean {
    return this.#core.asleep;
  }

  /** For traces. `pcs`: addresses of the last 16 instructions, latest last. Interrupts are no exceptions here. */
  get trace(): {
    readonly pcs: readonly number[];
    readonly exception: CpuException | undefined;
    /** The last exception of cause 0: an opcode that the LX106 does not have. */
    readonly illegal: CpuException | undefined;
  } {
    const { trace, memory, pc } = this.#core;
    return {
      get pcs() {
        return trace.lastPcs(memory, pc);
      },
      exception: trace.exception,
      illegal: trace.illegal,
    };
  }

  reset(pc: number): void {
    this.#core.reset(pc);
  }

  /** Interrupt lines from peripherals; bit n set: line n asserted. 8–13 and the NMI (14) act on the edge. */
  setInterruptLines(mask: number): void {
    this.#core.setLines(mask);
  }

  /** Ends `run` after the present instruction. */
  requestStop(): void {
    this.#core.stop = 'halted';
    this.#core.attention = true;
  }

  /** Memory was changed from outside: forget decoded instructions. */
  invalidate(address: number, length: number): void {
    this.#core.code.forget(address, length);
  }

  /** Adds cycles without executing. */
  spend(cycles: number): void {
    this.#core.cycles += cycles;
    this.#core.attention = true;
  }

  /** Special register by its number (registers.ts), for traces, tests, and ROM functions that save a context. */
  special(register: number): number {
    return readSpecial(this.#core, register);
  }

  setSpecial(register: number, value: number): void {
    writeSpecial(this.#core, register, value);
  }

  /**
   * Runs until `budget` cycles are used or something stops it. A jump in the last cycle may use more than are
   * left; `cycles` tells.
   */
  run(budget: number): CpuStop {
    const core = this.#core;
    const end = core.cycles + budget;
    core.remap(); // somebody may have switched the cache meanwhile
    for (;;) {
      core.attention = false;
      if (core.stop !== undefined) return this.#stop(core.stop);
      core.fireTimer();
      if (core.interruptDue) core.interrupt();
      const left = end - core.cycles;
      if (left <= 0) return core.asleep ? 'waiti' : 'budget';
      const room = Math.min(left, core.timerAt - core.cycles, MAX_ROOM);
      if (core.asleep) core.cycles += room;
      else if (!isDebugArmed(core)) this.#go(room);
      else if (!debugBefore(core)) this.#go(1);
    }
  }

  #stop(reason: CpuStop): CpuStop {
    this.#core.stop = undefined;
    return reason;
  }

  /** Executes for so many cycles, or one instruction outside of plain memory. */
  #go(room: number): void {
    if (isDecodable(this.#core.pc)) execute(this.#core, room);
    else this.#outside(this.#core.pc);
  }

  /** An instruction where none can be fetched from plain memory. */
  #outside(pc: number): void {
    const core = this.#core;
    core.cycles += core.costs.instruction; // so that nothing goes on for ever without time
    if ((pc - ROM_ADDRESS) >>> 0 < ROM_SIZE) {
      if (!this.#host.rom(this)) core.stop = 'rom-sentinel';
      else core.trace.jump(pc + 1, core.pc);
      core.remap();
    } else {
      core.raise((pc - DRAM_ADDRESS) >>> 0 < DRAM_SIZE ? CAUSE.fetchError : CAUSE.fetchProhibited, pc);
    }
  }
}
