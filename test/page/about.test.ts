/** The page about Twinslot: privacy, this browser, this build, licences. */
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { scanAxe, skipBrowserTests } from '../support/browser.ts';
import { clippedText, smallTargets } from './clipping.ts';
import { site, words } from './support.ts';

const SHOTS = process.env.TWINSLOT_SHOTS;

const goTo = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'About' }).click();
  await page.getByRole('heading', { name: 'Licences' }).waitFor();
  await page.getByRole('cell', { name: /You can inspect, convert/ }).waitFor();
  await page.locator('ts-about-licences details').first().waitFor();
  await expect.poll(() => page.locator('.hash').textContent()).toMatch(/^[0-9a-f]{64}$/);
};

const here = async (page: Page, name: string): Promise<string> =>
  words(await page.getByRole('row', { name }).locator('.here').textContent());

describe.skipIf(skipBrowserTests)('the page about Twinslot', () => {
  const twinslot = site();

  it('says in five sentences what becomes of your data', async () => {
    const { page } = await twinslot.open();
    await goTo(page);
    const sentences = await page.getByRole('region', { name: 'Privacy' }).locator('p').allTextContents();
    expect(sentences).toHaveLength(5);
    for (const sentence of sentences) expect(sentence.match(/[.!?](?:\s|$)/g)).toHaveLength(1);
  });

  it('shows the hash of the build, and finds the file that is not as it was built', async () => {
    twinslot.server.serve('dist');
    const { page } = await twinslot.open();
    await goTo(page);
    const sums = readFileSync('dist/SHA256SUMS.txt');
    expect(await page.locator('.hash').textContent()).toBe(createHash('sha256').update(sums).digest('hex'));
    await page.getByRole('button', { name: 'Check every file now' }).click();
    const count = sums.toString().trim().split('\n').length;
    await page.getByText(`All ${count} files that run here are as the list says.`).waitFor();
    const folder = twinslot.folder();
    cpSync('dist', folder, { recursive: true });
    writeFileSync(join(folder, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    twinslot.server.serve(folder);
    await page.getByRole('button', { name: 'Check every file now' }).click();
    await page.getByText('1 file is not as the list says').waitFor();
    expect(await page.locator('ts-about-build li').allTextContents()).toEqual(['icon.svg']);
    twinslot.server.serve('dist');
  });

  it('finds out what the browser can do by looking for it', async () => {
    const { page } = await twinslot.open();
    await goTo(page);
    expect(await here(page, 'Serial ports')).toBe('works, the browser asks you first');
    expect(await here(page, 'Storage')).toBe('works');
    expect(await here(page, 'The relay on this computer')).toBe('works');
    await page.addInitScript(() => {
      for (const name of ['serial', 'wakeLock', 'locks'])
        Reflect.deleteProperty(Object.getPrototypeOf(navigator), name);
      Object.defineProperty(indexedDB, 'open', {
        value: () => {
          throw new DOMException('denied', 'SecurityError');
        },
      });
    });
    await page.reload();
    await page.getByRole('cell', { name: /You can inspect, convert/ }).waitFor();
    expect(await here(page, 'Serial ports')).toBe('not in this browser');
    expect(await here(page, 'Keep the screen on')).toBe('not in this browser');
    expect(await here(page, 'Storage')).toBe('switched off for this page');
  });

  it('shows the licence of everything that runs in the page', async () => {
    const { page } = await twinslot.open();
    await goTo(page);
    await page.locator('ts-about-licences summary', { hasText: 'idb-keyval' }).click();
    const text = page.locator('ts-about-licences li', { hasText: 'idb-keyval' }).locator('pre');
    await text.getByText('END OF TERMS AND CONDITIONS').waitFor();
    await page.locator('ts-about-licences summary', { hasText: 'esp-flasher-stub' }).click();
    await page.getByText('Copyright © 2025 Espressif Systems').waitFor();
  });

  it.each([
    { width: 320, colorScheme: 'light' },
    { width: 1280, colorScheme: 'dark' },
  ] as const)(
    'cuts nothing off and gives axe nothing to complain about: $width px, $colorScheme',
    async options => {
      const { page } = await twinslot.open({ ...options, reducedMotion: 'reduce' });
      await goTo(page);
      await page.locator('ts-about-licences summary').first().click();
      expect(await clippedText(page)).toEqual([]);
      expect(await smallTargets(page)).toEqual([]);
      expect(await scanAxe(page)).toEqual([]);
      if (SHOTS) await page.screenshot({ path: join(SHOTS, `about-${options.width}.png`), fullPage: true });
    },
  );
});
