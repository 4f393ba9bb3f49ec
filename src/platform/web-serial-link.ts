import { finding } from '../core/findings.ts';
import { Problem, refuse } from '../core/problem.ts';
import type { PortIdentity, SerialLink, SerialSignals } from '../jobs/ports.ts';
import type { WebSerialPort } from './serial-port.ts';

/**
 * A serial port of the browser. Its port is looked for anew at every opening: a cable that was out comes back as
 * another object.
 *
 * - Large buffer: with the 255 bytes that are the default, bytes are lost whenever the script is late.
 * - The browser resolves writes when they are queued, so progress has to come from what the board answers.
 * - Overruns and framing errors end a stream, not the port: reading goes on with the next stream, and what was lost
 *   is noticed by the protocol above.
 */
const BUFFER_SIZE = 65536;
/** Drivers that still put the port away after `close` has resolved refuse to open it for a moment. */
const REOPEN = { tries: 10, everyMs: 50 };
/** A stream that fails this often without a byte in between is a driver that gave up. */
const MAX_FAILURES = 50;

export class WebSerialLink implements SerialLink {
  readonly identity: PortIdentity;
  readonly #find: () => Promise<WebSerialPort | undefined>;
  readonly #bytes = new Set<(bytes: Uint8Array) => void>();
  readonly #lost = new Set<() => void>();
  #port: WebSerialPort | undefined;
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  #writer: WritableStreamDefaultWriter<Uint8Array> | undefined;
  #reading: Promise<void> = Promise.resolve();
  #baud: number | undefined;
  /** As last asked for; opening may change the lines, and then they are put back. */
  #signals: SerialSignals | undefined;

  constructor(identity: PortIdentity, find: () => Promise<WebSerialPort | undefined>) {
    this.identity = identity;
    this.#find = find;
  }

  get baud(): number | undefined {
    return this.#baud;
  }

  async open(baud: number): Promise<void> {
    if (this.#port) throw new TypeError('the port is open already');
    const port = (await this.#find()) ?? refuse('port-lost', {});
    await port.open({ baudRate: baud, bufferSize: BUFFER_SIZE }).catch(error => refuseToOpen(port, error));
    this.#port = port;
    this.#baud = baud;
    this.#writer = port.writable?.getWriter();
    port.addEventListener('disconnect', this.#gone);
    this.#reading = this.#read(port);
    if (this.#signals) await this.setSignals(this.#signals);
  }

  async close(): Promise<void> {
    const port = this.#forget();
    if (!port) return;
    await this.#letGo();
    // Closing a port whose cable came out meanwhile says so; it is closed all the same.
    await port.close().catch(() => undefined);
  }

  async setBaud(baud: number): Promise<void> {
    await this.close();
    for (let left = REOPEN.tries; ; left--) {
      try {
        return await this.open(baud);
      } catch (error) {
        const busy = error instanceof Problem && error.finding.code === 'port-busy';
        if (!busy || left <= 1) throw error;
        await new Promise(done => setTimeout(done, REOPEN.everyMs));
      }
    }
  }

  async setSignals(signals: SerialSignals): Promise<void> {
    this.#signals = { ...this.#signals, ...signals };
    const { dtr, rts } = signals;
    const port = this.#port ?? refuse('port-lost', {});
    const lines = {
      ...(dtr !== undefined && { dataTerminalReady: dtr }),
      ...(rts !== undefined && { requestToSend: rts }),
    };
    // A port without these lines (Bluetooth, some drivers) is of use all the same; a lost one is noticed by reading.
    await port.setSignals(lines).catch(() => undefined);
  }

  async write(bytes: Uint8Array): Promise<void> {
    const [port, writer] = [this.#port, this.#writer];
    if (!port || !writer) return refuse('port-lost', {});
    try {
      await writer.write(bytes);
    } catch (cause) {
      // Whatever a driver says when it refuses bytes, nothing more will come of this opening.
      if (port === this.#port) this.#gone();
      throw new Problem(finding('port-lost', {}), { cause });
    }
  }

  onBytes(listener: (bytes: Uint8Array) => void): () => void {
    this.#bytes.add(listener);
    return () => this.#bytes.delete(listener);
  }

  onLost(listener: () => void): () => void {
    this.#lost.add(listener);
    return () => this.#lost.delete(listener);
  }

  async #read(port: WebSerialPort): Promise<void> {
    for (let failures = 0; port === this.#port && port.readable && failures < MAX_FAILURES; failures++) {
      const reader = port.readable.getReader();
      this.#reader = reader;
      try {
        for (let part = await reader.read(); !part.done; part = await reader.read()) {
          failures = 0;
          for (const listener of this.#bytes) listener(part.value);
        }
        if (port !== this.#port) return;
      } catch {
        // The next stream is there when only bytes were lost; there is none when the port is.
      } finally {
        reader.releaseLock();
      }
    }
    if (port === this.#port) this.#gone();
  }

  readonly #gone = (): void => {
    const port = this.#forget();
    if (!port) return;
    void this.#letGo().then(() => port.close().catch(() => undefined));
    for (const listener of this.#lost) listener();
  };

  #forget(): WebSerialPort | undefined {
    const port = this.#port;
    port?.removeEventListener('disconnect', this.#gone);
    this.#port = undefined;
    this.#baud = undefined;
    return port;
  }

  /** Frees the streams; what was queued and not sent is dropped, or closing would wait for it. */
  async #letGo(): Promise<void> {
    const [reader, writer, reading] = [this.#reader, this.#writer, this.#reading];
    this.#reader = undefined;
    this.#writer = undefined;
    await reader?.cancel().catch(() => undefined);
    await reading;
    await writer?.abort().catch(() => undefined);
    writer?.releaseLock();
  }
}

function refuseToOpen({ connected }: WebSerialPort, cause: unknown): never {
  throw new Problem(finding(connected === false ? 'port-lost' : 'port-busy', {}), { cause });
}
