import type { FlashOffset } from '../bytes/address.ts';
import type { ChipFacts } from '../device/chip-facts.ts';
import type { FlashContents } from '../device/flash-contents.ts';
import type { BootLoaderFacts } from '../esp8266/boot-loaders.ts';
import type { Finding } from '../findings.ts';
import type { BootWish, FlashPlan, FlashWrite } from './flash-plan.ts';

/** What a plan for a board is made from. */
export interface BoardPlanRequest {
  /** As it was made from the files; a boot loader in it goes before our own. */
  readonly plan: FlashPlan;
  /** Twinslot's own boot loader as it was built; without it the one on the board stays. */
  readonly ownLoader?: Uint8Array;
  readonly wish: BootWish;
  readonly contents: FlashContents;
  readonly chip: ChipFacts;
  /** Bytes; what somebody chose counts more than what the flash says of itself. */
  readonly flashSize?: number;
}

/** The boot loader that the board will have. */
export interface PlannedLoader {
  /** None when the one on the board stays. */
  readonly write?: FlashWrite;
  readonly facts?: BootLoaderFacts;
}

/**
 * One thing that is done to the flash. Steps are done in their order, each proven before the next: interrupted after
 * any of them, the board starts a slot that works, as long as one did before.
 */
export type PlanStep =
  | { readonly kind: 'write'; readonly write: FlashWrite }
  | { readonly kind: 'erase'; readonly offset: FlashOffset; readonly length: number };

/** What will happen to a board of which is known what it holds. */
export interface BoardPlan {
  /** As the memory map draws it. */
  readonly plan: FlashPlan;
  readonly steps: readonly PlanStep[];
  /** Bytes, when somebody chose them. */
  readonly flashSize?: number;
  /** Errors: nothing may go out. Warnings: somebody has to say yes once. */
  readonly findings: readonly Finding[];
}
