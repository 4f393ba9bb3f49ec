import type { Costs } from '../costs.ts';

/**
 * The chip's clocks. At start the CPU and the bus run at twice the crystal; software starts the PLL (80 MHz) and may
 * double the CPU's clock. UART divisors, timers and watchdog count the bus clock.
 */
export class ChipClocks {
  /** The CPU's clock changed. */
  onChange: (() => void) | undefined;
  readonly #crystal: number;
  readonly #costs: Costs;
  #pll = false;
  #double = false;

  constructor(crystal: number, costs: Costs) {
    this.#crystal = crystal;
    this.#costs = costs;
  }

  /** Hz; what UART, timers and watchdog count. */
  get busHz(): number {
    return this.#pll ? this.#costs.pllClock : this.#crystal * this.#costs.bootClockFactor;
  }

  /** Hz. */
  get cpuHz(): number {
    return this.busHz * (this.#double ? 2 : 1);
  }

  /** Nanoseconds of one bus clock. */
  get busTick(): number {
    return 1e9 / this.busHz;
  }

  /** The PLL is set up through an analogue block that only ROM functions reach (rom_i2c_writeReg). */
  startPll(): void {
    this.#set(true, this.#double);
  }

  setDouble(double: boolean): void {
    this.#set(this.#pll, double);
  }

  reset(): void {
    this.#set(false, false);
  }

  #set(pll: boolean, double: boolean): void {
    if (pll === this.#pll && double === this.#double) return;
    this.#pll = pll;
    this.#double = double;
    this.onChange?.();
  }
}
