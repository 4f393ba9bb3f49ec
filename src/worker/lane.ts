import type { CheckNews } from '../core/device/board-check.ts';
import type { ChipFacts } from '../core/device/chip-facts.ts';
import type { FlashContents } from '../core/device/flash-contents.ts';
import type { FlashEvent, FlashReport } from '../core/device/flash-event.ts';
import type { BoardPlan } from '../core/plan/board-plan.ts';
import type { BootWish } from '../core/plan/flash-plan.ts';
import { Problem } from '../core/problem.ts';
import type { LoaderSession } from '../jobs/loader/session.ts';
import type { SerialLink } from '../jobs/ports.ts';
import type {
  Aftermath,
  ConnectChoices,
  LaneJob,
  LaneOrder,
  LaneReport,
  WatchChange,
} from './lane-protocol.ts';
import type { WatchEar, WatchOrder } from './lane-watch.ts';

/** What a lane needs to work at a board that is connected. */
export interface Work {
  readonly session: LoaderSession;
  readonly contents: FlashContents;
  readonly tell: (event: FlashEvent) => void;
  readonly signal: AbortSignal;
}

export interface Region {
  readonly offset: number;
  readonly length: number;
}

type BoardOrder = Extract<LaneOrder, { readonly type: 'write' | 'choose-slot' | 'read' | 'erase' | 'check' }>;

export type CheckOrder = Extract<LaneOrder, { readonly type: 'check' }>;

/** Who hears of the checks of a board. */
export interface CheckEars {
  news(news: CheckNews): void;
  adopt(session: LoaderSession, contents: FlashContents): void;
  onSkippable(skip: () => void): void;
}

/** The jobs of a lane, each over the link that it was made for. All throw the signal's reason when it aborts. */
export interface LaneJobs {
  /** Opens the link; whatever happens, closing it is the lane's. */
  connect(
    choices: ConnectChoices,
    tell: (event: FlashEvent) => void,
    signal: AbortSignal,
  ): Promise<LoaderSession>;
  look(session: LoaderSession, signal: AbortSignal): Promise<FlashContents>;
  write(work: Work, plan: BoardPlan): Promise<FlashReport>;
  chooseSlot(work: Work, wish: BootWish): Promise<FlashReport>;
  read(work: Work, region: Region): Promise<{ bytes: Uint8Array<ArrayBuffer>; md5: string }>;
  erase(work: Work, region: Region): Promise<void>;
  /** `world.adopt` gets every session that takes the place of the one before. */
  check(work: Work, order: CheckOrder, world: CheckEars): Promise<LoaderSession>;
  /** Opens the link where it is closed. Ends only by its signal or a failure. */
  watch(order: WatchOrder, ear: WatchEar, signal: AbortSignal): Promise<void>;
}

export interface LaneWorld {
  readonly link: SerialLink;
  readonly jobs: LaneJobs;
  /** Milliseconds. */
  now(): number;
  say(report: LaneReport): void;
}

interface Connected {
  readonly session: LoaderSession;
  readonly chip: ChipFacts;
  contents: FlashContents;
}

/**
 * Does what the page orders, one job after the other. However a job ends, the page hears of it once, and the line is
 * either of use for the next job or closed.
 */
export class Lane {
  readonly #world: LaneWorld;
  readonly #signals = new Set<AbortController>();
  #connected: Connected | undefined;
  #last: Promise<void> = Promise.resolve();
  #openedAt = 0;
  #changeWatch: ((change: WatchChange) => void) | undefined;
  /** Ends the check that runs. */
  #skip: (() => void) | undefined;

  constructor(world: LaneWorld) {
    this.#world = world;
    world.link.onLost(() => this.#forget());
  }

  obey(order: Exclude<LaneOrder, { readonly type: 'port' }>): void {
    switch (order.type) {
      case 'connect':
        this.#queue('connect', signal => this.#connect(order.choices, signal));
        break;
      case 'watch':
        this.#queue('watch', signal => this.#watch(order, signal));
        break;
      case 'choose-rate':
      case 'expect-restart':
      case 'repeat-boot':
        this.#changeWatch?.(order);
        break;
      case 'skip':
        this.#skip?.();
        break;
      case 'send':
        // When the port is lost, the watch ends and says so.
        void this.#world.link.write(order.bytes).catch(() => undefined);
        break;
      case 'stop':
        this.#stop();
        break;
      case 'close':
        this.#stop();
        this.#last = this.#last.then(async () => {
          await this.#leave();
          this.#world.say({ type: 'closed' });
        });
        break;
      default:
        this.#queue(order.type, signal => this.#atBoard(order, signal));
    }
  }

  #stop(): void {
    for (const controller of this.#signals) controller.abort(new DOMException('stopped', 'AbortError'));
  }

  #queue(job: LaneJob, work: (signal: AbortSignal) => Promise<LaneReport>): void {
    const controller = new AbortController();
    this.#signals.add(controller);
    this.#last = this.#last.then(async () => {
      const report = await this.#perform(job, work, controller.signal);
      this.#signals.delete(controller);
      this.#world.say(report);
    });
  }

  /** A job for a board in the loader. */
  async #atBoard(order: BoardOrder, signal: AbortSignal): Promise<LaneReport> {
    if (!this.#connected) throw new TypeError(`${order.type} before there is a connection`);
    const { jobs } = this.#world;
    const work: Work = { ...this.#connected, signal, tell: this.#tell };
    switch (order.type) {
      case 'write': {
        const report = await jobs.write(work, order.plan);
        return { type: 'done', job: order.type, report, contents: await this.#look(signal) };
      }
      case 'choose-slot': {
        const report = await jobs.chooseSlot(work, order.wish);
        return { type: 'done', job: order.type, report, contents: await this.#look(signal) };
      }
      case 'read':
        return { type: 'done', job: 'read', offset: order.offset, ...(await jobs.read(work, order)) };
      case 'check':
        return this.#check(work, order, signal);
      case 'erase':
        await jobs.erase(work, order);
        return { type: 'done', job: 'erase', contents: await this.#look(signal) };
    }
  }

  async #check(work: Work, order: CheckOrder, signal: AbortSignal): Promise<LaneReport> {
    const { jobs, say } = this.#world;
    try {
      const { memory } = await jobs.check(work, order, {
        news: news => say({ type: 'check', news }),
        adopt: (session, contents) => {
          this.#connected = { session, chip: session.chip, contents };
        },
        onSkippable: skip => {
          this.#skip = skip;
        },
      });
      return { type: 'done', job: 'check', contents: await this.#look(signal), memory };
    } finally {
      this.#skip = undefined;
    }
  }

  /** Runs a job to its one report. */
  async #perform(
    job: LaneJob,
    work: (signal: AbortSignal) => Promise<LaneReport>,
    signal: AbortSignal,
  ): Promise<LaneReport> {
    try {
      signal.throwIfAborted();
      return await work(signal);
    } catch (error) {
      const aftermath = await this.#recover(job);
      if (signal.aborted) return { type: 'stopped', job, ...aftermath };
      if (!(error instanceof Problem)) {
        await this.#leave();
        return { type: 'fault', message: error instanceof Error ? error.message : String(error) };
      }
      const { finding } = error;
      return { type: 'failed', job, finding, resumable: isResumable(job, finding.code), ...aftermath };
    }
  }

  async #connect(choices: ConnectChoices, signal: AbortSignal): Promise<LaneReport> {
    await this.#leave();
    this.#openedAt = this.#world.now();
    const { jobs } = this.#world;
    const session = await jobs.connect(choices, this.#tell, signal);
    const contents = await jobs.look(session, signal);
    const { chip, memory } = session;
    this.#connected = { session, chip, contents };
    return { type: 'done', job: 'connect', chip, contents, memory };
  }

  async #watch(order: WatchOrder, signal: AbortSignal): Promise<LaneReport> {
    const { jobs, say, now } = this.#world;
    if (this.#world.link.baud === undefined) this.#openedAt = now();
    const remembered = { ...this.#connected?.session.memory, ...order.remembered };
    this.#forget();
    const ms = (): number => now() - this.#openedAt;
    const ear: WatchEar = {
      hear: (bytes, baud) => say({ type: 'serial', bytes, baud, ms: ms() }),
      note: note => say({ type: 'watch-note', note, ms: ms() }),
      onChanges: change => {
        this.#changeWatch = change;
      },
    };
    await jobs.watch({ ...order, remembered }, ear, signal);
    throw new TypeError('a watch ended by itself');
  }

  /** What the flash holds now, for the page and for the jobs that follow. */
  async #look(signal: AbortSignal): Promise<FlashContents> {
    if (!this.#connected) throw new TypeError('a look without a connection');
    this.#connected.contents = await this.#world.jobs.look(this.#connected.session, signal);
    return this.#connected.contents;
  }

  /** After a job that failed or was stopped: the loader answers again, or the port is closed. */
  async #recover(job: LaneJob): Promise<Aftermath> {
    const session = this.#connected?.session;
    try {
      if (!session) throw new TypeError('nothing to recover');
      await session.resync();
      if (job === 'read') return { connected: true };
      return { connected: true, contents: await this.#look(new AbortController().signal) };
    } catch {
      await this.#leave();
      return { connected: false };
    }
  }

  async #leave(): Promise<void> {
    this.#forget();
    await this.#world.link.close().catch(() => undefined);
  }

  #forget(): void {
    this.#connected?.session.detach();
    this.#connected = undefined;
  }

  readonly #tell = (event: FlashEvent): void => this.#world.say({ type: 'event', event });
}

/** The cable and the line may be better next time; a flash that refuses its contents will do so again. */
const isResumable = (job: LaneJob, code: string): boolean =>
  job !== 'connect' && job !== 'watch' && (code === 'port-lost' || code.startsWith('loader-'));
