/**
 * The mask ROM by high-level emulation: the CPU comes to an address in the ROM window and the board does there what
 * the chip's ROM does, in the time that it takes. Facts only, no dump: virtual-board.md, boot.md, loader.md.
 */

import { PS_UM, SR } from '../cpu/registers.ts';
import { secondStage } from '../second-stage/second-stage.ts';
import { SERVICE, STAND_IN_ADDRESS, standInVersion } from '../second-stage/stand-in.ts';
import { BOOT_FROM_FLASH, ROM_DATA, TRAP, VECTOR } from './addresses.ts';
import { RomChip } from './chip.ts';
import { RomContext } from './context.ts';
import { ROM_FUNCTIONS, type RomFunction } from './functions.ts';
import type { RomMachine } from './machine.ts';
import { bootFromFlash, romMain } from './main.ts';
import { reg, setReg } from './registers.ts';
import type { Task } from './task.ts';

/** A task that the CPU is in. */
interface Running {
  readonly task: Task<unknown>;
  /** Where the CPU goes on with the task's result. */
  readonly finish: (result: unknown) => void;
}

/** Code that a task called; when it comes back, the stack pointer should be what it was. */
interface Call {
  readonly token: number;
  readonly stack: number;
}

export class Rom {
  readonly context: RomContext;
  /** What the ROM was asked to start, and by whom: for people who watch. */
  onStart: ((entry: number) => void) | undefined;
  readonly #machine: RomMachine;
  readonly #running = new Map<number, Running>();
  readonly #calls: Call[] = [];
  #lastToken = 0;

  constructor(machine: RomMachine) {
    this.#machine = machine;
    this.context = new RomContext(machine);
  }

  /** The chip was reset: nothing of before goes on. */
  reset(): void {
    this.#running.clear();
    this.#calls.length = 0;
    this.context.reset();
  }

  /** Takes the CPU over to print a text and then do nothing. */
  speak(text: string): void {
    const { context } = this;
    this.#main(
      (function* () {
        yield* context.console.print(text);
        return yield* context.hang();
      })(),
    );
  }

  /** Does what is at the CPU's present address; false when nothing is there. */
  step(): boolean {
    const pc = this.#machine.cpu.pc >>> 0;
    switch (pc) {
      case TRAP.waiting:
        return this.#resume(reg(this.#machine.cpu, 2));
      case TRAP.returned:
        return this.#returned();
      case VECTOR.reset:
        return this.#main(romMain(this.context));
      case BOOT_FROM_FLASH:
        return this.#main(bootFromFlash(this.context));
      case VECTOR.user:
      case VECTOR.kernel:
        return this.#enter(this.context.interrupts.handle(), () => {});
      case SERVICE:
        return this.#secondStage();
      default:
        return this.#function(ROM_FUNCTIONS.get(pc));
    }
  }

  /** The ROM's main program begins (again): whatever ran before is forgotten. */
  #main(task: Task<never>): boolean {
    const { cpu } = this.#machine;
    this.reset();
    cpu.setSpecial(SR.intenable, 0);
    cpu.setSpecial(SR.ps, PS_UM);
    setReg(cpu, 1, ROM_DATA.stackTop);
    return this.#enter(task, () => {});
  }

  #function(found: RomFunction | undefined): boolean {
    if (!found) return false;
    const { cpu, costs } = this.#machine;
    const back = reg(cpu, 0);
    cpu.spend(costs.romCall);
    const result = found.run(this.context, this.#arguments());
    const finish = (value: unknown): void => {
      setReg(cpu, 2, Number(value));
      cpu.pc = back;
    };
    if (typeof result === 'number') finish(result);
    else this.#enter(result, finish);
    return true;
  }

  /** Arguments a2 … a7, then words on the stack. They are taken as they are at the time of the call. */
  #arguments(): (number: number) => number {
    const registers = this.#machine.cpu.a.slice();
    return number =>
      number < 6
        ? (registers[2 + number] ?? 0) >>> 0
        : this.context.memory.word(((registers[1] ?? 0) >>> 0) + 4 * (number - 6));
  }

  /** The stand-in of the boot loader asks for the loader's model. */
  #secondStage(): boolean {
    const version = standInVersion(this.context.memory.read(STAND_IN_ADDRESS, 12));
    if (!version) return false;
    const { cpu } = this.#machine;
    const back = reg(cpu, 0);
    return this.#enter(secondStage(new RomChip(this.context), version), entry => {
      if (typeof entry === 'number') this.onStart?.(entry);
      cpu.pc = typeof entry === 'number' ? entry : back;
    });
  }

  #enter(task: Task<unknown>, finish: (result: unknown) => void): boolean {
    const token = ++this.#lastToken;
    this.#running.set(token, { task, finish });
    return this.#resume(token);
  }

  /** Lets a task go on until it waits, calls or ends. */
  #resume(token: number): boolean {
    const running = this.#running.get(token);
    if (!running) return false;
    const { cpu } = this.#machine;
    const { done, value } = running.task.next();
    if (done) {
      this.#running.delete(token);
      running.finish(value);
    } else if (typeof value === 'number') {
      cpu.pc = TRAP.waiting;
      setReg(cpu, 2, token);
      this.#machine.idleUntil(value);
    } else {
      this.#calls.push({ token, stack: reg(cpu, 1) });
      setReg(cpu, 0, TRAP.returned);
      cpu.pc = value.call;
    }
    return true;
  }

  #returned(): boolean {
    const stack = reg(this.#machine.cpu, 1);
    const same = this.#calls.findLastIndex(call => call.stack === stack);
    // Code that lost the stack it was given comes back to who called last.
    const at = same >= 0 ? same : this.#calls.length - 1;
    const call = this.#calls[at];
    if (!call) return false;
    this.#calls.length = at; // whoever was called behind it will not come back
    return this.#resume(call.token);
  }
}
