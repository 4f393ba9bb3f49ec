import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  breaksOf,
  ELASTIC_PART,
  layOut,
  positionOf,
  type Stretch,
} from '../../src/ui/memory-map/geometry.ts';

/** Stretches one behind the other, as regions of a flash are. */
const chain = (parts: readonly (Omit<Stretch, 'start' | 'end'> & { size: number })[]): Stretch[] => {
  let end = 0;
  return parts.map(({ size, elastic, minimum }) => {
    const start = end;
    end += size;
    return { start, end, elastic, minimum };
  });
};

const anyFlash = fc
  .array(
    fc.record({
      size: fc.integer({ min: 1, max: 4096 }).map(sectors => sectors * 0x1000),
      elastic: fc.boolean(),
      minimum: fc.integer({ min: 24, max: 60 }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map(chain);

describe('regions on an axis', () => {
  it('fill the axis in order, without gaps and overlaps', () => {
    fc.assert(
      fc.property(anyFlash, fc.integer({ min: 200, max: 3000 }), (stretches, length) => {
        const placed = layOut(stretches, length);
        let end = 0;
        for (const place of placed) {
          expect(place.at).toBe(end);
          end += place.length;
        }
        expect(end).toBe(length);
      }),
    );
  });

  it('are never smaller than their minimum when there is room for all of them', () => {
    fc.assert(
      fc.property(anyFlash, fc.integer({ min: 720, max: 3000 }), (stretches, length) => {
        for (const [i, place] of layOut(stretches, length).entries())
          expect(place.length).toBeGreaterThanOrEqual(stretches[i]?.minimum ?? 0);
      }),
    );
  });

  it('share too little room in proportion to their minima', () => {
    const placed = layOut(
      chain([
        { size: 0x1000, elastic: false, minimum: 40 },
        { size: 0x80000, elastic: false, minimum: 120 },
      ]),
      80,
    );
    expect(placed.map(p => p.length)).toEqual([20, 60]);
    expect(placed.every(p => p.scale === 'enlarged')).toBe(true);
  });

  it('have one scale wherever no mark says otherwise', () => {
    fc.assert(
      fc.property(anyFlash, fc.integer({ min: 720, max: 3000 }), (stretches, length) => {
        const placed = layOut(stretches, length);
        const scales = placed.flatMap((p, i) => {
          const s = stretches[i];
          return s && p.scale === 'true'
            ? [{ perByte: p.length / (s.end - s.start), slack: 1 / (s.end - s.start) }]
            : [];
        });
        for (const a of scales)
          for (const b of scales)
            expect(Math.abs(a.perByte - b.perByte)).toBeLessThanOrEqual(a.slack + b.slack);
      }),
    );
  });

  it('draw fourteen unused megabytes shorter than a slot of one', () => {
    const [slot, unused] = layOut(
      chain([
        { size: 0x100000, elastic: false, minimum: 44 },
        { size: 0xe00000, elastic: true, minimum: 44 },
      ]),
      1000,
    );
    expect(unused?.scale).toBe('compressed');
    expect(unused?.length).toBeCloseTo((slot?.length ?? 0) * ELASTIC_PART, -1);
  });

  it('draw an unused sector to scale or enlarged, never torn', () => {
    const [, unused] = layOut(
      chain([
        { size: 0x100000, elastic: false, minimum: 44 },
        { size: 0x1000, elastic: true, minimum: 44 },
      ]),
      1000,
    );
    expect(unused).toMatchObject({ length: 44, scale: 'enlarged' });
  });

  it('have a break mark exactly where the scale changes', () => {
    const stretches = chain([
      { size: 0x1000, elastic: false, minimum: 44 },
      { size: 0x80000, elastic: false, minimum: 44 },
      { size: 0x7a000, elastic: false, minimum: 44 },
      { size: 0x1000, elastic: false, minimum: 44 },
      { size: 0x1000, elastic: false, minimum: 44 },
    ]);
    const placed = layOut(stretches, 1000);
    expect(placed.map(p => p.scale)).toEqual(['enlarged', 'true', 'true', 'enlarged', 'enlarged']);
    expect(breaksOf(placed)).toEqual([placed[1]?.at, placed[3]?.at]);
  });
});

describe('a byte on the axis', () => {
  const stretches = chain([
    { size: 0x1000, elastic: false, minimum: 50 },
    { size: 0x7f000, elastic: false, minimum: 50 },
  ]);
  const placed = layOut(stretches, 850);

  it('stands in proportion within its region', () => {
    expect(positionOf(stretches, placed, 0)).toBe(0);
    expect(positionOf(stretches, placed, 0x800)).toBe(25);
    expect(positionOf(stretches, placed, 0x1000)).toBe(50);
    expect(positionOf(stretches, placed, 0x40800)).toBe(450);
  });

  it('stands at the end when it is behind everything', () => {
    expect(positionOf(stretches, placed, 0x80000)).toBe(850);
    expect(positionOf(stretches, placed, 0x100000)).toBe(850);
  });
});
