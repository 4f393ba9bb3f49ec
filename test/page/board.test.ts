/** Steps 3 and 4 with the virtual board of the page: from ELF files to a board that runs the chosen slot. */
import { basename } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { scanAxe, skipBrowserTests } from '../support/browser.ts';
import { clippedText, smallTargets } from './clipping.ts';
import { choose, openBench, primaryButton, site, vector, words } from './support.ts';

const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
const flash = (page: Page): Locator => page.locator('ts-flash-step');
const APPS = ['hello_build1_1024_app1.elf', 'hello_build1_1024_app2.elf'].map(vector);
const LONG = { timeout: 60_000 };

/** ELF files on the page and a blank board at the other end of its cable. */
async function connect(page: Page): Promise<void> {
  await choose(page, ...APPS);
  await button(page, 'Try with a virtual board').click();
  await button(page, 'Write to the board').waitFor(LONG);
}

async function write(page: Page, starts: 'user1' | 'user2'): Promise<void> {
  await button(page, 'Write to the board').click();
  await flash(page).getByText(`Written and verified. The board will start ${starts}.`).waitFor(LONG);
}

async function watch(page: Page, runs: 'user1' | 'user2'): Promise<void> {
  await button(page, 'Reset and watch').click();
  await page.locator('ts-running-step').getByText(`${runs} is running`, { exact: true }).waitFor(LONG);
  await expect
    .poll(() => page.getByRole('log').last().textContent(), LONG)
    .toContain(`hello from ${runs} build 1`);
}

describe.skipIf(skipBrowserTests)('a virtual board, from ELF files to the slot that was chosen', () => {
  const twinslot = site();

  it('is written, verified, watched, and then starts the other slot', async () => {
    const { page } = await twinslot.open();
    await connect(page);
    await write(page, 'user1');
    const proofs = await flash(page).locator('.proof li').allTextContents();
    expect(proofs.map(words).join('\n')).toMatch(/user1.*written, verified.*MD5 [0-9a-f]{32}/);
    await watch(page, 'user1');
    await button(page, 'Connect again').last().click();
    await flash(page).getByLabel('Slot that starts').selectOption('user2');
    await write(page, 'user2');
    await watch(page, 'user2');
  });

  it('has one primary button at every moment', async () => {
    const { page } = await twinslot.open();
    await connect(page);
    expect(await primaryButton(page).allTextContents()).toHaveLength(1);
    expect(words(await primaryButton(page).textContent())).toBe('Write to the board');
    await write(page, 'user1');
    expect(words(await primaryButton(page).textContent())).toBe('Reset and watch');
  });

  it('moves the focus from the write button to Stop, and on to the result', async () => {
    const { page } = await twinslot.open();
    await connect(page);
    await button(page, 'Write to the board').focus();
    await page.keyboard.press('Enter');
    await flash(page).getByText('Written and verified').waitFor(LONG);
    const focused = () =>
      page.evaluate(() => {
        let at = document.activeElement;
        while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
        return at?.textContent?.trim() ?? '';
      });
    await expect.poll(focused).toContain('Written and verified');
  });

  it('says what the board is and what is on it, before and after', async () => {
    const { page } = await twinslot.open();
    await connect(page);
    const card = page.locator('ts-lane-card article');
    const text = async (): Promise<string> => words(await card.textContent());
    expect(await text()).toContain('ESP8266 · 5C:CF:7F:12:34:56 · 4 MB flash. Its flash is empty.');
    await write(page, 'user1');
    await expect.poll(text).toMatch(/user1\s*a program of/);
    await page.getByLabel('On the board now').check();
    await flash(page)
      .getByRole('button', { name: /^user1, .*holds a program/ })
      .waitFor();
  });

  it('reads the flash back into the inspector, and asks before it erases', async () => {
    const { page } = await twinslot.open();
    await connect(page);
    await write(page, 'user1');
    await page.getByText('Read back, erase, choose a slot').click();
    await page.getByLabel('Which part').selectOption({ label: 'a stretch of my own' });
    await page.getByRole('textbox', { name: 'From' }).fill('0x1000');
    await page.getByRole('textbox', { name: 'Bytes' }).fill('0x1000');
    await button(page, 'Read the flash to a file').click();
    const read = page.locator('ts-file-card').filter({ hasText: '5CCF7F123456-01000.bin' });
    await read.getByText('Read from 0x01000 of the flash of 5C:CF:7F:12:34:56.').waitFor(LONG);
    // It is there to be looked at: what would be written is what it was.
    await button(page, 'Write to the board').or(button(page, 'Reset and watch')).first().waitFor();
    expect(await page.getByText('are both for').count()).toBe(0);
    await read.getByText('Headers, sizes and bytes').click();
    await read.getByText('Headers', { exact: true }).waitFor();
    await button(page, 'Erase…').click();
    const question = page.getByRole('alertdialog', { name: 'Erase 0x01000–0x01FFF?' });
    await question.getByRole('button', { name: 'Keep it' }).click();
    await question.waitFor({ state: 'detached' });
    // The board stays on the page without any file.
    for (const name of ['5CCF7F123456-01000.bin', ...APPS.map(path => basename(path))]) {
      await page
        .locator('ts-file-card')
        .filter({ hasText: name })
        .getByRole('button', { name: 'Remove' })
        .click();
    }
    await page.locator('ts-file-card').first().waitFor({ state: 'detached' });
    await button(page, 'Reset and watch').waitFor();
  });

  it('offers a copy of a board that holds something and was never written from here', async () => {
    const { page } = await twinslot.open();
    await choose(page, ...APPS);
    await openBench(page);
    await button(page, 'Connect to the virtual board').click();
    await button(page, 'Save a copy first').waitFor(LONG);
    await button(page, 'Not needed').click();
    await button(page, 'Save a copy first').waitFor({ state: 'detached' });
  });
});

describe.skipIf(skipBrowserTests)('the look of steps Board and Flash', () => {
  const twinslot = site();
  it.each([
    { width: 320, colorScheme: 'light' },
    { width: 1280, colorScheme: 'dark' },
  ] as const)(
    'cuts nothing off and gives axe nothing to complain about: $width px, $colorScheme',
    async options => {
      const { page } = await twinslot.open({ ...options, reducedMotion: 'reduce' });
      const look = async (): Promise<void> => {
        expect(await clippedText(page)).toEqual([]);
        expect(await smallTargets(page)).toEqual([]);
        expect(await scanAxe(page)).toEqual([]);
      };
      await connect(page);
      await page.getByText('Read back, erase, choose a slot').click();
      await page.getByText('Connection options').click();
      await look();
      await write(page, 'user1');
      await look();
      await watch(page, 'user1');
      await look();
    },
    120_000,
  );
});
