import type { Slot } from '../core/esp8266/flash-map.ts';
import type { BoardFlash } from '../words/bench.ts';
import { BoardClient } from '../worker/board-client.ts';
import type { BoardButton, BoardCondition, BoardReport, FlashContents } from '../worker/board-protocol.ts';
import { flashFor } from './board-flash.ts';
import { EMPTY_LOG, type SerialLog, withText } from './serial-log.ts';
import type { Shown } from './state.ts';

export type { BoardButton };

/** Everything that can be seen of the virtual board. */
export interface BoardView {
  /** What was put on its flash. */
  readonly about?: BoardFlash;
  readonly condition: BoardCondition;
  readonly lit: boolean;
  readonly plugged: boolean;
  readonly held: Readonly<Record<BoardButton, boolean>>;
  readonly log: SerialLog;
  readonly paused: boolean;
  /** The slot that the boot loader said it jumps to, since the last reset. */
  readonly started?: Slot;
  readonly contents?: FlashContents;
  /** Why there is no board. */
  readonly failed?: string;
}

const FRESH: BoardView = {
  condition: { kind: 'off' },
  lit: false,
  plugged: true,
  held: { reset: false, flash: false },
  log: EMPTY_LOG,
  paused: false,
};

/** As much of the end of the text as a word that comes in two parts needs. */
const TAIL = 200;

/** The virtual board on the page: its state, and what a person does with it. */
export class BoardHolder {
  view: BoardView = FRESH;
  readonly #onChange: () => void;
  #client: BoardClient | undefined;
  /** Goes up with every board; what belongs to an older one is dropped. */
  #run = 0;
  #tail = '';
  #waiting = '';

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** A new board with the images at hand, switched on. */
  async start(shown: Shown): Promise<void> {
    this.end();
    const run = this.#run;
    try {
      const { bytes, about } = await flashFor(shown);
      if (run !== this.#run) return;
      const client = new BoardClient(report => this.#hear(report));
      this.#client = client;
      client.send({ type: 'create', preset: 'nodemcu', flash: bytes });
      client.send({ type: 'power', on: true });
      this.#set({ about });
    } catch (error) {
      if (run === this.#run) this.#set({ failed: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Puts the board away. */
  end(): void {
    this.#run++;
    this.#client?.end();
    this.#client = undefined;
    [this.#tail, this.#waiting] = ['', ''];
    this.view = FRESH;
    this.#onChange();
  }

  power(on: boolean): void {
    this.#forgetStart();
    this.#client?.send({ type: 'power', on });
  }

  press(button: BoardButton, down: boolean): void {
    if (this.view.held[button] === down) return;
    if (button === 'reset') this.#forgetStart();
    this.#client?.send({ type: 'press', button, down });
    this.#set({ held: { ...this.view.held, [button]: down } });
  }

  cable(plugged: boolean): void {
    this.#client?.send({ type: 'cable', plugged });
    this.#set({ plugged });
  }

  pause(paused: boolean): void {
    const log = paused ? this.view.log : withText(this.view.log, this.#waiting);
    this.#waiting = '';
    this.#set({ paused, log });
  }

  clearLog(): void {
    this.#waiting = '';
    this.#set({ log: EMPTY_LOG });
  }

  readFlash(): void {
    this.#client?.send({ type: 'read-flash' });
  }

  hideFlash(): void {
    const { contents: _, ...rest } = this.view;
    this.view = rest;
    this.#onChange();
  }

  #hear(report: BoardReport): void {
    switch (report.type) {
      case 'serial':
        this.#read(report.text);
        break;
      case 'led':
        this.#set({ lit: report.lit });
        break;
      case 'state':
        this.#set({ condition: report.state });
        break;
      case 'flash':
        this.#set({ contents: report.contents });
        break;
      case 'fault':
        this.end();
        this.#set({ failed: report.message });
    }
  }

  #read(text: string): void {
    this.#tail = (this.#tail + text).slice(-TAIL - text.length);
    const last = [...this.#tail.matchAll(/jump to run user([12])/g)].at(-1)?.[1];
    const started =
      last === undefined ? {} : { started: last === '1' ? ('user1' as const) : ('user2' as const) };
    if (this.view.paused) {
      this.#waiting += text;
      this.#set(started);
    } else this.#set({ log: withText(this.view.log, text), ...started });
  }

  #forgetStart(): void {
    this.#tail = '';
    const { started: _, ...rest } = this.view;
    this.view = rest;
    this.#onChange();
  }

  #set(change: Partial<BoardView>): void {
    this.view = { ...this.view, ...change };
    this.#onChange();
  }
}
