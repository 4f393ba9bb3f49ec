import { expect, it } from 'vitest';
import { Listener } from '../board/test-board.ts';
import { exampleImages, updateBoard } from './firmware.ts';
import { relay, World } from './world.ts';

it('can be told again after a refused first try, when check_times is over', () => {
  const board = updateBoard({ map: '1MB', loader: 'twinslot' });
  const world = new World(board);
  const listener = new Listener(board);
  board.power(true);
  expect(listener.waitFor('build 1, running from user1')).toBe(true);
  listener.collect(100);

  // As our relay refuses: an error without a length, then the end.
  world.server = peer => {
    peer.send('HTTP/1.0 503 Service Unavailable\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n');
    peer.end();
  };
  world.ask(88);
  expect(listener.waitFor('upgrade_check', 70_000)).toBe(true);
  listener.collect(100);
  expect(world.build()).toBe('1');

  world.server = relay({ user2: exampleImages('1MB', 2).user2 });
  world.ask(88);
  expect(listener.waitFor('build 2, running from user2', 20_000)).toBe(true);
});
