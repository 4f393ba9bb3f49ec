import type { WatchNote } from '../core/bootlog/watch-note.ts';
import type { CheckName, CheckNews } from '../core/device/board-check.ts';
import type { ChipFacts } from '../core/device/chip-facts.ts';
import type { FlashContents } from '../core/device/flash-contents.ts';
import type { FlashEvent, FlashReport } from '../core/device/flash-event.ts';
import type { LinkMemory } from '../core/device/link-memory.ts';
import type { Finding } from '../core/findings.ts';
import type { BoardPlan } from '../core/plan/board-plan.ts';
import type { BootWish, FlashPlan } from '../core/plan/flash-plan.ts';
import type { PortIdentity } from '../jobs/ports.ts';

/**
 * What the page and the worker of one lane say to each other. A lane is one serial port with its own worker, which
 * opens it: timers of a hidden page slow down, those of a worker do not. The virtual board is a port like any other.
 */

/**
 * Which port: the n-th granted one of `of` with this identity, or the far end of a channel to the virtual board.
 */
export type LanePort =
  | {
      readonly kind: 'usb';
      readonly identity: PortIdentity;
      readonly index: number;
      readonly of?: number;
    }
  | { readonly kind: 'virtual'; readonly channel: MessagePort };

export interface ConnectChoices {
  /** `auto`: as fast as ROM, stub and bridge bear. */
  readonly baud: number | 'auto';
  /** Without the stub the ROM does everything, slower and with less proof. */
  readonly stub: boolean;
  /** What was learnt about this port and bridge before. */
  readonly remembered?: LinkMemory;
}

/** Page → lane. One job at a time; `stop` ends it. */
export type LaneOrder =
  /** Comes first; and again when the port has another place among those that look the same. */
  | { readonly type: 'port'; readonly port: LanePort }
  /** Into the loader, identify, look at the flash. */
  | { readonly type: 'connect'; readonly choices: ConnectChoices }
  | { readonly type: 'write'; readonly plan: BoardPlan }
  | { readonly type: 'choose-slot'; readonly wish: BootWish }
  | { readonly type: 'read'; readonly offset: number; readonly length: number }
  | { readonly type: 'erase'; readonly offset: number; readonly length: number }
  /** What the board says is reported until `stop`; `reset`: from its start. `baud`: of the program, not of its boot. */
  | {
      readonly type: 'watch';
      readonly reset: boolean;
      readonly baud: number | 'auto';
      readonly remembered?: LinkMemory;
    }
  /** While watched: the rate of the program, or that it is to be found. */
  | { readonly type: 'choose-rate'; readonly baud: number | 'auto' }
  /** While watched: the board is known to restart in a moment; its boot text comes next. */
  | { readonly type: 'expect-restart' }
  /** While watched: resets the board and reads its boot text; told before it is done. */
  | { readonly type: 'repeat-boot'; readonly why: 'asked' | 'boot-missed' }
  /** Puts the board through checks; what they find out is reported one by one. */
  | {
      readonly type: 'check';
      readonly wanted: readonly CheckName[];
      readonly stub: boolean;
      /** Programs for both slots. */
      readonly plan: FlashPlan;
      readonly ownLoader?: Uint8Array;
    }
  /** The check that runs is not wanted; the next one begins. */
  | { readonly type: 'skip' }
  | { readonly type: 'send'; readonly bytes: Uint8Array }
  | { readonly type: 'stop' }
  | { readonly type: 'close' };

/** What can be ordered while a board is watched. */
export type WatchChange = Extract<
  LaneOrder,
  { readonly type: 'choose-rate' | 'expect-restart' | 'repeat-boot' }
>;

export type LaneJob = 'connect' | 'write' | 'choose-slot' | 'read' | 'erase' | 'watch' | 'check';

/** What is left after a job that did not end well. */
export interface Aftermath {
  /** The loader still answers: the next order can come. Otherwise the port is closed. */
  readonly connected: boolean;
  /** What the flash holds now, where the loader could still say. */
  readonly contents?: FlashContents;
}

/** Lane → page. Every job ends with exactly one of `done`, `failed`, `stopped`, `fault`. */
export type LaneReport =
  | { readonly type: 'event'; readonly event: FlashEvent }
  | {
      readonly type: 'done';
      readonly job: 'connect';
      readonly chip: ChipFacts;
      readonly contents: FlashContents;
      readonly memory: LinkMemory;
    }
  | {
      readonly type: 'done';
      readonly job: 'write' | 'choose-slot';
      readonly report: FlashReport;
      readonly contents: FlashContents;
    }
  | {
      readonly type: 'done';
      readonly job: 'read';
      readonly offset: number;
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly md5: string;
    }
  | { readonly type: 'done'; readonly job: 'erase'; readonly contents: FlashContents }
  | {
      readonly type: 'done';
      readonly job: 'check';
      readonly contents: FlashContents;
      readonly memory: LinkMemory;
    }
  /** While the board is checked. */
  | { readonly type: 'check'; readonly news: CheckNews }
  /** `resumable`: connect again and give the same order; what is done already is found by MD5 and skipped. */
  | ({
      readonly type: 'failed';
      readonly job: LaneJob;
      readonly finding: Finding;
      readonly resumable: boolean;
    } & Aftermath)
  /** Somebody said stop; a watch ends in no other way, unless it fails. */
  | ({ readonly type: 'stopped'; readonly job: LaneJob } & Aftermath)
  /** What the board says, while watched; `ms` since the port was opened. */
  | { readonly type: 'serial'; readonly bytes: Uint8Array; readonly ms: number; readonly baud: number }
  /** What the watch does by itself, in order with what it hears. */
  | { readonly type: 'watch-note'; readonly note: WatchNote; readonly ms: number }
  /** There is a cable, or none: at the beginning, and whenever that changes. */
  | { readonly type: 'plugged'; readonly plugged: boolean }
  /** After `close`: the port is free for others. */
  | { readonly type: 'closed' }
  /** This browser has no serial ports in workers: the lane has to live in the page. */
  | { readonly type: 'no-serial' }
  /** A fault of the program; the lane is gone. */
  | { readonly type: 'fault'; readonly message: string };
