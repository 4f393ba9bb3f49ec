/** `twinslot relay` as a process: with files and no browser, as one file alone, and what stands in its way. */

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RELAY_PORTS, RELAY_VERSION } from '../../src/core/ota/relay-messages.ts';
import { listening, stopped } from '../../src/relay/listening.ts';
import { download, TestPage, talk, until } from '../support/relays.ts';
import { buildProgram, emptyFolder, type Program, Running, VECTORS } from './program.ts';

const [app1, app2] = ['app1', 'app2'].map(name => join(VECTORS, `hello_build1_1024_${name}.elf`)) as [
  string,
  string,
];
const expected = (slot: 'user1' | 'user2'): Buffer =>
  readFileSync(join(VECTORS, 'images', `hello_build1_1024_app${slot.at(-1)}`, `canonical-${slot}.bin`));

const running: Running[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.end();
});

/** A relay that has started. */
async function ready(relay: Running): Promise<Running> {
  running.push(relay);
  await relay.printed(/Waiting for/);
  return relay;
}
const portOf = ({ out }: Running): number => Number(/from port (\d+) of this computer/.exec(out)?.[1]);

let program: Program;
let single: string;
beforeAll(async () => {
  program = await buildProgram();
  // The file that the page offers, as the build put it into the site.
  single = join('dist', 'twinslot-relay.mjs');
});
afterAll(() => program.remove());

describe('twinslot relay', () => {
  it('converts, serves with progress on the terminal, and goes on serving', async () => {
    const relay = await ready(program.start('relay', app1, app2, '--size', '1MB', '--port', '0'));
    for (const slot of ['user1', 'user2', 'user1'] as const) {
      const { body } = await download(portOf(relay), `/${slot}.bin`);
      expect(body.equals(expected(slot))).toBe(true);
    }
    await until(() => relay.out.split('has all of user1').length === 3);
    expect(relay.out).toMatch(/user1\.bin from hello_build1_1024_app1\.elf, \d/);
    expect(relay.out).toMatch(/127\.0\.0\.1 asks for user2 \(GET \/user2\.bin\)/);
    expect(relay.out).toMatch(/user2: 100 %, .* a second/);
    expect(relay.err).toBe('');
    expect(await relay.end()).toBe(0);
    expect(relay.out).toMatch(/Ended\.\n$/);
  });

  it('understands the habit of ESPImageTool: --ota PORT', async () => {
    const relay = await ready(program.start('--ota', '0', app1, app2, '--size', '1MB'));
    expect((await download(portOf(relay), '/user2.bin')).body.equals(expected('user2'))).toBe(true);
  });

  it('serves images that are ready', async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder.path, 'user2.bin'), expected('user2'));
    const relay = await ready(program.start('relay', join(folder.path, 'user2.bin'), '--port=0'));
    expect((await download(portOf(relay), '/user2.bin')).body.equals(expected('user2'))).toBe(true);
    expect((await download(portOf(relay), '/user1.bin')).header).toMatch(/ 503 /);
    expect(relay.out).toMatch(/turned down: No image for user1\./);
    folder.remove();
  });

  it('refuses files that no device could start, and says why', () => {
    const { status, err } = program.run('relay', join(VECTORS, 'plain_nonota.elf'), '--port', '0');
    expect(err).toMatch(/None of the files is for a slot/);
    expect(status).toBe(1);
  });

  it('says which program may be in the way when the port is taken', async () => {
    const server = createServer();
    const port = await listening(server, 0, '0.0.0.0');
    const { status, err } = program.run('relay', '--port', String(port));
    expect(err).toMatch(new RegExp(`^twinslot: Port ${port} is taken: .*--port`));
    expect(status).toBe(1);
    await stopped(server);
  });

  it('serves the page on the first free of its ports, with a key that opens the socket', async () => {
    const folder = emptyFolder();
    mkdirSync(join(folder.path, 'app'));
    writeFileSync(join(folder.path, 'app', 'index.html'), '<!doctype html><title>app</title>');
    const args = ['relay', '--port', '0', '--app', join(folder.path, 'app')];
    const first = await ready(program.start(...args));
    const second = await ready(program.start(...args));
    const keys = [first, second].map(({ out }) =>
      /http:\/\/localhost:(\d+)\/#relay=(\d+)\.([\w-]{22})\n/.exec(out),
    );
    const ports = keys.map(key => Number(key?.[1]));
    expect(ports[0]).not.toBe(ports[1]);
    expect(ports.every(port => RELAY_PORTS.includes(port))).toBe(true);
    expect(keys[0]?.[3]).not.toBe(keys[1]?.[3]);
    const page = await new TestPage(ports[0] ?? 0).opened();
    page.say({ kind: 'hello', version: RELAY_VERSION, token: keys[0]?.[3] ?? '' });
    expect(await page.heard('welcome')).toMatchObject({ devicePort: portOf(first) });
    page.socket.terminate();
    folder.remove();
  });

  it('says when a folder holds no page', () => {
    const { status, err } = program.run('relay', '--app', VECTORS);
    expect(err).toMatch(/holds no built app/);
    expect(status).toBe(1);
  });
});

describe('the one file', () => {
  it('is small, imports nothing but Node, and names no file of this machine', () => {
    expect(statSync(single).size).toBeLessThanOrEqual(200 * 1024);
    const source = readFileSync(single, 'utf8');
    const names = [
      ...source.matchAll(/(?:from|import) ?["']([^"'\s]+)["']/g),
      ...source.matchAll(/\b\w+\(["'`](node:\w+|[a-z]+)["'`]\)/g),
    ].map(([, name = '']) => name);
    const modules = names.filter(name => name.startsWith('node:') || builtinModules.includes(name));
    expect(modules.length).toBeGreaterThan(8);
    const imported = [...source.matchAll(/(?:from|import) ?["']([^"'\s]+)["']/g)].map(([, name]) => name);
    expect(imported.filter(name => !name?.startsWith('node:'))).toEqual([]);
    expect(source).not.toContain(process.cwd());
  });

  it('runs alone from an empty folder: devices, and the socket of a page elsewhere', async () => {
    const folder = emptyFolder();
    const path = join(folder.path, 'twinslot-relay.mjs');
    copyFileSync(single, path);
    const args = ['--port', '0', '--page', 'https://twinslot.example/app/'];
    const relay = await ready(new Running(spawn(process.execPath, [path, ...args], { cwd: folder.path })));
    const [, port, token = ''] =
      /https:\/\/twinslot\.example\/app\/#relay=(\d+)\.([\w-]+)\n/.exec(relay.out) ?? [];
    const page = await new TestPage(Number(port), { origin: 'https://twinslot.example' }).opened();
    page.say({ kind: 'hello', version: RELAY_VERSION, token });
    page.say({ kind: 'images', images: [{ slot: 'user2', name: 'user2.bin' }] });
    page.socket.send(expected('user2'));
    expect((await page.heard('offered')).refused).toEqual([]);
    expect((await download(portOf(relay), '/user2.bin')).body.equals(expected('user2'))).toBe(true);
    page.socket.terminate();
    folder.remove();
  });

  it('explains itself', () => {
    const { stdout, status } = spawnSync(process.execPath, [single, '--help'], { encoding: 'utf8' });
    expect(stdout).toMatch(/^Usage: node twinslot-relay\.mjs /);
    expect(status).toBe(0);
  });
});

describe('the end', () => {
  it('closes what is still open, and exits', async () => {
    const relay = await ready(program.start('relay', app1, app2, '--port', '0'));
    const socket = connect(portOf(relay), '127.0.0.1');
    socket.on('error', () => {}); // the reset that ends it
    await once(socket, 'connect');
    expect(await relay.end()).toBe(0);
    await until(() => socket.closed);
  });

  it('does not wait for somebody who has stopped reading its lines, nor keep them all', async () => {
    const child = spawn(process.execPath, [single, '--port', '0', app1, app2, '--size', '1MB']);
    let said = '';
    while (!said.includes('Waiting')) said += String((await once(child.stdout, 'data'))[0]);
    child.stdout.pause();
    const port = Number(/from port (\d+) of/.exec(said)?.[1]);
    // More lines than any pipe holds.
    for (let round = 0; round < 40; round++) {
      await Promise.all(
        Array.from({ length: 100 }, () => talk(port, `GET /${'x'.repeat(70)} HTTP/1.0\r\n\r\n`)),
      );
    }
    expect((await download(port, '/user1.bin')).body.equals(expected('user1'))).toBe(true);
    const exit = once(child, 'exit');
    child.kill('SIGINT');
    expect(await exit).toEqual([0, null]);
  });
});
