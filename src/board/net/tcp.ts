/** The board's end of its TCP connections: numbers, windows, and what happens when one side is gone. */
import type { BoardMessage, WorldMessage } from './messages.ts';

/** What the board's software does about a connection. All optional: nobody has to listen. */
export interface ConnectionEvents {
  readonly connected?: () => void;
  /** A segment came; `taken` is to be called once it has been dealt with. */
  readonly segment?: (bytes: Uint8Array, taken: () => void) => void;
  /** The peer has said all. */
  readonly ended?: () => void;
  readonly gone?: () => void;
}

export interface TcpOptions {
  readonly window: number;
  readonly segment: number;
  readonly send: (message: BoardMessage) => void;
  /** Somebody connected to a port that is listened on. */
  readonly accept: (connection: Connection, port: number, from: string) => void;
}

export class Connection {
  readonly id: number;
  events: ConnectionEvents = {};
  /** Segments can still be received and sent. */
  open = true;
  /** Bytes that came and were not dealt with. */
  waiting = 0;
  readonly #tcp: BoardTcp;

  constructor(tcp: BoardTcp, id: number) {
    this.#tcp = tcp;
    this.id = id;
  }

  send(bytes: Uint8Array): void {
    if (this.open) this.#tcp.send({ type: 'segment', id: this.id, bytes: new Uint8Array(bytes) });
  }

  /** Says that all has been said; nothing is heard any more. */
  end(): void {
    if (!this.open) return;
    this.#tcp.drop(this);
    this.#tcp.send({ type: 'end', id: this.id });
  }

  /** Breaks the connection off. */
  reset(): void {
    if (!this.open) return;
    this.#tcp.drop(this);
    this.#tcp.send({ type: 'reset', id: this.id });
  }
}

export class BoardTcp {
  readonly #options: TcpOptions;
  readonly #connections = new Map<number, Connection>();
  #ports: readonly number[] = [];
  #lastId = 0;

  constructor(options: TcpOptions) {
    this.#options = options;
  }

  get ports(): readonly number[] {
    return this.#ports;
  }

  /** Takes connections on these ports from now on. */
  listen(ports: readonly number[]): void {
    if (ports.length === this.#ports.length && ports.every((port, i) => port === this.#ports[i])) return;
    this.#ports = ports;
    this.send({ type: 'listen', ports });
  }

  connect(to: string, port: number, events: ConnectionEvents): Connection {
    const connection = new Connection(this, --this.#lastId);
    connection.events = events;
    this.#connections.set(connection.id, connection);
    this.send({ type: 'connect', id: connection.id, to, port });
    return connection;
  }

  /** Takes no more connections and breaks off those that are there. */
  silence(): void {
    this.listen([]);
    for (const connection of [...this.#connections.values()]) connection.reset();
  }

  receive(message: WorldMessage): void {
    if (message.type === 'connect') {
      this.#accept(message.id, message.port, message.from);
      return;
    }
    const connection = this.#connections.get(message.id);
    if (!connection) return;
    const { events } = connection;
    switch (message.type) {
      case 'connected':
        events.connected?.();
        break;
      case 'segment':
        this.#take(connection, message.bytes);
        break;
      case 'end':
        events.ended?.();
        break;
      case 'reset':
        this.drop(connection);
        events.gone?.();
    }
  }

  send(message: BoardMessage): void {
    this.#options.send(message);
  }

  drop(connection: Connection): void {
    connection.open = false;
    this.#connections.delete(connection.id);
  }

  #accept(id: number, port: number, from: string): void {
    if (!this.#ports.includes(port)) {
      this.send({ type: 'reset', id });
      return;
    }
    const connection = new Connection(this, id);
    this.#connections.set(id, connection);
    this.#options.accept(connection, port, from);
  }

  /** Hands on what came, in pieces no longer than the board's segments. Who overruns the window is not listened to. */
  #take(connection: Connection, bytes: Uint8Array): void {
    const { window, segment } = this.#options;
    connection.waiting += bytes.length;
    if (connection.waiting > window) {
      connection.reset();
      connection.events.gone?.();
      return;
    }
    for (let at = 0; at < bytes.length; at += segment) {
      const part = bytes.subarray(at, at + segment);
      const taken = (): void => this.#taken(connection, part.length);
      if (connection.events.segment) connection.events.segment(part, taken);
      else taken();
    }
  }

  #taken(connection: Connection, bytes: number): void {
    connection.waiting -= bytes;
    if (connection.open) this.send({ type: 'taken', id: connection.id, bytes });
  }
}
