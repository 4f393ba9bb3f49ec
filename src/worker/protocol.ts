import type { ExceptionReport } from '../core/bootlog/exception.ts';
import type { CrashTrace } from '../core/bootlog/resolve.ts';
import type { FlashMapName } from '../core/esp8266/flash-map.ts';
import type { Finding } from '../core/findings.ts';
import type { Archive } from '../core/locker/archive.ts';
import type { FlashPlan } from '../core/plan/flash-plan.ts';
import type { SectionSizes } from '../core/size/by-symbol.ts';
import type { Comparison } from '../core/workspace/compare.ts';
import type { ChosenSettings, FileRole, FlashOrigin, Workspace } from '../core/workspace/workspace.ts';

/**
 * What the page and its worker say to each other. Every call carries all that it needs, so that a worker can be
 * ended in the middle of one and nothing is lost.
 */

/** A file for the worker; it crosses as a handle, its bytes are read in slices on the other side. */
export interface FileRef {
  readonly id: string;
  readonly name: string;
  readonly file: Blob;
  readonly role?: FileRole;
  readonly origin?: FlashOrigin;
}

/** Every call with its request and its reply. */
export interface Calls {
  /** Everything that the page shows for these files and settings. */
  readonly evaluate: {
    readonly request: { readonly files: readonly FileRef[]; readonly settings: ChosenSettings };
    readonly reply: Workspace;
  };
  /** Which symbol of an ELF file takes how much. */
  readonly symbols: {
    readonly request: { readonly file: FileRef };
    readonly reply: readonly SectionSizes[];
  };
  /** The whole flash as one file. */
  readonly merge: { readonly request: { readonly plan: FlashPlan }; readonly reply: Uint8Array<ArrayBuffer> };
  /** Names of functions for the addresses of a crash, by the symbols of an ELF file. */
  readonly trace: {
    readonly request: { readonly file: FileRef; readonly crash: ExceptionReport };
    readonly reply: CrashTrace;
  };
  /** What grew from one ELF file to another. */
  readonly difference: {
    readonly request: { readonly older: FileRef; readonly newer: FileRef; readonly map?: FlashMapName };
    readonly reply: Comparison;
  };
  /** The catalogue of a locker that was saved as one file. */
  readonly locker: { readonly request: { readonly file: Blob }; readonly reply: Archive };
  /** SHA-256, as 64 hex digits. */
  readonly hash: { readonly request: { readonly contents: Blob }; readonly reply: string };
}

export type CallName = keyof Calls;
export type Request<Name extends CallName> = Calls[Name]['request'];
export type Reply<Name extends CallName> = Calls[Name]['reply'];

/** Calls of which only the newest counts: an older one that is still running has lost its point. */
export const LATEST_WINS: ReadonlySet<CallName> = new Set<CallName>(['evaluate']);

/** Page → worker. */
export interface CallMessage<Name extends CallName = CallName> {
  readonly id: number;
  readonly name: Name;
  readonly request: Request<Name>;
}

/** Why a call failed: something that a person can act on keeps its code and facts, a fault of ours its text. */
export type Failure =
  | { readonly kind: 'problem'; readonly finding: Finding }
  | { readonly kind: 'fault'; readonly message: string };

/** Worker → page. */
export type ReplyMessage =
  | { readonly id: number; readonly ok: true; readonly value: Reply<CallName> }
  | { readonly id: number; readonly ok: false; readonly failure: Failure };
