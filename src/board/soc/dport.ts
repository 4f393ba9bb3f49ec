import type { Due, VirtualClock } from '../clock.ts';
import type { Costs } from '../costs.ts';
import type { ChipClocks } from './clocks.ts';
import type { EfuseWords } from './efuse.ts';
import { bits, Device, field, type ResetKind, registerTable } from './registers.ts';

/**
 * DPORT: the flash cache, which interrupts get through, the CPU's clock, and the e-fuses.
 * Source: eagle_soc.h; cache bits: ROM disassembly (Cache_Read_Enable, Cache_Read_Disable); e-fuses: esptool.
 */
export const DPORT = registerTable('DPORT', 'eagle_soc.h', {
  NMI: { at: 0x00, bits: { FRC1_IS_NMI: bits(0) } },
  EDGE_INT_ENABLE: { at: 0x04, bits: { WATCHDOG: bits(0), FRC1: bits(1), FRC2: bits(2) } },
  CACHE_CTRL: {
    at: 0x0c,
    bits: {
      FLUSH_START: bits(0),
      FLUSH_DONE: bits(1),
      ENABLE: bits(8),
      BLOCK_2MB: bits(18, 16),
      EVEN_HALF: bits(24),
      ODD_HALF: bits(25),
      SIZE_32KB: bits(26),
    },
  },
  CTL: { at: 0x14, bits: { DOUBLE_CLOCK: bits(0) } },
  SPI_INT_STATUS: { at: 0x20 },
  CACHE_IRAM: { at: 0x24, bits: { BANKS: bits(4, 3) } },
  HOST_INF_SEL: { at: 0x28 },
  EFUSE0: { at: 0x50 },
  EFUSE1: { at: 0x54 },
  EFUSE2: { at: 0x58 },
  EFUSE3: { at: 0x5c },
});

const R = DPORT.registers;
const { CACHE_CTRL } = R;
const EFUSES: readonly number[] = [R.EFUSE0.at, R.EFUSE1.at, R.EFUSE2.at, R.EFUSE3.at];

/** What the cache shows. */
export interface CacheView {
  /** Number of the megabyte of flash at 0x40200000. */
  readonly megabyte: number;
  /** Bytes at the end of instruction RAM that the cache has taken. */
  readonly iramBytes: 0 | 0x4000 | 0x8000;
}

export class Dport extends Device {
  /** The cache was switched on or off, or shows something else; undefined = off. */
  onCache: ((view: CacheView | undefined) => void) | undefined;
  /** An enable bit of an interrupt changed. */
  onGates: (() => void) | undefined;
  readonly #clock: VirtualClock;
  readonly #clocks: ChipClocks;
  readonly #costs: Costs;
  readonly #efuses: EfuseWords;
  #flush: Due | undefined;
  #view: CacheView | undefined;

  constructor(base: number, clock: VirtualClock, clocks: ChipClocks, costs: Costs, efuses: EfuseWords) {
    super(DPORT, base);
    this.#clock = clock;
    this.#clocks = clocks;
    this.#costs = costs;
    this.#efuses = efuses;
  }

  get cache(): CacheView | undefined {
    return this.#view;
  }

  /** Whether a bit of the edge-interrupt register is set. */
  gate(mask: number): boolean {
    return (super.peek(R.EDGE_INT_ENABLE.at) & mask) !== 0;
  }

  get frc1IsNmi(): boolean {
    return (super.peek(R.NMI.at) & R.NMI.bits.FRC1_IS_NMI) !== 0;
  }

  override peek(offset: number): number {
    const efuse = EFUSES.indexOf(offset);
    return efuse >= 0 ? (this.#efuses[efuse] ?? 0) : super.peek(offset);
  }

  override write(offset: number, value: number): void {
    if (EFUSES.includes(offset)) return;
    if (offset === CACHE_CTRL.at) this.#writeCache(value);
    else super.write(offset, value);
    if (offset === R.CACHE_IRAM.at) this.#updateCache();
    if (offset === R.CTL.at) this.#clocks.setDouble((value & R.CTL.bits.DOUBLE_CLOCK) !== 0);
    if (offset === R.NMI.at || offset === R.EDGE_INT_ENABLE.at) this.onGates?.();
  }

  override hold(): void {
    this.#clock.cancel(this.#flush);
  }

  override reset(kind: ResetKind): void {
    this.hold();
    super.reset(kind);
    this.#clocks.reset();
    this.#updateCache();
    this.onGates?.();
  }

  /** A flush starts with the change of its bit from 0 to 1; the done bit follows and stays until the next start. */
  #writeCache(value: number): void {
    const { FLUSH_START, FLUSH_DONE } = CACHE_CTRL.bits;
    const old = super.peek(CACHE_CTRL.at);
    const starts = (value & ~old & FLUSH_START) !== 0;
    super.write(CACHE_CTRL.at, (value & ~FLUSH_DONE) | (starts ? 0 : old & FLUSH_DONE));
    if (starts) {
      this.#clock.cancel(this.#flush);
      this.#flush = this.#clock.after(this.#costs.cacheFlush, () => {
        super.write(CACHE_CTRL.at, super.peek(CACHE_CTRL.at) | FLUSH_DONE);
      });
    }
    this.#updateCache();
  }

  #updateCache(): void {
    const view = this.#viewNow();
    if (view?.megabyte === this.#view?.megabyte && view?.iramBytes === this.#view?.iramBytes) return;
    this.#view = view;
    this.onCache?.(view);
  }

  #viewNow(): CacheView | undefined {
    const word = super.peek(CACHE_CTRL.at);
    const { ENABLE, BLOCK_2MB, ODD_HALF } = CACHE_CTRL.bits;
    if (!(word & ENABLE)) return undefined;
    const megabyte = 2 * field(word, BLOCK_2MB) + (word & ODD_HALF ? 1 : 0);
    const banks = field(super.peek(R.CACHE_IRAM.at), R.CACHE_IRAM.bits.BANKS);
    return { megabyte, iramBytes: banks === 3 ? 0x8000 : banks === 0 ? 0 : 0x4000 };
  }
}
