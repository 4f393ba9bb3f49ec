import type { CheckNews, Miss } from '../../core/device/board-check.ts';
import type { FlashContents } from '../../core/device/flash-contents.ts';
import type { FlashEvent, FlashReport } from '../../core/device/flash-event.ts';
import { BASE_BAUD } from '../../core/loader/bauds.ts';
import { RESET_STRATEGIES, type ResetStrategy } from '../../core/loader/resets.ts';
import type { StubImage } from '../../core/loader/stub-image.ts';
import type { BoardPlan } from '../../core/plan/board-plan.ts';
import type { BootWish, FlashPlan } from '../../core/plan/flash-plan.ts';
import { planForBoard } from '../../core/plan/for-board.ts';
import { Problem } from '../../core/problem.ts';
import { look } from '../flash/look.ts';
import { runFlash } from '../flash/run-flash.ts';
import type { FlashOptions } from '../flash/work.ts';
import { type ConnectOptions, connect } from '../loader/connect.ts';
import { drive } from '../loader/reset.ts';
import type { LoaderSession } from '../loader/session.ts';
import type { Clock, Deflate, SerialLink } from '../ports.ts';

/** What the checks need of the world and of whoever asked for them. */
export interface CheckWorld {
  readonly link: SerialLink;
  readonly clock: Clock;
  readonly deflate: Deflate;
  readonly stub?: StubImage;
  /** Programs for both slots, as for a board of which nothing is known. */
  readonly plan: FlashPlan;
  readonly ownLoader?: Uint8Array;
  tell(event: FlashEvent): void;
  news(news: CheckNews): void;
  /** From now on this is how the board is talked to. */
  adopt(session: LoaderSession, contents: FlashContents): void;
}

/** Something else came than a check expects. */
export class CheckMiss extends Error {
  override readonly name = 'CheckMiss';
  readonly miss: Miss;

  constructor(miss: Miss) {
    super(miss.kind);
    this.miss = miss;
  }
}

/** So long a program may run before it is reset again, ms: its boot text is over. */
const RUNS_FOR = 400;

/** One board under check: its session, and the steps that checks are made of. */
export class CheckBench {
  readonly world: CheckWorld;
  session: LoaderSession;
  /** Ends the check that runs. */
  signal: AbortSignal;

  constructor(world: CheckWorld, session: LoaderSession, signal: AbortSignal) {
    this.world = world;
    this.session = session;
    this.signal = signal;
  }

  /** What resets this board; none where somebody has to press buttons. */
  get reset(): ResetStrategy | undefined {
    return RESET_STRATEGIES.find(({ name }) => name === this.session.memory.reset);
  }

  get options(): FlashOptions {
    const { clock, deflate, tell } = this.world;
    return { clock, deflate, signal: this.signal, onEvent: tell };
  }

  /** Into the loader anew, whatever the board does. */
  async connect(changes: Partial<ConnectOptions> = {}): Promise<LoaderSession> {
    const { link, stub, tell } = this.world;
    this.session.detach();
    await link.close();
    const { memory } = this.session;
    this.session = await connect(this.world, {
      ...{ baud: 'auto', remembered: memory, signal: this.signal, onEvent: tell },
      ...(stub && { stub }),
      ...changes,
    });
    this.world.adopt(this.session, await this.look());
    return this.session;
  }

  /** Lets its program start, so that what follows has to begin with a reset. */
  async letRun(): Promise<void> {
    const { link, clock } = this.world;
    const { reset } = this;
    if (!reset) return;
    this.session.detach();
    await link.close();
    await link.open(BASE_BAUD);
    await drive(this.world, reset.run, this.signal);
    await clock.sleep(RUNS_FOR, this.signal);
    await link.close();
  }

  look(): Promise<FlashContents> {
    return look(this.session, this.signal);
  }

  async planFor(plan: FlashPlan, wish: BootWish): Promise<BoardPlan> {
    const { ownLoader } = this.world;
    const contents = await this.look();
    const { chip } = this.session;
    return planForBoard({ plan, wish, contents, chip, ...(ownLoader && { ownLoader }) });
  }

  /** @throws Problem with the first thing that speaks against writing it. */
  async write(plan: FlashPlan, wish: BootWish): Promise<FlashReport> {
    const boardPlan = await this.planFor(plan, wish);
    const against = boardPlan.findings.find(({ severity }) => severity === 'error');
    if (against) throw new Problem(against);
    return runFlash(this.session, boardPlan, this.options);
  }

  /** The same for bytes that are no program any more: only how they get onto the flash is of interest. */
  async writeAsIs(plan: FlashPlan, wish: BootWish): Promise<FlashReport> {
    return runFlash(this.session, await this.planFor(plan, wish), this.options);
  }
}
