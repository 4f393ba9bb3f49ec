/** Requests as devices make them: odd endings, any cut; and what is turned down. */
import { describe, expect, it } from 'vitest';
import { REQUEST_LIMIT, RequestReader, type RequestStep } from '../../../src/core/ota/request.ts';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, c => c.charCodeAt(0));

/** One after the other, as long as nothing comes of it. */
function read(...parts: readonly string[]): RequestStep {
  const reader = new RequestReader();
  let step: RequestStep = { kind: 'more' };
  for (const part of parts) {
    step = reader.push(bytesOf(part));
    if (step.kind !== 'more') break;
  }
  return step;
}

const DEMO = 'HEAD /user2.bin HTTP/1.0\r\nConnection: close\r\n\r\n\r';
const AT =
  'GET /user2.bin HTTP/1.1\r\nHost: 10.0.0.1\r\nConnection: keep-alive\r\nCache-Control: no-cache\r\n' +
  'User-Agent: Mozilla/5.0 (Windows NT 5.1)\r\nAccept: */*\r\nAccept-Encoding: gzip,deflate\r\n\r\n';

describe('a request', () => {
  it.each([
    ['of the demo, with the stray CR', DEMO, 'HEAD', 'user2', '/user2.bin'],
    ['of the AT firmware, a browser identification and all', AT, 'GET', 'user2', '/user2.bin'],
    ['with bare line feeds', 'GET /user1.bin HTTP/1.0\n\n', 'GET', 'user1', '/user1.bin'],
    ['after stray line ends', '\r\n\rGET /user1.bin HTTP/1.1\r\n\r\n', 'GET', 'user1', '/user1.bin'],
    ['in a folder', 'GET /fw/v2/user1.bin HTTP/1.1\r\n\r\n', 'GET', 'user1', '/fw/v2/user1.bin'],
    ['with a query', 'GET /user2.bin?v=/user1.bin HTTP/1.1\r\n\r\n', 'GET', 'user2', '/user2.bin'],
    ['in capitals', 'GET /USER2.BIN HTTP/1.1\r\n\r\n', 'GET', 'user2', '/USER2.BIN'],
    [
      'whose path the client replaced blindly',
      'HEAD /WIDHEADS/user1.bin HTTP/1.1\r\n\r\n',
      'HEAD',
      'user1',
      '/WIDHEADS/user1.bin',
    ],
    [
      'of a whole address',
      'GET http://10.0.0.2:8888/user1.bin HTTP/1.1\r\n\r\n',
      'GET',
      'user1',
      'http://10.0.0.2:8888/user1.bin',
    ],
    [
      'that goes on in the path',
      'GET /user1.bin/build/7 HTTP/1.0\r\n\r\n',
      'GET',
      'user1',
      '/user1.bin/build/7',
    ],
  ] as const)('%s is understood at every cut', (_, text, method, slot, path) => {
    const expected = { kind: 'request', request: { method, slot, path } };
    expect(read(text)).toEqual(expected);
    expect(read(...text)).toEqual(expected);
    for (let cut = 1; cut < text.length; cut++)
      expect(read(text.slice(0, cut), text.slice(cut))).toEqual(expected);
  });

  it('is read from a part of a larger array', () => {
    const whole = bytesOf(`junk${DEMO}`);
    expect(new RequestReader().push(whole.subarray(4)).kind).toBe('request');
  });

  it('may follow another on the same connection: HEAD, then GET after an answer the client did not like', () => {
    const reader = new RequestReader();
    expect(reader.push(bytesOf(DEMO)).kind).toBe('request');
    expect(reader.push(bytesOf('\r')).kind).toBe('more');
    expect(reader.isHalf).toBe(false);
    expect(reader.push(bytesOf(DEMO.replace('HEAD', 'GET')))).toMatchObject({ request: { method: 'GET' } });
  });

  it('is half as long as its blank line is missing', () => {
    const reader = new RequestReader();
    expect(reader.isHalf).toBe(false);
    reader.push(bytesOf('GET /user1.bin HTTP/1.0\r\nConnection: close\r\n'));
    expect(reader.isHalf).toBe(true);
  });
});

describe('what is turned down', () => {
  it.each([
    ['GET / HTTP/1.1\r\n\r\n', 'ota-request-path', { path: '/' }],
    ['GET /user3.bin HTTP/1.1\r\n\r\n', 'ota-request-path', { path: '/user3.bin' }],
    ['GET /user1.bin.bak HTTP/1.1\r\n\r\n', 'ota-request-path', { path: '/user1.bin.bak' }],
    ['GET /xuser1.bin HTTP/1.1\r\n\r\n', 'ota-request-path', { path: '/xuser1.bin' }],
    ['GET /../../etc/passwd HTTP/1.1\r\n\r\n', 'ota-request-path', { path: '/../../etc/passwd' }],
    ['POST /user1.bin HTTP/1.1\r\n\r\n', 'ota-request-method', { method: 'POST' }],
    ['OPTIONS * HTTP/1.1\r\n\r\n', 'ota-request-method', { method: 'OPTIONS' }],
    [
      'GET /user1.bin HTTP/1.1\r\nOrigin: https://evil.example\r\n\r\n',
      'ota-request-browser',
      { header: 'Origin' },
    ],
    [
      'GET /user1.bin HTTP/1.1\r\nsec-fetch-site: none\r\n\r\n',
      'ota-request-browser',
      { header: 'sec-fetch-site' },
    ],
    [
      'GET /user1.bin HTTP/2.0\r\n',
      'ota-request-not-http',
      { firstBytes: [71, 69, 84, 32, 47, 117, 115, 101] },
    ],
    ['\x16\x03\x01\x00\n', 'ota-request-not-http', { firstBytes: [22, 3, 1, 0, 10] }],
  ] as const)('%j', (text, code, facts) => {
    expect(read(text)).toMatchObject({ kind: 'refused', why: { code, facts } });
  });

  it('carries no more of a path than a line of a log holds', () => {
    const step = read(`GET /${'a'.repeat(3000)} HTTP/1.1\r\n\r\n`);
    expect(step).toMatchObject({ why: { facts: { path: `/${'a'.repeat(79)}` } } });
  });

  it('is a request over the limit, as soon as the limit is passed', () => {
    const reader = new RequestReader();
    const line = 'GET /user1.bin HTTP/1.1\r\n';
    expect(reader.push(bytesOf(line + 'x'.repeat(REQUEST_LIMIT - line.length))).kind).toBe('more');
    expect(reader.push(bytesOf('x'))).toMatchObject({ why: { code: 'ota-request-too-long' } });
  });

  it('is junk without line ends over the limit', () => {
    expect(read('\0'.repeat(REQUEST_LIMIT + 1))).toMatchObject({ why: { code: 'ota-request-too-long' } });
  });
});
