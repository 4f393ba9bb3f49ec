import type { FlashOffset } from '../bytes/address.ts';
import type { Slot } from '../esp8266/flash-map.ts';
import type { Finding } from '../findings.ts';
import type { FlashPlan, WriteRole } from '../plan/flash-plan.ts';
import type { ChipFacts } from './chip-facts.ts';

/** What a job at the board is doing. */
export type FlashStage =
  | 'opening'
  | 'resetting'
  | 'syncing'
  | 'identifying'
  | 'loading-stub'
  | 'changing-baud'
  | 'looking'
  | 'comparing'
  | 'erasing'
  | 'writing'
  | 'verifying'
  | 'choosing-slot'
  | 'reading'
  | 'restarting';

/** What became of a stretch of the flash; the memory map shows it sector by sector. */
export type SectorState =
  /** Known by MD5 to hold already what it should. */
  | 'same'
  | 'writing'
  /** Sent and accepted, not yet proven. */
  | 'written'
  /** Known by MD5 to hold what it should, after it was written. */
  | 'verified'
  | 'erased'
  | 'read'
  /** Holds something else than it should. */
  | 'differs';

/** What a job tells while it works, in order. */
export type FlashEvent =
  | { readonly type: 'stage'; readonly stage: FlashStage }
  /** An attempt failed, and another follows; `finding` says why. */
  | { readonly type: 'retry'; readonly finding: Finding }
  /** Somebody has to press buttons: there is no automatic reset. `heard` when the ROM's banner came. */
  | { readonly type: 'assist'; readonly heard: boolean }
  | { readonly type: 'chip'; readonly chip: ChipFacts }
  | { readonly type: 'link'; readonly baud: number; readonly loader: 'rom' | 'stub' }
  | {
      readonly type: 'sectors';
      readonly offset: FlashOffset;
      readonly length: number;
      readonly state: SectorState;
    }
  /** Of the stage: bytes of flash done and to do; `wire` counts bytes that went over the line in both directions. */
  | { readonly type: 'progress'; readonly done: number; readonly total: number; readonly wire: number }
  | { readonly type: 'finding'; readonly finding: Finding };

/** What became of one write of the plan. */
export interface WriteResult {
  readonly role: WriteRole;
  readonly name: string;
  readonly offset: FlashOffset;
  readonly length: number;
  /** `skipped`: the flash held it already, by MD5. */
  readonly outcome: 'skipped' | 'written' | 'repaired';
  /** Bytes of flash that were sent; less than the length when only some sectors differed. */
  readonly sent: number;
  /** MD5 of what the flash holds, as the chip computed it; none without a stub. */
  readonly md5?: string;
}

/** The proof that a flash holds what the plan says. */
export interface FlashReport {
  readonly plan: FlashPlan;
  readonly writes: readonly WriteResult[];
  /** `md5`: by the stub; `read-back`: the ROM compared while writing, and a sample of every sector was read back. */
  readonly verifiedBy: 'md5' | 'read-back';
  readonly baud: number;
  readonly durationMs: number;
  /** Bytes over the line in both directions. */
  readonly wire: number;
  /** What starts after a reset, as far as is known. */
  readonly boots?: Slot;
  readonly findings: readonly Finding[];
}
