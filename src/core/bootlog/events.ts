/**
 * What a serial log of an ESP8266 says, line by line. A line is kept as it came; where its form is known, it carries a
 * fact. Sources of all forms: boot.md, sections 2 to 7, and ota.md, section 2.
 */
import type { Slot } from '../esp8266/flash-map.ts';

/** Who speaks. `exception`: a crash report, whoever prints it; `noise`: bytes of another rate, or of a bad line. */
export type LineOrigin = 'rom' | 'loader' | 'sdk' | 'app' | 'exception' | 'noise';

/** One line, or a piece of one that is too long. */
export interface LogLine {
  /** Counted from 1. */
  readonly number: number;
  /** Bytes from the start of the stream to the first one of the line. */
  readonly offset: number;
  /** Bytes, the line end included. */
  readonly length: number;
  /** Milliseconds, as given to `push` with the first byte. */
  readonly time?: number;
  readonly origin: LineOrigin;
  /** Without the line end; UTF-8 where it is valid, else one character per byte. */
  readonly text: string;
  /** Of a line of noise: the number of the first line of its stretch, which a monitor shows as one. */
  readonly stretch?: number;
}

/** Boot loaders and firmware of other worlds, which have no slots of ours. */
export type OtherWorld = 'rboot' | 'eboot' | 'rtos-sdk' | 'nodemcu' | 'hoco';

/** Lines of the SDK that say that something is wrong, or which SDK it is. */
export type SdkNote =
  | 'version'
  | 'rf-cal-sector'
  | 'init-data-missing'
  | 'parameters-restored'
  | 'parameters-bad'
  | 'out-of-memory'
  | 'map-corrected'
  | 'map-mismatch'
  | 'map-wrong'
  | 'partition-map'
  | 'ota-partition'
  | 'no-flash-code'
  | 'memory-check';

/** Why the upgrade client gave up, or will never finish. */
export type UpgradeFailure =
  | 'no-server'
  | 'no-memory'
  | 'length-missing'
  | 'too-long'
  | 'not-an-image'
  | 'wrong-slot'
  | 'erase-failed'
  | 'flash-read-failed';

/** Registers that crash reports print. */
export type ExceptionRegister = 'epc1' | 'epc2' | 'epc3' | 'excvaddr' | 'depc';
export type ExceptionRegisters = Readonly<Partial<Record<ExceptionRegister, number>>>;

export type UpgradeFact =
  | { readonly step: 'started' | 'connecting' | 'connected' | 'answered' | 'downloading' | 'checked' }
  | { readonly step: 'limit'; readonly seconds: number }
  | { readonly step: 'length'; readonly bytes: number }
  | { readonly step: 'erasing'; readonly sectors: number }
  | { readonly step: 'erased'; readonly sector: number }
  | { readonly step: 'all-erased'; readonly sectors: number }
  | { readonly step: 'received'; readonly bytes: number }
  | { readonly step: 'downloaded' }
  | { readonly step: 'crc'; readonly of: 'flash' | 'image'; readonly value: string }
  | { readonly step: 'restart'; readonly slot: Slot }
  | { readonly step: 'failed'; readonly why: UpgradeFailure };

export type ExceptionFact =
  | {
      readonly part: 'start';
      readonly by: 'rom' | 'sdk' | 'arduino';
      readonly what: 'exception' | 'watchdog' | 'panic';
      readonly cause?: number;
      /** What was said besides, e.g. the place of a failed assertion. */
      readonly text?: string;
    }
  | { readonly part: 'registers'; readonly registers: ExceptionRegisters }
  | { readonly part: 'unaligned'; readonly stackPointer: number }
  | { readonly part: 'general'; readonly row: number; readonly values: readonly number[] }
  | { readonly part: 'context'; readonly context: string }
  | { readonly part: 'stack'; readonly from: number; readonly end: number; readonly offset: number }
  | { readonly part: 'row'; readonly address: number; readonly words: readonly number[] }
  | { readonly part: 'end' };

/** Lines on the way from reset to the application. */
export type LoadFact =
  | { readonly kind: 'load'; readonly address: number; readonly length: number; readonly room: number }
  | { readonly kind: 'checksum' | 'final-checksum'; readonly value: number }
  | { readonly kind: 'own-loader' | 'loader'; readonly version: string }
  | { readonly kind: 'other-world'; readonly world: OtherWorld; readonly version?: string }
  | { readonly kind: 'speed' | 'flash-mode' | 'map'; readonly text: string }
  | { readonly kind: 'jump'; readonly target: Slot | 'bin'; readonly offset?: number };

/** What ROM and boot loaders say when something is not as it should be. */
export type TroubleFact =
  | { readonly kind: PlainTrouble }
  | { readonly kind: 'retry'; readonly which: 'first' | 'backup'; readonly counter: number }
  | { readonly kind: 'changes-over'; readonly to: 'backup' | 'first' }
  | { readonly kind: 'bad-flag'; readonly value: number }
  | {
      readonly kind: 'refused';
      readonly target: Slot | 'bin';
      readonly offset: number;
      readonly reason: string;
    };

export type PlainTrouble =
  // The ROM
  | 'unknown-reset'
  | 'rom-gave-up'
  | 'rom-checksum'
  | 'rom-read'
  | 'user-code-done'
  // Boot loaders
  | 'image-magic'
  | 'both-failed'
  | 'no-test-pin'
  | 'unchecked'
  | 'parameters-not-saved'
  | 'test-mode'
  | 'other-failed';

export type BootFact =
  | { readonly kind: 'banner'; readonly cause: number; readonly mode: number; readonly second: number }
  | { readonly kind: 'watchdog-reset' | 'waiting-for-host' }
  | { readonly kind: 'tail'; readonly tail: number }
  | LoadFact
  | TroubleFact
  /** A jump line where no boot loader speaks: somebody printed it, or a whole boot was missed. */
  | { readonly kind: 'stray-jump' }
  /** Pieces of boot text that cannot be read, in the middle of an application's. */
  | { readonly kind: 'missed-boot' }
  // Applications
  | { readonly kind: 'sdk'; readonly note: SdkNote; readonly values: readonly string[] }
  | { readonly kind: 'upgrade'; readonly upgrade: UpgradeFact }
  | { readonly kind: 'exception'; readonly exception: ExceptionFact };

export type BootEvent =
  | { readonly kind: 'line'; readonly line: LogLine; readonly fact?: BootFact }
  /** From here on another rate: what came in between is lost. `after` is the number of the line before. */
  | { readonly kind: 'rate'; readonly baud: number; readonly after: number; readonly gapMs?: number };
