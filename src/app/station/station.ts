import {
  countEntries,
  passedBefore,
  type StationBuild,
  type StationCounts,
  type StationEntry,
} from '../../core/station/record.ts';
import {
  EMPTY_SEAT,
  isAtWork,
  type Outcome,
  type SeatStep,
  type StationRules,
} from '../../core/station/seat.ts';
import { again, stepSeat } from '../../core/station/step.ts';
import type { StationStore } from '../../platform/station-store.ts';
import type { BoardHolder } from '../board-holder.ts';
import type { LanesHolder } from '../lanes/lane-view.ts';
import { Listeners, together } from '../listeners.ts';
import { hasImages, type Shown } from '../state.ts';
import { SeatHolder, type SeatView } from './seats.ts';

/** What a station needs of the page. */
export interface StationWorld {
  readonly lanes: LanesHolder;
  readonly board: BoardHolder;
  readonly store: StationStore;
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Milliseconds since 1970. */
  date(): number;
  /** Calls back so often until the returned function is called. */
  every(ms: number, action: () => void): () => void;
  /** Later, together with the next changes: a frame, on a page. */
  soon(action: () => void): void;
  shown(): Shown | undefined;
  /** A board is done, one way or the other. */
  onOutcome(seat: SeatView, outcome: Outcome): void;
}

export interface StationView {
  /** `stopping`: no new boards; those in work come to their end. */
  readonly state: 'idle' | 'running' | 'stopping';
  /** The files or settings of the page changed while the station ran: it stopped by itself. */
  readonly buildChanged: boolean;
  readonly rules: StationRules;
  readonly seats: readonly SeatView[];
  /** Boards in work. */
  readonly busy: number;
  readonly counts: StationCounts;
  /** The oldest first, of earlier days too. */
  readonly entries: readonly StationEntry[];
  /** The browser keeps nothing: the log is gone with the page. */
  readonly unkept: boolean;
}

const TICK_MS = 250;

/** Writes one board after the other in every seat, as the rules of `stepSeat` say; the lanes do the work. */
export class Station {
  view: StationView = {
    ...{
      state: 'idle',
      buildChanged: false,
      rules: { usedBoards: true, ownLoader: true, baud: 'auto' },
      seats: [],
      busy: 0,
    },
    ...{ counts: countEntries([], undefined, 0), entries: [], unkept: false },
  };
  readonly #world: StationWorld;
  readonly #listeners = new Listeners();
  readonly #tell: () => void;
  readonly #seats = new Map<string, SeatHolder>();
  #labels: Readonly<Record<string, string>> = {};
  #startedAt: number | undefined;
  #workspace: Shown['workspace'] | undefined;
  #stopTicking: (() => void) | undefined;
  /** A virtual board was added here. */
  #virtual = false;
  #looking = false;
  #again = false;

  constructor(world: StationWorld) {
    this.#world = world;
    this.#tell = together(world.soon, () => this.#listeners.tell());
    world.lanes.subscribe(() => this.#look());
    void this.#load();
    this.#look();
  }

  /** Calls `listener` on every change. @returns what ends that. */
  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  setRules(rules: StationRules): void {
    if (this.view.state === 'idle') this.#set({ rules });
  }

  setLabel(id: string, label: string): void {
    this.#labels = { ...this.#labels, [id]: label };
    void this.#world.store.putLabels(this.#labels).catch(() => this.#set({ unkept: true }));
    this.#look();
  }

  /** Takes boards from now on: those that are plugged in, and every one that comes. */
  start(): void {
    const shown = this.#world.shown();
    if (this.view.state !== 'idle' || !hasImages(shown)) return;
    this.#workspace = shown.workspace;
    this.#startedAt = this.#world.date();
    this.#stopTicking = this.#world.every(TICK_MS, () => this.#look());
    // Only while the station runs does nobody else speak for the lanes.
    this.#world.lanes.attend(true);
    this.#set({ state: 'running', buildChanged: false });
    // What is still plugged in may have passed with another build.
    for (const holder of this.#seats.values()) holder.seat = EMPTY_SEAT;
    // What the flow listens to would keep its board from the station.
    for (const lane of this.#world.lanes.view.lanes)
      if (lane.phase === 'watching') this.#world.lanes.stop(lane.id);
    if (this.#virtual) void this.#world.lanes.openVirtual(false);
    this.#look();
  }

  /** Takes no new boards; what is being written is written to its end. */
  stop(): void {
    if (this.view.state === 'running') this.#set({ state: 'stopping' });
    this.#look();
  }

  /** A board that was refused, failed or has passed is written once more. */
  writeAgain(id: string): void {
    const holder = this.#seats.get(id);
    if (holder && this.view.state === 'running') this.#take(holder, again(holder.seat, this.#world.now()));
    this.#look();
  }

  /** The page's own board takes a seat. */
  async addVirtual(): Promise<void> {
    const { board, lanes } = this.#world;
    this.#virtual = true;
    if (!board.present) await board.startBlank();
    if (this.view.state === 'running') await lanes.openVirtual(false);
    this.#look();
  }

  async clearLog(): Promise<void> {
    await this.#world.store.clear().catch(() => undefined);
    this.#labels = {};
    this.#set({ entries: [] });
    this.#look();
  }

  /** The build that is written, as the log names it. */
  get build(): StationBuild | undefined {
    const shown = this.#world.shown();
    if (!hasImages(shown)) return undefined;
    const { plan } = shown.workspace;
    const from = plan.writes.flatMap(write => (write.from ? [write.from] : []));
    const hashes = plan.writes.flatMap(({ name }) => {
      const hash = shown.hashes[name];
      return hash ? [`${name} ${hash}`] : [];
    });
    return { name: [...new Set(from)].join(' + '), sha256: hashes.join(', ') };
  }

  async #load(): Promise<void> {
    const { store } = this.#world;
    try {
      const [entries, labels] = await Promise.all([store.entries(), store.labels()]);
      this.#labels = { ...labels, ...this.#labels };
      this.#set({ entries: [...entries, ...this.view.entries] });
    } catch {
      this.#set({ unkept: true });
    }
    this.#look();
  }

  /** Goes through all seats until nothing is left to do; orders to lanes come back here at once. */
  #look(): void {
    this.#again = true;
    if (this.#looking) return;
    this.#looking = true;
    while (this.#again) {
      this.#again = false;
      this.#lookOnce();
    }
    this.#looking = false;
  }

  #lookOnce(): void {
    const { lanes, shown } = this.#world;
    if (this.view.state === 'running' && shown()?.workspace !== this.#workspace)
      this.#set({ state: 'stopping', buildChanged: true });
    if (this.view.state === 'running') for (const { id } of lanes.view.ports) void lanes.openPort(id, false);
    const there = new Set(lanes.view.lanes.map(({ id }) => id));
    for (const id of there)
      if (!this.#seats.has(id)) this.#seats.set(id, new SeatHolder(id, lanes, this.#world.now));
    for (const [id, holder] of this.#seats) {
      if (this.view.state !== 'idle') this.#step(holder);
      if (there.has(id)) continue;
      holder.end();
      this.#seats.delete(id);
    }
    this.#show();
    if (this.view.state === 'stopping' && this.view.busy === 0) this.#end();
  }

  #step(holder: SeatHolder): void {
    const { lanes, now } = this.#world;
    const lane = lanes.view.lanes.find(({ id }) => id === holder.id);
    const step = stepSeat(holder.seat, holder.sight(lane), {
      ...{ now: now(), rules: this.view.rules, accepting: this.view.state === 'running' },
      doneBefore: mac => {
        const { build } = this;
        return build !== undefined && passedBefore(this.view.entries, build, mac);
      },
    });
    this.#take(holder, step);
  }

  #take(holder: SeatHolder, { seat, commands, outcome }: SeatStep): void {
    if (seat !== holder.seat) this.#again = true;
    holder.seat = seat;
    if (outcome) this.#log(holder, outcome);
    for (const command of commands) holder.obey(command, this.view.rules);
  }

  #log(holder: SeatHolder, outcome: Outcome): void {
    const { store, date, onOutcome } = this.#world;
    const view = this.#viewOf(holder);
    const entry: StationEntry = {
      ...outcome,
      ...{
        time: date(),
        seat: view.label || String(view.number),
        build: this.build ?? { name: '', sha256: '' },
      },
    };
    this.#set({ entries: [...this.view.entries, entry] });
    void store.add(entry).catch(() => this.#set({ unkept: true }));
    onOutcome(view, outcome);
  }

  #viewOf({ id, seat }: SeatHolder): SeatView {
    const lane = this.#world.lanes.view.lanes.find(each => each.id === id);
    const number = [...this.#seats.keys()].indexOf(id) + 1;
    return { ...{ id, number, seat, label: this.#labels[id] ?? '' }, ...(lane && { lane }) };
  }

  #show(): void {
    const seats = [...this.#seats.values()].map(holder => this.#viewOf(holder));
    this.#set({
      seats,
      busy: seats.filter(({ seat }) => isAtWork(seat)).length,
      counts: countEntries(this.view.entries, this.#startedAt, this.#world.date()),
    });
  }

  #end(): void {
    this.#stopTicking?.();
    this.#world.lanes.attend(false);
    this.#set({ state: 'idle' });
  }

  #set(change: Partial<StationView>): void {
    this.view = { ...this.view, ...change };
    this.#tell();
  }
}
