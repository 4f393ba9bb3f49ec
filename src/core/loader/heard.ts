/**
 * What a board said instead of the loader's answer, and what that means: the banner of the ROM with its boot mode, a
 * program that runs, our own bytes, noise, nothing.
 */
import { latin1 } from '../bytes/text.ts';
import { type Finding, finding } from '../findings.ts';
import { SYNC_REQUEST } from './packets.ts';

/** How much is kept of every rate; a banner has 60 bytes. */
const KEPT = 4096;
/** The shortest run of characters that is taken for text; garbage at a wrong rate makes shorter ones. */
const TEXT = 16;
/** Of a program's text so much is shown. */
const SAMPLE = 60;

/** Source: SDK and ROM, boot.md section 2: {GPIO15, GPIO0, GPIO2} as a number. */
const WRONG_PIN = {
  0: 'gpio2-low',
  2: 'gpio2-low',
  3: 'gpio0-high',
  4: 'gpio15-high',
  5: 'gpio15-high',
  6: 'gpio15-high',
  7: 'gpio15-high',
} as const;
const LOADER_MODE = 1;

export class Heard {
  readonly #byRate = new Map<number, Uint8Array>();
  /** Bytes in all. */
  #count = 0;

  /** Adds what came while the port was open at `baud`. */
  add(baud: number, bytes: Uint8Array): void {
    this.#count += bytes.length;
    const before = this.#byRate.get(baud) ?? new Uint8Array(0);
    const all = new Uint8Array(before.length + bytes.length);
    all.set(before);
    all.set(bytes, before.length);
    this.#byRate.set(baud, all.slice(-KEPT));
  }

  /** First number behind `boot mode:` in the last banner that could be read. */
  get bootMode(): number | undefined {
    const banners = this.#texts().flatMap(text => [...text.matchAll(/boot mode:\((\d),\d\)/g)]);
    const mode = banners.at(-1)?.[1];
    return mode === undefined ? undefined : Number(mode);
  }

  /** Forgets everything. */
  clear(): void {
    this.#byRate.clear();
    this.#count = 0;
  }

  /** Why there was no answer, as far as it can be told. */
  finding(attempts: number): Finding {
    const mode = this.bootMode;
    if (mode === LOADER_MODE) return finding('connect-deaf', {});
    const pin = WRONG_PIN[mode as keyof typeof WRONG_PIN];
    if (mode !== undefined && pin !== undefined) return finding('connect-boot-mode', { mode, pin });
    if (this.#isEcho()) return finding('connect-echo', {});
    const sample = this.#sample();
    if (sample !== undefined) return finding('connect-program', { sample });
    return this.#count > 0
      ? finding('connect-noise', { bytes: this.#count })
      : finding('connect-silence', { attempts });
  }

  #texts(): string[] {
    return [...this.#byRate.values()].map(latin1);
  }

  #isEcho(): boolean {
    return this.#texts().some(text => text.includes(latin1(SYNC_REQUEST)));
  }

  /** The longest run of text. */
  #sample(): string | undefined {
    const runs = this.#texts().flatMap(text => text.match(/[\x20-\x7e\r\n\t]+/g) ?? []);
    const lines = runs.map(run => run.replace(/\s+/g, ' ').trim());
    const longest = lines.reduce((a, b) => (b.length > a.length ? b : a), '');
    const letters = longest.match(/[A-Za-z0-9 ]/g)?.length ?? 0;
    return longest.length >= TEXT && letters * 3 > longest.length * 2 ? longest.slice(0, SAMPLE) : undefined;
  }
}
