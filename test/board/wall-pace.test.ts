/** A board in step with a clock on the wall that the test moves. */
import { describe, expect, it } from 'vitest';
import { WallPace } from '../../src/board/wall-pace.ts';
import { bareBoard } from './board/test-board.ts';

const MS = 1_000_000;

const paced = () => {
  const wall = { now: 5_000, perLook: 0 };
  const board = bareBoard();
  board.power(true);
  const pace = new WallPace(board, () => {
    wall.now += wall.perLook;
    return wall.now;
  });
  return { wall, board, pace, virtual: () => board.clock.now / MS };
};

describe('a board in real time', () => {
  it('is as old as the wall clock says, however often it is asked', () => {
    const { wall, pace, virtual } = paced();
    pace.catchUp();
    expect(virtual()).toBe(0);
    for (const passed of [2, 0.25, 16, 90, 3]) {
      wall.now += passed;
      pace.catchUp();
      expect(virtual()).toBeCloseTo(wall.now - 5_000, 3);
      pace.catchUp();
      expect(virtual()).toBeCloseTo(wall.now - 5_000, 3);
    }
  });

  it('begins where the board is', () => {
    const board = bareBoard();
    board.run(700 * MS);
    let now = 40;
    const pace = new WallPace(board, () => now);
    now += 10;
    pace.catchUp();
    expect(board.clock.now / MS).toBeCloseTo(710, 3);
  });

  it('goes on late on a slow computer, instead of racing: a step takes 0.1 s at most', () => {
    const { wall, pace, virtual } = paced();
    wall.perLook = 10; // 2 ms of the board take 10 ms of the wall
    wall.now += 1_000;
    pace.catchUp();
    const behind = virtual();
    expect(behind).toBeLessThan(25);
    wall.perLook = 0;
    wall.now += 20;
    pace.catchUp();
    expect(virtual() - behind).toBeCloseTo(20, 3);
  });
});
