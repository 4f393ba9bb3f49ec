import { finding } from '../../core/findings.ts';
import { wireTime } from '../../core/loader/commands.ts';
import { SlipDecoder } from '../../core/loader/slip.ts';
import { Problem, refuse } from '../../core/problem.ts';
import type { Clock, SerialLink } from '../ports.ts';

export interface World {
  readonly link: SerialLink;
  readonly clock: Clock;
}

/** What somebody waits for: gives a value for the frame that it is, undefined for every other. */
type Accept<T> = (frame: Uint8Array) => T | undefined;

interface Waiter {
  offer(frame: Uint8Array): void;
  fail(reason: unknown): void;
}

/** USB, drivers and the loader's own answer, ms: what comes on top of the time on the wire. */
const OVERHEAD = 40;

/**
 * Frames over a serial link: sends one, waits for what belongs to it, until a deadline, an abort, or the end of the
 * cable. Frames that nobody waits for are dropped: late and doubled answers do no harm.
 */
export class FrameLine {
  readonly link: SerialLink;
  readonly clock: Clock;
  /** Bytes in both directions. */
  wire = 0;
  /** Gets every byte that arrives, as it is. */
  onRaw: ((bytes: Uint8Array) => void) | undefined;
  /** Gets the frames that nobody waits for. */
  onLoose: ((frame: Uint8Array) => void) | undefined;
  readonly #decoder = new SlipDecoder();
  readonly #offs: readonly (() => void)[];
  #waiter: Waiter | undefined;
  #lost = false;

  constructor({ link, clock }: World) {
    this.link = link;
    this.clock = clock;
    this.#offs = [
      link.onBytes(bytes => this.#received(bytes)),
      link.onLost(() => {
        this.#lost = true;
        this.#waiter?.fail(new Problem(finding('port-lost', {})));
      }),
    ];
  }

  get baud(): number {
    return this.link.baud ?? 0;
  }

  /** Sends a frame and waits for what belongs to it; undefined when the time is over. */
  exchange<T>(
    frame: Uint8Array,
    accept: Accept<T>,
    limitMs: number,
    signal?: AbortSignal,
  ): Promise<T | undefined> {
    // First the ear, then the mouth: an answer may come before `write` resolves. A driver that never resolves it
    // must not hold up the deadline.
    const before = this.#waiter;
    const answer = this.wait(accept, limitMs + wireTime(frame.length, this.baud) + OVERHEAD, signal);
    const waiter = this.#waiter;
    if (waiter === before) return answer; // it failed at once: nothing may go out any more
    this.write(frame).catch((error: unknown) => waiter?.fail(error));
    return answer;
  }

  /** Waits for a frame; undefined when the time is over. */
  async wait<T>(accept: Accept<T>, limitMs: number, signal?: AbortSignal): Promise<T | undefined> {
    if (this.#lost) refuse('port-lost', {});
    signal?.throwIfAborted();
    if (this.#waiter) throw new TypeError('two commands at the same time');
    const timer = new AbortController();
    let waiter: Waiter | undefined;
    const done = new Promise<T | undefined>((resolve, reject) => {
      waiter = this.#waiter = {
        offer: frame => {
          const value = accept(frame);
          if (value === undefined) return;
          // At once: the next frame of the same piece is somebody else's.
          this.#waiter = undefined;
          resolve(value);
        },
        fail: reject,
      };
      const give = (): void => reject(signal?.reason);
      signal?.addEventListener('abort', give, { once: true, signal: timer.signal });
      this.clock.sleep(limitMs, timer.signal).then(
        () => resolve(undefined),
        () => {}, // the answer came first
      );
    });
    return done.finally(() => {
      if (this.#waiter === waiter) this.#waiter = undefined;
      timer.abort();
    });
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#lost) refuse('port-lost', {});
    this.wire += bytes.length;
    await this.link.write(bytes);
  }

  /** Forgets a frame that is half there. */
  drop(): void {
    this.#decoder.reset();
  }

  async open(baud: number): Promise<void> {
    await this.link.open(baud);
    this.drop();
  }

  /** Another rate; what arrives in between is lost. */
  async setBaud(baud: number): Promise<void> {
    if (this.#lost) refuse('port-lost', {});
    await this.link.setBaud(baud);
    this.drop();
  }

  /** Ends it; the link stays as it is. */
  detach(): void {
    for (const off of this.#offs) off();
    this.#waiter?.fail(new Problem(finding('port-lost', {})));
  }

  #received(bytes: Uint8Array): void {
    this.wire += bytes.length;
    this.onRaw?.(bytes);
    for (const frame of this.#decoder.push(bytes)) {
      if (this.#waiter) this.#waiter.offer(frame);
      else this.onLoose?.(frame);
    }
  }
}
