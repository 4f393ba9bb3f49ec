/**
 * Jobs over the virtual board in virtual time: a SerialLink and a Clock whose only time is the board's. Everything is
 * deterministic: the same job on the same board takes the same virtual time to the nanosecond, whatever the machine.
 *
 *     const bench = createJobBoard(boardConfig('d1-mini'), { flash: image });
 *     const session = await bench.run(connect({ link: bench.link, clock: bench.clock }, options));
 *     expect(bench.now).toBeLessThan(600);               // ms of virtual time
 *     bench.after(20, () => bench.board.serial.unplug()); // something happens in the middle of a job
 *     await expect(bench.run(job)).rejects.toMatchObject({ finding: { code: 'port-lost' } });
 *
 * `run` lets the job's promises settle, then the board run to its next byte, timer or cable event, and so on, until
 * the job has ended. Time stands still between two `run`s. A job that waits for nothing, or for too long, fails.
 * A job may wait for promises, for the link and for the clock; not for real timers, threads or message ports.
 */
import { deflateSync } from 'node:zlib';
import { createVirtualBoard, type VirtualBoard } from '../../src/board/board.ts';
import { type BoardConfig, type BridgeName, boardConfig } from '../../src/board/config.ts';
import { refuse } from '../../src/core/problem.ts';
import type { Clock, Deflate, PortIdentity, SerialLink, SerialSignals } from '../../src/jobs/ports.ts';

const MS = 1_000_000;

/** Adapters by what their USB descriptors say; a CP2102N cannot be told from a CP2102 by them. */
const IDENTITIES: Readonly<Record<BridgeName, PortIdentity>> = {
  ch340: { usbVendorId: 0x1a86, usbProductId: 0x7523 },
  cp2102: { usbVendorId: 0x10c4, usbProductId: 0xea60 },
  cp2102n: { usbVendorId: 0x10c4, usbProductId: 0xea60 },
  ft232r: { usbVendorId: 0x0403, usbProductId: 0x6001 },
  ideal: { virtual: true },
};

/** States of the control lines that a driver goes through by itself, each for so many ms. */
export type LinePulse = readonly (Required<SerialSignals> & { readonly ms: number })[];

export interface JobBoardOptions {
  /** What the flash holds, from 0 on. */
  readonly flash?: Uint8Array;
  /** Virtual ms from switching the board on to the first job; 0 leaves it without power. */
  readonly warmUpMs?: number;
  /** How long the driver takes to open the port, ms. Real ones: 2 to 400. */
  readonly openMs?: number;
  /** What the driver does to DTR and RTS when it opens the port; lines stay as the last state says. */
  readonly onOpen?: LinePulse;
}

export interface JobBoard {
  readonly board: VirtualBoard;
  readonly link: SerialLink;
  readonly clock: Clock;
  /** zlib of Node. */
  readonly deflate: Deflate;
  /** Virtual ms since the first job could begin. */
  readonly now: number;
  /** Bytes that the host sent since the beginning, and those that it got while the port was open. */
  readonly traffic: { readonly sent: number; readonly received: number };
  /** Set: opening fails as it does when another program has the port. */
  busy: boolean;
  /** Does something to the board after so many ms of virtual time. */
  after(ms: number, action: () => void): void;
  /** Runs the board until the job has ended, for `limitMs` of virtual time at most. */
  run<T>(job: Promise<T>, limitMs?: number): Promise<T>;
}

export const createJobBoard = (
  config: BoardConfig = boardConfig(),
  options: JobBoardOptions = {},
): JobBoard => new Bench(config, options);

/** Without a timer, a job may wait for bytes for this long, ms; nothing on a board is silent longer and then speaks. */
const LONGEST_SILENCE = 20_000;
const DEFAULT_LIMIT = 600_000;
const DEFAULT_WARM_UP = 300;

class Bench implements JobBoard {
  readonly board: VirtualBoard;
  readonly link: BoardLink;
  readonly clock: Clock;
  readonly deflate: Deflate = async bytes => new Uint8Array(deflateSync(bytes));
  busy = false;
  readonly #start: number;
  /** Something happened that a job may be waiting for. */
  #woken = false;
  #timers = 0;

  constructor(config: BoardConfig, { flash, warmUpMs = DEFAULT_WARM_UP, ...port }: JobBoardOptions) {
    this.board = createVirtualBoard(config);
    if (flash) this.board.loadFlash(flash);
    if (warmUpMs > 0) {
      this.board.power(true);
      this.board.run(warmUpMs * MS);
    }
    this.#start = this.board.clock.now;
    this.clock = { now: () => this.board.clock.now / MS, sleep: (ms, signal) => this.#sleep(ms, signal) };
    this.link = new BoardLink(this, IDENTITIES[config.bridge], port, () => this.#wake());
  }

  get now(): number {
    return (this.board.clock.now - this.#start) / MS;
  }

  get traffic() {
    return this.link.traffic;
  }

  after(ms: number, action: () => void): void {
    this.board.clock.after(ms * MS, () => {
      action();
      this.#wake();
    });
  }

  async run<T>(job: Promise<T>, limitMs = DEFAULT_LIMIT): Promise<T> {
    let ended = false;
    const over = (): void => {
      ended = true;
    };
    job.then(over, over);
    const end = this.now + limitMs;
    for (;;) {
      await settled();
      if (ended) return job;
      const patience = this.#timers > 0 ? end - this.now : Math.min(LONGEST_SILENCE, end - this.now);
      this.#woken = false;
      if (!this.board.run({ until: () => this.#woken, limitNs: patience * MS })) {
        throw new Error(`the job has not ended after ${Math.round(this.now)} ms of virtual time`);
      }
    }
  }

  /** Ends the board's present run, at this very moment of its clock. */
  #wake(): void {
    this.#woken = true;
    this.board.chip.interrupt();
  }

  #sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      this.#timers++;
      const stop = (): void => {
        this.board.clock.cancel(due);
        this.#timers--;
        reject(signal?.reason);
      };
      const due = this.board.clock.after(ms * MS, () => {
        signal?.removeEventListener('abort', stop);
        this.#timers--;
        resolve();
        this.#wake();
      });
      signal?.addEventListener('abort', stop, { once: true });
    });
  }
}

/** Every promise that can go on without the board has gone on. */
const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** The host's end of the cable as a browser gives it: opened and closed, deaf in between. */
class BoardLink implements SerialLink {
  readonly identity: PortIdentity;
  readonly traffic = { sent: 0, received: 0 };
  readonly #bench: Bench;
  readonly #options: Pick<JobBoardOptions, 'openMs' | 'onOpen'>;
  readonly #listeners = new Set<(bytes: Uint8Array) => void>();
  readonly #lost = new Set<() => void>();
  #baud: number | undefined;

  constructor(
    bench: Bench,
    identity: PortIdentity,
    options: Pick<JobBoardOptions, 'openMs' | 'onOpen'>,
    wake: () => void,
  ) {
    this.identity = identity;
    this.#bench = bench;
    this.#options = options;
    const { serial } = bench.board;
    serial.onBytes(bytes => {
      if (this.#baud === undefined) return;
      this.traffic.received += bytes.length;
      for (const listener of [...this.#listeners]) listener(bytes);
      wake();
    });
    serial.onPlug(plugged => {
      const wasOpen = this.#baud !== undefined;
      if (!plugged) this.#baud = undefined;
      if (!plugged && wasOpen) for (const listener of [...this.#lost]) listener();
      wake();
    });
  }

  get baud(): number | undefined {
    return this.#baud;
  }

  async open(baud: number): Promise<void> {
    const { openMs = 3, onOpen = [] } = this.#options;
    if (this.#baud !== undefined) throw new Error('the port is open already');
    await this.#bench.clock.sleep(openMs);
    if (this.#bench.busy) refuse('port-busy', {});
    const { serial } = this.#bench.board;
    if (!serial.plugged) refuse('port-lost', {});
    serial.setBaud(baud);
    this.#baud = baud;
    for (const { ms, ...lines } of onOpen) {
      serial.setSignals(lines);
      await this.#bench.clock.sleep(ms);
    }
    this.#mustBeOpen();
  }

  async close(): Promise<void> {
    this.#baud = undefined;
    this.#bench.board.serial.dropUnsent();
  }

  async setBaud(baud: number): Promise<void> {
    this.#mustBeOpen();
    await this.close();
    await this.open(baud);
  }

  async setSignals(signals: SerialSignals): Promise<void> {
    this.#mustBeOpen();
    this.#bench.board.serial.setSignals(signals);
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#mustBeOpen();
    this.traffic.sent += bytes.length;
    this.#bench.board.serial.write(bytes);
  }

  onBytes(listener: (bytes: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onLost(listener: () => void): () => void {
    this.#lost.add(listener);
    return () => this.#lost.delete(listener);
  }

  #mustBeOpen(): void {
    if (this.#baud === undefined) refuse('port-lost', {});
  }
}
