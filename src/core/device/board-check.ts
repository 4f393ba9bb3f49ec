import type { Slot } from '../esp8266/flash-map.ts';
import type { Finding } from '../findings.ts';
import type { LoaderKind } from '../loader/limits.ts';
import type { ChipFacts } from './chip-facts.ts';

/**
 * The checks of a board, in their order: what the page and the tests find out about a real one and about the virtual
 * one alike. What they do is in `jobs/check`.
 */
export const CHECKS = [
  'identify',
  'look',
  'rates',
  'write',
  'unchanged',
  'one-sector',
  'read-back',
  'boots-user2',
  'boots-user1',
  'unplug',
  'resets',
] as const;

export type CheckName = (typeof CHECKS)[number];

/** These change the flash: boot loader, both slots and the choice between them. */
export const WRITING_CHECKS: readonly CheckName[] = [
  'write',
  'unchanged',
  'one-sector',
  'read-back',
  'boots-user2',
  'boots-user1',
  'unplug',
];

/** What each check found out. */
export interface CheckFacts {
  readonly identify: {
    readonly chip: ChipFacts;
    readonly loader: LoaderKind;
    readonly baud: number;
    /** Name of the reset strategy; none where somebody pressed the buttons. */
    readonly reset?: string;
  };
  readonly look: { readonly blank: boolean; readonly loader?: string; readonly boots?: Slot };
  /** Rates that were asked for, and what the line ended at. */
  readonly rates: {
    readonly rates: readonly { readonly asked: number; readonly got: number; readonly ms: number }[];
  };
  readonly write: WriteFacts;
  readonly unchanged: WriteFacts;
  readonly 'one-sector': WriteFacts;
  readonly 'read-back': { readonly bytes: number };
  /** `line`: what the boot loader said. */
  readonly 'boots-user1': { readonly line: string };
  readonly 'boots-user2': { readonly line: string };
  readonly unplug: WriteFacts;
  readonly resets: { readonly works: readonly string[]; readonly fails: readonly string[] };
}

interface WriteFacts {
  /** Of flash. */
  readonly bytes: number;
  readonly sent: number;
  readonly baud: number;
}

/** What came instead of what a check expects, where no job failed. */
export type Miss =
  | { readonly kind: 'sent-too-much'; readonly sent: number; readonly expected: number }
  | { readonly kind: 'bytes-differ'; readonly offset: number }
  | { readonly kind: 'other-slot'; readonly expected: Slot; readonly found?: Slot }
  | { readonly kind: 'no-rate' | 'no-reset' | 'not-unplugged' | 'not-plugged' };

export type SkipReason =
  /** Somebody did not want it. */
  | 'not-wanted'
  | 'no-auto-reset'
  | 'needs-stub'
  /** Another check that it builds on failed. */
  | 'after-failure';

interface Passed<Name extends CheckName> {
  readonly check: Name;
  readonly verdict: 'passed';
  readonly ms: number;
  readonly facts: CheckFacts[Name];
}

export type CheckResult =
  | { readonly [Name in CheckName]: Passed<Name> }[CheckName]
  | {
      readonly check: CheckName;
      readonly verdict: 'failed';
      readonly ms: number;
      readonly why: { readonly finding: Finding } | { readonly miss: Miss };
    }
  | { readonly check: CheckName; readonly verdict: 'skipped'; readonly why: SkipReason };

/** What is told while a board is checked. */
export type CheckNews =
  | { readonly kind: 'begun'; readonly check: CheckName }
  | { readonly kind: 'result'; readonly result: CheckResult }
  /** Somebody has to do something with the cable. */
  | { readonly kind: 'asks'; readonly what: 'unplug' | 'plug' };
