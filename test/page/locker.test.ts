import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { launchBrowser, scanAxe, skipBrowserTests } from '../support/browser.ts';
import { buildElf, type SymbolSpec } from '../support/elf-builder.ts';
import { sdkProgram } from '../support/programs.ts';
import { card, choose, downloads, drop, openBench, site, vector, vectorBytes, words } from './support.ts';

const APP1 = 'hello_build1_1024_app1.elf';
const APP2 = 'hello_build1_1024_app2.elf';
const PAIR = `${APP1} and ${APP2}`;

const toLocker = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'Locker', exact: true }).click();
  await page.getByRole('heading', { name: 'Storage' }).waitFor();
};
const group = (page: Page, name: string): Locator =>
  page.getByRole('list', { name, exact: true }).locator('ts-locker-entry');
/** What stands in an entry, without its buttons. */
const saying = async (entry: Locator): Promise<string> => words(await entry.locator('.what').textContent());
const button = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('button', { name, exact: true });

/** A program whose flash code has one function of each size. */
const program = (sizes: readonly number[]): Buffer => {
  const irom = 0x40201010;
  let at = irom;
  const symbols: SymbolSpec[] = sizes.map((size, i) => {
    const value = at;
    at += size;
    return { name: `task_${i}`, value, size, type: 2, section: '.irom0.text' };
  });
  return Buffer.from(buildElf({ ...sdkProgram({ irom, iromLength: at - irom }), symbols }));
};

describe.skipIf(skipBrowserTests)('the locker', () => {
  const twinslot = site();

  it('has what was dropped, saved and read, with facts, a search, and no fault in either theme', async () => {
    const { page } = await twinslot.open();
    await drop(page, [vector(APP1), vector(APP2)]);
    await card(page, APP2).waitFor();
    await page.getByLabel('Flash size').selectOption('1MB');
    await downloads(page, 2, () => button(page, 'Save user1.bin and user2.bin').click());
    await openBench(page, 'images');
    await page.getByText('The boot loader has started user1.').waitFor();
    await downloads(page, 1, () => button(page, 'Save its flash').click());
    await downloads(page, 1, () => button(page, 'Save log').click());
    await toLocker(page);
    await expect.poll(() => group(page, 'Virtual boards').count()).toBe(1);
    expect(await saying(group(page, 'Builds').first())).toMatch(
      /^hello_build1_1024_app1\.elf and hello_build1_1024_app2\.elf hello_build1_1024_app1\.elf: user1, 6\.5 KB · .*: user2, 6\.5 KB · .*today \d+:\d\d$/,
    );
    const images = await Promise.all((await group(page, 'Saved images').all()).map(saying));
    expect(images.map(text => text.replace(/ · today.*/, ''))).toEqual([
      `user1.bin user1, 772 bytes · at 0x01000 · from ${APP1} · 1MB (512+512 KB)`,
      `user2.bin user2, 772 bytes · at 0x81000 · from ${APP2} · 1MB (512+512 KB)`,
    ]);
    await page.getByText('5 entries', { exact: true }).waitFor();
    await page.locator('ts-locker').getByLabel('Search', { exact: true }).fill('0x81');
    await page.getByText('1 of 5 entries').waitFor();
    expect(await page.locator('ts-locker-entry').count()).toBe(1);
    await page.locator('ts-locker').getByLabel('Search', { exact: true }).fill('');
    await page.getByRole('combobox', { name: 'Show', exact: true }).selectOption('Virtual boards');
    await page.getByText('1 of 5 entries').waitFor();
    await page.getByRole('combobox', { name: 'Show', exact: true }).selectOption('Everything');
    await page.getByText(/^1\.0\d MB of 256 MB in use$/).waitFor();
    const log = group(page, 'Serial logs');
    await log.getByRole('button', { name: /^Show/ }).click();
    await log.getByRole('region').getByText('jump to run user1 @ 1000').waitFor();
    await button(page, 'Ask the browser to keep it').click();
    await page.getByText(/The browser (?:has promised not to clear it|did not promise it)/).waitFor();
    expect(await scanAxe(page)).toEqual([]);
    await page.getByRole('radio', { name: 'Dark' }).check();
    await page.setViewportSize({ width: 320, height: 700 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    expect(await scanAxe(page)).toEqual([]);
    // A new board with the flash that was saved, and its bench.
    await button(page, 'Start virtual-board.bin as a virtual board').click();
    await expect.poll(() => page.evaluate(() => location.hash)).toBe('#board');
    const bench = page.locator('ts-bench');
    await bench.getByText('Has the whole flash of virtual-board.bin').waitFor({ state: 'attached' });
  });

  it('keeps names, notes and pins over a reload, removes with a way back, and brings a build back', async () => {
    const { page } = await twinslot.open();
    await drop(page, [vector(APP1), vector(APP2)]);
    await card(page, APP2).waitFor();
    await toLocker(page);
    await button(page, `Name and note of ${PAIR}`).click();
    // The focus is in the name, and Enter keeps it.
    await page.keyboard.type('Good one');
    await page.getByLabel('Note', { exact: true }).fill('Works with the old sensor');
    await page.getByLabel('Name', { exact: true }).press('Enter');
    await button(page, 'Pin Good one').click();
    await page.getByText('Pinned', { exact: true }).first().waitFor();
    await page.reload();
    const entry = group(page, 'Builds');
    await entry.getByText('Works with the old sensor').waitFor();
    expect(await button(page, 'Pin Good one').getAttribute('aria-pressed')).toBe('true');
    await button(page, 'Remove Good one').click();
    await page.getByText('Nothing is here yet').waitFor();
    // What was pressed is gone: the focus is on the way back.
    await page.keyboard.press('Enter');
    await entry.getByText('Works with the old sensor').waitFor();
    await button(page, 'Open Good one').click();
    await card(page, APP2).waitFor();
    expect(await page.evaluate(() => location.hash)).toBe('#firmware');
    await toLocker(page);
    await button(page, 'Delete everything…').click();
    await page.getByText(/^Delete 1 entry, 13\.1 KB\?/).waitFor();
    await button(page, 'Keep everything').click();
    expect(await entry.count()).toBe(1);
    await button(page, 'Delete everything…').click();
    await button(page, 'Delete everything').click();
    await page.getByText('Nothing is here yet').waitFor();
    await page.reload();
    await page.getByText('Nothing is here yet').waitFor();
  });

  it('goes to another browser as one file, after a question, and says what is damaged in it', async () => {
    const folder = twinslot.folder();
    const first = await twinslot.open();
    await drop(first.page, [vector(APP1)]);
    await card(first.page, APP1).getByRole('button', { name: 'Remove' }).click();
    await drop(first.page, [vector(APP2)]);
    await card(first.page, APP2).waitFor();
    await toLocker(first.page);
    await expect.poll(() => group(first.page, 'Builds').count()).toBe(2);
    await button(first.page, `Name and note of ${APP1}`).click();
    await first.page.getByLabel('Note', { exact: true }).fill('von zu Hause – 引');
    await button(first.page, 'Keep').click();
    const saved = await downloads(first.page, 1, () => button(first.page, 'Export the locker').click());
    const [[name = '', bytes = Buffer.of()] = []] = Object.entries(saved);
    expect(name).toMatch(/^twinslot-locker-\d{4}-\d\d-\d\d\.twinlocker$/);
    expect(bytes.length).toBeGreaterThan(vectorBytes(APP1).length + vectorBytes(APP2).length);

    const damaged = Buffer.from(bytes);
    damaged[damaged.length - 10] = (damaged[damaged.length - 10] ?? 0) ^ 1;
    writeFileSync(join(folder, 'damaged.twinlocker'), damaged);
    writeFileSync(join(folder, 'cut.twinlocker'), bytes.subarray(0, 50));
    writeFileSync(join(folder, name), bytes);

    const { page } = await twinslot.open();
    await drop(page, [join(folder, 'cut.twinlocker')]);
    await page.getByText('Saved locker that cannot be read').waitFor();
    await page.getByText('Nothing is here yet').waitFor();
    await drop(page, [join(folder, 'damaged.twinlocker')]);
    await page.getByText('Import damaged.twinlocker?').waitFor();
    await button(page, 'Import').click();
    await page.getByText('Imported: 1 new entry, 0 newer notes.').waitFor();
    await page.getByText('1 entry of the file cannot be used').waitFor();
    await drop(page, [join(folder, name)]);
    await page.getByText('The file holds 1 new entry (6.5 KB) and 1 entry that you have already.').waitFor();
    await button(page, 'Do not import').click();
    expect(await group(page, 'Builds').count()).toBe(1);
    await drop(page, [join(folder, name)]);
    await button(page, 'Import').click();
    await expect.poll(() => group(page, 'Builds').count()).toBe(2);
    await page.getByText('von zu Hause – 引').waitFor();
    const again = await downloads(page, 1, () => button(page, `Save ${APP1}`).click());
    expect(again[APP1]?.equals(vectorBytes(APP1))).toBe(true);
  });

  it('compares two builds: what grew, by memory, section and function', async () => {
    const folder = twinslot.folder();
    const { page } = await twinslot.open();
    writeFileSync(join(folder, 'app.elf'), program([40, 40, 24]));
    await drop(page, [join(folder, 'app.elf')]);
    await card(page, 'app.elf').waitFor();
    await toLocker(page);
    await expect.poll(() => group(page, 'Builds').count()).toBe(1);
    await page.getByRole('link', { name: 'Firmware', exact: true }).click();
    writeFileSync(join(folder, 'app.elf'), program([40, 104, 24, 16]));
    await drop(page, [join(folder, 'app.elf')]);
    await toLocker(page);
    await expect.poll(() => group(page, 'Builds').count()).toBe(2);
    await page.getByLabel('Older build').selectOption({ index: 3 });
    await page.getByLabel('Newer build').selectOption('On the page now');
    await page.getByText('flash code grew by 80 bytes.').waitFor();
    const table = page.getByRole('table', { name: 'Functions and variables in .irom0.text' });
    const rows = await table.locator('tbody tr, tfoot tr').allInnerTexts();
    expect(rows.map(words)).toEqual([
      'task_1 grew 40 104 +64',
      'task_3 new 0 16 +16',
      'Without a name: literals, strings, padding 0 0 0',
      'Together 104 184 +80',
    ]);
    const memory = page.getByRole('table', { name: /^Memory, 1MB/ }).getByRole('row', { name: /flash code/ });
    expect(words((await memory.allInnerTexts()).join())).toBe('flash code 104 184 +80 438,088 of 438,272');
    expect(await scanAxe(page)).toEqual([]);
  });

  it('says in words when the browser has no more room, and keeps what it had', async () => {
    const context = await (await launchBrowser()).newContext({ serviceWorkers: 'block' });
    await context.addInitScript(() => {
      const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (value: unknown, key?: IDBValidKey) {
        if (value instanceof Blob && value.size > 10_000)
          throw new DOMException('full', 'QuotaExceededError');
        return put.call(this, value, key);
      };
    });
    const { page } = await twinslot.open({ context });
    await drop(page, [vector(APP1)]);
    await card(page, APP1).waitFor();
    await toLocker(page);
    await expect.poll(() => group(page, 'Builds').count()).toBe(1);
    await page.getByRole('link', { name: 'Firmware', exact: true }).click();
    await drop(page, [vector('objects_1024_app1.elf')]);
    await card(page, 'objects_1024_app1.elf').waitFor();
    await toLocker(page);
    await page.getByText('The browser says that its storage is full').waitFor();
    expect(await saying(group(page, 'Builds').first())).toContain(APP1);
  });

  it('lets an image be dragged out of the page, and is no target for it itself', async () => {
    const { page } = await twinslot.open();
    await choose(page, vector(APP1));
    await card(page, APP1).waitFor();
    const handle = page.locator('ts-image-list').getByText('Drag to a folder').first();
    await handle.scrollIntoViewIfNeeded();
    const box = await handle.boundingBox();
    if (!box) throw new Error('no handle');
    // The page's policy lets nobody fetch the address: what stands behind it is noted when it is made.
    await page.evaluate(() => {
      const make = URL.createObjectURL;
      URL.createObjectURL = (file: File) => {
        const address = make(file);
        document.title = `${file.size} at ${address}`;
        return address;
      };
      addEventListener('dragstart', event => {
        document.title += ` is ${event.dataTransfer?.getData('DownloadURL')}`;
      });
    });
    await page.mouse.move(box.x + 20, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 60, box.y + 40, { steps: 4 });
    const { length } = readFileSync(vector('images/hello_build1_1024_app1/canonical-user1.bin'));
    await expect
      .poll(() => page.title())
      .toMatch(new RegExp(`^${length} at (blob:http.*) is application/octet-stream:user1\\.bin:\\1$`));
    expect(await page.locator('.overlay').count()).toBe(0);
    await page.mouse.up();
  });
});
