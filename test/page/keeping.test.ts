import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { launchBrowser, skipBrowserTests } from '../support/browser.ts';
import { badge, card, drop, site, vector, words } from './support.ts';

const APP1 = 'hello_build1_1024_app1.elf';
const APP2 = 'hello_build1_1024_app2.elf';

/** The file names of all entries of the locker in the browser's database. */
const keptFiles = (page: Page): Promise<string[][]> =>
  page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('twinslot');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const entries = await new Promise<{ files: { name: string }[] }[]>((resolve, reject) => {
      const request = database.transaction('kept').objectStore('kept').get('locker');
      request.onsuccess = () => resolve(request.result ?? []);
      request.onerror = () => reject(request.error);
    });
    database.close();
    return entries.map(entry => entry.files.map(file => file.name));
  });

describe.skipIf(skipBrowserTests)('what the page keeps', () => {
  const twinslot = site();

  it('brings a build back after a reload, as it was', async () => {
    const { page } = await twinslot.open();
    await drop(page, [vector(APP1), vector(APP2)]);
    await card(page, APP1).waitFor();
    await card(page, APP1).getByRole('button', { name: 'Remove' }).click();
    await card(page, APP2).getByRole('button', { name: 'Remove' }).click();
    const build = page.getByRole('button', { name: `Open ${APP1} and ${APP2}` });
    await build.waitFor();
    await page.reload();
    await build.click();
    await card(page, APP2).waitFor();
    expect([await badge(page, APP1), await badge(page, APP2)]).toEqual(['user1', 'user2']);
  });

  it('keeps one entry for a build that grew file by file, and forgets it when asked to', async () => {
    const { page } = await twinslot.open();
    await drop(page, [vector(APP1)]);
    await expect.poll(() => keptFiles(page)).toEqual([[APP1]]);
    await drop(page, [vector(APP2)]);
    await expect.poll(() => keptFiles(page)).toEqual([[APP1, APP2]]);
    await page.reload();
    const entries = page.locator('ts-recent-builds li');
    await entries.first().waitFor();
    expect(await entries.count()).toBe(1);
    expect(words(await entries.textContent())).toContain('user1, 6.5 KB');
    await entries.getByRole('button', { name: 'Remove' }).click();
    await entries.waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('button', { name: 'Open ELF files' }).waitFor();
    expect(await entries.count()).toBe(0);
  });

  it('does not fill the list with the example or with files that are no use', async () => {
    const { page } = await twinslot.open();
    await page.getByRole('button', { name: 'Try with an example' }).click();
    await card(page, 'example-user1.elf').waitFor();
    await drop(page, [vector('bad/text.elf')]);
    await card(page, 'text.elf').waitFor();
    // This one is kept, so whatever came before it would be there by now.
    await card(page, 'example-user1.elf').getByRole('button', { name: 'Remove' }).click();
    await drop(page, [vector(APP1)]);
    await expect.poll(() => keptFiles(page)).toEqual([[APP1]]);
  });

  it('keeps settings and theme', async () => {
    const { page } = await twinslot.open({ colorScheme: 'light' });
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    expect(await ground()).toBe('rgb(255, 255, 255)');
    await page.getByRole('radio', { name: 'Dark' }).check();
    expect(await ground()).toBe('rgb(20, 23, 28)');
    await drop(page, [vector(APP1)]);
    await page.getByLabel('Flash mode').selectOption('DOUT');
    await page.getByText('Chosen by you.').waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Open ELF files' }).waitFor();
    expect(await ground()).toBe('rgb(20, 23, 28)');
    expect(await page.getByRole('radio', { name: 'Dark' }).isChecked()).toBe(true);
    await drop(page, [vector(APP1)]);
    await card(page, APP1).waitFor();
    expect(await page.getByLabel('Flash mode').inputValue()).toBe('dout');
  });

  it('follows the theme of the system until somebody chooses', async () => {
    const { page } = await twinslot.open({ colorScheme: 'dark' });
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    expect(await ground()).toBe('rgb(20, 23, 28)');
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await ground()).toBe('rgb(255, 255, 255)');
  });

  it('says that nothing is kept where the browser denies storage, and works', async () => {
    const context = await (await launchBrowser()).newContext();
    await context.addInitScript(() => {
      const denied = (): never => {
        throw new DOMException('denied', 'SecurityError');
      };
      Object.defineProperty(globalThis, 'indexedDB', { get: denied });
    });
    const { page } = await twinslot.open({ context });
    await page.getByText('does not let the page keep anything').waitFor();
    await page.getByRole('radio', { name: 'Dark' }).check();
    await drop(page, [vector(APP1)]);
    await card(page, APP1).waitFor();
    expect(await badge(page, APP1)).toBe('user1');
    await card(page, APP1).getByRole('button', { name: 'Remove' }).click();
    await page.getByText('does not let the page keep anything').waitFor();
  });
});
