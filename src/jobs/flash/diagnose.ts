import { flashOffset } from '../../core/bytes/address.ts';
import { SECTOR } from '../../core/esp8266/flash-map.ts';
import { finding } from '../../core/findings.ts';
import { Problem } from '../../core/problem.ts';
import type { Span } from '../../core/transfer/differences.ts';
import type { FlashWork } from './work.ts';

/**
 * Why the flash does not hold what was written to it twice, as exactly as it can be found out.
 */
export async function diagnose(
  work: FlashWork,
  offset: number,
  bytes: Uint8Array,
  differing: readonly Span[],
): Promise<Problem> {
  const { session } = work;
  const start = differing[0]?.start ?? 0;
  const length = Math.min(SECTOR, bytes.length - start);
  const where = { offset: offset + start, length };
  const found = new Uint8Array(length);
  let at = 0;
  const stretch = { offset: flashOffset(where.offset), length };
  await session.readFlash(stretch, part => {
    found.set(part, at);
    at += part.length;
  });
  const expected = bytes.subarray(start, start + length);
  const first = found.findIndex((byte, i) => byte !== expected[i]);
  // By the digest the sector differs, and it reads as it should: the chip gives now this and now that.
  if (first < 0) return new Problem(finding('flash-unsteady', where));
  const wrong = found.reduce((count, byte, i) => count + (byte === expected[i] ? 0 : 1), 0);
  const facts = { found: found[first] ?? 0, expected: expected[first] ?? 0, wrong };
  return new Problem(finding('flash-worn', { offset: where.offset + first, ...facts }));
}
