/** Whether what was started still runs: the only question about a log that needs a clock. */
import type { BootHistory, BootReport, SlotClaim } from './report.ts';

/** So long no new boot, and the application counts as running (boot.md, section 8). */
const QUIET_MS = 2000;

export type RunState =
  /** This slot runs. */
  | { readonly kind: 'running'; readonly claim: SlotClaim }
  /** Started, but the quiet time is not over, or nobody knows the times. */
  | { readonly kind: 'started'; readonly claim: SlotClaim; readonly waitMs?: number }
  | { readonly kind: 'crashed'; readonly claim: SlotClaim }
  | { readonly kind: 'not-known'; readonly report?: BootReport };

/**
 * @param now on the clock of the lines' times; undefined when the log has none, as in a file.
 */
export function runState(history: BootHistory, now?: number): RunState {
  const report = history.boots.at(-1);
  const claim = report?.slot;
  if (!report || !claim) return { kind: 'not-known', ...(report && { report }) };
  if (report.stage === 'crashed') return { kind: 'crashed', claim };
  if (report.stage !== 'started') return { kind: 'not-known', report };
  const since = report.start?.time;
  if (now === undefined || since === undefined) return { kind: 'started', claim };
  const waitMs = QUIET_MS - (now - since);
  return waitMs <= 0 ? { kind: 'running', claim } : { kind: 'started', claim, waitMs };
}
