/** The conversation with a page: who may talk, and what the messages do. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { RawData, WebSocket } from 'ws';
import type { Finding } from '../core/findings.ts';
import { checkOtaImage } from '../core/ota/image.ts';
import {
  type AnnouncedImage,
  decodePageMessage,
  encodeMessage,
  type PageMessage,
  RELAY_CLOSE,
  RELAY_VERSION,
  type RelayMessage,
  TEXT_LIMIT,
} from '../core/ota/relay-messages.ts';
import { Problem } from '../core/problem.ts';
import { type DevicePorts, knock, readBuild } from './knock.ts';
import { ownAddresses } from './networks.ts';
import type { Shelf } from './shelf.ts';

export interface SessionSettings {
  readonly token: string;
  readonly shelf: Shelf;
  readonly devicePort: () => number;
  /** Ports of the device's own servers. */
  readonly devicePorts: DevicePorts;
  /** Keep the images when the page goes. */
  readonly stay: boolean;
}

/** 128 bits that nobody guesses, in letters that need no escaping. */
export const newToken = (): string => randomBytes(16).toString('base64url');

/** Milliseconds. */
const UNTIL_HELLO = 5000;
const HEARTBEAT = 15_000;
/** A reload of the page is no good-bye: a device may be between HEAD and GET. */
const UNTIL_FORGOTTEN = 5000;
/** Bytes that may wait for a page that does not read, before progress is left out. */
const MOST_WAITING = 1024 * 1024;
const MOST_STRANGERS = 8;

/** All sockets of pages; one of them is the page. */
export class PageSessions {
  readonly #settings: SessionSettings;
  readonly #strangers = new Set<WebSocket>();
  #page: Session | undefined;
  #stay: boolean;
  #forgetting: NodeJS.Timeout | undefined;

  constructor(settings: SessionSettings) {
    this.#settings = settings;
    this.#stay = settings.stay;
  }

  /** A socket that passed Host and Origin; it has to say hello with the token. */
  connected(socket: WebSocket): void {
    socket.on('error', () => {});
    const [oldest] = this.#strangers;
    if (oldest && this.#strangers.size >= MOST_STRANGERS) oldest.terminate();
    this.#strangers.add(socket);
    const timer = setTimeout(() => socket.terminate(), UNTIL_HELLO);
    socket.once('close', () => {
      clearTimeout(timer);
      this.#strangers.delete(socket);
    });
    socket.once('message', (data, isBinary) => {
      clearTimeout(timer);
      this.#strangers.delete(socket);
      this.#greet(socket, isBinary ? undefined : decodePageMessage(textOf(data)));
    });
  }

  send(message: RelayMessage): void {
    this.#page?.send(message);
  }

  close(): void {
    clearTimeout(this.#forgetting);
  }

  #greet(socket: WebSocket, hello: PageMessage | undefined): void {
    if (hello?.kind !== 'hello') {
      socket.close(RELAY_CLOSE.malformed);
      return;
    }
    if (!isSame(hello.token, this.#settings.token)) {
      socket.close(RELAY_CLOSE.token);
      return;
    }
    if (hello.version !== RELAY_VERSION) {
      socket.close(RELAY_CLOSE.version);
      return;
    }
    if (this.#page && !hello.takeOver) {
      socket.close(RELAY_CLOSE.busy);
      return;
    }
    this.#page?.replaced();
    clearTimeout(this.#forgetting);
    const session = new Session(socket, this.#settings, {
      stay: stay => {
        this.#stay = stay;
      },
      gone: () => this.#gone(session),
    });
    this.#page = session;
    const { shelf, devicePort } = this.#settings;
    shelf.leaveRoom();
    session.send({
      kind: 'welcome',
      version: RELAY_VERSION,
      devicePort: devicePort(),
      addresses: ownAddresses(),
      images: shelf.list(),
      stay: this.#stay,
    });
  }

  #gone(session: Session): void {
    if (this.#page !== session) return;
    this.#page = undefined;
    if (this.#stay) return;
    this.#forgetting = setTimeout(() => this.#settings.shelf.forget(), UNTIL_FORGOTTEN);
    this.#forgetting.unref();
  }
}

interface SessionEnd {
  readonly stay: (stay: boolean) => void;
  readonly gone: () => void;
}

/** An image whose bytes have not come yet; `of`: the build of a room that it belongs to. */
interface Awaited {
  readonly image: AnnouncedImage;
  readonly of?: string;
}

/** The one page. */
class Session {
  readonly #socket: WebSocket;
  readonly #settings: SessionSettings;
  readonly #end: SessionEnd;
  #announced: Awaited[] = [];
  #refused: Finding[] = [];
  /** What the page is told when they are all here. */
  #sayAll: () => void = () => undefined;
  #isAlive = true;

  constructor(socket: WebSocket, settings: SessionSettings, end: SessionEnd) {
    this.#socket = socket;
    this.#settings = settings;
    this.#end = end;
    const heartbeat = setInterval(() => this.#beat(), HEARTBEAT);
    socket.on('pong', () => {
      this.#isAlive = true;
    });
    socket.on('message', (data, isBinary) => {
      if (isBinary) this.#image(bytesOf(data));
      else this.#message(decodePageMessage(textOf(data)));
    });
    socket.once('close', () => {
      clearInterval(heartbeat);
      end.gone();
    });
  }

  /** Progress is left out for a page that does not read; the next one says the same and more. */
  send(message: RelayMessage): void {
    const isProgress = message.kind === 'event' && message.event.kind === 'sending';
    if (isProgress && this.#socket.bufferedAmount > MOST_WAITING) return;
    if (this.#socket.bufferedAmount > 8 * MOST_WAITING) this.#socket.terminate();
    else this.#socket.send(encodeMessage(message));
  }

  replaced(): void {
    this.#socket.close(RELAY_CLOSE.replaced);
  }

  #beat(): void {
    if (!this.#isAlive) {
      this.#socket.terminate();
      return;
    }
    this.#isAlive = false;
    this.#socket.ping();
  }

  #message(message: PageMessage | undefined): void {
    const { shelf } = this.#settings;
    switch (message?.kind) {
      case 'images':
        shelf.clear();
        this.#await(
          message.images.map(image => ({ image })),
          () => this.#sayOffered(),
        );
        break;
      case 'builds':
        shelf.announceBuilds(message.builds.map(({ id }) => id));
        this.#await(
          message.builds.flatMap(({ id, images }) => images.map(image => ({ image, of: id }))),
          () => this.send({ kind: 'shelf', builds: shelf.listBuilds(), refused: this.#refused }),
        );
        break;
      case 'room':
        shelf.setTable(message.table);
        break;
      case 'device':
        shelf.know(message.address, message.device);
        break;
      case 'stay':
        this.#end.stay(message.stay);
        break;
      case 'trigger':
      case 'read-page':
        void this.#reach(message.kind, message.address);
        break;
      default:
        this.#socket.close(RELAY_CLOSE.malformed);
    }
  }

  #image(bytes: Uint8Array): void {
    const { image: announced, of } = this.#announced.shift() ?? {};
    if (!announced) {
      this.#socket.close(RELAY_CLOSE.malformed);
      return;
    }
    const checked = checkOtaImage({ ...announced, bytes }, announced.slot);
    const { shelf } = this.#settings;
    if (!checked.ok) this.#refused.push(checked.why);
    else if (of === undefined) shelf.put(checked.image);
    else shelf.putInBuild(of, checked.image);
    if (this.#announced.length === 0) this.#sayAll();
  }

  #await(announced: Awaited[], sayAll: () => void): void {
    this.#announced = announced;
    this.#refused = [];
    this.#sayAll = sayAll;
    if (announced.length === 0) sayAll();
  }

  #sayOffered(): void {
    this.send({ kind: 'offered', images: this.#settings.shelf.list(), refused: this.#refused });
  }

  async #reach(what: 'trigger' | 'read-page', address: string): Promise<void> {
    const { devicePorts } = this.#settings;
    try {
      if (what === 'trigger') {
        this.send({ kind: 'triggered', address, own: await knock(address, devicePorts.trigger) });
      } else {
        const build = await readBuild(address, devicePorts.page);
        this.send({ kind: 'page-read', address, ...(build !== undefined && { build }) });
      }
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.send({ kind: 'failed', what, address, why: error.finding });
    }
  }
}

/** Hashes have one length, so the time tells nothing, not even how long the token is. */
function isSame(a: string, b: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(a), hash(b));
}

/** A text frame over the limit is cut, and then is no message. */
const textOf = (data: RawData): string =>
  bytesOf(data)
    .subarray(0, TEXT_LIMIT + 1)
    .toString();

const bytesOf = (data: RawData): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data);
