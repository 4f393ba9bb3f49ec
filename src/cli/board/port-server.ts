/** The TCP port in front of a board's serial port: one client at a time, RFC 2217 or raw bytes. */
import { createServer, type Server, type Socket } from 'node:net';
import { BOARD_CLI } from '../../words/board-cli.ts';
import { reasonOf } from '../reasons.ts';
import { BoardPort } from './board-port.ts';
import type { LiveBoard } from './live-board.ts';
import { PortSession } from './port-session.ts';

export interface PortServerOptions {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Rate of the serial port while no client has set one. */
  readonly baud: number;
  readonly signature: string;
  /** Tells the person what happens. */
  say(sentence: string): void;
}

/** The port cannot be opened; the message is the sentence for the person. */
export class ListenError extends Error {}

/** Bytes to the board that wait for the serial line; above it the client has to wait. */
const MUCH_TO_SEND = 65_536;
/** How often it is looked whether the client may go on, ms. */
const LOOK_MS = 10;
/** Bytes that a client has not taken; above it they get lost. */
const MUCH_UNREAD = 1 << 20;
/** How long the first bytes of the board wait for a client that has not shown yet what it speaks, ms. */
const SHY_MS = 150;

export class PortServer {
  readonly #live: LiveBoard;
  readonly #options: PortServerOptions;
  readonly #server: Server;
  #client: Client | undefined;

  /** @throws ListenError */
  static async open(live: LiveBoard, options: PortServerOptions): Promise<PortServer> {
    const server = new PortServer(live, options);
    await server.#listen();
    return server;
  }

  private constructor(live: LiveBoard, options: PortServerOptions) {
    this.#live = live;
    this.#options = options;
    this.#server = createServer(socket => this.#accept(socket));
    live.board.serial.setBaud(options.baud);
  }

  /** The port that it got. */
  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : this.#options.port;
  }

  /** Sends everybody away. */
  async close(): Promise<void> {
    this.#client?.close();
    await new Promise(done => this.#server.close(done));
  }

  #listen(): Promise<void> {
    const { host, port } = this.#options;
    return new Promise((listening, failed) => {
      this.#server.on('error', (error: NodeJS.ErrnoException) => failed(listenError(error, host, port)));
      this.#server.listen(port, host, listening);
    });
  }

  #accept(socket: Socket): void {
    const name = `${socket.remoteAddress ?? '?'}:${socket.remotePort ?? '?'}`;
    const { say } = this.#options;
    if (this.#client) {
      const holder = this.#client.name;
      say(BOARD_CLI.turnedAway(name, holder));
      socket.on('error', () => undefined); // it may be gone already
      socket.end(`${BOARD_CLI.busy(holder)}\r\n`);
      socket.resume();
      return;
    }
    say(BOARD_CLI.connected(name));
    this.#client = new Client(socket, name, this.#live, this.#options, () => {
      this.#client = undefined;
      say(BOARD_CLI.left(name));
    });
  }
}

/** The client that has the port. */
class Client {
  readonly name: string;
  readonly #socket: Socket;
  readonly #live: LiveBoard;
  readonly #options: PortServerOptions;
  readonly #session: PortSession;
  readonly #port: BoardPort;
  readonly #shyTimer: NodeJS.Timeout;
  #slowTimer: NodeJS.Timeout | undefined;
  /** What the board says while the client may not get it. */
  #kept: Uint8Array[] = [];
  #keptBytes = 0;
  #shy = true;
  #stopped = false;
  #lossTold = false;

  constructor(socket: Socket, name: string, live: LiveBoard, options: PortServerOptions, onLeft: () => void) {
    this.name = name;
    this.#socket = socket;
    this.#live = live;
    this.#options = options;
    this.#session = new PortSession(options);
    this.#port = new BoardPort(live);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 10_000);
    const { serial } = live.board;
    const stopListening = serial.onBytes(bytes => this.#fromBoard(bytes));
    const stopErrors = serial.onLineError(byte => {
      const notice = this.#session.lineError(byte);
      if (notice) this.#send(notice);
    });
    socket.on('data', bytes => this.#fromClient(bytes));
    socket.on('error', () => undefined); // `close` follows
    socket.once('close', () => {
      stopListening();
      stopErrors();
      clearTimeout(this.#shyTimer);
      clearInterval(this.#slowTimer);
      this.#port.release(options.baud);
      onLeft();
    });
    this.#shyTimer = setTimeout(() => this.#settle(), SHY_MS);
  }

  close(): void {
    this.#socket.destroy();
  }

  #fromClient(bytes: Uint8Array): void {
    for (const event of this.#session.push(bytes)) {
      if (event.kind === 'reply') this.#send(event.bytes);
      else if (event.kind === 'junk') this.#options.say(BOARD_CLI.junk(this.name));
      else if (event.kind === 'flow') this.#stopped = event.stopped;
      else {
        if (event.kind === 'purge' && event.received) this.#forget();
        this.#port.do(event);
      }
    }
    if (this.#session.mode !== 'unknown') this.#settle();
    this.#throttle();
  }

  /** A client that sends faster than the line takes it is not read for a while. */
  #throttle(): void {
    const { serial } = this.#live.board;
    if (serial.pending < MUCH_TO_SEND) return;
    this.#socket.pause();
    clearInterval(this.#slowTimer);
    this.#slowTimer = setInterval(() => {
      if (serial.pending >= MUCH_TO_SEND / 2) return;
      clearInterval(this.#slowTimer);
      this.#socket.resume();
    }, LOOK_MS);
  }

  #fromBoard(bytes: Uint8Array): void {
    if (this.#keptBytes + this.#socket.writableLength > MUCH_UNREAD) {
      if (!this.#lossTold) this.#options.say(BOARD_CLI.unread(this.name));
      this.#lossTold = true;
      return;
    }
    this.#kept.push(bytes);
    this.#keptBytes += bytes.length;
    this.#deliver();
  }

  #settle(): void {
    this.#shy = false;
    this.#deliver();
  }

  #deliver(): void {
    if (this.#shy || this.#stopped) return;
    for (const bytes of this.#kept) this.#send(this.#session.encode(bytes));
    this.#forget();
  }

  #forget(): void {
    this.#kept = [];
    this.#keptBytes = 0;
  }

  #send(bytes: Uint8Array): void {
    if (this.#socket.writable) this.#socket.write(bytes);
  }
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): ListenError {
  switch (error.code) {
    case 'EADDRINUSE':
      return new ListenError(BOARD_CLI.portBusy(port, host));
    case 'EACCES':
      return new ListenError(BOARD_CLI.portForbidden(port));
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new ListenError(BOARD_CLI.hostUnknown(host));
    default:
      return new ListenError(BOARD_CLI.listenFailed(port, host, reasonOf(error)));
  }
}
