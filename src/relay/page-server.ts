/**
 * The port for the page, on this computer only: the app as files, and the WebSocket. A site in the same browser must
 * reach neither: exact Host (against names that are bound to 127.0.0.1 later) and exact Origin are asked for, and
 * the token of the run decides in the session. Source: browser.md section 5.
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { IMAGE_LIMIT, RELAY_PATH } from '../core/ota/relay-messages.ts';
import { listening, stopped } from './listening.ts';
import { serveFile } from './static-files.ts';

export interface PageServerSettings {
  /** Folder of the built app; none for a relay without it. */
  readonly app?: string;
  /** Origins of pages that are served elsewhere and may connect. */
  readonly origins: readonly string[];
  readonly connected: (socket: WebSocket) => void;
  /** Somebody was turned down; one line for the log. */
  readonly refused: (what: 'host' | 'origin' | 'path', value: string) => void;
}

const LOOPBACK = ['127.0.0.1', '::1'] as const;

export class PageServer {
  readonly #settings: PageServerSettings;
  readonly #servers: Server[] = [];
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: IMAGE_LIMIT,
    perMessageDeflate: false,
  });
  #port = 0;

  constructor(settings: PageServerSettings) {
    this.#settings = settings;
  }

  /** Takes the first free port. @throws EADDRINUSE when none is. */
  async listen(ports: readonly number[]): Promise<number> {
    for (const [i, port] of ports.entries()) {
      try {
        await this.#listen(port);
        return this.#port;
      } catch (error) {
        await this.#stop();
        const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
        if (!isTaken || i === ports.length - 1) throw error;
      }
    }
    throw new RangeError('no port to listen at');
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    await this.#stop();
  }

  /** `localhost` is 127.0.0.1 or ::1, as the browser likes: the port has to be free on both. */
  async #listen(wanted: number): Promise<void> {
    this.#port = wanted;
    for (const host of LOOPBACK) {
      const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000 });
      server.maxConnections = 256;
      server.on('request', (request, response) => {
        if (this.#isOurHost(request)) void serveFile(this.#settings.app, request, response);
        else response.writeHead(421).end();
      });
      server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
      this.#servers.push(server);
      try {
        this.#port = await listening(server, this.#port, host);
      } catch (error) {
        // A computer without IPv6 has no ::1.
        if (host === '127.0.0.1' || (error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw error;
        this.#servers.pop();
      }
    }
  }

  async #stop(): Promise<void> {
    const servers = this.#servers.splice(0);
    for (const server of servers) server.closeAllConnections();
    await Promise.all(servers.filter(server => server.listening).map(stopped));
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => {});
    const { host = '', origin = '' } = request.headers;
    const refuse = (what: 'host' | 'origin' | 'path', value: string): void => {
      this.#settings.refused(what, value.slice(0, 80));
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    };
    if (!this.#isOurHost(request)) {
      refuse('host', host);
      return;
    }
    if (!this.#origins().includes(origin)) {
      refuse('origin', origin);
      return;
    }
    if (request.url !== RELAY_PATH) {
      refuse('path', request.url ?? '');
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, opened => this.#settings.connected(opened));
  }

  #isOurHost({ headers: { host } }: IncomingMessage): boolean {
    return host !== undefined && this.#hosts().includes(host.toLowerCase());
  }

  #hosts(): string[] {
    return ['localhost', '127.0.0.1', '[::1]'].map(name => `${name}:${this.#port}`);
  }

  #origins(): string[] {
    return [...this.#hosts().map(host => `http://${host}`), ...this.#settings.origins];
  }
}
