/**
 * TCP between a board and the world, as plain messages: they can be posted to another thread, written to sockets or
 * answered by a script. A connection has a number; whoever opens it gives it: the world counts up from 1, the board
 * down from −1. What is sent on one connection arrives in order.
 *
 * Flow control: towards the board at most `window` bytes may be on their way that the board has not said to have
 * `taken`. Towards the world there is none: the board says little.
 */

/** World → board. */
export type WorldMessage =
  /** Somebody at address `from` connects to one of the board's ports. */
  | { readonly type: 'connect'; readonly id: number; readonly port: number; readonly from: string }
  /** The connection that the board asked for is there. */
  | { readonly type: 'connected'; readonly id: number }
  /** One TCP segment, cut as TCP cut it. */
  | { readonly type: 'segment'; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  /** The peer has said all. */
  | { readonly type: 'end'; readonly id: number }
  /** The connection is gone: refused, reset, unreachable. What the board has not taken yet is lost. */
  | { readonly type: 'reset'; readonly id: number };

/** Board → world. */
export type BoardMessage =
  /** Ports that take connections from now on; none while the board's network is silent. */
  | { readonly type: 'listen'; readonly ports: readonly number[] }
  /** The board connects to a port of somebody. */
  | { readonly type: 'connect'; readonly id: number; readonly port: number; readonly to: string }
  | { readonly type: 'segment'; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  /** The board has taken so many bytes of this connection: the window moves on. */
  | { readonly type: 'taken'; readonly id: number; readonly bytes: number }
  /** The board has said all and closes. */
  | { readonly type: 'end'; readonly id: number }
  /** The board is gone or refuses: nothing comes from this connection any more. */
  | { readonly type: 'reset'; readonly id: number };
