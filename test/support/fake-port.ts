/**
 * A serial port as a browser gives it, which answers from its state: open or closed, plugged in or not, held by
 * another program or not. What was done to it is in `journal`.
 */
import type { WebSerialPort } from '../../src/platform/serial-port.ts';

export class FakePort extends EventTarget implements WebSerialPort {
  readonly journal: string[] = [];
  readonly written: number[] = [];
  readable: ReadableStream<Uint8Array> | null = null;
  writable: WritableStream<Uint8Array> | null = null;
  connected = true;
  /** Another program holds it: for ever, or for so many tries. */
  busy: boolean | number = false;
  /** Without control lines, as Bluetooth ports are. */
  lineless = false;
  #in: ReadableStreamDefaultController<Uint8Array> | undefined;
  #open = false;

  getInfo() {
    return { usbVendorId: 0x10c4, usbProductId: 0xea60 };
  }

  async open({ baudRate, bufferSize }: { baudRate: number; bufferSize: number }): Promise<void> {
    if (this.#open) throw new DOMException('The port is already open.', 'InvalidStateError');
    const busy = typeof this.busy === 'number' ? this.busy-- > 0 : this.busy;
    if (busy || !this.connected) throw new DOMException('Failed to open serial port.', 'NetworkError');
    this.journal.push(`open ${baudRate} ${bufferSize}`);
    this.#open = true;
    this.#newReadable();
    this.writable = new WritableStream({ write: bytes => void this.written.push(...bytes) });
  }

  async close(): Promise<void> {
    if (this.readable?.locked || this.writable?.locked) throw new TypeError('Cannot close a locked port.');
    if (!this.#open) throw new DOMException('The port is already closed.', 'InvalidStateError');
    this.journal.push('close');
    this.#open = false;
    [this.readable, this.writable] = [null, null];
  }

  async setSignals(signals: { dataTerminalReady?: boolean; requestToSend?: boolean }): Promise<void> {
    if (this.lineless) throw new DOMException('Failed to set control signals.', 'NetworkError');
    this.journal.push(`signals ${JSON.stringify(signals)}`);
  }

  /** The board says something. */
  say(...bytes: number[]): void {
    this.#in?.enqueue(Uint8Array.from(bytes));
  }

  /** Bytes were lost or spoilt: this stream ends, the next one is there. */
  stumble(name: 'BufferOverrunError' | 'FramingError'): void {
    const stream = this.#in;
    this.#newReadable();
    stream?.error(new DOMException('A stumble.', name));
  }

  /** The cable comes out; the browser says so by the stream, the event, or both. */
  pull(by: 'stream' | 'event' | 'both' = 'both'): void {
    this.connected = false;
    const stream = this.#in;
    this.readable = null;
    if (by !== 'event') stream?.error(new DOMException('The device has been lost.', 'NetworkError'));
    if (by !== 'stream') this.dispatchEvent(new Event('disconnect'));
  }

  /** From now on, nothing that is written gets through. */
  jam(): void {
    this.writable = new WritableStream({
      write: () => Promise.reject(new DOMException('The device has been lost.', 'NetworkError')),
    });
  }

  #newReadable(): void {
    this.readable = new ReadableStream<Uint8Array>({
      start: controller => {
        this.#in = controller;
      },
    });
  }
}
