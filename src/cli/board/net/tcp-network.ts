/**
 * The network of a virtual board on the TCP of this computer: its open ports are real listeners on one address, and
 * what it connects to are real servers. For use in tests of other programs, too: it needs a `BoardNetwork` and
 * somebody who lets the board live in real time.
 *
 * A board's ports 80 and 88 need rights on most systems, so each may be another TCP port. Callbacks go to the address
 * that connected to the trigger port, as on a real board.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { BoardMessage } from '../../../board/net/messages.ts';
import type { BoardNetwork } from '../../../board/net/network.ts';
import { BoardSocket } from './board-socket.ts';

export interface TcpNetworkOptions {
  /** Address of this computer to listen on. */
  readonly host: string;
  /** TCP port for a port of the board; the same number where none is given, any free one for 0. */
  readonly portOf?: Readonly<Record<number, number>>;
  /** Bytes that the board takes before it has dealt with them. */
  readonly window: number;
  /** Brings the board to the present; called before anything is told to it. */
  readonly catchUp: () => void;
  /** Ports opened (a TCP port for each of the board's) or, with an empty map, closed. */
  readonly onPorts?: (ports: ReadonlyMap<number, number>) => void;
  /** A port cannot be opened. */
  readonly onError?: (port: number, error: Error) => void;
}

/** Listens on all addresses of this computer. */
const EVERY_ADDRESS = '0.0.0.0';
/** A port that was closed a moment ago may not be free again yet. */
const RETRY_MS = 20;
const RETRIES = 25;

export class TcpNetwork {
  readonly #network: BoardNetwork;
  readonly #options: TcpNetworkOptions;
  readonly #servers = new Map<number, Server>();
  readonly #sockets = new Map<number, BoardSocket>();
  #lastId = 0;
  #closed = false;

  constructor(network: BoardNetwork, options: TcpNetworkOptions) {
    this.#network = network;
    this.#options = options;
    network.onMessage = message => this.#hear(message);
    this.#listen(network.ports);
  }

  /** Closes all ports and connections. The board goes on without a network. */
  close(): void {
    this.#closed = true;
    this.#network.onMessage = undefined;
    this.#listen([]);
    for (const socket of this.#sockets.values()) socket.reset();
  }

  #hear(message: BoardMessage): void {
    switch (message.type) {
      case 'listen':
        this.#listen(message.ports);
        break;
      case 'connect': {
        // From its own address, by which the other side knows it.
        const { host } = this.#options;
        const from = host === EVERY_ADDRESS ? {} : { localAddress: host };
        const socket = connect({ host: message.to, port: message.port, noDelay: true, ...from });
        socket.once('connect', () =>
          this.#tell(() => this.#network.receive({ type: 'connected', id: message.id })),
        );
        this.#join(message.id, socket);
        break;
      }
      default:
        this.#sockets.get(message.id)?.hear(message);
    }
  }

  #tell(action: () => void): void {
    if (this.#closed) return;
    this.#options.catchUp();
    action();
  }

  #join(id: number, socket: Socket): void {
    const { window } = this.#options;
    const joined = new BoardSocket(id, socket, window, message =>
      this.#tell(() => this.#network.receive(message)),
    );
    this.#sockets.set(id, joined);
    socket.once('close', () => this.#sockets.delete(id));
  }

  #listen(ports: readonly number[]): void {
    for (const [port, server] of this.#servers) {
      if (ports.includes(port)) continue;
      this.#servers.delete(port);
      server.close();
    }
    if (ports.length === 0) this.#options.onPorts?.(new Map());
    for (const port of ports) if (!this.#servers.has(port)) this.#open(port, RETRIES);
  }

  #open(port: number, retries: number): void {
    const { host, portOf = {}, onError } = this.#options;
    const server = createServer({ noDelay: true }, socket => this.#accept(port, socket));
    this.#servers.set(port, server);
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (this.#servers.get(port) !== server) return;
      this.#servers.delete(port);
      if (error.code !== 'EADDRINUSE' || retries === 0) onError?.(port, error);
      else setTimeout(() => this.#again(port, retries - 1), RETRY_MS);
    });
    server.listen(portOf[port] ?? port, host, () => this.#tellPorts());
  }

  /** Only if the board still wants it. */
  #again(port: number, retries: number): void {
    if (!this.#closed && this.#network.ports.includes(port) && !this.#servers.has(port)) {
      this.#open(port, retries);
    }
  }

  #tellPorts(): void {
    const wanted = this.#network.ports;
    const open = wanted.flatMap(port => {
      const address = this.#servers.get(port)?.address();
      return typeof address === 'object' && address ? [[port, address.port] as const] : [];
    });
    if (open.length === wanted.length) this.#options.onPorts?.(new Map(open));
  }

  #accept(port: number, socket: Socket): void {
    const id = ++this.#lastId;
    const from = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
    this.#join(id, socket);
    this.#tell(() => this.#network.receive({ type: 'connect', id, port, from }));
  }
}
