/** Esc at a board, and what is said before somebody stops a write. */
import { describe, expect, it } from 'vitest';
import { stopOutlook } from '../../../src/app/lanes/stop-outlook.ts';
import { boardConfig } from '../../../src/board/config.ts';
import { stopOutlookWords } from '../../../src/words/stop.ts';
import { LANE, LanesBench, shownOf } from '../../support/lanes-bench.ts';

const ONE_MB = boardConfig('wroom-02', { flash: { size: 0x100000, jedecId: 0x1440ef } });

/** Every sentence that could have been said while a write ran, in order, without repetitions. */
async function saidWhile(bench: LanesBench): Promise<readonly string[]> {
  const said: string[] = [];
  const leave = bench.lanes.subscribe(() => {
    const words = stopOutlookWords(stopOutlook(bench.view));
    if (bench.view.phase === 'working' && said.at(-1) !== words) said.push(words);
  });
  bench.lanes.choose(LANE, { confirmed: true });
  bench.lanes.write(LANE);
  await bench.until(({ phase }) => phase !== 'working');
  leave();
  return said;
}

describe('what stopping would leave', () => {
  it('is told at every moment of the first write of a blank board', async () => {
    const bench = new LanesBench(ONE_MB, { shown: shownOf('build1') });
    await bench.connect();
    const said = await saidWhile(bench);
    expect(said[0]).toBe('Nothing on the board has changed yet.');
    expect(said).toContain('boot loader is incomplete; nothing can boot until you continue.');
    expect(said.at(-1)).toBe('No part is half written; user1 and user2 can boot.');
  });

  it('names the slot that still boots while the other one is written over', async () => {
    const bench = new LanesBench(ONE_MB, { shown: shownOf('build1') });
    await bench.connect();
    await saidWhile(bench);
    bench.shown = shownOf('build2');
    bench.lanes.replan();
    expect(await saidWhile(bench)).toEqual(
      expect.arrayContaining([
        'user1 is incomplete; user2 can still boot.',
        'user2 is incomplete; user1 can still boot.',
      ]),
    );
  });
});

describe('Esc', () => {
  it('asks while the flash is written; the next one takes the question back', async () => {
    const bench = new LanesBench(ONE_MB, { shown: shownOf('build1') });
    await bench.connect();
    expect(bench.lanes.escape()).toBe(false);
    bench.lanes.write(LANE);
    await bench.until(view => (view.progress?.percent ?? 0) > 10);
    expect(bench.lanes.escape('another lane')).toBe(true);
    expect(bench.view).toMatchObject({ phase: 'working', stopAsked: true });
    expect(bench.lanes.escape(LANE)).toBe(true);
    expect(bench.view).not.toHaveProperty('stopAsked');
    bench.lanes.escape();
    bench.lanes.stop(LANE);
    expect(bench.view).not.toHaveProperty('stopAsked');
    expect(await bench.until(({ phase }) => phase !== 'stopping')).toMatchObject({ resume: 'offered' });
  });

  it('leaves no question behind when the write is over first', async () => {
    const bench = new LanesBench(ONE_MB, { shown: shownOf('build1') });
    await bench.connect();
    bench.lanes.write(LANE);
    await bench.until(view => (view.progress?.percent ?? 0) > 10);
    bench.lanes.escape();
    const view = await bench.until(({ phase }) => phase !== 'working');
    expect(view).toMatchObject({ done: true });
    expect(view).not.toHaveProperty('stopAsked');
  });

  it('ends at once what changes nothing, and leaves a board alone that is watched', async () => {
    const bench = new LanesBench(ONE_MB, { shown: shownOf('build1') });
    await bench.connect();
    bench.lanes.readBack(LANE, { offset: 0, length: 0x40000 });
    await bench.until(view => (view.progress?.percent ?? 0) > 5);
    expect(bench.lanes.escape()).toBe(true);
    await bench.until(({ phase }) => phase === 'connected');
    bench.lanes.watch(LANE, { reset: true, baud: 'auto' });
    await bench.until(({ phase }) => phase === 'watching');
    expect(bench.lanes.escape()).toBe(false);
  });
});
