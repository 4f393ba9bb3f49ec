import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { scanAxe, skipBrowserTests } from '../support/browser.ts';
import { clippedText, smallTargets } from './clipping.ts';
import { choose, openBench, site, vector, vectorBytes } from './support.ts';

const BOOT_LOADER = 'src/bootloader/built/twinslot-boot.bin';

/** 1 MB with our boot loader and a program in user1. */
function wholeFlash(): Uint8Array {
  const flash = new Uint8Array(0x100000).fill(0xff);
  flash.set(readFileSync(BOOT_LOADER));
  flash[3] = 0x20; // map 2: 1 MB, 512+512; 40 MHz
  flash.set(vectorBytes('images/hello_build1_1024_app1/canonical-user1.bin'), 0x1000);
  return flash;
}

const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
const toggle = (page: Page, name: string): Locator => page.getByRole('switch', { name });
const log = (page: Page): Locator => page.locator('ts-bench').getByRole('log');
const logButton = (page: Page, name: string): Locator =>
  page.locator('ts-bench-log').getByRole('button', { name, exact: true });

async function benchWithExample(page: Page): Promise<void> {
  await button(page, 'Try with an example').click();
  await openBench(page);
}

/** Waits until the log holds every piece, in this order. */
const says = async (page: Page, ...pieces: readonly string[]): Promise<void> => {
  const inOrder = new RegExp(pieces.map(piece => piece.replace(/[.*+?()[\]{}|^$\\]/g, '\\$&')).join('[^]*'));
  await expect.poll(() => log(page).textContent()).toMatch(inOrder);
};

const clear = async (page: Page): Promise<void> => logButton(page, 'Clear').click();

describe.skipIf(skipBrowserTests)('the bench with the virtual board', () => {
  const twinslot = site();

  it('runs the example from power-on to its own line, with the boot loader of Twinslot', async () => {
    const { page } = await twinslot.open();
    await benchWithExample(page);
    await says(page, 'rst cause:1, boot mode:(3,', 'jump to run user1', 'running from user1');
    await page.getByText('The boot loader has started user1.').waitFor();
    await page.getByText('so this board uses Twinslot’s own').waitFor();
    expect(await page.locator('button.primary').count()).toBe(1);
  });

  it('resets while RESET is held, by pointer and by key', async () => {
    const { page } = await twinslot.open();
    await benchWithExample(page);
    await says(page, 'running from user1');
    await clear(page);
    await button(page, 'RESET').click();
    await says(page, 'jump to run user1', 'running from user1');
    await clear(page);
    await button(page, 'RESET').focus();
    await page.keyboard.down('Space');
    await page.getByText('The board is held in reset.').waitFor();
    await page.keyboard.up('Space');
    await says(page, 'jump to run user1', 'running from user1');
  });

  it('waits for a flasher when FLASH is held during a reset', async () => {
    const { page } = await twinslot.open();
    await benchWithExample(page);
    await says(page, 'running from user1');
    await clear(page);
    await button(page, 'FLASH').dispatchEvent('keydown', { key: ' ' });
    await button(page, 'RESET').dispatchEvent('click');
    await says(page, 'boot mode:(1,');
  });

  it('starts user2 when that is wished', async () => {
    const { page } = await twinslot.open();
    await button(page, 'Try with an example').click();
    await page.locator('ts-file-card').first().waitFor();
    await page.getByLabel('Slot that starts').selectOption('user2');
    await openBench(page);
    await says(page, 'jump to run user2', 'running from user2');
    await page.getByText('The boot loader has started user2.').waitFor();
    await page.getByLabel('Slot that starts').selectOption('user1');
    await page.getByText('Your images have changed').waitFor();
    await button(page, 'New board with these images').click();
    await says(page, 'jump to run user1', 'running from user1');
    expect(await page.getByText('Your images have changed').count()).toBe(0);
  });

  it('takes a boot loader that is among the files', async () => {
    const { page } = await twinslot.open();
    await choose(page, BOOT_LOADER, vector('hello_build1_1024_app1.elf'));
    await openBench(page);
    await says(page, 'jump to run user1', 'hello from user1 build 1');
    await page.getByText('Uses your boot loader, twinslot-boot.bin.').waitFor();
  });

  it('starts a program that has the whole flash, and a flash that was read back', async () => {
    const { page } = await twinslot.open();
    await choose(page, vector('plain_nonota.elf'));
    await openBench(page);
    await page.getByText('Needs no boot loader').waitFor();
    await says(page, 'rst cause:1', 'load 0x40100000');
    const dump = join(twinslot.folder(), 'read-back.bin');
    writeFileSync(dump, wholeFlash());
    const other = await twinslot.open();
    await choose(other.page, dump);
    await openBench(other.page);
    await other.page.getByText('Has the whole flash of read-back.bin.').waitFor();
    await says(other.page, 'jump to run user1', 'hello from user1 build 1');
  });

  it('says nothing without its cable, and is dark without power', async () => {
    const { page } = await twinslot.open();
    await benchWithExample(page);
    await says(page, 'running from user1');
    await page.getByText('LED on', { exact: true }).waitFor();
    await toggle(page, 'Serial cable').click();
    await clear(page);
    await button(page, 'RESET').click();
    await page.waitForTimeout(1500);
    expect(await log(page).textContent()).toBe('Nothing yet.');
    await toggle(page, 'Serial cable').click();
    await button(page, 'RESET').click();
    await says(page, 'running from user1');
    await toggle(page, 'Power').click();
    await page.getByText('The board is off.').waitFor();
    await page.getByText('LED off', { exact: true }).waitFor();
    await clear(page);
    await toggle(page, 'Power').click();
    await says(page, 'rst cause:1', 'running from user1');
  });

  it('holds the log still while it is paused', async () => {
    const { page } = await twinslot.open();
    await benchWithExample(page);
    await says(page, 'running from user1');
    await logButton(page, 'Pause').click();
    const before = await log(page).textContent();
    await button(page, 'RESET').click();
    await page.waitForTimeout(1000);
    expect(await log(page).textContent()).toBe(before);
    await logButton(page, 'Go on').click();
    await says(page, 'running from user1', 'jump to run user1', 'running from user1');
  });

  it('shows what is really on its flash', async () => {
    const { page } = await twinslot.open();
    await benchWithExample(page);
    await says(page, 'running from user1');
    await button(page, 'Show what is on its flash').click();
    const real = page.getByRole('region', { name: 'What is on the flash of the virtual board' });
    await real.getByRole('button', { name: /user1/ }).first().waitFor();
    await button(page, 'Back to the board').click();
    await real.waitFor({ state: 'detached' });
  });

  it('frees its worker when it is put away', async () => {
    const { page } = await twinslot.open();
    const before = 1; // the one that reads files comes with the page, at its own time
    await expect.poll(() => page.workers().length).toBe(before);
    await benchWithExample(page);
    await says(page, 'running from user1');
    // The lane to the board before this one has ended too.
    await expect.poll(() => page.workers().length).toBe(before + 1);
    await button(page, 'Put the board away').click();
    await button(page, 'Try with a virtual board').waitFor();
    await expect.poll(() => page.workers().length).toBe(before);
    await page.waitForTimeout(500);
    expect(page.workers().length).toBe(before);
  });

  it.each([
    { width: 320, colorScheme: 'light' },
    { width: 1280, colorScheme: 'dark' },
  ] as const)('can be read and used at $width px, $colorScheme', async options => {
    const { page } = await twinslot.open({ ...options, reducedMotion: 'reduce' });
    await benchWithExample(page);
    await says(page, 'running from user1');
    await button(page, 'Show what is on its flash').click();
    await page.getByRole('heading', { name: 'What is on the flash of the virtual board' }).waitFor();
    expect(await clippedText(page)).toEqual([]);
    expect(await smallTargets(page)).toEqual([]);
    expect(await scanAxe(page)).toEqual([]);
    if (process.env.SHOTS) await page.screenshot({ path: `/tmp/bench-${options.width}.png`, fullPage: true });
  });
});
