/** Delays that count cycles are skipped, and nothing that can be seen from outside tells it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MetBranch, steadyRounds } from '../../../src/board/spin-clock.ts';
import { updateBoard } from '../net/firmware.ts';
import { MS } from './test-board.ts';

/** The program has said what it has to say, and blinks. */
const FROM = 160 * MS;
const LENGTH = 1010 * MS;
/** Fewer cycles than the finder looks at: everything is executed. */
const TINY = 1500;

/** What the board shows to the outside while it runs its example: pins with their times, and text. */
const watched = (step: number) => {
  const board = updateBoard({ map: '1MB' });
  const pins: string[] = [];
  let text = '';
  board.onPin = ({ pin, level }) => pins.push(`${pin}=${level} at ${board.clock.now}`);
  board.serial.setBaud(74_880);
  board.serial.onBytes(bytes => {
    text += String.fromCharCode(...bytes);
  });
  board.power(true);
  board.run(FROM);
  while (board.clock.now < FROM + LENGTH) board.run(board.clock.now + step);
  return { pins, text };
};

describe('a delay of the example firmware', () => {
  it('ends at the same cycle whether it is skipped or executed', () => {
    const executed = watched(TINY);
    expect(executed.text).toContain('running from user1');
    expect(executed.pins.map(pin => pin.slice(0, 3))).toEqual(['2=0', '2=1', '2=0']);
    expect(watched(TINY * 2000)).toEqual(executed);
  });

  it('costs next to nothing', () => {
    const board = updateBoard({ map: '1MB' });
    board.power(true);
    board.run(300 * MS);
    const begin = performance.now();
    board.run(10_300 * MS);
    expect(performance.now() - begin).toBeLessThan(5000);
  });
});

const outcome = (kind: 'unsigned' | 'signed', s: number, t: number): boolean =>
  kind === 'signed' ? (s | 0) < (t | 0) : s >>> 0 < t >>> 0;

const near = fc.oneof(
  fc.integer({ min: -3000, max: 3000 }),
  fc.integer({ min: -3000, max: 3000 }).map(n => (n + 0x7fffffff) | 0),
  fc.integer(),
);

describe('the rounds before a branch turns', () => {
  it('are never too many, and not fewer than they have to be', () => {
    fc.assert(
      fc.property(
        fc.record({
          kind: fc.constantFrom('unsigned' as const, 'signed' as const),
          s: near,
          t: near,
          round: fc.integer({ min: 3, max: 50 }),
          grows: fc.constantFrom('s' as const, 't' as const),
        }),
        ({ kind, s, t, round, grows }) => {
          const at = (n: number): MetBranch => ({
            ...{ pc: 1, kind },
            s: grows === 's' ? (s + n * round) | 0 : s,
            t: grows === 't' ? (t + n * round) | 0 : t,
          });
          const steady = steadyRounds([at(0)], [at(1)], round);
          const taken = outcome(kind, at(1).s, at(1).t);
          const turns = Array.from({ length: Math.min(steady, 100) }, (_, n) => at(2 + n)).findIndex(
            met => outcome(kind, met.s, met.t) !== taken,
          );
          expect(turns).toBe(-1);
          const { s: left, t: right } = at(1 + steady);
          expect(outcome(kind, left, right)).toBe(taken);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('come to an end: the branch turns right behind them', () => {
    const met = (s: number): MetBranch => ({ pc: 1, kind: 'unsigned', s, t: 100 });
    expect(steadyRounds([met(0)], [met(7)], 7)).toBe(13);
    expect(outcome('unsigned', 7 + 13 * 7, 100)).toBe(true);
    expect(outcome('unsigned', 7 + 14 * 7, 100)).toBe(false);
  });

  it('are none where a branch looks at the clock in another way, or the rounds differ', () => {
    const met = (pc: number, s: number, kind: MetBranch['kind'] = 'other'): MetBranch => ({
      pc,
      kind,
      s,
      t: 5,
    });
    expect(steadyRounds([met(1, 0)], [met(1, 7)], 7)).toBe(0);
    expect(steadyRounds([met(1, 3)], [met(1, 3)], 7)).toBe(Number.POSITIVE_INFINITY);
    expect(steadyRounds([met(1, 3)], [met(2, 3)], 7)).toBe(0);
    expect(steadyRounds([met(1, 0, 'unsigned')], [met(1, 6, 'unsigned')], 7)).toBe(0);
    expect(steadyRounds([], [met(1, 3)], 7)).toBe(0);
  });
});
