/**
 * Power fails around every flash operation of an update: afterwards a slot boots and runs. The update's operations
 * are those of the same client on a fork of the board's flash; every flash that a cut leaves behind is then booted by
 * real machine code. Some cuts happen on the whole board, CPU and all.
 */
import { describe, expect, it } from 'vitest';
import { createVirtualBoard, type VirtualBoard } from '../../../src/board/board.ts';
import { boardConfig, flashOfSize, type PowerCut } from '../../../src/board/config.ts';
import { costsOf } from '../../../src/board/costs.ts';
import type { NorFlash } from '../../../src/board/flash/nor-flash.ts';
import { SystemParameters } from '../../../src/board/net/parameters.ts';
import { Listener, MS } from '../board/test-board.ts';
import { Bench } from './bench.ts';
import {
  type ExampleImages,
  exampleImages,
  type Loader,
  UPDATE_MAPS,
  type UpdateMap,
  updateBoard,
} from './firmware.ts';
import { relay, World } from './world.ts';

const LONG = process.env.TWINSLOT_LONG === '1';
const TIME = { timeout: LONG ? 3_600_000 : 60_000 };
const MOMENTS = ['before', 'middle', 'after'] as const;
/** Boots per map and loader when the run is not the long one. */
const BOOTS = 14;

/** A board that has booted once: the loader has made its parameters. */
function bootedFlash(map: UpdateMap, loader: Loader): NorFlash {
  const board = updateBoard({ map, loader });
  const listener = new Listener(board);
  board.power(true);
  expect(listener.waitFor('running from user1')).toBe(true);
  return board.flash;
}

/** What is on the flash after an update that power ends around one operation. */
function cutUpdate(from: NorFlash, images: ExampleImages, cut: PowerCut | undefined): NorFlash {
  const parameters = new SystemParameters(new Bench({}, costsOf(), from).sdkFlash);
  const { target, targetSector: firstSector, targetSize: partition } = parameters;
  const bench = new Bench({ target, firstSector, partition }, costsOf(), from);
  const before = bench.flash.operations;
  if (cut) bench.flash.powerCut = { ...cut, operation: before + cut.operation };
  bench.onGood = () => new SystemParameters(bench.sdkFlash).chooseTarget();
  bench.update(relay(images));
  bench.run(bench.clock.now + 1000 * MS);
  expect(bench.flash.powered).toBe(cut === undefined);
  return bench.flash;
}

/** Which slot and build say hello, starting with the power off. */
function boots(board: VirtualBoard): string | undefined {
  const listener = new Listener(board);
  board.power(true);
  listener.board.run({ until: () => /running from user[12]\r\n/.test(listener.text), limitNs: 20_000 * MS });
  const [, build, slot] = /example, build (\d), running from (user[12])/.exec(listener.text) ?? [];
  return slot && `${slot} build ${build}`;
}

function bootsFrom(flash: NorFlash): string | undefined {
  const board = createVirtualBoard(
    boardConfig('nodemcu', { flash: flashOfSize(flash.size), bridge: 'ideal' }),
  );
  board.loadFlash(flash.peek());
  return boots(board);
}

/** Operations of a whole update, from 1. */
function operationsOf(from: NorFlash, images: ExampleImages): number {
  return cutUpdate(from, images, undefined).operations - from.operations;
}

/** Evenly spread numbers from 1 to `last`; the first and the last are among them. */
const spread = (last: number, count: number): number[] =>
  count >= last
    ? Array.from({ length: last }, (_, i) => i + 1)
    : [...new Set(Array.from({ length: count }, (_, i) => 1 + Math.round((i * (last - 1)) / (count - 1))))];

describe('after power failed during an update', () => {
  it.each(UPDATE_MAPS)('a slot boots and runs, whichever operation it was, on %s', TIME, map => {
    const from = bootedFlash(map, 'twinslot');
    const images = exampleImages(map, 2);
    const last = operationsOf(from, images);
    expect(last).toBeGreaterThan(2260 / 32 + 128);
    const seen = new Set<string>();
    for (const [i, operation] of spread(last, LONG ? last : BOOTS).entries()) {
      for (const moment of LONG ? MOMENTS : [MOMENTS[i % 3] ?? 'middle']) {
        const running = bootsFrom(cutUpdate(from, images, { operation, moment }));
        expect([operation, moment, running]).toEqual([
          operation,
          moment,
          expect.stringMatching(/user1 build 1|user2 build 2/),
        ]);
        seen.add(running ?? '');
      }
    }
    expect(bootsFrom(cutUpdate(from, images, { operation: last, moment: 'after' }))).toBe('user2 build 2');
    expect(seen).toContain('user1 build 1');
  });

  it('the old slot runs until the flag is written, and the new one from then on', () => {
    const from = bootedFlash('1MB', 'twinslot');
    const images = exampleImages('1MB', 2);
    const last = operationsOf(from, images);
    const at = (operation: number, moment: PowerCut['moment']) =>
      bootsFrom(cutUpdate(from, images, { operation, moment }));
    expect(at(1, 'middle')).toBe('user1 build 1');
    expect(at(last - 2, 'after')).toBe('user1 build 1');
    expect(at(last, 'after')).toBe('user2 build 2');
  });

  it.each(['twinslot', '1.7'] as const)('the whole board does the same, with loader %s', TIME, loader => {
    const images = exampleImages('1MB', 2);
    const start = bootedFlash('1MB', loader).operations;
    const count = operationsOf(bootedFlash('1MB', loader), images);
    const cuts = spread(count, LONG ? 40 : 5).map((operation, i) => ({
      operation,
      moment: MOMENTS[i % 3] ?? 'middle',
    }));
    for (const { operation, moment } of cuts) {
      const fault = { kind: 'power-cut', operation: start + operation, moment } as const;
      const board = updateBoard({ loader, changes: { faults: [fault] } });
      const world = new World(board);
      world.server = relay(images);
      board.power(true);
      board.run({ until: () => world.ports.length > 0, limitNs: 2000 * MS });
      world.connect(88);
      expect(board.run({ until: () => board.state.kind === 'off', limitNs: 5000 * MS })).toBe(true);
      expect(world.ports).toEqual([]);
      expect([operation, moment, boots(board)]).toEqual([
        operation,
        moment,
        expect.stringMatching(/^user\d build \d$/),
      ]);
    }
  });
});
