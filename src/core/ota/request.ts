/**
 * What a device asks for: the request text of an application, as the SDK's update client sends it (`GET` turned into
 * `HEAD` at first, everywhere in the text). So paths are odd, `Host` is missing, bytes follow the blank line.
 * Source: ota.md sections 1, 2, 6, 7 and 8 (libupgrade of the NONOS SDK, the OTA demo of BSPTools).
 */
import { latin1 } from '../bytes/text.ts';
import type { Slot } from '../esp8266/flash-map.ts';
import { type Finding, finding } from '../findings.ts';

export type RequestMethod = 'HEAD' | 'GET';

export interface OtaRequest {
  readonly method: RequestMethod;
  readonly slot: Slot;
  /** As it was asked for, the query left out. */
  readonly path: string;
}

export type RequestStep =
  | { readonly kind: 'more' }
  | { readonly kind: 'request'; readonly request: OtaRequest }
  | { readonly kind: 'refused'; readonly why: Finding };

/** Bytes of a request. The client's own buffers hold about 500, so this is plenty. */
export const REQUEST_LIMIT = 4096;

const CARRIAGE_RETURN = 13;
const LINE_FEED = 10;

/** Reads one request after the other from a connection, however the bytes are cut. */
export class RequestReader {
  readonly #held = new Uint8Array(REQUEST_LIMIT);
  #length = 0;
  /** Line feeds at the end of what is held, stray carriage returns between them left out. */
  #lineFeeds = 0;

  /** Whether a request has begun that is not complete. */
  get isHalf(): boolean {
    return this.#length > 0;
  }

  /**
   * Takes bytes up to the end of the first complete request; what follows in the same bytes is dropped, because
   * nobody asks again before the answer. Line ends before a request (the demo's stray CR) do not count.
   */
  push(bytes: Uint8Array): RequestStep {
    for (const byte of bytes) {
      if (this.#length === 0 && (byte === CARRIAGE_RETURN || byte === LINE_FEED)) continue;
      if (this.#length === REQUEST_LIMIT) return this.#end(tooLong());
      this.#held[this.#length++] = byte;
      if (byte === LINE_FEED) this.#lineFeeds++;
      else if (byte !== CARRIAGE_RETURN) this.#lineFeeds = 0;
      if (this.#lineFeeds === 2) return this.#end(understood(this.#held.subarray(0, this.#length)));
      if (byte === LINE_FEED && this.#lineFeeds === 1 && !this.#mayBeHttp()) {
        return this.#end(refusedFor(notHttp(this.#held.subarray(0, this.#length))));
      }
    }
    return { kind: 'more' };
  }

  /** Junk is told by its first line, so that nobody waits for the rest of it. */
  #mayBeHttp(): boolean {
    const text = latin1(this.#held.subarray(0, this.#length));
    return REQUEST_LINE.test(text.slice(0, text.indexOf('\n')).trimEnd());
  }

  #end(step: RequestStep): RequestStep {
    this.#length = 0;
    this.#lineFeeds = 0;
    return step;
  }
}

const REQUEST_LINE = /^([A-Z]{1,20}) +(\S+) +HTTP\/1\.\d$/;
/** The name of an image wherever it stands in the path: `/user2.bin`, `/fw/USER1.BIN`, `/user1.bin/latest`. */
const IMAGE_NAME = /\/user([12])\.bin(?=\/|$)/i;
/** Only browsers send these; a page of any web site could make them ask here. */
const BROWSER_HEADER = /^(origin|sec-fetch-[a-z]+) *:/im;

function understood(bytes: Uint8Array): RequestStep {
  const text = latin1(bytes);
  const [line = ''] = text.split('\n', 1);
  const [, method = '', target = ''] = REQUEST_LINE.exec(line.trimEnd()) ?? [];
  if (!method) return refusedFor(notHttp(bytes));
  const header = BROWSER_HEADER.exec(text.slice(line.length))?.[1];
  if (header) return refusedFor(finding('ota-request-browser', { header }));
  if (method !== 'GET' && method !== 'HEAD') return refusedFor(finding('ota-request-method', { method }));
  const [path = ''] = target.split(/[?#]/, 1);
  const digit = IMAGE_NAME.exec(path)?.[1];
  if (!digit) return refusedFor(finding('ota-request-path', { path: path.slice(0, SHOWN) }));
  return { kind: 'request', request: { method, slot: digit === '1' ? 'user1' : 'user2', path } };
}

/** Characters of a path that a finding carries. */
const SHOWN = 80;

const refusedFor = (why: Finding): RequestStep => ({ kind: 'refused', why });
const tooLong = (): RequestStep => refusedFor(finding('ota-request-too-long', { limit: REQUEST_LIMIT }));
const notHttp = (bytes: Uint8Array): Finding =>
  finding('ota-request-not-http', { firstBytes: [...bytes.subarray(0, 8)] });
