/** The station over the real lanes and jobs, with a virtual board in virtual time. */
import { describe, expect, it } from 'vitest';
import type { BoardHolder } from '../../../src/app/board-holder.ts';
import { Station, type StationView } from '../../../src/app/station/station.ts';
import { boardConfig, flashOfSize } from '../../../src/board/config.ts';
import type { StationEntry } from '../../../src/core/station/record.ts';
import type { StationStore } from '../../../src/platform/station-store.ts';
import { LanesBench, shownOf } from '../../support/lanes-bench.ts';

/** What a browser keeps; `denied`: nothing. */
class MemoryStore implements StationStore {
  kept: StationEntry[] = [];
  names: Readonly<Record<string, string>> = {};
  denied = false;

  async entries(): Promise<readonly StationEntry[]> {
    if (this.denied) throw new Error('denied');
    return this.kept;
  }

  async add(entry: StationEntry): Promise<void> {
    if (this.denied) throw new Error('denied');
    this.kept.push(entry);
  }

  async clear(): Promise<void> {
    this.kept = [];
  }

  async labels(): Promise<Readonly<Record<string, string>>> {
    return this.names;
  }

  async putLabels(labels: Readonly<Record<string, string>>): Promise<void> {
    this.names = labels;
  }
}

function setUp(store = new MemoryStore(), flash = 0x100000) {
  const bench = new LanesBench(boardConfig('nodemcu', { flash: flashOfSize(flash) }), {
    shown: shownOf('build1'),
  });
  const told: string[] = [];
  const ticks = new Set<() => void>();
  const station = new Station({
    ...{ lanes: bench.lanes, store },
    board: { present: true } as BoardHolder,
    now: () => bench.board.now,
    date: () => 1_000_000 + bench.board.now,
    every: (_, action) => {
      ticks.add(action);
      return () => ticks.delete(action);
    },
    soon: action => action(),
    shown: () => bench.shown,
    onOutcome: (_, { result }) => told.push(result),
  });
  /** Lets the board run until the station's view is so; its clock ticks with the board's. */
  const until = async (is: (view: StationView) => boolean): Promise<StationView> => {
    const reached = new Promise<void>(resolve => {
      const look = (): void => {
        for (const tick of [...ticks]) tick();
        if (is(station.view)) resolve();
        else void bench.board.clock.sleep(250).then(look);
      };
      look();
    });
    await bench.board.run(reached);
    return station.view;
  };
  return { bench, station, store, told, until };
}

const kind = ({ seats }: StationView): string | undefined => seats[0]?.seat.kind;

describe('the station', () => {
  it('does nothing before it is started, then takes the board to its mark and keeps its line', async () => {
    const { bench, station, store, told, until } = setUp();
    await station.addVirtual();
    expect(bench.orders).toEqual([]);
    station.start();
    expect(bench.lanes.view.attended).toBe(true);
    const { seats, counts } = await until(view => kind(view) === 'passed');
    expect(seats[0]?.seat).toMatchObject({ slot: 'user1', mac: '5C:CF:7F:12:34:56' });
    expect(counts).toMatchObject({ passed: 1, failed: 0 });
    expect(store.kept).toMatchObject([{ result: 'passed', slot: 'user1', seat: '1' }]);
    expect(told).toEqual(['passed']);
    const connects = bench.orders.filter(({ type }) => type === 'connect');
    expect(connects).toHaveLength(1);
    station.stop();
    expect(station.view.state).toBe('idle');
    expect(bench.lanes.view.attended).toBe(false);
  });

  it('connects at the rate that was chosen, the first time too', async () => {
    const { bench, station, until } = setUp();
    await station.addVirtual();
    station.setRules({ usedBoards: true, ownLoader: true, baud: 230_400 });
    station.start();
    await until(view => kind(view) === 'passed');
    expect(bench.orders.find(({ type }) => type === 'connect')).toMatchObject({ choices: { baud: 230_400 } });
  });

  it('leaves a board alone whose flash is too small, and writes not a byte', async () => {
    const { bench, station, until } = setUp(new MemoryStore(), 0x80000);
    await station.addVirtual();
    station.start();
    const { counts } = await until(view => kind(view) === 'refused');
    expect(counts).toMatchObject({ passed: 0, refused: 1 });
    expect(bench.orders.some(({ type }) => type === 'write')).toBe(false);
  });

  it('stops by itself when the build changes, and says so', async () => {
    const { bench, station, until } = setUp();
    await station.addVirtual();
    station.start();
    await until(view => kind(view) === 'passed');
    bench.shown = shownOf('build2');
    bench.lanes.replan();
    expect(station.view).toMatchObject({ state: 'idle', buildChanged: true });
    station.start();
    // The same board, another build: it is written again.
    const { seats } = await until(view => kind(view) === 'passed');
    expect(seats[0]?.seat.kind).toBe('passed');
    expect(bench.orders.filter(({ type }) => type === 'write')).toHaveLength(2);
  });

  it('says when the browser keeps nothing, and works on', async () => {
    const store = new MemoryStore();
    store.denied = true;
    const { station, until } = setUp(store);
    await station.addVirtual();
    station.start();
    const { entries, unkept } = await until(view => kind(view) === 'passed');
    expect(unkept).toBe(true);
    expect(entries).toHaveLength(1);
  });
});
