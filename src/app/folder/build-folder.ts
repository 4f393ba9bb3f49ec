import type { Finding } from '../../core/findings.ts';
import { FolderWatch } from '../../core/folder.ts';
import type { FolderFile, FolderMemory, WatchedFolder } from '../../platform/watched-folder.ts';
import type { NotSentReason, SkipReason } from '../../words/folder.ts';
import { Listeners } from '../listeners.ts';

/** What was seen in the folder, or done because of it. */
export type FolderEvent =
  | { readonly kind: 'started'; readonly files: number }
  | { readonly kind: 'changing'; readonly path: string; readonly size: number }
  | { readonly kind: 'taken'; readonly path: string; readonly size: number }
  | { readonly kind: 'skipped'; readonly path: string; readonly why: SkipReason }
  | AutoNews;

/** `at` in milliseconds since 1970. */
export type FolderNews = { readonly at: number } & FolderEvent;

/** What became of "send at once". */
export type AutoNews =
  | { readonly kind: 'sending'; readonly file: string }
  | { readonly kind: 'not-sent'; readonly why: NotSentReason };

/** What the page shows of its watched folder. */
export type FolderView =
  | { readonly kind: 'none' }
  /** Of an earlier visit: a click watches it again. */
  | { readonly kind: 'remembered'; readonly name: string }
  | {
      readonly kind: 'watching';
      readonly name: string;
      /** Whether the browser tells of changes; if not, the folder is looked at every second. */
      readonly observed: boolean;
    }
  /** The browser, or the person, does not let the page look. */
  | { readonly kind: 'denied'; readonly name: string }
  | { readonly kind: 'lost'; readonly name: string };

/** What the folder needs of the page. */
export interface FolderWorld {
  readonly memory: FolderMemory;
  pick(): Promise<WatchedFolder>;
  /** Why a file is no complete ELF file. */
  check(file: File): Promise<Finding | undefined>;
  /** New files for the page; done when its images are made. */
  bring(files: readonly File[], news: readonly FolderFile[]): Promise<void>;
  now(): number;
  wallClock(): number;
  after(ms: number, action: () => void): () => void;
}

/** Compilers for the ESP8266 call their programs so; images are made here, so `.bin` is not looked at. */
const isProgram = (name: string): boolean => /\.(?:elf|out|axf)$/i.test(name);

/** Between two looks, ms: while something is being written, where the browser tells of changes, and where not. */
const PACE = { busy: 350, observed: 5000, polling: 1000 } as const;
/** A program that is complete waits so long for another one that is still being written, ms. */
const PATIENCE_MS = 10_000;
/** Bytes; with debug information a program has a few million. */
const MAX_SIZE = 32 * 1024 * 1024;
const MOST_NEWS = 30;

/** The output folder of a compiler: watches it, and brings every complete new ELF file to the page. */
export class BuildFolder {
  view: FolderView = { kind: 'none' };
  /** The newest first. */
  news: readonly FolderNews[] = [];
  /** Files are being written now. */
  busy = false;
  readonly #world: FolderWorld;
  readonly #listeners = new Listeners();
  #folder: WatchedFolder | undefined;
  #watch = new FolderWatch();
  #run = 0;
  #unobserve: (() => void) | undefined;
  #endTimer: (() => void) | undefined;
  /** Since when complete files wait for others that are still being written. */
  #waitsSince: number | undefined;
  #looking = false;
  #again = false;

  constructor(world: FolderWorld) {
    this.#world = world;
    void this.#remember();
  }

  /** Calls `listener` on every change. @returns what ends that. */
  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Asks for a folder. Only in a click. */
  async choose(): Promise<void> {
    const folder = await this.#world.pick().catch(() => undefined);
    if (!folder) return;
    await this.#world.memory.save(folder).catch(() => undefined);
    await this.#start(folder);
  }

  /** Watches the folder of an earlier visit; the browser may ask. Only in a click. */
  async resume(): Promise<void> {
    const folder = this.#folder;
    if (!folder) return;
    const permitted = await folder.permit().catch(() => false);
    if (permitted) await this.#start(folder);
    else this.#show({ kind: 'denied', name: folder.name });
  }

  stop(): void {
    this.#end();
    this.#show(this.#folder ? { kind: 'remembered', name: this.#folder.name } : { kind: 'none' });
  }

  async forget(): Promise<void> {
    this.#end();
    this.#folder = undefined;
    this.news = [];
    this.#show({ kind: 'none' });
    await this.#world.memory.forget().catch(() => undefined);
  }

  /** Brings the programs that were there before, too. */
  takeAll(): void {
    this.#watch = new FolderWatch();
    this.#look();
  }

  /** Something that is told beside what the folder shows. */
  tell(news: AutoNews): void {
    this.#say(news);
  }

  async #remember(): Promise<void> {
    const folder = await this.#world.memory.load().catch(() => undefined);
    if (!folder || this.#folder) return;
    this.#folder = folder;
    this.#show({ kind: 'remembered', name: folder.name });
  }

  async #start(folder: WatchedFolder): Promise<void> {
    this.#end();
    const run = this.#run;
    this.#folder = folder;
    this.#watch = new FolderWatch();
    try {
      const files = await folder.list(isProgram);
      if (run !== this.#run) return;
      this.#watch.accept(files, this.#world.now());
      this.news = [];
      this.#say({ kind: 'started', files: files.length });
      const unobserve = await folder.observe(() => this.#look());
      if (run !== this.#run) {
        unobserve?.();
        return;
      }
      this.#unobserve = unobserve;
      this.#show({ kind: 'watching', name: folder.name, observed: unobserve !== undefined });
      this.#next();
    } catch {
      this.#lose(folder);
    }
  }

  #next(): void {
    if (this.view.kind !== 'watching') return;
    const pace = this.busy ? PACE.busy : this.view.observed ? PACE.observed : PACE.polling;
    this.#endTimer = this.#world.after(pace, () => this.#look());
  }

  /** One look at a time; a change during a look is looked at behind it. */
  #look(): void {
    this.#again = true;
    if (this.#looking) return;
    this.#looking = true;
    void this.#lookNow().finally(() => {
      this.#looking = false;
      if (this.#again) this.#look();
    });
  }

  async #lookNow(): Promise<void> {
    this.#again = false;
    const [folder, run] = [this.#folder, this.#run];
    if (!folder || this.view.kind !== 'watching') return;
    this.#endTimer?.();
    try {
      const files = await folder.list(isProgram);
      if (run !== this.#run) return;
      const { steady, changing } = this.#watch.look(files, this.#world.now());
      this.#sayChanging(changing);
      const wasBusy = this.busy;
      this.busy = changing.length > 0 || steady.length > 0;
      if (this.#isTime(steady.length, changing.length)) await this.#bring(steady, run);
      this.busy = changing.length > 0;
      if (run !== this.#run) return;
      if (wasBusy !== this.busy) this.#tell();
      this.#next();
    } catch {
      if (run === this.#run) this.#lose(folder);
    }
  }

  /** What is being written may belong to what is complete: they come together, unless it takes too long. */
  #isTime(steady: number, changing: number): boolean {
    if (steady === 0) this.#waitsSince = undefined;
    else this.#waitsSince ??= this.#world.now();
    if (this.#waitsSince === undefined) return false;
    return changing === 0 || this.#world.now() - this.#waitsSince > PATIENCE_MS;
  }

  async #bring(files: readonly FolderFile[], run: number): Promise<void> {
    const complete: File[] = [];
    const news: FolderFile[] = [];
    for (const each of files) {
      const copy = await this.#copyOf(each);
      if (run !== this.#run) return;
      this.#watch.take(each);
      if (!copy) continue;
      complete.push(copy);
      news.push({ ...each, file: copy });
      this.#say({ kind: 'taken', path: each.path, size: each.size });
    }
    if (complete.length > 0) await this.#world.bring(complete, news);
  }

  /** The bytes as they are now, in memory: the next build overwrites the file. */
  async #copyOf({ path, size, modified, file }: FolderFile): Promise<File | undefined> {
    const skip = (why: SkipReason): undefined => {
      this.#say({ kind: 'skipped', path, why });
      return undefined;
    };
    if (size > MAX_SIZE) return skip('too-large');
    // The browser does not read a file that has changed since it was listed.
    const bytes = await file.arrayBuffer().catch(() => undefined);
    if (bytes?.byteLength !== size) return skip('changed');
    const copy = new File([bytes], file.name, { lastModified: modified });
    const why = await this.#world.check(copy);
    return why ? skip(why) : copy;
  }

  #sayChanging(files: readonly FolderFile[]): void {
    for (const { path, size } of files) {
      const [last] = this.news;
      const isTold = last?.kind === 'changing' && last.path === path;
      if (isTold) this.news = this.news.slice(1);
      this.#say({ kind: 'changing', path, size });
    }
  }

  #lose(folder: WatchedFolder): void {
    this.#end();
    this.#show({ kind: 'lost', name: folder.name });
  }

  #end(): void {
    this.#run++;
    this.busy = false;
    this.#unobserve?.();
    this.#endTimer?.();
    [this.#unobserve, this.#endTimer, this.#waitsSince] = [undefined, undefined, undefined];
  }

  #say(event: FolderEvent): void {
    this.news = [{ at: this.#world.wallClock(), ...event }, ...this.news].slice(0, MOST_NEWS);
    this.#tell();
  }

  #show(view: FolderView): void {
    this.view = view;
    this.#tell();
  }

  #tell(): void {
    this.#listeners.tell();
  }
}
