import type { VirtualClock } from '../clock.ts';
import type { BoardConfig } from '../config.ts';
import type { Costs } from '../costs.ts';
import type { NorFlash } from '../flash/nor-flash.ts';
import { SpiFlashChip } from '../flash/spi-flash-chip.ts';
import { Random, seedFor } from '../random.ts';
import { SerialWire } from '../wire/serial-line.ts';
import { Bus } from './bus.ts';
import { ChipClocks } from './clocks.ts';
import { type CacheView, DPORT, Dport } from './dport.ts';
import { efuseWords } from './efuse.ts';
import { Entropy } from './entropy.ts';
import { Gpio, IoMux } from './gpio.ts';
import { InterruptLines } from './interrupts.ts';
import { losesRtcMemory, type ResetKind } from './registers.ts';
import { Rtc, RtcMemory } from './rtc.ts';
import { Spi } from './spi.ts';
import { Timers } from './timers.ts';
import { Uart } from './uart.ts';
import { Watchdog } from './watchdog.ts';

/** Where the devices lie. Source: eagle_soc.h of the NONOS SDK. */
export const BASE = {
  dport: 0x3ff00000,
  entropy: 0x3ff20e00,
  uart0: 0x60000000,
  spi0: 0x60000200,
  gpio: 0x60000300,
  timers: 0x60000600,
  rtc: 0x60000700,
  ioMux: 0x60000800,
  watchdog: 0x60000900,
  uart1: 0x60000f00,
  rtcMemory: 0x60001000,
} as const;

export const DRAM_SIZE = 0x18000;
export const IRAM_SIZE = 0x10000;

/** The CPU's plain memory; `mapped` follows the cache register. */
export interface SocMemory {
  readonly dram: Uint8Array;
  readonly iram: Uint8Array;
  mapped: Uint8Array | undefined;
}

export interface SocOptions {
  readonly clock: VirtualClock;
  readonly config: BoardConfig;
  readonly costs: Costs;
  readonly flash: NorFlash;
  /** UART0's wires, seen from the chip. */
  readonly tx: SerialWire;
  readonly rx: SerialWire;
}

const { WATCHDOG, FRC1, FRC2 } = DPORT.registers.EDGE_INT_ENABLE.bits;

/** Everything of the chip but CPU and ROM. */
export class Soc {
  readonly memory: SocMemory = {
    dram: new Uint8Array(DRAM_SIZE),
    iram: new Uint8Array(IRAM_SIZE),
    mapped: undefined,
  };
  readonly clocks: ChipClocks;
  readonly interrupts = new InterruptLines();
  readonly chip: SpiFlashChip;
  readonly uart0: Uart;
  readonly uart1: Uart;
  readonly spi: Spi;
  readonly ioMux: IoMux;
  readonly gpio: Gpio;
  readonly rtc: Rtc;
  readonly rtcMemory: RtcMemory;
  readonly dport: Dport;
  readonly timers: Timers;
  readonly watchdog: Watchdog;
  readonly bus: Bus;
  /** Software or the watchdog wants a reset; the owner then calls `hold` and, later, `release`. */
  onResetRequest: ((kind: 'software' | 'watchdog') => void) | undefined;
  /** The window at 0x40200000 shows something else, or instruction RAM went to the cache. */
  onCache: ((view: CacheView | undefined) => void) | undefined;
  /** How often the flash got busy while the CPU could fetch from it: real chips then read garbage. */
  busyWhileMapped = 0;
  readonly #options: SocOptions;
  #powerUps = 0;

  constructor(options: SocOptions) {
    this.#options = options;
    const { clock, config, costs, flash, tx, rx } = options;
    const { interrupts } = this;
    this.clocks = new ChipClocks(config.crystal, costs);
    const { clocks } = this;
    this.chip = new SpiFlashChip(flash);
    this.uart0 = new Uart(BASE.uart0, { clock, clocks, interrupts, tx, rx });
    this.uart1 = new Uart(BASE.uart1, { clock, clocks, interrupts, tx: new SerialWire() });
    this.spi = new Spi(BASE.spi0, { clock, clocks, costs, chip: this.chip });
    this.ioMux = new IoMux(BASE.ioMux);
    this.gpio = new Gpio(BASE.gpio, clock, this.ioMux, interrupts);
    this.rtc = new Rtc(BASE.rtc, clock, costs);
    this.rtcMemory = new RtcMemory(BASE.rtcMemory, config.seed);
    const efuses = efuseWords(config.mac, config.chip, config.flash.size);
    const dport = new Dport(BASE.dport, clock, clocks, costs, efuses);
    this.dport = dport;
    this.timers = new Timers(BASE.timers, clock, clocks, interrupts, {
      frc1: () => dport.gate(FRC1),
      frc2: () => dport.gate(FRC2),
      nmi: () => dport.frc1IsNmi,
    });
    this.watchdog = new Watchdog(BASE.watchdog, clock, clocks, costs, interrupts, () => dport.gate(WATCHDOG));
    const entropy = new Entropy(BASE.entropy, seedFor(config.seed, 'entropy'));
    this.bus = new Bus([
      ...[dport, entropy, this.uart0, this.uart1, this.spi, this.gpio],
      ...[this.timers, this.rtc, this.ioMux, this.watchdog, this.rtcMemory],
    ]);
    this.#connect();
  }

  /** Reset is asserted, or power is gone: nothing moves any more. */
  hold(): void {
    for (const device of this.bus.devices) device.hold();
  }

  /** Reset ends: straps are read and all registers begin anew. The CPU then starts in ROM. */
  release(kind: ResetKind): void {
    if (losesRtcMemory(kind)) this.#scrambleMemory();
    for (const device of this.bus.devices) device.reset(kind);
    this.bus.reset();
    this.gpio.latchStraps();
  }

  #connect(): void {
    const { dport, timers, watchdog, spi, rtc, clocks } = this;
    const { flash } = this.#options;
    rtc.onSoftwareReset = () => this.onResetRequest?.('software');
    watchdog.onReset = () => this.onResetRequest?.('watchdog');
    dport.onGates = () => {
      timers.updateLines();
      watchdog.updateLine();
    };
    dport.onCache = view => {
      this.memory.mapped = view && flash.window(view.megabyte);
      if (view) this.memory.iram.fill(TAKEN_BY_CACHE, IRAM_SIZE - view.iramBytes);
      this.onCache?.(view);
    };
    spi.onFlashBusy = () => {
      if (dport.cache) this.busyWhileMapped++;
    };
    clocks.onChange = () => {
      timers.clockChanged();
      watchdog.clockChanged();
    };
  }

  /** RAM holds anything after power-on. */
  #scrambleMemory(): void {
    const random = new Random(seedFor(this.#options.config.seed, 'ram', this.#powerUps++));
    random.fill(this.memory.dram);
    random.fill(this.memory.iram);
  }
}

/** What instruction RAM reads as once the cache has it: no opcode that anybody would miss (ill, all zero). */
const TAKEN_BY_CACHE = 0;
