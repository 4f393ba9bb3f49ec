import type { Finding } from '../core/findings.ts';
import type { FlashDump } from '../core/image/dump.ts';

/** What the page and the worker of the virtual board say to each other. One worker is one board. */

/** Page → board. */
export type BoardOrder =
  /** Comes first: a board with a flash of this size and with this on it, without power. */
  | { readonly type: 'create'; readonly flash: Uint8Array<ArrayBuffer> }
  | { readonly type: 'power'; readonly on: boolean }
  | { readonly type: 'press'; readonly button: BoardButton; readonly down: boolean }
  | { readonly type: 'cable'; readonly plugged: boolean }
  /** Asks for what is on the flash now. */
  | { readonly type: 'read-flash' };

export type BoardButton = 'reset' | 'flash';

/** Board → page. */
export type BoardReport =
  /** What came out of the serial port, one byte per character. */
  | { readonly type: 'serial'; readonly text: string }
  | { readonly type: 'led'; readonly lit: boolean }
  | { readonly type: 'state'; readonly state: BoardCondition }
  | { readonly type: 'flash'; readonly contents: FlashContents }
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
