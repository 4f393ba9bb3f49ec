/** Every page beside the flow, as the navigation offers it: nothing cut off, nothing for axe, in both themes. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scanAxe, skipBrowserTests } from '../support/browser.ts';
import { clippedText, smallTargets } from './clipping.ts';
import { site } from './support.ts';

const SHOTS = process.env.TWINSLOT_SHOTS;

describe.skipIf(skipBrowserTests)('the pages beside the flow', () => {
  const twinslot = site();

  it.each([
    // What is left of a window of 1280 by 1024 pixels at 400 %: WCAG 1.4.10.
    { width: 320, height: 256, scale: 100 },
    { width: 1280, height: 800, scale: 200 },
  ])('can be read at $width px with text of $scale %, and by their headings', async options => {
    const { page } = await twinslot.open({ ...options, reducedMotion: 'reduce' });
    await page.evaluate(percent => {
      document.documentElement.style.fontSize = `${percent}%`;
    }, options.scale);
    const navigation = page.getByRole('navigation', { name: 'Pages' });
    const places = (await navigation.getByRole('link').allTextContents()).map(text => text.trim());
    expect(places.length).toBeGreaterThan(2);
    for (const place of places.filter(name => name !== 'Firmware')) {
      await navigation.getByRole('link', { name: place, exact: true }).click();
      await page.locator('ts-place').getByRole('heading', { level: 2 }).first().waitFor();
      await page.waitForLoadState('networkidle');
      expect(await page.title(), place).toBe(`${place} · Twinslot`);
      expect(await clippedText(page), place).toEqual([]);
      expect(await smallTargets(page), place).toEqual([]);
      expect(await scanAxe(page), place).toEqual([]);
      if (SHOTS)
        await page.screenshot({ path: join(SHOTS, `${place}-${options.width}.png`), fullPage: true });
    }
    await navigation.getByRole('link', { name: 'Firmware' }).click();
    await page.getByRole('button', { name: 'Open ELF files' }).waitFor();
    expect(await clippedText(page)).toEqual([]);
  });
});
