/** The whole update over real TCP: a board's own update client, the relay, and the page that triggers it. */
import { afterEach, describe, expect, it } from 'vitest';
import type { NetworkSettings } from '../../src/board/net/settings.ts';
import { LiveBoard } from '../../src/cli/board/live-board.ts';
import { TcpNetwork } from '../../src/cli/board/net/tcp-network.ts';
import type { Slot } from '../../src/core/esp8266/flash-map.ts';
import { checkOtaImage, type OtaImage } from '../../src/core/ota/image.ts';
import type { OtaImages } from '../../src/core/ota/offer.ts';
import { knock, readBuild } from '../../src/relay/knock.ts';
import type { RelaySettings } from '../../src/relay/relay.ts';
import { exampleImages, UPDATE_MAPS, type UpdateMap, updateBoard } from '../board/net/firmware.ts';
import { type TestRelay, testPage, testRelay, until } from '../support/relays.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const action of cleanUp.splice(0).reverse()) await action();
});

function image(map: UpdateMap, slot: Slot, build: number): OtaImage {
  const checked = checkOtaImage({ name: `${slot}.bin`, bytes: exampleImages(map, build)[slot] }, slot);
  if (!checked.ok) throw new Error(checked.why.code);
  return checked.image;
}

/** A board in real time whose network is at an address of this computer. */
async function liveBoard(map: UpdateMap, host: string, network: Partial<NetworkSettings>) {
  const board = updateBoard({ map, changes: { network } });
  const live = new LiveBoard(board);
  let ports: ReadonlyMap<number, number> = new Map();
  const wires = new TcpNetwork(board.network, {
    ...{ host, portOf: { 80: 0, 88: 0 }, window: 5840 },
    catchUp: () => live.catchUp(),
    onPorts: open => {
      ports = open;
    },
  });
  cleanUp.push(
    () => wires.close(),
    () => live.stop(),
  );
  await until(() => ports.size === 2);
  const port = (number: 80 | 88): number => ports.get(number) ?? 0;
  return {
    knock: () => knock(host, port(88)),
    build: () => (ports.size === 2 ? readBuild(host, port(80)) : Promise.resolve(undefined)),
    ports: () => ({ trigger: port(88), page: port(80) }),
  };
}

async function relayWith(images: OtaImages, settings: Partial<RelaySettings> = {}): Promise<TestRelay> {
  const relay = await testRelay({ images, ...settings });
  cleanUp.push(() => relay.close());
  return relay;
}

async function hasBuild(board: { build(): Promise<number | undefined> }, wanted: number): Promise<void> {
  for (;;) {
    const build = await board.build().catch(() => undefined);
    if (build === wanted) return;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

const ROUNDS = process.env.TWINSLOT_LONG ? 20 : 2;

describe('an update', () => {
  it.each(UPDATE_MAPS)(
    `goes user1, user2, user1 on %s, ${ROUNDS} times`,
    { timeout: 60_000 * ROUNDS },
    async map => {
      const relay = await relayWith({ user1: image(map, 'user1', 3), user2: image(map, 'user2', 2) });
      const board = await liveBoard(map, '127.0.0.1', { callbackPort: relay.devicePort });
      expect(await board.build()).toBe(1);
      for (let round = 0; round < ROUNDS; round++) {
        for (const build of [2, 3]) {
          await board.knock();
          await hasBuild(board, build);
        }
      }
      const steps = relay.kinds().filter(kind => kind !== 'sending');
      const one = ['asked', 'head-answered', 'asked', 'finished'];
      expect(steps).toEqual(Array.from({ length: 2 * ROUNDS }, () => one).flat());
    },
  );

  it('of two boards at once keeps them apart', async () => {
    const relay = await relayWith({ user2: image('1MB', 'user2', 2) });
    const boards = await Promise.all(
      ['127.0.2.1', '127.0.2.2'].map(host => liveBoard('1MB', host, { callbackPort: relay.devicePort })),
    );
    await Promise.all(boards.map(board => board.knock()));
    await Promise.all(boards.map(board => hasBuild(board, 2)));
    expect(relay.kinds().filter(kind => kind === 'finished')).toHaveLength(2);
  });

  it('is triggered, watched and proved by the page', async () => {
    const devicePorts = { trigger: 0, page: 0 };
    const relay = await relayWith({}, { devicePorts });
    const board = await liveBoard('1MB', '127.0.0.1', { callbackPort: relay.devicePort });
    const page = await testPage(relay);
    const build = async (): Promise<number | undefined> => {
      Object.assign(devicePorts, board.ports()); // a board that restarted has other ports
      page.say({ kind: 'read-page', address: '127.0.0.1' });
      await until(() => page.messages.some(({ kind }) => kind === 'page-read' || kind === 'failed'));
      const read = page.messages.find(({ kind }) => kind === 'page-read');
      page.messages.splice(0);
      return read?.kind === 'page-read' ? read.build : undefined;
    };
    expect(await build()).toBe(1);
    page.say({ kind: 'images', images: [{ slot: 'user2', name: 'user2.bin' }] });
    page.socket.send(exampleImages('1MB', 2).user2);
    await page.heard('offered');
    page.say({ kind: 'trigger', address: '127.0.0.1' });
    expect(await page.heard('triggered')).toMatchObject({ own: '127.0.0.1' });
    await until(() => page.messages.some(m => m.kind === 'event' && m.event.kind === 'finished'));
    await hasBuild({ build }, 2);
  });

  it('is refused for the slot that runs, and the board stays as it is', async () => {
    const relay = await relayWith({ user1: image('1MB', 'user1', 3), user2: image('1MB', 'user2', 2) });
    const board = await liveBoard('1MB', '127.0.0.1', { callbackPort: relay.devicePort });
    const page = await testPage(relay);
    page.say({ kind: 'device', device: { running: 'user2' } });
    page.say({ kind: 'stay', stay: true });
    await page.heard('welcome');
    await board.knock();
    await until(() => relay.kinds().includes('ota-slot-running'));
    expect(relay.kinds()).not.toContain('head-answered');
    expect(await board.build()).toBe(1);
  });
});
