/** What somebody who listens to a board does by himself, and what it may have cost: for the log, between its lines. */

/** Why the rate changes. */
export type RateReason =
  /** What is heard is noise; this is the likeliest rate that made it. */
  | 'search'
  /** The application's rate is known, and it has begun to speak. */
  | 'application'
  /** A restart was announced: the boot text comes next. */
  | 'restart'
  /** No rate that was tried gives text; back to where boots can be read. */
  | 'not-found'
  /** Somebody has chosen it. */
  | 'chosen'
  /** A reset is about to be made, and its boot text is wanted. */
  | 'reset';

export type WatchNote =
  /** The port was closed for `gapMs`; at most so many bytes were said meanwhile. */
  | {
      readonly kind: 'rate';
      readonly baud: number;
      readonly why: RateReason;
      readonly gapMs: number;
      readonly mostBytes: number;
    }
  /** The application's rate, to be remembered for this board. */
  | { readonly kind: 'rate-found'; readonly baud: number }
  /** Opening the port resets this board: from here on the rate stays as it is. */
  | { readonly kind: 'reopen-resets' }
  /** The boot text comes at 115200 baud: a crystal of 40 MHz. */
  | { readonly kind: 'crystal-40-mhz' }
  /** A restart was announced and the application speaks again, but no boot text was read in between. */
  | { readonly kind: 'boot-missed' }
  /** The board is about to be reset. */
  | { readonly kind: 'reset'; readonly why: 'asked' | 'boot-missed' };
