/** What is kept of lessons, against a real IndexedDB. */
import { describe, expect, it } from 'vitest';
import type { LessonStore, StoredProgress } from '../../src/platform/lesson-store.ts';
import { skipBrowserTests } from '../support/browser.ts';
import { storePage } from './store-page.ts';

const SCRIPT = `
  import { openLessonStore } from './store.js';
  globalThis.lessonsOf = () => openLessonStore();
  globalThis.stepOf = step => ({ step, evidence: {}, spent: 1000, finished: false });
`;

declare const lessonsOf: () => LessonStore;
declare const stepOf: (step: number) => StoredProgress;

describe.skipIf(skipBrowserTests)('the store of lessons', () => {
  /** Runs in the page, where `lessonsOf` opens the database anew, as another tab does. */
  const inPage = storePage('lesson-store', SCRIPT);

  it('has nothing at first', async () => {
    const found = await inPage(async () => [
      await lessonsOf().lessons(),
      await lessonsOf().progress(),
      await lessonsOf().settings(),
    ]);
    expect(found).toEqual([[], {}, undefined]);
  });

  it('keeps what two tabs change at the same time', async () => {
    const found = await inPage(async () => {
      const [one, two] = [lessonsOf(), lessonsOf()];
      const lesson = (id: string) => ({ id, fileName: `${id}.twinslot`, text: '{}' });
      await Promise.all([
        one.changeLessons(kept => [...kept, lesson('a')]),
        two.changeLessons(kept => [...kept, lesson('b')]),
        one.changeProgress(kept => ({ ...kept, a: stepOf(1) })),
        two.changeProgress(kept => ({ ...kept, b: stepOf(2) })),
      ]);
      const later = lessonsOf();
      const ids = (await later.lessons()).map(({ id }) => id);
      const steps = Object.entries(await later.progress()).map(([id, { step }]) => [id, step]);
      return { ids: ids.sort(), steps: Object.fromEntries(steps) as Record<string, number> };
    });
    expect(found).toEqual({ ids: ['a', 'b'], steps: { a: 1, b: 2 } });
  });

  it('gives settings back, and forgets them', async () => {
    const found = await inPage(async () => {
      await lessonsOf().putSettings({ map: '1MB' });
      const kept = await lessonsOf().settings();
      await lessonsOf().putSettings(undefined);
      return [kept, await lessonsOf().settings()];
    });
    expect(found).toEqual([{ map: '1MB' }, undefined]);
  });
});
