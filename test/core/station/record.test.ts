import { describe, expect, it } from 'vitest';
import { finding } from '../../../src/core/findings.ts';
import { countEntries, passedBefore, type StationEntry } from '../../../src/core/station/record.ts';

const build = { name: 'a.elf', sha256: 'user1.bin 01' };
const entry = (time: number, change: Partial<StationEntry> = {}): StationEntry => ({
  ...{ time, seat: '1', mac: 'A', build, result: 'passed', ms: 5000 },
  ...change,
});

describe('the log of a station', () => {
  it('counts what came since the start, and boards an hour when that means something', () => {
    const all = [
      entry(0),
      entry(100_000),
      entry(200_000, { result: 'failed' }),
      entry(220_000),
      entry(230_000, { result: 'refused' }),
    ];
    expect(countEntries(all, 100_000, 280_000)).toEqual({ passed: 2, failed: 1, refused: 1, perHour: 40 });
    expect(countEntries(all, 100_000, 150_000).perHour).toBeUndefined();
    expect(countEntries(all, 210_000, 280_000).perHour).toBeUndefined();
    expect(countEntries(all, undefined, 280_000)).toEqual({ passed: 0, failed: 0, refused: 0 });
  });

  it('knows a board that passed with this very build, and no other', () => {
    const of = (change: Partial<StationEntry>): boolean => passedBefore([entry(0, change)], build, 'A');
    expect(of({})).toBe(true);
    expect(of({ mac: 'B' })).toBe(false);
    const unknown = { ...build, sha256: '' };
    expect(passedBefore([entry(0, { build: unknown })], unknown, 'A')).toBe(false);
    expect(of({ build: { ...build, sha256: 'user1.bin 02' } })).toBe(false);
    expect(of({ result: 'failed', finding: finding('port-lost', {}) })).toBe(false);
  });
});
