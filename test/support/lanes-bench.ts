/**
 * The lanes of a page without the page: `Lanes`, the worker's `Lane` and the real jobs over a virtual board in virtual
 * time. What passes between page and worker is cloned, as a browser does.
 */
import { readFileSync } from 'node:fs';
import type { LaneView } from '../../src/app/lanes/lane-view.ts';
import { Lanes, type LanesWorld } from '../../src/app/lanes/lanes.ts';
import type { LaneChannel } from '../../src/app/lanes/surroundings.ts';
import type { Shown } from '../../src/app/state.ts';
import type { BoardConfig } from '../../src/board/config.ts';
import type { LinkMemory } from '../../src/core/device/link-memory.ts';
import type { ChosenSettings } from '../../src/core/workspace/workspace.ts';
import type { LaneStore, StoredBoard } from '../../src/platform/store.ts';
import { Lane } from '../../src/worker/lane.ts';
import { laneJobs } from '../../src/worker/lane-jobs.ts';
import type { LaneOrder, LaneReport } from '../../src/worker/lane-protocol.ts';
import { createJobBoard, type JobBoard, type JobBoardOptions } from './job-board.ts';
import { stubImage } from './stub-image.ts';
import { open } from './workspaces.ts';

export const OWN_LOADER = new Uint8Array(readFileSync('src/bootloader/built/twinslot-boot.bin'));

const elf = (name: string): Uint8Array => readFileSync(`test/fixtures/vectors/hello_${name}.elf`);

/** Both slots of a build, as a page shows them. */
export function shownOf(build: 'build1' | 'build2', chosen: ChosenSettings = {}): Shown {
  const files = { 'app1.elf': elf(`${build}_1024_app1`), 'app2.elf': elf(`${build}_1024_app2`) };
  return { inputs: { files: [], chosen }, workspace: open(files, { map: '1MB', ...chosen }), hashes: {} };
}

/** What a browser keeps, in a map. */
export class MapStore implements LaneStore {
  readonly links = new Map<string, LinkMemory>();
  readonly boards = new Map<string, StoredBoard>();

  async link(key: string): Promise<LinkMemory | undefined> {
    return this.links.get(key);
  }

  async putLink(key: string, memory: LinkMemory): Promise<void> {
    this.links.set(key, memory);
  }

  async board(mac: string): Promise<StoredBoard | undefined> {
    return this.boards.get(mac);
  }

  async putBoard(mac: string, board: StoredBoard): Promise<void> {
    this.boards.set(mac, board);
  }
}

/** The id of the virtual board's lane. */
export const LANE = 'virtual 0';

export class LanesBench {
  readonly lanes: Lanes;
  /** What was read from boards, for the locker. */
  readonly kept: { readonly name: string; readonly mac: string | undefined }[] = [];
  readonly board: JobBoard;
  readonly store: MapStore;
  /** From page to worker, and back. */
  readonly orders: LaneOrder[] = [];
  readonly reports: LaneReport[] = [];
  /** What was put among the files of the page. */
  readonly files: File[] = [];
  /** Wishes to stay awake, without repetitions. */
  readonly awake: boolean[] = [];
  shown: Shown | undefined;
  /** From now on, another board with this MAC is behind the port. */
  exchangedFor: string | undefined;

  constructor(config: BoardConfig, options: JobBoardOptions & { store?: MapStore; shown?: Shown } = {}) {
    this.board = createJobBoard(config, options);
    this.store = options.store ?? new MapStore();
    this.shown = options.shown;
    this.lanes = new Lanes(this.#world());
  }

  /** The one lane's view. */
  get view(): LaneView {
    const [lane] = this.lanes.view.lanes;
    if (!lane) throw new Error('no lane is open');
    return lane;
  }

  /** Lets the board run until the lane's view is so. */
  async until(is: (view: LaneView) => boolean, limitMs?: number): Promise<LaneView> {
    const reached = new Promise<void>(resolve => {
      const look = (): void => {
        const [lane] = this.lanes.view.lanes;
        if (lane && is(lane)) resolve();
      };
      this.lanes.subscribe(look);
      look();
    });
    await this.board.run(reached, limitMs);
    return this.view;
  }

  /** Connects to the board. */
  async connect(): Promise<LaneView> {
    await this.lanes.openVirtual();
    return this.until(view => view.phase !== 'connecting');
  }

  #world(): LanesWorld {
    const { board, store } = this;
    return {
      ...{ serial: undefined, secure: true, store, ownLoader: async () => OWN_LOADER },
      start: (_, onReport) => this.#startLane(onReport),
      lock: async () => () => undefined,
      cable: () => ({}) as MessagePort,
      shown: () => this.shown,
      checkPlan: async () => this.shown?.workspace.plan,
      addFile: file => this.files.push(file),
      onRead: ({ name }, mac) => this.kept.push({ name, mac }),
      onWriting: wanted => {
        if (this.awake.at(-1) !== wanted) this.awake.push(wanted);
      },
      onVirtualFlash: () => undefined,
      now: () => board.now,
    };
  }

  #exchanged(report: LaneReport): LaneReport {
    const mac = this.exchangedFor;
    if (mac === undefined) return report;
    if (report.type === 'done' && report.job === 'connect')
      return { ...report, chip: { ...report.chip, mac } };
    if (report.type !== 'event' || report.event.type !== 'chip') return report;
    return { ...report, event: { ...report.event, chip: { ...report.event.chip, mac } } };
  }

  #startLane(onReport: (report: LaneReport) => void): LaneChannel {
    const { link, clock, deflate } = this.board;
    const say = (report: LaneReport): void => {
      const copy = this.#exchanged(structuredClone(report));
      this.reports.push(copy);
      onReport(copy);
    };
    const jobs = laneJobs({ link, clock, deflate, loadStub: async () => stubImage() });
    const lane = new Lane({ link, jobs, now: clock.now, say });
    const off = this.board.board.serial.onPlug(plugged => say({ type: 'plugged', plugged }));
    return {
      send: order => {
        this.orders.push(order);
        if (order.type !== 'port') lane.obey(structuredClone(order));
      },
      end: off,
    };
  }
}
