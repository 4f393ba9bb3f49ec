/** The page's socket: who may connect, what a page can do, what is left when it goes. */
import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { RELAY_CLOSE, RELAY_VERSION } from '../../src/core/ota/relay-messages.ts';
import { otaBytes } from '../support/ota-images.ts';
import { download, TestPage, type TestRelay, talk, testPage, testRelay, until } from '../support/relays.ts';

let relay: TestRelay;
afterEach(() => relay.close());

const HELLO = { kind: 'hello', version: RELAY_VERSION } as const;
const SMALL = { code: 3000 };

describe('a connection', () => {
  it.each([
    ['of a foreign site', { origin: 'https://evil.example' }],
    ['of a page on another port of this computer', { origin: 'http://localhost:3000' }],
    ['of a sandboxed frame', { origin: 'null' }],
    ['of a name that was bound to 127.0.0.1 later', { host: 'evil.example:8889' }],
    ['of this port under another name', { host: 'localhost.evil.example' }],
  ])('%s is turned down before it opens', async (_, headers) => {
    relay = await testRelay();
    const page = await new TestPage(relay.key.port, headers).opened();
    expect(page.refused).toBe(403);
    expect(relay.log).toMatchObject([{ kind: 'page-refused' }]);
  });

  it('without an origin, of some program, is turned down', async () => {
    relay = await testRelay();
    const headers =
      'Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n';
    const answer = await talk(
      relay.key.port,
      `GET /relay HTTP/1.1\r\nHost: localhost:${relay.key.port}\r\n${headers}\r\n`,
    );
    expect(String(answer)).toMatch(/^HTTP\/1\.1 403/);
  });

  it('of a page elsewhere is accepted when its origin was named', async () => {
    relay = await testRelay({ origins: ['https://twinslot.example'] });
    const page = await new TestPage(relay.key.port, { origin: 'https://twinslot.example' }).opened();
    page.say({ ...HELLO, token: relay.key.token });
    expect(await page.heard('welcome')).toMatchObject({
      version: RELAY_VERSION,
      devicePort: relay.devicePort,
    });
  });

  it.each([
    ['a wrong token', { ...HELLO, token: 'A'.repeat(22) }, RELAY_CLOSE.token],
    ['no token', { ...HELLO, token: '' }, RELAY_CLOSE.token],
    ['another version', { ...HELLO, version: RELAY_VERSION + 1 }, RELAY_CLOSE.version],
  ])('with %s is closed, and says why', async (_, hello, code) => {
    relay = await testRelay();
    const page = await new TestPage(relay.key.port).opened();
    page.say({ token: relay.key.token, ...hello });
    await until(() => page.closed !== undefined);
    expect(page.closed).toBe(code);
    expect(page.messages).toEqual([]);
  });

  it('that begins with anything but hello is closed', async () => {
    relay = await testRelay();
    const page = await new TestPage(relay.key.port).opened();
    page.say({ kind: 'stay', stay: true });
    await until(() => page.closed !== undefined);
    expect(page.closed).toBe(RELAY_CLOSE.malformed);
  });

  it('is one at a time; another page may take over', async () => {
    relay = await testRelay();
    const first = await testPage(relay);
    await first.heard('welcome');
    const second = await testPage(relay);
    await until(() => second.closed !== undefined);
    expect(second.closed).toBe(RELAY_CLOSE.busy);
    const third = await testPage(relay, true);
    await third.heard('welcome');
    await until(() => first.closed !== undefined);
    expect(first.closed).toBe(RELAY_CLOSE.replaced);
  });

  it.each([
    'nonsense',
    '{"kind":"images"}',
    '{"kind":"trigger","address":1}',
    '{"kind":"stay","stay":true,"x":1}',
    `{"kind":"${'x'.repeat(70_000)}"}`,
    '[]',
  ])('that sends %.30j is closed', async text => {
    relay = await testRelay();
    const page = await testPage(relay);
    await page.heard('welcome');
    page.socket.send(text);
    await until(() => page.closed !== undefined);
    expect(page.closed).toBe(RELAY_CLOSE.malformed);
  });

  it('that sends an image nobody announced, or one over the limit, is closed', async () => {
    relay = await testRelay();
    for (const [bytes, code] of [
      [otaBytes('user1', SMALL), RELAY_CLOSE.malformed],
      [new Uint8Array(983_041), 1009],
    ] as const) {
      const page = await testPage(relay);
      await page.heard('welcome');
      page.socket.send(bytes);
      await until(() => page.closed !== undefined);
      expect(page.closed).toBe(code);
    }
  });
});

describe('a page', () => {
  it('feeds images, which devices get, and sees every step', async () => {
    relay = await testRelay();
    const page = await testPage(relay);
    const [user1, user2] = [otaBytes('user1', SMALL), otaBytes('user2', SMALL)];
    page.say({
      kind: 'images',
      images: [
        { slot: 'user1', name: 'a.elf', build: '7' },
        { slot: 'user2', name: 'b.elf' },
      ],
    });
    page.socket.send(user1);
    page.socket.send(user2);
    const { images, refused } = await page.heard('offered');
    expect(refused).toEqual([]);
    expect(images).toEqual([
      { slot: 'user1', name: 'a.elf', build: '7', length: user1.length },
      { slot: 'user2', name: 'b.elf', length: user2.length },
    ]);
    expect((await download(relay.devicePort, '/user2.bin')).body.equals(user2)).toBe(true);
    await until(() => relay.kinds().includes('finished'));
    const kinds = page.messages.flatMap(m => (m.kind === 'event' ? [m.event.kind] : []));
    expect(kinds[0]).toBe('asked');
    expect((await page.heard('event')).device).toBe('127.0.0.1');
    await until(() => page.messages.some(m => m.kind === 'event' && m.event.kind === 'finished'));
  });

  it('hears why an image is not offered, and keeps the other', async () => {
    relay = await testRelay();
    const page = await testPage(relay);
    const broken = otaBytes('user2', SMALL).fill(0, 100, 200);
    page.say({
      kind: 'images',
      images: [
        { slot: 'user1', name: 'a' },
        { slot: 'user2', name: 'b' },
      ],
    });
    page.socket.send(otaBytes('user1', SMALL));
    page.socket.send(broken);
    const { images, refused } = await page.heard('offered');
    expect(images.map(({ slot }) => slot)).toEqual(['user1']);
    expect(refused).toMatchObject([{ code: 'image-crc', where: { file: 'b' } }]);
    expect((await download(relay.devicePort, '/user2.bin')).header).toMatch(/ 503 /);
  });

  it('tells which slot runs: a device that asks for it is refused, another is not', async () => {
    relay = await testRelay();
    const page = await testPage(relay);
    page.say({
      kind: 'images',
      images: [
        { slot: 'user1', name: 'a' },
        { slot: 'user2', name: 'b' },
      ],
    });
    page.socket.send(otaBytes('user1', SMALL));
    page.socket.send(otaBytes('user2', SMALL));
    page.say({ kind: 'device', address: '127.0.0.2', device: { running: 'user2' } });
    page.say({ kind: 'images', images: [] });
    await page.heard('offered');
    page.say({ kind: 'images', images: [{ slot: 'user2', name: 'b' }] });
    page.socket.send(otaBytes('user2', SMALL));
    await page.heard('offered');
    expect((await download(relay.devicePort, '/user2.bin', '127.0.0.2')).header).toMatch(/ 403 /);
    expect((await download(relay.devicePort, '/user2.bin', '127.0.0.3')).header).toMatch(/ 200 /);
    expect(relay.kinds()).toContain('ota-slot-running');
  });

  it('takes its images with it when it goes', { timeout: 120_000 }, async () => {
    relay = await testRelay();
    const page = await testPage(relay);
    page.say({ kind: 'images', images: [{ slot: 'user2', name: 'b' }] });
    page.socket.send(otaBytes('user2', SMALL));
    await page.heard('offered');
    page.socket.terminate();
    // A reload is no good-bye: they stay for some seconds.
    expect((await download(relay.devicePort, '/user2.bin')).header).toMatch(/ 200 /);
    const start = Date.now();
    while (/ 200 /.test((await download(relay.devicePort, '/user2.bin')).header)) {
      await new Promise(resolve => setTimeout(resolve, 200));
    }
    expect(Date.now() - start).toBeLessThan(60_000);
  });

  it('leaves them when it asked for that, and finds them when it comes back', {
    timeout: 120_000,
  }, async () => {
    relay = await testRelay();
    const page = await testPage(relay);
    page.say({ kind: 'stay', stay: true });
    page.say({ kind: 'images', images: [{ slot: 'user2', name: 'b' }] });
    page.socket.send(otaBytes('user2', SMALL));
    await page.heard('offered');
    page.socket.terminate();
    await new Promise(resolve => setTimeout(resolve, 6000));
    expect((await download(relay.devicePort, '/user2.bin')).header).toMatch(/ 200 /);
    expect(await (await testPage(relay)).heard('welcome')).toMatchObject({
      stay: true,
      images: [{ slot: 'user2' }],
    });
  });
});

describe('the files of the app', () => {
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
    new Promise<{ status: number | undefined; headers: Record<string, unknown>; body: string }>(resolve => {
      const { port } = relay.key;
      request(
        { host: '127.0.0.1', port, path, method, headers: { host: `localhost:${port}`, ...headers } },
        response => {
          let body = '';
          response.on('data', bytes => {
            body += String(bytes);
          });
          response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
        },
      ).end();
    });

  it.each([
    ['/', 'text/html; charset=utf-8', 'no-cache'],
    ['/index.html', 'text/html; charset=utf-8', 'no-cache'],
    ['/sw.js', 'text/javascript; charset=utf-8', 'no-cache'],
    ['/manifest.webmanifest', 'application/manifest+json', 'no-cache'],
    ['/twinslot-relay.mjs?x=1', 'text/javascript; charset=utf-8', 'no-cache'],
  ])('%s comes with its type, asked for anew each time', async (path, type, cache) => {
    relay = await testRelay({ app: 'dist' });
    const { status, headers } = await get(path);
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([200, type, cache]);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect((await get(path, { 'if-none-match': String(headers.etag) })).status).toBe(304);
    expect(await get(path, {}, 'HEAD')).toMatchObject({ status: 200, body: '' });
  });

  it('with a hash in their names stay in the cache of the browser', async () => {
    relay = await testRelay({ app: 'dist' });
    const [, asset = ''] = /src="\.(\/assets\/[^"]+)"/.exec((await get('/')).body) ?? [];
    expect((await get(asset)).headers['cache-control']).toMatch(/immutable/);
  });

  it.each([
    '/../package.json',
    '/%2e%2e/package.json',
    '/assets/..%2f..%2fpackage.json',
    '/..%5cpackage.json',
    '//etc/passwd',
    '/%00',
    '/%zz',
    '/nothing.js',
    '/assets/',
  ])('do not include %s', async path => {
    relay = await testRelay({ app: 'dist' });
    expect((await get(path)).status).toBe(404);
  });

  it('are for the names of this computer only, and for reading', async () => {
    relay = await testRelay({ app: 'dist' });
    expect((await get('/', { host: 'evil.example' })).status).toBe(421);
    expect((await get('/', { host: `evil.example:${relay.key.port}` })).status).toBe(421);
    expect((await get('/', { host: `LOCALHOST:${relay.key.port}` })).status).toBe(200);
    expect((await get('/', {}, 'POST')).status).toBe(405);
  });
});
