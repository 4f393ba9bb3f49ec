/**
 * The virtual board: power, buttons and cable on the outside, the chip inside, one clock for all. It takes time only
 * when somebody calls `run`; the same calls give the same results, always.
 */
import { Chip } from './chip.ts';
import { type Due, VirtualClock } from './clock.ts';
import type { BoardConfig } from './config.ts';
import { type Costs, costsOf } from './costs.ts';
import { NorFlash } from './flash/nor-flash.ts';
import { HOST_REGISTER } from './net/announcement.ts';
import { BoardNetwork } from './net/network.ts';
import { networkSettings } from './net/settings.ts';
import { holdsSdk, isRadioFunction, isRadioRegister, PLACEHOLDER, PLACEHOLDER_SENTENCE } from './radio.ts';
import type { Level, PinChange } from './soc/gpio.ts';
import type { ResetKind } from './soc/registers.ts';
import { Soc } from './soc/soc.ts';
import { type BoardState, stoppedInRom } from './state.ts';
import { BRIDGES, type SerialPortEnd, UsbBridge } from './wire/bridge.ts';
import { CIRCUITS } from './wire/circuits.ts';
import { type Button, type PinLevels, ResetLines } from './wire/reset-lines.ts';
import { SerialWire } from './wire/serial-line.ts';

/** Runs until a condition holds, but not longer than `limitNs` from now. */
export interface RunUntil {
  readonly until: () => boolean;
  readonly limitNs: number;
}

/** Longest time between two looks at the condition of a run, ns. */
const LOOK_EVERY = 1_000_000;

/** A board with this configuration, without power. */
export const createVirtualBoard = (config: BoardConfig): VirtualBoard => new VirtualBoard(config);

export class VirtualBoard {
  readonly config: BoardConfig;
  readonly costs: Costs;
  readonly clock = new VirtualClock();
  readonly flash: NorFlash;
  /** The host's end of the serial cable. */
  readonly serial: SerialPortEnd;
  /** The chip's inside, for traces and tools. */
  readonly chip: Chip;
  readonly soc: Soc;
  /** TCP, while an application runs that announced itself. */
  readonly network: BoardNetwork;
  onState: ((state: BoardState) => void) | undefined;
  onPin: ((change: PinChange) => void) | undefined;
  readonly #lines: ResetLines;
  /** What is to be done between two instructions. */
  readonly #actions: (() => void)[] = [];
  #state: BoardState = { kind: 'off' };
  /** How the chip will start when the reset pin comes up. */
  #nextReset: ResetKind = 'power-on';
  /** Level of the reset pin. */
  #resetPin = false;
  /** The start (or the supply coming up) that is under way. */
  #planned: Due | undefined;

  constructor(config: BoardConfig) {
    this.config = config;
    this.costs = costsOf(config.costs);
    const { clock, costs } = this;
    const { seed, faults } = config;
    this.flash = new NorFlash({ ...config.flash, seed, costs, faults, clock });
    const toBoard = new SerialWire();
    const fromBoard = new SerialWire();
    this.soc = new Soc({ clock, config, costs, flash: this.flash, tx: fromBoard, rx: toBoard });
    this.chip = new Chip({ clock, costs, soc: this.soc, flash: this.flash });
    this.network = this.#makeNetwork();
    this.#lines = new ResetLines(clock, CIRCUITS[config.circuit]);
    this.serial = new UsbBridge({
      ...{ clock, costs, seed, faults, toBoard, fromBoard },
      model: BRIDGES[config.bridge],
      onSignals: (dtr, rts) => this.#lines.setSignals(dtr, rts),
    });
    this.#connect();
  }

  get state(): BoardState {
    return this.#state;
  }

  /** Level of a pin. */
  pin(number: number): Level {
    return this.soc.gpio.level(number);
  }

  /** Whether the LED shines; it does while the chip drives its pin low. */
  get ledLit(): boolean {
    const { ledPin } = this.config;
    if (ledPin === undefined || this.#state.kind === 'off') return false;
    return this.soc.gpio.isOutput(ledPin) && this.pin(ledPin) === 0;
  }

  /** Switches the supply. Without power RAM and RTC memory are lost, and a flash operation is torn. */
  power(on: boolean): void {
    if (on === (this.#state.kind !== 'off')) return;
    if (on) {
      this.#set({ kind: 'held' });
      this.#nextReset = 'power-on';
      this.#plan(this.costs.powerUp, () => {
        this.flash.powerOn();
        this.#lines.power(true);
      });
    } else {
      this.#plan();
      this.#set({ kind: 'off' });
      this.#resetPin = false;
      this.#lines.power(false);
      this.soc.hold();
      this.soc.chip.powerOff();
      this.soc.memory.mapped = undefined;
      this.chip.interrupt();
    }
  }

  /** Presses or lets go of a button. */
  press(button: Button, down: boolean): void {
    this.#lines.press(button, down);
  }

  /** Lets time pass, until a moment of the clock or a condition; gives whether the condition came true. */
  run(target: number | RunUntil): boolean {
    const end = typeof target === 'number' ? target : this.clock.now + target.limitNs;
    const done = typeof target === 'number' ? () => false : target.until;
    const step = typeof target === 'number' ? Number.POSITIVE_INFINITY : LOOK_EVERY;
    while (!done()) {
      if (this.clock.now >= end) return false;
      this.#advance(Math.min(end, this.clock.now + step));
    }
    return true;
  }

  /** The whole flash as a file. */
  saveFlash(): Uint8Array {
    return this.flash.peek();
  }

  /**
   * Puts a file into the flash, as a programmer with clips would.
   * @throws RangeError when it is longer than the flash.
   */
  loadFlash(bytes: Uint8Array, offset = 0): void {
    this.flash.load(offset, bytes);
  }

  #connect(): void {
    const { soc, chip } = this;
    this.#lines.onChange = () => this.#later(() => this.#linesChanged(this.#lines.levels));
    soc.onResetRequest = kind => this.#later(() => this.#restart(kind, this.costs.softwareReset));
    soc.gpio.onPin = change => this.onPin?.(change);
    this.flash.onPowerLoss = ({ at }) => {
      this.clock.at(at, () => this.#later(() => this.power(false)));
    };
    chip.onStore = address => {
      if (isRadioRegister(address)) this.#later(() => this.#speakForApplication());
    };
    for (const fault of this.config.faults) {
      if (fault.kind !== 'brown-out') continue;
      this.clock.at(fault.atNs, () => this.#later(() => this.power(false)));
      this.clock.at(fault.atNs + fault.lengthNs, () => this.#later(() => this.power(true)));
    }
  }

  #makeNetwork(): BoardNetwork {
    const { chip, soc, clock, costs, flash, config } = this;
    const network = new BoardNetwork({
      ...{ clock, costs, flash, uart: soc.uart0, settings: networkSettings(config.network) },
      read: (address, length) => chip.rom.context.memory.read(address, length),
      pause: paused => chip.pause(paused),
      restart: () => soc.onResetRequest?.('software'),
    });
    soc.rtcMemory.onWrite = (address, value) => {
      if (address === HOST_REGISTER && this.#state.kind === 'running') network.announce(value);
    };
    chip.rom.context.interrupts.onCrash = () => network.silence();
    return network;
  }

  #later(action: () => void): void {
    this.#actions.push(action);
    this.chip.interrupt();
  }

  /** Moves the board on to `end` or to where something has to be done. */
  #advance(end: number): void {
    for (let action = this.#actions.shift(); action; action = this.#actions.shift()) action();
    if (this.#state.kind !== 'running' && this.#state.kind !== 'placeholder') {
      this.clock.advanceTo(Math.min(end, this.clock.nextAt));
      return;
    }
    if (this.chip.runUntil(end) === 'rom-sentinel') this.#lost();
  }

  #linesChanged({ running, gpio0 }: PinLevels): void {
    this.soc.gpio.drive(0, gpio0 === 0 ? 0 : undefined);
    if (running === this.#resetPin || this.#state.kind === 'off') return;
    this.#resetPin = running;
    if (running) this.#restart(this.#nextReset, this.costs.resetRelease);
    else {
      this.#plan();
      this.soc.hold();
      this.#set({ kind: 'held' });
    }
  }

  /** Holds the chip for a moment and starts it. */
  #restart(kind: ResetKind, delay: number): void {
    if (this.#state.kind === 'off') return;
    this.soc.hold();
    this.#set({ kind: 'held' });
    this.#plan(delay, () => this.#start(kind));
  }

  #start(kind: ResetKind): void {
    this.#nextReset = CIRCUITS[this.config.circuit].resetCause === 2 ? 'reset-pin' : 'chip-enable';
    this.chip.start(kind);
    this.#set({ kind: 'running' });
  }

  /** Plans one thing instead of what was planned; nothing, when nothing is given. */
  #plan(delay = 0, action?: () => void): void {
    this.clock.cancel(this.#planned);
    this.#planned = undefined;
    if (!action) return;
    this.#planned = this.clock.after(delay, () => {
      this.#planned = undefined;
      this.#later(action);
    });
  }

  /** The CPU is at a ROM address that the board does not have. */
  #lost(): void {
    const { cpu } = this.chip;
    const { dram, mapped } = this.soc.memory;
    if (isRadioFunction(cpu.pc) || holdsSdk([dram, mapped])) {
      this.#speakForApplication();
      return;
    }
    this.soc.watchdog.hold();
    this.#set(stoppedInRom(cpu.pc, cpu.trace.pcs));
  }

  #speakForApplication(): void {
    if (this.#state.kind !== 'running') return;
    this.chip.rom.speak(PLACEHOLDER);
    this.soc.watchdog.hold();
    this.#set({ kind: 'placeholder', sentence: PLACEHOLDER_SENTENCE });
  }

  #set(state: BoardState): void {
    if (state.kind === this.#state.kind && state.kind !== 'stopped') return;
    this.#state = state;
    if (state.kind !== 'running') this.network.silence();
    this.onState?.(state);
  }
}
