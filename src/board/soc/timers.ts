import type { Due, VirtualClock } from '../clock.ts';
import type { ChipClocks } from './clocks.ts';
import { INTERRUPT, type InterruptLines } from './interrupts.ts';
import { bits, Device, field, type ResetKind, registerTable } from './registers.ts';

/**
 * The two hardware timers, both on the bus clock behind a prescaler. FRC1 counts 23 bits down and starts again from
 * its load value (or from the top); FRC2 counts 32 bits up and fires at an alarm value.
 * Source: eagle_soc.h and timer_register.h of the SDKs.
 */
const CONTROL = {
  PRESCALER: bits(3, 2),
  AUTO_LOAD: bits(6),
  ENABLE: bits(7),
  INTERRUPT: bits(8),
} as const;

export const TIMERS = registerTable('FRC', 'eagle_soc.h', {
  FRC1_LOAD: { at: 0x00, bits: { VALUE: bits(22, 0) } },
  FRC1_COUNT: { at: 0x04, live: true, bits: { VALUE: bits(22, 0) } },
  FRC1_CTRL: { at: 0x08, bits: CONTROL },
  FRC1_INT: { at: 0x0c, bits: { CLEAR: bits(0) } },
  FRC2_LOAD: { at: 0x20 },
  FRC2_COUNT: { at: 0x24, live: true },
  FRC2_CTRL: { at: 0x28, bits: CONTROL },
  FRC2_INT: { at: 0x2c, bits: { CLEAR: bits(0) } },
  FRC2_ALARM: { at: 0x30 },
});

const R = TIMERS.registers;
const FRC1_STEPS = 2 ** 23;
const FRC2_STEPS = 2 ** 32;
/** Bus clocks per count by bits 3:2 (0x0, 0x4, 0x8 in the SDK: 1, 16, 256). */
const PRESCALER_VALUES: Readonly<Record<number, number>> = { 0: 1, 1: 16, 2: 256, 3: 256 };

/** One counter: how far it is, and when it next fires. */
interface Counter {
  /** Value at `since`; between changes it runs with time. */
  value: number;
  since: number;
  /** Nanoseconds per count, 0 while it stands still; as it was at `since`, whatever the clocks do later. */
  step: number;
  due: Due | undefined;
}

/** Which timers may interrupt, and how; the enable bits lie in DPORT. */
export interface TimerGates {
  /** Bits 1 and 2 of the edge-interrupt register. */
  frc1(): boolean;
  frc2(): boolean;
  /** FRC1 raises the non-maskable interrupt instead. */
  nmi(): boolean;
}

export class Timers extends Device {
  readonly #clock: VirtualClock;
  readonly #clocks: ChipClocks;
  readonly #interrupts: InterruptLines;
  readonly #gates: TimerGates;
  readonly #frc1: Counter = { value: 0, since: 0, step: 0, due: undefined };
  readonly #frc2: Counter = { value: 0, since: 0, step: 0, due: undefined };
  /** Separate things to assert lines with. */
  readonly #frc2Source = {};

  constructor(
    base: number,
    clock: VirtualClock,
    clocks: ChipClocks,
    interrupts: InterruptLines,
    gates: TimerGates,
  ) {
    super(TIMERS, base);
    this.#clock = clock;
    this.#clocks = clocks;
    this.#interrupts = interrupts;
    this.#gates = gates;
  }

  override peek(offset: number): number {
    if (offset === R.FRC1_COUNT.at) return this.#frc1Value();
    if (offset === R.FRC2_COUNT.at) return this.#frc2Value();
    return super.peek(offset);
  }

  override write(offset: number, value: number): void {
    switch (offset) {
      case R.FRC1_COUNT.at:
      case R.FRC2_COUNT.at:
        return;
      case R.FRC1_LOAD.at:
        super.write(offset, value & R.FRC1_LOAD.bits.VALUE);
        this.#startFrc1(value & R.FRC1_LOAD.bits.VALUE);
        return;
      case R.FRC1_CTRL.at: {
        const now = this.#frc1Value();
        this.#setControl(offset, value);
        this.#startFrc1(now);
        return;
      }
      case R.FRC2_LOAD.at:
        super.write(offset, value);
        this.#startFrc2(value);
        return;
      case R.FRC2_CTRL.at:
      case R.FRC2_ALARM.at: {
        const now = this.#frc2Value();
        if (offset === R.FRC2_CTRL.at) this.#setControl(offset, value);
        else super.write(offset, value);
        this.#startFrc2(now);
        return;
      }
      // Both ways are in use: writing 0 to bit 0 (read, clear, write) and writing 1.
      case R.FRC1_INT.at:
        this.#fire(R.FRC1_CTRL.at, false);
        return;
      case R.FRC2_INT.at:
        this.#fire(R.FRC2_CTRL.at, false);
        return;
      default:
        super.write(offset, value);
    }
  }

  override hold(): void {
    this.#clock.cancel(this.#frc1.due);
    this.#clock.cancel(this.#frc2.due);
  }

  override reset(kind: ResetKind): void {
    this.hold();
    super.reset(kind);
    this.#startFrc1(0);
    this.#startFrc2(0);
    this.updateLines();
  }

  /** The gates in DPORT changed, or an interrupt bit. */
  updateLines(): void {
    const frc1 = this.#fired(R.FRC1_CTRL.at) && this.#gates.frc1();
    const nmi = this.#gates.nmi();
    this.#interrupts.set(INTERRUPT.frc1, this, frc1 && !nmi);
    this.#interrupts.set(INTERRUPT.nmi, this, frc1 && nmi);
    this.#interrupts.set(INTERRUPT.frc2, this.#frc2Source, this.#fired(R.FRC2_CTRL.at) && this.#gates.frc2());
  }

  /** The bus clock changed: what is under way goes on from where it is. */
  clockChanged(): void {
    this.#startFrc1(this.#frc1Value());
    this.#startFrc2(this.#frc2Value());
  }

  #setControl(offset: number, value: number): void {
    const fired = super.peek(offset) & CONTROL.INTERRUPT;
    super.write(offset, (value & ~CONTROL.INTERRUPT) | fired);
  }

  #enabled(control: number): boolean {
    return (super.peek(control) & CONTROL.ENABLE) !== 0;
  }

  #fired(control: number): boolean {
    return (super.peek(control) & CONTROL.INTERRUPT) !== 0;
  }

  #passed({ since, step }: Counter): number {
    // A little more than the time, or rounding would miss a count at the very moment it is reached.
    return step === 0 ? 0 : Math.floor((this.#clock.now - since) / step + 0.0005);
  }

  #frc1Value(): number {
    const left = this.#frc1.value - this.#passed(this.#frc1);
    return ((left % FRC1_STEPS) + FRC1_STEPS) % FRC1_STEPS;
  }

  #frc2Value(): number {
    return (this.#frc2.value + this.#passed(this.#frc2)) % FRC2_STEPS;
  }

  #startFrc1(value: number): void {
    const step = this.#begin(this.#frc1, value, R.FRC1_CTRL.at);
    if (step === 0) return;
    const counts = value === 0 ? FRC1_STEPS : value;
    this.#frc1.due = this.#clock.after(counts * step, () => {
      const again = (super.peek(R.FRC1_CTRL.at) & CONTROL.AUTO_LOAD) !== 0;
      this.#startFrc1(again ? super.peek(R.FRC1_LOAD.at) : 0);
      this.#fire(R.FRC1_CTRL.at, true);
    });
  }

  #startFrc2(value: number): void {
    const step = this.#begin(this.#frc2, value, R.FRC2_CTRL.at);
    if (step === 0) return;
    const ahead = (super.peek(R.FRC2_ALARM.at) - value + FRC2_STEPS) % FRC2_STEPS || FRC2_STEPS;
    this.#frc2.due = this.#clock.after(ahead * step, () => {
      this.#startFrc2(super.peek(R.FRC2_ALARM.at));
      this.#fire(R.FRC2_CTRL.at, true);
    });
  }

  /** @returns nanoseconds per count from now on; 0 when the timer is off. */
  #begin(counter: Counter, value: number, control: number): number {
    this.#clock.cancel(counter.due);
    counter.due = undefined;
    counter.value = value;
    counter.since = this.#clock.now;
    const prescaler = PRESCALER_VALUES[field(super.peek(control), CONTROL.PRESCALER)] ?? 1;
    counter.step = this.#enabled(control) ? this.#clocks.busTick * prescaler : 0;
    return counter.step;
  }

  #fire(control: number, fired: boolean): void {
    const word = super.peek(control);
    super.write(control, fired ? word | CONTROL.INTERRUPT : word & ~CONTROL.INTERRUPT);
    this.updateLines();
  }
}
