/** The world at the other end of a board's network: hosts that connect, and servers that are scripts. */
import type { RunUntil } from '../../../src/board/board.ts';
import type { VirtualClock } from '../../../src/board/clock.ts';
import type { BoardMessage, WorldMessage } from '../../../src/board/net/messages.ts';
import { MS } from '../board/test-board.ts';

export const HOST = '192.168.123.100';

/** A board, or the part of it that is tested. */
export interface Device {
  readonly clock: VirtualClock;
  readonly network: {
    onMessage: ((message: BoardMessage) => void) | undefined;
    receive(message: WorldMessage): void;
  };
  run(target: number | RunUntil): boolean;
}

/** The world's end of one connection. */
export class Peer {
  readonly id: number;
  /** Of a connection that the board opened: where to. */
  readonly port: number;
  /** What the board has sent. */
  text = '';
  /** What the board has made of it. */
  state: 'open' | 'ended' | 'reset' = 'open';
  onTaken: ((bytes: number) => void) | undefined;
  readonly #world: World;
  readonly #queue: Uint8Array<ArrayBuffer>[] = [];
  #underWay = 0;
  #closing = false;

  constructor(world: World, id: number, port: number) {
    this.#world = world;
    this.id = id;
    this.port = port;
  }

  /** Sends segments, as far as the board's window lets them go. */
  send(...segments: readonly (string | Uint8Array)[]): void {
    for (const segment of segments) {
      this.#queue.push(typeof segment === 'string' ? bytesOf(segment) : new Uint8Array(segment));
    }
    this.#flush();
  }

  /** Says goodbye, behind everything that was sent. */
  end(): void {
    this.#closing = true;
    this.#flush();
  }

  reset(): void {
    this.#world.say({ type: 'reset', id: this.id });
  }

  taken(bytes: number): void {
    this.#underWay -= bytes;
    this.#flush();
    this.onTaken?.(bytes);
  }

  #flush(): void {
    for (let next = this.#queue[0]; next; next = this.#queue[0]) {
      if (this.#underWay + next.length > this.#world.window) return;
      this.#queue.shift();
      this.#underWay += next.length;
      this.#world.say({ type: 'segment', id: this.id, bytes: next });
    }
    if (this.#closing) this.#world.say({ type: 'end', id: this.id });
    this.#closing = false;
  }
}

/** What a server does about a request, given as a whole. */
export type Answer = (peer: Peer, request: string) => void;

export class World {
  readonly board: Device;
  /** Ports that the board listens on. */
  ports: readonly number[] = [];
  /** All requests, in order. */
  readonly requests: string[] = [];
  /** Connections that the board opened, in order. */
  readonly incoming: Peer[] = [];
  /** Bytes that may be on their way to the board. */
  window = 5840;
  /** undefined: nobody listens, and connections are refused; 'silent': nobody answers at all. */
  server: Answer | 'silent' | undefined;
  readonly #peers = new Map<number, Peer>();
  #lastId = 0;

  constructor(board: Device) {
    this.board = board;
    board.network.onMessage = message => this.#hear(message);
  }

  say(message: WorldMessage): void {
    this.board.network.receive(message);
  }

  /** Connects to a port of the board. */
  connect(port: number, from = HOST): Peer {
    const peer = new Peer(this, ++this.#lastId, port);
    this.#peers.set(peer.id, peer);
    this.say({ type: 'connect', id: peer.id, port, from });
    return peer;
  }

  /** What a port answers until it closes. */
  ask(port: number): string {
    const peer = this.connect(port);
    this.board.run({ until: () => peer.state !== 'open', limitNs: 500 * MS });
    return peer.text;
  }

  /** The build number on the page. */
  build(): string | undefined {
    return /served by HTTP Server build (\d+)\./.exec(this.ask(80))?.[1];
  }

  #hear(message: BoardMessage): void {
    if (message.type === 'listen') this.ports = message.ports;
    else if (message.type === 'connect') this.#accept(message.id, message.port);
    else this.#heard(message);
  }

  #heard(message: Exclude<BoardMessage, { type: 'listen' | 'connect' }>): void {
    const peer = this.#peers.get(message.id);
    if (!peer) return;
    if (message.type === 'taken') peer.taken(message.bytes);
    else if (message.type === 'end') peer.state = 'ended';
    else if (message.type === 'reset') peer.state = 'reset';
    else {
      const text = String.fromCharCode(...message.bytes);
      peer.text += text;
      if (message.id > 0) return;
      this.requests.push(text);
      if (typeof this.server === 'function') this.server(peer, text);
    }
  }

  #accept(id: number, port: number): void {
    if (this.server === 'silent') return;
    // The answer takes the way back: never within the board's own call.
    this.board.clock.after(MS, () => {
      if (this.server === undefined) {
        this.say({ type: 'reset', id });
        return;
      }
      const peer = new Peer(this, id, port);
      this.#peers.set(id, peer);
      this.incoming.push(peer);
      this.say({ type: 'connected', id });
    });
  }
}

export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text, c => c.charCodeAt(0));

export const header = (length: number, status = '200 OK'): string =>
  `HTTP/1.0 ${status}\r\nContent-Type: application/octet-stream\r\nContent-Length: ${length}\r\n\r\n`;

/** Pieces of at most `size` bytes; the last has at least 4, if pieces are larger than that. */
export function pieces(bytes: Uint8Array, size = 1460): Uint8Array[] {
  const tail = size > 4 ? 4 : 0;
  const all: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const left = bytes.length - at;
    const length = left > size && left - size < tail ? size - tail : Math.min(size, left);
    all.push(bytes.subarray(at, at + length));
    at += length;
  }
  return all;
}

export interface Images {
  readonly user1?: Uint8Array;
  readonly user2?: Uint8Array;
}

/** A relay as it should be. */
export const relay =
  (images: Images, size = 1460): Answer =>
  (peer, request) => {
    const [, method, name] = /^(HEAD|GET) \/(user[12])\.bin /.exec(request) ?? [];
    const image = name === 'user1' ? images.user1 : images.user2;
    if (!image) {
      peer.end();
      return;
    }
    peer.send(header(image.length));
    if (method === 'GET') peer.send(...pieces(image, size));
  };
