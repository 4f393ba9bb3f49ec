/**
 * One connection of a device, without a socket: what happened goes in, what to do comes out. The same object serves
 * TCP in the relay and the virtual board inside the page.
 *
 * It is patient where the update client needs it (ota.md section 6): after the answer to HEAD it waits for the
 * device to close, because closing earlier kills the update; it never sends a byte behind the image; and it serves
 * a second request on the same connection, which clients of SDK 3 make when they did not like the first answer.
 */
import type { Slot } from '../esp8266/flash-map.ts';
import { type Finding, finding } from '../findings.ts';
import { answerHeader, bodyCuts, type ErrorStatus, errorAnswer } from './answer.ts';
import type { OtaImage } from './image.ts';
import type { OtaOffer } from './offer.ts';
import { type OtaRequest, type RequestMethod, RequestReader } from './request.ts';

export type ConnectionInput =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** Everything that was to be sent has been taken by the socket. */
  | { readonly kind: 'drained' }
  /** Everything sent has reached the device: the answer to `settle`. */
  | { readonly kind: 'settled' }
  /** The device will send no more (its FIN). */
  | { readonly kind: 'ended' }
  /** The connection does not exist any more; `reset` when the other end refused what was still on its way. */
  | { readonly kind: 'gone'; readonly reset: boolean }
  /** The time of `wakeAt` has come. */
  | { readonly kind: 'time' };

export type ConnectionAction =
  /** In one write; `drained` has to follow. */
  | { readonly kind: 'send'; readonly bytes: Uint8Array }
  /** Say `settled` when everything that was sent has been acknowledged, where that can be known. */
  | { readonly kind: 'settle' }
  /** After all that was sent. */
  | { readonly kind: 'close' }
  /** At once, whatever is still on its way. */
  | { readonly kind: 'drop' }
  | { readonly kind: 'tell'; readonly event: OtaEvent };

/** What there is to see of an update; one device makes several connections for it. */
export type OtaEvent =
  | { readonly kind: 'asked'; readonly method: RequestMethod; readonly slot: Slot; readonly path: string }
  | { readonly kind: 'refused'; readonly why: Finding }
  | { readonly kind: 'head-answered'; readonly slot: Slot; readonly length: number }
  | { readonly kind: 'sending'; readonly slot: Slot; readonly sent: number; readonly length: number }
  /** Closed by the device after the last byte. */
  | { readonly kind: 'finished'; readonly slot: Slot; readonly length: number }
  /** Closed before: by the device, by the network, or because nothing moved for too long. */
  | {
      readonly kind: 'stopped';
      readonly slot: Slot;
      readonly sent: number;
      readonly length: number;
      readonly by: 'device' | 'time';
    };

/** Milliseconds. */
export const PATIENCE = {
  /** For a complete request; the client sends it at once, in one segment. */
  request: 10_000,
  /** For the device to close after the answer to HEAD. */
  afterHead: 2000,
  /** For the socket to take more: the device erases or writes its flash in between. */
  stalled: 90_000,
  /** For the device to close after the last byte: it checks the CRC word first. */
  afterBody: 90_000,
  /** For an answer that closes to reach the other end. */
  closing: 2000,
} as const;

/** Bytes of a write: enough to keep any socket busy, few enough to show progress. */
const PIECE = 32 * 1024;

interface Sending {
  readonly image: OtaImage;
  readonly cuts: readonly number[];
  /** When the first byte of the body was handed over. */
  readonly since: number;
  /** Bytes that the socket has taken. */
  readonly sent: number;
  /** Bytes that were handed over. */
  readonly handed: number;
}

type State =
  | { readonly kind: 'reading' }
  | { readonly kind: 'after-head' }
  | { readonly kind: 'sending'; readonly of: Sending; readonly pausing: boolean }
  | { readonly kind: 'sent'; readonly of: Sending }
  /** `of`: the device has closed after the last byte was taken; a reset would show that it had not read all. */
  | { readonly kind: 'closing'; readonly of?: Sending }
  | { readonly kind: 'over' };

export interface ConnectionSettings {
  /** The decision for a request, asked anew for each one. */
  readonly answer: (asked: Slot, method: RequestMethod) => OtaOffer;
  /** A sentence for people, sent with a refusal. */
  readonly explain: (why: Finding) => string;
  /** Whether `settle` will be answered; if not, time has to do. */
  readonly settles?: boolean;
}

export class OtaConnection {
  readonly #settings: ConnectionSettings;
  readonly #reader = new RequestReader();
  #state: State = { kind: 'reading' };
  #wakeAt: number;
  #actions: ConnectionAction[] = [];

  /** @param now milliseconds of any clock, the same for every call. */
  constructor(settings: ConnectionSettings, now: number) {
    this.#settings = settings;
    this.#wakeAt = now + PATIENCE.request;
  }

  /** When `time` is due, if nothing else happens before. */
  get wakeAt(): number {
    return this.#wakeAt;
  }

  /** Whether no request has come yet: the first to go when there are too many. */
  get isWaiting(): boolean {
    return this.#state.kind === 'reading';
  }

  /** Takes what happened and says what to do, in order. */
  handle(input: ConnectionInput, now: number): readonly ConnectionAction[] {
    this.#actions = [];
    switch (input.kind) {
      case 'bytes':
        this.#bytes(input.bytes, now);
        break;
      case 'drained':
        this.#drained(now);
        break;
      case 'settled':
        if (this.#state.kind === 'sending' && this.#state.pausing) this.#sendPiece(this.#state.of, now);
        break;
      case 'ended':
        this.#ended(now);
        break;
      case 'gone':
        this.#gone(input.reset);
        break;
      case 'time':
        if (now >= this.#wakeAt) this.#time(now);
        break;
    }
    return this.#actions;
  }

  /** Turns the connection away, whatever it wanted: there are too many. */
  turnAway(why: Finding, now: number): readonly ConnectionAction[] {
    this.#actions = [];
    this.#refuse(why, now);
    return this.#actions;
  }

  #bytes(bytes: Uint8Array, now: number): void {
    // Nobody asks in the middle of an answer: the demo's stray CR and junk are read and forgotten.
    if (this.#state.kind !== 'reading' && this.#state.kind !== 'after-head') return;
    const step = this.#reader.push(bytes);
    if (step.kind === 'refused') this.#refuse(step.why, now);
    if (step.kind === 'request') this.#answer(step.request, now);
  }

  #answer({ method, slot, path }: OtaRequest, now: number): void {
    this.#tell({ kind: 'asked', method, slot, path });
    const offer = this.#settings.answer(slot, method);
    if (offer.kind === 'refuse') {
      this.#refuse(offer.why, now, method);
      return;
    }
    const { image } = offer;
    const { length } = image.bytes;
    this.#send(answerHeader(length));
    if (method === 'HEAD') {
      this.#enter({ kind: 'after-head' }, now + PATIENCE.afterHead);
      this.#tell({ kind: 'head-answered', slot, length });
      return;
    }
    // The body follows when the header has left: in a segment of its own.
    const of = { image, cuts: bodyCuts(image.bytes), since: now, sent: 0, handed: 0 };
    this.#enter({ kind: 'sending', of, pausing: false }, now + PATIENCE.stalled);
  }

  #drained(now: number): void {
    if (this.#state.kind !== 'sending' || this.#state.pausing) return;
    const of = { ...this.#state.of, sent: this.#state.of.handed };
    const { image, cuts, sent, since } = of;
    const { length } = image.bytes;
    if (sent > 0) this.#tell({ kind: 'sending', slot: image.slot, sent, length });
    if (sent === length) {
      this.#enter({ kind: 'sent', of }, now + PATIENCE.afterBody);
    } else if (cuts.includes(sent)) {
      const { settles = false } = this.#settings;
      const pause = settles ? PATIENCE.stalled : settling(sent, now - since);
      this.#enter({ kind: 'sending', of, pausing: true }, now + pause);
      if (settles) this.#actions.push({ kind: 'settle' });
    } else {
      this.#sendPiece(of, now);
    }
  }

  #sendPiece(of: Sending, now: number): void {
    const { image, cuts, sent } = of;
    const cut = cuts.find(c => c > sent) ?? image.bytes.length;
    const end = Math.min(cut, sent + PIECE);
    this.#send(image.bytes.subarray(sent, end));
    this.#enter({ kind: 'sending', of: { ...of, handed: end }, pausing: false }, now + PATIENCE.stalled);
  }

  #time(now: number): void {
    const state = this.#state;
    if (state.kind === 'sending' && state.pausing && !this.#settings.settles) {
      this.#sendPiece(state.of, now);
    } else if (state.kind === 'sending') {
      this.#tell(stopped(state.of, 'time'));
      this.#over({ kind: 'drop' });
    } else if (state.kind === 'reading' && this.#reader.isHalf) {
      this.#refuse(finding('ota-request-slow', { seconds: PATIENCE.request / 1000 }), now);
    } else if (state.kind === 'closing') {
      // A device that restarts at once does not complete its close.
      this.#endOf(state.of, false);
      this.#over({ kind: 'drop' });
    } else {
      this.#close(now, state.kind === 'sent' ? state.of : undefined);
    }
  }

  /** The device has closed. */
  #ended(now: number): void {
    const state = this.#state;
    if (state.kind === 'closing' || state.kind === 'over') return;
    if (state.kind === 'sending') this.#tell(stopped(state.of, 'device'));
    this.#close(now, state.kind === 'sent' ? state.of : undefined);
  }

  #gone(reset: boolean): void {
    const state = this.#state;
    if (state.kind === 'sending') this.#tell(stopped(state.of, 'device'));
    if (state.kind === 'sent' || state.kind === 'closing') this.#endOf(state.of, reset);
    this.#over();
  }

  /** How a download ended whose last byte was handed over. */
  #endOf(of: Sending | undefined, reset: boolean): void {
    if (of) this.#tell(reset ? stopped(of, 'device') : { kind: 'finished', ...named(of) });
  }

  #refuse(why: Finding, now: number, method: RequestMethod = 'GET'): void {
    this.#tell({ kind: 'refused', why });
    const text = method === 'HEAD' ? undefined : this.#settings.explain(why);
    // A browser gets no answer at all, so that no page learns what runs here.
    if (why.code !== 'ota-request-browser') this.#send(errorAnswer(statusOf(why), text));
    this.#close(now);
  }

  #close(now: number, of?: Sending): void {
    this.#actions.push({ kind: 'close' });
    this.#enter({ kind: 'closing', ...(of && { of }) }, now + PATIENCE.closing);
  }

  #over(...actions: readonly ConnectionAction[]): void {
    this.#actions.push(...actions);
    this.#enter({ kind: 'over' }, Number.POSITIVE_INFINITY);
  }

  #enter(state: State, wakeAt: number): void {
    this.#state = state;
    this.#wakeAt = wakeAt;
  }

  #send(bytes: Uint8Array): void {
    this.#actions.push({ kind: 'send', bytes });
  }

  #tell(event: OtaEvent): void {
    this.#actions.push({ kind: 'tell', event });
  }
}

const named = ({ image }: Sending) => ({ slot: image.slot, length: image.bytes.length });

const stopped = (of: Sending, by: 'device' | 'time'): OtaEvent => ({
  kind: 'stopped',
  ...named(of),
  sent: of.sent,
  by,
});

/** What a system holds back between "taken" and "on the wire" for a device with a small window, at most. */
const HELD_BY_SYSTEM = 64 * 1024;
/** Bytes a millisecond that a device takes at least, its flash being written in between. */
const SLOWEST = 40;

/**
 * Milliseconds until what the socket has taken is on the wire, where that cannot be known: by the rate so far. The
 * first part of an image disappears into the buffers of the system at any rate, so it says nothing.
 */
function settling(sent: number, elapsed: number): number {
  const rate = sent > 2 * HELD_BY_SYSTEM ? (sent - HELD_BY_SYSTEM) / Math.max(1, elapsed) : SLOWEST;
  return Math.max(5, Math.ceil(Math.min(sent, HELD_BY_SYSTEM) / Math.max(rate, SLOWEST)));
}

function statusOf(why: Finding): ErrorStatus {
  switch (why.code) {
    case 'ota-image-missing':
    case 'ota-too-many-connections':
      return '503 Service Unavailable';
    case 'ota-request-path':
      return '404 Not Found';
    case 'ota-request-not-http':
    case 'ota-request-too-long':
    case 'ota-request-slow':
      return '400 Bad Request';
    default:
      return '403 Forbidden';
  }
}
