import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src/board/clock.ts';
import type { CircuitName } from '../../../src/board/config.ts';
import { CIRCUITS } from '../../../src/board/wire/circuits.ts';
import { ResetLines } from '../../../src/board/wire/reset-lines.ts';

const MS = 1_000_000;

function powered(name: CircuitName) {
  const clock = new VirtualClock();
  const lines = new ResetLines(clock, CIRCUITS[name]);
  /** Boot modes at the moments when the chip started to run: true = download. */
  const starts: boolean[] = [];
  let wasRunning = false;
  lines.onChange = ({ running, gpio0 }) => {
    if (running && !wasRunning) starts.push(gpio0 === 0);
    wasRunning = running;
  };
  lines.power(true);
  clock.advanceTo(1000 * MS);
  const wait = (ms: number) => clock.advanceTo(clock.now + ms * MS);
  return { clock, lines, starts, wait };
}

/** The classic sequence of flashing tools: D0 R1, 0.1 s, D1 R0, hold, D0. */
function classic({ lines, wait }: ReturnType<typeof powered>, holdMs: number): void {
  lines.setSignals(false, true);
  wait(100);
  lines.setSignals(true, true);
  lines.setSignals(true, false);
  wait(holdMs);
  lines.setSignals(false, false);
  wait(1000);
}

describe('reset circuits', () => {
  it.each([
    ['nodemcu', 50, [false, true]],
    ['nodemcu', 550, [false, true]],
    ['slow-capacitor', 50, [false, false]],
    ['slow-capacitor', 550, [false, true]],
    ['rts-only', 50, [false, false]],
    ['buttons', 50, [false]],
  ] as const)('%s: classic reset with %i ms ends as it does on a desk', (name, hold, starts) => {
    const board = powered(name);
    classic(board, hold);
    expect(board.starts).toEqual(starts);
  });

  it('swapped: the classic reset runs the application, the swapped one downloads', () => {
    const board = powered('swapped');
    classic(board, 50);
    expect(board.starts).toEqual([false, false]);
    const { lines, wait } = board;
    lines.setSignals(true, false);
    wait(100);
    lines.setSignals(false, true);
    wait(50);
    lines.setSignals(false, false);
    wait(100);
    expect(board.starts).toEqual([false, false, true]);
  });

  it('nodemcu: nothing is pulled while both lines are asserted, as after opening the port', () => {
    const { lines, starts, wait } = powered('nodemcu');
    lines.setSignals(true, true);
    wait(500);
    expect(lines.levels).toEqual({ running: true, gpio0: 1 });
    lines.setSignals(false, false);
    wait(500);
    expect(starts).toHaveLength(1);
  });

  it('run: a pulse of RTS restarts the application', () => {
    const { lines, starts, wait } = powered('nodemcu');
    lines.setSignals(false, true);
    wait(100);
    expect(lines.levels.running).toBe(false);
    lines.setSignals(false, false);
    wait(100);
    expect(starts).toEqual([false, false]);
  });
});

describe('the reset pin', () => {
  it('comes up when its capacitor has reached three quarters of the supply', () => {
    const { clock, lines } = powered('nodemcu');
    lines.press('reset', true);
    clock.advanceTo(1100 * MS);
    lines.press('reset', false);
    const tau = CIRCUITS.nodemcu.rise;
    expect(clock.nextAt - 1100 * MS).toBeCloseTo(tau * Math.log(4), -2);
    clock.advanceTo(clock.nextAt - 1);
    expect(lines.levels.running).toBe(false);
    clock.advanceTo(clock.nextAt);
    expect(lines.levels.running).toBe(true);
  });

  it('does not notice a pulse that is too short for its capacitor', () => {
    const { clock, lines, starts } = powered('slow-capacitor');
    lines.press('reset', true);
    clock.advanceTo(clock.now + 100_000);
    lines.press('reset', false);
    clock.advanceTo(clock.now + 1000 * MS);
    expect(starts).toHaveLength(1);
  });

  it('comes up sooner when it was not empty yet', () => {
    const rise = (heldNs: number) => {
      const { clock, lines } = powered('slow-capacitor');
      lines.press('reset', true);
      clock.advanceTo(clock.now + heldNs);
      lines.press('reset', false);
      return clock.nextAt - clock.now;
    };
    expect(rise(300_000)).toBeLessThan(rise(3_000_000) * 0.9);
  });
});

describe('buttons and power', () => {
  it('FLASH held while RESET is pressed: download', () => {
    const { lines, starts, wait } = powered('buttons');
    lines.press('flash', true);
    lines.press('reset', true);
    wait(50);
    lines.press('reset', false);
    wait(50);
    lines.press('flash', false);
    expect(starts).toEqual([false, true]);
  });

  it('FLASH alone changes GPIO0 and restarts nothing', () => {
    const { lines, starts } = powered('nodemcu');
    lines.press('flash', true);
    expect(lines.levels).toEqual({ running: true, gpio0: 0 });
    lines.press('flash', false);
    expect(lines.levels.gpio0).toBe(1);
    expect(starts).toHaveLength(1);
  });

  it('power off stops the chip at once, power on starts it when the pin is up', () => {
    const { clock, lines, starts, wait } = powered('nodemcu');
    lines.power(false);
    expect(lines.levels.running).toBe(false);
    wait(10);
    lines.power(true);
    expect(lines.levels.running).toBe(false);
    clock.advanceTo(clock.nextAt);
    expect(lines.levels.running).toBe(true);
    expect(starts).toEqual([false, false]);
  });

  it('power that fails while the pin comes up leaves it down', () => {
    const { lines, starts, wait } = powered('nodemcu');
    lines.power(false);
    lines.power(true);
    wait(0.5);
    lines.power(false);
    wait(100);
    expect(lines.levels.running).toBe(false);
    expect(starts).toHaveLength(1);
  });

  it('held RESET keeps the chip down through power on', () => {
    const { lines, wait } = powered('nodemcu');
    lines.power(false);
    lines.press('reset', true);
    lines.power(true);
    wait(1000);
    expect(lines.levels.running).toBe(false);
    lines.press('reset', false);
    wait(10);
    expect(lines.levels.running).toBe(true);
  });
});
