import { describe, expect, it } from 'vitest';
import { scanAxe, skipBrowserTests } from '../support/browser.ts';
import { clippedText, smallTargets } from './clipping.ts';
import { enter, PAGE_STATES } from './states.ts';
import { site } from './support.ts';

describe.skipIf(skipBrowserTests)('the look of the page', () => {
  const twinslot = site();

  describe.each([
    { width: 320, colorScheme: 'light' },
    { width: 1280, colorScheme: 'dark' },
  ] as const)('$width px wide, $colorScheme', options => {
    it.each(PAGE_STATES)('cuts nothing off and gives axe nothing to complain about: %s', async state => {
      const { page } = await twinslot.open({ ...options, reducedMotion: 'reduce' });
      await enter(state, page, twinslot.folder());
      expect(await clippedText(page)).toEqual([]);
      expect(await smallTargets(page)).toEqual([]);
      expect(await scanAxe(page)).toEqual([]);
    });
  });

  it('has no animation for people who asked for none', async () => {
    const { page } = await twinslot.open({ reducedMotion: 'reduce' });
    await enter('open', page, twinslot.folder());
    const durations = await page.evaluate(() => {
      const style = getComputedStyle(document.documentElement);
      return [style.getPropertyValue('--dur-fast'), style.getPropertyValue('--dur-slow')];
    });
    expect(durations.map(d => d.trim())).toEqual(['1ms', '1ms']);
  });
});
