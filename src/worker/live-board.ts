import { createVirtualBoard, type VirtualBoard } from '../board/board.ts';
import { BOARD_PRESETS, type BoardConfig, boardConfig, FLASH_SIZES, flashOfSize } from '../board/config.ts';
import type { BoardState } from '../board/state.ts';
import { WallPace } from '../board/wall-pace.ts';
import { bytesReader } from '../core/bytes/range-reader.ts';
import { readDump } from '../core/image/dump.ts';
import type { CableEnd } from '../platform/serial-channel.ts';
import { BoardCable } from './board-cable.ts';
import { joinNetwork } from './board-net.ts';
import type { BoardButton, BoardCondition, BoardMake, BoardReport } from './board-protocol.ts';

/** How often the board catches up with the clock on the wall, ms. */
const TICK_MS = 16;
/** The same while somebody talks to it and waits for answers; browsers go no lower. */
const TALK_TICK_MS = 4;
/** The LED changes less than three times a second back and forth: quicker flashes can harm people. */
const LED_HOLD_MS = 170;
/** Buttons stay down for this long at least, so that the shortest click counts, ns. */
const MIN_PRESS_NS = 50_000_000;
/** What ROM and boot loader speak, by crystal. */
const BOOT_BAUD = { 26000000: 74880, 40000000: 115200 };

/** A virtual board in real time, and what can be seen of it from outside. */
export class LiveBoard {
  readonly board: VirtualBoard;
  readonly #say: (report: BoardReport) => void;
  readonly #pace: WallPace;
  readonly #pressedAt: Record<BoardButton, number> = { reset: 0, flash: 0 };
  #timer: ReturnType<typeof setInterval> | undefined;
  #cable: BoardCable | undefined;
  /** A lane has the port: what comes out of it is the lane's. */
  #taken = false;
  #lit = false;
  #litAt = 0;
  #text = '';

  constructor(make: BoardMake, say: (report: BoardReport) => void) {
    this.#say = say;
    this.board = createVirtualBoard(configFor(make));
    const { board } = this;
    if (make.flash) board.loadFlash(make.flash);
    board.serial.onBytes(bytes => {
      if (!this.#taken) this.#text += String.fromCharCode(...bytes);
    });
    board.serial.onPlug(plugged => {
      if (plugged && !this.#taken) this.#listen();
    });
    board.onState = state => say({ type: 'state', state: conditionOf(state) });
    this.#pace = new WallPace(board, () => performance.now());
    this.#listen();
    this.#tickEvery(TICK_MS);
  }

  /** Plugs in a cable; an earlier one is out. */
  attach(end: CableEnd): void {
    this.#cable?.end();
    this.#cable = new BoardCable(end, {
      serial: this.board.serial,
      catchUp: () => this.#pace.catchUp(),
      onTaken: baud => this.#take(baud),
    });
  }

  /** Gives the board a network; an earlier one is out. */
  join(port: MessagePort): void {
    joinNetwork(this.board.network, port, () => this.#pace.catchUp());
  }

  press(button: BoardButton, down: boolean): void {
    const { board } = this;
    if (down) {
      this.#pressedAt[button] = board.clock.now;
      board.press(button, true);
    } else board.clock.at(this.#pressedAt[button] + MIN_PRESS_NS, () => board.press(button, false));
  }

  /** As a programmer with clips would read it: also while the board runs or has no power. */
  tellFlash(): void {
    const bytes = this.board.saveFlash();
    const outcome = readDump(bytesReader(bytes), { id: 'board', name: 'board', size: bytes.length });
    const contents = outcome.ok
      ? ({ ok: true, dump: outcome.value } as const)
      : ({ ok: false, findings: outcome.findings } as const);
    this.#say({ type: 'flash', contents });
  }

  /** Stops time. */
  end(): void {
    clearInterval(this.#timer);
    this.#cable?.end();
  }

  #take(baud: number | undefined): void {
    this.#taken = baud !== undefined;
    this.#tell(performance.now());
    this.#say({ type: 'taken', ...(baud !== undefined && { baud }) });
    if (baud === undefined) this.#listen();
    this.#tickEvery(baud === undefined ? TICK_MS : TALK_TICK_MS);
  }

  #listen(): void {
    this.board.serial.setBaud(BOOT_BAUD[this.board.config.crystal]);
  }

  #tickEvery(ms: number): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      const began = performance.now();
      this.#pace.catchUp();
      this.#tell(began);
    }, ms);
  }

  #tell(now: number): void {
    if (this.#text !== '') {
      this.#say({ type: 'serial', text: this.#text });
      this.#text = '';
    }
    const lit = this.board.ledLit;
    const held = now - this.#litAt < LED_HOLD_MS && this.board.state.kind !== 'off';
    if (lit === this.#lit || held) return;
    [this.#lit, this.#litAt] = [lit, now];
    this.#say({ type: 'led', lit });
  }
}

/** @throws RangeError for a flash larger than any board has. */
function configFor({ preset, circuit, flashSize, flash }: BoardMake): BoardConfig {
  const kind = BOARD_PRESETS[preset];
  const needed = flash && Object.values(FLASH_SIZES).find(size => size >= flash.length);
  const size = flashSize ?? needed ?? flash?.length ?? kind.flash.size;
  return boardConfig(preset, {
    ...(circuit && { circuit }),
    flash: size === kind.flash.size ? kind.flash : flashOfSize(size),
  });
}

const conditionOf = (state: BoardState): BoardCondition =>
  'sentence' in state ? { kind: state.kind, sentence: state.sentence } : { kind: state.kind };
