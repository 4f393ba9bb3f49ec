/**
 * Skipping time while the CPU only spins. A loop that comes back to the same memory and the same registers (or to
 * registers that follow CCOUNT: spin-clock.ts), and has touched no device in a way that matters, will do the same again
 * until an event happens: that is proven by stepping around it. Then whole rounds are skipped, up to the end of the
 * slice.
 */
import type { Cpu } from './cpu/cpu.ts';
import { SR } from './cpu/registers.ts';
import type { Soc } from './soc/soc.ts';
import { clockStep, type MetBranch, steadyRounds } from './spin-clock.ts';
import { effectOf } from './spin-effects.ts';

type Bytes = readonly [b0: number, b1: number, b2: number];

/** Longest loop that is looked for, in instructions. */
const MAX_STEPS = 200;
/** Slices shorter than this are run: looking would take longer. */
const WORTH_CYCLES = 100;
/** The same for a loop that polls a device, where every event ends the waiting. */
const WORTH_POLLING = 1_000;
/** Cycles after which it is tried again, while it does not succeed. */
const FIRST_PAUSE = 2_000;
export const LONGEST_PAUSE = 64_000;

const IRAM = 0x40100000;
const IRAM_SIZE = 0x10000;
const MAPPED_FLASH = 0x40200000;
const MEGABYTE = 0x100000;
const DRAM = 0x3ffe8000;

const TIMER_LINE = 1 << 6;

/** Feeding the watchdog again and again is waiting, too. */
const WATCHDOG_FEED = 0x60000914;
const FEED_KEY = 0x73;

/** A loop that the CPU will go around until something happens. */
export interface Spin {
  /** Cycles. */
  readonly round: number;
  /** It polls a device, so any event may end it; otherwise only an interrupt can. */
  readonly looksAtDevices: boolean;
  /** Rounds after which it may leave by itself, because it looks at CCOUNT. */
  readonly limit: number;
}

const FOREVER = Number.POSITIVE_INFINITY;

export class SpinFinder {
  readonly #cpu: Cpu;
  readonly #soc: Soc;
  readonly #counts: { readonly loads: number };
  readonly #dram: DataView;
  readonly #registers = new Int32Array(16);
  /** What words of DRAM held before the round stored there, by offset. */
  readonly #before = new Map<number, number>();
  /** Times that the round fed the watchdog. */
  #feeds = 0;
  /** What registers grow by in a round: 0, or its cycles where they follow CCOUNT. */
  readonly #growth = new Int32Array(16);
  /** Whether the round read CCOUNT, and its branches; undefined where something else was done with it. */
  #readsClock = false;
  #branches: MetBranch[] | undefined = [];
  #notBefore = 0;
  #pause = FIRST_PAUSE;

  /** `counts.loads`: loads from devices that the CPU has done. */
  constructor(cpu: Cpu, soc: Soc, counts: { readonly loads: number }) {
    this.#counts = counts;
    this.#cpu = cpu;
    this.#soc = soc;
    const { dram } = soc.memory;
    this.#dram = new DataView(dram.buffer, dram.byteOffset, dram.length);
  }

  /**
   * Steps around the loop that the CPU is in, if it only spins; at most `budget` cycles. Looking takes cycles of the
   * CPU, found or not.
   */
  find(budget: number): Spin | undefined {
    const cpu = this.#cpu;
    if (budget < WORTH_CYCLES || cpu.cycles < this.#notBefore || cpu.asleep) return undefined;
    const before = this.#counts.loads;
    const began = cpu.cycles;
    const round = this.#round();
    const room = budget - (cpu.cycles - began);
    const limit = round === 0 ? 0 : this.#limit(round, room);
    if (limit === 0) {
      this.#notBefore = cpu.cycles + this.#pause;
      this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
      return undefined;
    }
    this.#pause = FIRST_PAUSE;
    const looksAtDevices = this.#counts.loads !== before || this.#feeds > 0;
    if (looksAtDevices && budget < WORTH_POLLING) this.#notBefore = cpu.cycles + WORTH_POLLING;
    return { round, looksAtDevices, limit };
  }

  /** How many rounds fit into `cycles`. */
  rounds({ round, limit }: Spin, cycles: number): number {
    const free = Math.min(cycles, this.#cyclesToTimer());
    // A round that feeds the watchdog has to feed it once more before the end, which may be the watchdog's own.
    return Math.min(limit, Math.max(0, Math.floor(free / round) - (this.#feeds > 0 ? 2 : 0)));
  }

  /** Goes around as often as fits into `cycles`, all at once. */
  skip(spin: Spin, cycles: number): void {
    const rounds = this.rounds(spin, cycles);
    const { a } = this.#cpu;
    for (let i = 0; i < 16; i++) a[i] = (a[i] ?? 0) + Math.imul(this.#growth[i] ?? 0, rounds);
    this.#cpu.spend(rounds * spin.round);
  }

  /** Rounds that the loop will surely go; after a look at CCOUNT a second round has to show what comes of it. */
  #limit(round: number, room: number): number {
    this.#growth.fill(0);
    if (!this.#readsClock) return this.#sameRegisters() ? FOREVER : 0;
    const first = this.#branches;
    const feeds = this.#feeds;
    if (!first || room < round || this.#round() !== round || this.#feeds !== feeds || !this.#branches)
      return 0;
    for (let i = 0; i < 16; i++) {
      const growth = ((this.#cpu.a[i] ?? 0) - (this.#registers[i] ?? 0)) | 0;
      if (growth !== 0 && growth !== round) return 0;
      this.#growth[i] = growth;
    }
    return steadyRounds(first, this.#branches, round);
  }

  /** Steps until the state is the same again; cycles of that round, or 0 when there is none. */
  #round(): number {
    const cpu = this.#cpu;
    this.#registers.set(cpu.a);
    this.#before.clear();
    this.#feeds = 0;
    this.#readsClock = false;
    this.#branches = [];
    const { pc, cycles } = cpu;
    const [sar, ps] = [cpu.special(SR.sar), cpu.special(SR.ps)];
    const { effects } = this.#soc.bus;
    for (let step = 0; step < MAX_STEPS; step++) {
      if (!this.#mayStep(cpu.pc) || cpu.run(1) !== 'budget') return 0;
      if (this.#soc.bus.effects - this.#feeds !== effects) return 0;
      if (cpu.pc !== pc || !(this.#readsClock || this.#sameRegisters())) continue;
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
    const bytes = this.#bytesAt(pc);
    if (!bytes) return false;
    this.#follow(pc, bytes);
    if (this.#readsClock && !this.#branches) return false;
    const effect = effectOf(...bytes);
    if (effect === 'none') return true;
    const { a } = this.#cpu;
    if (effect === 'other') return clockStep(...bytes) === 'clock';
    const address = ((a[effect.base] ?? 0) + effect.offset) >>> 0;
    if (address === WATCHDOG_FEED && a[effect.value] === FEED_KEY) {
      this.#feeds++;
      return true;
    }
    const at = (address - DRAM) & ~3;
    if (at < 0 || at + 4 > this.#dram.byteLength) return false;
    if (!this.#before.has(at)) this.#before.set(at, this.#dram.getInt32(at, true));
    return true;
  }

  /** Keeps account of what the round makes of CCOUNT. */
  #follow(pc: number, bytes: Bytes): void {
    const step = clockStep(...bytes);
    if (step === undefined) this.#branches = undefined;
    else if (step === 'clock') this.#readsClock = true;
    else if (step !== 'plain') {
      const { a } = this.#cpu;
      this.#branches?.push({ pc, kind: step.kind, s: a[step.s] ?? 0, t: a[step.t] ?? 0 });
    }
  }

  #bytesAt(pc: number): Bytes | undefined {
    const { iram, mapped } = this.#soc.memory;
    const inIram = (pc - IRAM) >>> 0 < IRAM_SIZE;
    const memory = inIram ? iram : (pc - MAPPED_FLASH) >>> 0 < MEGABYTE ? mapped : undefined;
    if (!memory || memory.length === 0) return undefined;
    const at = inIram ? pc - IRAM : (pc - MAPPED_FLASH) % memory.length;
    return [memory[at] ?? 0, memory[at + 1] ?? 0, memory[at + 2] ?? 0];
  }

  /** CCOMPARE0 is the CPU's own event: no clock knows about it. */
  #cyclesToTimer(): number {
    const cpu = this.#cpu;
    if ((cpu.special(SR.intenable) & TIMER_LINE) === 0) return Number.POSITIVE_INFINITY;
    return (cpu.special(SR.ccompare0) - cpu.special(SR.ccount)) >>> 0;
  }
}
