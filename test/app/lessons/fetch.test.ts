/** What lessons fetch: from the page's own server, of a size that is bearable, and the file that is meant. */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { firmwareFile, lessonFile } from '../../../src/app/lessons/fetch.ts';
import { FIRMWARE_LIMIT } from '../../../src/core/lesson/limits.ts';
import { Problem } from '../../../src/core/problem.ts';

const BASE = 'http://school.example/app/lessons/';
const BYTES = Uint8Array.of(1, 2, 3);
const HASH = createHash('sha256').update(BYTES).digest('hex');
let asked: string[] = [];
let answer = (): Response => new Response(BYTES);

beforeEach(() => {
  asked = [];
  answer = () => new Response(BYTES);
  vi.stubGlobal('location', { origin: new URL(BASE).origin });
  vi.stubGlobal('fetch', async (url: URL) => {
    asked.push(url.href);
    return answer();
  });
});
afterEach(() => vi.unstubAllGlobals());

const file = (change: object = {}) =>
  firmwareFile({ name: 'app.elf', url: 'firmware/app.elf', ...change }, BASE);
const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => new Error('it was taken'),
    reason => reason,
  );
  if (!(error instanceof Problem)) throw error;
  return error.finding;
};

it('fetches beside the lesson, and checks the hash', async () => {
  const taken = await file({ sha256: HASH });
  expect(taken.name).toBe('app.elf');
  expect(new Uint8Array(await taken.arrayBuffer())).toEqual(BYTES);
  expect(asked).toEqual([`${BASE}firmware/app.elf`]);
  expect(await refusal(file({ sha256: '0'.repeat(64) }))).toMatchObject({
    code: 'lesson-sha256',
    facts: { found: HASH },
  });
});

it('checks the hash of what is inside the lesson too, and asks nobody for it', async () => {
  const inside = { name: 'app.elf', bytes: BYTES, sha256: '0'.repeat(64) };
  expect((await refusal(firmwareFile(inside, BASE))).code).toBe('lesson-sha256');
  expect(asked).toEqual([]);
});

it.each([
  'https://school.example/app.elf',
  'http://school.example:81/a',
  'http://evil.example/a',
  'https://[bad',
])('asks nobody elsewhere: %s', async url => {
  expect((await refusal(file({ url }))).code).toBe('lesson-elsewhere');
  expect(asked).toEqual([]);
});

it('tells an error of the server, a page in place of the file, and silence apart', async () => {
  answer = () => new Response('', { status: 404 });
  expect(await refusal(file())).toMatchObject({ code: 'lesson-not-fetched', facts: { answer: '404' } });
  answer = () => new Response('<html>', { headers: { 'content-type': 'text/html; charset=utf-8' } });
  expect(await refusal(file())).toMatchObject({ facts: { answer: '200' } });
  answer = () => {
    throw new TypeError('network');
  };
  expect(await refusal(file())).toMatchObject({ facts: { answer: '' } });
});

it('takes nothing that is too large, whether the server says so or not', async () => {
  const size = FIRMWARE_LIMIT + 1;
  answer = () => new Response(BYTES, { headers: { 'content-length': String(size) } });
  expect(await refusal(file())).toMatchObject({ code: 'lesson-firmware-large', facts: { size } });
  answer = () => new Response(new Uint8Array(size));
  expect(await refusal(file())).toMatchObject({ facts: { name: 'app.elf', size } });
});

it('reads a lesson as UTF-8', async () => {
  answer = () => new Response('{"ä": 1}');
  expect(await lessonFile('own.twinslot', BASE)).toBe('{"ä": 1}');
  expect(asked).toEqual([`${BASE}own.twinslot`]);
});
