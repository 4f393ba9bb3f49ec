import type { SerialSignals } from '../jobs/ports.ts';

/** What passes between a lane and the worker of the virtual board: a serial cable made of messages. */

/** Lane → board. Each is answered with `answer` and its number, so that it takes effect in order and can fail. */
export type CableOrder = { readonly id: number } & (
  | { readonly type: 'open' | 'baud'; readonly baud: number }
  | { readonly type: 'signals'; readonly signals: SerialSignals }
  | { readonly type: 'write'; readonly bytes: Uint8Array }
  | { readonly type: 'close' }
);

/** Board → lane. */
export type CableReport =
  /** `ok` is false when the cable is out. */
  | { readonly type: 'answer'; readonly id: number; readonly ok: boolean }
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  /** First of all, and whenever it changes. */
  | { readonly type: 'plugged'; readonly plugged: boolean };

/** The side of a MessagePort that both ends use. */
export interface CableEnd {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: CableOrder | CableReport): void;
}
