import type { WatchNote } from '../../core/bootlog/watch-note.ts';
import type { CheckName, CheckResult } from '../../core/device/board-check.ts';
import type { ChipFacts } from '../../core/device/chip-facts.ts';
import type { FlashContents } from '../../core/device/flash-contents.ts';
import type { FlashReport, FlashStage, SectorState } from '../../core/device/flash-event.ts';
import type { LinkMemory } from '../../core/device/link-memory.ts';
import type { Finding } from '../../core/findings.ts';
import type { LoaderKind } from '../../core/loader/limits.ts';
import type { BoardPlan } from '../../core/plan/board-plan.ts';
import type { BootWish } from '../../core/plan/flash-plan.ts';
import type { PortIdentity } from '../../jobs/ports.ts';
import type { LaneJob } from '../../worker/lane-protocol.ts';
import type { SerialLog } from '../serial-log.ts';

/** What the page shows of one lane: a port, the board behind it, and what is being done to it. */
export interface LaneView {
  /** Unique on the page. */
  readonly id: string;
  readonly port: PortView;
  /** The cable is in. */
  readonly plugged: boolean;
  readonly phase: LanePhase;
  /** What is being done (`working`, `connecting`, `watching`), or was when it ended. */
  readonly job?: LaneJob;
  /** While a job runs. */
  readonly progress?: LaneProgress;
  /** A failed attempt that another one follows: the latest, while connecting. */
  readonly retry?: Finding;
  /** Somebody has to hold FLASH and tap RESET; `heard`: they did, the ROM's banner came. */
  readonly assist?: { readonly heard: boolean };

  readonly chip?: ChipFacts;
  readonly link?: { readonly baud: number; readonly loader: LoaderKind };
  /** As of the last look; a job that changes the flash brings a new one. */
  readonly contents?: FlashContents;
  /** Sectors that the running or last job has touched; none before one has. */
  readonly sectors?: SectorMap;

  /** What a write would do; comes anew with every change of files, settings, contents and choices. */
  readonly boardPlan?: BoardPlan;
  /** `blocked`: the plan has errors. `confirm`: it has warnings that nobody has said yes to. */
  readonly readiness?: 'blocked' | 'confirm' | 'ready';
  readonly choices: LaneChoices;
  /** The board was never written from this browser: a copy of its flash first would be wise. */
  readonly backup?: 'offer' | 'saved' | 'declined';

  /** Of the last write or choice of a slot that ended well. */
  readonly report?: FlashReport;
  /** What that report proves is what the page would write now: there is nothing to do. */
  readonly done?: true;
  /** Of the checks that run, or ran last. */
  readonly check?: CheckView;
  /** Of the last read. */
  readonly read?: ReadBack;
  /** Why the last job failed. */
  readonly finding?: Finding;
  /** What was worth saying during the job, and after a stop: what boots now. */
  readonly findings: readonly Finding[];
  /** Somebody pressed Esc while the flash is changed: do they mean it? The work goes on meanwhile. */
  readonly stopAsked?: true;
  /** A write broke off and can go on: what is done already is found by MD5 and skipped. */
  readonly resume?: 'waits-for-port' | 'offered' | 'under-way';
  /** A fault of the program in the lane's worker; the lane is of no use any more. */
  readonly fault?: string;

  /** What the board said while it was watched. */
  readonly log: SerialLog;
  readonly memory: LinkMemory;
}

export type LanePhase =
  /** The port is there, nothing is done with it; also after a job failed so that the line is closed. */
  | 'closed'
  | 'connecting'
  /** In the loader, ready for orders. */
  | 'connected'
  /** Writing, choosing a slot, reading, erasing: see `job`. */
  | 'working'
  | 'stopping'
  | 'watching'
  /** The cable is out. */
  | 'unplugged'
  /** Another tab of this page holds the port. */
  | 'taken'
  | 'fault';

export interface PortView {
  readonly identity: PortIdentity;
  /** Name of the bridge chip where its ids are known: `CP2102`. */
  readonly bridge?: string;
  /** Of several ports with the same identity, from 1; undefined when there is only one. */
  readonly number?: number;
}

export interface LaneChoices {
  readonly baud: number | 'auto';
  readonly stub: boolean;
  /** Whether Twinslot's own boot loader is written where none is among the files. */
  readonly ownLoader: boolean;
  /** Bytes; what somebody says of a flash whose id says nothing. */
  readonly flashSize?: number;
  /** The warnings of the present plan were seen and accepted. */
  readonly confirmed: boolean;
}

export interface LaneProgress {
  readonly stage: FlashStage;
  /** Bytes of flash, of the stage. */
  readonly done: number;
  readonly total: number;
  /** 0 to 100, of the stage; undefined where nobody can know. */
  readonly percent?: number;
  /** Bytes of flash a second, over the last seconds. */
  readonly rate?: number;
  /** Only after three seconds of a steady rate. */
  readonly secondsLeft?: number;
  /** Bytes over the line so far, both directions. */
  readonly wire: number;
}

/** One number a sector of 4096 bytes: its place in `SECTOR_STATES`; 0 = untouched. */
export interface SectorMap {
  readonly states: Uint8Array;
}

export const SECTOR_STATES = [
  'untouched',
  'same',
  'writing',
  'written',
  'verified',
  'erased',
  'read',
  'differs',
] as const satisfies readonly (SectorState | 'untouched')[];

/** What came back from the flash, for a file and the inspector. */
export interface ReadBack {
  readonly offset: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly md5: string;
  /** For saving: `5CCF7F123456-00000.bin`. */
  readonly name: string;
}

/** How far the checks of a board have come. */
export interface CheckView {
  readonly results: readonly CheckResult[];
  readonly running?: CheckName;
  /** Somebody has to do something with the cable. */
  readonly asks?: 'unplug' | 'plug';
}

/** What the page shows of all lanes. */
export interface LanesView {
  /** `missing`: this browser has no Web Serial. `insecure`: the page was not loaded over https or from localhost. */
  readonly serial: 'ready' | 'missing' | 'insecure';
  readonly lanes: readonly LaneView[];
  /** Granted earlier, plugged in now, and not in a lane. */
  readonly ports: readonly PortChoice[];
  /** The chooser was closed without a port: time for help with cables, drivers and permissions. */
  readonly nothingChosen: boolean;
  /** Jobs that write run now: the tab should not be closed. */
  readonly writing: boolean;
  /** A station works with the boards: it tells of them all together, and nobody else of each. */
  readonly attended: boolean;
}

export interface PortChoice extends PortView {
  readonly id: string;
}

export interface WatchChoices {
  /** Restart the board first. */
  readonly reset: boolean;
  readonly baud: number | 'auto';
}

/** Bytes of flash. */
export interface Stretch {
  readonly offset: number;
  readonly length: number;
}

/**
 * What a person can do with boards. Nothing throws or rejects; what comes of it is in the view. Orders that make no
 * sense in the lane's phase do nothing.
 */
export interface LanesHolder {
  readonly view: LanesView;
  /** Calls `listener` on every change. @returns what ends that. */
  subscribe(listener: (view: LanesView) => void): () => void;

  /** A station begins or ends to work with the boards. */
  attend(on: boolean): void;
  /** Opens the browser's chooser (only in a click) and, unless told otherwise, connects to what is chosen. */
  choosePort(connect?: boolean): Promise<void>;
  /** Makes a lane of a port of `view.ports` and, unless told otherwise, connects to it. */
  openPort(id: string, connect?: boolean): Promise<void>;
  /** Connects to the virtual board of the page, which has to be there. */
  openVirtual(connect?: boolean): Promise<void>;
  /** Takes a lane away: the port is closed and free for others. */
  close(lane: string): void;
  /** Downloads what was read. */
  saveRead(lane: string): void;
  /** Puts what was read among the files, where the inspector shows it. */
  openRead(lane: string): void;

  /** The browser forgets that this page may use the port. */
  forget(lane: string): Promise<void>;

  connect(lane: string): void;
  /** Changes the choices; a change of rate or stub counts from the next connect. */
  choose(lane: string, choices: Partial<LaneChoices>): void;
  /** Writes what `boardPlan` says; does nothing unless `readiness` is `ready`. */
  write(lane: string): void;
  /** Goes on with a write that broke off. */
  resume(lane: string): void;
  chooseSlot(lane: string, wish: BootWish): void;
  /** The whole flash, or a region; `read` then holds it. `backup`: it counts as the copy before the first write. */
  readBack(lane: string, stretch?: Stretch, backup?: boolean): void;
  declineBackup(lane: string): void;
  /** The whole flash, or a region of whole sectors. The question whether to comes before. */
  erase(lane: string, stretch?: Stretch): void;
  watch(lane: string, choices: WatchChoices): void;
  /** While watched: at which rate its program speaks, or that it is to be found; remembered. */
  chooseRate(lane: string, baud: number | 'auto'): void;
  /** While watched: the board restarts in a moment, and its boot text comes next. */
  expectRestart(lane: string): void;
  /** While watched: resets the board once more to read its boot text. */
  repeatBoot(lane: string, why: 'asked' | 'boot-missed'): void;
  /** To the board, while watched. */
  send(lane: string, bytes: Uint8Array): void;
  clearLog(lane: string): void;
  /** Puts the board through the checks; those that write need the question before. */
  check(lane: string, wanted: readonly CheckName[]): Promise<void>;
  /** The check that runs is left out. */
  skipCheck(lane: string): void;
  /** Ends the running job. @returns whether there was one. */
  stop(lane: string): boolean;
  /**
   * Esc: ends the running job; one that changes the flash asks first, and the next Esc takes the question back.
   * @param lane the one that somebody is at; otherwise the first that works.
   * @returns whether there was something to stop.
   */
  escape(lane?: string): boolean;
  /** Takes the question back: the job goes on. */
  keepOn(lane: string): void;
  /** What the board says while watched, as it comes. @returns what ends that. */
  onSerial(lane: string, listener: (part: SerialPart) => void): () => void;
  /** What the watch does by itself, between what it hears. @returns what ends that. */
  onNote(lane: string, listener: (part: NotePart) => void): () => void;
}

/** Something that the watch did by itself, in order with what it heard; `ms` since the port was opened. */
export interface NotePart {
  readonly note: WatchNote;
  readonly ms: number;
}

/** Bytes from the board; `ms` since the port was opened. */
export interface SerialPart {
  readonly bytes: Uint8Array;
  readonly ms: number;
  readonly baud: number;
}
