import { type CommandName, commandRow, knows, timeLimit } from '../../core/loader/commands.ts';
import { LoaderFailure } from '../../core/loader/failure.ts';
import type { LoaderKind } from '../../core/loader/limits.ts';
import { type Answer, judge, request, SYNC_REQUEST, syncedWith } from '../../core/loader/packets.ts';
import type { FrameLine } from './line.ts';

type Good = Extract<Answer, { kind: 'good' }>;

/** What a command needs besides its name and data. */
export interface CommandOptions {
  /** The framed request, where it is not the plain one. */
  readonly frame?: Uint8Array;
  /** Bytes of flash that it works on, for the time limit. */
  readonly flashBytes?: number;
  /** ms in place of the table's. */
  readonly limit?: number;
  /** The command only reads, or does the same again when it is done twice. */
  readonly again?: boolean;
  readonly signal?: AbortSignal | undefined;
}

const TRIES = 3;
const FRAME_END = Uint8Array.of(0xc0);
const SYNC_WAIT = 100;
/** How long a chip may be busy with what it was told before, ms. */
const PATIENCE = 5_000;
/** A SYNC is answered eight times; the last one is not waited for longer than this, ms. */
const SYNC_TAIL = 12;
const SYNC_ANSWERS = 8;

/** Commands and their answers, one at a time. */
export class Commander {
  readonly line: FrameLine;
  kind: LoaderKind;
  /** A stub has taken data that it may not have worked off yet. */
  dirty = false;

  constructor(line: FrameLine, kind: LoaderKind) {
    this.line = line;
    this.kind = kind;
  }

  /** @throws LoaderFailure when the loader refuses or is silent. */
  async command(name: CommandName, data: Uint8Array, options: CommandOptions = {}): Promise<Good> {
    if (!knows(this.kind, name)) throw new LoaderFailure(name, this.kind, { kind: 'unsupported' });
    for (let left = options.again ? TRIES : 1; ; left--) {
      try {
        return await this.#once(name, options.frame ?? request(name, data), options);
      } catch (error) {
        const silent = error instanceof LoaderFailure && error.trouble.kind === 'silent';
        if (!silent || left <= 1) throw error;
        await this.resync(options.signal);
      }
    }
  }

  async #once(name: CommandName, frame: Uint8Array, options: CommandOptions): Promise<Good> {
    const late = this.dirty;
    const limit = options.limit ?? timeLimit(name, options.flashBytes);
    const answer = await this.line.exchange(
      frame,
      heard => {
        const judged = judge(heard, name, this.kind);
        return judged.kind === 'other' ? undefined : judged;
      },
      limit,
      options.signal,
    );
    if (answer === undefined) throw new LoaderFailure(name, this.kind, { kind: 'silent' });
    if (answer.kind === 'unknown') throw new LoaderFailure(name, this.kind, { kind: 'unsupported' });
    this.dirty = this.kind === 'stub' && (commandRow(name).late ?? false);
    if (answer.kind === 'refused') {
      throw new LoaderFailure(name, this.kind, { kind: 'refused', code: answer.code, late });
    }
    return answer;
  }

  /** One SYNC; gives who answered, or nothing. Swallows the answers that follow. */
  async sync(waitMs = SYNC_WAIT, signal?: AbortSignal): Promise<LoaderKind | undefined> {
    const accept = (frame: Uint8Array): LoaderKind | undefined => {
      const answer = judge(frame, 'SYNC', this.kind);
      return answer.kind === 'good' ? syncedWith(answer.value) : undefined;
    };
    // Several answers may come in one piece, and only the first of it finds somebody waiting.
    let answers = 0;
    const { onLoose } = this.line;
    this.line.onLoose = frame => {
      if (accept(frame) !== undefined) answers++;
    };
    try {
      const kind = await this.line.exchange(SYNC_REQUEST, accept, waitMs, signal);
      if (kind === undefined) return undefined;
      for (answers++; answers < SYNC_ANSWERS; answers++) {
        if ((await this.line.wait(accept, SYNC_TAIL, signal)) === undefined) break;
      }
      return kind;
    } finally {
      this.line.onLoose = onLoose;
    }
  }

  /** @throws LoaderFailure when the chip does not come back. */
  async resync(signal?: AbortSignal, patienceMs = PATIENCE): Promise<void> {
    const { clock } = this.line;
    const end = clock.now() + patienceMs;
    this.dirty = false;
    do {
      this.line.drop();
      // Ends what the chip may have half received.
      await this.line.write(FRAME_END);
      const kind = await this.sync(SYNC_WAIT, signal);
      if (kind === this.kind) return;
      if (kind !== undefined) break; // it was reset meanwhile
    } while (clock.now() < end);
    throw new LoaderFailure('SYNC', this.kind, { kind: 'silent' });
  }
}
