/** SHA-256 against Node's. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sha256 } from '../../src/core/bytes/sha256.ts';

const judge = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

it('is what Node makes of the same bytes, around every end of a block', () => {
  for (const length of [0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128]) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 37) & 255);
    expect(sha256(bytes), `${length} bytes`).toBe(judge(bytes));
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), bytes => {
      expect(sha256(bytes)).toBe(judge(bytes));
    }),
  );
});

it('takes a whole flash image, also one that lies inside of a larger buffer', () => {
  const buffer = Uint8Array.from({ length: 300_001 }, (_, i) => (i * i) >> 3);
  expect(sha256(buffer.subarray(1))).toBe(judge(buffer.subarray(1)));
});
