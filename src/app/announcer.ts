/** What the two live regions of the page say. */
export interface Spoken {
  readonly polite: string;
  readonly urgent: string;
}

/** The screen settles first, so that what is said is there to be found. */
const SETTLE_MS = 100;
/** Screen readers cut off what they say when something new comes, so bursts are said as one. */
const PAUSE_MS = 1500;

/** Collects what has to be read aloud and says it in a rhythm that can be followed. */
export class Announcer {
  readonly #say: (spoken: Spoken) => void;
  #polite: string[] = [];
  #urgent: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #silentUntil = 0;
  #last: Spoken = { polite: '', urgent: '' };

  constructor(say: (spoken: Spoken) => void) {
    this.#say = say;
  }

  announce(text: string, urgent = false): void {
    const queue = urgent ? this.#urgent : this.#polite;
    if (text && !queue.includes(text)) queue.push(text);
    this.#timer ??= setTimeout(
      () => this.#flush(),
      Math.max(SETTLE_MS, this.#silentUntil - performance.now()),
    );
  }

  #flush(): void {
    this.#timer = undefined;
    this.#silentUntil = performance.now() + PAUSE_MS;
    this.#last = {
      polite: fresh(this.#polite, this.#last.polite),
      urgent: fresh(this.#urgent, this.#last.urgent),
    };
    this.#polite = [];
    this.#urgent = [];
    this.#say(this.#last);
  }
}

/** A region that already holds a text does not say it again: a space that nobody sees makes it new. */
function fresh(parts: readonly string[], before: string): string {
  const text = parts.join(' ');
  return text !== '' && text === before ? `${text}\u00a0` : text;
}
