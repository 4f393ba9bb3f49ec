import type { Finding } from '../../core/findings.ts';
import type { Evidence } from '../../core/lesson/check.ts';
import type { Lesson } from '../../core/lesson/lesson.ts';
import type { StoredProgress } from '../../platform/lesson-store.ts';

/** A lesson that can be started. */
export interface LessonEntry {
  readonly id: string;
  readonly lesson: Lesson;
  /** Ours, or a file that somebody opened. */
  readonly from: 'shipped' | 'file';
  readonly fileName: string;
  /** What addresses in it are relative to. */
  readonly base: string;
  readonly progress?: StoredProgress;
}

/** The lesson that somebody is in. */
export interface ActiveLesson {
  readonly id: string;
  readonly lesson: Lesson;
  /** Counted from 0; as many as there are steps when the result is shown. */
  readonly step: number;
  readonly evidence: Readonly<Record<number, Evidence>>;
  /** The choice that was taken last in this step. */
  readonly chosen?: number;
  /** Files of a step are on their way. */
  readonly giving: boolean;
  /** Why files of a step are not on the page. */
  readonly problem?: Finding;
  /** Milliseconds, until now or until the end. */
  readonly spent: number;
}

export interface LessonsView {
  /** Undefined until they have come. */
  readonly lessons: readonly LessonEntry[] | undefined;
  /** Ours could not be fetched. */
  readonly failed: boolean;
  readonly active?: ActiveLesson;
  /** The file that was opened last is none, or only partly one. */
  readonly findings: readonly Finding[];
  /** The browser keeps how far somebody came. */
  readonly kept: boolean;
}
