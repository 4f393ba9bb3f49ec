/** The network of the page's board, over a message channel: the page plays the relay. */
import { afterEach, describe, expect, it } from 'vitest';
import type { BoardNetworkMessage, PageNetworkMessage } from '../../src/worker/board-net-protocol.ts';
import { BOARD_NETWORK } from '../../src/worker/board-net-protocol.ts';
import { LiveBoard } from '../../src/worker/live-board.ts';
import { exampleImages, updateBoard } from '../board/net/firmware.ts';
import { bytesOf, header, pieces } from '../board/net/world.ts';

const LIMIT_MS = 30_000;
const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const action of cleanUp.splice(0)) action();
});

async function until(condition: () => boolean): Promise<void> {
  const end = performance.now() + LIMIT_MS;
  while (!condition()) {
    if (performance.now() > end) throw new Error('waited in vain');
    await new Promise(done => setTimeout(done, 5));
  }
}

/** The page's end of the channel. */
class Page {
  ports: readonly number[] | undefined;
  readonly heard: BoardNetworkMessage[] = [];
  /** Text by connection. */
  readonly text = new Map<number, string>();
  onRequest: ((id: number, request: string) => void) | undefined;
  readonly #port: MessagePort;

  constructor(port: MessagePort) {
    this.#port = port;
    port.onmessage = ({ data }: MessageEvent<BoardNetworkMessage>) => this.#hear(data);
    cleanUp.push(() => port.close());
  }

  say(message: PageNetworkMessage): void {
    this.#port.postMessage(message);
  }

  send(id: number, ...segments: readonly (string | Uint8Array)[]): void {
    for (const segment of segments) {
      const bytes = typeof segment === 'string' ? bytesOf(segment) : new Uint8Array(segment);
      this.say({ type: 'segment', id, bytes });
    }
  }

  #hear(message: BoardNetworkMessage): void {
    this.heard.push(message);
    if (message.type === 'listen') this.ports = message.ports;
    else if (message.type === 'connect') this.say({ type: 'connected', id: message.id });
    else if (message.type === 'segment') {
      const text = String.fromCharCode(...message.bytes);
      this.text.set(message.id, (this.text.get(message.id) ?? '') + text);
      if (message.id < 0) this.onRequest?.(message.id, text);
    }
  }
}

function start(): { live: LiveBoard; page: Page } {
  const flash = new Uint8Array(updateBoard().saveFlash());
  const live = new LiveBoard({ preset: 'nodemcu', flash }, () => {});
  cleanUp.push(() => live.end());
  const { port1, port2 } = new MessageChannel();
  cleanUp.push(() => port1.close());
  live.join(port1);
  live.board.power(true);
  return { live, page: new Page(port2) };
}

describe('the network over a message channel', () => {
  it('says which ports are open, from the first message on', async () => {
    const { live, page } = start();
    await until(() => page.ports !== undefined);
    expect(page.heard[0]).toEqual({ type: 'listen', ports: [] });
    await until(() => page.ports?.length === 2);
    expect(page.ports).toEqual([BOARD_NETWORK.pagePort, BOARD_NETWORK.triggerPort]);
    live.board.power(false);
    await until(() => page.ports?.length === 0);
  });

  it('updates from the page alone', async () => {
    const { live, page } = start();
    const { user2 } = exampleImages('1MB', 2);
    page.onRequest = (id, request) => {
      page.send(id, header(user2.length));
      if (request.startsWith('GET')) page.send(id, ...pieces(user2));
    };
    await until(() => page.ports?.length === 2);
    page.say({ type: 'connect', id: 1, port: BOARD_NETWORK.triggerPort, from: 'page' });
    await until(() => live.board.network.application?.slot === 'user2');
    expect(page.heard).toContainEqual({ type: 'connect', id: -1, to: 'page', port: 8888 });
    page.say({ type: 'connect', id: 2, port: BOARD_NETWORK.pagePort, from: 'page' });
    await until(() => page.heard.some(message => message.type === 'end' && message.id === 2));
    expect(page.text.get(2)).toContain('HTTP Server build 2.');
  });
});
