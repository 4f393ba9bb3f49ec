/**
 * The ROM's SPI flash functions. They check addresses against the structure in RAM, not against the chip, send 32
 * bytes a time, and wait for the chip before and after everything.
 */
import { ROM_DATA } from './addresses.ts';
import type { FlashParameters } from './download.ts';
import type { RomMachine } from './machine.ts';
import type { RomMemory } from './memory.ts';
import { type Task, until } from './task.ts';

const SECTOR = 0x1000;
const BLOCK = 0x10000;
const BURST = 32;

/** What the ROM believes until SPIParamCfg tells it otherwise: a chip of 4 MB. */
const DEFAULTS: FlashParameters = {
  id: 0x1640ef,
  size: 0x400000,
  block: BLOCK,
  sector: SECTOR,
  page: 0x100,
  statusMask: 0xffff,
};

export class FlashFunctions {
  readonly #machine: RomMachine;
  readonly #memory: RomMemory;

  constructor(machine: RomMachine, memory: RomMemory) {
    this.#machine = machine;
    this.#memory = memory;
  }

  /** Puts the ROM's structure into RAM. */
  begin(): void {
    this.#memory.setWord(ROM_DATA.flashChipPointer, ROM_DATA.flashChip);
    this.setParameters(DEFAULTS);
  }

  setParameters(parameters: FlashParameters): void {
    const { id, size, block, sector, page, statusMask } = parameters;
    const at = this.#memory.word(ROM_DATA.flashChipPointer);
    [id, size, block, sector, page, statusMask].forEach((value, i) => {
      this.#memory.setWord(at + 4 * i, value);
    });
  }

  /** Size as the structure has it. */
  size(): number {
    return this.#memory.word(this.#memory.word(ROM_DATA.flashChipPointer) + 4);
  }

  *read(offset: number, length: number): Task<Uint8Array | undefined> {
    if (!this.#inside(offset, length)) return undefined;
    yield* this.#idle();
    const time = Math.ceil(length / BURST) * this.#machine.costs.spiReadBurst;
    yield* until(this.#machine, this.#machine.now() + time);
    return this.#machine.flash.read(offset, length);
  }

  *write(offset: number, data: Uint8Array): Task<boolean> {
    if (data.length % 4 !== 0 || !this.#inside(offset, data.length)) return false;
    for (let at = 0; at < data.length; ) {
      // No burst crosses the end of a page.
      const length = Math.min(BURST, data.length - at, 0x100 - ((offset + at) % 0x100));
      yield* this.#operate(flash => flash.program(offset + at, data.subarray(at, at + length)));
      at += length;
    }
    return true;
  }

  *eraseSector(sector: number): Task<boolean> {
    if (!this.#inside(sector * SECTOR, SECTOR)) return false;
    return yield* this.#operate(flash => flash.eraseSector(sector * SECTOR));
  }

  *eraseBlock(block: number): Task<boolean> {
    if (!this.#inside(block * BLOCK, BLOCK)) return false;
    return yield* this.#operate(flash => flash.eraseBlock(block * BLOCK));
  }

  *eraseChip(): Task<boolean> {
    return yield* this.#operate(flash => flash.eraseChip());
  }

  /** SPIUnlock: clears the protection bits. */
  *unlock(): Task<boolean> {
    return yield* this.#operate(flash => flash.writeStatus(1, Uint8Array.of(0)));
  }

  #inside(offset: number, length: number): boolean {
    return offset + length <= this.size();
  }

  *#operate(command: (flash: RomMachine['flash']) => void): Task<boolean> {
    yield* this.#idle();
    yield* until(this.#machine, this.#machine.now() + 2 * this.#machine.costs.spiTransaction);
    this.#machine.flash.writeEnable();
    command(this.#machine.flash);
    yield* this.#idle();
    return true;
  }

  /** Waits as long as the chip says that it is busy: for ever, if it has no power. */
  *#idle(): Task {
    const { flash } = this.#machine;
    while (flash.isBusy(this.#machine.now())) yield flash.busyUntil;
  }
}
