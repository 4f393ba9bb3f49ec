import type { SlotClaim } from '../../core/bootlog/report.ts';
import type { FlashReport } from '../../core/device/flash-event.ts';
import type { HistoryEvent, HistoryImage, HistorySubject } from '../../core/history/history.ts';
import { identityIn } from '../../core/ota/identity.ts';
import type { OtaImage } from '../../core/ota/image.ts';
import { isOver, type UpdateReport } from '../../core/ota/update.ts';
import type { Running } from '../companion/running.ts';
import type { LanesHolder, LaneView } from '../lanes/lane-view.ts';
import type { Diary } from './diary.ts';

/** What the recorder needs of the page. */
export interface RecorderWorld {
  readonly running: Running;
  readonly lanes: LanesHolder;
  readonly diary: Diary;
  /** SHA-256 as hex digits; rejects where the browser has none. */
  hash(bytes: Uint8Array): Promise<string>;
  /** Milliseconds since 1970. */
  wallClock(): number;
  /** Calls back once, after so many ms. */
  after(ms: number, action: () => void): void;
}

interface Offered {
  readonly image: OtaImage;
  readonly subject: HistorySubject;
  readonly to: string;
}

/** So long an offer stands before it is noted, unless it is taken. */
const OFFER_STANDS_MS = 2000;

/** Writes into the diary what happens to boards: by the lanes over their cables, and by the companion over the air. */
export class Recorder {
  readonly #world: RecorderWorld;
  #lanes: readonly LaneView[] = [];
  readonly #hashes = new WeakMap<Uint8Array, Promise<string | undefined>>();
  #offer: Offered | undefined;
  /** The last offer that was noted. */
  #noted: Offered | undefined;
  /** Of the update under way: as it was when the device asked. */
  #sending: OtaImage | undefined;
  #update: UpdateReport | undefined;
  /** The claim of the last boot that was noted; another boot has another object. */
  #booted: SlotClaim | undefined;
  /** Claims of boots whose crash was noted. */
  readonly #crashes = new WeakSet<SlotClaim>();
  #waits = false;

  constructor(world: RecorderWorld) {
    this.#world = world;
    world.lanes.subscribe(({ lanes }) => this.#seeLanes(lanes));
    world.running.subscribe(() => this.#see());
  }

  #seeLanes(lanes: readonly LaneView[]): void {
    for (const lane of lanes) {
      const before = this.#lanes.find(({ id }) => id === lane.id);
      if (before) this.#seeLane(before, lane);
    }
    this.#lanes = lanes;
  }

  #seeLane(before: LaneView, { port, chip, phase, job, report }: LaneView): void {
    if (!chip?.mac) return;
    const subject: HistorySubject = { by: 'mac', mac: chip.mac, virtual: port.identity.virtual === true };
    if (report && report !== before.report) {
      if (job === 'write') this.#note(subject, this.#written(report));
      else if (report.boots) this.#note(subject, { kind: 'slot-chosen', slot: report.boots });
    }
    const wasErased = job === 'erase' && before.phase === 'working' && phase === 'connected';
    if (wasErased) this.#note(subject, { kind: 'erased' });
  }

  async #written({ plan, boots }: FlashReport): Promise<HistoryEvent> {
    const writes = plan.writes.filter(({ role }) => role !== 'boot-choice');
    const images = writes.map(async ({ role, name, from, bytes }): Promise<HistoryImage> => {
      const slot = role === 'user1' || role === 'user2' ? role : undefined;
      const build = slot && identityIn(bytes)?.build;
      return {
        ...{ file: from ?? name, size: bytes.length },
        ...(await this.#sha256(bytes)),
        ...(slot && { slot }),
        ...(build !== undefined && { build: String(build) }),
      };
    });
    return { kind: 'written', images: await Promise.all(images), ...(boots && { boots }) };
  }

  #see(): void {
    const { subject } = this.#world.running;
    if (!subject) return;
    this.#seeOffer(subject);
    this.#seeUpdate(subject);
    this.#seeBoot(subject);
  }

  /** What stands for a moment only is no offer: which build runs is often read right after the files came. */
  #seeOffer(subject: HistorySubject): void {
    const { offer, relay, update } = this.#world.running.companion.view;
    const busy = update !== undefined && !isOver(update);
    const image = relay.kind === 'ready' && offer.kind === 'offer' && !busy ? offer.image : undefined;
    const to = JSON.stringify(subject);
    if (this.#offer?.image === image && (image === undefined || this.#offer?.to === to)) return;
    if (!busy) this.#offer = undefined;
    if (!image) return;
    const offered = { image, to, subject };
    this.#offer = offered;
    this.#world.after(OFFER_STANDS_MS, () => this.#noteOffer(offered));
  }

  #noteOffer(offered: Offered | undefined): void {
    if (!offered || offered !== this.#offer || offered === this.#noted) return;
    this.#noted = offered;
    this.#note(
      offered.subject,
      this.#described(offered.image).then(image => ({ kind: 'offered', image })),
    );
  }

  #seeUpdate(subject: HistorySubject): void {
    const { companion } = this.#world.running;
    const { update } = companion.view;
    const before = this.#update;
    this.#update = update;
    if (!update || update === before) return;
    const isNew = before?.startedAt !== update.startedAt;
    if (isNew) {
      this.#sending = undefined;
      this.#noteOffer(this.#offer);
    }
    if (update.slot) this.#sending ??= companion.imageFor(update.slot);
    const wasSent = !isNew && before && isAllSent(before);
    if (isAllSent(update) && !wasSent) this.#noteSending(subject, image => ({ kind: 'sent', image }));
    if (!isOver(update) || (!isNew && before && isOver(before))) return;
    if (update.sent > 0 && !isAllSent(update)) {
      this.#noteSending(subject, image => ({ kind: 'broken-off', image, sent: update.sent }));
    }
    this.#note(subject, endOf(update, this.#sending));
  }

  #noteSending(subject: HistorySubject, event: (image: HistoryImage) => HistoryEvent): void {
    const image = this.#sending;
    if (image) this.#note(subject, this.#described(image).then(event));
  }

  #seeBoot(subject: HistorySubject): void {
    const { running } = this.#world;
    if (subject.by === 'address') return;
    const { state, boot } = running;
    if (state.kind === 'started' && state.waitMs !== undefined) this.#lookAgain(state.waitMs);
    // A board that crashed may have started anew before anybody looked.
    for (const { slot, exception } of running.monitor.history.boots) {
      if (slot && exception && !this.#crashes.has(slot)) this.#noteCrash(subject, slot, exception.cause);
    }
    if (!boot) return;
    if (state.kind !== 'running' || state.claim === this.#booted) return;
    this.#booted = state.claim;
    const { slot, line } = state.claim;
    const proof = running.monitor.textOfLine(line);
    this.#note(subject, {
      ...{ kind: 'booted', slot },
      ...(boot.reset && { cause: boot.reset.cause }),
      ...(boot.loader && { loader: boot.loader }),
      ...(boot.map?.name && { map: boot.map.name }),
      ...(proof && { proof }),
    });
  }

  /** Once for a boot, however often the ROM repeats its report. */
  #noteCrash(subject: HistorySubject, claim: SlotClaim, cause: number | undefined): void {
    this.#crashes.add(claim);
    this.#note(subject, { kind: 'crashed', slot: claim.slot, ...(cause !== undefined && { cause }) });
  }

  #lookAgain(ms: number): void {
    if (this.#waits) return;
    this.#waits = true;
    this.#world.after(ms + 1, () => {
      this.#waits = false;
      this.#see();
    });
  }

  #note(subject: HistorySubject, event: HistoryEvent | Promise<HistoryEvent>): void {
    this.#world.diary.note(subject, this.#world.wallClock(), event);
  }

  async #described({ slot, name, bytes, build }: OtaImage): Promise<HistoryImage> {
    const hash = await this.#sha256(bytes);
    return { file: name, size: bytes.length, ...hash, slot, ...(build !== undefined && { build }) };
  }

  /** Pages from insecure addresses have no SHA-256. */
  async #sha256(bytes: Uint8Array): Promise<{ readonly sha256?: string }> {
    const hash = this.#hashes.get(bytes) ?? this.#world.hash(bytes).catch(() => undefined);
    this.#hashes.set(bytes, hash);
    const sha256 = await hash;
    return sha256 === undefined ? {} : { sha256 };
  }
}

const isAllSent = ({ sent, length }: UpdateReport): boolean => length !== undefined && sent >= length;

function endOf(update: UpdateReport, image: OtaImage | undefined): HistoryEvent {
  const { stage, slot, proof, why } = update;
  if (stage === 'done' && slot && proof) {
    const build = proof.by === 'page' ? String(proof.build) : image?.build;
    return { kind: 'updated', slot, by: proof.by, ...(build !== undefined && { build }) };
  }
  return {
    kind: 'not-updated',
    stage: stage === 'stayed' || stage === 'unproven' ? stage : 'failed',
    ...(why && { why }),
    ...(slot && { slot }),
  };
}
