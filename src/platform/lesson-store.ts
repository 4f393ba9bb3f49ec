import { get, set, update } from 'idb-keyval';
import type { Evidence } from '../core/lesson/check.ts';
import type { ChosenSettings } from '../core/workspace/workspace.ts';
import { openDatabase } from './database.ts';

/** What this browser keeps of lessons: files that somebody opened, and how far they came. */

export interface StoredLesson {
  /** Made from its contents: the same file is the same lesson. */
  readonly id: string;
  readonly fileName: string;
  readonly text: string;
  /** What addresses in it are relative to; else the page. */
  readonly base?: string;
}

/** How far somebody came in a lesson. */
export interface StoredProgress {
  /** Counted from 0. */
  readonly step: number;
  /** By the number of the step: what showed that it was done. */
  readonly evidence: Readonly<Record<number, Evidence>>;
  /** Milliseconds spent in it. */
  readonly spent: number;
  readonly finished: boolean;
}

export type AllProgress = Readonly<Record<string, StoredProgress>>;

/**
 * The browser may deny storage: then every promise rejects. What changes is what is kept at that moment, in one
 * transaction, so that two tabs lose nothing of each other.
 */
export interface LessonStore {
  lessons(): Promise<readonly StoredLesson[]>;
  changeLessons(change: (kept: readonly StoredLesson[]) => readonly StoredLesson[]): Promise<void>;
  progress(): Promise<AllProgress>;
  changeProgress(change: (kept: AllProgress) => AllProgress): Promise<void>;
  /** Settings that come back after a lesson; undefined outside of one. */
  settings(): Promise<ChosenSettings | undefined>;
  putSettings(settings: ChosenSettings | undefined): Promise<void>;
}

/** A database of its own: nothing else has to know of it. */
export function openLessonStore(name = 'twinslot-lessons'): LessonStore {
  const open = openDatabase(name, 'lessons');
  return {
    lessons: async () => (await get<readonly StoredLesson[]>('opened', await open())) ?? [],
    changeLessons: async change =>
      update<readonly StoredLesson[]>('opened', (kept = []) => change(kept), await open()),
    progress: async () => (await get<AllProgress>('progress', await open())) ?? {},
    changeProgress: async change =>
      update<AllProgress>('progress', (kept = {}) => change(kept), await open()),
    settings: async () => get<ChosenSettings>('settings', await open()),
    putSettings: async settings => set('settings', settings, await open()),
  };
}
