import type { Costs } from '../costs.ts';
import type { Cpu } from '../cpu/cpu.ts';
import type { CpuMemory } from '../cpu/plain-memory.ts';
import type { NorFlash } from '../flash/nor-flash.ts';

/** What the ROM's code runs on: the CPU, its memory, the flash chip behind the SPI controller, and the bus. */
export interface RomMachine {
  readonly cpu: Cpu;
  readonly memory: CpuMemory;
  readonly flash: NorFlash;
  readonly costs: Costs;
  /** Nanoseconds on the board's clock, exact to the instruction. */
  now(): number;
  /** Lets the CPU stand still until a moment, or until something happens on the board before that. */
  idleUntil(time: number): void;
  /** Nanoseconds of so many CPU cycles. */
  timeOf(cycles: number): number;
  /** A 32-bit access of the CPU to the peripherals. */
  load(address: number): number;
  store(address: number, value: number): void;
  /** The CPU's fast clock, which only an analogue block behind ROM functions can start. */
  startPll(): void;
}
