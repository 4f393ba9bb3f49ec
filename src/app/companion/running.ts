import type { ExceptionReport } from '../../core/bootlog/exception.ts';
import type { BootReport } from '../../core/bootlog/report.ts';
import type { CrashTrace } from '../../core/bootlog/resolve.ts';
import { type RunState, runState } from '../../core/bootlog/run-state.ts';
import type { Slot } from '../../core/esp8266/flash-map.ts';
import type { HistorySubject } from '../../core/history/history.ts';
import type { RelayKey } from '../../core/ota/relay-messages.ts';
import { download, type NamedBytes } from '../../platform/save.ts';
import { MONITOR } from '../../words/monitor.ts';
import type { BoardHolder } from '../board-holder.ts';
import type { LanesHolder, LaneView } from '../lanes/lane-view.ts';
import { Listeners, together } from '../listeners.ts';
import { Monitor, type MonitorPart } from '../monitor/monitor.ts';
import type { Shown } from '../state.ts';
import { Companion, type SerialWish } from './companion.ts';
import { PageRelay } from './page-relay.ts';
import { RelaySocket } from './relay-socket.ts';
import { SerialClock } from './serial-clock.ts';

/** Whom the page listens to. */
export type Ear =
  | { readonly kind: 'none' }
  /** The virtual board, whose serial port no lane has. */
  | { readonly kind: 'bench' }
  | { readonly kind: 'lane'; readonly lane: LaneView; readonly listening: boolean };

/** What this part needs of the page. */
export interface RunningWorld {
  readonly board: BoardHolder;
  readonly lanes: LanesHolder;
  now(): number;
  every(ms: number, action: () => void): () => void;
  /** Later, together with the next changes: a frame, on a page. */
  soon(action: () => void): void;
  shown(): Shown | undefined;
  /** `mac`: of the board that spoke, where it is known. */
  onLogSaved(log: NamedBytes, mac: string | undefined): void;
  /** Undefined where no file on the page has the symbols of that slot. */
  trace(shown: Shown, slot: Slot, crash: ExceptionReport): Promise<NamedTrace | undefined>;
}

/** Functions of a crash, and the file that they were read from. */
export interface NamedTrace {
  readonly trace: CrashTrace;
  readonly file: string;
}

/** Baud of the text that the bench of the virtual board hears. */
const BENCH_BAUD = 74_880;

/** What runs on a board: listens to the one that can be heard, and has a companion for its updates. */
export class Running {
  readonly monitor: Monitor;
  readonly companion: Companion;
  ear: Ear = { kind: 'none' };
  /** Functions of the last crash, once its addresses were looked up. */
  trace: NamedTrace | undefined;
  readonly #world: RunningWorld;
  readonly #listeners = new Listeners();
  readonly #tell: () => void;
  #clock = new SerialClock();
  #leaveLane: (() => void) | undefined;
  #heardLane: string | undefined;
  /** The board whose lines are in the monitor. */
  #subject: string | undefined;
  #relayOf: string | undefined;
  #key: RelayKey | undefined;
  #socket: RelaySocket | undefined;
  #traced: ExceptionReport | undefined;

  constructor(world: RunningWorld) {
    this.#world = world;
    this.#tell = together(world.soon, () => this.#listeners.tell());
    this.monitor = new Monitor(action => world.soon(action));
    this.companion = new Companion({ now: world.now, every: world.every, ask: wish => this.#help(wish) });
    this.companion.subscribe(() => this.#tell());
    this.monitor.subscribe(() => this.#tell());
    world.board.onSerial(text => {
      const bytes = Uint8Array.from(text, character => character.charCodeAt(0));
      if (this.ear.kind === 'bench') this.#hear({ bytes, ms: world.now(), baud: BENCH_BAUD });
    });
    world.board.subscribe(() => this.#look());
    world.lanes.subscribe(() => this.#look());
    this.#look();
  }

  /** Calls `listener` on every change. @returns what ends that. */
  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** What the log proves of the slot that runs. */
  get state(): RunState {
    return runState(this.monitor.history, this.#world.now());
  }

  get boot(): BootReport | undefined {
    return this.monitor.history.boots.at(-1);
  }

  /** Updates go through the page itself: no program is needed. */
  get virtual(): boolean {
    return this.#relayOf?.startsWith('page') ?? false;
  }

  /** The board that is listened to, or the device that is reached without a cable. */
  get subject(): HistorySubject | undefined {
    const { ear, companion } = this;
    if (ear.kind === 'bench') {
      const { mac } = this.#world.board;
      return mac === undefined ? undefined : { by: 'mac', mac, virtual: true };
    }
    if (ear.kind === 'lane') {
      const { chip, port } = ear.lane;
      return chip?.mac === undefined
        ? undefined
        : { by: 'mac', mac: chip.mac, virtual: port.identity.virtual === true };
    }
    const { build, update, address } = companion.view;
    // Only a device that has answered: an address alone is no device.
    const isThere = build !== undefined || update?.slot !== undefined;
    return this.#relayOf === 'program' && isThere ? { by: 'address', address } : undefined;
  }

  get relayKey(): RelayKey | undefined {
    return this.#key;
  }

  /** The relay program that was started on this computer. */
  useProgram(key: RelayKey | undefined): void {
    this.#key = key;
    this.#relayOf = undefined;
    this.#look();
  }

  takeOver(): void {
    this.#socket?.takeOver();
  }

  /** The files on the page have changed. */
  setShown(shown: Shown | undefined): void {
    this.companion.setShown(shown);
    this.#traced = undefined;
    this.#look();
  }

  /** Lets the program of a connected board run, and listens to it. */
  listen(): void {
    if (this.ear.kind === 'lane') this.#world.lanes.watch(this.ear.lane.id, { reset: true, baud: 'auto' });
  }

  send(bytes: Uint8Array): void {
    if (this.ear.kind === 'lane') this.#world.lanes.send(this.ear.lane.id, bytes);
  }

  saveLog(): void {
    const log = { name: MONITOR.fileName, bytes: this.monitor.rawBytes() };
    download([log]);
    const mac = this.ear.kind === 'lane' ? this.ear.lane.chip?.mac : undefined;
    this.#world.onLogSaved(log, mac);
  }

  /** Boards have come or gone, or do something else. */
  #look(): void {
    const before = this.ear;
    this.ear = this.#earNow();
    const listens = this.ear.kind === 'bench' || (this.ear.kind === 'lane' && this.ear.listening);
    const subject = this.#subjectNow();
    if (subject !== undefined && subject !== this.#subject) {
      this.#subject = subject;
      this.monitor.restart();
    }
    this.#hearLane(this.ear.kind === 'lane' && this.ear.listening ? this.ear.lane.id : undefined);
    const listened = before.kind === 'bench' || (before.kind === 'lane' && before.listening);
    // Somebody else speaks with the board, and may write to it or restart it.
    if (listened && !listens) this.monitor.forget();
    if (listens !== listened) this.#tellBoots(listens);
    this.#chooseRelay();
    this.#tell();
  }

  #earNow(): Ear {
    const { lanes, board } = this.#world;
    const all = lanes.view.lanes;
    const heard = all.find(lane => lane.id === this.#heardLane && lane.phase === 'watching');
    const watching = heard ?? all.find(lane => lane.phase === 'watching');
    if (watching) return { kind: 'lane', lane: watching, listening: true };
    if (board.present && board.view.taken === undefined) return { kind: 'bench' };
    const [lane] = all;
    return lane ? { kind: 'lane', lane, listening: false } : { kind: 'none' };
  }

  #subjectNow(): string | undefined {
    const { ear } = this;
    if (ear.kind === 'none') return undefined;
    const virtual = ear.kind === 'bench' || ear.lane.port.identity.virtual;
    return virtual ? `virtual ${this.#world.board.run}` : ear.lane.id;
  }

  #hearLane(id: string | undefined): void {
    if (id === this.#heardLane) return;
    this.#leaveLane?.();
    this.#heardLane = id;
    this.#clock = new SerialClock();
    this.#leaveLane = id === undefined ? undefined : this.#hearTo(id);
  }

  #hearTo(id: string): () => void {
    const { lanes, now } = this.#world;
    const time = (ms: number): number => this.#clock.toPage(ms, now());
    const ends = [
      lanes.onSerial(id, ({ bytes, ms, baud }) => this.#hear({ bytes, ms: time(ms), baud })),
      lanes.onNote(id, ({ note, ms }) => {
        this.monitor.note(note, time(ms));
        if (note.kind === 'boot-missed') this.companion.bootMissed();
        this.#tellBoots(true);
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  }

  /** At which rate the program speaks, or that it is to be found. */
  chooseRate(baud: number | 'auto'): void {
    if (this.ear.kind === 'lane') this.#world.lanes.chooseRate(this.ear.lane.id, baud);
  }

  /** Resets the board that is listened to, and reads its boot text. */
  repeatBoot(): void {
    if (this.ear.kind === 'lane') this.#world.lanes.repeatBoot(this.ear.lane.id, 'asked');
  }

  /** The device has everything, or its boot was missed: the reader helps where the device said nothing itself. */
  #help(wish: SerialWish): void {
    const { ear } = this;
    if (ear.kind !== 'lane' || !ear.listening) return;
    if (wish === 'expect-restart') this.#world.lanes.expectRestart(ear.lane.id);
    else this.#world.lanes.repeatBoot(ear.lane.id, 'boot-missed');
  }

  #hear(part: MonitorPart): void {
    this.monitor.push(part);
    this.#tellBoots(true);
    this.#traceCrash();
  }

  #tellBoots(listens: boolean): void {
    if (listens) this.companion.setBoots(this.monitor.history, this.#world.now());
    else this.companion.setBoots(undefined);
  }

  /** The virtual board is served by the page, real ones by the program on this computer. */
  #chooseRelay(): void {
    const { board } = this.#world;
    const real = this.ear.kind === 'lane' && !this.ear.lane.port.identity.virtual;
    const wanted = board.present && !real ? `page ${board.run}` : this.#key ? 'program' : 'none';
    if (wanted === this.#relayOf) return;
    this.#relayOf = wanted;
    this.#socket = undefined;
    if (wanted === 'program') this.#useSocket(this.#key);
    else if (wanted === 'none') this.companion.use(undefined);
    else {
      const port = board.openNetwork();
      this.companion.use(port && (listener => new PageRelay(port, listener)));
    }
  }

  #useSocket(key: RelayKey | undefined): void {
    if (!key) return;
    this.companion.use(listener => {
      const onLoss = (loss: Parameters<Companion['lost']>[0]): void => this.companion.lost(loss);
      this.#socket = new RelaySocket({ ...key, listener, onLoss });
      return this.#socket;
    }, 'program');
  }

  /** Names for the addresses of a new crash, where the files on the page have them. */
  #traceCrash(): void {
    const { boot } = this;
    const exception = boot?.exception;
    if (exception === this.#traced) return;
    this.#traced = exception;
    this.trace = undefined;
    const shown = this.#world.shown();
    const { state } = this;
    if (!boot || !exception || !shown || state.kind === 'not-known') return;
    void this.#world.trace(shown, state.claim.slot, exception).then(
      trace => {
        if (this.#traced !== exception) return;
        this.trace = trace;
        this.#tell();
      },
      () => undefined,
    );
  }
}
