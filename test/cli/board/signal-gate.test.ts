/** DTR and RTS that arrive one by one over a network, and what the reset circuit gets to see of them. */
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src/board/clock.ts';
import { SignalGate } from '../../../src/cli/board/signal-gate.ts';

const MS = 1_000_000;

/** A gate, and `[ms, levels]` of every change behind it. */
const watched = () => {
  const clock = new VirtualClock();
  const seen: string[] = [];
  const gate = new SignalGate(clock, ({ dtr, rts }) => {
    seen.push(`${Math.round(clock.now / MS)}: ${Number(dtr)}${Number(rts)}`);
  });
  /** Steps as two digits, DTR and RTS, so many ms apart. */
  const play = (apart: number, ...steps: readonly string[]) => {
    for (const step of steps) {
      gate.set({ dtr: step[0] === '1', rts: step[1] === '1' });
      clock.advanceTo(clock.now + apart * MS);
    }
  };
  return { clock, seen, play };
};

describe('the gate of DTR and RTS', () => {
  it('makes one step of the two that swap the lines, however slow they come', () => {
    const { seen, play } = watched();
    play(60, '00', '01', '11', '10', '00');
    expect(seen).toEqual(['60: 01', '180: 10', '240: 00']);
  });

  it('does so when a program says twice what already holds', () => {
    const { seen, play } = watched();
    play(100, '01', '01', '11', '11', '10', '10', '00');
    expect(seen).toEqual(['0: 01', '400: 10', '600: 00']);
  });

  it('lets both lines stay asserted for who wants that', () => {
    const { clock, seen, play } = watched();
    play(10, '10', '11');
    clock.advanceTo(1000 * MS);
    play(10, '00');
    expect(seen).toEqual(['0: 10', '410: 11', '1000: 00']);
  });

  it('forgets a step that was taken back', () => {
    const { clock, seen, play } = watched();
    play(50, '01', '11', '01');
    clock.advanceTo(2000 * MS);
    expect(seen).toEqual(['0: 01']);
  });
});
