/** Differences are found with few questions, never missed, and not looked for where sending is cheaper. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LineCost, md5Ms, writeMs } from '../../../src/core/transfer/cost.ts';
import { findDifferences, type Span } from '../../../src/core/transfer/differences.ts';

const SECTOR = 0x1000;
const line = (baud: number): LineCost => ({ baud, turnMs: 3, digestMsPerByte: 0.00025 });

interface Found {
  readonly spans: readonly Span[];
  readonly questions: number;
  readonly askedMs: number;
}

/** Searches a write of which just these sectors differ. */
function search(length: number, differing: ReadonlySet<number>, baud: number): Found {
  const chip = line(baud);
  const cost = { line: () => chip, ratio: 0.68, block: 0x4000 };
  const found = findDifferences(length, cost);
  let [questions, askedMs] = [0, 0];
  let step = found.next();
  while (!step.done) {
    const { start, length: asked } = step.value;
    questions++;
    askedMs += md5Ms(chip, asked);
    const first = start / SECTOR;
    const last = Math.ceil((start + asked) / SECTOR);
    let same = true;
    for (let s = first; s < last; s++) if (differing.has(s)) same = false;
    step = found.next(same ? 'same' : 'other');
  }
  return { spans: step.value, questions, askedMs };
}

const LENGTH = 397 * 1024 - 12;
const SECTORS = Math.ceil(LENGTH / SECTOR);
const BAUDS = [115200, 460800, 921600] as const;

describe.each(BAUDS)('at %i baud', baud => {
  it('one changed sector is found exactly, with at most 24 questions', () => {
    for (let sector = 0; sector < SECTORS; sector++) {
      const { spans, questions } = search(LENGTH, new Set([sector]), baud);
      const length = Math.min(SECTOR, LENGTH - sector * SECTOR);
      expect(spans).toEqual([{ start: sector * SECTOR, length }]);
      expect(questions).toBeLessThanOrEqual(24);
    }
  });

  it('whatever differs is found, in runs that do not touch', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 300_000 }),
        fc.array(fc.nat({ max: 80 }), { minLength: 1 }),
        (length, picks) => {
          const count = Math.ceil(length / SECTOR);
          const differing = new Set(picks.map(p => p % count));
          const { spans } = search(length, differing, baud);
          const covered = (s: number): boolean =>
            spans.some(x => s * SECTOR >= x.start && s * SECTOR < x.start + x.length);
          for (const s of differing) expect(covered(s)).toBe(true);
          spans.forEach((x, i) => {
            const before = spans[i - 1];
            expect(x.start).toBeGreaterThan(before ? before.start + before.length : -1);
            expect(x.start + x.length).toBeLessThanOrEqual(length);
          });
        },
      ),
      { seed: 8266 },
    );
  });

  it('another build costs at most a seventh more than sending all of it at once: 87 of 97 sectors differ', () => {
    const same = new Set([3, 14, 25, 36, 47, 58, 69, 80, 91, 96]);
    const differing = new Set(Array.from({ length: 97 }, (_, s) => s).filter(s => !same.has(s)));
    const { askedMs } = search(97 * SECTOR, differing, baud);
    expect(askedMs).toBeLessThan((1 / 7) * writeMs(line(baud), 97 * SECTOR * 0.68, 0x4000));
  });
});
