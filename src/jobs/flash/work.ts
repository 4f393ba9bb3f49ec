import { flashOffset } from '../../core/bytes/address.ts';
import { md5 } from '../../core/bytes/md5.ts';
import type { FlashEvent, FlashStage, SectorState } from '../../core/device/flash-event.ts';
import { type LineCost, measuredDigest } from '../../core/transfer/cost.ts';
import type { Held } from '../../core/transfer/differences.ts';
import type { FlashStretch, LoaderSession } from '../loader/session.ts';
import type { Clock, Deflate } from '../ports.ts';

/** What a job at the flash needs besides the session. */
export interface FlashOptions {
  readonly clock: Clock;
  readonly deflate: Deflate;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: FlashEvent) => void;
}

/** A bridge sends what it has once in a millisecond, both ways: the least that a question and its answer take. */
const TURN_MS = 3;
/** Long enough that its digest takes the chip longer than the turn of the line. */
const TELLING = 64 * 1024;

/** The state that the parts of a job share: what is done, what was told, how fast the chip is. */
export class FlashWork {
  readonly session: LoaderSession;
  readonly options: FlashOptions;
  line: LineCost;
  /** Something went wrong that may have touched more than what was worked on: what was proven before is in doubt. */
  doubtful = false;
  readonly #startedAt: number;
  readonly #wireBefore: number;
  #stage: FlashStage | undefined;
  #done = 0;
  readonly #total: number;

  /** @param total bytes of flash that the job is about. */
  constructor(session: LoaderSession, options: FlashOptions, total: number) {
    this.session = session;
    this.options = options;
    this.line = { baud: session.baud, turnMs: TURN_MS, digestMsPerByte: 0 };
    this.#total = total;
    this.#startedAt = options.clock.now();
    this.#wireBefore = session.wire;
  }

  get durationMs(): number {
    return this.options.clock.now() - this.#startedAt;
  }

  get wire(): number {
    return this.session.wire - this.#wireBefore;
  }

  emit(event: FlashEvent): void {
    this.options.onEvent?.(event);
  }

  stage(stage: FlashStage): void {
    if (stage === this.#stage) return;
    this.#stage = stage;
    this.emit({ type: 'stage', stage });
  }

  sectors({ offset, length }: FlashStretch, state: SectorState): void {
    this.emit({ type: 'sectors', offset, length, state });
  }

  /** So many more bytes of flash are as they should be, or on their way to be. */
  advance(bytes: number): void {
    this.#done = Math.min(this.#total, this.#done + bytes);
    this.emit({ type: 'progress', done: this.#done, total: this.#total, wire: this.wire });
  }

  /**
   * Between two packets, never inside one: the stub stays usable.
   * @throws the signal's reason when somebody said stop.
   */
  checkStop(): void {
    this.options.signal?.throwIfAborted();
  }

  /** Whether the flash holds these bytes there, by the chip's own digest. */
  async held(offset: number, bytes: Uint8Array): Promise<Held> {
    const digest = await this.digest({ offset: flashOffset(offset), length: bytes.length });
    if (sameBytes(digest, md5(bytes))) return 'same';
    return sameBytes(digest, erasedMd5(bytes.length)) ? 'blank' : 'other';
  }

  async isBlank(stretch: FlashStretch): Promise<boolean> {
    return sameBytes(await this.digest(stretch), erasedMd5(stretch.length));
  }

  /** MD5 of a stretch of the flash; measures by the way how fast the chip is at it. */
  async digest(stretch: FlashStretch): Promise<Uint8Array> {
    this.checkStop();
    const from = this.options.clock.now();
    const digest = await this.session.md5(stretch);
    if (stretch.length >= TELLING) {
      this.line = measuredDigest(this.line, stretch.length, this.options.clock.now() - from);
    }
    return digest;
  }
}

/** MD5 of so many erased bytes. */
export const erasedMd5 = (length: number): Uint8Array => md5(new Uint8Array(length).fill(0xff));

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);
