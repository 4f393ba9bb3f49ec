/** "Check this board": the checks of `jobs/check` in the page, at the virtual board and over real Web Serial. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { scanAxe, skipBrowserTests } from '../support/browser.ts';
import { clippedText, smallTargets } from './clipping.ts';
import { choose, primaryButton, site, vector, words } from './support.ts';
import { button, connect, skipWired, wired } from './wired.ts';

const check = (page: Page) => page.locator('ts-board-check');
const report = (page: Page): Promise<string> =>
  check(page).getByRole('textbox', { name: 'Report' }).inputValue();
const lines = async (page: Page): Promise<string[]> =>
  (await check(page).locator('.checks li').allTextContents()).map(words);

async function look(page: Page): Promise<void> {
  expect(await clippedText(page)).toEqual([]);
  expect(await smallTargets(page)).toEqual([]);
  expect(await scanAxe(page)).toEqual([]);
}

describe.skipIf(skipBrowserTests)('the check of the virtual board', () => {
  const twinslot = site();

  it('asks before it writes, tries everything, and gives a report, at 320 px', async () => {
    const { page } = await twinslot.open({ width: 320, reducedMotion: 'reduce' });
    await choose(page, vector('hello_build1_1024_app1.elf'));
    await button(page, 'Try with a virtual board').click();
    await button(page, 'Check this board…').click();
    await check(page).getByLabel('Write to it as well').check();
    await check(page)
      .getByText('Overwrites the boot loader, user1 and user2 of this board with the example')
      .waitFor();
    await look(page);
    await button(page, 'Overwrite and check').click();
    await check(page).getByRole('textbox', { name: 'Report' }).waitFor();
    const said = await lines(page);
    expect(said.filter(line => !line.includes('passed'))).toEqual([expect.stringContaining('not wanted')]);
    expect(said.join('\n')).toMatch(/Choose and start user2 passed · .*jump to run user2/);
    const text = await report(page);
    expect(text).toMatch(/^### Twinslot board check: 10 passed, 0 failed, 1 skipped\n/);
    expect(text).toContain('- Board: ESP8266, MAC 5C:CF:7F:…, crystal 26 MHz');
    expect(text).toContain('- Bridge: none: the virtual board');
    expect(text).toMatch(/- Browser: .*Chrom/);
    expect(text).toMatch(/\| Write the same again \| ✅ passed \| [\d.]+ m?s \| 0 bytes of /);
    expect(await primaryButton(page).count()).toBe(1);
    await look(page);
  });
});

describe.skipIf(skipWired)('the check of a board over Web Serial', () => {
  const bench = wired();

  it('goes on after a pulled cable, can skip a check, and be stopped', async () => {
    const mac = '5C:CF:7F:00:03:01';
    const port = await bench.plug({ mac });
    const page = await bench.open();
    await choose(page, ...['hello_build1_1024_app1.elf', 'hello_build1_1024_app2.elf'].map(vector));
    await connect(page);
    await button(page, 'Check this board…').click();
    await check(page).getByLabel('Write to it as well').check();
    await check(page).getByText('with the programs of this page').waitFor();
    await check(page).getByLabel('Ask me to pull the cable').check();
    await button(page, 'Overwrite and check').click();
    await check(page).getByText('Pull the cable out of the board now').waitFor();
    const flash = port.board.saveFlash();
    await port.unplug();
    await check(page).getByText('Now plug it in again.').waitFor();
    await bench.plug({ mac }, { flash });
    await check(page).getByText('Ways to reset it').waitFor();
    await expect.poll(() => lines(page)).toContainEqual(expect.stringMatching(/^Ways to reset it runs/));
    await button(page, 'Skip this one').click();
    await check(page).getByRole('textbox', { name: 'Report' }).waitFor();
    const said = await lines(page);
    expect(said).toContainEqual(expect.stringMatching(/^Go on after the cable was pulled passed/));
    expect(said.at(-1)).toBe('Ways to reset it skipped not wanted');
    expect(await report(page)).toContain('- Bridge: CP210x (10c4:ea60)');
    // The board is still there, and another check can be stopped.
    await button(page, 'Overwrite and check').click();
    await check(page).getByRole('button', { name: 'Stop' }).click();
    await button(page, 'Close the check').waitFor();
  });
});
