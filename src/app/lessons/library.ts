import type { Finding } from '../../core/findings.ts';
import { readLesson } from '../../core/lesson/read.ts';
import { Problem } from '../../core/problem.ts';
import type { ChosenSettings } from '../../core/workspace/workspace.ts';
import type { AllProgress, LessonStore, StoredLesson, StoredProgress } from '../../platform/lesson-store.ts';
import { type Base, lessonFile, resolved } from './fetch.ts';
import type { LessonEntry } from './view.ts';

/** Ours, in the order in which they are best taken. */
const SHIPPED = ['look-inside', 'two-slots', 'over-the-air'] as const;
const FOLDER = 'lessons/';
const ENDING = '.twinslot';

/** Files that somebody opened, as many as a browser should keep. */
const MAX_OPENED = 12;

/** What became of a file that was opened. */
export interface Opening {
  readonly entry?: LessonEntry;
  readonly findings: readonly Finding[];
}

/** All lessons that there are, and how far somebody came in them. */
export class Library {
  /** The browser lets us keep something. */
  kept = true;
  readonly #store: LessonStore;
  readonly #page: Base;
  #entries: LessonEntry[] = [];
  #opened: readonly StoredLesson[] = [];
  #progress: AllProgress = {};

  /** @param page address of the page; lessons in files are relative to it. */
  constructor(store: LessonStore, page: Base) {
    this.#store = store;
    this.#page = page;
  }

  get entries(): readonly LessonEntry[] {
    return this.#entries.map(entry => {
      const progress = this.#progress[entry.id];
      return progress ? { ...entry, progress } : entry;
    });
  }

  find(id: string): LessonEntry | undefined {
    return this.entries.find(entry => entry.id === id);
  }

  /** Fetches ours, and takes what this browser has kept. @returns whether ours came. */
  async load(): Promise<boolean> {
    const [ours] = await Promise.all([this.#loadShipped(), this.#loadKept()]);
    const opened = this.#opened.flatMap(kept => this.#entryOf(kept).entry ?? []);
    this.#entries = [...ours, ...opened];
    return ours.length === SHIPPED.length;
  }

  /** A file that somebody has. */
  open(name: string, text: string, base?: Base): Opening {
    const kept = { id: `file-${shortHash(text)}`, fileName: name, text, ...(base !== undefined && { base }) };
    const opening = this.#entryOf(kept);
    const { entry } = opening;
    if (!entry) return opening;
    this.#entries = [...this.#entries.filter(({ id }) => id !== entry.id), entry];
    this.#changeOpened(all => [kept, ...all.filter(({ id }) => id !== kept.id)].slice(0, MAX_OPENED));
    return opening;
  }

  remove(id: string): void {
    this.#entries = this.#entries.filter(entry => entry.id !== id);
    this.#changeOpened(all => all.filter(kept => kept.id !== id));
    this.#changeProgress(({ [id]: _, ...rest }) => rest);
  }

  note(id: string, progress: StoredProgress): void {
    this.#changeProgress(all => ({ ...all, [id]: progress }));
  }

  /** Settings of the person, while a lesson has its own. */
  keepSettings(settings: ChosenSettings | undefined): void {
    this.#keep(this.#store.putSettings(settings));
  }

  async keptSettings(): Promise<ChosenSettings | undefined> {
    return this.#store.settings().catch(() => undefined);
  }

  async #loadShipped(): Promise<LessonEntry[]> {
    const folder = resolved(FOLDER, this.#page)?.href ?? this.#page;
    const all = SHIPPED.map(async (id): Promise<readonly LessonEntry[]> => {
      const fileName = `${id}${ENDING}`;
      try {
        const outcome = readLesson(await lessonFile(fileName, folder));
        return outcome.ok ? [{ id, lesson: outcome.value, from: 'shipped', fileName, base: folder }] : [];
      } catch (error) {
        if (error instanceof Problem) return [];
        throw error;
      }
    });
    return (await Promise.all(all)).flat();
  }

  async #loadKept(): Promise<void> {
    try {
      [this.#opened, this.#progress] = await Promise.all([this.#store.lessons(), this.#store.progress()]);
    } catch {
      this.kept = false;
    }
  }

  #entryOf({ id, fileName, text, base = this.#page }: StoredLesson): Opening {
    const outcome = readLesson(text);
    if (!outcome.ok) return { findings: outcome.findings };
    return { entry: { id, lesson: outcome.value, from: 'file', fileName, base }, findings: outcome.findings };
  }

  /** The page keeps its own where the browser keeps nothing. */
  #changeOpened(change: (all: readonly StoredLesson[]) => readonly StoredLesson[]): void {
    this.#opened = change(this.#opened);
    this.#keep(this.#store.changeLessons(change));
  }

  #changeProgress(change: (all: AllProgress) => AllProgress): void {
    this.#progress = change(this.#progress);
    this.#keep(this.#store.changeProgress(change));
  }

  #keep(work: Promise<void>): void {
    work.catch(() => {
      this.kept = false;
    });
  }
}

/** Short enough for an address; only this browser has to tell its lessons apart (FNV-1a, 2 × 32 bits). */
function shortHash(text: string): string {
  const half = (seed: number): string => {
    let hash = seed;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    return (hash >>> 0).toString(16).padStart(8, '0');
  };
  return half(0x811c9dc5) + half(0x1b873593);
}
