/** Whole updates: real machine code in both slots, through either boot loader, on maps of each kind. */
import { describe, expect, it } from 'vitest';
import { Listener } from '../board/test-board.ts';
import { exampleImages, type Loader, UPDATE_MAPS, updateBoard } from './firmware.ts';
import { relay, World } from './world.ts';

const USER2 = { '512KB': '41000', '1MB': '81000', '2MB-c1': '101000' } as const;
const CASES = UPDATE_MAPS.flatMap(map =>
  (['twinslot', '1.7'] as const).map((loader: Loader) => ({ map, loader })),
);

describe('update over the air', () => {
  it.each(CASES)('goes user1, user2, user1 on $map through loader $loader', ({ map, loader }) => {
    const board = updateBoard({ map, loader });
    const world = new World(board);
    const listener = new Listener(board);
    board.power(true);
    expect(listener.waitFor('build 1, running from user1')).toBe(true);
    listener.collect(100);
    expect(world.ports).toEqual([80, 88]);
    expect(world.build()).toBe('1');

    world.server = relay({ user2: exampleImages(map, 2).user2 });
    world.ask(88);
    expect(listener.waitFor('build 2, running from user2', 20_000)).toBe(true);
    expect(listener.text).toContain(`jump to run user2 @ ${USER2[map]}\r\n`);
    listener.collect(100);
    expect(world.build()).toBe('2');

    world.server = relay({ user1: exampleImages(map, 3).user1 });
    world.ask(88);
    expect(listener.waitFor('build 3, running from user1', 20_000)).toBe(true);
    listener.collect(100);
    expect(world.build()).toBe('3');
  });
});
