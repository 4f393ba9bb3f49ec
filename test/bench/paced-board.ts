/** A virtual board in a process of its own, in step with the clock on the wall, and its serial port from outside. */
import { type ChildProcess, fork } from 'node:child_process';
import { createVirtualBoard } from '../../src/board/board.ts';
import { boardConfig, flashOfSize } from '../../src/board/config.ts';
import { WallPace } from '../../src/board/wall-pace.ts';
import type { Clock, SerialLink, SerialSignals } from '../../src/jobs/ports.ts';

const HOST = 'TWINSLOT_BENCH_BOARD';

type Order =
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  | { readonly type: 'baud'; readonly baud: number }
  | { readonly type: 'signals'; readonly signals: SerialSignals };

/** In the process of the board: lives until the other end goes. Gives whether this is that process. */
export function hostBoard(): boolean {
  if (process.env[HOST] === undefined) return false;
  const config = { flash: flashOfSize(0x100000), bridge: 'ft232r', costs: { flashTimeScale: 0 } } as const;
  const board = createVirtualBoard(boardConfig('nodemcu', config));
  board.power(true);
  const pace = new WallPace(board, () => performance.now());
  setInterval(() => pace.catchUp(), 1);
  board.serial.onBytes(bytes => process.send?.(bytes));
  process.on('message', (order: Order) => {
    pace.catchUp();
    if (order.type === 'bytes') board.serial.write(order.bytes);
    if (order.type === 'baud') board.serial.setBaud(order.baud);
    if (order.type === 'signals') board.serial.setSignals(order.signals);
  });
  process.on('disconnect', () => process.exit(0));
  return true;
}

export const wallClock: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const stop = (): void => {
        clearTimeout(timer);
        reject(signal?.reason);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }, ms);
      signal?.addEventListener('abort', stop, { once: true });
    }),
};

/** The near end of its cable, for our jobs and, as a Web Serial port, for esptool-js. */
export class PacedBoard implements SerialLink {
  readonly identity = { virtual: true } as const;
  baud: number | undefined;
  sent = 0;
  received = 0;
  /** Sees what goes out and what comes, for measuring. */
  onTraffic: (bytes: Uint8Array, out: boolean) => void = () => undefined;
  readonly #child: ChildProcess;
  readonly #listeners = new Set<(bytes: Uint8Array) => void>();

  constructor() {
    const env = { ...process.env, [HOST]: '1' };
    this.#child = fork(process.argv[1] ?? '', [], { env, serialization: 'advanced' });
    this.#child.on('message', message => {
      const bytes = new Uint8Array(message as Uint8Array);
      if (this.baud === undefined) return;
      this.received += bytes.length;
      this.onTraffic(bytes, false);
      for (const listener of [...this.#listeners]) listener(bytes);
    });
  }

  kill(): void {
    this.#child.disconnect();
  }

  async open(baud: number): Promise<void> {
    this.baud = baud;
    this.#tell({ type: 'baud', baud });
  }

  async close(): Promise<void> {
    this.baud = undefined;
  }

  setBaud(baud: number): Promise<void> {
    return this.open(baud);
  }

  async setSignals(signals: SerialSignals): Promise<void> {
    this.#tell({ type: 'signals', signals });
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.sent += bytes.length;
    this.onTraffic(bytes, true);
    this.#tell({ type: 'bytes', bytes });
  }

  onBytes(listener: (bytes: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onLost(): () => void {
    return () => undefined;
  }

  #tell(order: Order): void {
    this.#child.send(order);
  }
}

/** The same end of the cable as `navigator.serial` would give it. */
export class PacedSerialPort {
  readable: ReadableStream<Uint8Array> | null = null;
  writable: WritableStream<Uint8Array> | null = null;
  readonly #board: PacedBoard;
  #stop: () => void = () => undefined;

  constructor(board: PacedBoard) {
    this.#board = board;
  }

  getInfo(): { readonly usbVendorId: number; readonly usbProductId: number } {
    return { usbVendorId: 0x0403, usbProductId: 0x6001 };
  }

  async open({ baudRate }: { readonly baudRate: number }): Promise<void> {
    await this.#board.open(baudRate);
    this.readable = new ReadableStream<Uint8Array>({
      start: controller => {
        this.#stop = this.#board.onBytes(bytes => controller.enqueue(bytes));
      },
      cancel: () => this.#stop(),
    });
    this.writable = new WritableStream<Uint8Array>({ write: bytes => this.#board.write(bytes) });
  }

  async close(): Promise<void> {
    this.#stop();
    this.readable = null;
    this.writable = null;
    await this.#board.close();
  }

  async setSignals(signals: { dataTerminalReady?: boolean; requestToSend?: boolean }): Promise<void> {
    const { dataTerminalReady: dtr, requestToSend: rts } = signals;
    await this.#board.setSignals({ ...(dtr !== undefined && { dtr }), ...(rts !== undefined && { rts }) });
  }
}
