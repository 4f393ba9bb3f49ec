/** The page's end of the relay's WebSocket against the real relay program. */
import { afterEach, expect, it } from 'vitest';
import WebSocketOfNode from 'ws';
import { type RelayLoss, RelaySocket } from '../../../src/app/companion/relay-socket.ts';
import type { RelayMessage } from '../../../src/core/ota/relay-messages.ts';
import { otaImage } from '../../support/ota-images.ts';
import { download, type TestRelay, testRelay, until } from '../../support/relays.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const action of cleanUp.splice(0).reverse()) await action();
});

async function relay(): Promise<TestRelay> {
  const started = await testRelay();
  cleanUp.push(() => started.close());
  return started;
}

function page({ key }: Pick<TestRelay, 'key'>, token = key.token) {
  const messages: RelayMessage[] = [];
  const losses: RelayLoss[] = [];
  const socket = new RelaySocket({
    ...{ token, port: key.port },
    listener: message => messages.push(message),
    onLoss: loss => losses.push(loss),
    open: url =>
      new WebSocketOfNode(url, {
        headers: { origin: `http://localhost:${key.port}` },
      }) as unknown as WebSocket,
  });
  cleanUp.push(() => socket.close());
  const heard = (kind: RelayMessage['kind']): Promise<void> =>
    until(() => messages.some(m => m.kind === kind));
  return { socket, messages, losses, heard };
}

it('hands over images that were set before the relay was there, and devices get them', async () => {
  const at = await relay();
  const { socket, messages, heard } = page(at);
  const image = otaImage('user2');
  socket.setImages([image]);
  await heard('offered');
  await until(() => messages.some(m => m.kind === 'offered' && m.images.length === 1));
  const { body } = await download(at.devicePort, '/user2.bin');
  expect(Buffer.compare(body, Buffer.from(image.bytes))).toBe(0);
  await until(() => messages.some(m => m.kind === 'event' && m.event.kind === 'finished'));
});

it('says that its token is of another run', async () => {
  const { losses } = page(await relay(), 'x'.repeat(32));
  await until(() => losses.length > 0);
  expect(losses).toEqual(['token']);
});

it('is turned away while another page has the relay, and takes it over on demand', async () => {
  const at = await relay();
  const first = page(at);
  await first.heard('welcome');
  const second = page(at);
  await until(() => second.losses.length > 0);
  expect(second.losses).toEqual(['busy']);
  second.socket.takeOver();
  await second.heard('welcome');
  await until(() => first.losses.length > 0);
  expect(first.losses).toEqual(['replaced']);
});

it('lets the images stay when it goes, once somebody has said so', async () => {
  const at = await relay();
  const first = page(at);
  first.socket.stay(true);
  first.socket.setImages([otaImage('user2')]);
  await first.heard('offered');
  first.socket.close();
  const second = page(at);
  // Its good-bye may come later than the next page.
  await until(() => second.messages.length > 0 || second.losses.length > 0);
  if (second.losses.length > 0) second.socket.takeOver();
  await second.heard('welcome');
  expect(second.messages.find(({ kind }) => kind === 'welcome')).toMatchObject({
    stay: true,
    images: [{ slot: 'user2' }],
  });
});
