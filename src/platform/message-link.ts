import { finding } from '../core/findings.ts';
import { Problem } from '../core/problem.ts';
import type { PortIdentity, SerialLink, SerialSignals } from '../jobs/ports.ts';
import type { CableEnd, CableOrder, CableReport } from './serial-channel.ts';

type Order = CableOrder extends infer Each ? (Each extends unknown ? Omit<Each, 'id'> : never) : never;

interface Waiting {
  resolve(): void;
  reject(problem: Problem): void;
}

/** The serial port of the virtual board, which lives in another worker. */
export class MessageLink implements SerialLink {
  readonly identity: PortIdentity = { virtual: true };
  readonly #end: CableEnd;
  readonly #bytes = new Set<(bytes: Uint8Array) => void>();
  readonly #lost = new Set<() => void>();
  readonly #plugged = new Set<(plugged: boolean) => void>();
  readonly #waiting = new Map<number, Waiting>();
  #baud: number | undefined;
  /** As last asked for; put back when the port is opened again. */
  #signals: SerialSignals | undefined;
  #lastId = 0;

  constructor(end: CableEnd) {
    this.#end = end;
    end.onmessage = ({ data }: MessageEvent<CableReport>) => this.#hear(data);
  }

  get baud(): number | undefined {
    return this.#baud;
  }

  async open(baud: number): Promise<void> {
    if (this.#baud !== undefined) throw new TypeError('the port is open already');
    await this.#ask({ type: 'open', baud });
    this.#baud = baud;
    if (this.#signals) await this.setSignals(this.#signals);
  }

  async close(): Promise<void> {
    if (this.#baud === undefined) return;
    this.#baud = undefined;
    // A cable that came out meanwhile has closed the port already.
    await this.#ask({ type: 'close' }).catch(() => undefined);
  }

  async setBaud(baud: number): Promise<void> {
    await this.close();
    await this.open(baud);
  }

  setSignals(signals: SerialSignals): Promise<void> {
    this.#signals = { ...this.#signals, ...signals };
    return this.#askOpen({ type: 'signals', signals });
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#askOpen({ type: 'write', bytes });
  }

  onBytes(listener: (bytes: Uint8Array) => void): () => void {
    this.#bytes.add(listener);
    return () => this.#bytes.delete(listener);
  }

  onLost(listener: () => void): () => void {
    this.#lost.add(listener);
    return () => this.#lost.delete(listener);
  }

  /** The cable came out or back; also while the port is closed. */
  onPlugged(listener: (plugged: boolean) => void): void {
    this.#plugged.add(listener);
  }

  #askOpen(order: Order): Promise<void> {
    return this.#baud === undefined ? Promise.reject(lost()) : this.#ask(order);
  }

  #ask(order: Order): Promise<void> {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      this.#waiting.set(id, { resolve, reject });
      this.#end.postMessage({ ...order, id } as CableOrder);
    });
  }

  #hear(report: CableReport): void {
    if (report.type === 'bytes') {
      if (this.#baud !== undefined) for (const listener of this.#bytes) listener(report.bytes);
    } else if (report.type === 'answer') {
      const waiting = this.#waiting.get(report.id);
      this.#waiting.delete(report.id);
      if (report.ok) waiting?.resolve();
      else waiting?.reject(lost());
    } else {
      if (!report.plugged && this.#baud !== undefined) {
        this.#baud = undefined;
        for (const listener of this.#lost) listener();
      }
      for (const listener of this.#plugged) listener(report.plugged);
    }
  }
}

const lost = (): Problem => new Problem(finding('port-lost', {}));
