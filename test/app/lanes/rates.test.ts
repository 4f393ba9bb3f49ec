/** The rate at which a program speaks: found, remembered, overruled; from the page's lane down to the wire. */
import { describe, expect, it } from 'vitest';
import { boardConfig, flashOfSize } from '../../../src/board/config.ts';
import type { WatchNote } from '../../../src/core/bootlog/watch-note.ts';
import { chatter, flashWith } from '../../jobs/watch/bench.ts';
import { LANE, LanesBench } from '../../support/lanes-bench.ts';

const LIMIT = { timeout: 60_000 };

interface Listening {
  readonly bench: LanesBench;
  readonly notes: WatchNote[];
  rates(): string[];
}

async function listening(bench: LanesBench): Promise<Listening> {
  await bench.connect();
  const notes: WatchNote[] = [];
  bench.lanes.onNote(LANE, ({ note }) => notes.push(note));
  bench.lanes.watch(LANE, { reset: true, baud: 'auto' });
  const rates = (): string[] =>
    notes.flatMap(note => (note.kind === 'rate' ? [`${note.why} ${note.baud}`] : []));
  return { bench, notes, rates };
}

const board = (store?: LanesBench['store']): LanesBench =>
  new LanesBench(
    { ...boardConfig('nodemcu'), flash: flashOfSize(0x100000), bridge: 'ideal' },
    { flash: flashWith({ user1: chatter(115200, 'user1') }), openMs: 40, ...(store && { store }) },
  );

describe('the rate of a program', () => {
  it('is found, told with its gap, and remembered for the next visit', LIMIT, async () => {
    const first = await listening(board());
    await first.bench.until(({ memory }) => memory.appBaud === 115200, 30_000);
    expect(first.rates()).toContain('search 115200');
    const search = first.notes.find(note => note.kind === 'rate' && note.why === 'search');
    expect(search).toMatchObject({ gapMs: 40, mostBytes: 461 });
    expect([...first.bench.store.links.values()]).toMatchObject([{ appBaud: 115200 }]);

    const again = board(first.bench.store);
    const second = await listening(again);
    expect(again.orders.at(-1)?.type).not.toBe('watch');
    await again.until(({ log }) => log.lines.join().includes('user1 is alive'), 30_000);
    expect(again.orders.find(({ type }) => type === 'watch')).toMatchObject({
      remembered: { appBaud: 115200 },
    });
    expect(second.rates().filter(rate => rate.endsWith('115200'))).toHaveLength(1);
  });

  it(
    'can be overruled: nothing else is tried, also on the next visit, until it is found again',
    LIMIT,
    async () => {
      const { bench, rates } = await listening(board());
      await bench.until(({ memory }) => memory.appBaud === 115200, 30_000);
      bench.lanes.chooseRate(LANE, 9600);
      await bench.until(() => rates().at(-1) === 'chosen 9600', 30_000);
      const told = rates().length;
      const later = bench.board.now + 3000;
      await bench.until(() => bench.board.now > later, 30_000);
      expect(rates()).toHaveLength(told);
      expect([...bench.store.links.values()]).toMatchObject([{ appBaud: 9600, appBaudChosen: true }]);

      const again = await listening(board(bench.store));
      await again.bench.until(() => again.rates().includes('application 9600'), 30_000);
      expect(again.bench.orders.find(({ type }) => type === 'watch')).toMatchObject({ baud: 9600 });
      again.bench.lanes.chooseRate(LANE, 'auto');
      await again.bench.until(({ memory }) => memory.appBaud === 115200, 30_000);
      expect([...bench.store.links.values()]).toMatchObject([{ appBaud: 115200, appBaudChosen: false }]);
    },
  );

  it(
    'is left for that of the boot text when a restart is known to come, or a boot has to be repeated',
    LIMIT,
    async () => {
      const { bench, notes, rates } = await listening(board());
      await bench.until(({ memory }) => memory.appBaud === 115200, 30_000);
      bench.lanes.expectRestart(LANE);
      await bench.until(() => rates().at(-1) === 'restart 74880', 30_000);
      bench.lanes.repeatBoot(LANE, 'boot-missed');
      await bench.until(
        () => notes.some(({ kind }) => kind === 'reset') && rates().at(-1) === 'application 115200',
        30_000,
      );
      expect(notes.find(note => note.kind === 'reset' && note.why === 'boot-missed')).toBeDefined();
    },
  );
});
