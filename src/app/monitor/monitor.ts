import { BootLogDecoder } from '../../core/bootlog/decoder.ts';
import type { BootEvent } from '../../core/bootlog/events.ts';
import { reduceBoots } from '../../core/bootlog/reduce.ts';
import { type BootHistory, NO_BOOTS } from '../../core/bootlog/report.ts';
import type { WatchNote } from '../../core/bootlog/watch-note.ts';
import { Listeners, together } from '../listeners.ts';
import { type MonitorFilter, MonitorLog, NO_FILTER } from './monitor-log.ts';

/** Bytes from a board; `ms` on a clock that never goes back. */
export interface MonitorPart {
  readonly bytes: Uint8Array;
  readonly ms: number;
  readonly baud: number;
}

/** Raw bytes that are kept for a file. */
const MAX_RAW = 10 * 1024 * 1024;
/** Bytes that wait while the monitor stands still; what is more goes, the oldest first. */
const MAX_WAITING = 4 * 1024 * 1024;

/** Lines that came while the screen stood still. */
interface Waiting {
  readonly events: readonly BootEvent[];
  /** Behind the events. */
  readonly note?: WatchNote;
  readonly bytes: number;
}

/**
 * What a board says, for a screen: decoded, bounded, and told to the page at most once a frame, however fast it comes.
 */
export class Monitor {
  readonly log = new MonitorLog();
  history: BootHistory = NO_BOOTS;
  #decoder = new BootLogDecoder();
  #baud: number | undefined;
  #lastMs = 0;
  #raw: Uint8Array[] = [];
  #rawBytes = 0;
  #paused = false;
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  readonly #listeners = new Listeners();
  readonly #changed: () => void;

  /** @param soon how a change is told later, together with the next ones; a frame, on a page. */
  constructor(soon: (action: () => void) => void) {
    this.#changed = together(soon, () => this.#listeners.tell());
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** Baud that was heard last. */
  get baud(): number | undefined {
    return this.#baud;
  }

  /** Text of the line that has not ended. */
  get pending(): string {
    return this.#decoder.pending;
  }

  /** Calls `listener` when there is something new. @returns what ends that. */
  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** What is learnt of the boots is learnt at once, whatever the screen does. */
  push(part: MonitorPart): void {
    this.#add({ events: this.#read(part), bytes: part.bytes.length });
  }

  /** What the listener did by itself. A change of the rate is told by it before the first bytes at the new one. */
  note(note: WatchNote, ms: number): void {
    if (note.kind !== 'rate') {
      this.#add({ events: [], note, bytes: 0 });
      return;
    }
    const events = this.#decoder.changeRate(note.baud, note.gapMs);
    this.history = reduceBoots(this.history, events);
    [this.#baud, this.#lastMs] = [note.baud, ms];
    this.#add({ events: events.filter(({ kind }) => kind !== 'rate'), note, bytes: 0 });
  }

  #add(news: Waiting): void {
    if (this.#paused) this.#wait(news);
    else this.#show(news);
    this.#changed();
  }

  #show({ events, note }: Waiting): void {
    this.log.push(events);
    if (note) this.log.note(note);
  }

  /** Stands still, or goes on with all that came meanwhile. */
  pause(paused: boolean): void {
    this.#paused = paused;
    if (!paused) {
      for (const news of this.#waiting) this.#show(news);
      this.#waiting = [];
      this.#waitingBytes = 0;
    }
    this.#changed();
  }

  /** Empties the screen and the file; what was learnt of the boots stays. */
  clear(): void {
    this.log.clear();
    this.#raw = [];
    this.#rawBytes = 0;
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#changed();
  }

  /** What was learnt of the boots does not hold any longer; the lines stay. */
  forget(): void {
    this.history = NO_BOOTS;
    this.#changed();
  }

  /** Another board speaks from now on. */
  restart(): void {
    this.clear();
    this.history = NO_BOOTS;
    this.#decoder = new BootLogDecoder();
    this.#baud = undefined;
  }

  setFilter(filter: MonitorFilter): void {
    this.log.setFilter(filter);
    this.#changed();
  }

  showAll(): void {
    this.setFilter({ ...NO_FILTER, search: this.log.filter.search });
  }

  toggle(stretch: number): void {
    this.log.toggle(stretch);
    this.#changed();
  }

  /** A line by its number, as long as it is there and shown. */
  textOfLine(number: number): string | undefined {
    const index = this.log.indexOfLine(number);
    const row = index === undefined ? undefined : this.log.row(index);
    return row?.kind === 'line' ? row.line.text : undefined;
  }

  /** The bytes as they came, for a file. */
  rawBytes(): Uint8Array<ArrayBuffer> {
    const all = new Uint8Array(this.#rawBytes);
    let at = 0;
    for (const piece of this.#raw) {
      all.set(piece, at);
      at += piece.length;
    }
    return all;
  }

  #read({ bytes, ms, baud }: MonitorPart): readonly BootEvent[] {
    const events: BootEvent[] = [];
    if (this.#baud !== undefined && this.#baud !== baud) {
      events.push(...this.#decoder.changeRate(baud, Math.max(0, Math.round(ms - this.#lastMs))));
    }
    this.#baud = baud;
    this.#lastMs = ms;
    events.push(...this.#decoder.push(bytes, ms));
    this.history = reduceBoots(this.history, events);
    this.#raw.push(bytes);
    this.#rawBytes += bytes.length;
    while (this.#rawBytes > MAX_RAW) this.#rawBytes -= this.#raw.shift()?.length ?? 0;
    return events;
  }

  #wait(piece: Waiting): void {
    this.#waiting.push(piece);
    this.#waitingBytes += piece.bytes;
    while (this.#waitingBytes > MAX_WAITING) this.#waitingBytes -= this.#waiting.shift()?.bytes ?? 0;
  }
}
