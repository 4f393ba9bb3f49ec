/** A virtual board with the boot loader: resets of all kinds, and what each boot ended in. */
import { createVirtualBoard, type VirtualBoard } from '../../src/board/board.ts';
import { type BoardConfig, boardConfig, flashOfSize } from '../../src/board/config.ts';
import type { FlashSnapshot } from '../../src/board/flash/nor-flash.ts';
import { APP_RUNS } from '../support/bootloader-images.ts';
import type { Outcome } from './model.ts';
import { CAUSE, type Step } from './scenarios.ts';
import type { FlashOperation } from './updates.ts';

const MS = 1_000_000;
const BOOT_BAUD = 74880;
const BANNER = '\r\n ets Jan  8 2013,rst cause:';
const LOADER = '\r\ntwinslot boot';
const CONFIRM_WORD = 0x600013f4;
const MARK = 0x600013e0;
const LOOPS_AT = 12;
const SMALLEST_FLASH = 0x80000;
export type Moment = 'before' | 'middle' | 'after';
export const MOMENTS: readonly Moment[] = ['before', 'middle', 'after'];
/** Longest boot: two full checks of a megabyte, and text. */
const LIMIT = 5000 * MS;

export interface BoardBoot {
  /** `off`: power failed on the way. */
  readonly end: Outcome | 'off';
  /** The loader's lines. */
  readonly text: string;
}

export class LoaderBoard {
  readonly board: VirtualBoard;
  /** All that came out of the serial port in the last boot, and in those that it led to. */
  text = '';
  /** When the board's state changed last: when the app began, after a boot that ended in one. */
  startedAt = 0;

  readonly #blank: FlashSnapshot;

  constructor(flash: Uint8Array, changes: Partial<BoardConfig> = {}) {
    const size = Math.max(SMALLEST_FLASH, flash.length);
    this.board = createVirtualBoard(
      boardConfig('nodemcu', { flash: flashOfSize(size), bridge: 'ideal', ...changes }),
    );
    this.#blank = this.board.flash.snapshot();
    this.#load(flash);
    this.board.onState = () => {
      this.startedAt = this.board.clock.now;
    };
    this.board.serial.setBaud(BOOT_BAUD);
    this.board.serial.onBytes(bytes => {
      this.text += String.fromCharCode(...bytes);
    });
    this.board.run(2 * MS);
  }

  /** The same board as if it were a new one with this flash; much cheaper than another one. */
  renew(flash: Uint8Array): this {
    this.board.power(false);
    this.board.flash.restore(this.#blank);
    this.#load(flash);
    return this;
  }

  #load(flash: Uint8Array): void {
    for (let at = 0; at < flash.length; at += 0x1000) {
      const sector = flash.subarray(at, at + 0x1000);
      if (sector.some(byte => byte !== 0xff)) this.board.loadFlash(sector, at);
    }
  }

  /** Does a step and waits until an app runs or nothing more happens. */
  do(step: Step, limit = LIMIT): BoardBoot[] {
    const { board } = this;
    switch (step.do) {
      case 'power-on':
        board.power(false);
        board.run(board.clock.now + MS);
        return this.#boots(() => board.power(true), limit);
      case 'reset':
        return this.#boots(() => this.#reset(step.cause), limit);
      case 'confirm':
        board.soc.bus.store(CONFIRM_WORD, 4, 0x600d600d);
        return [];
      case 'clear-mark':
        board.soc.bus.store(MARK, 4, 0);
        return [];
      case 'spoil-mark':
        board.soc.bus.store(MARK + LOOPS_AT, 4, 2);
        return [];
      case 'write':
        board.loadFlash(step.bytes, step.at);
        return [];
    }
  }

  /** The name of the app that is in RAM; undefined when none runs. */
  get app(): string | undefined {
    if (this.board.state.kind !== 'stopped') return undefined;
    return String.fromCharCode(...this.board.soc.memory.dram.subarray(0, 8)).replace(/\.+$/, '');
  }

  /** Does flash operations in the place of an app or a flasher; stops when power fails. */
  perform(operations: readonly FlashOperation[]): void {
    const { flash } = this.board;
    for (const operation of operations) {
      if (!flash.powered) return;
      flash.writeEnable();
      if (operation.kind === 'erase') flash.eraseSector(operation.sector * 0x1000);
      else flash.program(operation.at, operation.bytes);
      if (flash.powered) this.board.run(flash.busyUntil);
    }
  }

  /** Power fails at the n-th flash operation from now on. */
  cutAt(operation: number, moment: Moment): void {
    this.board.flash.powerCut = { operation: this.board.flash.operations + operation, moment };
  }

  /** Lets the supply fail that a cut flash operation has announced. */
  waitUntilOff(): void {
    const isOff = (): boolean => this.board.state.kind === 'off';
    if (!this.board.run({ until: isOff, limitNs: LIMIT })) throw new Error('power did not fail');
  }

  #reset(cause: number): void {
    const { board } = this;
    if (cause === CAUSE.watchdog) board.soc.watchdog.onReset?.();
    else if (cause === CAUSE.software) board.soc.rtc.onSoftwareReset?.();
    else {
      // The pin; a wake from deep sleep comes the same way.
      board.press('reset', true);
      board.run(board.clock.now + MS);
      board.press('reset', false);
    }
  }

  #boots(begin: () => void, limitNs: number): BoardBoot[] {
    this.text = '';
    begin();
    const { board } = this;
    board.run(board.clock.now + MS / 100); // so that it is no longer where it was
    const ended = (): boolean => this.#end(this.text) !== undefined;
    board.run({ until: ended, limitNs });
    board.run(board.clock.now + 5 * MS); // the last bytes are on their way
    const texts = this.text.split(BANNER).slice(1);
    return texts.map((text, i) => {
      const at = text.indexOf(LOADER);
      const end = i + 1 < texts.length ? 'watchdog' : this.#end(text);
      const said = (at < 0 ? text : text.slice(at)).replaceAll('\r\n', '\n').replace('user code done\n', '');
      if (end === undefined) throw new Error(`the boot does not end: ${text}`);
      return { end, text: said };
    });
  }

  #end(text: string): BoardBoot['end'] | undefined {
    const { state } = this.board;
    if (state.kind === 'stopped') {
      if (state.address !== APP_RUNS) throw new Error(state.sentence);
      return 'start';
    }
    if (state.kind === 'off') return 'off';
    if (text.endsWith('user code done\r\n')) return 'rom';
    return text.endsWith('hold FLASH to write one\r\n') ? 'idle' : undefined;
  }
}

const boards = new Map<number, LoaderBoard>();

/** A board with this flash: one that was used before, if its chip has the size. */
export function boardWith(flash: Uint8Array): LoaderBoard {
  const known = boards.get(flash.length);
  if (known) return known.renew(flash);
  const board = new LoaderBoard(flash);
  boards.set(flash.length, board);
  return board;
}
