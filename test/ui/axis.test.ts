import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeLabels } from '../../src/ui/memory-map/axis.ts';

const room = { length: 1000, rows: 2, character: 7.3, gap: 8 };

describe('labels of the axis', () => {
  it('never touch each other and never leave the axis', () => {
    const tick = fc.record({
      at: fc.integer({ min: 0, max: 1000 }),
      text: fc.constantFrom('0x01000', '0x101000', '0x1000000'),
      rank: fc.integer({ min: 0, max: 1 }),
    });
    fc.assert(
      fc.property(fc.array(tick, { maxLength: 20 }), ticks => {
        const labels = placeLabels(ticks, room);
        for (const label of labels) {
          expect(label.at).toBeGreaterThanOrEqual(0);
          expect(label.at + label.length).toBeLessThanOrEqual(1000 + 1e-9);
          for (const other of labels) {
            if (other === label || other.row !== label.row) continue;
            const apart = label.at >= other.at + other.length + room.gap - 1e-9;
            expect(apart || other.at >= label.at + label.length + room.gap - 1e-9).toBe(true);
          }
        }
      }),
    );
  });

  it('are centred under their borders where there is room', () => {
    const [label] = placeLabels([{ at: 500, text: '0x81000', rank: 0 }], room);
    expect(label).toMatchObject({ tick: 500, row: 0 });
    expect((label?.at ?? 0) + (label?.length ?? 0) / 2).toBeCloseTo(500);
  });

  it('use the second row before any of them is left out, and keep the important ones', () => {
    const ticks = [
      { at: 100, text: '0xFC000', rank: 1 },
      { at: 120, text: '0xFD000', rank: 1 },
      { at: 140, text: '0xFB000', rank: 0 },
    ];
    const labels = placeLabels(ticks, room);
    expect(labels.map(l => [l.text, l.row])).toEqual([
      ['0xFC000', 1],
      ['0xFB000', 0],
    ]);
  });
});
