/** Reaching a device: the knock on its port, its page, and why it cannot be reached. */
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { buildOn } from '../../src/core/ota/device-page.ts';
import { Problem } from '../../src/core/problem.ts';
import { knock, readBuild } from '../../src/relay/knock.ts';
import { listening, stopped } from '../../src/relay/listening.ts';
import { isDeviceAddress, ownAddresses, ownAddressFor } from '../../src/relay/networks.ts';
import { testPage, testRelay } from '../support/relays.ts';

const PAGE =
  'HTTP/1.1 200 OK\r\nContent-type: text/html\r\n\r\n<html>Hello, World<br>This page is served by HTTP Server build 7.</html>';

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map(stopped));
});

/** A device's port at 127.0.0.1. */
async function device(serve: (socket: Socket) => void): Promise<number> {
  const server = createServer(socket => {
    socket.on('error', () => {});
    serve(socket);
  });
  servers.push(server);
  return listening(server, 0, '127.0.0.1');
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    reason => reason,
  );
  return error instanceof Problem ? error.finding.code : `not a problem: ${error}`;
}

describe('a knock', () => {
  it('is a connection; the answer is waited for, and the own address told', async () => {
    let from: string | undefined;
    const port = await device(socket => {
      from = socket.remoteAddress;
      socket.end('HTTP/1.1 200 OK\r\n\r\nUpdating');
    });
    expect(await knock('127.0.0.1', port)).toBe('127.0.0.1');
    expect(from).toBe('127.0.0.1');
  });

  it('ends by itself at a device that does not close', async () => {
    const port = await device(() => {});
    expect(await knock('127.0.0.1', port)).toBe('127.0.0.1');
  });

  it('says when nothing listens', async () => {
    const port = await device(() => {});
    await Promise.all(servers.splice(0).map(stopped));
    expect(await codeOf(knock('127.0.0.1', port))).toBe('device-port-closed');
  });

  it('says when this computer is not on the network of the device, and does not try', async () => {
    const own = [{ address: '192.168.1.20', prefix: 24, name: 'wlan0' }];
    expect(await codeOf(knock('192.168.123.1', 88, own))).toBe('device-not-here');
  });

  it.each([
    '',
    'localhost',
    '10.0.0',
    '256.1.1.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '10.0.0.1:22',
  ])('goes to no such address: %j', async address => {
    expect(await codeOf(knock(address, 88))).toBe('device-address-bad');
  });
});

describe('the page of a device', () => {
  it('is read when the device speaks first and closes, as the demo does', async () => {
    const port = await device(socket => socket.end(PAGE));
    expect(await readBuild('127.0.0.1', port)).toBe(7);
  });

  it('is asked for when the device waits for a request', async () => {
    const port = await device(socket => socket.once('data', () => socket.end(PAGE)));
    expect(await readBuild('127.0.0.1', port)).toBe(7);
  });

  it('may say nothing of a build', async () => {
    const port = await device(socket => socket.end('HTTP/1.0 200 OK\r\n\r\nHello'));
    expect(await readBuild('127.0.0.1', port)).toBeUndefined();
  });

  it('is not read for ever when it does not end', async () => {
    const port = await device(socket => {
      const flood = (): void => void (socket.destroyed || socket.write('x'.repeat(65_536), flood));
      flood();
    });
    expect(await readBuild('127.0.0.1', port)).toBeUndefined();
  });

  it.each([
    ['This page is served by HTTP Server build 12.', 12],
    ['<b>Build:</b> 3', 3],
    ['build #45', 45],
    ['BUILD-6', 6],
    ['rebuild 7', undefined],
    ['build x7', undefined],
    ['built 8', undefined],
  ])('%j has build %j', (page, build) => expect(buildOn(page)).toBe(build));
});

describe('the networks of this computer', () => {
  it.each([
    ['192.168.123.1', '192.168.123.100'],
    ['10.200.3.4', '10.0.0.5'],
    ['172.16.0.1', undefined],
    ['192.168.124.1', undefined],
  ])('a device at %s is reached from %j', (device, from) => {
    const own = [
      { address: '192.168.123.100', prefix: 24, name: 'wlan0' },
      { address: '10.0.0.5', prefix: 8, name: 'eth0' },
    ];
    expect(ownAddressFor(device, own)?.address).toBe(from);
  });

  it('include its own, last', () => {
    expect(ownAddresses().at(-1)).toMatchObject({ address: '127.0.0.1', prefix: 8 });
    expect(isDeviceAddress('192.168.123.1')).toBe(true);
  });
});

describe('the page', () => {
  it('triggers an update and reads the build through the relay', async () => {
    const trigger = await device(socket => socket.end('ok'));
    const page = await device(socket => socket.end(PAGE));
    const relay = await testRelay({ devicePorts: { trigger, page } });
    const own = await testPage(relay);
    own.say({ kind: 'trigger', address: '127.0.0.1' });
    expect(await own.heard('triggered')).toEqual({
      kind: 'triggered',
      address: '127.0.0.1',
      own: '127.0.0.1',
    });
    own.say({ kind: 'read-page', address: '127.0.0.1' });
    expect(await own.heard('page-read')).toMatchObject({ build: 7 });
    own.say({ kind: 'trigger', address: '203.0.113.7' });
    expect(await own.heard('failed')).toMatchObject({ what: 'trigger', why: { code: 'device-not-here' } });
    await relay.close();
  });
});
