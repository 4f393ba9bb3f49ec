import type { FlashEvent } from '../../core/device/flash-event.ts';
import { BASE_BAUD } from '../../core/loader/bauds.ts';
import { wireTime } from '../../core/loader/commands.ts';
import { Heard } from '../../core/loader/heard.ts';
import { SYNC_REQUEST } from '../../core/loader/packets.ts';
import { type ResetStrategy, strategiesFrom } from '../../core/loader/resets.ts';
import { Problem } from '../../core/problem.ts';
import { Commander } from './commander.ts';
import type { FrameLine } from './line.ts';
import { drive } from './reset.ts';

export interface EntranceOptions {
  readonly signal: AbortSignal | undefined;
  readonly strategies: readonly ResetStrategy[];
  readonly assistMs: number;
  readonly onEvent: (event: FlashEvent) => void;
}

export interface EntranceWish {
  /** Rates to call at, one after the other. */
  readonly rates: readonly number[];
  /** Whether to look first for a loader that runs already. */
  readonly probe: boolean;
  /** Rates that a stub may have been left at. */
  readonly elsewhere: readonly number[];
  /** Strategy that worked before. */
  readonly reset: string | undefined;
}

/** A loader that answers. */
export interface Entered {
  readonly commander: Commander;
  /** What brought it there; undefined when it was there already, or somebody pressed buttons. */
  readonly reset: ResetStrategy | undefined;
}

/** What the ROM speaks with a 26 MHz crystal: its banner can be read, and it takes our SYNC at this rate, too. */
const BANNER_BAUD = 74_880;
/** Name in the memory for "buttons". */
const BY_HAND = 'none';
/**
 * Waits of one call after the other, ms. The ROM measures our rate by the first call after a reset and answers the
 * second: also when somebody's hand has brought it there, and no reset line may get the credit for it.
 */
const PROBE = [20, 40] as const;
/** Where a reset line is known to work, only a stub is looked for: it answers the first. */
const QUICK_PROBE = [10] as const;
const CALLS = [60, 80, 80, 80, 80] as const;
/** Between the call that is measured and the one that is answered, ms besides its time on the wire. */
const MEASURED = 5;
/** From the reset to the end of the banner, with air, ms. */
const BANNER = 250;
/** Between two calls while somebody presses buttons, ms. */
const ASSIST_CALL = [150] as const;

/** Gets a loader to answer: one that runs already, by the reset lines, by somebody's hand. */
export class Entrance {
  readonly #line: FrameLine;
  readonly #options: EntranceOptions;
  readonly #heard = new Heard();
  #attempts = 0;

  constructor(line: FrameLine, options: EntranceOptions) {
    this.#line = line;
    this.#options = options;
  }

  async enter(wish: EntranceWish): Promise<Entered> {
    this.#heard.clear();
    this.#line.onRaw = bytes => this.#heard.add(this.#line.baud, bytes);
    try {
      return await this.#enter(wish);
    } finally {
      this.#line.onRaw = undefined;
    }
  }

  async #enter({ rates, probe, elsewhere, reset }: EntranceWish): Promise<Entered> {
    const [first = BASE_BAUD] = rates;
    this.#stage('opening');
    await this.#at(first);
    if (probe) {
      this.#stage('syncing');
      const running = await this.#call(reset === undefined || reset === BY_HAND ? PROBE : QUICK_PROBE);
      if (running) return running;
    }
    const known = strategiesFrom(reset, this.#options.strategies);
    const tried = reset === BY_HAND ? known.slice(0, 1) : known;
    for (const rate of rates) {
      await this.#at(rate);
      // A rate that only memory vouches for gets one attempt.
      for (const strategy of rate === BASE_BAUD ? tried : tried.slice(0, 1)) {
        const entered = await this.#resetAndCall(strategy);
        if (entered) return entered;
      }
    }
    return (await this.#leftElsewhere(elsewhere)) ?? (await this.#assist(tried));
  }

  async #resetAndCall(strategy: ResetStrategy): Promise<Entered | undefined> {
    this.#stage('resetting');
    await drive(this.#line, strategy.intoLoader, this.#options.signal);
    this.#line.drop();
    this.#stage('syncing');
    await this.#line.write(SYNC_REQUEST);
    await this.#line.clock.sleep(
      wireTime(SYNC_REQUEST.length, this.#line.baud) + MEASURED,
      this.#options.signal,
    );
    const entered = await this.#call(CALLS);
    return entered && { ...entered, reset: strategy };
  }

  async #call(waits: readonly number[]): Promise<Entered | undefined> {
    this.#attempts++;
    for (const wait of waits) {
      const commander = new Commander(this.#line, 'rom');
      const kind = await commander.sync(wait, this.#options.signal);
      if (kind === undefined) continue;
      commander.kind = kind;
      return { commander, reset: undefined };
    }
    return undefined;
  }

  /** A board without reset lines may hold a stub at any of the rates. */
  async #leftElsewhere(rates: readonly number[]): Promise<Entered | undefined> {
    for (const rate of rates) {
      if (rate === BASE_BAUD) continue;
      await this.#at(rate);
      const entered = await this.#call(PROBE);
      if (entered) return entered;
    }
    return undefined;
  }

  /** Says why it did not work, and waits for a hand at the buttons. */
  async #assist(strategies: readonly ResetStrategy[]): Promise<Entered> {
    const { assistMs, onEvent, signal } = this.#options;
    const { clock } = this.#line;
    await this.#at(BANNER_BAUD);
    for (const strategy of [strategies[0], strategies.at(-1)]) {
      if (strategy && this.#heard.bootMode === undefined) await this.#listen(strategy);
    }
    const why = this.#why();
    if (assistMs === 0) throw why;
    onEvent({ type: 'retry', finding: why.finding });
    onEvent({ type: 'assist', heard: false });
    this.#heard.clear();
    const end = clock.now() + assistMs;
    let told = false;
    for (;;) {
      const entered = await this.#call(ASSIST_CALL);
      if (!told && (entered || this.#heard.bootMode === 1)) {
        told = true;
        onEvent({ type: 'assist', heard: true });
      }
      if (entered) return entered;
      if (clock.now() >= end) throw this.#heard.bootMode === undefined ? why : this.#why();
      signal?.throwIfAborted();
    }
  }

  #why(): Problem {
    return new Problem(this.#heard.finding(this.#attempts));
  }

  /** Resets once more, only to read what the ROM says of its boot mode. */
  async #listen(strategy: ResetStrategy): Promise<void> {
    const { signal } = this.#options;
    await drive(this.#line, strategy.intoLoader, signal);
    await this.#line.clock.sleep(BANNER, signal);
  }

  async #at(baud: number): Promise<void> {
    const { link } = this.#line;
    if (link.baud === baud) return;
    if (link.baud === undefined) await this.#line.open(baud);
    else await this.#line.setBaud(baud);
  }

  #stage(stage: 'opening' | 'resetting' | 'syncing'): void {
    this.#options.onEvent({ type: 'stage', stage });
  }
}
