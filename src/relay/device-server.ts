/** The port for devices: TCP around `OtaConnection`, with limits so that nobody can use it up. */
import { createServer, type Server, type Socket } from 'node:net';
import type { Slot } from '../core/esp8266/flash-map.ts';
import { type Finding, finding } from '../core/findings.ts';
import {
  type ConnectionAction,
  type ConnectionInput,
  OtaConnection,
  type OtaEvent,
} from '../core/ota/connection.ts';
import type { OtaOffer } from '../core/ota/offer.ts';
import type { RequestMethod } from '../core/ota/request.ts';
import { acknowledged, CAN_TELL } from './acknowledged.ts';
import { listening, stopped } from './listening.ts';

export interface DeviceEvent {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Counts from 1 in a run. */
  readonly connection: number;
  /** Its address. */
  readonly device: string;
  readonly event: OtaEvent;
}

export interface DeviceServerSettings {
  readonly answer: (asked: Slot, device: string, method: RequestMethod) => OtaOffer;
  readonly explain: (why: Finding) => string;
  readonly tell: (event: DeviceEvent) => void;
}

/** A device sends its request at once; of connections that say nothing the oldest goes when there are more. */
const MOST_WAITING = 256;
const MOST_SERVED = 128;
/** Milliseconds between two reports of progress on a connection. */
const PROGRESS_EVERY = 100;

export class DeviceServer {
  readonly #settings: DeviceServerSettings;
  readonly #server: Server;
  /** In the order of their coming. */
  readonly #links = new Set<Link>();
  #count = 0;

  constructor(settings: DeviceServerSettings) {
    this.#settings = settings;
    // Half-open: a client that ends its side still gets its answer.
    this.#server = createServer({ noDelay: true, allowHalfOpen: true }, socket => this.#serve(socket));
  }

  /** @returns the port, which the system chooses for 0. @throws the system's error, for instance EADDRINUSE. */
  listen(port: number, host: string): Promise<number> {
    return listening(this.#server, port, host);
  }

  close(): Promise<void> {
    for (const link of this.#links) link.drop();
    return stopped(this.#server);
  }

  #serve(socket: Socket): void {
    const waiting = [...this.#links].filter(link => link.isWaiting);
    if (waiting.length >= MOST_WAITING) waiting[0]?.drop();
    const connection = ++this.#count;
    const device = plainAddress(socket.remoteAddress ?? '');
    const { answer, explain, tell } = this.#settings;
    const link = new Link(socket, {
      answer: (asked, method) => (this.#isFull() ? FULL : answer(asked, device, method)),
      explain,
      tell: event => tell({ at: Date.now(), connection, device, event }),
      over: () => this.#links.delete(link),
    });
    this.#links.add(link);
  }

  #isFull(): boolean {
    return [...this.#links].filter(link => !link.isWaiting).length >= MOST_SERVED;
  }
}

const FULL: OtaOffer = { kind: 'refuse', why: finding('ota-too-many-connections', { limit: MOST_SERVED }) };

/** IPv4 in IPv6 clothes (`::ffff:192.168.1.7`) is IPv4. */
const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, '');

interface LinkSettings {
  readonly answer: (asked: Slot, method: RequestMethod) => OtaOffer;
  readonly explain: (why: Finding) => string;
  readonly tell: (event: OtaEvent) => void;
  readonly over: () => void;
}

/** One socket and its `OtaConnection`. */
class Link {
  readonly #socket: Socket;
  readonly #settings: LinkSettings;
  readonly #connection: OtaConnection;
  #timer: NodeJS.Timeout | undefined;
  #wakeAt = Number.POSITIVE_INFINITY;
  #toldAt = 0;

  constructor(socket: Socket, settings: LinkSettings) {
    this.#socket = socket;
    this.#settings = settings;
    this.#connection = new OtaConnection({ ...settings, settles: CAN_TELL }, performance.now());
    socket.on('data', bytes => this.#input({ kind: 'bytes', bytes }));
    socket.on('end', () => this.#input({ kind: 'ended' }));
    // Whatever the error is, the socket closes after it.
    socket.on('error', () => {});
    socket.on('close', hadError => this.#closed(hadError));
    this.#setTimer();
  }

  get isWaiting(): boolean {
    return this.#connection.isWaiting;
  }

  drop(): void {
    this.#socket.destroy();
  }

  #input(input: ConnectionInput): void {
    for (const action of this.#connection.handle(input, performance.now())) this.#act(action);
    this.#setTimer();
  }

  #act(action: ConnectionAction): void {
    switch (action.kind) {
      case 'send':
        this.#socket.write(action.bytes, error => {
          if (!error) this.#input({ kind: 'drained' });
        });
        break;
      case 'settle':
        void acknowledged(this.#socket).then(() => this.#input({ kind: 'settled' }));
        break;
      case 'close':
        this.#socket.end();
        break;
      case 'drop':
        this.#socket.destroy();
        break;
      case 'tell':
        this.#tell(action.event);
        break;
    }
  }

  #tell(event: OtaEvent): void {
    const now = performance.now();
    const isStep = event.kind === 'sending' && event.sent < event.length;
    if (isStep && now - this.#toldAt < PROGRESS_EVERY) return;
    this.#toldAt = now;
    this.#settings.tell(event);
  }

  #closed(reset: boolean): void {
    this.#input({ kind: 'gone', reset });
    clearTimeout(this.#timer);
    this.#settings.over();
  }

  /** A later time does not need a new timer: it finds out when it fires. */
  #setTimer(): void {
    const { wakeAt } = this.#connection;
    if (this.#timer && wakeAt >= this.#wakeAt) return;
    clearTimeout(this.#timer);
    this.#wakeAt = wakeAt;
    if (!Number.isFinite(wakeAt)) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#input({ kind: 'time' });
      },
      Math.max(0, Math.ceil(wakeAt - performance.now())),
    );
  }
}
