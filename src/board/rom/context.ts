import { Md5 } from '../../core/bytes/md5.ts';
import { REGISTER } from './addresses.ts';
import { RomConsole } from './console.ts';
import { FlashFunctions } from './flash-functions.ts';
import { Interrupts } from './interrupts.ts';
import type { RomMachine } from './machine.ts';
import { RomMemory } from './memory.ts';
import { NEXT_EVENT, type Task, until } from './task.ts';

/** What the ROM's functions have in common: the machine, and the services that they are made of. */
export class RomContext {
  readonly machine: RomMachine;
  readonly memory: RomMemory;
  readonly console: RomConsole;
  readonly flash: FlashFunctions;
  readonly interrupts: Interrupts;
  /** MD5 contexts of programs, by address: their 88 bytes are the program's, their content is ours. */
  readonly #md5 = new Map<number, Md5>();

  constructor(machine: RomMachine) {
    this.machine = machine;
    this.memory = new RomMemory(machine);
    this.console = new RomConsole(machine);
    this.flash = new FlashFunctions(machine, this.memory);
    this.interrupts = new Interrupts(machine, this.memory, this.console);
  }

  /** The chip was reset. */
  reset(): void {
    this.#md5.clear();
  }

  /** Time that the CPU is busy for, interrupts and watchdog included. */
  *busy(cycles: number): Task {
    yield* until(this.machine, this.machine.now() + this.machine.timeOf(cycles));
  }

  *delay(microseconds: number): Task {
    yield* until(this.machine, this.machine.now() + microseconds * 1000);
  }

  /** An endless loop. */
  *hang(): Task<never> {
    for (;;) yield NEXT_EVENT;
  }

  /** Feeds the watchdog no more and makes it bite soon, as boot loaders do to reset the chip. */
  *watchdogReset(): Task {
    const { machine } = this;
    machine.store(REGISTER.watchdogReload, 0);
    const control = machine.load(REGISTER.watchdogControl);
    machine.store(REGISTER.watchdogControl, ((control | 0x38) & ~0x06) | 1);
    yield* this.hang();
  }

  beginMd5(context: number): number {
    this.#md5.set(context, new Md5());
    return 0;
  }

  /** The MD5 that a program began at this address. */
  md5(context: number): Md5 {
    const known = this.#md5.get(context);
    if (known) return known;
    this.beginMd5(context);
    return this.md5(context);
  }

  set(address: number, value: number): number {
    this.memory.setWord(address, value);
    return 0;
  }

  /** uart_div_modify; UART1 has its registers and no line. */
  setDivider(uart: number, divider: number): number {
    if (uart === 0) this.console.setDivider(divider);
    else this.machine.store(REGISTER.uart1Divider, divider);
    return 0;
  }
}
