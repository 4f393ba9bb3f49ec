import { createHash } from 'node:crypto';
import { appendFileSync, copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { skipBrowserTests } from '../support/browser.ts';
import {
  badge,
  card,
  downloads,
  drop,
  findings,
  notice,
  primaryButton,
  site,
  vector,
  vectorBytes,
  words,
} from './support.ts';

const APP1 = 'hello_build1_1024_app1.elf';
const APP2 = 'hello_build1_1024_app2.elf';

describe.skipIf(skipBrowserTests)('dropping files', () => {
  const twinslot = site();

  it('tells the slot of one ELF file and saves its image', async () => {
    const { page } = await twinslot.open();
    await drop(page, [vector(APP1)]);
    await card(page, APP1).waitFor();
    expect(await badge(page, APP1)).toBe('user1');
    const saved = await downloads(page, 1, () => primaryButton(page).click());
    expect(Object.keys(saved)).toEqual(['user1.bin']);
    expect(saved['user1.bin']).toEqual(vectorBytes('images/hello_build1_1024_app1/canonical-user1.bin'));
  });

  it('tells the slots of two ELF files, whatever their order, and saves both images in one go', async () => {
    const { page } = await twinslot.open();
    await drop(page, [vector(APP2), vector(APP1)], { x: 640, y: 400 });
    await card(page, APP2).waitFor();
    expect([await badge(page, APP1), await badge(page, APP2)]).toEqual(['user1', 'user2']);
    const saved = await downloads(page, 2, () => primaryButton(page).click());
    expect(saved).toEqual({
      'user1.bin': vectorBytes('images/hello_build1_1024_app1/canonical-user1.bin'),
      'user2.bin': vectorBytes('images/hello_build1_1024_app2/canonical-user2.bin'),
    });
  });

  it('adds files to those that are there', async () => {
    const { page } = await twinslot.open();
    await drop(page, [vector(APP1)]);
    await page.getByRole('button', { name: 'Save user1.bin' }).first().waitFor();
    await drop(page, [vector(APP2)]);
    await page.getByRole('button', { name: 'Save user1.bin and user2.bin' }).waitFor();
    expect(await page.locator('ts-file-card').count()).toBe(2);
  });

  it('replaces a file that is dropped again', async () => {
    const { page } = await twinslot.open();
    const [first, second] = [1, 2].map(() => join(twinslot.folder(), 'app.elf'));
    if (!first || !second) throw new Error('no folders');
    copyFileSync(vector(APP1), first);
    copyFileSync(vector(APP2), second);
    await drop(page, [first]);
    await card(page, 'app.elf').waitFor();
    await drop(page, [second]);
    await card(page, 'app (2).elf').waitFor();
    copyFileSync(vector('hello_build2_1024_app2.elf'), second);
    await drop(page, [second]);
    const isNew = vectorBytes('images/hello_build2_1024_app2/canonical-user2.bin');
    await page.getByText(createHash('sha256').update(isNew).digest('hex')).waitFor();
    expect(await page.locator('ts-file-card').count()).toBe(2);
    const saved = await downloads(page, 2, () => primaryButton(page).click());
    expect(saved).toEqual({
      'user1.bin': vectorBytes('images/hello_build1_1024_app1/canonical-user1.bin'),
      'user2.bin': isNew,
    });
  });

  it('shows that files can be dropped while they hang over the window', async () => {
    const { page, context } = await twinslot.open();
    const session = await context.newCDPSession(page);
    const data = { items: [], files: [vector(APP1)], dragOperationsMask: 1 };
    await session.send('Input.dispatchDragEvent', { type: 'dragEnter', x: 600, y: 700, data });
    await page.getByText('Drop the files to look at them').waitFor();
    // The debugger has no way to drag out of the window.
    await page.evaluate(() => document.body.dispatchEvent(new DragEvent('dragleave', { bubbles: true })));
    await page.getByText('Drop the files to look at them').waitFor({ state: 'detached' });
    expect(await page.locator('ts-file-card').count()).toBe(0);
  });

  it('says one sentence about a folder, and takes the files beside it', async () => {
    const { page } = await twinslot.open();
    const folder = join(twinslot.folder(), 'build');
    mkdirSync(folder);
    await drop(page, [folder]);
    await notice(page, 'build is a folder').waitFor();
    await drop(page, [folder, vector(APP1)]);
    await card(page, APP1).waitFor();
    expect(await notice(page, 'build is a folder').count()).toBe(1);
  });

  it('says one sentence about more files than make sense', async () => {
    const { page } = await twinslot.open();
    const folder = twinslot.folder();
    const paths = Array.from({ length: 12 }, (_, i) => join(folder, `part${i}.elf`));
    for (const path of paths) copyFileSync(vector(APP1), path);
    await drop(page, paths);
    await notice(page, '12 files are too many').waitFor();
    expect(await page.locator('ts-file-card').count()).toBe(0);
  });

  it('says that a file cannot be read any more after it changed on the disk', async () => {
    const { page } = await twinslot.open();
    const path = join(twinslot.folder(), 'app1.elf');
    copyFileSync(vector(APP1), path);
    await drop(page, [path]);
    await page.getByRole('button', { name: 'Save user1.bin' }).first().waitFor();
    appendFileSync(path, 'x');
    await page.getByLabel('Flash mode').selectOption('DIO');
    await card(page, 'app1.elf').getByText('The file cannot be read').waitFor();
    expect(await badge(page, 'app1.elf')).toBe('not usable');
    expect(await findings(card(page, 'app1.elf'), 'error')).toEqual(['The file cannot be read']);
    expect(words(await primaryButton(page).textContent())).toBe('Add files');
  });

  it('takes files that are pasted', async () => {
    const { page } = await twinslot.open();
    await page.evaluate(
      ([name, bytes]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(bytes)], name));
        document.body.dispatchEvent(
          new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }),
        );
      },
      [APP1, [...vectorBytes(APP1)]] as const,
    );
    await card(page, APP1).waitFor();
    expect(await badge(page, APP1)).toBe('user1');
  });

  it('opens the chooser by button and by Ctrl+O', async () => {
    const { page } = await twinslot.open();
    const byButton = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Open ELF files' }).click();
    expect((await byButton).isMultiple()).toBe(true);
    const byKey = page.waitForEvent('filechooser');
    await page.keyboard.press('Control+o');
    await (await byKey).setFiles([vector(APP1)]);
    await card(page, APP1).waitFor();
  });

  it('makes both images from one ELF file of a 1024+1024 map, or the one that was asked for', async () => {
    const { page } = await twinslot.open();
    await drop(page, [vector('either_2048.elf')]);
    await card(page, 'either_2048.elf').waitFor();
    await page.getByLabel('Flash size').selectOption({ label: '2MB-c1 (1024+1024 KB)' });
    await page.getByRole('button', { name: 'Save user1.bin and user2.bin' }).waitFor();
    expect(await badge(page, 'either_2048.elf')).toBe('user1 and user2');
    const saved = await downloads(page, 2, () => primaryButton(page).click());
    expect(saved).toEqual({
      'user1.bin': vectorBytes('images/either_2048/canonical-user1.bin'),
      'user2.bin': vectorBytes('images/either_2048/canonical-user2.bin'),
    });
    await page.getByLabel('Use it as').selectOption('user2');
    await page.getByRole('button', { name: 'Save user2.bin' }).first().waitFor();
    expect(await badge(page, 'either_2048.elf')).toBe('user2');
  });

  it('makes the pair of a program without slots', async () => {
    const { page } = await twinslot.open();
    await drop(page, [vector('plain_nonota.elf')]);
    await card(page, 'plain_nonota.elf').waitFor();
    const saved = await downloads(page, 2, () => primaryButton(page).click());
    expect(saved).toEqual({
      '0x00000.bin': vectorBytes('images/plain_nonota/canonical-0x00000.bin'),
      '0x10000.bin': vectorBytes('images/plain_nonota/canonical-0x10000.bin'),
    });
  });
});
