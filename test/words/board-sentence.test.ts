/** The sentence before a write, for plans of real boards, in both languages. */
import { describe, expect, it } from 'vitest';
import { boardConfig } from '../../src/board/config.ts';
import { boardSentence } from '../../src/words/board-sentence.ts';
import { boardSentenceWords as german } from '../../src/words/de/board-sentence.ts';
import { stop } from '../../src/words/de/stop.ts';
import { stopOutlookWords } from '../../src/words/stop.ts';
import { LANE, LanesBench, shownOf } from '../support/lanes-bench.ts';

const ONE_MB = boardConfig('wroom-02', { flash: { size: 0x100000, jedecId: 0x1440ef } });
const both = ({ view }: LanesBench): readonly string[] => {
  if (!view.boardPlan) throw new Error('no plan');
  return [boardSentence(view.boardPlan, view.contents), german.boardSentence(view.boardPlan, view.contents)];
};

describe('what a write will do', () => {
  it('is said of a blank board, and then of one that starts something', async () => {
    const bench = new LanesBench(ONE_MB, { shown: shownOf('build1') });
    await bench.connect();
    await bench.until(({ boardPlan }) => boardPlan?.plan.writes[0]?.role === 'boot-loader');
    expect(both(bench)).toEqual([
      'Writes the boot loader, user1 and user2, so that user1 starts; RF calibration and init data stay as they are.',
      'Schreibt den Bootloader, user1 und user2, danach startet user1; die Funkkalibrierung und die Init-Daten bleiben, wie sie sind.',
    ]);
    bench.lanes.choose(LANE, { confirmed: true });
    bench.lanes.write(LANE);
    await bench.until(({ done }) => done === true);
    bench.lanes.chooseSlot(LANE, 'user2');
    await bench.until(({ phase, report }) => phase === 'connected' && report !== undefined);
    bench.shown = shownOf('build2', { wish: 'user1' });
    bench.lanes.replan();
    expect(both(bench)[0]).toBe(
      'Writes the boot loader, user1 and user2, so that user1 starts; RF calibration, init data and the stored Wi-Fi settings stay as they are.',
    );
    bench.shown = shownOf('build2', { wish: 'keep' });
    bench.lanes.replan();
    expect(both(bench)[0]).toBe(
      'Writes the boot loader, user1 and user2, so that user2 starts; RF calibration, init data and parameters stay as they are.',
    );
  });
});

describe('what stopping leaves', () => {
  it.each([
    [[], [], false, 'Nothing on the board has changed yet.'],
    [['user1'], ['user2'], true, 'user1 is incomplete; user2 can still boot.'],
    [['user1', 'user2'], [], true, 'user1 and user2 are incomplete; nothing can boot until you continue.'],
    [[], ['user1'], true, 'No part is half written; user1 can boot.'],
  ] as const)('%j %j', (incomplete, bootable, changed, words) => {
    expect(stopOutlookWords({ incomplete, bootable, changed })).toBe(words);
    expect(stop.stopOutlookWords({ incomplete, bootable, changed })).toMatch(/^[A-Zu].*\.$/);
  });
});
