import { otherSlot, type Slot } from '../../core/esp8266/flash-map.ts';
import { isOver } from '../../core/ota/update.ts';
import type { Companion, CompanionView } from '../companion/companion.ts';
import type { AutoNews } from './build-folder.ts';

/** A program of the watched folder that has come to the page. */
export interface BuiltProgram {
  /** Slots that it is for; one ELF file makes both where both are linked alike. */
  readonly slots: readonly Slot[];
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/**
 * The other half of a build is linked right before or after; a program for the other slot that comes so soon behind
 * the one that was sent belongs to it, ms.
 */
const TWIN_MS = 60_000;

/** Starts the update of the device by itself when a new image for its other slot has come from the watched folder. */
export class AutoSend {
  on = false;
  readonly #companion: Companion;
  readonly #tell: (news: AutoNews) => void;
  /** Slots whose image is new and was not sent; with the time of their program. */
  #waiting = new Map<Slot, number>();
  /** What an update of ours was started with, and the slot that the device then took. */
  #batch = new Map<Slot, number>();
  #sent: { readonly slot: Slot; readonly modified: number } | undefined;
  /** Said already, of the programs that wait now. */
  #said: string | undefined;

  constructor(companion: Companion, tell: (news: AutoNews) => void) {
    this.#companion = companion;
    this.#tell = tell;
    companion.subscribe(view => this.#look(view));
  }

  /** From now on new builds are sent at once, or not; what came before waits for the person. */
  set(on: boolean): void {
    this.on = on;
    this.#waiting.clear();
  }

  /** New programs are on the page, and their images are made. */
  built(programs: readonly BuiltProgram[]): void {
    if (!this.on) return;
    const fresh = new Map(
      programs.flatMap(({ slots, modified }) => slots.map(slot => [slot, modified] as const)),
    );
    for (const [slot, modified] of fresh) {
      if (this.#isTwin(slot, modified, fresh)) this.#tell({ kind: 'not-sent', why: 'twin' });
      else this.#waiting.set(slot, modified);
    }
    this.#said = undefined;
    this.#look(this.#companion.view);
  }

  #isTwin(slot: Slot, modified: number, fresh: ReadonlyMap<Slot, number>): boolean {
    const sent = this.#sent;
    return (
      sent !== undefined && sent.slot !== slot && !fresh.has(sent.slot) && modified - sent.modified < TWIN_MS
    );
  }

  #look(view: CompanionView): void {
    const { update } = view;
    const modified = update?.slot && this.#batch.get(update.slot);
    if (update?.slot && modified !== undefined) {
      this.#sent = { slot: update.slot, modified };
      this.#batch.clear();
    }
    if (!this.on || this.#waiting.size === 0 || (update && !isOver(update))) return;
    if (view.relay.kind !== 'ready') this.#say({ kind: 'not-sent', why: 'no-relay' });
    else this.#decide(view);
  }

  #decide(view: CompanionView): void {
    const { offer } = view;
    if (offer.kind === 'offer') {
      if (!this.#waiting.has(offer.offer)) this.#say({ kind: 'not-sent', why: 'other-slot' });
      else if (this.#isServed(offer.offer, view)) this.#send(offer.image.name);
      return;
    }
    const { why } = offer;
    const { running } = view.device;
    if (running && !this.#waiting.has(otherSlot(running))) {
      this.#say({ kind: 'not-sent', why: 'other-slot' });
      return;
    }
    const both = [...this.#waiting.keys()].filter(slot => this.#isServed(slot, view));
    // The device knows which slot it runs, and asks for the other one: any will do.
    if (why.code === 'ota-running-unknown' && both.length === 2)
      this.#send(this.#companion.imageFor('user1')?.name);
    else this.#say({ kind: 'not-sent', why });
    if (why.code === 'ota-same-build') this.#waiting.clear();
  }

  /** The relay has the new image, and not still the one before. */
  #isServed(slot: Slot, { offered }: CompanionView): boolean {
    const image = this.#companion.imageFor(slot);
    return offered.some(
      served =>
        served.slot === slot &&
        served.name === image?.name &&
        served.length === image.bytes.length &&
        served.build === image.build,
    );
  }

  #send(file = ''): void {
    this.#batch = new Map(this.#waiting);
    this.#waiting.clear();
    this.#tell({ kind: 'sending', file });
    this.#companion.startUpdate();
  }

  #say(news: AutoNews): void {
    const text = JSON.stringify(news);
    if (text === this.#said) return;
    this.#said = text;
    this.#tell(news);
  }
}
