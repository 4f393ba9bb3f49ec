/**
 * At which rate to listen: at that of the boot text until the application speaks, then at the application's own. Every
 * change closes and opens the port, loses what is said meanwhile and may reset the board, so it changes rarely: it
 * tells the rate from the noise, and tries only what is likely.
 */
import { BOOT_RATE, guessRates, noiseShare } from '../../core/bootlog/rates.ts';
import type { RateReason } from '../../core/bootlog/watch-note.ts';

export interface Advice {
  readonly baud: number;
  readonly why: RateReason;
}

export interface FinderOptions {
  /** The application's rate as it was found the last time: tried first. */
  readonly remembered?: number;
  /** The application's rate as somebody has set it: nothing else is tried. */
  readonly chosen?: number;
}

/** Changes of the rate in one search; the last one leads back. */
const MOST_REOPENS = 4;
/** Bytes that are enough to tell text from noise, and one rate from another. */
const ENOUGH = 48;
/** Enough when the speaker has paused for SILENCE_MS, or when the rate to change to is known. */
const FEW = 12;
export const SILENCE_MS = 400;
/** From this share of impossible bytes on it is noise; the least that pairs of rates give is 0.2 (rates.test.ts). */
const NOISE = 1 / 8;
/** A rate is not given up before so many bytes: a reader that comes in the middle of a byte may stay out of step. */
const SURE = 96;
/** The last bytes before a change of the rate must not all be text. */
const LATEST = 12;
/** Kept for the judgement. */
const WINDOW = 256;
/** After a change of the rate a board that it has reset takes so long to speak its boot text, ms. */
const RESET_SHOWS_MS = 1500;
/** An application that has changed its rate makes at least so many bytes of noise. */
const ANOTHER_RATE = 256;

export class RateFinder {
  /** Rate of ROM and boot loader: 74880, or 115200 with a crystal of 40 MHz. */
  bootBaud = BOOT_RATE;
  /** The application's rate, as soon as it is known. */
  known: number | undefined;
  /** A change of the rate was seen to reset the board: none is advised any more. */
  reopenResets = false;
  #baud = BOOT_RATE;
  #chosen: boolean;
  #remembered: number | undefined;
  #state: 'boot' | 'search' | 'settled' | 'gave-up' = 'boot';
  #window = new Uint8Array(0);
  /** No boot text is under way: what comes is the application. */
  #handedOver = true;
  #changedAt = Number.NEGATIVE_INFINITY;
  #tried: number[] = [];
  /** Sum of the guesses' scores of this search, by rate. */
  readonly #scores = new Map<number, number>();
  /** Rates at which this search has heard noise. */
  readonly #isNoisy = new Set<number>();

  constructor({ remembered, chosen }: FinderOptions) {
    this.#remembered = remembered;
    this.#chosen = chosen !== undefined;
    this.known = chosen;
  }

  /** The rate was set by somebody, and not found. */
  get isChosen(): boolean {
    return this.#chosen;
  }

  /** Somebody says what the application's rate is, or (undefined) that it is to be found. */
  choose(baud: number | undefined): void {
    this.#chosen = baud !== undefined;
    // What was remembered was not right, or nobody would say anything.
    this.#remembered = undefined;
    this.known = baud;
    this.#window = new Uint8Array(0);
    this.#tried = [];
    this.#scores.clear();
    this.#isNoisy.clear();
    this.#state = baud === undefined ? 'boot' : 'settled';
    // Nobody asks for a search while boot text is under way.
    if (baud === undefined) this.#handedOver = true;
  }

  /** Whether a silence of SILENCE_MS is worth a look. */
  get isUndecided(): boolean {
    return (
      this.#handedOver && this.#window.length >= FEW && (this.#state === 'boot' || this.#state === 'search')
    );
  }

  /** The reader listens at this rate now. */
  changed(baud: number, now: number): void {
    this.#baud = baud;
    this.#changedAt = now;
    this.#window = new Uint8Array(0);
    if (baud === this.bootBaud && this.#state === 'settled') this.#state = 'boot';
  }

  /**
   * A line of the ROM or of a boot loader was read at the present rate.
   * @param which `banner`: the very first one; it shows whether a change of the rate has reset the board. `jump`: the
   *   last one.
   */
  bootText(which: 'banner' | 'jump' | 'other', announced: boolean, now: number): void {
    this.bootBaud = this.#baud;
    this.#window = new Uint8Array(0);
    this.#handedOver = which === 'jump';
    if (which === 'banner' && !announced && now - this.#changedAt < RESET_SHOWS_MS) this.reopenResets = true;
    this.#state = 'boot';
    this.#tried = [];
    this.#scores.clear();
    this.#isNoisy.clear();
  }

  /** A line of an application was understood: this is its rate. */
  understood(): void {
    if (this.#baud === this.bootBaud) return;
    this.#state = 'settled';
    this.known = this.#baud;
  }

  /** A restart is about to come. */
  restartAnnounced(): Advice | undefined {
    this.#state = 'boot';
    this.#window = new Uint8Array(0);
    if (this.#baud === this.bootBaud || this.reopenResets) return undefined;
    return { baud: this.bootBaud, why: 'restart' };
  }

  /** Bytes that came, behind the last line of boot text. */
  heard(bytes: Uint8Array, now: number): Advice | undefined {
    const joined = new Uint8Array(this.#window.length + bytes.length);
    joined.set(this.#window);
    joined.set(bytes, this.#window.length);
    this.#window = joined.slice(-WINDOW);
    return this.#window.length >= this.#enough ? this.#judge(now) : undefined;
  }

  /** Nothing came for SILENCE_MS. */
  silence(now: number): Advice | undefined {
    return this.isUndecided ? this.#judge(now) : undefined;
  }

  get #enough(): number {
    // A jump line may have been lost.
    if (!this.#handedOver) return WINDOW;
    const next = this.known ?? this.#remembered;
    return this.#state === 'boot' && next !== undefined && next !== this.#baud ? FEW : ENOUGH;
  }

  #judge(now: number): Advice | undefined {
    const recent = this.#window.slice(-ENOUGH);
    const isNoise = noiseShare(recent) >= NOISE;
    switch (this.#state) {
      case 'boot':
        return isNoise ? this.#leaveNoise() : this.#judgeText();
      case 'search':
        return isNoise ? this.#nextRate(now) : this.#found(now);
      case 'settled':
        return isNoise && this.#window.length >= ANOTHER_RATE ? this.#lostIt() : undefined;
      case 'gave-up':
        return undefined;
    }
  }

  #judgeText(): undefined {
    // Less may be a line of boot text that has not ended.
    if (this.#window.length < WINDOW) return;
    this.#state = 'settled';
    this.known = this.#baud;
  }

  /** Noise, unless its last bytes are text: then a boot may have begun this very moment. */
  #leaveNoise(): Advice | undefined {
    return noiseShare(this.#window.slice(-LATEST)) > 0 ? this.#leaveBoot() : undefined;
  }

  /** The application speaks at another rate than the boot text. */
  #leaveBoot(): Advice | undefined {
    if (this.reopenResets) return undefined;
    if (this.known !== undefined && this.known !== this.#baud) {
      this.#state = 'search';
      this.#tried = [this.known];
      return { baud: this.known, why: 'application' };
    }
    return this.#chosen ? undefined : this.#search();
  }

  #search(): Advice | undefined {
    this.#state = 'search';
    this.#guess();
    return this.#advise();
  }

  #guess(): void {
    this.#isNoisy.add(this.#baud);
    for (const { baud, score } of guessRates(this.#window, this.#baud)) {
      this.#scores.set(baud, (this.#scores.get(baud) ?? 0) + score);
    }
  }

  /** The likeliest rate that was not tried; the last change leads back. */
  #advise(): Advice | undefined {
    if (this.reopenResets) return undefined;
    if (this.#tried.length >= MOST_REOPENS - 1) {
      this.#state = 'gave-up';
      return { baud: this.bootBaud, why: 'not-found' };
    }
    const likely = [...this.#scores]
      .filter(([baud]) => !this.#tried.includes(baud) && !this.#isNoisy.has(baud))
      .sort(([, a], [, b]) => b - a)
      .map(([baud]) => baud);
    const first = this.#tried.length === 0 ? this.#remembered : undefined;
    const baud = first ?? likely[0];
    if (baud === undefined) return undefined;
    this.#tried.push(baud);
    return { baud, why: 'search' };
  }

  /** Noise at a rate that was tried: another rate, or the boot text of a board that the change has reset. */
  #nextRate(now: number): Advice | undefined {
    if (this.#window.length < SURE) return undefined;
    if (now - this.#changedAt < RESET_SHOWS_MS && this.#soundsLikeBoot()) return undefined;
    if (this.#chosen) return undefined;
    this.#guess();
    return this.#advise();
  }

  #soundsLikeBoot(): boolean {
    return guessRates(this.#window, this.#baud)[0]?.baud === this.bootBaud;
  }

  #found(now: number): undefined {
    this.#state = 'settled';
    this.known = this.#baud;
    // Noise first and then text, right behind a change: the board has started anew.
    const before = this.#window.slice(0, -ENOUGH);
    const restarted =
      before.length >= ENOUGH && noiseShare(before) >= NOISE && now - this.#changedAt < RESET_SHOWS_MS;
    if (restarted) this.reopenResets = true;
  }

  /** Nothing but noise at the rate that gave text before. */
  #lostIt(): Advice | undefined {
    if (this.#chosen || this.#soundsLikeBoot()) return undefined;
    this.#tried = [this.#baud];
    this.#scores.clear();
    this.#isNoisy.clear();
    return this.#search();
  }
}
