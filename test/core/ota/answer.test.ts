/** What goes out: the header as the client searches it, and cuts under which every segmentation is readable. */
import { describe, expect, it } from 'vitest';
import { answerHeader, bodyCuts, errorAnswer } from '../../../src/core/ota/answer.ts';
import { otaBytes } from '../../support/ota-images.ts';

const textOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
const MARK = '200 OK\r\n';

/** Segments of a body: cut where the relay pauses, and every `mss` bytes from there. */
function segments(body: Uint8Array, cuts: readonly number[], mss: number): Uint8Array[] {
  const edges = [0, ...cuts, body.length];
  return edges.slice(1).flatMap((end, i) => {
    const parts: Uint8Array[] = [];
    for (let at = edges[i] ?? 0; at < end; at += mss) parts.push(body.subarray(at, Math.min(end, at + mss)));
    return parts;
  });
}

/** What the client drops: the mark before the first NUL of a segment. */
const isDropped = (segment: Uint8Array): boolean => textOf(segment).split('\0')[0]?.includes(MARK) ?? false;

describe('the header', () => {
  it.each([4, 24_020, 99_996, 983_040])(
    'for %i bytes is what the client searches for, in whole words',
    length => {
      const text = textOf(answerHeader(length));
      expect(text).toMatch(/^HTTP\/1\.[01] 200 OK\r\n/);
      expect(text).toContain(`\r\nContent-Length: ${length}\r\n`);
      expect(text.endsWith('\r\n\r\n')).toBe(true);
      expect(text.indexOf('\r\n\r\n')).toBe(text.length - 4);
      expect(text).not.toMatch(/encoding|chunked/i);
      expect(text.length % 4).toBe(0);
      expect(text.length).toBeLessThan(200);
    },
  );

  it('is not made for a length that the client could not finish', () => {
    expect(() => answerHeader(24_021)).toThrow(RangeError);
  });
});

describe('an error', () => {
  it('has no length, which the client would take for that of an image', () => {
    const text = textOf(errorAnswer('404 Not Found', 'Content of “x”\nis missing'));
    expect(text).toMatch(/^HTTP\/1\.0 404 Not Found\r\n/);
    expect(text).not.toMatch(/content-length|200 OK/i);
    expect(text.split('\r\n\r\n')[1]).toBe('Content of ?x??is missing\n');
  });

  it('has no body for HEAD', () => {
    expect(textOf(errorAnswer('503 Service Unavailable')).endsWith('\r\n\r\n')).toBe(true);
  });
});

describe('the cuts', () => {
  it('are one before the tail, for an image without the mark', () => {
    const image = otaBytes('user1');
    expect(bodyCuts(image)).toEqual([image.length - 256]);
  });

  it('are none in an image that is all tail', () => {
    expect(bodyCuts(new Uint8Array(256))).toEqual([]);
    expect(bodyCuts(new Uint8Array(260))).toEqual([4]);
  });

  it.each([1460, 1448, 536, 256, 64, 12, 8, 4])('leave no segment of %i bytes that the client drops', mss => {
    const page = `HTTP/1.0 ${MARK}Content-type: text/html\r\n\r\n<h1>Hello</h1>`;
    for (let at = 100; at < 132; at++) {
      const image = otaBytes('user1', {
        texts: [
          [at, page],
          [5000 + at, MARK + MARK],
          [at + 9000, 'x'.repeat(3000) + MARK],
        ],
      });
      const cuts = bodyCuts(image);
      const parts = segments(image, cuts, mss);
      expect(parts.filter(isDropped)).toEqual([]);
      expect(parts.at(-1)?.length).toBeGreaterThanOrEqual(4);
      expect(cuts.every(cut => cut % 4 === 0 && cut > 0 && cut < image.length)).toBe(true);
    }
  });

  it('matter: without them such a segment occurs', () => {
    const image = otaBytes('user1', { texts: [[1460 - 16, `HTTP/1.0 ${MARK}`]] });
    expect(segments(image, [], 1460).some(isDropped)).toBe(true);
  });

  it('leave whole words to the last segment, whatever multiple of 4 a window holds', () => {
    const image = otaBytes('user1', {
      code: 9000,
      texts: [
        [101, MARK],
        [3333, MARK],
      ],
    });
    for (let mss = 4; mss <= 1460; mss += 4) {
      expect(segments(image, bodyCuts(image), mss).every(({ length }) => length % 4 === 0)).toBe(true);
    }
  });

  it('find a mark in the last bytes of an image', () => {
    const image = new Uint8Array(1000);
    image.set(new TextEncoder().encode(MARK), 992);
    expect(bodyCuts(image)).toEqual([744, 996]);
  });
});
