/** What a log says about one boot: every claim with the number of the line that proves it. */
import type { FlashMapName, Slot, SlotLayout } from '../esp8266/flash-map.ts';
import type { FlashFrequency, FlashMode } from '../esp8266/settings.ts';
import type { OtherWorld, SdkNote, TroubleFact, UpgradeFailure } from './events.ts';
import type { ExceptionReport } from './exception.ts';

/** Why the chip started, as far as its number tells: a restart by software keeps the number before (boot.md, 2). */
export type ResetCause =
  | 'unknown'
  | 'power-on'
  | 'reset-pin'
  | 'software'
  | 'watchdog'
  | 'deep-sleep-timer'
  | 'deep-sleep-power-on';

/** What the pins told the ROM to do. */
export type BootMode = 'remap' | 'uart' | 'ram' | 'flash' | 'sdio';

export interface LoadedSegment {
  readonly address: number;
  /** Bytes. */
  readonly length: number;
  /** Running XOR after it. */
  readonly checksum?: number;
  readonly line: number;
}

/** Which boot loader. `segments`: told by the lengths and checksums that the ROM printed, without its own text. */
export type LoaderClaim =
  | {
      readonly kind: 'sdk';
      readonly version: string;
      readonly by: 'text' | 'segments';
      readonly line: number;
    }
  | {
      readonly kind: 'twinslot';
      readonly version: string;
      readonly by: 'text' | 'segments';
      readonly line: number;
    }
  | { readonly kind: 'other'; readonly world: OtherWorld; readonly version?: string; readonly line: number };

export interface MapClaim {
  /** As printed: `8Mbit(512KB+512KB)`. */
  readonly text: string;
  /** Missing where the text fits several maps, or none. */
  readonly name?: FlashMapName;
  readonly layout?: SlotLayout;
  readonly line: number;
}

/** The jump line: what the boot loader chose. */
export interface StartClaim {
  readonly target: Slot | 'bin';
  /** In flash; old loaders do not say it. */
  readonly offset?: number;
  readonly line: number;
  readonly time?: number;
}

/**
 * `strong`: slot, address and map agree. `weak`: the loader says no address (1.1 to 1.3), or the line with the map
 * was not read.
 */
export type Confidence = 'strong' | 'weak';

export interface SlotClaim {
  readonly slot: Slot;
  readonly offset?: number;
  readonly line: number;
  readonly confidence: Confidence;
}

/** Why there is no claim about the slot although a jump was seen. */
export type DoubtReason =
  /** Slot, address and map contradict each other: a damaged line. */
  | 'contradiction'
  /** The address is missing on a line that has one. */
  | 'no-address'
  /** A jump line in the middle of an application's text. */
  | 'stray-jump'
  /** The application began anew, or noise of a boot was seen, without its text. */
  | 'missed-boot';

export interface Doubt {
  readonly reason: DoubtReason;
  readonly line: number;
}

/** What went wrong or is worth knowing; in the order of the log. */
export type BootNote = (
  | TroubleFact
  /** `loader-differs`: the ROM has loaded another version than the loader says to be. */
  | { readonly kind: 'map-not-supported' | 'loader-differs' }
  | { readonly kind: 'sdk'; readonly note: SdkNote; readonly values: readonly string[] }
) & { readonly line: number };

export type UpgradeStage = 'asking' | 'erasing' | 'downloading' | 'checking' | 'restarting' | 'failed';

/** How far the upgrade client of the SDK has come, by its own words. */
export interface UpgradeReport {
  readonly stage: UpgradeStage;
  readonly firstLine: number;
  /** Of the latest step. */
  readonly line: number;
  /** Bytes of the image, as the server said. */
  readonly length?: number;
  readonly sectors?: number;
  readonly erased: number;
  /** Bytes written. */
  readonly received: number;
  readonly flashCrc?: string;
  readonly imageCrc?: string;
  /** The slot that it will restart into. */
  readonly target?: Slot;
  readonly failure?: UpgradeFailure | 'crc-differs';
}

/** Where the boot stands. */
export type BootStage =
  /** The ROM or a boot loader is at work. */
  | 'starting'
  /** Handed over to an application. */
  | 'started'
  /** The application's last word was a crash report. */
  | 'crashed'
  /** The application has announced a restart. */
  | 'restarting'
  /** The loader resets to try again, or the other slot. */
  | 'retrying'
  /** Nothing runs, and nothing will without help. */
  | 'failed'
  /** The ROM waits for a flasher. */
  | 'waits-for-flasher'
  /** Pins are wrong: neither flash nor flasher. */
  | 'wrong-pins';

export interface BootReport {
  /** Counted from 1 in this log. */
  readonly number: number;
  readonly firstLine: number;
  readonly startedAt?: number;
  readonly stage: BootStage;
  readonly reset?: { readonly cause: ResetCause; readonly number: number; readonly line: number };
  readonly mode?: {
    readonly mode: BootMode;
    readonly first: number;
    readonly second: number;
    readonly line: number;
  };
  readonly segments: readonly LoadedSegment[];
  /** The ROM has read everything that flash 0 holds. */
  readonly loaded?: { readonly line: number };
  readonly loader?: LoaderClaim;
  readonly speed?: { readonly value: FlashFrequency; readonly line: number };
  readonly flashMode?: { readonly value: FlashMode; readonly line: number };
  readonly map?: MapClaim;
  readonly start?: StartClaim;
  /** The slot that was started, if the log allows to say so; whether it still runs, `runState` tells. */
  readonly slot?: SlotClaim;
  readonly doubt?: Doubt;
  /** Boot loader text was missing although the ROM had loaded something: a program without slots. */
  readonly withoutSlots?: { readonly line: number };
  /** First line of the application that can be read. */
  readonly appLine?: number;
  /** First line of noise behind the start: the application speaks at another rate. */
  readonly noiseLine?: number;
  readonly notes: readonly BootNote[];
  readonly exception?: ExceptionReport;
  readonly upgrade?: UpgradeReport;
  /** The next boot began here. */
  readonly ended?: { readonly line: number; readonly time?: number };
}

/** All boots of a log, the latest one last. */
export interface BootHistory {
  readonly boots: readonly BootReport[];
  /** Boots that were dropped at the front: a board that restarts for hours. */
  readonly dropped: number;
  /** What was seen at the present rate, since the latest boot; see `rate.ts`. */
  readonly rate: RateSight;
}

/** Bytes seen since the last change of the rate. */
export interface RateSight {
  /** Set when it is another rate than that of the boot text. */
  readonly baud?: number;
  /** Bytes; before the first text, or since the text. */
  readonly noise: number;
  readonly clean: boolean;
}

export const NO_BOOTS: BootHistory = {
  boots: [],
  dropped: 0,
  rate: { noise: 0, clean: false },
};
