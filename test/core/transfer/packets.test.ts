/** Cutting a stream into packets: all of it, none too long, and never slower than full packets by the model. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutPackets } from '../../../src/core/transfer/packets.ts';
import { erasesOf, type PackedStretch, stubMs } from '../../../src/core/transfer/stub-time.ts';

const BLOCK = 0x4000;
const sumOf = (packets: readonly number[]): number => packets.reduce((sum, p) => sum + p, 0);
const full = (packed: number): number[] =>
  Array.from({ length: Math.ceil(packed / BLOCK) }, (_, i) => Math.min(BLOCK, packed - i * BLOCK));

const stretches = fc
  .record({
    sector: fc.integer({ min: 0, max: 0x3ff }),
    length: fc.integer({ min: 4, max: 0x80000 }),
    share: fc.double({ min: 0.01, max: 1.01, noNaN: true }),
    blank: fc.boolean(),
  })
  .map(
    ({ sector, length, share, blank }): PackedStretch => ({
      ...{ offset: sector * 0x1000, length, blank },
      packed: Math.max(8, Math.ceil(length * share)),
    }),
  );

describe('the packets of a stream', () => {
  it('are all of it, and none is longer than the loader takes', () => {
    fc.assert(
      fc.property(
        stretches,
        fc.constantFrom(74_880, 115_200, 460_800, 921_600, 3_000_000),
        (stretch, baud) => {
          const packets = cutPackets(stretch, baud, BLOCK);
          expect(sumOf(packets)).toBe(stretch.packed);
          expect(Math.min(...packets)).toBeGreaterThan(0);
          expect(Math.max(...packets)).toBeLessThanOrEqual(BLOCK);
          const least = stubMs(stretch, packets, baud);
          expect(least).toBeLessThanOrEqual(stubMs(stretch, full(stretch.packed), baud));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('are full ones where the line is slower than any flash', () => {
    const stretch = { offset: 0x2000, length: 0x60000, packed: 0x44000, blank: false };
    const packets = cutPackets(stretch, 115_200, BLOCK);
    expect(packets.filter(p => p === BLOCK).length).toBeGreaterThanOrEqual(Math.floor(0x44000 / BLOCK) - 1);
  });

  it('start an erase each where single sectors are erased at a high rate', () => {
    const stretch = { offset: 0x2000, length: 0x60000, packed: 0x50000, blank: false };
    const packets = cutPackets(stretch, 921_600, BLOCK);
    expect(Math.max(...packets.slice(0, 6))).toBeLessThan(BLOCK / 2);
    const gain = stubMs(stretch, full(0x50000), 921_600) - stubMs(stretch, packets, 921_600);
    expect(gain).toBeGreaterThan(200);
  });
});

describe('the erases of a stretch', () => {
  it('are blocks where a whole one lies in it, else sectors', () => {
    const ends = erasesOf({ offset: 0xe000, length: 0x12001, blank: false }).map(e => e.end);
    expect(ends).toEqual([0xf000, 0x10000, 0x20000, 0x21000]);
    expect(erasesOf({ offset: 0, length: 0x1000, blank: true })).toEqual([]);
  });
});
