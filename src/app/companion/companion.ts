import type { BootHistory } from '../../core/bootlog/report.ts';
import { runState } from '../../core/bootlog/run-state.ts';
import { otherSlot, type Slot } from '../../core/esp8266/flash-map.ts';
import type { OtaImage } from '../../core/ota/image.ts';
import { type OtaDevice, type OtaImages, offerOta } from '../../core/ota/offer.ts';
import type { RelayMessage } from '../../core/ota/relay-messages.ts';
import {
  beginUpdate,
  isOver,
  reduceUpdate,
  SETTLE_MS,
  type UpdateInput,
  type UpdateReport,
} from '../../core/ota/update.ts';
import type { Shown } from '../state.ts';
import type { CompanionView, CompanionWorld } from './companion-view.ts';
import { otaImagesOf } from './ota-images.ts';
import { withOther } from './others.ts';
import type { RelayEnd, RelayListener } from './relay-end.ts';
import type { RelayLoss } from './relay-socket.ts';

export type { CompanionView, CompanionWorld, RelayState, SerialWish } from './companion-view.ts';

import { Listeners } from '../listeners.ts';

/** Where the SDK's access point puts the device (ota.md section 7). */
const USUAL_ADDRESS = '192.168.123.1';
const TICK_MS = 250;
/** Between two looks at the page of a device that should come back. */
const LOOK_MS = 2000;
/** After a missed boot text the page of the device has so long to prove what runs. */
const REPEAT_MS = 12_000;

const NO_IMAGES: OtaImages = {};

/** The companion of an update: images to the relay, the trigger, and the proof; one device at a time. */
export class Companion {
  view: CompanionView;
  readonly #world: CompanionWorld;
  readonly #listeners = new Listeners<[view: CompanionView]>();
  #end: RelayEnd | undefined;
  #images: OtaImages = NO_IMAGES;
  #history: BootHistory | undefined;
  #cable = false;
  /** Offset of the log's clock against ours. */
  #logNow: number | undefined;
  #stopTicking: (() => void) | undefined;
  #lookedAt = 0;
  /** The update begins as soon as the build before it has been read, or cannot be. */
  #asksFirst = false;
  /** Somebody wants to know what is on the page of the device. */
  #wantsPage = false;
  /** When the boot text of this update was missed; the reset that repeats it is made once. */
  #missedAt: number | undefined;
  /** What the relay knows of the device. */
  #told: OtaDevice = {};

  constructor(world: CompanionWorld) {
    this.#world = world;
    this.view = {
      ...{ relay: { kind: 'none' }, offered: [], refused: [], others: [] },
      ...{ address: USUAL_ADDRESS, device: {} },
      offer: offerOta({}, NO_IMAGES),
    };
  }

  /** Calls `listener` on every change. @returns what ends that. */
  subscribe(listener: (view: CompanionView) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** From now on this relay and no other; undefined: none. */
  use(open: ((listener: RelayListener) => RelayEnd) | undefined, where: 'page' | 'program' = 'page'): void {
    this.#end?.close();
    this.#end = undefined;
    this.#stopTicking?.();
    this.#asksFirst = false;
    this.#told = {};
    const { build: _, unreachable: __, update: ___, ...rest } = this.view;
    this.view = { ...rest, device: this.#deviceFromLog(), offered: [], others: [] };
    if (!open) {
      this.#set({ relay: { kind: 'none' } });
      return;
    }
    this.#set({ relay: { kind: 'connecting' } });
    const end = open(message => {
      if (this.#end === end) this.#hear(message, where);
    });
    this.#end = end;
    end.setImages(Object.values(this.#images));
    this.#tell();
  }

  /** The relay program is not there, or does not want this page. */
  lost(loss: RelayLoss): void {
    this.#set({ relay: { kind: 'connecting', loss } });
  }

  /** The files on the page have changed. */
  setShown(shown: Shown | undefined): void {
    const { images, refused } = otaImagesOf(shown);
    this.#images = Object.fromEntries(images.map(image => [image.slot, image] as const));
    this.#end?.setImages(images);
    this.#set({ refused });
  }

  /** What the board said over its cable; `logNow` on the clock of its lines. Undefined: nobody listens any more. */
  setBoots(history: BootHistory | undefined, logNow?: number): void {
    this.#history = history;
    this.#logNow = logNow === undefined ? undefined : logNow - this.#world.now();
    this.#cable = history !== undefined;
    this.#learnSlot();
    if (history) this.#update({ kind: 'boots', history, ...(logNow !== undefined && { logNow }) });
  }

  /** The image that a device gets when it asks for this slot. */
  imageFor(slot: Slot): OtaImage | undefined {
    return this.#images[slot];
  }

  /**
   * The board has restarted, and its boot text was missed. Its page may prove what runs; when nothing has after a
   * while, one reset repeats the boot.
   */
  bootMissed(): void {
    if (!this.view.update || isOver(this.view.update)) return;
    this.#missedAt = this.#world.now();
    this.#update({ kind: 'boot-missed' });
  }

  setAddress(address: string): void {
    if (address === this.view.address) return;
    const { build: _, unreachable: __, update, ...others } = this.view;
    // What came of an earlier update was about the device at the address before.
    const rest = update && !isOver(update) ? { ...others, update } : others;
    if (Object.keys(this.#told).length > 0) this.#end?.know({}, this.view.address);
    this.#told = {};
    this.view = { ...rest, device: this.#deviceFromLog() };
    this.#set({ address });
    this.#tell();
  }

  /** The images stay at the relay when this page goes, or not. */
  keepImages(stay: boolean): void {
    const { relay } = this.view;
    if (relay.kind !== 'ready' || !this.#end?.stay) return;
    this.#end.stay(stay);
    this.#set({ relay: { ...relay, stay } });
  }

  /** Asks the device for its build, and says it when the device cannot be reached. */
  readPage(): void {
    this.#wantsPage = true;
    this.#end?.readPage(this.view.address);
  }

  /** Tells the device to begin, and follows the update to its proof; the build before it is read first. */
  startUpdate(): void {
    if (!this.#end || (this.view.update && !isOver(this.view.update))) return;
    this.#begin();
    this.#asksFirst = true;
    this.#end.readPage(this.view.address);
  }

  /** Forgets an update that is over, or does not follow it any further. */
  dismiss(): void {
    this.#stopTicking?.();
    this.#asksFirst = false;
    const { update: _, unreachable: __, ...rest } = this.view;
    this.view = rest;
    this.#set({});
  }

  #begin(): void {
    this.#missedAt = undefined;
    const { boots = [], dropped = 0 } = this.#history ?? {};
    const { build, offer, device } = this.view;
    const offered = offer.kind === 'offer' ? offer.image : this.#other(device.running);
    const buildOffered = numberOf(offered?.build);
    const { unreachable: _, ...rest } = this.view;
    this.view = rest;
    this.#set({
      update: beginUpdate(
        {
          ...{ boots: boots.length + dropped, cable: this.#cable },
          ...(build !== undefined && { buildBefore: build }),
          ...(buildOffered !== undefined && { buildOffered }),
        },
        this.#world.now(),
      ),
    });
    this.#stopTicking?.();
    this.#stopTicking = this.#world.every(TICK_MS, () => this.#tick());
  }

  #other(running: Slot | undefined): OtaImage | undefined {
    const { user1, user2 } = this.#images;
    return running === 'user1' ? user2 : running === 'user2' ? user1 : (user2 ?? user1);
  }

  #hear(message: RelayMessage, where: 'page' | 'program'): void {
    switch (message.kind) {
      case 'welcome': {
        const { devicePort, addresses, images, stay } = message;
        this.#set({ relay: { kind: 'ready', where, devicePort, addresses, stay }, offered: images });
        break;
      }
      case 'offered':
        this.#set({
          offered: message.images,
          ...(message.refused.length > 0 && { refused: message.refused }),
        });
        break;
      case 'event':
        this.#event(message, where);
        break;
      case 'page-read':
        if (!this.#isOurs(message.address, where)) break;
        this.#wantsPage = false;
        this.#readBuild(message.build);
        this.#askedFirst();
        break;
      case 'failed':
        if (!this.#isOurs(message.address, where)) break;
        // A device that restarts cannot be reached for a while.
        if (message.what === 'trigger') this.#update({ kind: 'not-reached', why: message.why });
        else if (this.#wantsPage) this.#set({ unreachable: message.why });
        if (message.what === 'read-page') this.#wantsPage = false;
        if (message.what === 'read-page') this.#askedFirst();
        break;
      case 'triggered': {
        const { relay } = this.view;
        const port = relay.kind === 'ready' ? `:${relay.devicePort}` : '';
        this.#update({ kind: 'told', at: `${message.own}${port}` });
        break;
      }
    }
  }

  /** The virtual board is the only one in the page's network. */
  #isOurs(address: string, where: 'page' | 'program'): boolean {
    return where === 'page' || address === this.view.address;
  }

  /** One device is followed; the others are shown with their progress. */
  #event({ device, event }: Extract<RelayMessage, { kind: 'event' }>, where: 'page' | 'program'): void {
    if (!this.#isOurs(device, where)) {
      if (event.kind !== 'asked' || !this.#isFree) {
        this.#set({ others: withOther(this.view.others, device, event) });
        return;
      }
      // Nobody has heard of the device at the address that was given: it is at this one.
      this.setAddress(device);
    }
    if (event.kind === 'asked') this.#asked(event.slot);
    this.#update({ kind: 'relay', event });
  }

  /** Nothing is known yet of a device at the present address. */
  get #isFree(): boolean {
    const { build, update } = this.view;
    return build === undefined && update === undefined;
  }

  /** The page was read or cannot be: now the device may begin. */
  #askedFirst(): void {
    if (!this.#asksFirst) return;
    this.#asksFirst = false;
    this.#begin();
    this.#end?.trigger(this.view.address);
  }

  /**
   * A device that began by itself is followed like one that was told to. It asks for the slot that it does not run,
   * which is news where no cable has told.
   */
  #asked(slot: Slot): void {
    if (!this.view.update || isOver(this.view.update)) this.#begin();
    if (this.#deviceFromLog().running || this.view.device.running === otherSlot(slot)) return;
    this.#set({ device: { ...this.view.device, running: otherSlot(slot) } });
  }

  #readBuild(build: number | undefined): void {
    if (build === undefined) return;
    const { unreachable: _, ...rest } = this.view;
    this.view = rest;
    this.#set({ build, device: { ...this.view.device, build: String(build) } });
    this.#update({ kind: 'page', build });
  }

  #tick(): void {
    const now = this.#world.now();
    const { update } = this.view;
    if (!update || isOver(update)) {
      this.#stopTicking?.();
      return;
    }
    if (this.#history && this.#logNow !== undefined) {
      this.#update({ kind: 'boots', history: this.#history, logNow: now + this.#logNow });
    }
    this.#update({ kind: 'time' });
    if (this.#missedAt !== undefined && now - this.#missedAt > REPEAT_MS) {
      this.#missedAt = undefined;
      this.#world.ask?.('repeat-boot');
    }
    const comesBack = update.stage === 'checking' || update.stage === 'restarting';
    const mute = !update.target.cable || now - update.since > SETTLE_MS;
    if (comesBack && mute && now - this.#lookedAt > LOOK_MS) {
      this.#lookedAt = now;
      this.#end?.readPage(this.view.address);
    }
  }

  #update(input: UpdateInput): void {
    const before = this.view.update;
    if (!before) return;
    const update = reduceUpdate(before, input, this.#world.now());
    if (update === before) return;
    this.#set({ update });
    // A device that prints how its update goes will print its restart, too.
    const silent = this.#history?.boots.at(-1)?.upgrade === undefined;
    if (update.stage === 'checking' && before.stage !== 'checking' && silent)
      this.#world.ask?.('expect-restart');
    if (isOver(update) && update.stage !== before.stage) this.#ended(update);
  }

  /** The device may run another slot and build now. */
  #ended(update: UpdateReport): void {
    const { proof } = update;
    if (proof?.by === 'page' && update.slot) {
      this.#set({
        build: proof.build,
        device: { ...this.view.device, running: update.slot, build: String(proof.build) },
      });
    }
    if (update.stage === 'done' && proof?.by === 'serial') {
      const { build: _, ...device } = this.view.device;
      this.#set({ device });
      this.#end?.readPage(this.view.address);
    }
    this.#learnSlot();
  }

  /** The log knows which slot runs; what it does not know is kept, as what was last known. */
  #learnSlot(): void {
    this.#tell();
    const device = { ...this.view.device, ...this.#deviceFromLog() };
    const { running, map } = this.view.device;
    if (device.running !== running || device.map !== map) this.#set({ device });
  }

  /**
   * The relay refuses by this, so it gets what the cable proves now and nothing else: a device that asks knows better
   * than what was true a while ago.
   */
  #tell(): void {
    const { running, map } = this.#deviceFromLog();
    const { running: before, map: mapBefore } = this.#told;
    if (running === before && map === mapBefore) return;
    this.#told = { ...(running && { running }), ...(map && { map }) };
    const { relay, address } = this.view;
    this.#end?.know(this.#told, relay.kind === 'ready' && relay.where === 'page' ? undefined : address);
  }

  #deviceFromLog(): OtaDevice {
    if (!this.#history) return {};
    const state = runState(this.#history);
    const map = this.#history.boots.at(-1)?.map?.name;
    const running = state.kind === 'not-known' ? undefined : state.claim.slot;
    return { ...(running && { running }), ...(map && { map }) };
  }

  #set(change: Partial<CompanionView>): void {
    const view = { ...this.view, ...change };
    this.view = { ...view, offer: offerOta(view.device, this.#images) };
    this.#listeners.tell(this.view);
  }
}

const numberOf = (build: string | undefined): number | undefined =>
  build !== undefined && /^\d{1,9}$/.test(build) ? Number(build) : undefined;
