import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SectionSizes } from '../../src/core/size/by-symbol.ts';
import { treemap } from '../../src/ui/treemap-cells.ts';
import { neighbour } from '../../src/ui/treemap-keys.ts';
import { type Rect, squarify } from '../../src/ui/treemap-layout.ts';

const weights = fc
  .array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 60 })
  .map(list => list.sort((a, b) => b - a));
const area = fc.record({
  x: fc.integer({ min: 0, max: 50 }),
  y: fc.integer({ min: 0, max: 50 }),
  width: fc.integer({ min: 50, max: 1200 }),
  height: fc.integer({ min: 50, max: 600 }),
});

const shared = (a: Rect, b: Rect): number => {
  const w = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const h = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, w) * Math.max(0, h);
};

describe('a squarified treemap', () => {
  it('gives every weight its share of the area', () => {
    fc.assert(
      fc.property(weights, area, (list, box) => {
        const total = list.reduce((a, b) => a + b, 0);
        for (const [i, r] of squarify(list, box).entries())
          expect(r.width * r.height).toBeCloseTo((box.width * box.height * (list[i] ?? 0)) / total, 3);
      }),
    );
  });

  it('lets nothing overlap or stick out', () => {
    fc.assert(
      fc.property(weights, area, (list, box) => {
        const rects = squarify(list, box);
        for (const [i, r] of rects.entries()) {
          expect(r.x).toBeGreaterThanOrEqual(box.x - 1e-6);
          expect(r.y).toBeGreaterThanOrEqual(box.y - 1e-6);
          expect(r.x + r.width).toBeLessThanOrEqual(box.x + box.width + 1e-6);
          expect(r.y + r.height).toBeLessThanOrEqual(box.y + box.height + 1e-6);
          for (const other of rects.slice(i + 1)) expect(shared(r, other)).toBeLessThan(1e-3);
        }
      }),
    );
  });

  it('makes squares of equal weights where squares fit', () => {
    for (const r of squarify([1, 1, 1, 1], { x: 0, y: 0, width: 100, height: 100 }))
      expect([r.width, r.height]).toEqual([50, 50]);
  });

  it('draws the example of the paper', () => {
    // 6 × 4 with 6 6 4 3 2 2 1: two sixes on the left, each 3 × 2.
    const rects = squarify([6, 6, 4, 3, 2, 2, 1], { x: 0, y: 0, width: 6, height: 4 });
    expect(rects[0]).toMatchObject({ x: 0, y: 0, width: 3, height: 2 });
    expect(rects[1]).toMatchObject({ x: 0, y: 2, width: 3, height: 2 });
    expect(rects[2]?.height).toBeCloseTo(7 / 3);
  });

  it('gives nothing to weights of nothing', () => {
    const box = { x: 0, y: 0, width: 10, height: 10 };
    expect(squarify([0, 0], box).every(r => r.width * r.height === 0)).toBe(true);
    expect(squarify([5, 0], box).map(r => r.width * r.height)).toEqual([100, 0]);
    expect(squarify([], box)).toEqual([]);
  });
});

const section = (name: string, address: number, sizes: readonly number[], unnamed = 0): SectionSizes => ({
  section: name,
  address,
  size: sizes.reduce((a, b) => a + b, unnamed),
  symbols: sizes.map((size, i) => ({ name: `${name}_${i}`, address: address + i, size, kind: 'function' })),
  unnamed,
});

describe('sections and symbols', () => {
  it('name the memory by the address, and lose no byte', () => {
    const sections = [
      section('.irom0.text', 0x40201010, [500, 300], 40),
      section('.text', 0x40100000, [100]),
      section('.bss', 0x3ffe8000, [], 64),
    ];
    const boxes = treemap(sections, 800, 400);
    expect(boxes.map(b => [b.section, b.memory])).toEqual([
      ['.irom0.text', 'irom'],
      ['.text', 'iram'],
      ['.bss', 'dram'],
    ]);
    for (const box of boxes) expect(box.cells.reduce((sum, c) => sum + c.symbol.size, 0)).toBe(box.size);
  });

  it('draw the two hundred largest symbols of all sections, and the rest of each as one', () => {
    const sizes = Array.from({ length: 1000 }, (_, i) => 1000 - i);
    const [large, small] = treemap(
      [section('.irom0.text', 0x40201010, sizes), section('.text', 0x40100000, [1, 1])],
      1000,
      500,
    );
    const own = large?.cells.filter(c => c.symbol.kind !== 'rest') ?? [];
    expect(own).toHaveLength(200);
    expect(own.map(c => c.symbol.size)).toContain(801);
    expect(own.map(c => c.symbol.size)).not.toContain(800);
    expect(small?.cells.map(c => [c.symbol.name, c.symbol.size])).toEqual([['2 smaller symbols', 2]]);
  });
});

describe('arrow keys on a treemap', () => {
  const grid: Rect[] = [0, 1, 2].flatMap(y =>
    [0, 1, 2].map(x => ({ x: 10 * x, y: 10 * y, width: 10, height: 10 })),
  );

  it('go to the neighbour that way, and stay at the edge', () => {
    expect(neighbour(grid, 4, 'ArrowRight')).toBe(5);
    expect(neighbour(grid, 4, 'ArrowLeft')).toBe(3);
    expect(neighbour(grid, 4, 'ArrowUp')).toBe(1);
    expect(neighbour(grid, 4, 'ArrowDown')).toBe(7);
    expect(neighbour(grid, 5, 'ArrowRight')).toBe(5);
    expect(neighbour(grid, 4, 'Home')).toBe(0);
    expect(neighbour(grid, 4, 'End')).toBe(8);
    expect(neighbour(grid, 4, 'a')).toBeUndefined();
  });
});
