import type { LaneOrder, LanePort, LaneReport } from './lane-protocol.ts';

/** A lane in a worker of its own; in the page where the browser gives workers no serial ports. */
export class LaneClient {
  readonly #onReport: (report: LaneReport) => void;
  readonly #worker: Worker;
  #obey: (order: LaneOrder) => void;
  #ended = false;

  constructor(port: LanePort, onReport: (report: LaneReport) => void) {
    this.#onReport = onReport;
    this.#worker = new Worker(new URL('./lane-entry.ts', import.meta.url), { type: 'module' });
    this.#worker.onmessage = ({ data }: MessageEvent<LaneReport>) => {
      if (data.type === 'no-serial') this.#moveHere(port);
      else onReport(data);
    };
    this.#worker.onerror = ({ message }) => onReport({ type: 'fault', message });
    this.#obey = order => this.#worker.postMessage(order);
    this.#worker.postMessage({ type: 'port', port } satisfies LaneOrder, {
      transfer: port.kind === 'virtual' ? [port.channel] : [],
    });
  }

  send(order: LaneOrder): void {
    this.#obey(order);
  }

  /** Ends the lane whatever it does; the browser closes its port. */
  end(): void {
    this.#ended = true;
    this.#worker.terminate();
  }

  /** What was ordered meanwhile is done when the lane has come. */
  #moveHere(port: LanePort): void {
    this.#worker.terminate();
    const waiting: LaneOrder[] = [];
    this.#obey = order => waiting.push(order);
    void import('./lane-host.ts').then(({ hostLane }) => {
      const obey = this.#ended ? undefined : hostLane(port, this.#onReport);
      if (!obey) return;
      this.#obey = obey;
      for (const order of waiting) obey(order);
    });
  }
}
