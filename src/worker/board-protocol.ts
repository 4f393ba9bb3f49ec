import type { BoardPreset, CircuitName } from '../board/config.ts';
import type { Finding } from '../core/findings.ts';
import type { FlashDump } from '../core/image/dump.ts';
import type { NetworkOrder } from './board-net-protocol.ts';

/** What the page and the worker of the virtual board say to each other. One worker is one board. */

/** Page → board. */
export type BoardOrder =
  /** Comes first: a board without power. */
  | ({ readonly type: 'create' } & BoardMake)
  | { readonly type: 'power'; readonly on: boolean }
  | { readonly type: 'press'; readonly button: BoardButton; readonly down: boolean }
  | { readonly type: 'cable'; readonly plugged: boolean }
  /** Asks for what is on the flash now. */
  | { readonly type: 'read-flash' }
  /** Asks for the whole flash as a file. */
  | { readonly type: 'save-flash' }
  /** The other end of a serial cable, which replaces an earlier one; speaks `CableOrder` and `CableReport`. */
  | { readonly type: 'serial'; readonly port: MessagePort }
  | NetworkOrder;

/** What board it is to be. */
export interface BoardMake {
  readonly preset: BoardPreset;
  readonly circuit?: CircuitName;
  /** Bytes; without it as large as `flash`, or as the preset says. */
  readonly flashSize?: number;
  /** From the start of the flash; the rest is erased. Without it the flash is blank. */
  readonly flash?: Uint8Array<ArrayBuffer>;
}

export type BoardButton = 'reset' | 'flash';

/** Board → page. */
export type BoardReport =
  /** What came out of the serial port, one byte per character. */
  | { readonly type: 'serial'; readonly text: string }
  | { readonly type: 'led'; readonly lit: boolean }
  | { readonly type: 'state'; readonly state: BoardCondition }
  | { readonly type: 'flash'; readonly contents: FlashContents }
  | { readonly type: 'saved'; readonly flash: Uint8Array<ArrayBuffer> }
  /** A lane has opened the serial port with this rate, so `serial` is silent; none: it was closed again. */
  | { readonly type: 'taken'; readonly baud?: number }
  /** A fault of the program; the board is gone. */
  | { readonly type: 'fault'; readonly message: string };

/** What the board does; a sentence where it does not just run. */
export type BoardCondition =
  | { readonly kind: 'off' | 'held' | 'running' }
  | { readonly kind: 'placeholder' | 'stopped'; readonly sentence: string };

/** The flash taken apart, or why that is impossible. */
export type FlashContents =
  | { readonly ok: true; readonly dump: FlashDump }
  | { readonly ok: false; readonly findings: readonly Finding[] };
