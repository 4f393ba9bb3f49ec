/**
 * Thirty devices update while everything else comes at the relay at once: malformed requests, slow connections,
 * foreign origins, names that were bound to 127.0.0.1. The relay runs in a process of its own, whose memory counts.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { otaBytes } from '../support/ota-images.ts';
import { type Random, random } from '../support/random.ts';
import { download, idle, TestPage, talk } from '../support/relays.ts';

const LONG = Boolean(process.env.TWINSLOT_LONG);
const COUNTS = {
  malformed: LONG ? 10_000 : 600,
  slow: LONG ? 500 : 300,
  devices: 30,
  pages: LONG ? 500 : 40,
};
const MEMORY_LIMIT = 150 * 1024 * 1024;

const image = otaBytes('user2', { code: 400_000 });
let folder: string;
let relay: ChildProcessWithoutNullStreams;
let said = '';
let devicePort = 0;
let pagePort = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'twinslot-attack-'));
  writeFileSync(join(folder, 'user2.bin'), image);
  const args = ['dist/twinslot-relay.mjs', join(folder, 'user2.bin'), '--port', '0', '--app', 'dist'];
  relay = spawn(process.execPath, args);
  relay.stdout.on('data', bytes => {
    if (said.length < 10_000) said += bytes;
  });
  while (!said.includes('Waiting')) await new Promise(resolve => setTimeout(resolve, 10));
  devicePort = Number(/from port (\d+) of/.exec(said)?.[1]);
  pagePort = Number(/localhost:(\d+)\//.exec(said)?.[1]);
});
afterAll(() => {
  relay.kill();
  rmSync(folder, { recursive: true });
});

const STARTS = [
  'GET /user2.bin HTTP/1.1\r\nOrigin: null\r\n',
  'GET ',
  'HEAD / HTTP/1.0\r\n',
  'POST /user1.bin HTTP/1.1\r\n',
  '',
  '\x16\x03\x01',
  'GET /../../etc/passwd HTTP/1.1\r\n',
  'PRI * HTTP/2.0\r\n\r\n',
];
const PARTS = [
  'Origin: http://a\r\n',
  'Content-Length: 99999999999\r\n',
  'Transfer-Encoding: chunked\r\n',
  '\r\n',
  '\0',
  '\r',
  '\n',
  'X: ',
  'é'.repeat(50),
];

/** Something that no device says. */
function malformed(chance: Random): string {
  let text = chance.pick(STARTS);
  for (let n = chance.below(12); n > 0; n--)
    text += chance.once(9) ? 'A'.repeat(chance.below(9000)) : chance.pick(PARTS);
  // Whatever it became, it has an end that is junk, so that it is answered or closed.
  return `${text}Sec-Fetch-Site: x\r\n\r\n\n\n${'z'.repeat(4200)}`;
}

/** All of it, at most `width` at a time. */
async function inTurn(count: number, width: number, work: (i: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

const memory = (): number =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${relay.pid}/status`, 'utf8'))?.[1]) * 1024;

describe.runIf(process.platform === 'linux')('under attack', () => {
  it(`by ${COUNTS.malformed} malformed requests, ${COUNTS.slow} slow connections and foreign pages, 30 devices update`, {
    timeout: LONG ? 600_000 : 120_000,
  }, async () => {
    const chance = random(6);
    const slow: Socket[] = Array.from({ length: COUNTS.slow }, (_, i) =>
      idle(devicePort, i % 3 ? 'GET /user2.b' : ''),
    );
    const drip = setInterval(() => {
      for (const socket of slow) if (socket.writable) socket.write('x');
    }, 200);
    const requests = inTurn(COUNTS.malformed, 40, () => talk(devicePort, malformed(chance)));
    const pages = inTurn(COUNTS.pages, 8, async i => {
      const headers = i % 2 ? { origin: 'https://evil.example' } : { host: `evil.example:${pagePort}` };
      const page = await new TestPage(pagePort, headers).opened();
      expect(page.refused).toBe(403);
    });
    const devices = inTurn(COUNTS.devices, COUNTS.devices, async i => {
      const { body } = await download(devicePort, '/user2.bin', `127.0.3.${i + 1}`);
      expect(body.equals(Buffer.from(image))).toBe(true);
    });
    await Promise.all([requests, pages, devices]);
    clearInterval(drip);
    for (const socket of slow) socket.destroy();
    expect(memory()).toBeLessThan(MEMORY_LIMIT);
    expect((await download(devicePort, '/user2.bin')).body.length).toBe(image.length);
  });
});
