/**
 * Whether a step of a lesson is done, judged by what the page knows and by nothing else. Pure: the page makes a
 * snapshot of its state, and the same snapshot gives the same answer.
 */
import type { Slot } from '../esp8266/flash-map.ts';
import type { Expectation, ExpectationKind } from './lesson.ts';

/** What the page knows, as far as lessons ask. */
export interface LessonSnapshot {
  /** Programs and images on the page that a slot can be given. */
  readonly files: readonly SlotFile[];
  /** Names of files and images whose inside is unfolded. */
  readonly inspected: readonly string[];
  readonly boards: readonly BoardFacts[];
  /** The slot of which a log proves that it runs, by this line. */
  readonly running?: { readonly slot: Slot; readonly line: number; readonly build?: number };
  /** The last boot of the log began with power-on. */
  readonly afterPowerOn: boolean;
  /** The last update over the air. */
  readonly update?: UpdateFacts;
}

export interface SlotFile {
  readonly name: string;
  readonly slot: Slot;
  readonly build?: number;
}

export interface BoardFacts {
  readonly virtual: boolean;
  readonly connected: boolean;
  /** Slots that the last write has verified. */
  readonly verified: readonly Slot[];
}

export interface UpdateFacts {
  /** The slot that it writes to. */
  readonly slot?: Slot;
  /** `broken`: the device came back, or was gone, before it had everything. */
  readonly outcome: 'under-way' | 'done' | 'broken' | 'failed';
  readonly build?: number;
  /** Of the log, where a line of it is the proof. */
  readonly line?: number;
}

/** What shows that a step is done. */
export type Evidence =
  | { readonly kind: 'files'; readonly names: readonly string[] }
  | { readonly kind: 'inspected'; readonly name: string }
  | { readonly kind: 'board'; readonly virtual: boolean }
  | { readonly kind: 'written'; readonly slots: readonly Slot[] }
  | { readonly kind: 'running'; readonly slot: Slot; readonly line: number; readonly build?: number }
  | { readonly kind: 'updated'; readonly slot: Slot; readonly build?: number; readonly line?: number }
  | { readonly kind: 'power-cut'; readonly slot: Slot; readonly line: number }
  | { readonly kind: 'answer' };

type Checks = {
  readonly [Kind in Exclude<ExpectationKind, 'answer'>]: (
    expected: Extract<Expectation, { kind: Kind }>,
    seen: LessonSnapshot,
  ) => Evidence | undefined;
};

const CHECKS: Checks = {
  files: ({ slots, build }, { files }) => {
    const found = slots.map(slot => files.find(f => f.slot === slot && isBuild(f.build, build)));
    const names = found.flatMap(file => file?.name ?? []);
    return names.length === slots.length ? { kind: 'files', names } : undefined;
  },
  inspected: ({ file }, { inspected }) => {
    const name = inspected.find(each => file === undefined || each === file);
    return name === undefined ? undefined : { kind: 'inspected', name };
  },
  board: (_, { boards }) => {
    const board = boards.find(({ connected }) => connected);
    return board && { kind: 'board', virtual: board.virtual };
  },
  written: ({ slots }, { boards }) =>
    boards.some(({ verified }) => slots.every(slot => verified.includes(slot)))
      ? { kind: 'written', slots }
      : undefined,
  running: ({ slot, build }, { running }) =>
    running?.slot === slot && isBuild(running.build, build) ? { kind: 'running', ...running } : undefined,
  updated: ({ slot, build }, { update }) => {
    if (update?.outcome !== 'done' || update.slot !== slot || !isBuild(update.build, build)) return undefined;
    const { build: found, line } = update;
    return {
      ...{ kind: 'updated', slot },
      ...(found !== undefined && { build: found }),
      ...(line !== undefined && { line }),
    };
  },
  'power-cut': ({ slot }, { update, running, afterPowerOn }) => {
    const cut = update?.outcome === 'broken' && update.slot !== undefined && update.slot !== slot;
    return cut && afterPowerOn && running?.slot === slot
      ? { kind: 'power-cut', slot, line: running.line }
      : undefined;
  },
};

const isBuild = (found: number | undefined, expected: number | undefined): boolean =>
  expected === undefined || found === expected;

/** @param chosen number of the choice, where the step asks a question. @returns undefined while it is not met. */
export function check(expected: Expectation, seen: LessonSnapshot, chosen?: number): Evidence | undefined {
  if (expected.kind === 'answer')
    return chosen !== undefined && expected.choices[chosen]?.right ? { kind: 'answer' } : undefined;
  // The kind picks the check that is for it; a look-up loses that they belong together.
  const one = CHECKS[expected.kind] as (e: Expectation, s: LessonSnapshot) => Evidence | undefined;
  return one(expected, seen);
}
