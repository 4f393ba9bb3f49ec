import type { Due, VirtualClock } from '../clock.ts';
import { pulls, type ResetCircuit } from './circuits.ts';

/**
 * The reset pin and GPIO0 over time: pulled by DTR and RTS through the board's circuit, by the two buttons, and by
 * the lack of power. The reset pin has a capacitor, so it follows late; GPIO0 follows at once.
 */
/** Levels at which the chip sees the pin go high and low, as a share of the supply (ESP8266 data sheet, VIH, VIL). */
const HIGH = 0.75;
const LOW = 0.25;

export interface PinLevels {
  /** False: the chip is held in reset. */
  readonly running: boolean;
  readonly gpio0: 0 | 1;
}

export type Button = 'reset' | 'flash';

export class ResetLines {
  /** The reset pin crossed a threshold, or GPIO0 changed. */
  onChange: ((levels: PinLevels) => void) | undefined;
  readonly #clock: VirtualClock;
  readonly #circuit: ResetCircuit;
  readonly #pressed: Record<Button, boolean> = { reset: false, flash: false };
  #dtr = false;
  #rts = false;
  #powered = false;
  /** Voltage of the reset pin, as a share of the supply, at the moment `#since`; it heads for `#target`. */
  #voltage = 0;
  #since = 0;
  #target: 0 | 1 = 0;
  #running = false;
  #gpio0: 0 | 1 = 1;
  #due: Due | undefined;

  constructor(clock: VirtualClock, circuit: ResetCircuit) {
    this.#clock = clock;
    this.#circuit = circuit;
  }

  get levels(): PinLevels {
    return { running: this.#running, gpio0: this.#gpio0 };
  }

  setSignals(dtr: boolean, rts: boolean): void {
    this.#dtr = dtr;
    this.#rts = rts;
    this.#update();
  }

  press(button: Button, down: boolean): void {
    this.#pressed[button] = down;
    this.#update();
  }

  /** Without power the reset pin is low at once; with power it comes up as the circuit lets it. */
  power(on: boolean): void {
    this.#powered = on;
    if (!on) {
      this.#voltage = 0;
      this.#since = this.#clock.now;
      this.#target = 0;
      this.#clock.cancel(this.#due);
    }
    this.#update();
  }

  #update(): void {
    const { reset, gpio0 } = this.#circuit;
    const held = !this.#powered || this.#pressed.reset || pulls(reset, this.#dtr, this.#rts);
    this.#head(held ? 0 : 1);
    const low = this.#pressed.flash || pulls(gpio0, this.#dtr, this.#rts);
    this.#tell(this.#powered && this.#running, low ? 0 : 1);
  }

  /** Turns the voltage towards a new target and plans when it crosses the chip's threshold. */
  #head(target: 0 | 1): void {
    if (target === this.#target) return;
    const { now } = this.#clock;
    this.#voltage = this.#voltageAt(now);
    this.#since = now;
    this.#target = target;
    this.#clock.cancel(this.#due);
    const tau = target ? this.#circuit.rise : this.#circuit.fall;
    const ratio = target ? (1 - this.#voltage) / (1 - HIGH) : this.#voltage / LOW;
    const delay = tau * Math.log(Math.max(1, ratio));
    this.#due = this.#clock.after(delay, () => this.#tell(target === 1, this.#gpio0));
  }

  #voltageAt(time: number): number {
    const tau = this.#target ? this.#circuit.rise : this.#circuit.fall;
    return this.#target + (this.#voltage - this.#target) * Math.exp((this.#since - time) / tau);
  }

  #tell(running: boolean, gpio0: 0 | 1): void {
    if (running === this.#running && gpio0 === this.#gpio0) return;
    this.#running = running;
    this.#gpio0 = gpio0;
    this.onChange?.({ running, gpio0 });
  }
}
