/** A relay for tests on ports of its own, and raw sockets that talk to it. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import WebSocket from 'ws';
import {
  decodeRelayMessage,
  encodeMessage,
  type PageMessage,
  RELAY_PATH,
  RELAY_VERSION,
  type RelayMessage,
} from '../../src/core/ota/relay-messages.ts';
import { type Relay, type RelayLog, type RelaySettings, startRelay } from '../../src/relay/relay.ts';

export interface TestRelay extends Relay {
  readonly log: RelayLog[];
  /** What happened on device connections, as `asked`, `finished` or the code of a refusal. */
  kinds(): string[];
}

export async function testRelay(settings: Partial<RelaySettings> = {}): Promise<TestRelay> {
  const log: RelayLog[] = [];
  const relay = await startRelay({
    devicePort: 0,
    pagePorts: [0],
    explain: why => why.code,
    log: entry => log.push(entry),
    ...settings,
  });
  const kinds = (): string[] =>
    log.flatMap(entry => {
      if (entry.kind !== 'device') return [];
      return [entry.event.kind === 'refused' ? entry.event.why.code : entry.event.kind];
    });
  return { ...relay, log, kinds };
}

/** Until `condition` holds; a test that waits for ever ends by its own limit of time. */
export async function until(condition: () => boolean, meanwhile?: () => Promise<unknown>): Promise<void> {
  while (!condition()) {
    await meanwhile?.();
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}

/** Sends parts, each in a write of its own, and gives back everything that came until the other side closed. */
export async function talk(port: number, ...parts: readonly (string | Uint8Array)[]): Promise<Buffer> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  const received: Buffer[] = [];
  socket.on('data', bytes => received.push(bytes));
  socket.on('error', () => {});
  await once(socket, 'connect');
  for (const part of parts) {
    socket.write(part);
    await new Promise(resolve => setImmediate(resolve));
  }
  await once(socket, 'close');
  return Buffer.concat(received);
}

export interface Download {
  readonly header: string;
  readonly body: Buffer;
}

/** A device's GET: reads header and as many bytes as it says, then closes, as the update client does. */
export function download(port: number, path: string, from = '127.0.0.1'): Promise<Download> {
  const socket = connect({ port, host: '127.0.0.1', localAddress: from });
  socket.write(`GET ${path} HTTP/1.0\r\nConnection: close\r\n\r\n\r`);
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let header: string | undefined;
    let length = 0;
    socket.on('error', reject);
    socket.on('data', bytes => {
      parts.push(bytes);
      length += bytes.length;
      if (header === undefined) {
        const all = Buffer.concat(parts);
        const end = all.indexOf('\r\n\r\n');
        if (end < 0) return;
        header = all.subarray(0, end + 4).toString('latin1');
        length = all.length - header.length;
      }
      const wanted = Number(/^Content-Length: (\d+)\r$/m.exec(header)?.[1]);
      if (length === wanted) socket.end();
    });
    socket.on('close', () => {
      const all = Buffer.concat(parts);
      resolve({ header: header ?? '', body: all.subarray(header?.length ?? 0) });
    });
  });
}

/** The page's end of the WebSocket. */
export class TestPage {
  readonly socket: WebSocket;
  readonly messages: RelayMessage[] = [];
  /** Code of the close, when it was closed. */
  closed: number | undefined;
  /** Status of a refused upgrade. */
  refused: number | undefined;

  constructor(port: number, headers: Readonly<Record<string, string>> = {}, host = '127.0.0.1') {
    this.socket = new WebSocket(`ws://${host}:${port}${RELAY_PATH}`, {
      headers: { origin: `http://localhost:${port}`, ...headers },
    });
    this.socket.on('message', data => {
      const message = decodeRelayMessage(String(data));
      if (message) this.messages.push(message);
    });
    this.socket.on('close', code => {
      this.closed = code;
    });
    this.socket.on('unexpected-response', (_, { statusCode }) => {
      this.refused = statusCode;
    });
    this.socket.on('error', () => {});
  }

  async opened(): Promise<this> {
    await until(() => this.socket.readyState !== WebSocket.CONNECTING || this.refused !== undefined);
    return this;
  }

  say(message: PageMessage): void {
    this.socket.send(encodeMessage(message));
  }

  /** The first message of that kind from now on or before. */
  async heard<Kind extends RelayMessage['kind']>(kind: Kind): Promise<Extract<RelayMessage, { kind: Kind }>> {
    const isIt = (m: RelayMessage): m is Extract<RelayMessage, { kind: Kind }> => m.kind === kind;
    await until(() => this.messages.some(isIt) || this.closed !== undefined);
    const found = this.messages.find(isIt);
    if (!found) throw new Error(`closed with ${this.closed} before ${kind} came`);
    this.messages.splice(this.messages.indexOf(found), 1);
    return found;
  }
}

/** A page that has said hello. */
export async function testPage({ key }: Relay, takeOver = false): Promise<TestPage> {
  const page = await new TestPage(key.port).opened();
  page.say({ kind: 'hello', version: RELAY_VERSION, token: key.token, ...(takeOver && { takeOver }) });
  return page;
}

/** A socket that says something and then nothing more. */
export function idle(port: number, text = ''): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  if (text) socket.write(text);
  return socket;
}
