import { bytesOf, type Catalogue, contentsOf } from '../../core/locker/catalogue.ts';
import type { EntryEdits, LockerEntry } from '../../core/locker/entry.ts';
import { type Admission, lockerLimit, type StorageEstimate } from '../../core/locker/room.ts';
import type { LockerStore } from '../../platform/locker-store.ts';
import type { LockerTrouble } from '../../words/locker-notices.ts';
import type { NewFile } from '../files.ts';
import { Listeners } from '../listeners.ts';

/** What the page shows of the locker. */
export interface LockerView {
  /** The newest first. */
  readonly entries: Catalogue;
  /** Why the last thing that should have happened did not. */
  readonly trouble?: LockerTrouble;
  /** What was removed last and can come back. */
  readonly removed?: Catalogue;
  /** What had to go for something new. */
  readonly pruned?: Catalogue;
  /** Somebody brought a file that is a locker. */
  readonly offered?: File;
}

/** What the locker needs of the browser. */
export interface LockerWorld {
  readonly store: LockerStore;
  estimate(): Promise<StorageEstimate>;
  now(): number;
  /** The browser keeps nothing for us. */
  onDenied(): void;
}

/** What is kept in this browser. Failures become the trouble of the view; nothing here rejects but `contents`. */
export class Locker {
  view: LockerView = { entries: [] };
  readonly #world: LockerWorld;
  readonly #listeners = new Listeners<[view: LockerView]>();
  /** Contents of what was removed last. */
  #removed: ReadonlyMap<string, Blob> = new Map();

  constructor(world: LockerWorld) {
    this.#world = world;
  }

  /** Calls `listener` on every change. @returns what ends that. */
  subscribe(listener: (view: LockerView) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Reads the list, and follows what other tabs do to it. */
  async load(): Promise<void> {
    await this.#ask(async store => {
      this.#show({ entries: await store.entries() });
      store.onChange(() => void this.#reload());
    });
  }

  /** Keeps something that came or was saved; `contents` in the order of its files. */
  async keep(entry: LockerEntry, contents: readonly Blob[]): Promise<void> {
    await this.#ask(async store => {
      const used = bytesOf(this.view.entries);
      const keep = (limit: number) => store.keep(entry, contents, limit);
      const limit = lockerLimit(await this.#world.estimate(), used);
      // The estimate of a browser may be wrong: what is new then takes the place of what is old.
      const admission = await keep(limit).catch(async (error: unknown) => {
        const second = isQuotaError(error) ? await keep(used) : undefined;
        if (second?.ok) return second;
        throw error;
      });
      this.#admitted(admission, [entry]);
    });
  }

  /** Adds the entries of another locker. @returns whether they are in. */
  async add(entries: Catalogue, contents: ReadonlyMap<string, Blob>): Promise<boolean> {
    return this.#ask(async store => {
      const used = bytesOf(this.view.entries);
      const limit = lockerLimit(await this.#world.estimate(), used);
      return this.#admitted(await store.add(entries, contents, limit), entries);
    });
  }

  async edit(id: string, edits: EntryEdits): Promise<void> {
    await this.#ask(async store => this.#show({ entries: await store.edit(id, edits, this.#world.now()) }));
  }

  /** Removes entries; `undo` brings them back until something else is removed. */
  async remove(ids: ReadonlySet<string>): Promise<void> {
    await this.#ask(async store => {
      const removed = this.view.entries.filter(({ id }) => ids.has(id));
      this.#removed = await store.contents([...contentsOf(removed).keys()]);
      this.#show({ entries: await store.remove(ids), removed });
    });
  }

  async undo(): Promise<void> {
    const { removed } = this.view;
    if (removed && (await this.add(removed, this.#removed))) this.forgetRemoved();
  }

  forgetRemoved(): void {
    this.#removed = new Map();
    const { removed: _, ...rest } = this.view;
    this.#set(rest);
  }

  /** Deletes everything; nothing brings it back. */
  async deleteAll(): Promise<void> {
    await this.#ask(async store => {
      const entries = await store.remove(new Set(this.view.entries.map(({ id }) => id)));
      this.forgetRemoved();
      this.#show({ entries });
    });
  }

  /** The files of an entry, as they came. @throws when the browser gave one up. */
  async files(entry: LockerEntry): Promise<readonly NewFile[]> {
    const contents = await this.contents(entry.files.map(({ sha256 }) => sha256));
    const about = entry.kind === 'build' ? {} : { kept: true, ...originOf(entry) };
    return entry.files.map(({ name, role, sha256 }) => {
      const blob = contents.get(sha256);
      if (!blob) throw new RangeError(`the contents of ${name} are gone`);
      return { file: new File([blob], name), ...(role && { role }), ...about };
    });
  }

  contents(hashes: readonly string[]): Promise<ReadonlyMap<string, Blob>> {
    return this.#world.store.contents(hashes);
  }

  /** Somebody brought a file that is a locker: what becomes of it is asked on the locker's page. */
  offer(file: File): void {
    this.#show({ offered: file });
  }

  declineOffer(): void {
    const { offered: _, ...rest } = this.view;
    this.#set(rest);
  }

  report(trouble: LockerTrouble): void {
    this.#show({ trouble });
  }

  dismissTrouble(): void {
    const { trouble: _, pruned: _pruned, ...rest } = this.view;
    this.#set(rest);
  }

  #admitted(admission: Admission, entries: Catalogue): boolean {
    if (!admission.ok) {
      const { reason, needed, limit } = admission;
      const names = entries.flatMap(({ files }) => files.map(({ name }) => name));
      this.report({ kind: 'no-room', reason, needed, limit, names });
      return false;
    }
    const { kept, removed } = admission;
    const { trouble: _, pruned: _before, ...rest } = this.view;
    this.#set({ ...rest, entries: kept, ...(removed.length > 0 && { pruned: removed }) });
    return true;
  }

  async #reload(): Promise<void> {
    await this.#ask(async store => this.#show({ entries: await store.entries() }));
  }

  /** @returns whether nothing failed. */
  async #ask(question: (store: LockerStore) => Promise<unknown>): Promise<boolean> {
    try {
      return (await question(this.#world.store)) !== false;
    } catch (error) {
      if (isQuotaError(error)) this.report({ kind: 'full' });
      else this.#world.onDenied();
      return false;
    }
  }

  #show(change: Partial<LockerView>): void {
    this.#set({ ...this.view, ...change });
  }

  #set(view: LockerView): void {
    this.view = view;
    this.#listeners.tell(view);
  }
}

/** What was read off a board is only to look at. */
function originOf(entry: LockerEntry): Pick<NewFile, 'origin'> {
  if (entry.kind !== 'backup') return {};
  const { offset, mac } = entry;
  return { origin: { offset, ...(mac && { board: mac }) } };
}

/** The browser says that it has no more room. */
const isQuotaError = (error: unknown): boolean =>
  error instanceof Error && error.name === 'QuotaExceededError';
