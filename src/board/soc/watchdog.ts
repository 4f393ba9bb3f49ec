import type { Due, VirtualClock } from '../clock.ts';
import type { Costs } from '../costs.ts';
import type { ChipClocks } from './clocks.ts';
import { INTERRUPT, type InterruptLines } from './interrupts.ts';
import { bits, Device, type ResetKind, registerTable } from './registers.ts';

/**
 * The hardware watchdog. It runs through two stages: when the first ends it interrupts, when the second ends it
 * resets the chip; feeding begins anew. A stage lasts 2^16 bus clocks, doubled by each step of its reload value, so a
 * boot loader that arms it with 0 and waits is reset after 2.5 ms.
 * Source: Mongoose OS (esp_hw_wdt_register.h, measured times), SDK (WDT_… in eagle_soc.h).
 */
export const WATCHDOG = registerTable('WDT', 'eagle_soc.h, esp_hw_wdt_register.h', {
  CTL: {
    at: 0x00,
    bits: { ENABLE: bits(0), STAGE1_NO_RESET: bits(1), STAGE1_DISABLE: bits(2), RESET_LENGTH: bits(5, 3) },
  },
  RELOAD_STAGE0: { at: 0x04, bits: { VALUE: bits(3, 0) } },
  RELOAD_STAGE1: { at: 0x08, bits: { VALUE: bits(3, 0) } },
  COUNT: { at: 0x0c, live: true },
  STAGE: { at: 0x10, bits: { STAGE: bits(0) } },
  FEED: { at: 0x14 },
  RESET_STAGE: { at: 0x18 },
});

export const FEED_KEY = 0x73;
const R = WATCHDOG.registers;
const { CTL } = R;

export class Watchdog extends Device {
  /** The second stage ended: the chip is to be reset. */
  onReset: (() => void) | undefined;
  readonly #clock: VirtualClock;
  readonly #clocks: ChipClocks;
  readonly #costs: Costs;
  readonly #interrupts: InterruptLines;
  readonly #mayInterrupt: () => boolean;
  #stage: 0 | 1 = 0;
  /** Bus clocks of the stage that had passed at `#since`, and nanoseconds per bus clock from then on. */
  #passed = 0;
  #since = 0;
  #tick = 0;
  /** When the stage ends; Infinity while the watchdog is off. */
  #endsAt = Number.POSITIVE_INFINITY;
  #due: Due | undefined;
  #fired = false;

  /** `mayInterrupt` is bit 0 of the edge-interrupt register. */
  constructor(
    base: number,
    clock: VirtualClock,
    clocks: ChipClocks,
    costs: Costs,
    interrupts: InterruptLines,
    mayInterrupt: () => boolean,
  ) {
    super(WATCHDOG, base);
    this.#clock = clock;
    this.#clocks = clocks;
    this.#costs = costs;
    this.#interrupts = interrupts;
    this.#mayInterrupt = mayInterrupt;
  }

  get enabled(): boolean {
    return (super.peek(CTL.at) & CTL.bits.ENABLE) !== 0;
  }

  override peek(offset: number): number {
    if (offset === R.STAGE.at) return this.#stage;
    if (offset === R.COUNT.at) return Math.floor(this.#count()) >>> 0;
    return super.peek(offset);
  }

  override write(offset: number, value: number): void {
    if (offset === R.STAGE.at || offset === R.COUNT.at) return;
    const was = this.enabled;
    super.write(offset, value);
    if (offset === R.FEED.at && value === FEED_KEY) this.#begin(0);
    if (offset === R.RESET_STAGE.at && value === FEED_KEY) this.#begin(0);
    if (offset === CTL.at && this.enabled !== was) this.#begin(0);
  }

  /** The enable bit in DPORT changed. */
  updateLine(): void {
    this.#interrupts.set(INTERRUPT.watchdog, this, this.#fired && this.#mayInterrupt());
  }

  override hold(): void {
    this.#endsAt = Number.POSITIVE_INFINITY;
    this.#plan();
    this.#fired = false;
    this.updateLine();
  }

  override reset(kind: ResetKind): void {
    this.hold();
    super.reset(kind);
    this.#stage = 0;
  }

  /** The bus clock changed: the stage goes on at the new rate. */
  clockChanged(): void {
    this.#goOn(this.#count());
  }

  #count(): number {
    // A little more than the time, or rounding would miss a count at the very moment it is reached.
    return this.enabled ? this.#passed + (this.#clock.now - this.#since) / this.#tick + 0.0005 : 0;
  }

  #begin(stage: 0 | 1): void {
    this.#stage = stage;
    if (stage === 0) this.#fired = false;
    this.updateLine();
    this.#goOn(0);
  }

  #goOn(passed: number): void {
    this.#passed = passed;
    this.#since = this.#clock.now;
    this.#tick = this.#clocks.busTick;
    const { RELOAD_STAGE0, RELOAD_STAGE1 } = R;
    const reload =
      super.peek(this.#stage === 0 ? RELOAD_STAGE0.at : RELOAD_STAGE1.at) & RELOAD_STAGE0.bits.VALUE;
    const left = this.#costs.watchdogTicks * 2 ** reload - passed;
    this.#endsAt = this.enabled ? this.#since + left * this.#tick : Number.POSITIVE_INFINITY;
    this.#plan();
  }

  /** Programs feed in every turn of a loop, so feeding moves the end on and leaves the event that looks at it. */
  #plan(): void {
    if (this.#due && this.#due.at <= this.#endsAt) return;
    this.#clock.cancel(this.#due);
    this.#due = undefined;
    if (this.#endsAt === Number.POSITIVE_INFINITY) return;
    this.#due = this.#clock.at(this.#endsAt, () => {
      this.#due = undefined;
      if (this.#clock.now >= this.#endsAt) this.#stageEnds();
      else this.#plan();
    });
  }

  #stageEnds(): void {
    const control = super.peek(CTL.at);
    if (this.#stage === 0) {
      this.#fired = true;
      this.#begin(control & CTL.bits.STAGE1_DISABLE ? 0 : 1);
      this.#fired = true;
      this.updateLine();
    } else if (control & CTL.bits.STAGE1_NO_RESET) {
      this.#begin(0);
    } else {
      this.#endsAt = Number.POSITIVE_INFINITY;
      this.onReset?.();
    }
  }
}
