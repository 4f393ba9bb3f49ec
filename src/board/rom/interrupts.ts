/**
 * Exceptions and level-1 interrupts as the ROM's vectors handle them: registers go onto the stack of whoever was
 * interrupted, handlers are called with interrupts of their level off, and what the handler left in the frame is put
 * back. Handlers may look at the frame and change it, as exception handlers of applications do.
 */
import { CAUSE, LEVEL1_LINES, PS_EXCM, PS_INTLEVEL, SR } from '../cpu/registers.ts';
import { ROM_DATA } from './addresses.ts';
import type { RomConsole } from './console.ts';
import type { RomMachine } from './machine.ts';
import type { RomMemory } from './memory.ts';
import { romText } from './printf.ts';
import { reg, setReg } from './registers.ts';
import { NEXT_EVENT, type Task, until } from './task.ts';

/** Bytes between the interrupted stack pointer and the frame. Layout as Xtensa's own: pc, ps, sar, –, a0, a2 … a15. */
const FRAME = { size: 0x100, pc: 0, ps: 4, sar: 8, a0: 16, cause: 76 } as const;
const INTERRUPTS = 16;
/** Saving and restoring the registers, both together. */
const DISPATCH_CYCLES = 80;

/** Causes that the ROM reports on UART0 once it has booted from flash. */
const REPORTED: readonly number[] = [0, 2, 3, 8, 28, 29];

export class Interrupts {
  readonly #machine: RomMachine;
  readonly #memory: RomMemory;
  readonly #console: RomConsole;
  readonly #exceptionHandlers = new Map<number, number>();
  /** An exception that the program does not handle itself. */
  onCrash: (() => void) | undefined;
  /** Booting from flash installs the handlers that print. */
  reportsExceptions = false;

  constructor(machine: RomMachine, memory: RomMemory, console: RomConsole) {
    this.#machine = machine;
    this.#memory = memory;
    this.#console = console;
  }

  /** The chip was reset: the ROM's start clears its tables. */
  reset(): void {
    this.#exceptionHandlers.clear();
    this.reportsExceptions = false;
    const tables = ROM_DATA.interruptsEnabled + 4 - ROM_DATA.interruptTable;
    this.#memory.write(ROM_DATA.interruptTable, new Uint8Array(tables));
  }

  /** ets_isr_attach. */
  attach(number: number, handler: number, argument: number): number {
    if (number >= INTERRUPTS) return 0;
    this.#memory.setWord(ROM_DATA.interruptTable + 8 * number, handler);
    this.#memory.setWord(ROM_DATA.interruptTable + 8 * number + 4, argument);
    return 0;
  }

  /** ets_isr_unmask; gives what was unmasked before. */
  unmask(bits: number): number {
    return this.#enable(enabled => enabled | bits);
  }

  /** ets_isr_mask. */
  mask(bits: number): number {
    return this.#enable(enabled => enabled & ~bits);
  }

  /** _xtos_set_exception_handler; gives the one before. */
  setExceptionHandler(cause: number, handler: number): number {
    const before = this.#exceptionHandlers.get(cause) ?? 0;
    this.#exceptionHandlers.set(cause, handler);
    return before;
  }

  /** What the vectors do; the CPU stands at one. */
  *handle(): Task {
    const { cpu } = this.#machine;
    const frame = (reg(cpu, 1) - FRAME.size) >>> 0;
    // Without a stack nothing can be saved: the chip would fall from exception to exception.
    if (!this.#memory.isRam(frame, FRAME.size)) {
      this.onCrash?.();
      yield* hang();
    }
    const cause = cpu.special(SR.exccause);
    this.#save(frame, cause);
    cpu.setSpecial(SR.ps, (cpu.special(SR.ps) & ~(PS_EXCM | PS_INTLEVEL)) | 1);
    yield* until(this.#machine, this.#machine.now() + this.#machine.timeOf(DISPATCH_CYCLES));
    if (cause === CAUSE.level1Interrupt) yield* this.#interrupts(frame);
    else yield* this.#exception(frame, cause);
    this.#restore(frame);
  }

  /** Calls the handlers of all that is pending, the lowest number first. */
  *#interrupts(frame: number): Task {
    const { cpu } = this.#machine;
    for (;;) {
      const pending = cpu.special(SR.interrupt) & cpu.special(SR.intenable) & LEVEL1_LINES;
      if (pending === 0) return;
      const number = 31 - Math.clz32(pending & -pending);
      const entry = ROM_DATA.interruptTable + 8 * number;
      const handler = this.#memory.word(entry);
      if (handler === 0) this.mask(1 << number);
      else {
        cpu.setSpecial(SR.intclear, 1 << number);
        yield* this.#call(handler, frame, this.#memory.word(entry + 4));
      }
    }
  }

  *#exception(frame: number, cause: number): Task {
    const handler = this.#exceptionHandlers.get(cause) ?? 0;
    if (handler === 0) this.onCrash?.();
    if (handler !== 0) yield* this.#call(handler, frame, frame, cause);
    else if (!this.reportsExceptions) yield* hang();
    else if (cause === CAUSE.unaligned) yield* this.#reportUnaligned(frame);
    else if (REPORTED.includes(cause)) {
      yield* this.#console.print(romText('Fatal exception (%d): \n', cause));
      yield* this.#reportRegisters();
    } else yield* hang();
  }

  *#reportUnaligned(frame: number): Task {
    yield* this.#console.print(romText('sp %p \n', frame + FRAME.size));
    for (let row = 0; row < 4; row++) {
      const [a0 = 0, a1 = 0, a2 = 0, a3 = 0] = [0, 1, 2, 3].map(i => this.#saved(frame, 4 * row + i));
      yield* this.#console.print(
        romText('sf_dump[%d] a0: 0x%08x  a1: 0x%08x  a2: 0x%08x  a3: 0x%08x \n', row, a0, a1, a2, a3),
      );
    }
    yield* this.#reportRegisters();
  }

  *#reportRegisters(): Task {
    const { cpu } = this.#machine;
    const registers = [SR.epc1, SR.epc2, SR.epc3, SR.excvaddr, SR.depc].map(at => cpu.special(at) >>> 0);
    yield* this.#console.print(
      romText('epc1=0x%08x, epc2=0x%08x, epc3=0x%08x, excvaddr=0x%08x, depc=0x%08x\n', ...registers),
    );
  }

  *#call(handler: number, frame: number, argument: number, second = frame): Task {
    const { cpu } = this.#machine;
    setReg(cpu, 1, frame);
    setReg(cpu, 2, argument);
    setReg(cpu, 3, second);
    yield { call: handler };
  }

  /** Where register n is in a frame; a1 is not: it is where the frame ends. */
  #slot(frame: number, register: number): number {
    return frame + FRAME.a0 + 4 * (register === 0 ? 0 : register - 1);
  }

  #saved(frame: number, register: number): number {
    return register === 1 ? frame + FRAME.size : this.#memory.word(this.#slot(frame, register));
  }

  #save(frame: number, cause: number): void {
    const { cpu } = this.#machine;
    this.#memory.setWord(frame + FRAME.pc, cpu.special(SR.epc1));
    this.#memory.setWord(frame + FRAME.ps, cpu.special(SR.ps));
    this.#memory.setWord(frame + FRAME.sar, cpu.special(SR.sar));
    this.#memory.setWord(frame + FRAME.cause, cause);
    for (let n = 0; n < 16; n++) if (n !== 1) this.#memory.setWord(this.#slot(frame, n), reg(cpu, n));
  }

  #restore(frame: number): void {
    const { cpu } = this.#machine;
    for (let n = 0; n < 16; n++) setReg(cpu, n, this.#saved(frame, n));
    cpu.setSpecial(SR.sar, this.#memory.word(frame + FRAME.sar));
    cpu.setSpecial(SR.ps, this.#memory.word(frame + FRAME.ps) & ~PS_EXCM);
    cpu.pc = this.#memory.word(frame + FRAME.pc);
  }

  #enable(change: (enabled: number) => number): number {
    const before = this.#memory.word(ROM_DATA.interruptsEnabled);
    this.#memory.setWord(ROM_DATA.interruptsEnabled, change(before));
    this.#machine.cpu.setSpecial(SR.intenable, change(before));
    return before;
  }
}

function* hang(): Task<never> {
  for (;;) yield NEXT_EVENT;
}
