import type { Slot } from '../../core/esp8266/flash-map.ts';
import { type Finding, finding } from '../../core/findings.ts';
import { OtaConnection, type OtaEvent } from '../../core/ota/connection.ts';
import { buildOn } from '../../core/ota/device-page.ts';
import type { OtaImage } from '../../core/ota/image.ts';
import { answerRequest, type OtaDevice, type OtaImages } from '../../core/ota/offer.ts';
import { Pledges } from '../../core/ota/pledges.ts';
import { DEVICE_PORT, RELAY_VERSION, type ServedImage } from '../../core/ota/relay-messages.ts';
import type { RequestMethod } from '../../core/ota/request.ts';
import { wordsFor } from '../../words/findings.ts';
import {
  BOARD_NETWORK,
  type BoardNetworkMessage,
  type PageNetworkMessage,
} from '../../worker/board-net-protocol.ts';
import { BoardSocket } from './board-socket.ts';
import type { RelayEnd, RelayListener } from './relay-end.ts';

/** Where the virtual board is in the network that it opens, and who the page is in it. */
const BOARD_ADDRESS = '192.168.123.1';
const PAGE_ADDRESS = '192.168.123.100';

/** A connection of the page to a port of the board. */
interface Visit {
  readonly port: number;
  text: string;
}

/** The relay inside the page, for its virtual board: the same logic as in the program, without a network. */
export class PageRelay implements RelayEnd {
  readonly #port: MessagePort;
  readonly #listener: RelayListener;
  readonly #sockets = new Map<number, BoardSocket>();
  readonly #visits = new Map<number, Visit>();
  readonly #pledges = new Pledges();
  #images: OtaImages = {};
  #device: OtaDevice = {};
  #listening: readonly number[] = [];
  #lastId = 0;

  constructor(port: MessagePort, listener: RelayListener) {
    this.#port = port;
    this.#listener = listener;
    port.onmessage = ({ data }: MessageEvent<BoardNetworkMessage>) => this.#hear(data);
    queueMicrotask(() =>
      listener({
        ...{ kind: 'welcome', version: RELAY_VERSION, devicePort: DEVICE_PORT, stay: false },
        images: this.#served,
        addresses: [{ address: PAGE_ADDRESS, prefix: 24, name: 'page' }],
      }),
    );
  }

  setImages(images: readonly OtaImage[]): void {
    this.#images = Object.fromEntries(images.map(image => [image.slot, image]));
    this.#listener({ kind: 'offered', refused: [], images: this.#served });
  }

  get #served(): readonly ServedImage[] {
    return Object.values(this.#images).map(({ slot, name, bytes, build }) => ({
      ...{ slot, name, length: bytes.length },
      ...(build !== undefined && { build }),
    }));
  }

  know(device: OtaDevice): void {
    this.#device = device;
  }

  trigger(address: string): void {
    this.#visit(BOARD_NETWORK.triggerPort, 'trigger', address);
  }

  readPage(address: string): void {
    this.#visit(BOARD_NETWORK.pagePort, 'read-page', address);
  }

  close(): void {
    for (const socket of this.#sockets.values()) socket.drop();
    this.#sockets.clear();
    this.#port.close();
  }

  #visit(port: number, what: 'trigger' | 'read-page', address: string): void {
    if (!this.#listening.includes(port)) {
      this.#listener({
        kind: 'failed',
        what,
        address,
        why: finding('device-port-closed', { address, port }),
      });
      return;
    }
    const id = ++this.#lastId;
    this.#visits.set(id, { port, text: '' });
    this.#post({ type: 'connect', id, port, from: PAGE_ADDRESS });
    if (what === 'trigger') this.#listener({ kind: 'triggered', address, own: PAGE_ADDRESS });
  }

  readonly #post = (message: PageNetworkMessage): void => {
    const transfer = message.type === 'segment' ? [message.bytes.buffer] : [];
    this.#port.postMessage(message, transfer);
  };

  #hear(message: BoardNetworkMessage): void {
    switch (message.type) {
      case 'listen':
        this.#listen(message.ports);
        break;
      case 'connect':
        this.#accept(message.id, message.port);
        break;
      case 'segment':
        this.#segment(message.id, message.bytes);
        break;
      case 'taken':
        this.#sockets.get(message.id)?.taken(message.bytes);
        break;
      case 'end':
        this.#sockets.get(message.id)?.handle({ kind: 'ended' });
        this.#leave(message.id);
        break;
      case 'reset':
        this.#sockets.get(message.id)?.gone();
        this.#sockets.delete(message.id);
        this.#leave(message.id);
    }
  }

  /** A program that has just come up is asked for its build. */
  #listen(ports: readonly number[]): void {
    const { pagePort } = BOARD_NETWORK;
    const cameUp = ports.includes(pagePort) && !this.#listening.includes(pagePort);
    this.#listening = ports;
    if (cameUp) this.readPage(BOARD_ADDRESS);
  }

  #accept(id: number, port: number): void {
    if (port !== DEVICE_PORT) {
      this.#post({ type: 'reset', id });
      return;
    }
    const settings = {
      answer: (asked: Slot, method: RequestMethod) => {
        const now = performance.now();
        const images = this.#pledges.imagesFor(BOARD_ADDRESS, asked, method, this.#images, now);
        return answerRequest(asked, this.#device, images);
      },
      explain: (why: Finding) => wordsFor(why).text,
      settles: true,
    };
    const logic = new OtaConnection(settings, performance.now());
    const tell = (event: OtaEvent): void => {
      this.#listener({ kind: 'event', at: Date.now(), connection: -id, device: BOARD_ADDRESS, event });
    };
    this.#sockets.set(id, new BoardSocket(id, logic, { post: this.#post, tell }));
    this.#post({ type: 'connected', id });
  }

  #segment(id: number, bytes: Uint8Array): void {
    const visit = this.#visits.get(id);
    if (visit) visit.text += String.fromCharCode(...bytes);
    else this.#sockets.get(id)?.handle({ kind: 'bytes', bytes });
  }

  /** The board has said all on a visit of ours. */
  #leave(id: number): void {
    const visit = this.#visits.get(id);
    if (!visit) return;
    this.#visits.delete(id);
    this.#post({ type: 'end', id });
    if (visit.port !== BOARD_NETWORK.pagePort) return;
    const build = buildOn(visit.text);
    this.#listener({ kind: 'page-read', address: BOARD_ADDRESS, ...(build !== undefined && { build }) });
  }
}
