import { describe, expect, it } from 'vitest';
import { SECTOR_STATES } from '../../src/app/lanes/lane-view.ts';
import type { SectorState } from '../../src/core/device/flash-event.ts';
import { sectorRuns } from '../../src/ui/memory-map/sectors.ts';
import { announceLane, type SpokenLane } from '../../src/words/page-lane-announcements.ts';

const map = (...states: readonly (SectorState | 'untouched')[]) => ({
  states: Uint8Array.from(states, state => SECTOR_STATES.indexOf(state)),
});

describe('sectors in the memory map', () => {
  it('joins neighbours in the same state and leaves untouched ones out', () => {
    const states = map('same', 'same', 'untouched', 'written', 'verified', 'verified');
    expect(sectorRuns(states, 0, 0x6000)).toEqual([
      { state: 'same', start: 0, end: 0x2000 },
      { state: 'written', start: 0x3000, end: 0x4000 },
      { state: 'verified', start: 0x4000, end: 0x6000 },
    ]);
  });

  it('cuts runs at the ends of a region', () => {
    const states = map('verified', 'verified', 'verified');
    expect(sectorRuns(states, 0x1000, 0x2000)).toEqual([{ state: 'verified', start: 0x1000, end: 0x2000 }]);
  });

  it('draws nothing behind the last sector that is told of', () => {
    expect(sectorRuns(map('same'), 0x1000, 0x81000)).toEqual([]);
  });
});

describe('what is read aloud of a job', () => {
  const writing = (percent: number): SpokenLane => ({
    phase: 'working',
    job: 'write',
    progress: { stage: 'writing', percent },
  });

  it('says quarters, once each, and nothing between', () => {
    const said: string[] = [];
    for (let percent = 0; percent < 100; percent++) {
      const words = announceLane(writing(percent), writing(percent + 1));
      if (words) said.push(words.text);
    }
    expect(said).toEqual(['25 percent, writing.', '50 percent, writing.', '75 percent, writing.']);
  });

  it('says a new stage, and nothing while connecting', () => {
    const verifying: SpokenLane = { phase: 'working', progress: { stage: 'verifying', percent: 0 } };
    expect(announceLane(writing(100), verifying)?.text).toBe('verifying by MD5.');
    const connecting: SpokenLane = { phase: 'connecting', progress: { stage: 'syncing' } };
    expect(announceLane(undefined, connecting)).toBeUndefined();
  });

  it('says a failure at once', () => {
    const finding = { code: 'port-lost', severity: 'error', where: {}, facts: {} } as const;
    const words = announceLane(writing(10), { phase: 'closed', finding });
    expect(words).toEqual({
      text: 'The cable came out. The serial port went away while it was in use.',
      urgent: true,
    });
  });
});
