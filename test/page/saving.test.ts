import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { launchBrowser, skipBrowserTests } from '../support/browser.ts';
import { downloads, drop, notice, primaryButton, site, vector, vectorBytes, words } from './support.ts';

const APPS = ['hello_build1_1024_app1.elf', 'hello_build1_1024_app2.elf'].map(vector);
const USER1 = vectorBytes('images/hello_build1_1024_app1/canonical-user1.bin');
const USER2 = vectorBytes('images/hello_build1_1024_app2/canonical-user2.bin');
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe.skipIf(skipBrowserTests)('taking images away', () => {
  const twinslot = site();

  it('saves one image alone', async () => {
    const { page } = await twinslot.open();
    await drop(page, APPS);
    const button = page.getByRole('button', { name: 'Save user2.bin', exact: true });
    expect(await downloads(page, 1, () => button.click())).toEqual({ 'user2.bin': USER2 });
    await page.locator('ts-save-bar').getByText('Saved user2.bin').waitFor();
  });

  it('saves everything with Ctrl+Enter', async () => {
    const { page } = await twinslot.open();
    await drop(page, APPS);
    await primaryButton(page).waitFor();
    await page.getByRole('button', { name: 'Save user1.bin and user2.bin' }).waitFor();
    const saved = await downloads(page, 2, () => page.keyboard.press('Control+Enter'));
    expect(saved).toEqual({ 'user1.bin': USER1, 'user2.bin': USER2 });
  });

  it('has one primary button at any time', async () => {
    const { page } = await twinslot.open();
    expect(
      await primaryButton(page)
        .allTextContents()
        .then(all => all.map(words)),
    ).toEqual(['Open ELF files']);
    await drop(page, [vector('bad/text.elf')]);
    await page.getByText('Not an ELF file').first().waitFor();
    expect(
      await primaryButton(page)
        .allTextContents()
        .then(all => all.map(words)),
    ).toEqual(['Add files']);
    await drop(page, APPS);
    await page.getByRole('button', { name: 'Save user1.bin and user2.bin' }).waitFor();
    expect(await primaryButton(page).count()).toBe(1);
  });

  it('adds Twinslot’s boot loader when asked to, with the settings of the app; then the whole flash is a file', async () => {
    const { page } = await twinslot.open();
    await drop(page, APPS);
    await page.getByRole('button', { name: 'Add Twinslot’s boot loader' }).click();
    await page.getByRole('button', { name: 'Save boot.bin, user1.bin and user2.bin' }).waitFor();
    expect(await page.getByRole('button', { name: 'Add Twinslot’s boot loader' }).count()).toBe(0);
    const button = page.getByRole('button', { name: 'Save flash.bin' });
    const { 'flash.bin': flash } = await downloads(page, 1, () => button.click());
    expect(flash?.length).toBe(0x100000);
    expect(flash?.subarray(0, 4)).toEqual(Buffer.from([0xe9, flash?.[1] ?? 0, 0, 0x20]));
    expect(flash?.subarray(0x1000, 0x1000 + USER1.length)).toEqual(USER1);
  });

  it('writes to a folder, over files of the same names', async () => {
    const { page } = await twinslot.open();
    // The browser's own file system instead of the picker, which no test can press.
    await page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle('build', { create: true });
      const older = await (await folder.getFileHandle('user1.bin', { create: true })).createWritable();
      await older.write(new Uint8Array(10_000));
      await older.close();
      Object.assign(globalThis, { showDirectoryPicker: () => Promise.resolve(folder) });
    });
    await drop(page, APPS);
    await page.getByRole('button', { name: 'Save to a folder…' }).click();
    await page.locator('ts-save-bar').getByText('In the folder build.').waitFor();
    const saved = await page.evaluate(async () => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('build');
      const read = async (name: string) => {
        const file = await (await folder.getFileHandle(name)).getFile();
        return [...new Uint8Array(await file.arrayBuffer())];
      };
      return { user1: await read('user1.bin'), user2: await read('user2.bin') };
    });
    expect(Buffer.from(saved.user1)).toEqual(USER1);
    expect(Buffer.from(saved.user2)).toEqual(USER2);
  });

  it('says why a folder took nothing, and nothing when no folder was picked', async () => {
    const { page } = await twinslot.open();
    const refuse = (name: string) =>
      page.evaluate(error => {
        Object.assign(globalThis, {
          showDirectoryPicker: () => Promise.reject(new DOMException('No', error)),
        });
      }, name);
    await drop(page, APPS);
    const button = page.getByRole('button', { name: 'Save to a folder…' });
    await refuse('AbortError');
    await button.click();
    await refuse('NotAllowedError');
    await button.click();
    await notice(page, 'Nothing was saved').waitFor();
    expect(await page.locator('ts-notices .notice').count()).toBe(1);
  });

  it('shows the SHA-256 of each image, and copies it and the esptool command', async () => {
    const context = await (await launchBrowser()).newContext({
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const { page } = await twinslot.open({ context });
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    await drop(page, APPS);
    await page.getByText(sha256(USER1)).waitFor();
    await page.getByRole('button', { name: 'Copy the SHA-256 of user2.bin' }).click();
    await page.locator('ts-save-bar').getByText('Copied the SHA-256 of user2.bin').waitFor();
    expect(await clipboard()).toBe(sha256(USER2));
    await page.getByText('The same with esptool').click();
    await page.getByRole('button', { name: 'Copy the esptool command' }).click();
    await page.locator('ts-save-bar').getByText('Copied the esptool command').waitFor();
    expect(await clipboard()).toMatch(/write-flash .*0x1000 user1\.bin 0x81000 user2\.bin$/);
  });
});
