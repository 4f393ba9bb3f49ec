/**
 * Listens to a board: reads its boot text, finds the rate of its application, and says what runs. Which rate when, and
 * why, is the rate finder's; here it is done, and every change is told with what it may have cost.
 */
import { BootLogDecoder } from '../../core/bootlog/decoder.ts';
import type { BootEvent, BootFact } from '../../core/bootlog/events.ts';
import { reduceBoots } from '../../core/bootlog/reduce.ts';
import { type BootHistory, NO_BOOTS } from '../../core/bootlog/report.ts';
import { type RunState, runState } from '../../core/bootlog/run-state.ts';
import type { WatchNote } from '../../core/bootlog/watch-note.ts';
import { finding } from '../../core/findings.ts';
import { Problem } from '../../core/problem.ts';
import type { Clock, SerialLink } from '../ports.ts';
import { Inbox } from './inbox.ts';
import { type Advice, type FinderOptions, RateFinder, SILENCE_MS } from './rate-finder.ts';

export type WatchEvent =
  /** What came, as it is. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly time: number }
  | { readonly kind: 'log'; readonly events: readonly BootEvent[]; readonly history: BootHistory }
  | { readonly kind: 'state'; readonly state: RunState }
  | WatchNote;

export interface WatchOptions extends FinderOptions {
  onEvent(event: WatchEvent): void;
  /** When the boot text of an announced restart was missed, reset the board once and read it then. */
  readonly repeatMissedBoot?: boolean;
}

type Item =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly time: number }
  | { readonly kind: 'reset'; readonly why: 'asked' | 'boot-missed' }
  | { readonly kind: 'restart-expected' }
  | { readonly kind: 'choose'; readonly baud: number | undefined };

/** How long the reset line is held, ms. */
const RESET_MS = 100;
/** So long after the announcement of a restart what comes is not taken for the application behind it, ms. */
const LAST_WORDS_MS = 3000;

/** One board that is listened to; `run` does it until it is aborted or the cable comes out. */
export class BootWatch {
  readonly #link: SerialLink;
  readonly #clock: Clock;
  readonly #options: WatchOptions;
  readonly #decoder = new BootLogDecoder();
  readonly #finder: RateFinder;
  #inbox: Inbox<Item>;
  #history = NO_BOOTS;
  #state: RunState = { kind: 'not-known' };
  /** A restart was announced, and its boot text has not come yet. */
  #expecting: { readonly since: number } | undefined;
  /** The board was reset because a boot was missed; once is enough. */
  #repeated = false;
  #told = { known: undefined as number | undefined, resets: false };

  constructor(link: SerialLink, clock: Clock, options: WatchOptions) {
    this.#link = link;
    this.#clock = clock;
    this.#options = options;
    this.#finder = new RateFinder(options);
    this.#inbox = new Inbox(clock);
  }

  get history(): BootHistory {
    return this.#history;
  }

  /** What runs, as far as it is known now. */
  get state(): RunState {
    return runState(this.#history, this.#clock.now());
  }

  /** Resets the board and reads its boot text; said before it is done. */
  reset(why: 'asked' | 'boot-missed' = 'asked'): void {
    this.#inbox.put({ kind: 'reset', why });
  }

  /** The board is known to restart in a moment, for instance because an update is done. */
  expectRestart(): void {
    this.#inbox.put({ kind: 'restart-expected' });
  }

  /** The application's rate, whatever is heard; undefined: it is found by itself again. */
  choose(baud: number | undefined): void {
    this.#inbox.put({ kind: 'choose', baud });
  }

  /**
   * Listens. The port is opened, or taken over at the rate that it has been left at.
   * @throws the signal's reason, or a Problem when the cable came out; another `run` goes on from there.
   */
  async run(signal: AbortSignal): Promise<void> {
    const inbox = new Inbox<Item>(this.#clock);
    this.#inbox = inbox;
    const offs = [
      this.#link.onBytes(bytes => inbox.put({ kind: 'bytes', bytes, time: this.#clock.now() })),
      this.#link.onLost(() => inbox.fail(new Problem(finding('port-lost', {})))),
    ];
    try {
      if (this.#link.baud === undefined) await this.#link.open(this.#finder.bootBaud);
      else if (this.#link.baud !== this.#finder.bootBaud) await this.#link.setBaud(this.#finder.bootBaud);
      for (;;) await this.#step(await inbox.next(this.#patience(), signal));
    } finally {
      for (const off of offs) off();
    }
  }

  /** How long nothing may happen until something is to be looked at, ms. */
  #patience(): number | undefined {
    const waits: number[] = [];
    if (this.#finder.isUndecided) waits.push(SILENCE_MS);
    const { state } = this;
    if (state.kind === 'started' && state.waitMs !== undefined) waits.push(state.waitMs);
    return waits.length > 0 ? Math.min(...waits) : undefined;
  }

  async #step(item: Item | undefined): Promise<void> {
    const now = this.#clock.now();
    switch (item?.kind) {
      case undefined:
        await this.#follow(this.#finder.silence(now));
        break;
      case 'bytes':
        await this.#take(item.bytes, item.time);
        break;
      case 'restart-expected':
        await this.#expect();
        break;
      case 'choose':
        this.#finder.choose(item.baud);
        this.#expecting = undefined;
        if (item.baud !== undefined) await this.#follow({ baud: item.baud, why: 'chosen' });
        break;
      case 'reset':
        await this.#pulse(item.why);
    }
    this.#tell();
  }

  async #take(bytes: Uint8Array, time: number): Promise<void> {
    const { onEvent } = this.#options;
    onEvent({ kind: 'bytes', bytes, time });
    const events = this.#decoder.push(bytes, time);
    this.#log(events);
    let announced = false;
    for (const event of events) {
      if (event.kind !== 'line' || !event.fact) continue;
      if (isBootText(event.fact)) this.#bootText(event.fact, time);
      else if (event.fact.kind === 'upgrade' || event.fact.kind === 'exception') this.#finder.understood();
      announced ||= isRestart(event.fact);
    }
    if (announced) await this.#expect();
    else await this.#listen(bytes, events, time);
  }

  #bootText(fact: BootFact, time: number): void {
    const before = this.#finder.bootBaud;
    const which = fact.kind === 'banner' || fact.kind === 'jump' ? fact.kind : 'other';
    this.#finder.bootText(which, this.#expecting !== undefined, time);
    this.#expecting = undefined;
    this.#repeated = false;
    if (before !== this.#finder.bootBaud) this.#options.onEvent({ kind: 'crystal-40-mhz' });
  }

  /** What came behind the last line of boot text says at which rate the application speaks. */
  async #listen(bytes: Uint8Array, events: readonly BootEvent[], time: number): Promise<void> {
    // The application's last words come before its restart, at its own rate.
    if (this.#expecting && time - this.#expecting.since < LAST_WORDS_MS) return;
    const advice = this.#finder.heard(behindBootText(bytes, events, this.#decoder.pendingLength), time);
    if (advice && this.#expecting) {
      this.#expecting = undefined;
      this.#options.onEvent({ kind: 'boot-missed' });
      if (this.#options.repeatMissedBoot && !this.#repeated) {
        this.#repeated = true;
        return this.#pulse('boot-missed');
      }
    }
    await this.#follow(advice);
  }

  async #expect(): Promise<void> {
    this.#expecting = { since: this.#clock.now() };
    await this.#follow(this.#finder.restartAnnounced());
  }

  async #follow(advice: Advice | undefined): Promise<void> {
    if (!advice || advice.baud === this.#link.baud) return;
    const { baud, why } = advice;
    const before = this.#link.baud ?? baud;
    const start = this.#clock.now();
    await this.#link.setBaud(baud);
    const now = this.#clock.now();
    this.#finder.changed(baud, now);
    const gapMs = now - start;
    // Ten bits to a byte, at the faster of the two rates.
    const mostBytes = Math.ceil((gapMs / 1000) * (Math.max(before, baud) / 10));
    this.#options.onEvent({ kind: 'rate', baud, why, gapMs: Math.round(gapMs), mostBytes });
    this.#log(this.#decoder.changeRate(baud, gapMs));
  }

  async #pulse(why: 'asked' | 'boot-missed'): Promise<void> {
    this.#options.onEvent({ kind: 'reset', why });
    this.#expecting = { since: this.#clock.now() };
    await this.#follow({ baud: this.#finder.bootBaud, why: 'reset' });
    this.#finder.restartAnnounced();
    // DTR stays off, so that GPIO0 is high when the chip starts.
    await this.#link.setSignals({ dtr: false, rts: true });
    await this.#clock.sleep(RESET_MS);
    await this.#link.setSignals({ dtr: false, rts: false });
  }

  #log(events: readonly BootEvent[]): void {
    if (events.length === 0) return;
    this.#history = reduceBoots(this.#history, events);
    this.#options.onEvent({ kind: 'log', events, history: this.#history });
  }

  /** Says what has changed: what runs, and what was learnt about the rate. */
  #tell(): void {
    const { onEvent } = this.#options;
    const { known, reopenResets, isChosen } = this.#finder;
    if (known !== undefined && known !== this.#told.known && !isChosen)
      onEvent({ kind: 'rate-found', baud: known });
    if (reopenResets && !this.#told.resets) onEvent({ kind: 'reopen-resets' });
    this.#told = { known, resets: reopenResets };
    const { state } = this;
    if (!sameState(state, this.#state)) onEvent({ kind: 'state', state });
    this.#state = state;
  }
}

const BOOT_TEXT: ReadonlySet<BootFact['kind']> = new Set<BootFact['kind']>([
  'banner',
  'load',
  'checksum',
  'final-checksum',
  'loader',
  'own-loader',
  'speed',
  'flash-mode',
  'map',
  'jump',
]);

const isBootText = (fact: BootFact): boolean => BOOT_TEXT.has(fact.kind);

const isRestart = (fact: BootFact): boolean => fact.kind === 'upgrade' && fact.upgrade.step === 'restart';

/** The bytes of a piece behind its last line of boot text. */
function behindBootText(bytes: Uint8Array, events: readonly BootEvent[], pending: number): Uint8Array {
  const last = events.findLastIndex(event => event.kind === 'line' && event.fact && isBootText(event.fact));
  if (last < 0) return bytes;
  let rest = pending;
  for (const event of events.slice(last + 1)) if (event.kind === 'line') rest += event.line.length;
  return bytes.subarray(Math.max(0, bytes.length - rest));
}

const sameState = (a: RunState, b: RunState): boolean =>
  a.kind === b.kind &&
  (a.kind === 'not-known' ? undefined : a.claim) === (b.kind === 'not-known' ? undefined : b.claim);
