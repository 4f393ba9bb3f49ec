import { describe, expect, it } from 'vitest';
import { SECTOR_STATES } from '../../../src/app/lanes/lane-view.ts';
import { ProgressMeter } from '../../../src/app/lanes/progress.ts';
import { withSectors } from '../../../src/app/lanes/sector-map.ts';
import { flashOffset } from '../../../src/core/bytes/address.ts';

const TOTAL = 400_000;
const at = (done: number) => ({ type: 'progress', done, total: TOTAL, wire: done * 2 }) as const;

describe('progress', () => {
  it('is a percentage of what is to be done, with stage and bytes on the wire', () => {
    const meter = new ProgressMeter();
    meter.see({ type: 'stage', stage: 'writing' }, 0);
    expect(meter.see(at(100_000), 10)).toEqual({
      ...{ stage: 'writing', done: 100_000, total: TOTAL, wire: 200_000, percent: 25 },
    });
  });

  it('has a rate from the second look on, and a time left only after three steady seconds', () => {
    const meter = new ProgressMeter();
    const seen = Array.from({ length: 40 }, (_, i) => meter.see(at(i * 5000), i * 100));
    expect(seen[0]?.rate).toBeUndefined();
    expect(seen[1]?.rate).toBeCloseTo(50_000);
    expect(seen[29]?.secondsLeft).toBeUndefined();
    expect(seen[30]?.secondsLeft).toBeCloseTo((TOTAL - 150_000) / 50_000);
    expect(seen[39]?.secondsLeft).toBeCloseTo((TOTAL - 195_000) / 50_000);
  });

  it('takes the time left back while the rate changes', () => {
    const meter = new ProgressMeter();
    for (let i = 0; i <= 40; i++) meter.see(at(i * 1000), i * 100);
    let last = meter.see(at(41_000), 4100);
    expect(last?.secondsLeft).toBeDefined();
    for (let i = 1; i <= 20; i++) last = meter.see(at(41_000 + i * 10_000), 4100 + i * 100);
    expect(last?.secondsLeft).toBeUndefined();
    expect(last?.rate).toBeGreaterThan(10_000);
  });

  it('counts the rate of the last seconds, not of the whole job', () => {
    const meter = new ProgressMeter();
    for (let i = 0; i <= 100; i++) meter.see(at(i * 100), i * 100);
    let last = meter.see(at(10_000), 10_000);
    for (let i = 1; i <= 50; i++) last = meter.see(at(10_000 + i * 5000), 10_000 + i * 100);
    expect(last?.rate).toBeCloseTo(50_000, -3);
  });

  it('begins anew with each stage, and has no rate while nothing moves', () => {
    const meter = new ProgressMeter();
    for (let i = 0; i <= 40; i++) meter.see(at(i * 1000), i * 100);
    const stage = meter.see({ type: 'stage', stage: 'verifying' }, 4100);
    expect(stage).toMatchObject({ stage: 'verifying', done: 40_000 });
    expect(stage?.rate).toBeUndefined();
    expect(stage?.secondsLeft).toBeUndefined();
  });

  it('has no percentage before anything is known', () => {
    const first = new ProgressMeter().see({ type: 'stage', stage: 'syncing' }, 0);
    expect(first).toEqual({ stage: 'syncing', done: 0, total: 0, wire: 0 });
  });

  it('says nothing of events that are not about progress', () => {
    expect(new ProgressMeter().see({ type: 'assist', heard: true }, 0)).toBeUndefined();
  });
});

describe('the sectors', () => {
  const sectors = (offset: number, length: number, state: 'written' | 'verified') =>
    ({ type: 'sectors', offset: flashOffset(offset), length, state }) as const;
  const names = (states: Uint8Array): string[] => [...states].map(each => SECTOR_STATES[each] ?? '?');

  it('grow to what is told of, with all that a stretch touches', () => {
    const map = withSectors(undefined, sectors(0x1000, 0x1001, 'written'));
    expect(names(map.states)).toEqual(['untouched', 'written', 'written']);
    const next = withSectors(map, sectors(0x2000, 0x2000, 'verified'));
    expect(names(next.states)).toEqual(['untouched', 'written', 'verified', 'verified']);
  });

  it('do not change a map that is on the screen', () => {
    const map = withSectors(undefined, sectors(0, 0x2000, 'written'));
    withSectors(map, sectors(0, 0x1000, 'verified'));
    expect(names(map.states)).toEqual(['written', 'written']);
  });
});
