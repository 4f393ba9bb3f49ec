/**
 * Skipping time while the CPU only spins. A loop that comes back to the same registers and the same memory, has read
 * no clock and touched no device in a way that matters, will do the same again until an event happens: that is proven
 * by stepping once around it. Then whole rounds are skipped, up to the end of the slice.
 */
import type { Cpu } from './cpu/cpu.ts';
import { SR } from './cpu/registers.ts';
import type { Soc } from './soc/soc.ts';
import { type Effect, effectOf } from './spin-effects.ts';

/** Longest loop that is looked for, in instructions. */
const MAX_STEPS = 200;
/** Slices shorter than this are run: looking would take longer. */
const WORTH_CYCLES = 400;
/** Cycles after which it is tried again, while it does not succeed. */
const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 64_000;

const IRAM = 0x40100000;
const IRAM_SIZE = 0x10000;
const MAPPED_FLASH = 0x40200000;
const MEGABYTE = 0x100000;
const DRAM = 0x3ffe8000;

const TIMER_LINE = 1 << 6;

export class SpinSkipper {
  readonly #cpu: Cpu;
  readonly #soc: Soc;
  readonly #dram: DataView;
  readonly #registers = new Int32Array(16);
  /** What words of DRAM held before the round stored there, by offset. */
  readonly #before = new Map<number, number>();
  #notBefore = 0;
  #pause = FIRST_PAUSE;

  constructor(cpu: Cpu, soc: Soc) {
    this.#cpu = cpu;
    this.#soc = soc;
    const { dram } = soc.memory;
    this.#dram = new DataView(dram.buffer, dram.byteOffset, dram.length);
  }

  /** Uses up to `budget` cycles if the CPU spins; gives how many it used, looking included. */
  skip(budget: number): number {
    const cpu = this.#cpu;
    const { cycles } = cpu;
    if (budget < WORTH_CYCLES || cycles < this.#notBefore || cpu.asleep) return 0;
    const round = this.#round();
    if (round === 0) {
      this.#notBefore = cpu.cycles + this.#pause;
      this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
      return cpu.cycles - cycles;
    }
    this.#pause = FIRST_PAUSE;
    const free = Math.min(budget - (cpu.cycles - cycles), this.#cyclesToTimer());
    const rounds = Math.floor(free / round);
    if (rounds > 0) cpu.spend(rounds * round);
    return cpu.cycles - cycles;
  }

  /** Steps until the state is the same again; cycles of that round, or 0 when there is none. */
  #round(): number {
    const cpu = this.#cpu;
    this.#registers.set(cpu.a);
    this.#before.clear();
    const { pc, cycles } = cpu;
    const [sar, ps] = [cpu.special(SR.sar), cpu.special(SR.ps)];
    const { effects } = this.#soc.bus;
    for (let step = 0; step < MAX_STEPS; step++) {
      if (!this.#mayStep(cpu.pc) || cpu.run(1) !== 'budget' || this.#soc.bus.effects !== effects) return 0;
      if (cpu.pc !== pc || !this.#sameRegisters()) continue;
      if (cpu.special(SR.sar) === sar && cpu.special(SR.ps) === ps && this.#sameMemory()) {
        return cpu.cycles - cycles;
      }
    }
    return 0;
  }

  #sameRegisters(): boolean {
    for (let i = 0; i < 16; i++) if (this.#registers[i] !== this.#cpu.a[i]) return false;
    return true;
  }

  #sameMemory(): boolean {
    for (const [at, value] of this.#before) if (this.#dram.getInt32(at, true) !== value) return false;
    return true;
  }

  /** Whether the round may go on with the instruction at `pc`; notes what it overwrites. */
  #mayStep(pc: number): boolean {
    const effect = this.#effectAt(pc);
    if (effect === 'none') return true;
    if (effect === 'other') return false;
    const address = ((this.#cpu.a[effect.base] ?? 0) + effect.offset) | 0;
    const at = (address - DRAM) & ~3;
    if (at < 0 || at + 4 > this.#dram.byteLength) return this.#isPeripheral(address);
    if (!this.#before.has(at)) this.#before.set(at, this.#dram.getInt32(at, true));
    return true;
  }

  /** The bus counts stores to devices itself. */
  #isPeripheral(address: number): boolean {
    return address >>> 28 !== 4;
  }

  #effectAt(pc: number): Effect {
    const { iram, mapped } = this.#soc.memory;
    const inIram = (pc - IRAM) >>> 0 < IRAM_SIZE;
    const memory = inIram ? iram : (pc - MAPPED_FLASH) >>> 0 < MEGABYTE ? mapped : undefined;
    if (!memory || memory.length === 0) return 'other';
    const at = inIram ? pc - IRAM : (pc - MAPPED_FLASH) % memory.length;
    return effectOf(memory[at] ?? 0, memory[at + 1] ?? 0, memory[at + 2] ?? 0);
  }

  /** CCOMPARE0 is the CPU's own event: no clock knows about it. */
  #cyclesToTimer(): number {
    const cpu = this.#cpu;
    if ((cpu.special(SR.intenable) & TIMER_LINE) === 0) return Number.POSITIVE_INFINITY;
    return (cpu.special(SR.ccompare0) - cpu.special(SR.ccount)) >>> 0;
  }
}
