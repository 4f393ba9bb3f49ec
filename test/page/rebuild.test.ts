/**
 * "Rebuild and update" in Chromium: a folder of the browser's own file system in place of the picked one, the virtual
 * board of the page as the device. The compiler finishes, the device runs it.
 */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { scanAxe, skipBrowserTests } from '../support/browser.ts';
import { boardWithBuild1, build, button, proven, shot, step } from './running-support.ts';
import { site } from './support.ts';

const LIMIT = { timeout: 240_000 };
const SLOW = { timeout: 60_000 };

const panel = (page: Page): Locator => step(page).locator('ts-build-folder');

/** Writes into the folder as a compiler does: what is there before is gone at once. */
const compile = (page: Page, name: string, bytes: Uint8Array): Promise<void> =>
  page.evaluate(
    async ({ name, data }) => {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle('output', { create: true });
      const file = await folder.getFileHandle(name, { create: true });
      const stream = await file.createWritable();
      await stream.write(Uint8Array.from(atob(data), letter => letter.charCodeAt(0)));
      await stream.close();
    },
    { name, data: Buffer.from(bytes).toString('base64') },
  );

describe.skipIf(skipBrowserTests)('"Rebuild and update"', () => {
  const twinslot = site();

  it('runs on the device what the compiler has finished, and never half of it', LIMIT, async () => {
    const { page, context } = await twinslot.open();
    await context.addInitScript(() => {
      const showDirectoryPicker = async (): Promise<FileSystemDirectoryHandle> =>
        (await navigator.storage.getDirectory()).getDirectoryHandle('output', { create: true });
      Object.assign(globalThis, { showDirectoryPicker });
    });
    await page.reload();
    const folder = twinslot.folder();
    const elf = (number: number): Buffer[] => build(folder, number).map(path => readFileSync(path));
    const [old1 = Buffer.of(), old2 = Buffer.of()] = elf(1);
    await compile(page, 'example-user1.elf', old1);
    await compile(page, 'example-user2.elf', old2);
    await boardWithBuild1(page, folder);
    await panel(page).locator('summary').click();
    await button(page, 'Choose the output folder…').click();
    await panel(page).getByText('2 ELF files there already').first().waitFor(SLOW);
    await page.getByLabel('Send at once').check();

    const [new1 = Buffer.of(), new2 = Buffer.of()] = elf(2);
    await compile(page, 'example-user1.elf', new1);
    await compile(page, 'example-user2.elf', new2.subarray(0, new2.length / 2));
    const skipped = panel(page)
      .getByText(/^example-user2\.elf was skipped/)
      .last();
    await skipped.waitFor(SLOW);
    await shot(page, 'folder-skipped');
    expect(await step(page).locator('.update.card').count()).toBe(0);
    await compile(page, 'example-user2.elf', new2);
    await proven(page, 'user2', 2);
    await panel(page)
      .getByText('The update with example-user2.elf was started by itself.')
      .last()
      .waitFor(SLOW);
    await shot(page, 'folder');
    expect(await scanAxe(page)).toEqual([]);

    const [newer1 = Buffer.of(), newer2 = Buffer.of()] = elf(3);
    await compile(page, 'example-user1.elf', newer1);
    await compile(page, 'example-user2.elf', newer2);
    await proven(page, 'user1', 3);

    await page.reload();
    await button(page, 'Try with an example').click();
    await button(page, 'Try with a virtual board').click();
    await panel(page).locator('summary').click(SLOW);
    await panel(page).getByText('output was watched on an earlier visit.').waitFor(SLOW);
    await button(page, 'Watch output again').click();
    await panel(page).getByText('2 ELF files there already').first().waitFor(SLOW);
    expect(await page.getByLabel('Send at once').isChecked()).toBe(false);
    await button(page, 'Stop watching').click();
    await button(page, 'Forget the folder').click();
    await button(page, 'Choose the output folder…').waitFor();
  });
});
