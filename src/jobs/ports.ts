/**
 * What the jobs of this folder need of the world: a serial cable, a clock, and a compressor. Everything else is
 * computed in `core`. The same jobs run over Web Serial in a worker, over a message channel onto the virtual board,
 * and in Node onto the same board in virtual time.
 */

/** What is known of an adapter without opening it; how a port is recognised again. */
export interface PortIdentity {
  readonly usbVendorId?: number;
  readonly usbProductId?: number;
  /** Set for the virtual board of the page. */
  readonly virtual?: true;
}

/** State of the two control lines; true = asserted = low at the adapter's pin. */
export interface SerialSignals {
  readonly dtr?: boolean;
  readonly rts?: boolean;
}

/**
 * A serial cable with a board at its far end. One job uses it at a time. Everything may reject with a Problem:
 * `port-lost` when the cable came out, `port-busy` when another program holds it.
 */
export interface SerialLink {
  readonly identity: PortIdentity;
  /** Baud; undefined while closed. */
  readonly baud: number | undefined;
  open(baud: number): Promise<void>;
  close(): Promise<void>;
  /**
   * Another rate, by closing and opening: nothing else exists in a browser. Bytes that arrive in between are lost,
   * and the control lines may pulse and reset the board.
   */
  setBaud(baud: number): Promise<void>;
  /** Both lines in one call are two driver calls, DTR first, RTS second. */
  setSignals(signals: SerialSignals): Promise<void>;
  /** Resolves when the bytes are queued, not when they are sent. */
  write(bytes: Uint8Array): Promise<void>;
  /** What the board says, in pieces of any size, until the returned function is called. */
  onBytes(listener: (bytes: Uint8Array) => void): () => void;
  /** The cable came out, or the driver gave up. The link is closed then; `open` works again when it is back. */
  onLost(listener: () => void): () => void;
}

/** Time, for time-outs, pulses and rates. */
export interface Clock {
  /** Milliseconds since some moment; never goes back. */
  now(): number;
  /** @throws the signal's reason when it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Compresses to the zlib format (RFC 1950), which the stub inflates. The bytes it makes differ between makers. */
export type Deflate = (bytes: Uint8Array) => Promise<Uint8Array>;
