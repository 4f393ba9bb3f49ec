import { BOARD_PRESETS, FLASH_SIZES } from '../board/config.ts';
import type { Slot } from '../core/esp8266/flash-map.ts';
import { download, type NamedBytes } from '../platform/save.ts';
import { BENCH, type BoardFlash } from '../words/bench.ts';
import { BoardClient } from '../worker/board-client.ts';
import type {
  BoardButton,
  BoardCondition,
  BoardMake,
  BoardReport,
  FlashContents,
} from '../worker/board-protocol.ts';
import { flashFor, type PreparedFlash } from './board-flash.ts';
import { Listeners } from './listeners.ts';
import { EMPTY_LOG, type SerialLog, withText } from './serial-log.ts';
import type { Shown } from './state.ts';

export type { BoardButton };

/** Everything that can be seen of the virtual board. */
export interface BoardView {
  /** What was put on its flash. */
  readonly about?: BoardFlash;
  /** What it was made from; the page may show something else by now. */
  readonly made?: Shown['workspace'];
  readonly condition: BoardCondition;
  readonly lit: boolean;
  readonly plugged: boolean;
  readonly held: Readonly<Record<BoardButton, boolean>>;
  readonly log: SerialLog;
  readonly paused: boolean;
  /** The slot that the boot loader said it jumps to, since the last reset. */
  readonly started?: Slot;
  readonly contents?: FlashContents;
  /** A lane has its serial port, at this rate; the bench hears nothing meanwhile. */
  readonly taken?: number;
  /** Why there is no board. */
  readonly failed?: string;
}

/** Which board: a kind of module, and what is different about this one. */
export type BoardKind = Pick<BoardMake, 'preset' | 'circuit' | 'flashSize'>;

/** For the choice of a board: what there is. */
export const BOARD_KINDS = Object.entries(BOARD_PRESETS).map(([preset, { name, flash, circuit }]) => ({
  ...{ preset: preset as BoardMake['preset'], name, flashSize: flash.size, circuit },
}));

const NODEMCU: BoardKind = { preset: 'nodemcu' };

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

type Prepared = Partial<PreparedFlash> & Pick<BoardView, 'made'>;

/** The virtual board on the page: its state, and what a person does with it. */
export class BoardHolder {
  view: BoardView = FRESH;
  readonly #onSave: (saved: NamedBytes, preset: BoardMake['preset']) => void;
  #preset: BoardMake['preset'] = NODEMCU.preset;
  readonly #listeners = new Listeners<[view: BoardView]>();
  readonly #hearers = new Listeners<[text: string]>();
  #client: BoardClient | undefined;
  /** Goes up with every board; what belongs to an older one is dropped. */
  #run = 0;
  #mac: string | undefined;
  #tail = '';
  #waiting = '';

  /** @param onSave also gets a flash that is handed over as a file. */
  constructor(onSave: (saved: NamedBytes, preset: BoardMake['preset']) => void = () => undefined) {
    this.#onSave = onSave;
  }

  /** Another number for every board. */
  get run(): number {
    return this.#run;
  }

  /** Of the chip, as its e-fuses name it; the same for all boards of a kind. */
  get mac(): string | undefined {
    return this.#mac;
  }

  /** There is a board, whether it has power or not. */
  get present(): boolean {
    return this.#client !== undefined;
  }

  /** Calls `listener` on every change. @returns what ends that. */
  subscribe(listener: (view: BoardView) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** A new board with the images at hand, switched on. */
  async start(shown: Shown, kind: BoardKind = NODEMCU): Promise<void> {
    await this.#make(kind, async () => ({ ...(await flashFor(shown)), made: shown.workspace }));
  }

  /** A new board with nothing on its flash, switched on. */
  async startBlank(kind: BoardKind = NODEMCU): Promise<void> {
    await this.#make(kind, async () => ({ about: { kind: 'blank' } }));
  }

  /** A board that was saved: its whole flash. */
  async open(file: File, kind: BoardKind = NODEMCU): Promise<void> {
    await this.#make(kind, async () => {
      if (!Object.values(FLASH_SIZES).includes(file.size))
        throw new RangeError(BENCH.noFlashFile(file.name, file.size));
      return { bytes: new Uint8Array(await file.arrayBuffer()), about: { kind: 'dump', name: file.name } };
    });
  }

  /** Hands the flash over as a file, as it is now. */
  save(): void {
    this.#client?.send({ type: 'save-flash' });
  }

  /** A serial cable to the board; one that was there before is out. Undefined when there is no board. */
  openCable(): MessagePort | undefined {
    if (!this.#client) return undefined;
    const { port1, port2 } = new MessageChannel();
    this.#client.send({ type: 'serial', port: port2 });
    return port1;
  }

  /** The board's network, for somebody who plays the world; one that was there before is out. */
  openNetwork(): MessagePort | undefined {
    if (!this.#client) return undefined;
    const { port1, port2 } = new MessageChannel();
    this.#client.send({ type: 'network', port: port2 });
    return port1;
  }

  /** What comes out of its serial port while no lane has it. @returns what ends that. */
  onSerial(listener: (text: string) => void): () => void {
    return this.#hearers.add(listener);
  }

  /** Puts the board away. */
  end(): void {
    this.#run++;
    this.#client?.end();
    this.#client = undefined;
    this.#mac = undefined;
    [this.#tail, this.#waiting] = ['', ''];
    this.#show(FRESH);
  }

  async #make(kind: BoardKind, prepare: () => Promise<Prepared>): Promise<void> {
    this.end();
    const run = this.#run;
    try {
      const { bytes, ...facts } = await prepare();
      if (run !== this.#run) return;
      this.#preset = kind.preset;
      const client = new BoardClient(report => this.#hear(report));
      this.#client = client;
      this.#mac = BOARD_PRESETS[kind.preset].mac;
      client.send({ type: 'create', ...kind, ...(bytes && { flash: bytes }) });
      client.send({ type: 'power', on: true });
      this.#set(facts);
    } catch (error) {
      if (run === this.#run) this.#set({ failed: error instanceof Error ? error.message : String(error) });
    }
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

  /** The flash has changed: what is shown of it changes too. */
  refreshFlash(): void {
    if (this.view.contents) this.readFlash();
  }

  hideFlash(): void {
    const { contents: _, ...rest } = this.view;
    this.#show(rest);
  }

  #hear(report: BoardReport): void {
    switch (report.type) {
      case 'serial':
        this.#read(report.text);
        this.#hearers.tell(report.text);
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
      case 'saved': {
        const saved = { name: BENCH.fileName, bytes: report.flash };
        download([saved]);
        this.#onSave(saved, this.#preset);
        break;
      }
      case 'taken':
        this.#hearTaken(report.baud);
        break;
      case 'fault':
        this.end();
        this.#set({ failed: report.message });
    }
  }

  #hearTaken(baud: number | undefined): void {
    const { taken, ...rest } = this.view;
    if (taken === baud) return;
    this.#show(baud === undefined ? rest : { ...rest, taken: baud });
    this.#read(baud === undefined ? BENCH.released : BENCH.taken(baud));
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
    this.#show(rest);
  }

  #set(change: Partial<BoardView>): void {
    this.#show({ ...this.view, ...change });
  }

  #show(view: BoardView): void {
    this.view = view;
    this.#listeners.tell(view);
  }
}
