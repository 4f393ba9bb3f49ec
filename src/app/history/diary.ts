import {
  type BoardHistory,
  emptyHistory,
  type HistoryEntry,
  type HistoryEvent,
  type HistorySubject,
  subjectKey,
  withEntry,
} from '../../core/history/history.ts';
import type { HistoryStore } from '../../platform/history-store.ts';
import { Listeners } from '../listeners.ts';

/**
 * The histories of all boards, as the browser keeps them. Where it keeps nothing they last as long as the page, and
 * `denied` says so.
 */
export class Diary {
  denied = false;
  readonly #store: HistoryStore;
  readonly #histories = new Map<string, BoardHistory>();
  readonly #listeners = new Listeners();
  /** Entries are written one after the other, in the order in which things happened. */
  #last: Promise<void>;

  constructor(store: HistoryStore) {
    this.#store = store;
    this.#last = this.#load();
  }

  /** Calls `listener` on every change. @returns what ends that. */
  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  of(subject: HistorySubject): BoardHistory {
    return this.#histories.get(subjectKey(subject)) ?? emptyHistory(subject);
  }

  /** The one with the latest entry first. */
  get all(): readonly BoardHistory[] {
    const latest = ({ entries }: BoardHistory): number => entries.at(-1)?.at ?? 0;
    return [...this.#histories.values()].sort((a, b) => latest(b) - latest(a));
  }

  /** @param event may take its time to be described; what happens later is noted behind it. */
  note(subject: HistorySubject, at: number, event: HistoryEvent | Promise<HistoryEvent>): void {
    this.#inOrder(async () => this.#add(subject, { at, event: await event }));
  }

  /** Forgets one board. */
  remove(subject: HistorySubject): void {
    this.#inOrder(async () => {
      this.#histories.delete(subjectKey(subject));
      await this.#store.remove(subject).catch(() => this.#deny());
      this.#tell();
    });
  }

  /** What could not be described is missing; what comes behind it is not. */
  #inOrder(work: () => Promise<void>): void {
    this.#last = this.#last.then(work).catch(() => undefined);
  }

  async #load(): Promise<void> {
    try {
      for (const history of await this.#store.all()) {
        this.#histories.set(subjectKey(history.subject), history);
      }
    } catch {
      this.#deny();
    }
    this.#tell();
  }

  async #add(subject: HistorySubject, entry: HistoryEntry): Promise<void> {
    const kept = this.denied ? undefined : await this.#store.add(subject, entry).catch(() => this.#deny());
    this.#histories.set(subjectKey(subject), kept ?? withEntry(this.of(subject), entry));
    this.#tell();
  }

  #deny(): undefined {
    this.denied = true;
    return undefined;
  }

  #tell(): void {
    this.#listeners.tell();
  }
}
