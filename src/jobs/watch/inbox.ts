import type { Clock } from '../ports.ts';

/** Things that happen while somebody works on the one before; each is taken once, in order. */
export class Inbox<T> {
  readonly #items: T[] = [];
  readonly #clock: Clock;
  #wake: (() => void) | undefined;
  #failure: unknown;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  put(item: T): void {
    this.#items.push(item);
    this.#wake?.();
  }

  /** From now on waiting fails for this reason; what has come before is still given. */
  fail(reason: unknown): void {
    this.#failure ??= reason;
    this.#wake?.();
  }

  /** The next thing, or undefined when none came in this time (ms; without it, waits for as long as it takes). */
  async next(limitMs: number | undefined, signal: AbortSignal): Promise<T | undefined> {
    if (this.#items.length === 0 && this.#failure === undefined) await this.#wait(limitMs, signal);
    signal.throwIfAborted();
    const item = this.#items.shift();
    if (item === undefined && this.#failure !== undefined) throw this.#failure;
    return item;
  }

  async #wait(limitMs: number | undefined, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const over = new AbortController();
    const woken = new Promise<void>(resolve => {
      this.#wake = resolve;
      signal.addEventListener('abort', () => resolve(), { once: true, signal: over.signal });
      if (limitMs === undefined) return;
      this.#clock.sleep(limitMs, over.signal).then(resolve, () => {}); // something came first
    });
    await woken;
    this.#wake = undefined;
    over.abort();
  }
}
