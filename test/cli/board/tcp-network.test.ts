/** The board's network on real TCP: real listeners, a real HTTP server that it fetches its update from. */
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { VirtualBoard } from '../../../src/board/board.ts';
import { LiveBoard } from '../../../src/cli/board/live-board.ts';
import { TcpNetwork } from '../../../src/cli/board/net/tcp-network.ts';
import { exampleImages, updateBoard } from '../../board/net/firmware.ts';

const HOST = '127.0.0.1';
const LIMIT_MS = 30_000;

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const action of cleanUp.splice(0)) action();
});

/** Waits for something to be true, in real time. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + LIMIT_MS;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error('waited in vain');
    await new Promise(done => setTimeout(done, 10));
  }
}

/** What a port says until it closes; undefined when nobody listens. */
const ask = (port: number | undefined): Promise<string | undefined> =>
  new Promise(done => {
    if (port === undefined) {
      done(undefined);
      return;
    }
    let text = '';
    const socket = connect(port, HOST);
    socket.on('data', data => {
      text += data.toString('latin1');
    });
    socket.on('end', () => done(text));
    socket.on('error', () => done(undefined));
  });

async function serve(images: Readonly<Record<string, Uint8Array>>): Promise<[port: number, log: string[]]> {
  const log: string[] = [];
  const server: Server = createServer((request, response) => {
    log.push(`${request.method} ${request.url}`);
    const image = images[request.url ?? ''];
    if (!image) {
      response.destroy();
      return;
    }
    response.writeHead(200, { 'Content-Length': image.length });
    response.flushHeaders();
    if (request.method === 'HEAD') response.end();
    else {
      // The last segment has to carry at least the CRC word (ota.md, section 6).
      response.write(image.subarray(0, -256));
      setTimeout(() => response.end(image.subarray(-256)), 50);
    }
  });
  await new Promise<void>(done => server.listen(0, HOST, done));
  cleanUp.push(() => server.closeAllConnections());
  cleanUp.push(() => server.close());
  return [(server.address() as AddressInfo).port, log];
}

interface Live {
  readonly board: VirtualBoard;
  readonly ports: () => ReadonlyMap<number, number>;
  readonly build: () => Promise<string | undefined>;
}

function start(callbackPort: number): Live {
  const board = updateBoard({ changes: { network: { callbackPort } } });
  const live = new LiveBoard(board);
  let ports: ReadonlyMap<number, number> = new Map();
  const network = new TcpNetwork(board.network, {
    ...{ host: HOST, portOf: { 80: 0, 88: 0 }, window: 5840 },
    catchUp: () => live.catchUp(),
    onPorts: open => {
      ports = open;
    },
  });
  cleanUp.push(() => network.close());
  cleanUp.push(() => live.stop());
  return {
    board,
    ports: () => ports,
    build: async () => /HTTP Server build (\d+)\./.exec((await ask(ports.get(80))) ?? '')?.[1],
  };
}

describe('a board on real TCP', () => {
  it('shows its build, fetches the other slot from who triggered it, and shows the new build', async () => {
    const [port, log] = await serve({ '/user2.bin': exampleImages('1MB', 2).user2 });
    const { ports, build } = start(port);
    await until(() => ports().size === 2);
    expect(await build()).toBe('1');
    expect(await ask(ports().get(88))).toContain('Updating');
    await until(async () => (await build()) === '2');
    expect(log).toEqual(['HEAD /user2.bin', 'GET /user2.bin']);
  });

  it('refuses connections while the board is held in reset, and takes them again afterwards', async () => {
    const [port] = await serve({});
    const { board, ports, build } = start(port);
    await until(() => ports().size === 2);
    const page = ports().get(80);
    board.press('reset', true);
    await until(() => ports().size === 0);
    expect(await ask(page)).toBeUndefined();
    board.press('reset', false);
    await until(() => ports().size === 2);
    expect(await build()).toBe('1');
  });

  it('breaks open connections when the power goes', async () => {
    let [request, end] = ['', ''];
    const silent = createTcpServer(socket => {
      socket.on('data', data => {
        request += data.toString('latin1');
      });
      socket.on('error', (error: NodeJS.ErrnoException) => {
        end = error.code ?? '';
      });
    });
    await new Promise<void>(done => silent.listen(0, HOST, done));
    cleanUp.push(() => silent.close());
    const { board, ports } = start((silent.address() as AddressInfo).port);
    await until(() => ports().size === 2);
    await ask(ports().get(88));
    await until(() => request !== '');
    expect(request).toBe('HEAD /user2.bin HTTP/1.0\r\nConnection: close\r\n\r\n\r');
    board.power(false);
    await until(() => end !== '');
    expect(end).toBe('ECONNRESET');
    expect(ports().size).toBe(0);
  });

  it('tells which port is taken', async () => {
    const [port] = await serve({});
    const board = updateBoard();
    const live = new LiveBoard(board);
    const errors: string[] = [];
    const network = new TcpNetwork(board.network, {
      ...{ host: HOST, portOf: { 80: port, 88: 0 }, window: 5840 },
      catchUp: () => live.catchUp(),
      onError: (at, error) => errors.push(`${at} ${(error as NodeJS.ErrnoException).code}`),
    });
    cleanUp.push(() => network.close());
    cleanUp.push(() => live.stop());
    await until(() => errors.length > 0);
    expect(errors).toEqual(['80 EADDRINUSE']);
  });
});
