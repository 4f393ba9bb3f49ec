/** Drives a built lane worker from a test: gives orders, collects reports. */
import { readdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { BoardMake, BoardOrder } from '../../src/worker/board-protocol.ts';
import type { LaneOrder, LanePort, LaneReport } from '../../src/worker/lane-protocol.ts';

const assetNamed = (name: string): string => {
  const file = readdirSync('dist/assets').find(each => each.startsWith(`${name}-`) && each.endsWith('.js'));
  if (!file) throw new Error(`no ${name} in dist/assets: run npm run build first`);
  return `assets/${file}`;
};

/** What lives in the page: one lane, and a virtual board where it is at one. */
interface InPage {
  lane: Worker;
  board?: Worker;
  reports: unknown[];
}

const ENDS: ReadonlySet<string> = new Set(['done', 'failed', 'stopped', 'fault', 'closed']);
const LOOK_EVERY_MS = 20;
let lastKey = 0;

export class LaneDriver {
  readonly #page: Page;
  readonly #key: string;
  #seen = 0;
  #reports: LaneReport[] = [];

  private constructor(page: Page) {
    this.#page = page;
    this.#key = `lane${++lastKey}`;
  }

  static async atVirtualBoard(page: Page, make: BoardMake): Promise<LaneDriver> {
    const driver = new LaneDriver(page);
    const { flash, ...kind } = make;
    await page.evaluate(startAtVirtualBoard, {
      ...{
        key: driver.#key,
        lane: assetNamed('worker-lane-entry'),
        board: assetNamed('worker-board-entry'),
        kind,
      },
      flash: flash && Buffer.from(flash).toString('base64'),
    });
    return driver;
  }

  static async atPort(page: Page, port: Extract<LanePort, { kind: 'usb' }>): Promise<LaneDriver> {
    const driver = new LaneDriver(page);
    await page.evaluate(startAtPort, { key: driver.#key, lane: assetNamed('worker-lane-entry'), port });
    return driver;
  }

  /** Gives an order that begins a job and waits for its one report. */
  async job(order: LaneOrder, limitMs = 60_000): Promise<LaneReport> {
    await this.order(order);
    return this.report(report => ENDS.has(report.type), limitMs);
  }

  order(order: LaneOrder): Promise<void> {
    return this.#page.evaluate(
      ({ key, order }) => {
        const all = (globalThis as unknown as { lanes: Record<string, { lane: Worker }> }).lanes;
        all[key]?.lane.postMessage(order);
      },
      { key: this.#key, order: order as unknown as Record<string, unknown> },
    );
  }

  /** To the virtual board. */
  toBoard(order: BoardOrder): Promise<void> {
    return this.#page.evaluate(
      ({ key, order }) => {
        const all = (globalThis as unknown as { lanes: Record<string, { board: Worker }> }).lanes;
        all[key]?.board.postMessage(order);
      },
      { key: this.#key, order: order as unknown as Record<string, unknown> },
    );
  }

  /** The next report of a kind; what comes before it is passed over. */
  async report(is: (report: LaneReport) => boolean, limitMs = 60_000): Promise<LaneReport> {
    const at = await this.#find(is, this.#seen, limitMs);
    this.#seen = at + 1;
    return this.#reports[at] as LaneReport;
  }

  /** Waits until there was such a report, whatever came before or after it. */
  async heard(is: (report: LaneReport) => boolean): Promise<void> {
    await this.#find(is, 0, 60_000);
  }

  async #find(is: (report: LaneReport) => boolean, from: number, limitMs: number): Promise<number> {
    const end = performance.now() + limitMs;
    for (;;) {
      // Only what is new: a job tells of hundreds of events.
      const known = this.#reports.length;
      const more = await this.#page.evaluate(
        ({ key, from }) =>
          (globalThis as unknown as { lanes: Record<string, { reports: LaneReport[] }> }).lanes[
            key
          ]?.reports.slice(from) ?? [],
        { key: this.#key, from: known },
      );
      // Two may wait at once, and both be given the same.
      this.#reports.push(...more.slice(this.#reports.length - known));
      const at = this.#reports.findIndex((report, i) => i >= from && is(report));
      if (at >= 0) return at;
      if (performance.now() > end) throw new Error(`no such report; came: ${this.#summary()}`);
      await new Promise(done => setTimeout(done, LOOK_EVERY_MS));
    }
  }

  /** Waits until the board has said this, while it is watched. */
  async said(text: string): Promise<void> {
    await this.report(() => this.#heard().includes(text));
  }

  async end(): Promise<void> {
    await this.#page.evaluate(key => {
      const all = (globalThis as unknown as { lanes: Record<string, { lane: Worker; board?: Worker }> })
        .lanes;
      all[key]?.lane.terminate();
      all[key]?.board?.terminate();
    }, this.#key);
  }

  #heard(): string {
    const pieces = this.#reports.map(report => (report.type === 'serial' ? report.bytes : []));
    return String.fromCharCode(...pieces.flatMap(bytes => [...bytes]));
  }

  #summary(): string {
    return JSON.stringify(this.#reports.slice(this.#seen)).slice(0, 2000);
  }
}

/** Runs in the page. */
function startAtPort({ key, lane, port }: { key: string; lane: string; port: LanePort }): void {
  const home = globalThis as unknown as { lanes?: Record<string, InPage> };
  home.lanes ??= {};
  const worker = new Worker(lane, { type: 'module' });
  const reports: unknown[] = [];
  worker.onmessage = ({ data }) => reports.push(data);
  worker.onerror = ({ message }) => reports.push({ type: 'fault', message });
  worker.postMessage({ type: 'port', port });
  home.lanes[key] = { lane: worker, reports };
}

interface VirtualStart {
  readonly key: string;
  readonly lane: string;
  readonly board: string;
  readonly kind: Omit<BoardMake, 'flash'>;
  /** Base64. */
  readonly flash?: string | undefined;
}

/** Runs in the page. */
function startAtVirtualBoard({ key, lane, board, kind, flash }: VirtualStart): void {
  const home = globalThis as unknown as { lanes?: Record<string, InPage> };
  home.lanes ??= {};
  const [worker, virtual] = [new Worker(lane, { type: 'module' }), new Worker(board, { type: 'module' })];
  const reports: unknown[] = [];
  worker.onmessage = ({ data }) => reports.push(data);
  worker.onerror = ({ message }) => reports.push({ type: 'fault', message });
  const bytes = flash === undefined ? undefined : Uint8Array.from(atob(flash), c => c.charCodeAt(0));
  virtual.postMessage({ type: 'create', ...kind, ...(bytes && { flash: bytes }) });
  virtual.postMessage({ type: 'power', on: true });
  const { port1, port2 } = new MessageChannel();
  virtual.postMessage({ type: 'serial', port: port2 }, [port2]);
  worker.postMessage({ type: 'port', port: { kind: 'virtual', channel: port1 } }, [port1]);
  home.lanes[key] = { lane: worker, board: virtual, reports };
}
