import { type CheckName, WRITING_CHECKS } from '../../core/device/board-check.ts';
import type { LinkMemory } from '../../core/device/link-memory.ts';
import { finding } from '../../core/findings.ts';
import type { BootWish, FlashPlan } from '../../core/plan/flash-plan.ts';
import type { LaneJob, LaneOrder, LanePort, LaneReport, WatchChange } from '../../worker/lane-protocol.ts';
import { Listeners } from '../listeners.ts';
import { EMPTY_LOG, withText } from '../serial-log.ts';
import { begun, freshLane, without, withReport } from './hear.ts';
import type {
  LaneChoices,
  LanePhase,
  LaneView,
  NotePart,
  PortView,
  SerialPart,
  Stretch,
  WatchChoices,
} from './lane-view.ts';
import { type PlanInputs, withPlan } from './plan.ts';
import { ProgressMeter } from './progress.ts';
import type { LaneChannel, LaneSurroundings } from './surroundings.ts';

const IDLE: readonly LanePhase[] = ['closed', 'connected', 'taken'];
const BUSY: readonly LanePhase[] = ['connecting', 'working', 'watching'];
const WRITES: readonly LaneJob[] = ['write', 'choose-slot', 'erase', 'check'];
/** A worker that has not put its port away by then is ended with it. */
const CLOSE_WITHIN_MS = 1500;

/** One lane: sends orders to its worker, keeps its view, and goes on with what a pulled cable interrupted. */
export class LaneHolder {
  view: LaneView;
  readonly #around: LaneSurroundings;
  readonly #listeners = new Listeners<[part: SerialPart]>();
  readonly #noteListeners = new Listeners<[part: NotePart]>();
  #channel: LaneChannel | undefined;
  #unlock: (() => void) | undefined;
  #meter = new ProgressMeter();
  #backup = false;
  /** Board on which a write broke off. */
  #interrupted: string | undefined;
  /** What was on the page when the last write began. */
  #written: PlanInputs['shown'];
  /** A write broke off because the cable came out. */
  #pulled = false;

  constructor(id: string, port: PortView, around: LaneSurroundings) {
    this.view = freshLane(id, port);
    this.#around = around;
  }

  /** A job that changes the flash runs. */
  get writing(): boolean {
    const { phase, job } = this.view;
    return (phase === 'working' || phase === 'stopping') && job !== undefined && WRITES.includes(job);
  }

  async connect(): Promise<void> {
    if (!IDLE.includes(this.view.phase)) return;
    // At once, so that a second click finds it busy.
    this.#begin('connect', 'connecting');
    if (!(await this.#hold())) return;
    const { baud, stub } = this.view.choices;
    const remembered = await this.#remembered();
    this.#send({ type: 'connect', choices: { baud, stub, ...(remembered && { remembered }) } });
  }

  /** The port is at another place among those that look the same, or in again. */
  moveTo(port: LanePort): void {
    this.#send({ type: 'port', port });
  }

  choose(choices: Partial<LaneChoices>): void {
    this.#set({ choices: { ...this.view.choices, ...choices } });
    this.replan();
  }

  /** Files or settings of the page have changed, or what is known of the board. */
  replan(): void {
    this.view = this.#withDone(withPlan(this.view, this.#around.inputs()));
    this.#around.onChange(false);
  }

  write(): void {
    const { phase, boardPlan, readiness, chip } = this.view;
    if (phase !== 'connected' || !boardPlan || readiness !== 'ready') return;
    this.#interrupted = chip?.mac;
    this.#written = this.#around.inputs().shown;
    this.#remember({ known: true, unfinished: true });
    this.#order('write', { type: 'write', plan: boardPlan });
  }

  resume(): void {
    if (!this.view.resume) return;
    this.#set({ resume: 'under-way' });
    if (this.view.phase === 'connected') this.#goOn();
    else void this.connect();
  }

  chooseSlot(wish: BootWish): void {
    this.#written = this.#around.inputs().shown;
    this.#order('choose-slot', { type: 'choose-slot', wish });
  }

  readBack(stretch: Stretch, backup: boolean): void {
    this.#backup = backup;
    this.#order('read', { type: 'read', ...stretch });
  }

  declineBackup(): void {
    this.#remember({ known: true, unfinished: false });
    this.#set({ backup: 'declined' });
  }

  erase(stretch: Stretch): void {
    this.#remember({ known: true, unfinished: false });
    this.#order('erase', { type: 'erase', ...stretch });
  }

  check(wanted: readonly CheckName[], plan: FlashPlan): void {
    if (this.view.phase !== 'connected') return;
    this.#show(without(this.view, 'check'));
    if (wanted.some(name => WRITING_CHECKS.includes(name)))
      this.#remember({ known: true, unfinished: false });
    const { ownLoader } = this.#around.inputs();
    const { stub } = this.view.choices;
    this.#order('check', { type: 'check', wanted, stub, plan, ...(ownLoader && { ownLoader }) });
  }

  skipCheck(): void {
    this.#send({ type: 'skip' });
  }

  async watch(choices: WatchChoices): Promise<void> {
    if (!IDLE.includes(this.view.phase)) return;
    this.#begin('watch', 'watching');
    if (!(await this.#hold())) return;
    const remembered = await this.#remembered();
    const { appBaud, appBaudChosen } = remembered ?? {};
    this.#set({ memory: { ...this.view.memory, ...remembered } });
    const baud = choices.baud === 'auto' && appBaudChosen ? (appBaud ?? 'auto') : choices.baud;
    this.#send({ type: 'watch', ...choices, baud, ...(remembered && { remembered }) });
  }

  chooseRate(baud: number | 'auto'): void {
    const { appBaud: _, ...rest } = this.view.memory;
    // To find it anew begins from nothing: the one that was chosen may be wrong.
    this.#keep({ ...rest, ...(baud !== 'auto' && { appBaud: baud }), appBaudChosen: baud !== 'auto' });
    this.changeWatch({ type: 'choose-rate', baud });
  }

  /** An order for a watch that is under way. */
  changeWatch(order: WatchChange): void {
    if (this.view.phase === 'watching') this.#send(order);
  }

  /** What was learnt about bridge and port, for the next visit. */
  #keep(memory: LinkMemory): void {
    this.#set({ memory });
    const { store, linkKey } = this.#around;
    void store.putLink(linkKey, memory).catch(() => undefined);
  }

  sendBytes(bytes: Uint8Array): void {
    if (this.view.phase === 'watching') this.#send({ type: 'send', bytes });
  }

  clearLog(): void {
    this.#set({ log: EMPTY_LOG });
  }

  stop(): boolean {
    if (!BUSY.includes(this.view.phase)) return false;
    this.#send({ type: 'stop' });
    this.#show({ ...without(this.view, 'stopAsked'), phase: 'stopping' });
    return true;
  }

  /** Esc; what is only watched has no end that it would come to sooner. @returns whether there was something to stop. */
  escape(): boolean {
    const { phase, stopAsked } = this.view;
    if (stopAsked) this.keepOn();
    else if (phase === 'working' && this.writing) this.#set({ stopAsked: true });
    else return phase !== 'watching' && this.stop();
    return true;
  }

  keepOn(): void {
    this.#show(without(this.view, 'stopAsked'));
  }

  onSerial(listener: (part: SerialPart) => void): () => void {
    return this.#listeners.add(listener);
  }

  onNote(listener: (part: NotePart) => void): () => void {
    return this.#noteListeners.add(listener);
  }

  /** Puts the port away and ends the worker. */
  close(): void {
    const [channel, unlock] = [this.#channel, this.#unlock];
    this.#channel = undefined;
    this.#unlock = undefined;
    this.#closed = true;
    if (!channel) {
      unlock?.();
      return;
    }
    this.#ended = () => {
      channel.end();
      unlock?.();
    };
    channel.send({ type: 'close' });
    setTimeout(() => this.#ended(), CLOSE_WITHIN_MS);
  }

  #ended: () => void = () => undefined;
  #closed = false;

  /** What was learnt about this bridge and port on earlier visits. */
  #remembered(): Promise<LinkMemory | undefined> {
    const { store, linkKey } = this.#around;
    return store.link(linkKey).catch(() => undefined);
  }

  /** The port for this tab, and a worker for it. */
  async #hold(): Promise<boolean> {
    const unlock = this.#unlock ?? (await this.#around.lock());
    // Put away while it waited: neither the port's lock nor a worker stays behind.
    if (this.#closed) {
      unlock?.();
      return false;
    }
    this.#unlock = unlock;
    if (!unlock) {
      const view = { ...this.view, phase: 'taken', finding: finding('port-other-tab', {}) } as const;
      this.#show(without(view, 'resume'));
      return false;
    }
    this.#channel ??= this.#around.start(report => this.#hear(report));
    return true;
  }

  #endWorker(): void {
    this.#channel?.end();
    this.#channel = undefined;
  }

  #begin(job: LaneJob, phase: LanePhase): void {
    this.#meter = new ProgressMeter();
    this.#show(begun(this.view, job, phase));
  }

  /** A job for a board in the loader. */
  #order(job: LaneJob, order: LaneOrder): void {
    if (this.view.phase !== 'connected') return;
    this.#begin(job, 'working');
    this.#send(order);
  }

  #send(order: LaneOrder): void {
    this.#channel?.send(order);
  }

  #hear(report: LaneReport): void {
    switch (report.type) {
      case 'closed':
        this.#ended();
        break;
      case 'serial':
        this.#hearSerial(report);
        break;
      case 'watch-note':
        this.#hearNote(report);
        break;
      case 'event': {
        const progress = this.#meter.see(report.event, this.#around.now());
        this.#show(progress ? { ...this.view, progress } : withReport(this.view, report));
        break;
      }
      default:
        this.#hearNews(report);
    }
  }

  /** What changes more than the progress of a job. */
  #hearNews(report: LaneReport): void {
    const before = this.view;
    this.view = withReport(before, report);
    if (report.type === 'done') this.#done(report);
    if (report.type === 'failed' || report.type === 'stopped') this.#brokeOff(report);
    if (report.type === 'fault') this.#endWorker();
    if (this.view.contents !== before.contents) this.view = withPlan(this.view, this.#around.inputs());
    this.view = this.#withDone(this.view);
    this.#around.onChange(before.job !== undefined && WRITES.includes(before.job));
    if (report.type === 'plugged') this.#cableMoved(report.plugged);
    if (report.type === 'done' && report.job === 'connect' && this.view.resume) this.#goOn();
  }

  /** Files and settings are those of the last write. */
  #withDone(view: LaneView): LaneView {
    const now = this.#around.inputs().shown?.workspace;
    const done = view.report !== undefined && this.#written?.workspace === now;
    return done ? { ...view, done } : without(view, 'done');
  }

  #done(report: Extract<LaneReport, { readonly type: 'done' }>): void {
    if (report.job === 'connect') {
      const { store, linkKey } = this.#around;
      void store.putLink(linkKey, report.memory).catch(() => undefined);
      void this.#recognise();
    } else if (report.job === 'write') {
      this.#remember({ known: true, unfinished: false });
      this.view = without(this.view, 'resume');
    } else if (report.job === 'read') {
      if (this.#backup) this.#remember({ known: true, unfinished: false });
      if (this.#backup) this.view = { ...this.view, backup: 'saved' };
      this.#around.onRead(this, this.#backup);
    }
  }

  #brokeOff(report: Extract<LaneReport, { readonly type: 'failed' | 'stopped' }>): void {
    const resuming = report.job === 'connect' && this.view.resume !== undefined;
    if (report.job !== 'write' && !resuming) return;
    if (report.type === 'failed' && !report.resumable && !resuming) return;
    this.#pulled = report.type === 'failed' && report.finding.code === 'port-lost';
    const waits = this.#pulled && !this.view.plugged;
    this.view = { ...this.view, resume: waits ? 'waits-for-port' : 'offered' };
  }

  /** A write that a pulled cable interrupted goes on by itself; what somebody stopped does not. */
  #cableMoved(plugged: boolean): void {
    if (!plugged && this.#pulled && this.view.resume) this.#set({ resume: 'waits-for-port' });
    else if (plugged && this.view.resume === 'waits-for-port') this.resume();
  }

  /** Connected again: goes on when it is the same board and nothing new speaks against it. */
  #goOn(): void {
    const found = this.view.chip?.mac;
    const expected = this.#interrupted;
    if (expected !== undefined && found !== undefined && expected !== found) {
      this.#interrupted = undefined;
      const other = finding('resume-other-board', { expected, found });
      this.#show({ ...without(this.view, 'resume'), finding: other });
    } else if (this.view.readiness === 'ready' && this.view.resume === 'under-way') {
      this.write();
    } else this.#set({ resume: 'offered' });
  }

  /** Whether this board was met before, and how it was left. */
  async #recognise(): Promise<void> {
    const { chip, contents } = this.view;
    if (!chip?.mac) return;
    const kept = await this.#around.store.board(chip.mac).catch(() => undefined);
    if (this.view.chip !== chip) return;
    if (!kept?.known && !contents?.blank) this.#set({ backup: 'offer' });
    if (kept?.unfinished && !this.view.resume) this.#set({ resume: 'offered' });
  }

  #remember(board: { readonly known: boolean; readonly unfinished: boolean }): void {
    const mac = this.view.chip?.mac;
    if (mac) void this.#around.store.putBoard(mac, board).catch(() => undefined);
  }

  #hearNote({ note, ms }: NotePart): void {
    if (note.kind === 'rate-found') this.#keep({ ...this.view.memory, appBaud: note.baud });
    this.#noteListeners.tell({ note, ms });
  }

  #hearSerial({ bytes, ms, baud }: SerialPart): void {
    this.#listeners.tell({ bytes, ms, baud });
    this.#set({ log: withText(this.view.log, String.fromCharCode(...bytes)) });
  }

  #set(change: Partial<LaneView>): void {
    this.#show({ ...this.view, ...change });
  }

  #show(view: LaneView): void {
    this.view = view;
    this.#around.onChange(false);
  }
}
