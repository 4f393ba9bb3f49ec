/**
 * The SDK's flash calls: they know the size in the header at flash 0 and nothing else of the chip, send 32 bytes a
 * time and wait for the chip before and after.
 */
import { type FlashMap, flashMap, flashMapByCode } from '../../core/esp8266/flash-map.ts';
import type { VirtualClock } from '../clock.ts';
import type { Costs } from '../costs.ts';
import type { NorFlash } from '../flash/nor-flash.ts';
import type { SdkTask } from './sdk-cpu.ts';

export const SECTOR = 0x1000;
const PAGE = 0x100;
const BURST = 32;

/** What a call gives: SPI_FLASH_RESULT_OK, or SPI_FLASH_RESULT_ERR behind the end of the flash. */
export type FlashResult = 0 | 1;

export interface SdkFlashOptions {
  readonly clock: VirtualClock;
  readonly costs: Costs;
  readonly flash: NorFlash;
}

export class SdkFlash {
  readonly #options: SdkFlashOptions;

  constructor(options: SdkFlashOptions) {
    this.#options = options;
  }

  /** The flash map in the header. */
  get map(): FlashMap {
    return flashMapByCode((this.peek(0, 4)[3] ?? 0) >> 4) ?? flashMap('512KB');
  }

  /** What is there, without time: what the SDK has read at its start. */
  peek(offset: number, length: number): Uint8Array {
    return this.#options.flash.peek(offset, length);
  }

  *read(offset: number, length: number): SdkTask<Uint8Array> {
    const { clock, costs, flash } = this.#options;
    yield* this.#idle();
    yield clock.now + Math.ceil(length / BURST) * costs.spiReadBurst;
    return flash.read(offset, length);
  }

  *eraseSector(sector: number): SdkTask<FlashResult> {
    if ((sector + 1) * SECTOR > this.map.size) return 1;
    yield* this.#operate(flash => flash.eraseSector(sector * SECTOR));
    return 0;
  }

  /** @param data a multiple of 4 bytes. */
  *write(offset: number, data: Uint8Array): SdkTask<FlashResult> {
    if (offset + data.length > this.map.size) return 1;
    for (let at = 0; at < data.length; ) {
      const length = Math.min(BURST, data.length - at, PAGE - ((offset + at) % PAGE));
      yield* this.#operate(flash => flash.program(offset + at, data.subarray(at, at + length)));
      at += length;
    }
    return 0;
  }

  *#operate(command: (flash: NorFlash) => void): SdkTask {
    const { clock, costs, flash } = this.#options;
    yield* this.#idle();
    yield clock.now + 2 * costs.spiTransaction;
    flash.writeEnable();
    command(flash);
    yield* this.#idle();
  }

  /** For ever, if the chip has no power or hangs. */
  *#idle(): SdkTask {
    const { clock, flash } = this.#options;
    while (flash.isBusy(clock.now)) yield flash.busyUntil;
  }
}
