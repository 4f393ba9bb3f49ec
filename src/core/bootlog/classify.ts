/** Tells who says a line and what it says, from its form and from where the boot stands. */
import { APP_LINES } from './app-lines.ts';
import { DebrisWatch } from './debris.ts';
import type { BootFact, LineOrigin } from './events.ts';
import { EXCEPTION_LINES } from './exception-lines.ts';
import { NOISE_SHARE, type RawLine } from './lines.ts';
import { LOADER_LINES } from './loader-lines.ts';
import { type Match, matchLine, patternTable, type Scope } from './patterns.ts';
import { BANNER, bannerFact, ROM_LINES } from './rom-lines.ts';
import { behindNoise } from './text.ts';

const TABLE = patternTable([ROM_LINES, LOADER_LINES, EXCEPTION_LINES, APP_LINES]);

/** `open`: the reader came late, anything may come. */
type Phase = 'open' | 'rom' | 'loader' | 'app';

/** So many lines of no known form behind the ROM's last, and the application speaks: no boot loader says that much. */
const PATIENCE = 8;
/** Shorter lines are judged together with those before them. */
const ENOUGH_TO_JUDGE = 16;
/** Bytes before a short line that count. */
const MEMORY = 64;
/** Behind noise, only what is long enough not to be chance. */
const LEAST_BEHIND_NOISE = 8;

export interface Classified {
  readonly origin: LineOrigin;
  readonly fact?: BootFact;
}

const SCOPES: Readonly<Record<Phase, readonly Scope[]>> = {
  open: ['anywhere', 'rom', 'loader'],
  rom: ['anywhere', 'rom', 'loader'],
  loader: ['anywhere', 'rom', 'loader'],
  app: ['anywhere'],
};

export class Classifier {
  #phase: Phase = 'open';
  #patience = PATIENCE;
  /** A boot loader has said who it is. */
  #introduced = false;
  #inNoise = false;
  readonly #debris = new DebrisWatch();
  #recent = { bad: 0, total: 0 };

  classify(line: RawLine): Classified {
    const noisy = this.#isNoise(line);
    const text = line.text.trim();
    if (text === '') return { origin: this.#inNoise ? 'noise' : this.#speaker() };
    const match = this.#match(text, line.bad > 0);
    if (match) {
      this.#inNoise = false;
      this.#follow(match.fact);
      return { origin: match.pattern.origin, ...(match.fact && { fact: match.fact }) };
    }
    this.#inNoise = noisy;
    const missed = this.#phase === 'app' && this.#debris.isBoot(text);
    const origin = noisy ? 'noise' : this.#speaker();
    if (!noisy) this.#count();
    return missed ? { origin, fact: { kind: 'missed-boot' } } : { origin };
  }

  #match(text: string, damaged: boolean): Match | undefined {
    if (text.endsWith(')')) {
      const groups = BANNER.exec(text);
      if (groups) {
        const fact = bannerFact(groups.slice(1));
        return { pattern: { origin: 'rom', scope: 'anywhere', form: BANNER }, fact };
      }
    }
    const allows = (scope: Scope): boolean => SCOPES[this.#phase].includes(scope);
    const match = matchLine(TABLE, text, allows);
    if (match || !damaged) return match;
    const rest = behindNoise(text).trim();
    if (rest.length < LEAST_BEHIND_NOISE) return undefined;
    const behind = matchLine(TABLE, rest, allows);
    return behind?.fact ? behind : undefined;
  }

  /** Where the boot stands after this fact. */
  #follow(fact: BootFact | undefined): void {
    switch (fact?.kind) {
      case 'banner':
      case 'load':
      case 'checksum':
        this.#enter('rom');
        break;
      case 'final-checksum':
        this.#enter('loader');
        break;
      case 'loader':
      case 'own-loader':
        this.#enter('loader');
        this.#introduced = true;
        break;
      case 'jump':
        // A jump to an address of its own is said in two lines.
        this.#enter(fact.target === 'bin' ? 'loader' : 'app');
        break;
      case 'sdk':
      case 'upgrade':
      case 'user-code-done':
        this.#enter('app');
    }
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#patience = PATIENCE;
    this.#introduced = false;
  }

  /** Who says what has no known form. */
  #speaker(): LineOrigin {
    if (this.#phase === 'rom') return 'rom';
    return this.#phase === 'loader' && this.#introduced ? 'loader' : 'app';
  }

  #count(): void {
    if (this.#phase === 'app' || this.#phase === 'rom') return;
    this.#patience--;
    if (this.#patience <= 0) this.#enter('app');
  }

  #isNoise({ bad, length }: RawLine): boolean {
    const recent = this.#recent;
    recent.bad += bad;
    recent.total += length;
    const [sum, of] = length >= ENOUGH_TO_JUDGE ? [bad, length] : [recent.bad, recent.total];
    const noisy = sum >= NOISE_SHARE * of && (bad > 0 || this.#inNoise);
    if (recent.total > MEMORY) {
      recent.bad *= MEMORY / recent.total;
      recent.total = MEMORY;
    }
    return noisy;
  }
}
