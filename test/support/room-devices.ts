/**
 * Devices of a room on the loopback network, each at an address of its own: port 80 tells the build, a connection to
 * port 88 makes it fetch the slot that it does not run, and a complete image is what it runs from then on. As the demo
 * firmware does (ota.md section 7), without the machine code.
 */
import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { identityIn } from '../../src/core/ota/identity.ts';
import { type Download, download } from './relays.ts';

export interface RoomPorts {
  page: number;
  trigger: number;
}

const other = (slot: 'user1' | 'user2'): 'user1' | 'user2' => (slot === 'user1' ? 'user2' : 'user1');

export class RoomDevice {
  readonly address: string;
  build: number;
  slot: 'user1' | 'user2';
  /** Images that it fetched, in order. */
  readonly fetched: Buffer[] = [];
  /** Answers that were no image. */
  readonly refused: Download[] = [];
  /** What it waits for between the answer to HEAD and its GET, while it would erase its flash. */
  erases: () => Promise<void> = async () => undefined;
  readonly #relay: number;
  readonly #servers: Server[] = [];

  constructor(address: string, relay: number, { build = 1, slot = 'user1' as 'user1' | 'user2' } = {}) {
    this.address = address;
    this.#relay = relay;
    this.build = build;
    this.slot = slot;
  }

  /** On these ports; the first device of a room takes free ones, the others the same. */
  async listen(ports: RoomPorts): Promise<this> {
    ports.page = await this.#serve(ports.page, () => `HTTP Server build ${this.build}.`);
    ports.trigger = await this.#serve(ports.trigger, () => {
      void this.update();
      return 'Updating';
    });
    return this;
  }

  close(): void {
    for (const server of this.#servers) server.close();
  }

  /** HEAD, then GET, and the new image runs; `asks`: another slot than a sound program would ask for. */
  async update(asks = other(this.slot)): Promise<void> {
    if (!(await this.#head(asks))) {
      this.refused.push(await download(this.#relay, `/${asks}.bin`, this.address));
      return;
    }
    await this.erases();
    const { body } = await download(this.#relay, `/${asks}.bin`, this.address);
    this.fetched.push(body);
    this.slot = asks;
    this.build = identityIn(body)?.build ?? this.build;
  }

  /** Whether the relay names a length. */
  async #head(slot: string): Promise<boolean> {
    const socket = connect({ port: this.#relay, host: '127.0.0.1', localAddress: this.address });
    let text = '';
    socket.on('data', bytes => {
      text += bytes.toString('latin1');
      if (text.includes('\r\n\r\n')) socket.end();
    });
    socket.on('error', () => undefined);
    socket.write(`HEAD /${slot}.bin HTTP/1.0\r\nConnection: close\r\n\r\n\r`);
    await once(socket, 'close');
    return /^Content-Length: \d+\r$/m.test(text);
  }

  async #serve(port: number, answer: () => string): Promise<number> {
    const server = createServer(socket => {
      socket.on('error', () => undefined);
      socket.end(`HTTP/1.1 200 OK\r\nContent-type: text/html\r\n\r\n${answer()}`);
      socket.resume();
    });
    this.#servers.push(server);
    server.listen(port, this.address);
    await once(server, 'listening');
    const at = server.address();
    return typeof at === 'object' && at ? at.port : port;
  }
}
