/** How CPU cycles and the board's nanoseconds go together; begins anew whenever the CPU's clock changes. */
export class CpuPace {
  #baseTime = 0;
  #baseCycles = 0;
  #hz = 1;

  get hz(): number {
    return this.#hz;
  }

  /** From now on the CPU runs at `hz`. */
  rebase(time: number, cycles: number, hz: number): void {
    this.#baseTime = time;
    this.#baseCycles = cycles;
    this.#hz = hz;
  }

  /** Nanoseconds of so many cycles. */
  timeOf(cycles: number): number {
    return (cycles * 1e9) / this.#hz;
  }

  /** When the CPU has done so many cycles in all. */
  timeAt(cycles: number): number {
    return this.#baseTime + this.timeOf(cycles - this.#baseCycles);
  }

  /** Cycles from `cycles` on until `time` is reached; 0 when it is past. */
  cyclesUntil(time: number, cycles: number): number {
    return Math.max(0, Math.ceil(((time - this.timeAt(cycles)) * this.#hz) / 1e9));
  }
}
