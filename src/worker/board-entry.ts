import type { VirtualBoard } from '../board/board.ts';
import { createVirtualBoard } from '../board/board.ts';
import { boardConfig, flashOfSize } from '../board/config.ts';
import type { BoardState } from '../board/state.ts';
import { WallPace } from '../board/wall-pace.ts';
import { bytesReader } from '../core/bytes/range-reader.ts';
import { readDump } from '../core/image/dump.ts';
import type { BoardButton, BoardCondition, BoardOrder, BoardReport } from './board-protocol.ts';

/** The worker of one virtual board: lets it live in real time and tells what can be seen of it from outside. */

/** How often the board catches up with the clock on the wall, ms. */
const TICK_MS = 16;
/** The LED changes less than three times a second back and forth: quicker flashes can harm people. */
const LED_HOLD_MS = 170;
/** Buttons stay down for this long at least, so that the shortest click counts, ns. */
const MIN_PRESS_NS = 50_000_000;
/** What ROM and boot loader speak with a 26 MHz crystal. */
const BOOT_BAUD = 74880;

const say = (report: BoardReport): void => postMessage(report);

/** Virtual time follows real time. */
class LiveBoard {
  readonly board: VirtualBoard;
  readonly #pace: WallPace;
  #lit = false;
  #litAt = 0;
  #text = '';
  readonly #pressedAt: Record<BoardButton, number> = { reset: 0, flash: 0 };

  constructor(flash: Uint8Array) {
    this.board = createVirtualBoard(boardConfig('nodemcu', { flash: flashOfSize(flash.length) }));
    const { board } = this;
    board.loadFlash(flash);
    board.serial.setBaud(BOOT_BAUD);
    board.serial.onBytes(bytes => {
      this.#text += String.fromCharCode(...bytes);
    });
    board.onState = state => say({ type: 'state', state: conditionOf(state) });
    this.#pace = new WallPace(board, () => performance.now());
    setInterval(() => this.#tick(), TICK_MS);
  }

  #tick(): void {
    const began = performance.now();
    this.#pace.catchUp();
    this.#tell(began);
  }

  #tell(now: number): void {
    if (this.#text !== '') {
      say({ type: 'serial', text: this.#text });
      this.#text = '';
    }
    const lit = this.board.ledLit;
    const held = now - this.#litAt < LED_HOLD_MS && this.board.state.kind !== 'off';
    if (lit === this.#lit || held) return;
    [this.#lit, this.#litAt] = [lit, now];
    say({ type: 'led', lit });
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
    say({ type: 'flash', contents });
  }
}

const conditionOf = (state: BoardState): BoardCondition =>
  'sentence' in state ? { kind: state.kind, sentence: state.sentence } : { kind: state.kind };

let live: LiveBoard | undefined;

function obey(order: BoardOrder): void {
  if (order.type === 'create') {
    live = new LiveBoard(order.flash);
    return;
  }
  if (!live) throw new TypeError(`${order.type} before there is a board`);
  const { board } = live;
  switch (order.type) {
    case 'power':
      board.power(order.on);
      break;
    case 'press':
      live.press(order.button, order.down);
      break;
    case 'cable':
      if (order.plugged) board.serial.plug();
      else board.serial.unplug();
      break;
    case 'read-flash':
      live.tellFlash();
  }
}

addEventListener('message', ({ data }: MessageEvent<BoardOrder>) => obey(data));
