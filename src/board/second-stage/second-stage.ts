/**
 * Our own model of the SDK's boot loaders 1.4 to 1.7, written from what they print and do (boot.md, sections 4
 * and 5). It runs in the loader's place when a marked stand-in lies at flash 0 (stand-in.ts), on top of the same ROM
 * services, so its flash and text take the time that the real one's take.
 * Not modelled: the test mode (a test pin in the init data).
 */
import { romText } from '../rom/printf.ts';
import type { Task } from '../rom/task.ts';
import type { SecondStageChip } from './chip.ts';
import { chooseSlot, type LoaderChoice, withFailure } from './choice.ts';
import { type LoaderLayout, readLayout } from './layout.ts';
import { loadSlotImage } from './load-image.ts';
import { LOADER_TRAITS, type LoaderTraits, type LoaderVersion } from './versions.ts';

const SECTOR = 0x1000;
/** Counts the tries of loader 1.7; survives a reset, lost at power-off. */
const RETRY_WORD = 0x600011dc;
const RETRY_MARK = 0x5a5a5a00;
const RETRY_DONE = 0x12345678;
const RETRIES = 3;
const RETRY_PAUSE_US = 500_000;
/** Byte of the init data that names a test pin. */
const TEST_PIN_BYTE = 119;

/** Runs the loader; the entry to call, or undefined when it goes back to the ROM ("user code done"). */
export function* secondStage(chip: SecondStageChip, version: LoaderVersion): Task<number | undefined> {
  return yield* new SecondStage(chip, LOADER_TRAITS[version]).run();
}

class SecondStage {
  readonly #chip: SecondStageChip;
  readonly #traits: LoaderTraits;

  constructor(chip: SecondStageChip, traits: LoaderTraits) {
    this.#chip = chip;
    this.#traits = traits;
  }

  *run(): Task<number | undefined> {
    const header = (yield* this.#chip.readFlash(0, 8)) ?? new Uint8Array(8);
    const layout = readLayout(this.#traits, header);
    yield* this.#chip.print(`\n2nd boot version : ${this.#traits.banner}\n${layout.text}`);
    if (!layout.supported) return undefined;
    const copy = yield* this.#currentCopy(layout);
    const choice = chooseSlot(this.#traits, yield* this.#bootBytes(copy));
    if (choice.initialize) yield* this.#save(layout, choice.bootBytes);
    yield* this.#noteTestPin(layout);
    if (choice.start.kind === 'bad-flag') {
      yield* this.#chip.print(romText(this.#traits.badFlag, choice.start.byte0));
      return undefined;
    }
    const entry = yield* this.#start(layout, choice.start);
    if (entry !== undefined) return entry;
    return yield* this.#fail(layout, choice.bootBytes, choice.start.firstTry);
  }

  *#start(
    layout: LoaderLayout,
    start: Exclude<LoaderChoice['start'], { kind: 'bad-flag' }>,
  ): Task<number | undefined> {
    if (start.kind === 'slot') {
      const address = layout[start.slot];
      yield* this.#chip.print(romText('jump to run %s @ %x\n\n', start.slot, address));
      return yield* loadSlotImage(this.#chip, address);
    }
    const { address } = start;
    // Twice, as the loader does it.
    yield* this.#chip.print(
      romText('enhance boot mode, jump to run bin @ %x\n\n @ %x\n\n', address, address),
    );
    return yield* loadSlotImage(this.#chip, address);
  }

  /** Sector of the parameter copy that counts: flag byte 0 chooses A, anything else B. */
  *#currentCopy(layout: LoaderLayout): Task<number> {
    const flag = yield* this.#chip.readFlash(layout.flag * SECTOR, 4);
    return flag?.[0] === 0 ? layout.parametersA : layout.parametersB;
  }

  /** Behind the end of what the ROM reads (maps 8 and 9) the loader finds no parameters: as if they were blank. */
  *#bootBytes(copy: number): Task<Uint8Array> {
    return (yield* this.#chip.readFlash(copy * SECTOR, 8)) ?? new Uint8Array(8).fill(0xff);
  }

  /** Writes the other copy first and the flag last: whenever power fails, one good copy counts. */
  *#save(layout: LoaderLayout, bootBytes: Uint8Array): Task {
    const from = yield* this.#currentCopy(layout);
    const sector = (yield* this.#chip.readFlash(from * SECTOR, SECTOR))?.slice();
    if (!sector) return;
    sector.set(bootBytes);
    const to = from === layout.parametersA ? layout.parametersB : layout.parametersA;
    const flag = Uint8Array.of(to === layout.parametersA ? 0 : 1, 0xff, 0xff, 0xff);
    yield* this.#rewrite(to, sector);
    yield* this.#rewrite(layout.flag, flag);
  }

  *#rewrite(sector: number, data: Uint8Array): Task {
    yield* this.#chip.eraseSector(sector);
    yield* this.#chip.writeFlash(sector * SECTOR, data);
  }

  *#noteTestPin(layout: LoaderLayout): Task {
    if (!this.#traits.missesTestPin) return;
    const row = yield* this.#chip.readFlash(layout.initData * SECTOR + (TEST_PIN_BYTE & ~3), 4);
    if ((row?.[TEST_PIN_BYTE & 3] ?? 0xff) === 0xff) yield* this.#chip.print('no GPIO select!\n');
  }

  /** No good image where one was to start. */
  *#fail(layout: LoaderLayout, bootBytes: Uint8Array, firstTry: boolean): Task<undefined> {
    if (this.#traits.retries && (yield* this.#tryAgain(firstTry ? 'first' : 'backup'))) return undefined;
    if (!firstTry) {
      yield* this.#chip.print('backup boot failed.\n\n');
      return undefined;
    }
    yield* this.#save(layout, withFailure(bootBytes));
    yield* this.#chip.print('first boot failed, reboot to try backup bin\n\n');
    if (this.#traits.retries) this.#chip.writeWord(RETRY_WORD, RETRY_DONE);
    yield* this.#chip.watchdogReset();
    return undefined;
  }

  /** Three more tries of the same image; says so with the word as it was before. */
  *#tryAgain(what: 'first' | 'backup'): Task<boolean> {
    const word = this.#chip.readWord(RETRY_WORD);
    const counting = (word & ~0xff) >>> 0 === RETRY_MARK;
    const tries = counting ? word & 0xff : 0;
    if (tries >= RETRIES) return false;
    yield* this.#chip.print(romText(`${what} boot failed %x, reboot to try this bin again\n\n`, word));
    this.#chip.writeWord(RETRY_WORD, RETRY_MARK + tries + 1);
    yield* this.#chip.delay(RETRY_PAUSE_US);
    yield* this.#chip.watchdogReset();
    return true;
  }
}
