/**
 * The state of one LX106 and what every part of the interpreter does to it: exceptions, interrupts, loads and
 * stores that are not the plain case. Rules: Xtensa ISA Reference Manual, 4.4.1 (exceptions), 4.4.4 and 4.4.5
 * (interrupts), 4.4.6 (CCOUNT), 4.7.6 (debug).
 */
import { CodeCache } from './code-cache.ts';
import {
  type CpuMemory,
  DRAM_ADDRESS,
  DRAM_SIZE,
  IRAM_ADDRESS,
  IRAM_SIZE,
  IROM_ADDRESS,
  IROM_SIZE,
  PlainMemory,
} from './plain-memory.ts';
import {
  CAUSE,
  DEBUG_LEVEL,
  EDGE_LINES,
  INTERRUPTS,
  LEVEL_LINES,
  LEVEL1_LINES,
  LINE,
  NMI_LEVEL,
  PS_AT_RESET,
  PS_EXCM,
  PS_INTLEVEL,
  PS_UM,
  SR,
  VECBASE_AT_RESET,
  VECTOR,
} from './registers.ts';
import { CpuTrace } from './trace.ts';

export type AccessSize = 1 | 2 | 4;

/** Loads and stores outside of plain memory. */
export interface CpuBus {
  /** `undefined`: no such address. Values are unsigned. */
  load(address: number, size: AccessSize): number | undefined;
  store(address: number, size: AccessSize, value: number): boolean;
}

/** Cycles of an instruction, and of one that jumps. */
export interface CpuCosts {
  readonly instruction: number;
  readonly takenBranch: number;
}

export class Core {
  readonly a = new Int32Array(16);
  /** Between instructions: address of the next one. During one: its own. */
  pc = 0;
  /** Cycles since the CPU was made; never wraps, CCOUNT is its low 32 bits plus an offset. */
  cycles = 0;
  sar = 0;
  /** By number; SAR, CCOUNT and INTERRUPT are kept elsewhere. */
  readonly special = new Int32Array(256);
  /** What wsr.ccount made of the cycles. */
  ccountOffset = 0;
  /** In cycles. */
  timerAt = 0;
  /** Attributes of the eight regions of 512 MB: kept and read back, never enforced (no known program sets them). */
  readonly itlb = new Uint8Array(8);
  readonly dtlb = new Uint8Array(8);
  /** In `waiti`. */
  asleep = false;
  /** Something besides the next instruction wants to be looked at: the fast loop ends. */
  attention = false;
  /** Why the run has to end. */
  stop: 'break' | 'halted' | 'rom-sentinel' | undefined;
  /** A `break` ends the run instead of raising the debug exception, as with a debugger attached. */
  stopAtBreak = false;
  readonly trace: CpuTrace;
  readonly memory: PlainMemory;
  readonly code: CodeCache;
  readonly bus: CpuBus;
  readonly costs: CpuCosts;
  /** Interrupt lines of the peripherals. */
  #lines = 0;
  /** Interrupts that stay until somebody clears them: edges, software, timer, NMI. */
  #latched = 0;

  constructor(memory: CpuMemory, bus: CpuBus, costs: CpuCosts) {
    this.memory = new PlainMemory(memory);
    this.code = new CodeCache(this.memory);
    this.trace = new CpuTrace();
    this.bus = bus;
    this.costs = costs;
    this.reset(0);
  }

  /** The state after reset; memory and the interrupt lines stay. Registers a0–a15 hold 0 so that runs repeat. */
  reset(pc: number): void {
    this.a.fill(0);
    this.special.fill(0);
    this.sar = 0;
    this.itlb.fill(2); // bypass, everything allowed
    this.dtlb.fill(2);
    this.special[SR.ps] = PS_AT_RESET;
    this.special[SR.vecbase] = VECBASE_AT_RESET;
    this.special[SR.configid0] = 0xc28cdafa;
    this.special[SR.configid1] = 0x1082b6f6;
    this.code.setLitbase(0);
    this.ccountOffset = -this.cycles;
    this.#latched = 0;
    this.asleep = false;
    this.stop = undefined;
    this.setTimer();
    this.pc = pc >>> 0;
    this.trace.clear(this.pc);
  }

  get ps(): number {
    return this.special[SR.ps] ?? 0;
  }

  /** Setting PS may let an interrupt through. */
  set ps(value: number) {
    this.special[SR.ps] = value;
    this.attention = true;
  }

  get ccount(): number {
    return ((this.cycles + this.ccountOffset) % 0x100000000) | 0;
  }

  /** Level of interrupts that are masked: INTLEVEL, at least 1 in exception mode. */
  get currentLevel(): number {
    const level = this.ps & PS_INTLEVEL;
    return (this.ps & PS_EXCM) !== 0 ? Math.max(level, 1) : level;
  }

  setLines(mask: number): void {
    const rising = mask & ~this.#lines;
    if (mask === this.#lines) return;
    this.#lines = mask & INTERRUPTS;
    this.#latched |= rising & (EDGE_LINES | (1 << LINE.nmi));
    this.attention = true;
  }

  /** Works out when CCOUNT reaches CCOMPARE0: in 1 to 2^32 cycles. */
  setTimer(): void {
    this.timerAt = this.cycles + (((this.special[SR.ccompare0] ?? 0) - this.ccount - 1) >>> 0) + 1;
    this.attention = true;
  }

  fireTimer(): void {
    if (this.cycles < this.timerAt) return;
    this.latch(1 << LINE.timer);
    this.setTimer();
  }

  /** The flash may be mapped anew. */
  remap(): void {
    if (this.memory.remap()) this.code.forget(IROM_ADDRESS, IROM_SIZE);
  }

  get interrupts(): number {
    return (this.#lines & LEVEL_LINES) | this.#latched;
  }

  latch(mask: number): void {
    this.#latched |= mask;
    this.attention = true;
  }

  unlatch(mask: number): void {
    this.#latched &= ~mask;
  }

  /** An interrupt that is due now; NMI cannot be masked, all others are level 1. */
  get interruptDue(): boolean {
    const waiting = this.interrupts;
    if ((waiting & (1 << LINE.nmi)) !== 0) return true;
    return (waiting & this.#enabled & LEVEL1_LINES) !== 0 && this.currentLevel < 1;
  }

  get #enabled(): number {
    return this.special[SR.intenable] ?? 0;
  }

  /** Takes the interrupt that is due. */
  interrupt(): void {
    this.asleep = false;
    if ((this.interrupts & (1 << LINE.nmi)) !== 0) {
      this.unlatch(1 << LINE.nmi);
      this.#enterLevel(NMI_LEVEL, VECTOR.nmi);
    } else {
      this.#enterException(CAUSE.level1Interrupt);
    }
  }

  /** Raises an exception at the present instruction; core.pc and the result are the handler's address. */
  raise(cause: number, address?: number): number {
    if (address !== undefined) this.special[SR.excvaddr] = address;
    this.trace.exceptionAt(this, cause);
    return this.#enterException(cause);
  }

  /** Raises the debug exception at the present instruction; the caller checked that it is not masked. */
  raiseDebug(cause: number): number {
    this.special[SR.debugcause] = cause;
    return this.#enterLevel(DEBUG_LEVEL, VECTOR.debug);
  }

  #enterException(cause: number): number {
    const nested = (this.ps & PS_EXCM) !== 0;
    this.special[nested ? SR.depc : SR.epc1] = this.pc;
    this.special[SR.exccause] = cause;
    const vector = nested ? VECTOR.double : (this.ps & PS_UM) !== 0 ? VECTOR.user : VECTOR.kernel;
    this.ps |= PS_EXCM;
    return this.#enter(vector);
  }

  #enterLevel(level: 2 | 3, vector: number): number {
    this.special[SR.epc1 + level - 1] = this.pc;
    this.special[SR.eps2 + level - 2] = this.ps;
    this.ps = (this.ps & ~PS_INTLEVEL) | level | PS_EXCM;
    return this.#enter(vector);
  }

  #enter(vector: number): number {
    const target = ((this.special[SR.vecbase] ?? 0) + vector) >>> 0;
    this.trace.jump(this.pc + 1, target);
    this.pc = target;
    return target;
  }

  /** Loads as the chip does, plain memory or not. undefined: an exception was raised. Values are unsigned. */
  load(address: number, size: AccessSize): number | undefined {
    if ((address & (size - 1)) !== 0) return void this.raise(CAUSE.unaligned, address);
    const { dram8, iram32, irom32 } = this.memory;
    const inDram = (address - DRAM_ADDRESS) >>> 0;
    if (inDram < DRAM_SIZE) return readUnsigned(dram8, inDram, size);
    const inIram = (address - IRAM_ADDRESS) >>> 0;
    const inIrom = (address - IROM_ADDRESS) >>> 0;
    if (inIram < IRAM_SIZE || inIrom < IROM_SIZE) {
      // Assumption: with the cache off, irom is as good as not there.
      if (inIrom < IROM_SIZE && irom32.length === 0) return void this.raise(CAUSE.loadProhibited, address);
      if (size !== 4) return void this.raise(CAUSE.loadStoreError, address);
      const value = inIram < IRAM_SIZE ? iram32[inIram >>> 2] : irom32[(inIrom >>> 2) % irom32.length];
      return (value ?? 0) >>> 0;
    }
    const value = this.bus.load(address >>> 0, size);
    if (value === undefined) this.raise(CAUSE.loadProhibited, address);
    return value;
  }

  /** Stores as the chip does; false: an exception was raised. */
  store(address: number, size: AccessSize, value: number): boolean {
    if ((address & (size - 1)) !== 0) return this.#fault(CAUSE.unaligned, address);
    const inDram = (address - DRAM_ADDRESS) >>> 0;
    if (inDram < DRAM_SIZE) {
      for (let byte = 0; byte < size; byte++) this.memory.dram8[inDram + byte] = value >>> (8 * byte);
      return true;
    }
    const inIram = (address - IRAM_ADDRESS) >>> 0;
    if (inIram < IRAM_SIZE) {
      if (size !== 4) return this.#fault(CAUSE.loadStoreError, address);
      this.memory.iram32[inIram >>> 2] = value;
      this.code.forget(address >>> 0, 4);
      return true;
    }
    // Assumption: irom takes no store of any size.
    if ((address - IROM_ADDRESS) >>> 0 < IROM_SIZE) return this.#fault(CAUSE.loadStoreError, address);
    const unsigned = size === 4 ? value >>> 0 : value & (size === 2 ? 0xffff : 0xff);
    return this.bus.store(address >>> 0, size, unsigned) || this.#fault(CAUSE.storeProhibited, address);
  }

  #fault(cause: number, address: number): false {
    this.raise(cause, address);
    return false;
  }
}

function readUnsigned(bytes: Uint8Array, at: number, size: AccessSize): number {
  let value = 0;
  for (let byte = size - 1; byte >= 0; byte--) value = value * 256 + (bytes[at + byte] ?? 0);
  return value;
}
