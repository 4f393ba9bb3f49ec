/** A room against the real relay over TCP: thirty devices at once, each with its own build. */
import { afterEach, expect, it } from 'vitest';
import WebSocketOfNode from 'ws';
import { RelaySocket } from '../../../src/app/companion/relay-socket.ts';
import { RoomHolder } from '../../../src/app/room/room-holder.ts';
import type { OtaImage } from '../../../src/core/ota/image.ts';
import { checkOtaImage } from '../../../src/core/ota/image.ts';
import { exampleImages } from '../../board/net/firmware.ts';
import { download, type TestRelay, testPage, testRelay, until } from '../../support/relays.ts';
import { RoomDevice } from '../../support/room-devices.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const action of cleanUp.splice(0).reverse()) await action();
});

/** Both images of a build of the example firmware, which carries its number. */
function buildOf(build: number): OtaImage[] {
  return (['user1', 'user2'] as const).map(slot => {
    const file = { name: `${slot}.bin`, bytes: exampleImages('1MB', build)[slot], build: String(build) };
    const checked = checkOtaImage(file, slot);
    if (!checked.ok) throw new Error(checked.why.code);
    return checked.image;
  });
}

interface Bench {
  readonly relay: TestRelay;
  readonly room: RoomHolder;
  readonly devices: readonly RoomDevice[];
}

async function bench(count: number): Promise<Bench> {
  const devicePorts = { page: 0, trigger: 0 };
  const relay = await testRelay({ devicePorts });
  cleanUp.push(() => relay.close());
  const { key, devicePort } = relay;
  const devices: RoomDevice[] = [];
  for (let i = 0; i < count; i++) {
    const slot = i % 2 === 0 ? 'user1' : 'user2';
    const device = await new RoomDevice(`127.0.4.${i + 1}`, devicePort, { slot }).listen(devicePorts);
    devices.push(device);
    cleanUp.push(() => device.close());
  }
  const room = new RoomHolder({
    open: (listener, onLoss) =>
      new RelaySocket({
        ...{ token: key.token, port: key.port, listener, onLoss },
        open: url =>
          new WebSocketOfNode(url, {
            headers: { origin: `http://localhost:${key.port}` },
          }) as unknown as WebSocket,
      }),
    onClosed: () => undefined,
    now: () => performance.now(),
    every: (ms, action) => {
      const timer = setInterval(action, ms);
      return () => clearInterval(timer);
    },
    soon: action => setTimeout(action, 0),
  });
  room.open();
  cleanUp.push(() => room.close());
  await until(() => room.view.relay.kind === 'ready');
  return { relay, room, devices };
}

const stages = ({ room }: Bench): (string | undefined)[] =>
  room.view.room.devices.map(({ update }) => update?.stage);

it('updates thirty devices at once, each to its own build, and has the proof of each', async () => {
  const at = await bench(30);
  const { room, devices, relay } = at;
  for (const build of [2, 3, 4]) room.addBuild(`build ${build}`, buildOf(build), []);
  const wanted = (i: number): number => 2 + (i % 3);
  devices.forEach(({ address }, i) => {
    room.addDevice(address);
    room.choose(address, { kind: 'build', id: String(wanted(i) - 1) });
  });
  await until(() => room.view.room.devices.every(({ build }) => build === 1));
  // Nobody fetches before all have erased: thirty updates are under way at the same time.
  let erasing = 0;
  for (const device of devices) {
    device.erases = async () => {
      erasing++;
      await until(() => erasing >= devices.length);
    };
  }
  room.update();
  await until(() => stages(at).every(stage => stage === 'done'));
  devices.forEach((device, i) => {
    const slot = i % 2 === 0 ? 'user2' : 'user1';
    const image = buildOf(wanted(i)).find(each => each.slot === slot);
    expect(device.fetched).toHaveLength(1);
    expect(device.fetched[0]?.equals(Buffer.from(image?.bytes ?? []))).toBe(true);
    expect(room.view.room.devices[i]).toMatchObject({
      ...{ running: slot, build: wanted(i) },
      update: { target: { buildBefore: 1 }, proof: { by: 'page', build: wanted(i) } },
    });
  });
  // Each device may from now on have the other slot only.
  await devices[0]?.update('user2');
  expect(relay.kinds()).toContain('ota-slot-running');
  expect(devices[0]?.fetched).toHaveLength(1);
  await devices[0]?.update('user1');
  expect(devices[0]?.fetched).toHaveLength(2);
});

it('serves a device that comes by itself what all others get, and nothing when that was chosen', async () => {
  const at = await bench(2);
  const { room, devices, relay } = at;
  room.addBuild('build 2', buildOf(2), []);
  expect(room.view.room.others).toEqual({ kind: 'build', id: '1' });
  room.addDevice('127.0.4.2');
  room.choose('127.0.4.2', { kind: 'none' });
  const [first, second] = devices;
  // The choices have gone to the relay when an answer to a later message is back.
  room.addDevice('127.0.4.1');
  await until(() => room.view.room.devices.some(({ build }) => build === 1));
  await first?.update();
  await until(() => stages(at)[1] === 'checking' || stages(at)[1] === 'done');
  await second?.update();
  expect(second?.fetched).toEqual([]);
  expect(relay.kinds()).toContain('room-not-served');
  expect(first?.build).toBe(2);
});

it('takes devices one after the other when more wait than may begin, and lets those go that still wait', async () => {
  const at = await bench(12);
  const { room, devices } = at;
  room.addBuild('build 2', buildOf(2), []);
  for (const { address } of devices) room.addDevice(address);
  room.update();
  const queued = room.view.room.devices.map(({ queue }) => queue);
  expect(queued.filter(queue => queue === 'asking')).toHaveLength(8);
  expect(queued.filter(queue => queue === 'waiting')).toHaveLength(4);
  room.stopQueue();
  await until(() => stages(at).filter(stage => stage === 'done').length === 8);
  expect(devices.filter(({ build }) => build === 2)).toHaveLength(8);
});

it('says of a device that is not there why, and goes on with the others', async () => {
  const at = await bench(1);
  const { room } = at;
  room.addBuild('build 2', buildOf(2), []);
  room.addDevice('127.0.4.1');
  room.addDevice('127.0.4.99');
  room.update();
  await until(() => stages(at)[0] === 'done' && stages(at)[1] === 'failed');
  expect(room.view.room.devices[1]?.update?.why?.code).toBe('device-port-closed');
});

it('leaves the relay as it was: the next page serves its images to every device', async () => {
  const { room, relay } = await bench(1);
  room.addBuild('build 2', buildOf(2), []);
  room.setOthers({ kind: 'none' });
  room.addDevice('127.0.4.1');
  await until(() => room.view.room.devices[0]?.build === 1);
  await download(relay.devicePort, '/user2.bin', '127.0.4.1');
  expect(relay.kinds()).toContain('room-not-served');
  room.close();
  const [, user2] = buildOf(3);
  const page = await testPage(relay, true);
  await page.heard('welcome');
  page.say({ kind: 'images', images: [{ slot: 'user2', name: 'user2.bin' }] });
  page.socket.send(user2?.bytes ?? new Uint8Array(0));
  await page.heard('offered');
  const { body } = await download(relay.devicePort, '/user2.bin', '127.0.4.1');
  expect(body.equals(Buffer.from(user2?.bytes ?? []))).toBe(true);
});
