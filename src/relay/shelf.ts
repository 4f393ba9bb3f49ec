/** The images at hand, and what is known of the devices. */
import type { Slot } from '../core/esp8266/flash-map.ts';
import { finding } from '../core/findings.ts';
import type { OtaImage } from '../core/ota/image.ts';
import { answerRequest, type OtaDevice, type OtaImages, type OtaOffer } from '../core/ota/offer.ts';
import { Pledges } from '../core/ota/pledges.ts';
import type { ServedBuild, ServedImage } from '../core/ota/relay-messages.ts';
import type { RequestMethod } from '../core/ota/request.ts';
import { buildFor, MOST_BUILDS, MOST_DEVICES, type RoomTable } from '../core/ota/room-table.ts';

export class Shelf {
  /** Given at the start: they stay for the whole run, behind those of a page. */
  readonly #given: OtaImages;
  #ofPage: OtaImages = {};
  readonly #pledges = new Pledges();
  readonly #devices = new Map<string, OtaDevice>();
  /** Of a room, by their ids. */
  #builds = new Map<string, OtaImages>();
  #table: RoomTable | null = null;

  constructor(given: OtaImages) {
    this.#given = given;
  }

  answer(asked: Slot, device: string, method: RequestMethod = 'GET'): OtaOffer {
    const offered = this.#imagesFor(device);
    if (!offered) return { kind: 'refuse', why: finding('room-not-served', { address: device }) };
    const images = this.#pledges.imagesFor(device, asked, method, offered, performance.now());
    return answerRequest(asked, this.#devices.get(device) ?? this.#devices.get(ANY) ?? {}, images);
  }

  know(address: string | undefined, device: OtaDevice): void {
    // One page knows few devices; what grows beyond is not from a person.
    const key = address ?? ANY;
    if (this.#devices.size < MOST_DEVICES || this.#devices.has(key)) this.#devices.set(key, device);
  }

  /** The page has other images now. */
  clear(): void {
    this.#ofPage = {};
  }

  put(image: OtaImage): void {
    this.#ofPage = { ...this.#ofPage, [image.slot]: image };
  }

  /** The builds of a room that follow; those from before are gone. */
  announceBuilds(ids: readonly string[]): void {
    this.#builds = new Map(ids.slice(0, MOST_BUILDS).map(id => [id, {}]));
  }

  putInBuild(id: string, image: OtaImage): void {
    const build = this.#builds.get(id);
    if (build) this.#builds.set(id, { ...build, [image.slot]: image });
  }

  /** Devices get what the table says; null: as without a room. */
  setTable(table: RoomTable | null): void {
    this.#table = table;
  }

  /** There is no room any more: another page is there, which may never have heard of it. */
  leaveRoom(): void {
    this.#builds.clear();
    this.#table = null;
  }

  /** The page is gone: its images and what it knew. */
  forget(): void {
    this.clear();
    this.leaveRoom();
    this.#devices.clear();
    this.#pledges.forget();
  }

  list(): ServedImage[] {
    return served(this.#images());
  }

  listBuilds(): ServedBuild[] {
    return [...this.#builds].map(([id, images]) => ({ id, images: served(images) }));
  }

  /** Undefined when the room's table gives this device nothing. */
  #imagesFor(device: string): OtaImages | undefined {
    if (!this.#table) return this.#images();
    const id = buildFor(this.#table, device);
    return id === undefined ? undefined : this.#builds.get(id);
  }

  #images(): OtaImages {
    return { ...this.#given, ...this.#ofPage };
  }
}

const served = (images: OtaImages): ServedImage[] =>
  Object.values(images).map(({ slot, name, build, bytes }) => ({
    ...{ slot, name, length: bytes.length },
    ...(build && { build }),
  }));

const ANY = '';
