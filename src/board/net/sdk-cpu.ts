/**
 * The SDK's system software as a model that shares the chip with the running program: one task after the other, each
 * from begin to end, and the program stands still meanwhile, as it does on a chip. A task is a generator that yields
 * the moments (ns) until which it waits with the CPU in hand: for the flash, for the serial line.
 */
import type { Due, VirtualClock } from '../clock.ts';
import { wireBytes } from '../rom/printf.ts';
import type { Uart } from '../soc/uart.ts';

export type SdkTask<T = void> = Generator<number, T, void>;
/** What is to be done: a task, or something that takes no time. */
export type SdkWork = (() => SdkTask) | (() => void);

export interface SdkCpuOptions {
  readonly clock: VirtualClock;
  readonly uart: Uart;
  /** Stops the program's CPU, or lets it go on. */
  readonly pause: (paused: boolean) => void;
}

/** Between two tasks the program gets the CPU for this long, ns. An assumption. */
const TASK_GAP = 100_000;
/** A task begins when the program has nothing in the transmit FIFO, so that lines stay whole; or after so long, ns. */
const LONGEST_LINE = 100_000_000;
/** Bytes that the transmit FIFO is filled to. */
const FIFO_FULL = 126;
const BITS_PER_BYTE = 10;

export class SdkCpu {
  readonly clock: VirtualClock;
  readonly #options: SdkCpuOptions;
  readonly #waiting: SdkWork[] = [];
  readonly #timers = new Set<Due>();
  #running: SdkTask | undefined;
  #due: Due | undefined;

  constructor(options: SdkCpuOptions) {
    this.clock = options.clock;
    this.#options = options;
  }

  /** Whether a task runs or waits to. */
  get busy(): boolean {
    return this.#running !== undefined || this.#waiting.length > 0;
  }

  /** Has a task done behind those that wait already. */
  post(work: SdkWork): void {
    this.#waiting.push(work);
    if (!this.#running && !this.#due) this.#plan(this.clock.now, () => this.#begin(this.clock.now));
  }

  /** Has a task posted after so many milliseconds. */
  timer(milliseconds: number, work: SdkWork): Due {
    const due = this.clock.after(milliseconds * 1e6, () => {
      this.#timers.delete(due);
      this.post(work);
    });
    this.#timers.add(due);
    return due;
  }

  cancel(timer: Due | undefined): void {
    this.clock.cancel(timer);
    if (timer) this.#timers.delete(timer);
  }

  /** Forgets everything: the chip was reset or has no power. */
  stop(): void {
    for (const timer of this.#timers) this.clock.cancel(timer);
    this.#timers.clear();
    this.clock.cancel(this.#due);
    this.#due = undefined;
    this.#waiting.length = 0;
    this.#running = undefined;
    this.#options.pause(false);
  }

  /** os_printf: waits for room in the FIFO. */
  *print(text: string): SdkTask {
    const { uart } = this.#options;
    for (const byte of wireBytes(text)) {
      while (uart.txCount >= FIFO_FULL) yield this.clock.now + 32 * this.#byteTime;
      uart.send(byte);
    }
  }

  /** Waits until all is on the line. */
  *drain(): SdkTask {
    while (!this.#options.uart.txIdle) yield this.clock.now + this.#byteTime;
  }

  get #byteTime(): number {
    return BITS_PER_BYTE * this.#options.uart.bitTime;
  }

  #begin(waitingSince: number): void {
    const line = this.#options.uart.txCount;
    if (line > 0 && this.clock.now < waitingSince + LONGEST_LINE) {
      this.#plan(this.clock.now + line * this.#byteTime, () => this.#begin(waitingSince));
      return;
    }
    const task = this.#waiting.shift()?.();
    if (!task) {
      this.#next();
      return;
    }
    this.#running = task;
    this.#options.pause(true);
    this.#step(task);
  }

  #step(task: SdkTask): void {
    const { done, value } = task.next();
    if (this.#running !== task) return; // it stopped everything
    if (!done) {
      this.#plan(value, () => this.#step(task));
      return;
    }
    this.#running = undefined;
    this.#options.pause(false);
    this.#next();
  }

  #next(): void {
    const time = this.clock.now + TASK_GAP;
    if (this.#waiting.length > 0 && !this.#due) this.#plan(time, () => this.#begin(time));
  }

  #plan(time: number, action: () => void): void {
    this.#due = this.clock.at(time, () => {
      this.#due = undefined;
      action();
    });
  }
}
