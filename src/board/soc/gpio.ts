import type { VirtualClock } from '../clock.ts';
import {
  GPIO,
  IO_MUX,
  isGpioFunction,
  MUX,
  muxOffset,
  PIN,
  PIN_INTERRUPT,
  PIN0_AT,
  PINS,
} from './gpio-registers.ts';
import { INTERRUPT, type InterruptLines } from './interrupts.ts';
import { Device, field, inField, type ResetKind } from './registers.ts';

/**
 * The 16 pins: what software drives, what the board drives, which wins, and who hears of it. Straps are the levels
 * of GPIO15, GPIO0 and GPIO2 at the moment the reset ends; the ROM reads them later.
 */
const R = GPIO.registers;

export type Level = 0 | 1;

/** A pin changed. */
export interface PinChange {
  readonly pin: number;
  readonly level: Level;
  /** The chip drives it; otherwise the board or a pull does. */
  readonly output: boolean;
  readonly at: number;
}

/** Second number of the boot mode: commonly 6 or 7, without meaning for boots from UART and flash. */
const SECOND_NUMBER = 6;
/** GPIO15 is pulled down on every board, or it would not start. */
const PULLED_DOWN = [15];

/** The IO multiplexer: plain words that say which function a pin has and whether it is pulled up. */
export class IoMux extends Device {
  onChange: (() => void) | undefined;

  constructor(base: number) {
    super(IO_MUX, base);
  }

  isGpio(pin: number): boolean {
    return isGpioFunction(pin, this.peek(muxOffset(pin)));
  }

  pullsUp(pin: number): boolean {
    return (this.peek(muxOffset(pin)) & MUX.PULL_UP) !== 0;
  }

  override write(offset: number, value: number): void {
    super.write(offset, value);
    this.onChange?.();
  }
}

export class Gpio extends Device {
  onPin: ((change: PinChange) => void) | undefined;
  readonly #clock: VirtualClock;
  readonly #mux: IoMux;
  readonly #interrupts: InterruptLines;
  /** Levels that the board puts on pins, by pin. */
  readonly #driven = new Map<number, Level>();
  #levels = 0;
  #outputs = 0;
  #straps = 0;

  constructor(base: number, clock: VirtualClock, mux: IoMux, interrupts: InterruptLines) {
    super(GPIO, base);
    this.#clock = clock;
    this.#mux = mux;
    this.#interrupts = interrupts;
    mux.onChange = () => this.#update();
    this.#levels = this.#levelsNow();
  }

  /** The board drives a pin (a button, a wire), or lets go of it. */
  drive(pin: number, level: Level | undefined): void {
    if (level === undefined) this.#driven.delete(pin);
    else this.#driven.set(pin, level);
    this.#update();
  }

  level(pin: number): Level {
    return ((this.#levels >> pin) & 1) as Level;
  }

  /** Whether the chip drives the pin as GPIO. */
  isOutput(pin: number): boolean {
    return ((this.#outputs >> pin) & 1) === 1;
  }

  /** First number of the boot mode: {GPIO15, GPIO0, GPIO2} as latched. */
  get straps(): number {
    return this.#straps;
  }

  /** The reset ends now: the boot mode is what the pins say. */
  latchStraps(): void {
    this.#straps = (this.level(15) << 2) | (this.level(0) << 1) | this.level(2);
  }

  override peek(offset: number): number {
    if (offset !== R.IN.at) return super.peek(offset);
    const { STRAPS, SECOND } = R.IN.bits;
    return this.#levels + inField(this.#straps, STRAPS) + inField(SECOND_NUMBER, SECOND);
  }

  override write(offset: number, value: number): void {
    switch (offset) {
      case R.IN.at:
        return;
      case R.OUT_W1TS.at:
        this.#set(R.OUT.at, super.peek(R.OUT.at) | value);
        break;
      case R.OUT_W1TC.at:
        this.#set(R.OUT.at, super.peek(R.OUT.at) & ~value);
        break;
      case R.ENABLE_W1TS.at:
        this.#set(R.ENABLE.at, super.peek(R.ENABLE.at) | value);
        break;
      case R.ENABLE_W1TC.at:
        this.#set(R.ENABLE.at, super.peek(R.ENABLE.at) & ~value);
        break;
      case R.STATUS_W1TS.at:
        this.#set(R.STATUS.at, super.peek(R.STATUS.at) | value);
        break;
      case R.STATUS_W1TC.at:
        this.#set(R.STATUS.at, super.peek(R.STATUS.at) & ~value);
        break;
      default:
        super.write(offset, value);
    }
    this.#update();
  }

  override hold(): void {
    super.reset('reset-pin');
    this.#update();
  }

  override reset(kind: ResetKind): void {
    super.reset(kind);
    this.#update();
  }

  #set(offset: number, value: number): void {
    super.write(offset, value & 0xffff);
  }

  /** Works out all levels anew and tells about the ones that changed. */
  #update(): void {
    const levels = this.#levelsNow();
    const changed = levels ^ this.#levels;
    this.#levels = levels;
    if (changed) {
      for (let pin = 0; pin < PINS; pin++) {
        if ((changed >> pin) & 1) this.#pinChanged(pin, ((levels >> pin) & 1) as Level);
      }
    }
    this.#levelInterrupts();
    this.#interrupts.set(INTERRUPT.gpio, this, (super.peek(R.STATUS.at) & 0xffff) !== 0);
  }

  #levelsNow(): number {
    let levels = 0;
    this.#outputs = 0;
    for (let pin = 0; pin < PINS; pin++) {
      const bit = 1 << pin;
      const enabled = (super.peek(R.ENABLE.at) & bit) !== 0 && this.#mux.isGpio(pin);
      const high = (super.peek(R.OUT.at) & bit) !== 0;
      const openDrain = (super.peek(PIN0_AT + 4 * pin) & PIN.OPEN_DRAIN) !== 0;
      if (enabled && !(openDrain && high)) {
        this.#outputs |= bit;
        if (high) levels |= bit;
      } else if (this.#inputLevel(pin)) levels |= bit;
    }
    return levels;
  }

  #inputLevel(pin: number): Level {
    const driven = this.#driven.get(pin);
    if (driven !== undefined) return driven;
    return !PULLED_DOWN.includes(pin) && this.#mux.pullsUp(pin) ? 1 : 0;
  }

  #pinChanged(pin: number, level: Level): void {
    const type = this.#interruptType(pin);
    const edge = level ? PIN_INTERRUPT.rising : PIN_INTERRUPT.falling;
    if (type === edge || type === PIN_INTERRUPT.both)
      this.#set(R.STATUS.at, super.peek(R.STATUS.at) | (1 << pin));
    this.onPin?.({ pin, level, output: this.isOutput(pin), at: this.#clock.now });
  }

  #levelInterrupts(): void {
    for (let pin = 0; pin < PINS; pin++) {
      const type = this.#interruptType(pin);
      const wanted = type === PIN_INTERRUPT.low ? 0 : type === PIN_INTERRUPT.high ? 1 : undefined;
      if (wanted === this.level(pin)) this.#set(R.STATUS.at, super.peek(R.STATUS.at) | (1 << pin));
    }
  }

  #interruptType(pin: number): number {
    return field(super.peek(PIN0_AT + 4 * pin), PIN.INTERRUPT);
  }
}
