/** MD5 against the one of Node and the vectors of RFC 1321. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Md5, md5 } from '../../src/core/bytes/md5.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

describe('md5', () => {
  it.each([
    ['', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['a', '0cc175b9c0f1b6a831c399e269772661'],
    ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
    [
      '12345678901234567890123456789012345678901234567890123456789012345678901234567890',
      '57edf4a22be3c955ac49da2e2107b67a',
    ],
  ])('gives the digest of RFC 1321 for "%s"', (message, digest) => {
    expect(hex(md5(text(message)))).toBe(digest);
  });

  it('agrees with Node at every length around the block size', () => {
    for (let length = 0; length <= 200; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 7 + length) & 0xff);
      expect(hex(md5(bytes))).toBe(createHash('md5').update(bytes).digest('hex'));
    }
  });

  it('does not care in which portions the bytes come, nor where they lie', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 150 }), { maxLength: 8 }), portions => {
        const all = new Uint8Array(1 + portions.reduce((sum, part) => sum + part.length, 0));
        const hash = new Md5();
        let at = 1; // subarrays with an offset
        for (const part of portions) {
          all.set(part, at);
          hash.update(all.subarray(at, at + part.length));
          at += part.length;
        }
        expect(hex(hash.digest())).toBe(createHash('md5').update(all.subarray(1)).digest('hex'));
      }),
    );
  });
});
