import type { BoardOrder, BoardReport } from './board-protocol.ts';

/** Starts a virtual board in a worker of its own, which the page fetches when somebody wants one. */
export class BoardClient {
  readonly #worker: Worker;

  constructor(onReport: (report: BoardReport) => void) {
    this.#worker = new Worker(new URL('./board-entry.ts', import.meta.url), { type: 'module' });
    this.#worker.onmessage = ({ data }: MessageEvent<BoardReport>) => onReport(data);
    this.#worker.onerror = ({ message }) => onReport({ type: 'fault', message });
  }

  send(order: BoardOrder): void {
    this.#worker.postMessage(order, 'port' in order ? [order.port] : []);
  }

  /** Ends the board; its memory is free. */
  end(): void {
    this.#worker.terminate();
  }
}
