/** Step "Running" in Chromium: updates over the air at the virtual board, wholly inside the page. */
import { describe, expect, it } from 'vitest';
import { scanAxe, skipBrowserTests } from '../support/browser.ts';
import { boardWithBuild1, bring, shot, step, update } from './running-support.ts';
import { site, words } from './support.ts';

const LIMIT = { timeout: 240_000 };
const SHOTS = process.env.TWINSLOT_SHOTS;

describe.skipIf(skipBrowserTests)('the step "Running"', () => {
  const twinslot = site('/', process.env.TWINSLOT_DIST);

  it('updates the virtual board to user2 and back to user1, with the proving lines', LIMIT, async () => {
    const { page } = await twinslot.open({ colorScheme: SHOTS?.endsWith('dark') ? 'dark' : 'light' });
    const folder = twinslot.folder();
    await boardWithBuild1(page, folder);
    await shot(page, 'running');
    expect(await scanAxe(page)).toEqual([]);
    await bring(page, folder, 2);
    await shot(page, 'offer');
    await update(page, 'user2', 2);
    await shot(page, 'done');
    await step(page)
      .getByRole('button', { name: /Show line \d+ of the log/ })
      .click();
    const proving = step(page).locator('ts-monitor .row.current');
    expect(words(await proving.textContent())).toContain('jump to run user2 @ 81000');
    expect(await scanAxe(page)).toEqual([]);
    await bring(page, folder, 3);
    await update(page, 'user1', 3);
  });

  it('fits a narrow screen in the dark and is sound for screen readers', LIMIT, async () => {
    const { page } = await twinslot.open({ width: 320, colorScheme: 'dark' });
    const folder = twinslot.folder();
    await boardWithBuild1(page, folder);
    await bring(page, folder, 2);
    await update(page, 'user2', 2);
    await shot(page, 'narrow-dark');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    expect(await scanAxe(page)).toEqual([]);
  });
});
