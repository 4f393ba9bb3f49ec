import type { VirtualClock } from '../clock.ts';
import type { Costs } from '../costs.ts';
import { Random, seedFor } from '../random.ts';
import { bits, Device, losesRtcMemory, type ResetKind, registerTable } from './registers.ts';

/**
 * The real-time-clock block: why the chip was reset, the request to reset it, a slow counter, GPIO16, and the memory
 * that survives a reset. Source: eagle_soc.h (REG_RTC_BASE …); control bit and reset reason: ROM disassembly.
 */
export const RTC = registerTable('RTC', 'eagle_soc.h', {
  CTRL: { at: 0x00, bits: { SOFTWARE_RESET: bits(31) } },
  SLP_VAL: { at: 0x04 },
  RESET_REASON: { at: 0x14, bits: { REASON: bits(3, 0) } },
  RESET_REASON_2: { at: 0x18 },
  SLP_CNT_VAL: { at: 0x1c, live: true },
  SCRATCH0: { at: 0x30 },
  SCRATCH1: { at: 0x34 },
  SCRATCH2: { at: 0x38 },
  SCRATCH3: { at: 0x3c },
  GPIO_OUT: { at: 0x68 },
  GPIO_ENABLE: { at: 0x74 },
  GPIO_IN: { at: 0x8c, bits: { GPIO16: bits(0) } },
  GPIO_CONF: { at: 0x90 },
  PAD_XPD_DCDC_CONF: { at: 0xa0 },
});

/** What RESET_REASON holds after each kind of reset. */
const RESET_REASON: Readonly<Record<ResetKind, number>> = {
  'power-on': 1,
  'chip-enable': 1,
  'reset-pin': 2,
  software: 3,
  watchdog: 4,
};

const R = RTC.registers;
/** Registers that software may use to hand something over a reset. */
const KEPT = [R.SCRATCH0.at, R.SCRATCH1.at, R.SCRATCH2.at, R.SCRATCH3.at];

export class Rtc extends Device {
  /** Software wants a reset. */
  onSoftwareReset: (() => void) | undefined;
  readonly #clock: VirtualClock;
  readonly #costs: Costs;
  /** The counter runs from power-on. */
  #startedAt = 0;

  constructor(base: number, clock: VirtualClock, costs: Costs) {
    super(RTC, base);
    this.#clock = clock;
    this.#costs = costs;
  }

  override peek(offset: number): number {
    if (offset === R.SLP_CNT_VAL.at) {
      return Math.floor(((this.#clock.now - this.#startedAt) * this.#costs.rtcClock) / 1e9) >>> 0;
    }
    if (offset === R.GPIO_IN.at) return this.#gpio16();
    return super.peek(offset);
  }

  override write(offset: number, value: number): void {
    if (offset === R.RESET_REASON.at || offset === R.GPIO_IN.at || offset === R.SLP_CNT_VAL.at) return;
    super.write(offset, value);
    if (offset === R.CTRL.at && value & R.CTRL.bits.SOFTWARE_RESET) this.onSoftwareReset?.();
  }

  override reset(kind: ResetKind): void {
    const kept = KEPT.map(at => super.peek(at));
    super.reset(kind);
    if (losesRtcMemory(kind)) this.#startedAt = this.#clock.now;
    else for (const [i, at] of KEPT.entries()) super.write(at, kept[i] ?? 0);
    super.write(R.RESET_REASON.at, RESET_REASON[kind]);
  }

  /** GPIO16 as it reads: its output, or low. */
  #gpio16(): number {
    return super.peek(R.GPIO_ENABLE.at) & super.peek(R.GPIO_OUT.at) & R.GPIO_IN.bits.GPIO16;
  }
}

const RTC_MEMORY_SIZE = 0x400;

/** The address table of plain memory: every word exists. */
const memoryTable = (device: string, size: number) =>
  registerTable(
    device,
    'eagle_soc.h, RTC_SYS_BASE and RTC_USER_BASE',
    Object.fromEntries(Array.from({ length: size / 4 }, (_, i) => [`WORD${i}`, { at: 4 * i }])),
  );

/** 1 KiB that survives resets. After power-on it holds whatever the cells fell into. */
export class RtcMemory extends Device {
  /** A program wrote a word. */
  onWrite: ((address: number, value: number) => void) | undefined;
  readonly #seed: number;
  #powerUps = 0;

  constructor(base: number, seed: number) {
    super(memoryTable('RTC_MEM', RTC_MEMORY_SIZE), base, RTC_MEMORY_SIZE);
    this.#seed = seed;
    this.#scramble();
  }

  /** As bytes, for whoever saves or shows them. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.words.buffer);
  }

  override write(offset: number, value: number): void {
    super.write(offset, value);
    this.onWrite?.(this.base + offset, value);
  }

  override reset(kind: ResetKind): void {
    if (losesRtcMemory(kind)) this.#scramble();
  }

  #scramble(): void {
    new Random(seedFor(this.#seed, 'rtc-memory', this.#powerUps++)).fill(this.bytes);
  }
}
