import type { FlashSettings } from '../core/esp8266/settings.ts';
import { ARCHIVE_ENDING } from '../core/locker/ending.ts';
import type { LockerEntry } from '../core/locker/entry.ts';
import type { BootWish } from '../core/plan/flash-plan.ts';
import type { SectionSizes } from '../core/size/by-symbol.ts';
import type { ChosenSettings, FileRole, FlashOrigin } from '../core/workspace/workspace.ts';
import type { Dropped } from '../platform/dropped.ts';
import { downloadBlob } from '../platform/save.ts';
import type { Theme } from '../platform/store.ts';
import type { Notice } from '../words/page-notices.ts';
import type { WorkerClient } from '../worker/client.ts';
import { Evaluation, refOf } from './evaluation.ts';
import { exampleFiles } from './example.ts';
import { MAX_FILES, type NewFile, withFiles } from './files.ts';
import type { Keeping } from './locker/keeping.ts';
import type { Locker } from './locker/locker.ts';
import { addressOf } from './places.ts';
import { Saving } from './saving.ts';
import type { LoadedFile } from './state.ts';
import type { StateHolder } from './state-holder.ts';

export interface Services {
  readonly holder: StateHolder;
  readonly worker: WorkerClient;
  readonly locker: Locker;
  readonly keeping: Keeping;
  readonly acceptUpdate: () => void;
  readonly declineUpdate: () => void;
}

/** Everything that a person can do on the page. Failures become notices; nothing here rejects or throws. */
export class Actions {
  readonly saving: Saving;
  readonly locker: Locker;
  /** For parts of the page that come later. */
  readonly worker: WorkerClient;
  readonly #services: Services;
  readonly #evaluation: Evaluation;
  #lastId = 0;
  #earlyLessons: File[] = [];
  #openLesson = (file: File): void => void this.#earlyLessons.push(file);

  constructor(services: Services) {
    const { holder, worker, locker, keeping } = services;
    this.#services = services;
    this.#evaluation = new Evaluation(holder, worker);
    this.locker = locker;
    this.worker = worker;
    this.saving = new Saving(holder, worker, keeping);
  }

  /** Lesson files go to the part of the page that is for them, which comes later than the first file may. */
  takeLessons(open: (file: File) => void): void {
    this.#openLesson = open;
    for (const file of this.#earlyLessons.splice(0)) open(file);
  }

  async addDropped(dropped: Dropped): Promise<void> {
    const { folders } = dropped;
    const lessons = dropped.files.filter(isLesson);
    const lockers = dropped.files.filter(({ name }) => name.toLowerCase().endsWith(ARCHIVE_ENDING));
    const files = dropped.files.filter(file => !lockers.includes(file) && !lessons.includes(file));
    if (lockers[0]) this.#bring(lockers[0]);
    for (const file of lessons) this.#openLesson(file);
    if (files.length === 0 && files.length < dropped.files.length) return;
    if (folders.length > 0) this.#say({ kind: 'folders', names: folders });
    else if (files.length === 0) this.#say({ kind: 'nothing-dropped' });
    else this.#say();
    if (files.length > 0) await this.#add(files.map(file => ({ file })));
  }

  /** A saved locker: its page asks what to do with it. */
  #bring(file: File): void {
    this.#say();
    this.locker.offer(file);
    location.hash = addressOf('locker');
  }

  async addFiles(files: readonly File[]): Promise<void> {
    await this.addDropped({ files, folders: [] });
  }

  /** A stretch of a board's flash, to look at beside the files. */
  async addReadBack(file: File, origin: FlashOrigin): Promise<void> {
    this.#say();
    await this.#add([{ file, origin }]);
  }

  /** What was read off a board takes part from now on like a file that somebody brought. */
  async adopt(id: string): Promise<void> {
    const files = this.#files.map((file): LoadedFile => {
      const { origin: _, ...rest } = file;
      return file.id === id ? rest : file;
    });
    await this.#evaluation.run({ files });
  }

  /** Files that come from a lesson: nothing that the recent builds have to keep. */
  async addLessonFiles(files: readonly File[]): Promise<void> {
    this.#say();
    await this.#add(files.map(file => ({ file, example: true })));
  }

  async loadExample(): Promise<void> {
    this.#say();
    try {
      await this.#add(await exampleFiles());
    } catch (error) {
      this.#say({ kind: 'example-missing', reason: reasonOf(error) });
    }
  }

  /** Twinslot's own boot loader among the files, as if it had been dropped. */
  async addOwnLoader(): Promise<void> {
    this.#say();
    try {
      const { ownBootLoader, OWN_LOADER_NAME } = await import('./board-flash.ts');
      await this.#add([{ file: new File([await ownBootLoader()], OWN_LOADER_NAME), example: true }]);
    } catch {
      this.#say({ kind: 'part-missing' });
    }
  }

  async removeFile(id: string): Promise<void> {
    this.#say();
    await this.#evaluation.run({ files: this.#files.filter(file => file.id !== id) });
  }

  async removeAllFiles(): Promise<void> {
    this.#say();
    await this.#evaluation.run({ files: [] });
  }

  /** What a file is for, where its evidence leaves that open; undefined: by the evidence. */
  async setRole(id: string, role: FileRole | undefined): Promise<void> {
    const files = this.#files.map((file): LoadedFile => {
      if (file.id !== id) return file;
      const { role: _, ...rest } = file;
      return role ? { ...rest, role } : rest;
    });
    await this.#evaluation.run({ files });
  }

  /** A flash setting; undefined: by the files. */
  async setSetting<Key extends keyof FlashSettings>(key: Key, value?: FlashSettings[Key]): Promise<void> {
    const { [key]: _, ...rest } = this.#services.holder.state.settings.chosen;
    await this.#evaluation.run({ chosen: value === undefined ? rest : { ...rest, [key]: value } });
  }

  async setWish(wish: BootWish): Promise<void> {
    await this.#evaluation.run({ chosen: { ...this.#services.holder.state.settings.chosen, wish } });
  }

  /** All choices at once. */
  async chooseAll(chosen: ChosenSettings): Promise<void> {
    await this.#evaluation.run({ chosen });
  }

  setTheme(theme: Theme): void {
    this.#services.holder.dispatch({ type: 'theme', theme });
  }

  /** Stops work in progress. @returns whether there was any. */
  cancel(): boolean {
    return this.#evaluation.cancel();
  }

  dismissNotice(): void {
    this.#say();
  }

  /** Brings the files of the locker's entry back to the page, as if they had been dropped again. */
  async openEntry(entry: LockerEntry): Promise<void> {
    this.#say();
    const files = await this.entryFiles(entry);
    if (files.length > 0) await this.#add(files);
  }

  /** Downloads the files of an entry under their names. */
  async saveEntry(entry: LockerEntry): Promise<void> {
    for (const { file } of await this.entryFiles(entry)) downloadBlob(file.name, file);
  }

  /** None when the browser gave one up, which is then said. */
  async entryFiles(entry: LockerEntry): Promise<readonly NewFile[]> {
    try {
      return await this.locker.files(entry);
    } catch (error) {
      this.#say({ kind: 'build-gone', reason: reasonOf(error) });
      this.locker.report({ kind: 'gone', names: entry.files.map(({ name }) => name) });
      return [];
    }
  }

  /** Starts the new version as soon as no board is being written, in any tab. */
  acceptUpdate(): void {
    this.#services.acceptUpdate();
  }

  /** An accepted update that still waits does not start by itself any more. */
  declineUpdate(): void {
    this.#services.declineUpdate();
  }

  /** Which symbol of a file takes how much. @throws Problem, or AbortError when `signal` says so. */
  async symbols(id: string, signal?: AbortSignal): Promise<readonly SectionSizes[]> {
    const file = this.#files.find(f => f.id === id);
    if (!file) return [];
    return this.#services.worker.call('symbols', { file: refOf(file) }, signal ? { signal } : {});
  }

  /** Bytes of a file as it is on the disk. @throws DOMException when it changed meanwhile. */
  async readFile(id: string, offset: number, length: number): Promise<Uint8Array> {
    const file = this.#files.find(f => f.id === id)?.file;
    return new Uint8Array((await file?.slice(offset, offset + length).arrayBuffer()) ?? new ArrayBuffer(0));
  }

  get #files(): readonly LoadedFile[] {
    return this.#services.holder.state.work.files;
  }

  /** As it was before the page was loaded in another language. */
  async putBack(files: readonly NewFile[], wish?: BootWish): Promise<void> {
    await this.#add(files);
    if (wish) await this.setWish(wish);
  }

  async #add(added: readonly NewFile[]): Promise<void> {
    // Files that replace older ones do not count twice.
    const names = new Set(added.map(({ file }) => file.name));
    const count = added.length + this.#files.filter(({ file }) => !names.has(file.name)).length;
    if (count > MAX_FILES) return this.#say({ kind: 'too-many-files', count, limit: MAX_FILES });
    await this.#evaluation.run({ files: withFiles(this.#files, added, () => `file-${++this.#lastId}`) });
  }

  #say(notice?: Notice): void {
    this.#services.holder.dispatch({ type: 'notice', ...(notice && { notice }) });
  }
}

const isLesson = (file: File): boolean => /\.twinslot$/i.test(file.name);

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
