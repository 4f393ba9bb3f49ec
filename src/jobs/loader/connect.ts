import type { FlashEvent, FlashStage } from '../../core/device/flash-event.ts';
import type { LinkMemory } from '../../core/device/link-memory.ts';
import { finding } from '../../core/findings.ts';
import { BASE_BAUD, FIRST_BAUD, failedAt, ladder, workedAt } from '../../core/loader/bauds.ts';
import { LoaderFailure } from '../../core/loader/failure.ts';
import { RESET_STRATEGIES, type ResetStrategy } from '../../core/loader/resets.ts';
import type { StubImage } from '../../core/loader/stub-image.ts';
import { climb, passesTest } from './climb.ts';
import { type Entered, Entrance } from './entrance.ts';
import { identify } from './identify.ts';
import { FrameLine, type World } from './line.ts';
import type { Loader } from './loader.ts';
import type { LoaderSession } from './session.ts';
import { startStub } from './start-stub.ts';

export interface ConnectOptions {
  /** `auto`: as fast as loader, adapter and memory allow. */
  readonly baud: number | 'auto';
  /** None: the ROM does all the work. */
  readonly stub?: StubImage;
  readonly remembered?: LinkMemory;
  readonly strategies?: readonly ResetStrategy[];
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: FlashEvent) => void;
  /** How long somebody may take to press the buttons where nothing else helps, ms; 0: nobody is there. */
  readonly assistMs?: number;
}

/** Two minutes: somebody may have to look for a wire. */
const ASSIST = 120_000;
/** Fresh starts after a conversation broke off. */
const ROUNDS = 6;
/** Starts of the stub that fail before the ROM has to do. */
const STUB_TRIES = 2;

/**
 * From a port to a loader that answers, knows its chip and runs as fast as the line bears. The link is opened if it is
 * closed; it stays open when this fails.
 * @throws Problem with the most informative reason: `connect-…`, `port-…`, `loader-…`.
 */
export async function connect(world: World, options: ConnectOptions): Promise<LoaderSession> {
  const line = new FrameLine(world);
  try {
    return await new Connecting(line, options).go();
  } catch (error) {
    line.detach();
    throw error;
  }
}

class Connecting {
  readonly #line: FrameLine;
  readonly #options: ConnectOptions;
  readonly #entrance: Entrance;
  #memory: LinkMemory;
  #stubFailures = 0;
  /** Highest rate that failed. */
  #failed: number | undefined;
  /** Lowest rate that failed. */
  #tooFast = Number.POSITIVE_INFINITY;
  /** Whether it failed only by changing to it: looked into once. */
  #direct: 'next' | 'done' | undefined;

  constructor(line: FrameLine, options: ConnectOptions) {
    this.#line = line;
    this.#options = options;
    this.#memory = options.remembered ?? {};
    this.#entrance = new Entrance(line, {
      signal: options.signal,
      strategies: options.strategies ?? RESET_STRATEGIES,
      assistMs: options.assistMs ?? ASSIST,
      onEvent: event => this.#say(event),
    });
  }

  async go(): Promise<LoaderSession> {
    for (let round = 1; ; round++) {
      try {
        return await this.#round(round === 1);
      } catch (error) {
        if (!(error instanceof LoaderFailure) || round >= ROUNDS) throw error;
        this.#say({ type: 'retry', finding: error.finding });
      }
    }
  }

  async #round(first: boolean): Promise<Loader> {
    const { baud } = this.#options;
    // A wish is granted although the rate once failed, but what fails now is not tried again and again.
    const rates = ladder(baud, this.#line.link.identity, this.#memory).filter(
      rate => rate < this.#tooFast || rate === BASE_BAUD,
    );
    const entered = await this.#entrance.enter({
      rates: [...new Set([this.#firstRate(first, rates), BASE_BAUD])],
      probe: first,
      elsewhere: rates,
      reset: this.#memory.reset,
    });
    this.#memory = { ...this.#memory, ...(entered.reset === undefined ? {} : { reset: entered.reset.name }) };
    const loader = await this.#prepare(entered);
    if (loader.kind === 'stub') await this.#settleRate(loader, rates);
    // The ROM's rate says nothing about what the line bears.
    if (loader.kind === 'stub') this.#memory = workedAt(this.#memory, loader.baud);
    loader.memory = this.#memory;
    if (this.#failed !== undefined && loader.kind === 'stub') {
      this.#say({
        type: 'finding',
        finding: finding('baud-fallback', { tried: this.#failed, used: loader.baud }),
      });
    }
    this.#say({ type: 'link', baud: loader.baud, loader: loader.kind });
    return loader;
  }

  /** Identifies the chip and starts the stub; what fails above the usual rate is held against the rate. */
  async #prepare(entered: Entered): Promise<Loader> {
    const { signal, stub } = this.#options;
    this.#stage('identifying');
    try {
      const loader = await identify(entered, this.#memory, signal);
      const { chip } = loader;
      this.#say({ type: 'chip', chip });
      if (chip.flash.size === undefined) {
        const { jedecId } = chip.flash;
        this.#say({ type: 'finding', finding: finding('flash-id-strange', { jedecId }) });
      }
      if (stub && loader.kind === 'rom') await this.#loadStub(loader, stub);
      return loader;
    } catch (error) {
      if (error instanceof LoaderFailure && this.#line.baud > FIRST_BAUD) {
        this.#direct = 'done';
        this.#failedAt(this.#line.baud);
      }
      throw error;
    }
  }

  /** After some failures the ROM has to do, and the page says so. */
  async #loadStub(loader: Loader, stub: StubImage): Promise<void> {
    if (this.#stubFailures >= STUB_TRIES) return;
    this.#stage('loading-stub');
    try {
      await startStub(loader, stub, this.#options.signal);
    } catch (error) {
      if (error instanceof LoaderFailure && ++this.#stubFailures >= STUB_TRIES) {
        this.#say({ type: 'finding', finding: finding('stub-failed', { command: error.command }) });
      }
      throw error;
    }
  }

  /** The rate to call at: what worked the last time; after a failure what always works. */
  #firstRate(first: boolean, rates: readonly number[]): number {
    const [top = BASE_BAUD] = rates;
    if (this.#direct === 'next') return this.#failed ?? BASE_BAUD;
    if (!first) return BASE_BAUD;
    if (this.#memory.opensWithReset) return top;
    // Without a stub the rate stays, and the ROM is at home at the usual one.
    const unknown = this.#options.stub ? Math.min(top, FIRST_BAUD) : BASE_BAUD;
    return rates.find(rate => rate === this.#memory.baud) ?? unknown;
  }

  /** As fast as it goes; a port that resets the board whenever it opens stays at the rate that it was called at. */
  async #settleRate(loader: Loader, rates: readonly number[]): Promise<void> {
    const { signal } = this.#options;
    const direct = this.#direct === 'next' && loader.baud === this.#failed;
    if (this.#direct === 'next') this.#direct = 'done';
    if (direct && (await passesTest(loader, signal))) {
      this.#failed = undefined;
      this.#memory = { ...this.#memory, opensWithReset: true };
      return;
    }
    if (loader.baud === rates[0] || this.#memory.opensWithReset) return;
    this.#stage('changing-baud');
    try {
      await climb(loader, rates, tried => this.#failedAt(tried), signal);
    } catch (error) {
      // The rate may be fine, and the port's opening have reset the board: calling at that rate tells.
      if (error instanceof LoaderFailure) this.#direct ??= 'next';
      throw error;
    }
  }

  #failedAt(baud: number): void {
    this.#failed = Math.max(this.#failed ?? 0, baud);
    this.#tooFast = Math.min(this.#tooFast, baud);
    this.#memory = failedAt(this.#memory, baud);
  }

  #stage(stage: FlashStage): void {
    this.#say({ type: 'stage', stage });
  }

  #say(event: FlashEvent): void {
    this.#options.onEvent?.(event);
  }
}
