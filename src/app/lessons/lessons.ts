import { type Finding, finding } from '../../core/findings.ts';
import { check, type LessonSnapshot } from '../../core/lesson/check.ts';
import { lessonText } from '../../core/lesson/write.ts';
import { Problem } from '../../core/problem.ts';
import type { ChosenSettings } from '../../core/workspace/workspace.ts';
import { download } from '../../platform/save.ts';
import { Listeners } from '../listeners.ts';
import { firmwareFile, lessonFile } from './fetch.ts';
import type { Library } from './library.ts';
import type { ActiveLesson, LessonEntry, LessonsView } from './view.ts';

/** What lessons need of the page. */
export interface LessonsWorld {
  readonly library: Library;
  /** Address of the page. */
  readonly page: string;
  now(): number;
  snapshot(): LessonSnapshot;
  /** Tells of every change that a check may depend on. */
  onChange(listener: () => void): void;
  chosen(): ChosenSettings;
  choose(settings: ChosenSettings): void;
  /** Makes room for the files of a lesson. */
  clearFiles(): Promise<void>;
  addFiles(files: readonly File[]): Promise<void>;
  /** To a lesson, or to the flow. */
  goTo(id: string | undefined): void;
}

/** Lessons of the page: which there are, and the one that somebody is in. Nothing here rejects or throws. */
export class Lessons {
  view: LessonsView = { lessons: undefined, failed: false, findings: [], kept: true };
  readonly #world: LessonsWorld;
  readonly #listeners = new Listeners<[view: LessonsView]>();
  #entry: LessonEntry | undefined;
  /** When the time since `spent` began. */
  #since = 0;
  /** Settings of the person, for afterwards. */
  #before: ChosenSettings | undefined;
  #loading: Promise<void> | undefined;
  /** The first files of a lesson take the place of those that are there. */
  #cleared = false;

  constructor(world: LessonsWorld) {
    this.#world = world;
    world.onChange(() => this.look());
  }

  /** Calls `listener` on every change. @returns what ends that. */
  subscribe(listener: (view: LessonsView) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** A lesson that ended with its tab has left its own settings: those of the person come back. */
  async restore(): Promise<void> {
    const before = await this.#world.library.keptSettings();
    if (!before || this.view.active) return;
    this.#world.choose(before);
    this.#world.library.keepSettings(undefined);
  }

  /** Fetches the list; once. */
  load(): Promise<void> {
    this.#loading ??= this.#world.library.load().then(
      all => this.#list({ failed: !all }),
      () => this.#list({ failed: true }),
    );
    return this.#loading;
  }

  /** Another try, when ours did not come. */
  reload(): void {
    this.#loading = undefined;
    void this.load();
  }

  /** A `.twinslot` file that somebody dropped or chose. */
  async open(file: File): Promise<void> {
    await this.load();
    this.#opened(file.name, await file.text().catch(() => ''));
  }

  /** A lesson on the page's own server; asked for by a click. */
  async openFrom(address: string): Promise<void> {
    await this.load();
    try {
      const base = new URL(address, this.#world.page).href;
      this.#opened(base.split('/').at(-1) ?? base, await lessonFile(address, this.#world.page), base);
    } catch (error) {
      this.#set({ findings: [problemOf(error, address)] });
    }
  }

  remove(id: string): void {
    if (this.view.active?.id === id) this.leave();
    this.#world.library.remove(id);
    this.#list({});
  }

  /** Begins a lesson, or goes on where it was left. */
  async start(id: string, anew = false): Promise<void> {
    await this.load();
    const entry = this.#world.library.find(id);
    if (!entry) return this.#set({ findings: [finding('lesson-unknown', { id })] });
    this.leave();
    this.#entry = entry;
    this.#since = this.#world.now();
    this.#cleared = false;
    const { lesson, progress } = entry;
    const kept = anew || progress?.finished ? undefined : progress;
    this.#before = this.#world.chosen();
    this.#world.library.keepSettings(this.#before);
    this.#world.choose(lesson.settings);
    const { step, evidence, spent } = kept ?? { step: 0, evidence: {}, spent: 0 };
    this.#set({
      active: { id, lesson, evidence, spent, giving: false, step: Math.min(step, lesson.steps.length - 1) },
    });
    this.#world.goTo(undefined);
    this.look();
  }

  /** Ends the lesson for now; how far it came is kept. */
  leave(): void {
    const { active: _, ...rest } = this.view;
    if (!this.view.active) return;
    this.#note();
    this.view = rest;
    this.#entry = undefined;
    if (this.#before) this.#world.choose(this.#before);
    this.#before = undefined;
    this.#world.library.keepSettings(undefined);
    this.#list({});
  }

  go(step: number): void {
    const { active } = this.view;
    if (!active || step < 0 || step > active.lesson.steps.length) return;
    const { chosen: _, problem: __, ...rest } = active;
    this.#set({ active: { ...rest, step, spent: this.#spent(active) } });
    this.#since = this.#world.now();
    this.#note();
    this.look();
  }

  /** Puts the files of the step on the page. */
  async give(): Promise<void> {
    const [active, entry] = [this.view.active, this.#entry];
    const step = active?.lesson.steps[active.step];
    if (!active || !entry || !step || active.giving) return;
    const { problem: _, ...rest } = active;
    this.#set({ active: { ...rest, giving: true } });
    const problem = await this.#give(entry, step.give);
    const { active: now } = this.view;
    if (now?.id === active.id) this.#set({ active: { ...now, giving: false, ...(problem && { problem }) } });
  }

  /** Takes a choice of the question. */
  answer(choice: number): void {
    const { active } = this.view;
    if (!active) return;
    this.#set({ active: { ...active, chosen: choice } });
    this.look();
  }

  /** The lesson with its firmware inside, as one file. */
  async save(id: string): Promise<void> {
    const entry = this.#world.library.find(id);
    if (!entry) return;
    try {
      const packed = Object.entries(entry.lesson.firmware).map(async ([key, file]) => {
        const { name, sha256 } = file;
        const bytes = new Uint8Array(await (await firmwareFile(file, entry.base)).arrayBuffer());
        return [key, { name, bytes, ...(sha256 !== undefined && { sha256 }) }] as const;
      });
      const firmware = Object.fromEntries(await Promise.all(packed));
      const text = lessonText({ ...entry.lesson, firmware });
      download([{ name: entry.fileName, bytes: new TextEncoder().encode(text) }]);
    } catch (error) {
      this.#set({ findings: [problemOf(error, entry.fileName)] });
    }
  }

  /** Whether the step at hand is done now; what was seen once stays. */
  look(): void {
    const { active } = this.view;
    const expect = active?.lesson.steps[active.step]?.expect;
    if (!active || !expect || active.evidence[active.step]) return;
    const evidence = check(expect, this.#world.snapshot(), active.chosen);
    if (!evidence) return;
    this.#set({ active: { ...active, evidence: { ...active.evidence, [active.step]: evidence } } });
    this.#note();
  }

  #opened(name: string, text: string, base?: string): void {
    const { entry, findings } = this.#world.library.open(name, text, base);
    this.#list({ findings });
    this.#world.goTo(entry?.id ?? '');
  }

  async #give({ lesson, base }: LessonEntry, keys: readonly string[]): Promise<Finding | undefined> {
    const wanted = keys.flatMap(key => lesson.firmware[key] ?? []);
    try {
      const files = await Promise.all(wanted.map(file => firmwareFile(file, base)));
      if (!this.#cleared) await this.#world.clearFiles();
      this.#cleared = true;
      await this.#world.addFiles(files);
      return undefined;
    } catch (error) {
      return problemOf(error, wanted[0]?.name ?? '');
    }
  }

  /** Keeps how far somebody came. */
  #note(): void {
    const { active } = this.view;
    if (!active) return;
    const { id, step, evidence, lesson } = active;
    const finished = step >= lesson.steps.length;
    this.#world.library.note(id, { step, evidence, finished, spent: this.#spent(active) });
  }

  /** On the result, time stands still. */
  #spent({ spent, step, lesson }: ActiveLesson): number {
    return step >= lesson.steps.length ? spent : spent + this.#world.now() - this.#since;
  }

  #list(change: Partial<LessonsView>): void {
    const { entries, kept } = this.#world.library;
    this.#set({ lessons: entries, kept, ...change });
  }

  #set(change: Partial<LessonsView>): void {
    this.view = { ...this.view, ...change };
    this.#listeners.tell(this.view);
  }
}

const problemOf = (error: unknown, name: string): Finding =>
  error instanceof Problem ? error.finding : finding('lesson-not-fetched', { name, answer: '' });
