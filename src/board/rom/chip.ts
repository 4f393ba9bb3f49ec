import type { SecondStageChip } from '../second-stage/chip.ts';
import { cacheDisable } from './cache.ts';
import type { RomContext } from './context.ts';
import type { FlashParameters } from './download.ts';
import type { Task } from './task.ts';

/** The ROM's services as the download loop and the boot loader's model use them. */
export class RomChip implements SecondStageChip {
  readonly #rom: RomContext;

  constructor(rom: RomContext) {
    this.#rom = rom;
  }

  attachFlash(): void {
    cacheDisable(this.#rom.machine);
  }

  flashSize(): number {
    return this.#rom.flash.size();
  }

  setFlashParameters(parameters: FlashParameters): void {
    this.#rom.flash.setParameters(parameters);
  }

  eraseSector(sector: number): Task<boolean> {
    return this.#rom.flash.eraseSector(sector);
  }

  eraseBlock(block: number): Task<boolean> {
    return this.#rom.flash.eraseBlock(block);
  }

  writeFlash(offset: number, data: Uint8Array): Task<boolean> {
    return this.#rom.flash.write(offset, data);
  }

  readFlash(offset: number, length: number): Task<Uint8Array | undefined> {
    return this.#rom.flash.read(offset, length);
  }

  readWord(address: number): number {
    return this.#rom.memory.word(address) >>> 0;
  }

  writeWord(address: number, value: number): void {
    this.#rom.memory.setWord(address, value);
  }

  writeMemory(address: number, data: Uint8Array): void {
    this.#rom.memory.write(address, data);
  }

  delay(microseconds: number): Task {
    return this.#rom.delay(microseconds);
  }

  print(text: string): Task {
    return this.#rom.console.print(text);
  }

  watchdogReset(): Task {
    return this.#rom.watchdogReset();
  }
}
