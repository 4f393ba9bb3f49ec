import type { Finding } from '../findings.ts';
import type { FlashPlan, FlashWrite } from './flash-plan.ts';

/**
 * One thing that is done to the flash. Steps are done in their order, each proven before the next: interrupted after
 * any of them, the board starts a slot that works, as long as one did before.
 */
export type PlanStep =
  | { readonly kind: 'write'; readonly write: FlashWrite }
  | { readonly kind: 'erase'; readonly offset: number; readonly length: number };

/** What will happen to a board of which is known what it holds. */
export interface BoardPlan {
  /** As the memory map draws it. */
  readonly plan: FlashPlan;
  readonly steps: readonly PlanStep[];
  /** Errors: nothing may go out. Warnings: somebody has to say yes once. */
  readonly findings: readonly Finding[];
}
