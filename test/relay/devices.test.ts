/** The port for devices over real TCP: rules of the update client, many at once, whatever else knocks. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { otaImage } from '../support/ota-images.ts';
import { download, idle, type TestRelay, talk, testRelay, until } from '../support/relays.ts';

let relay: TestRelay;
afterEach(() => relay.close());

const images = {
  user1: otaImage('user1'),
  user2: otaImage('user2', {
    code: 400_000,
    texts: [
      [1000, 'HTTP/1.0 200 OK\r\n'],
      [200_001, '200 OK\r\n'],
    ],
  }),
};
const HEAD = 'HEAD /user2.bin HTTP/1.0\r\nConnection: close\r\n\r\n\r';

/** A device's connection, with the chunks as they come. */
function device(text: string) {
  const socket = connect(relay.devicePort, '127.0.0.1');
  const chunks: Buffer[] = [];
  let ended = false;
  socket.on('data', bytes => chunks.push(bytes));
  socket.on('end', () => {
    ended = true;
  });
  socket.write(text);
  return { socket, chunks, hasEnded: () => ended };
}

describe('a device', () => {
  it('gets the header of HEAD in one segment, and the connection stays open for it to close', async () => {
    relay = await testRelay({ images });
    const { socket, chunks, hasEnded } = device(HEAD);
    await until(() => chunks.length > 0);
    await new Promise(resolve => setTimeout(resolve, 1000));
    expect(hasEnded()).toBe(false);
    expect(chunks).toHaveLength(1);
    expect(String(chunks[0])).toMatch(
      /^HTTP\/1\.0 200 OK\r\n[\s\S]*\r\nContent-Length: \d+\r\n[\s\S]*\r\n\r\n$/,
    );
    socket.end();
    await once(socket, 'close');
  });

  it('is closed 2 seconds after HEAD if it does not close', async () => {
    relay = await testRelay({ images });
    const start = Date.now();
    const { socket } = device(HEAD);
    await once(socket, 'close');
    expect(Date.now() - start).toBeGreaterThan(1900);
    expect(Date.now() - start).toBeLessThan(60_000);
  });

  it('gets every byte of the image and none more, and is not closed before it closes', async () => {
    relay = await testRelay({ images });
    const { socket, chunks, hasEnded } = device(HEAD.replace('HEAD', 'GET'));
    const size = (): number => chunks.reduce((sum, { length }) => sum + length, 0);
    await until(() => size() > 400_000);
    await new Promise(resolve => setTimeout(resolve, 1500));
    expect(hasEnded()).toBe(false);
    const all = Buffer.concat(chunks);
    const body = all.subarray(all.indexOf('\r\n\r\n') + 4);
    expect(body.equals(Buffer.from(images.user2.bytes))).toBe(true);
    expect(relay.kinds()).not.toContain('finished');
    socket.end();
    await until(() => relay.kinds().includes('finished'));
  });

  it('that goes in the middle is a stopped download, and the next one is served', async () => {
    relay = await testRelay({ images });
    const { socket, chunks } = device(HEAD.replace('HEAD', 'GET'));
    await until(() => chunks.length > 0);
    socket.resetAndDestroy();
    await until(() => relay.kinds().includes('stopped'));
    expect((await download(relay.devicePort, '/user1.bin')).body.length).toBe(images.user1.bytes.length);
  });

  it('may ask in any segments', async () => {
    relay = await testRelay({ images: { user1: images.user1 } });
    const answer = await talk(relay.devicePort, ...'GET /user2.bin HTTP/1.0\r\n\r\n');
    expect(String(answer)).toMatch(/^HTTP\/1\.0 503 [\s\S]*\r\n\r\nota-image-missing\n$/);
  });

  it('is one of thirty at once, each with its own progress', async () => {
    relay = await testRelay({ images });
    const wanted = Array.from({ length: 30 }, (_, i) =>
      download(relay.devicePort, i % 2 ? '/user1.bin' : '/user2.bin', `127.0.1.${i + 1}`),
    );
    for (const [i, { body }] of (await Promise.all(wanted)).entries()) {
      expect(body.equals(Buffer.from(images[i % 2 ? 'user1' : 'user2'].bytes))).toBe(true);
    }
    await until(() => relay.kinds().filter(kind => kind === 'finished').length === 30);
    const devices = new Set(relay.log.map(entry => entry.kind === 'device' && entry.device));
    expect(devices.size).toBe(30);
  });
});

describe('whatever else knocks', () => {
  it.each([
    ['GET / HTTP/1.1\r\nHost: x\r\n\r\n', 'ota-request-path', /^HTTP\/1\.0 404 /],
    ['GET /user1.bin HTTP/1.1\r\nSec-Fetch-Mode: cors\r\n\r\n', 'ota-request-browser', /^$/],
    ['DELETE /user1.bin HTTP/1.1\r\n\r\n', 'ota-request-method', /^HTTP\/1\.0 403 /],
    ['\x16\x03\x01\x02\x00\x01\n', 'ota-request-not-http', /^HTTP\/1\.0 400 /],
    [`GET /user1.bin HTTP/1.1\r\nX: ${'y'.repeat(9000)}`, 'ota-request-too-long', /^(HTTP\/1\.0 400 |$)/],
  ])('%.40j is closed with its reason in the log', async (text, code, answer) => {
    relay = await testRelay({ images });
    expect(String(await talk(relay.devicePort, text))).toMatch(answer);
    await until(() => relay.kinds().includes(code));
  });

  it('cannot take all connections: the oldest that says nothing goes', async () => {
    relay = await testRelay({ images });
    const sockets = Array.from({ length: 300 }, (_, i) => idle(relay.devicePort, i % 2 ? 'GET /' : ''));
    await until(() => sockets.filter(socket => socket.destroyed).length >= 44);
    expect((await download(relay.devicePort, '/user1.bin')).header).toMatch(/ 200 /);
    expect(sockets.slice(0, 44).every(socket => socket.destroyed)).toBe(true);
    for (const socket of sockets) socket.destroy();
  });

  it('is turned away over 128 downloads, and served when one has ended', async () => {
    relay = await testRelay({ images });
    const get = 'GET /user2.bin HTTP/1.0\r\n\r\n';
    const stalled = Array.from({ length: 128 }, () => idle(relay.devicePort, get).pause());
    await until(() => relay.kinds().filter(kind => kind === 'asked').length === 128);
    expect((await download(relay.devicePort, '/user1.bin')).header).toMatch(/ 503 /);
    for (const socket of stalled) socket.resetAndDestroy();
    await until(() => relay.kinds().filter(kind => kind === 'stopped').length === 128);
    expect(relay.kinds()).not.toContain('finished');
    expect((await download(relay.devicePort, '/user1.bin')).header).toMatch(/ 200 /);
  });
});
