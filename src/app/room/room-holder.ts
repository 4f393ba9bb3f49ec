import type { Finding } from '../../core/findings.ts';
import type { OtaImage } from '../../core/ota/image.ts';
import type { OtaDevice } from '../../core/ota/offer.ts';
import type { OwnAddress, RelayMessage } from '../../core/ota/relay-messages.ts';
import { MOST_BUILDS } from '../../core/ota/room-table.ts';
import {
  EMPTY_ROOM,
  type Room,
  type RoomChoice,
  tableOf,
  withDevice,
  withDevices,
} from '../../core/room/room.ts';
import { hear, isUpdating, type RoomStep, stopQueue, tick, update } from '../../core/room/step.ts';
import type { RelayLoss, RoomShelf } from '../companion/relay-socket.ts';
import { Listeners, together } from '../listeners.ts';

/** The relay, as much of it as a room needs. */
export interface RoomLink {
  setRoom(room: RoomShelf): void;
  know(device: OtaDevice, address?: string): void;
  trigger(address: string): void;
  readPage(address: string): void;
  takeOver(): void;
  close(): void;
}

export interface RoomWorld {
  /** Opens the relay; undefined where nobody has said which. */
  open(listener: (message: RelayMessage) => void, onLoss: (loss: RelayLoss) => void): RoomLink | undefined;
  /** The room is closed: others may have the relay again. */
  onClosed(): void;
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  every(ms: number, action: () => void): () => void;
  /** Later, together with the next changes. */
  soon(action: () => void): void;
}

/** A build with its images, as the person knows it. */
export interface RoomBuildView {
  readonly id: string;
  readonly name: string;
  readonly images: readonly OtaImage[];
  readonly build?: number;
}

export interface RoomView {
  readonly relay:
    | { readonly kind: 'closed' }
    | { readonly kind: 'connecting'; readonly loss?: RelayLoss }
    | { readonly kind: 'ready'; readonly devicePort: number; readonly addresses: readonly OwnAddress[] };
  readonly room: Room;
  readonly builds: readonly RoomBuildView[];
  /** Why images were not taken, by the page or by the relay. */
  readonly refused: readonly Finding[];
}

const TICK_MS = 250;

/** The room of a page: its devices and builds, and the relay that serves them. */
export class RoomHolder {
  view: RoomView = { relay: { kind: 'closed' }, room: EMPTY_ROOM, builds: [], refused: [] };
  readonly #world: RoomWorld;
  readonly #listeners = new Listeners();
  readonly #tell: () => void;
  #link: RoomLink | undefined;
  #stopTicking: (() => void) | undefined;
  #lastBuild = 0;
  /** The shelf that the relay has; its identity changes with the builds. */
  #shelf: RoomShelf['builds'] = [];
  #table = '';

  constructor(world: RoomWorld) {
    this.#world = world;
    this.#tell = together(world.soon, () => this.#listeners.tell());
  }

  /** Calls `listener` on every change. @returns what ends that. */
  subscribe(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Takes the relay for the room. */
  open(): void {
    if (this.#link) return;
    const link = this.#world.open(
      message => {
        if (this.#link === link) this.#hear(message);
      },
      loss => {
        if (this.#link === link) this.#set({ relay: { kind: 'connecting', loss } });
      },
    );
    if (!link) return;
    this.#link = link;
    this.#set({ relay: { kind: 'connecting' } });
    this.#stopTicking = this.#world.every(TICK_MS, () => this.#take(tick(this.view.room, this.#world.now())));
    this.#tellRelay(true);
  }

  close(): void {
    this.#link?.close();
    this.#link = undefined;
    this.#stopTicking?.();
    this.#table = '';
    this.#set({ relay: { kind: 'closed' }, room: stopQueue(this.view.room) });
    this.#world.onClosed();
  }

  /** Another page has the relay: this one takes it over. */
  takeOver(): void {
    this.#link?.takeOver();
  }

  /** Devices are being updated: to close the room now would leave them alone. */
  get busy(): boolean {
    return this.view.room.devices.some(isUpdating);
  }

  /** Puts a build on the shelf; the first one is for all devices that have no other. */
  addBuild(name: string, images: readonly OtaImage[], refused: readonly Finding[]): void {
    const { builds, room } = this.view;
    if (images.length === 0 || builds.length >= MOST_BUILDS) {
      this.#set({ refused });
      return;
    }
    const id = String(++this.#lastBuild);
    const number = Number(images[0]?.build);
    const build = Number.isInteger(number) ? { build: number } : {};
    this.#setBuilds([...builds, { id, name, images, ...build }], refused);
    if (room.others.kind === 'none' && builds.length === 0) this.setOthers({ kind: 'build', id });
  }

  removeBuild(id: string): void {
    this.#setBuilds(
      this.view.builds.filter(build => build.id !== id),
      [],
    );
  }

  /** What devices get that have no choice of their own. */
  setOthers(others: Room['others']): void {
    this.#setRoom({ ...this.view.room, others });
  }

  addDevice(address: string): void {
    this.#setRoom(withDevice(this.view.room, address));
    this.#link?.readPage(address);
  }

  removeDevice(address: string): void {
    const { room } = this.view;
    this.#setRoom({ ...room, devices: room.devices.filter(device => device.address !== address) });
  }

  choose(address: string, choice: RoomChoice): void {
    this.#change(address, { choice });
  }

  rename(address: string, name: string): void {
    this.#change(address, { name });
  }

  readPage(address: string): void {
    this.#link?.readPage(address);
  }

  /** These devices, or all. */
  update(addresses?: readonly string[]): void {
    const { room } = this.view;
    if (this.#link)
      this.#take(update(room, addresses ?? room.devices.map(d => d.address), this.#world.now()));
  }

  stopQueue(): void {
    this.#setRoom(stopQueue(this.view.room));
  }

  #change(address: string, change: { readonly choice: RoomChoice } | { readonly name: string }): void {
    const to = this.view.room;
    this.#setRoom(
      withDevices(to, device => (device.address === address ? { ...device, ...change } : device)),
    );
  }

  #setBuilds(builds: readonly RoomBuildView[], refused: readonly Finding[]): void {
    this.#shelf = builds.map(({ id, images }) => ({ id, images }));
    const known = builds.map(({ id, build }) => ({ id, ...(build !== undefined && { build }) }));
    this.#set({ builds, refused, room: { ...this.view.room, builds: known } });
    this.#tellRelay(true);
  }

  #hear(message: RelayMessage): void {
    if (message.kind === 'welcome') {
      const { devicePort, addresses } = message;
      this.#set({ relay: { kind: 'ready', devicePort, addresses } });
    } else if (message.kind === 'shelf' && message.refused.length > 0) {
      this.#set({ refused: message.refused });
    } else this.#take(hear(this.view.room, message, this.#world.now()));
  }

  #take({ room, commands }: RoomStep): void {
    this.#setRoom(room);
    for (const command of commands) {
      if (command.kind === 'trigger') this.#link?.trigger(command.address);
      else if (command.kind === 'read-page') this.#link?.readPage(command.address);
      else this.#link?.know(command.device, command.address);
    }
  }

  #setRoom(room: Room): void {
    if (room === this.view.room) return;
    this.#set({ room });
    this.#tellRelay(false);
  }

  /** The table, when it says something else than before. */
  #tellRelay(builds: boolean): void {
    const table = tableOf(this.view.room);
    const text = JSON.stringify(table);
    if (!builds && text === this.#table) return;
    this.#table = text;
    this.#link?.setRoom({ builds: this.#shelf, table });
  }

  #set(change: Partial<RoomView>): void {
    this.view = { ...this.view, ...change };
    this.#tell();
  }
}
