import type { RunState } from '../bootlog/run-state.ts';
import type { FlashReport, FlashStage } from '../device/flash-event.ts';
import type { Slot } from '../esp8266/flash-map.ts';
import type { Finding, FindingCode } from '../findings.ts';

/** A place at the station, and the board that is in it. The same seat takes one board after the other. */
export type Seat =
  /** Nothing is plugged in, or what is there was left alone because the station takes no new boards. */
  | { readonly kind: 'waiting' }
  /** Somebody else works with the port: another tab, or a person on this page. */
  | { readonly kind: 'busy' }
  | ({ readonly kind: 'recognising' } & Board)
  /** Nothing was written. `again`: this board has passed with this build before. */
  | ({ readonly kind: 'refused'; readonly why: readonly Finding[]; readonly again: boolean } & Board)
  | ({ readonly kind: 'flashing' | 'verifying'; readonly waitsForCable: boolean } & Board & Attempts)
  /** Written and proven; now its boot text has to say which slot runs. */
  | ({ readonly kind: 'booting'; readonly watchedAt: number; readonly boots?: Slot } & Board)
  | ({ readonly kind: 'passed'; readonly slot?: Slot; readonly ms: number } & Board)
  | ({ readonly kind: 'failed'; readonly finding: Finding } & Board);

export interface Board {
  /** Undefined until it is known, and where the chip does not say. */
  readonly mac?: string;
  /** When it was plugged in, or told to begin again; milliseconds on the caller's clock. */
  readonly since: number;
  /** A person wants it written whatever was there, and whether or not it was done before. */
  readonly insisted: boolean;
}

interface Attempts {
  /** How often the write went on by itself after it broke off. */
  readonly resumed: number;
}

/** What is seen of the lane behind a seat; undefined for a lane that is gone. */
export interface SeatSight {
  readonly plugged: boolean;
  readonly phase: SeatPhase;
  readonly mac?: string;
  /** What speaks against the plan for this board; undefined while there is no plan. */
  readonly findings?: readonly Finding[];
  readonly stage?: FlashStage;
  /** The last write ended well. */
  readonly report?: FlashReport;
  /** Why the last job failed. */
  readonly finding?: Finding;
  readonly resume?: 'waits-for-port' | 'offered' | 'under-way';
  /** What the boot text proves, since the reset. */
  readonly run?: RunState;
  readonly fault?: string;
}

export type SeatPhase =
  | 'closed'
  | 'connecting'
  | 'connected'
  | 'working'
  | 'stopping'
  | 'watching'
  | 'unplugged'
  | 'taken'
  | 'fault';

/** What the lane has to do next. */
export type SeatCommand =
  | 'connect'
  /** The warnings of its plan are those that the person has agreed to. */
  | 'confirm'
  | 'write'
  | 'resume'
  /** Restart the board and read what it says. */
  | 'watch'
  /** Close the port: the board may be taken out. */
  | 'release';

/** What was agreed before the station was started. */
export interface StationRules {
  /** Boards may have been used before: their boot loader, map, settings and Wi-Fi data may go. */
  readonly usedBoards: boolean;
  /** Twinslot's own boot loader is written where none is among the files. */
  readonly ownLoader: boolean;
  /** Of the line while writing. */
  readonly baud: number | 'auto';
}

/** How the work at one board ended; goes into the log. */
export interface Outcome {
  readonly result: 'passed' | 'failed' | 'refused';
  readonly mac?: string;
  readonly ms: number;
  readonly slot?: Slot;
  readonly finding?: Finding;
}

export interface SeatContext {
  /** Milliseconds. */
  readonly now: number;
  readonly rules: StationRules;
  /** New boards are taken. */
  readonly accepting: boolean;
  /** This board has passed with this build. */
  readonly doneBefore: (mac: string) => boolean;
}

export interface SeatStep {
  readonly seat: Seat;
  readonly commands: readonly SeatCommand[];
  readonly outcome?: Outcome;
}

export const EMPTY_SEAT: Seat = { kind: 'waiting' };

/** Something runs that has to come to its end. */
export const isAtWork = ({ kind }: Seat): boolean =>
  kind === 'recognising' || kind === 'flashing' || kind === 'verifying' || kind === 'booting';

/** Warnings about what was on a board before, that may be agreed to once for all boards. */
const OF_USED_BOARDS: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'board-loader-older',
  'board-map-changes',
  'board-settings-differ',
  'board-wifi-lost',
  'board-choice-lost',
]);

/** What keeps this board from being written: all errors, and warnings that nobody has agreed to. */
export function objections(
  findings: readonly Finding[],
  { usedBoards }: StationRules,
  insisted: boolean,
): readonly Finding[] {
  const agreed = ({ code }: Finding): boolean => insisted || (usedBoards && OF_USED_BOARDS.has(code));
  return findings.filter(
    found => found.severity === 'error' || (found.severity === 'warning' && !agreed(found)),
  );
}
