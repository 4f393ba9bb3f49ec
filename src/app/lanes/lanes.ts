import type { CheckName } from '../../core/device/board-check.ts';
import type { BootWish, FlashPlan } from '../../core/plan/flash-plan.ts';
import type { FlashOrigin } from '../../core/workspace/workspace.ts';
import { download } from '../../platform/save.ts';
import type { WebSerial } from '../../platform/serial-port.ts';
import type { LaneStore } from '../../platform/store.ts';
import type { LanePort, LaneReport } from '../../worker/lane-protocol.ts';
import { Listeners } from '../listeners.ts';
import type { Shown } from '../state.ts';
import { LaneHolder } from './lane-holder.ts';
import type {
  LaneChoices,
  LanesHolder,
  LanesView,
  NotePart,
  PortView,
  ReadBack,
  SerialPart,
  Stretch,
  WatchChoices,
} from './lane-view.ts';
import { type FoundPort, PortDirectory } from './ports.ts';
import type { LaneChannel } from './surroundings.ts';

/** What the lanes need of the page and the browser. */
export interface LanesWorld {
  readonly serial: WebSerial | undefined;
  /** https or localhost. */
  readonly secure: boolean;
  readonly store: LaneStore;
  start(port: LanePort, onReport: (report: LaneReport) => void): LaneChannel;
  lock(name: string): Promise<(() => void) | undefined>;
  /** A cable to the virtual board; undefined when there is none. */
  cable(): MessagePort | undefined;
  ownLoader(): Promise<Uint8Array>;
  /** Programs for both slots of a flash of this size, to check a board with. */
  checkPlan(flashSize: number | undefined): Promise<FlashPlan | undefined>;
  /** What is on the page now. */
  shown(): Shown | undefined;
  /** Among the files of the page, to look at. */
  addFile(file: File, origin: FlashOrigin): void;
  /** Something was read from a board. */
  onRead(read: ReadBack, mac: string | undefined): void;
  /** Called on every change: whether a lane writes now. */
  onWriting(writing: boolean): void;
  /** The virtual board's flash was changed by a lane. */
  onVirtualFlash(): void;
  now(): number;
}

/** The virtual board has one lane; a new board gets a new one. */
const VIRTUAL = 'virtual 0';

/** All lanes of the page, and the ports that there are. */
export class Lanes implements LanesHolder {
  view: LanesView;
  readonly #world: LanesWorld;
  readonly #lanes = new Map<string, LaneHolder>();
  readonly #listeners = new Listeners<[view: LanesView]>();
  readonly #directory: PortDirectory | undefined;
  #found: readonly FoundPort[] = [];
  #ownLoader: Uint8Array | undefined;

  constructor(world: LanesWorld) {
    this.#world = world;
    const { serial, secure } = world;
    this.#directory = serial && new PortDirectory(serial);
    this.view = {
      ...{ lanes: [], ports: [], nothingChosen: false, writing: false, attended: false },
      serial: serial ? 'ready' : secure ? 'missing' : 'insecure',
    };
    for (const event of ['connect', 'disconnect']) serial?.addEventListener(event, () => void this.#look());
    void this.#look();
    // A board keeps the boot loader that it has when our own cannot be fetched.
    world.ownLoader().then(
      bytes => {
        this.#ownLoader = bytes;
        this.replan();
      },
      () => undefined,
    );
  }

  subscribe(listener: (view: LanesView) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** The files or settings of the page have changed. */
  replan(): void {
    for (const lane of this.#lanes.values()) lane.replan();
  }

  attend(attended: boolean): void {
    this.#set({ attended });
  }

  async choosePort(connect = true): Promise<void> {
    const { serial } = this.#world;
    this.#set({ nothingChosen: false });
    try {
      const chosen = await serial?.requestPort?.();
      await this.#look();
      const found = this.#found.find(({ port }) => port === chosen);
      if (found && connect) await this.#open(found);
    } catch {
      this.#set({ nothingChosen: true });
    }
  }

  async openPort(id: string, connect = true): Promise<void> {
    await this.#look();
    const found = this.#found.find(each => each.id === id);
    if (found) await this.#open(found, connect);
  }

  async openVirtual(connect = true): Promise<void> {
    this.close(VIRTUAL);
    const channel = this.#world.cable();
    if (!channel) return;
    const lane = this.#add(VIRTUAL, { identity: { virtual: true } }, { kind: 'virtual', channel });
    if (connect) await lane.connect();
    else this.#changed(false);
  }

  /** The virtual board is gone. */
  endVirtual(): void {
    this.close(VIRTUAL);
  }

  close(id: string): void {
    this.#lanes.get(id)?.close();
    this.#lanes.delete(id);
    this.#changed(false);
  }

  async forget(id: string): Promise<void> {
    const found = this.#found.find(each => each.id === id);
    this.close(id);
    await found?.port.forget?.();
    await this.#look();
  }

  connect(id: string): void {
    void this.#lanes.get(id)?.connect();
  }

  choose(id: string, choices: Partial<LaneChoices>): void {
    this.#lanes.get(id)?.choose(choices);
  }

  write(id: string): void {
    this.#lanes.get(id)?.write();
  }

  resume(id: string): void {
    this.#lanes.get(id)?.resume();
  }

  chooseSlot(id: string, wish: BootWish): void {
    this.#lanes.get(id)?.chooseSlot(wish);
  }

  readBack(id: string, stretch?: Stretch, backup = false): void {
    const lane = this.#lanes.get(id);
    const region = stretch ?? (lane && wholeFlash(lane));
    if (region) lane?.readBack(region, backup);
  }

  declineBackup(id: string): void {
    this.#lanes.get(id)?.declineBackup();
  }

  erase(id: string, stretch?: Stretch): void {
    const lane = this.#lanes.get(id);
    const region = stretch ?? (lane && wholeFlash(lane));
    if (region) lane?.erase(region);
  }

  async check(id: string, wanted: readonly CheckName[]): Promise<void> {
    const lane = this.#lanes.get(id);
    const size = lane?.view.choices.flashSize ?? lane?.view.chip?.flash.size;
    const plan = await this.#world.checkPlan(size);
    if (plan) lane?.check(wanted, plan);
  }

  skipCheck(id: string): void {
    this.#lanes.get(id)?.skipCheck();
  }

  watch(id: string, choices: WatchChoices): void {
    void this.#lanes.get(id)?.watch(choices);
  }

  chooseRate(id: string, baud: number | 'auto'): void {
    this.#lanes.get(id)?.chooseRate(baud);
  }

  expectRestart(id: string): void {
    this.#lanes.get(id)?.changeWatch({ type: 'expect-restart' });
  }

  repeatBoot(id: string, why: 'asked' | 'boot-missed'): void {
    this.#lanes.get(id)?.changeWatch({ type: 'repeat-boot', why });
  }

  send(id: string, bytes: Uint8Array): void {
    this.#lanes.get(id)?.sendBytes(bytes);
  }

  clearLog(id: string): void {
    this.#lanes.get(id)?.clearLog();
  }

  stop(id: string): boolean {
    return this.#lanes.get(id)?.stop() ?? false;
  }

  escape(id?: string): boolean {
    const there = id === undefined ? undefined : this.#lanes.get(id);
    return [...(there ? [there] : []), ...this.#lanes.values()].some(lane => lane.escape());
  }

  keepOn(id: string): void {
    this.#lanes.get(id)?.keepOn();
  }

  onSerial(id: string, listener: (part: SerialPart) => void): () => void {
    return this.#lanes.get(id)?.onSerial(listener) ?? (() => undefined);
  }

  onNote(id: string, listener: (part: NotePart) => void): () => void {
    return this.#lanes.get(id)?.onNote(listener) ?? (() => undefined);
  }

  saveRead(id: string): void {
    const read = this.#lanes.get(id)?.view.read;
    if (read) download([read]);
  }

  openRead(id: string): void {
    const { read, chip } = this.#lanes.get(id)?.view ?? {};
    const origin = { offset: read?.offset ?? 0, ...(chip?.mac && { board: chip.mac }) };
    if (read) this.#world.addFile(new File([read.bytes], read.name), origin);
  }

  async #open({ id, choice, place }: FoundPort, connect = true): Promise<void> {
    const there = this.#lanes.get(id);
    if (there?.view.phase === 'fault') this.close(id);
    const lane = this.#lanes.get(id) ?? this.#add(id, choice, place);
    if (connect) await lane.connect();
    else this.#changed(false);
  }

  #add(id: string, { identity, bridge, number }: PortView, port: LanePort): LaneHolder {
    const world = this.#world;
    const view = { identity, ...(bridge && { bridge }), ...(number !== undefined && { number }) };
    const lane = new LaneHolder(id, view, {
      // Its place among those that look the same may be another one by now.
      start: onReport => world.start(this.#found.find(each => each.id === id)?.place ?? port, onReport),
      lock: async () => (port.kind === 'virtual' ? () => undefined : world.lock(`serial:${id}`)),
      store: world.store,
      linkKey: id,
      inputs: () => {
        const shown = world.shown();
        return { ...(shown && { shown }), ...(this.#ownLoader && { ownLoader: this.#ownLoader }) };
      },
      now: world.now,
      onChange: flash => this.#changed(flash && port.kind === 'virtual'),
      onRead: ({ view: { read, chip } }, backup) => {
        if (read) world.onRead(read, chip?.mac);
        if (backup) this.saveRead(id);
        else this.openRead(id);
      },
    });
    this.#lanes.set(id, lane);
    return lane;
  }

  async #look(): Promise<void> {
    const before = this.#found;
    this.#found = (await this.#directory?.found()) ?? [];
    for (const { id, port, place } of this.#found) {
      const was = before.find(each => each.id === id);
      const same = was?.port === port && was.place.index === place.index && was.place.of === place.of;
      if (!same) this.#lanes.get(id)?.moveTo(place);
    }
    this.#changed(false);
  }

  #changed(virtualFlash: boolean): void {
    const lanes = [...this.#lanes.values()];
    const writing = lanes.some(lane => lane.writing);
    this.#world.onWriting(writing);
    const free = this.#found.filter(({ id }) => !this.#lanes.has(id));
    this.#set({ writing, lanes: lanes.map(lane => lane.view), ports: free.map(({ choice }) => choice) });
    if (virtualFlash) this.#world.onVirtualFlash();
  }

  #set(change: Partial<LanesView>): void {
    this.view = { ...this.view, ...change };
    this.#listeners.tell(this.view);
  }
}

/** All of it, when its size is known. */
function wholeFlash({ view }: LaneHolder): Stretch | undefined {
  const size = view.choices.flashSize ?? view.chip?.flash.size;
  return size === undefined ? undefined : { offset: 0, length: size };
}
