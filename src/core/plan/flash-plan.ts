import type { FlashOffset } from '../bytes/address.ts';
import type { FlashMapName, Slot } from '../esp8266/flash-map.ts';
import type { FlashSettings } from '../esp8266/settings.ts';
import type { Finding } from '../findings.ts';

export type WriteRole = 'boot-loader' | Slot | 'plain-head' | 'plain-irom' | 'boot-choice';

/** Bytes that go to the flash. */
export interface FlashWrite {
  readonly role: WriteRole;
  /** Start of a sector. */
  readonly offset: FlashOffset;
  readonly bytes: Uint8Array;
  /** What the file is called when it is saved. */
  readonly name: string;
  /** Name of the file that it was made from; none for what Twinslot makes itself. */
  readonly from?: string;
}

export type KeepRole = 'boot-loader' | Slot | 'rf-calibration' | 'init-data' | 'parameters';

/** A region that is not touched. */
export interface FlashKeep {
  readonly role: KeepRole;
  readonly offset: FlashOffset;
  readonly length: number;
}

/** Why the parameter sectors are erased. */
export type EraseReason = 'start-user1' | 'start-user2';

export interface FlashErase {
  readonly offset: FlashOffset;
  readonly length: number;
  readonly reason: EraseReason;
}

/** Everything that will happen to the flash: sorted, non-overlapping, in whole sectors. */
export interface FlashPlan {
  readonly settings: FlashSettings;
  readonly map: FlashMapName;
  readonly writes: readonly FlashWrite[];
  readonly erases: readonly FlashErase[];
  readonly keeps: readonly FlashKeep[];
  /** The slot that starts afterwards; none without OTA, or when the choice on the board is kept. */
  readonly boots?: Slot;
  readonly findings: readonly Finding[];
}

/** Which slot should start: chosen, or whatever the board has stored. */
export type BootWish = Slot | 'keep';
