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

  it.each(['example', 'loader', 'dump'] as const)(
    'cuts nothing off where the memory map has just room to run across: %s',
    async state => {
      const { page } = await twinslot.open({ width: 850, reducedMotion: 'reduce' });
      await enter(state, page, twinslot.folder());
      for (const width of [850, 770]) {
        await page.setViewportSize({ width, height: 800 });
        await page.locator('ts-memory-map .across').first().waitFor();
        await expect.poll(() => clippedText(page)).toEqual([]);
      }
    },
  );

  it('has no animation for people who asked for none', async () => {
    const { page } = await twinslot.open({ reducedMotion: 'reduce' });
    await enter('open', page, twinslot.folder());
    const durations = await page.evaluate(() => {
      const style = getComputedStyle(document.documentElement);
      return [style.getPropertyValue('--dur-fast'), style.getPropertyValue('--dur-slow')];
    });
    expect(durations.map(d => d.trim())).toEqual(['1ms', '1ms']);
  });

  it('colours the frame of an installed page as its ground, whichever theme is chosen', async () => {
    const { page } = await twinslot.open({ colorScheme: 'light' });
    const colours = (): Promise<string[]> =>
      page.evaluate(() => {
        const metas = [...document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')];
        const ground = getComputedStyle(document.documentElement).backgroundColor;
        const probe = document.createElement('i');
        const rgb = metas
          .filter(({ media }) => matchMedia(media).matches)
          .map(({ content }) => {
            probe.style.color = content;
            return probe.style.color;
          });
        return [ground, ...rgb];
      });
    const [light, ...lightFrame] = await colours();
    expect(lightFrame).toEqual([light]);
    await page.getByText('Dark', { exact: true }).click();
    await expect.poll(colours).not.toContain(light);
    const [dark, ...darkFrame] = await colours();
    expect(darkFrame).toEqual([dark]);
  });

  it('shows what is chosen to people whose system brings its own few colours', async () => {
    const { page } = await twinslot.open();
    await page.emulateMedia({ forcedColors: 'active' });
    const current = page.locator('.places a[aria-current]');
    const other = page.locator('.places a:not([aria-current])').first();
    const border = (of: typeof current): Promise<string> =>
      of.evaluate(element => getComputedStyle(element).borderBottomColor);
    expect(await border(current)).not.toBe(await border(other));
    const outline = (name: string): Promise<string> =>
      page
        .locator('ts-theme-switch label', { hasText: name })
        .evaluate(e => getComputedStyle(e).outlineStyle);
    expect([await outline('Auto'), await outline('Dark')]).toEqual(['solid', 'none']);
  });
});
