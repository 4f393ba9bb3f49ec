/**
 * Runs in the browser, in the page and in a dedicated worker alike: opens `navigator.serial` ports for a test and does
 * what the test says. A worker answers messages, the page calls `globalThis.serialEnd`.
 */

/** The part of Web Serial that is used; TypeScript's DOM library has no Web Serial. */
interface WebSerialPort {
  readonly readable: ReadableStream<Uint8Array> | null;
  readonly writable: WritableStream<Uint8Array> | null;
  readonly connected: boolean;
  open(options: { baudRate: number; bufferSize: number }): Promise<void>;
  close(): Promise<void>;
  setSignals(signals: { dataTerminalReady?: boolean; requestToSend?: boolean }): Promise<void>;
  getInfo(): { usbVendorId?: number; usbProductId?: number };
}

/** DTR and RTS as they are to stand (null: untouched), and how long, ms. */
export type SignalStep = readonly [dtr: boolean | null, rts: boolean | null, wait: number];

/** What a reader learns when the cable comes out. */
export interface Loss {
  readonly error: string;
  readonly connected: boolean;
  readonly closed: string;
}

const LOOK_EVERY = 5;
/** How long the system may take to list a port that was just plugged in, ms. */
const LISTED_WITHIN = 60_000;
const sleep = (ms: number): Promise<void> => new Promise(done => setTimeout(done, ms));
const said = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

export class SerialEnd {
  #port: WebSerialPort | undefined;
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  #reading: Promise<void> = Promise.resolve();
  /** Latin-1, one character a byte. */
  #received = '';
  #error = '';

  /** Waits until the system knows the port, and opens it. */
  async open(productId: number, baudRate: number): Promise<void> {
    this.#port = await portOf(productId);
    await this.#port.open({ baudRate, bufferSize: 65536 });
    this.#received = '';
    this.#error = '';
    this.#reader = this.#port.readable?.getReader();
    this.#reading = this.#read();
  }

  async close(): Promise<void> {
    await this.#reader?.cancel().catch(() => undefined);
    await this.#reading;
    await this.#port?.close();
  }

  async signals(steps: readonly SignalStep[]): Promise<void> {
    for (const [dtr, rts, wait] of steps) {
      await this.#port?.setSignals({
        ...(dtr !== null && { dataTerminalReady: dtr }),
        ...(rts !== null && { requestToSend: rts }),
      });
      await sleep(wait);
    }
  }

  async write(bytes: readonly number[]): Promise<void> {
    const writer = this.#port?.writable?.getWriter();
    await writer?.write(Uint8Array.from(bytes));
    writer?.releaseLock();
  }

  /** Forgets what came. */
  drop(): void {
    this.#received = '';
  }

  /** What came so far; waits until a pattern is in it, but not for ever. */
  async received(pattern: string, limit: number): Promise<string> {
    const wanted = new RegExp(pattern, 's');
    const end = performance.now() + limit;
    while (!wanted.test(this.#received) && performance.now() < end) await sleep(LOOK_EVERY);
    return this.#received;
  }

  /** Waits until reading fails. */
  async loss(limit: number): Promise<Loss> {
    const end = performance.now() + limit;
    while (!this.#error && performance.now() < end) await sleep(LOOK_EVERY);
    const connected = this.#port?.connected ?? false;
    const closed = await this.close().then(() => 'closed', said);
    return { error: this.#error, connected, closed };
  }

  async #read(): Promise<void> {
    const reader = this.#reader;
    try {
      for (;;) {
        const chunk = await reader?.read();
        if (!chunk || chunk.done) break;
        this.#received += String.fromCharCode(...chunk.value);
      }
    } catch (error) {
      this.#error = said(error);
    }
    reader?.releaseLock();
  }
}

const portOf = async (productId: number): Promise<WebSerialPort> => {
  const { serial } = navigator as unknown as { serial: { getPorts(): Promise<WebSerialPort[]> } };
  const end = performance.now() + LISTED_WITHIN;
  for (;;) {
    const port = (await serial.getPorts()).find(each => each.getInfo().usbProductId === productId);
    if (port) return port;
    if (performance.now() > end) throw new Error(`no port with product id ${productId.toString(16)}`);
    await sleep(20);
  }
};

export interface SerialCall {
  readonly method: Exclude<keyof SerialEnd, symbol>;
  readonly args: readonly unknown[];
}

const end = new SerialEnd();
const call = ({ method, args }: SerialCall): unknown =>
  Reflect.apply(end[method] as (...args: readonly unknown[]) => unknown, end, args);

if ('document' in globalThis) Object.assign(globalThis, { serialEnd: call });
else
  globalThis.onmessage = async ({ data }: MessageEvent<{ id: number; call: SerialCall }>) => {
    try {
      postMessage({ id: data.id, result: await call(data.call) });
    } catch (error) {
      postMessage({ id: data.id, error: said(error) });
    }
  };
