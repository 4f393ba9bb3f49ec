/** The companion of the page at a virtual board in virtual time, joined by real message ports. */
import { Companion, type CompanionView } from '../../../src/app/companion/companion.ts';
import { PageRelay } from '../../../src/app/companion/page-relay.ts';
import { Monitor } from '../../../src/app/monitor/monitor.ts';
import type { Shown } from '../../../src/app/state.ts';
import type { VirtualBoard } from '../../../src/board/board.ts';
import type { Workspace } from '../../../src/core/workspace/workspace.ts';
import { joinNetwork } from '../../../src/worker/board-net.ts';
import { exampleFiles, type UpdateBoard, type UpdateMap, updateBoard } from '../../board/net/firmware.ts';
import { open } from '../../support/workspaces.ts';

const MS = 1_000_000;
/** Time of the board between two looks at the message ports, ms. */
const STEP = 5;
/** The companion's clock goes faster than the board's: in the seconds that it waits, a board does nothing new. */
const HURRY = 20;
const BOOT_BAUD = 74_880;

export const shownOf = (workspace: Workspace): Shown => ({
  inputs: { files: [], chosen: {} },
  workspace,
  hashes: {},
});

/** Both images of a build, as on the page after their ELF files were dropped. */
export const shownBuild = (build: number, map: UpdateMap = '1MB'): Shown =>
  shownOf(open(exampleFiles(map, build), { map }));

export interface BenchOptions extends UpdateBoard {
  /** Somebody listens to the serial port. */
  readonly cable?: boolean;
}

export class CompanionBench {
  readonly board: VirtualBoard;
  readonly companion: Companion;
  readonly monitor = new Monitor(action => action());
  /** Stages that the update went through, in their order. */
  readonly stages: string[] = [];
  readonly #ports: MessagePort[] = [];
  readonly #timers = new Set<{ readonly ms: number; readonly action: () => void; next: number }>();

  constructor({ cable = true, ...options }: BenchOptions = {}) {
    this.board = updateBoard(options);
    this.board.serial.setBaud(BOOT_BAUD);
    this.companion = new Companion({
      now: () => this.now,
      every: (ms, action) => {
        const timer = { ms, action, next: this.now + ms };
        this.#timers.add(timer);
        return () => this.#timers.delete(timer);
      },
    });
    this.companion.subscribe(({ update }) => {
      if (update && update.stage !== this.stages.at(-1)) this.stages.push(update.stage);
    });
    if (cable) this.#listen();
  }

  get now(): number {
    return (HURRY * this.board.clock.now) / MS;
  }

  get view(): CompanionView {
    return this.companion.view;
  }

  /** Switches the board on, with its network at the page's own relay. */
  async start(): Promise<this> {
    this.join();
    this.board.power(true);
    await this.until(view => view.build !== undefined);
    return this;
  }

  join(): void {
    const { port1, port2 } = new MessageChannel();
    this.#ports.push(port1, port2);
    joinNetwork(this.board.network, port1, () => {});
    this.companion.use(listener => new PageRelay(port2, listener));
  }

  /** Lets time pass until the view is as wanted; limit in ms of the companion's clock. */
  async until(wanted: (view: CompanionView) => boolean, limitMs = 100_000): Promise<void> {
    const end = this.now + limitMs;
    while (!wanted(this.view)) {
      if (this.now > end) throw new Error(`not within ${limitMs} ms: ${JSON.stringify(this.#summary)}`);
      await this.pass(STEP);
    }
  }

  /** Lets so many ms of the companion's clock pass. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    while (this.now < end) {
      this.board.run(this.board.clock.now + STEP * MS);
      for (const timer of [...this.#timers]) {
        if (timer.next > this.now || !this.#timers.has(timer)) continue;
        timer.next += timer.ms;
        timer.action();
      }
      await turns();
    }
  }

  /** Updates and waits for how it ends. */
  async update(limitMs = 120_000): Promise<CompanionView['update']> {
    this.stages.length = 0;
    this.companion.startUpdate();
    await this.ended(limitMs);
    return this.view.update;
  }

  ended(limitMs = 120_000): Promise<void> {
    const over = ['done', 'stayed', 'failed', 'unproven'];
    return this.until(({ update }) => update !== undefined && over.includes(update.stage), limitMs);
  }

  /** The text of a line that something is proven by. */
  line(number: number | undefined): string | undefined {
    for (let i = 0; i < this.monitor.log.rowCount; i++) {
      const row = this.monitor.log.row(i);
      if (row?.kind === 'line' && row.line.number === number) return row.line.text;
    }
    return undefined;
  }

  close(): void {
    this.companion.use(undefined);
    for (const port of this.#ports) port.close();
  }

  #listen(): void {
    this.companion.setBoots(this.monitor.history, this.now);
    this.board.serial.onBytes(bytes => {
      this.monitor.push({ bytes: bytes.slice(), ms: this.now, baud: BOOT_BAUD });
      this.companion.setBoots(this.monitor.history, this.now);
    });
  }

  get #summary(): unknown {
    const { update, device, build, offer, unreachable } = this.view;
    return { stages: this.stages, update, device, build, offer: offer.kind, unreachable };
  }
}

/** Message ports deliver between two turns of the event loop. */
async function turns(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise(resolve => setImmediate(resolve));
}
