/** The whole way by Tab and Enter alone, heard and looked at on the way: example, virtual board, write, run, update. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { scanAxe, skipBrowserTests } from '../support/browser.ts';
import { clippedText } from './clipping.ts';
import { listen, said } from './ears.ts';
import { focused, NOTHING, sessionOf, tabTo } from './keys.ts';
import { card, site } from './support.ts';

const LONG = { timeout: 120_000 };
const SHOTS = process.env.TWINSLOT_SHOTS;

/** The page as systems with their own few colours draw it, for people to look at. */
async function forcedColours(page: Page, name: string): Promise<void> {
  if (!SHOTS) return;
  await page.emulateMedia({ forcedColors: 'active' });
  await page.screenshot({ path: join(SHOTS, `forced-${name}.png`), fullPage: true });
  await page.emulateMedia({ forcedColors: 'none' });
}

describe.skipIf(skipBrowserTests)('without a mouse', () => {
  const twinslot = site();

  it('goes from the example to the second slot, updated over the air', async () => {
    const opened = await twinslot.open({ width: 1280, reducedMotion: 'reduce' });
    const { page } = opened;
    const session = await sessionOf(opened);
    await listen(page);
    const look = async (name: string): Promise<void> => {
      expect(await clippedText(page), name).toEqual([]);
      expect(await scanAxe(page), name).toEqual([]);
      await forcedColours(page, name);
      // Whatever the page has become meanwhile, Tab goes on from where the person is.
      expect(await focused(session), name).not.toBe(NOTHING);
    };
    const press = async (wanted: string | RegExp): Promise<void> => {
      await tabTo(page, session, wanted);
      await page.keyboard.press('Enter');
    };

    await press('button: Try with an example');
    await card(page, 'example-user2.elf').waitFor();
    await look('files');
    await press('button: Try with a virtual board');
    await page.getByRole('button', { name: 'Write to the board' }).waitFor(LONG);
    await look('board');
    await press('button: Write to the board');
    await page.getByText('Written and verified').first().waitFor(LONG);
    await look('written');
    await press('button: Start its program and listen');
    const headline = page.locator('ts-running-step .headline');
    await headline.getByText('user1 is running').waitFor(LONG);
    await look('running');
    await press('button: Update over the air all the same');
    await headline.getByText('user2 is running').waitFor(LONG);
    await look('updated');

    const heard = (await said(page)).join('\n');
    for (const news of [/example-user1\.elf: user1/, /Its flash is empty/, /Written and verified/])
      expect(heard).toMatch(news);
    // What runs is said where it stands.
    await page.getByRole('status').filter({ hasText: 'user2 is running' }).first().waitFor();
  }, 300_000);

  it('comes back to where it was from a page beside the flow', async () => {
    const opened = await twinslot.open();
    const { page } = opened;
    const session = await sessionOf(opened);
    await tabTo(page, session, 'link: About');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'About Twinslot' }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.localName)).toBe('ts-place');
    await expect.poll(() => page.locator('.hash').textContent()).toMatch(/^[0-9a-f]{64}$/);
    await page.keyboard.press('Tab');
    expect(await focused(session)).toBe('button: Copy the hash');
    await page.goBack();
    await page.getByRole('button', { name: 'Open ELF files' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await focused(session)).toBe('button: Open ELF files');
  });
});
