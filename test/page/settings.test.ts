import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bootLoaderFile } from '../support/boot-loader-builder.ts';
import { skipBrowserTests } from '../support/browser.ts';
import { esptoolImage, ramSegments } from '../support/image-builder.ts';
import {
  badge,
  card,
  downloads,
  drop,
  findings,
  primaryButton,
  site,
  vector,
  vectorBytes,
  words,
} from './support.ts';

const APP1 = 'hello_build1_1024_app1.elf';

describe.skipIf(skipBrowserTests)('settings', () => {
  const twinslot = site();

  it('change the image at once', async () => {
    const { page } = await twinslot.open();
    await drop(page, [vector(APP1)]);
    await card(page, APP1).waitFor();
    await page.getByLabel('Flash mode').selectOption('DIO');
    await page.getByLabel('Flash speed').selectOption('80 MHz');
    await page.getByLabel('Flash size').selectOption({ label: '4MB (512+512 KB)' });
    await page.getByText('0x3FB000').first().waitFor();
    const saved = await downloads(page, 1, () => primaryButton(page).click());
    expect(saved['user1.bin']).toEqual(
      vectorBytes('images/hello_build1_1024_app1/canonical-user1.dio-80m-4MB.bin'),
    );
  });

  it('say where a value comes from, and go back to it', async () => {
    const { page } = await twinslot.open();
    await drop(page, [vector('sizes_512_app2.elf')]);
    const size = page.getByLabel('Flash size');
    await size.getByRole('option', { name: 'Auto: 512KB' }).waitFor({ state: 'attached' });
    await page.getByText('Slots of 256+256 KB. Assumed, because no file says it.').waitFor();
    await size.selectOption({ label: '1MB (512+512 KB)' });
    await page.getByText('Slots of 512+512 KB. Chosen by you.').waitFor();
    await size.selectOption({ label: 'Auto' });
    await page.getByText('Slots of 256+256 KB. Assumed, because no file says it.').waitFor();
  });

  it('refuse a map that the program was not linked for, with the maps that fit', async () => {
    const { page } = await twinslot.open();
    await drop(page, [vector('hello_build1_1024_app2.elf')]);
    const shown = card(page, 'hello_build1_1024_app2.elf');
    await shown.waitFor();
    await page.getByLabel('Flash size').selectOption({ label: '2MB-c1 (1024+1024 KB)' });
    await shown.locator('ts-finding-list li.error').waitFor();
    expect(await badge(page, 'hello_build1_1024_app2.elf')).toBe('not usable');
    expect(await page.getByRole('heading', { name: 'Memory map' }).count()).toBe(0);
  });

  it('patch a boot loader, choose the slot that starts, and allow the whole flash as one file', async () => {
    const { page } = await twinslot.open();
    const loader = join(twinslot.folder(), 'boot_v1.7.bin');
    writeFileSync(loader, bootLoaderFile('1.7'));
    await drop(page, [vector(APP1), vector('hello_build1_1024_app2.elf')]);
    const merged = page.getByRole('button', { name: 'Save flash.bin' });
    await merged.waitFor();
    expect(await merged.isDisabled()).toBe(true);
    await page.getByText('A file of the whole flash needs a boot loader').waitFor();
    await drop(page, [loader]);
    await page.getByRole('button', { name: 'Save boot.bin, user1.bin and user2.bin' }).waitFor();
    expect(await badge(page, 'boot_v1.7.bin')).toBe('boot loader');
    await page.getByLabel('Slot that starts').selectOption('user2');
    await page.getByRole('button', { name: 'Save all 4 files' }).waitFor();
    const { 'flash.bin': flash } = await downloads(page, 1, () => merged.click());
    const user2 = vectorBytes('images/hello_build1_1024_app2/canonical-user2.bin');
    expect(flash?.length).toBe(1024 * 1024);
    expect([...(flash?.subarray(0, 4) ?? [])]).toEqual([0xe9, 3, 0, 0x20]);
    expect(flash?.subarray(0x81000, 0x81000 + user2.length)).toEqual(user2);
    // Copy B of the parameters: start user2, for a loader 1.7.
    expect([...(flash?.subarray(0xfe000, 0xfe002) ?? [])]).toEqual([0xfd, 0xe7]);
  });

  it('ask for the slot of an image that does not say it, and repair it', async () => {
    const { page } = await twinslot.open();
    const path = join(twinslot.folder(), 'firmware.bin');
    // As esptool makes it, with code that mentions no address of its own.
    writeFileSync(path, esptoolImage({ irom: new Uint8Array(256), segments: ramSegments() }));
    await drop(page, [path]);
    const shown = card(page, 'firmware.bin');
    await shown.waitFor();
    expect(await findings(shown, 'error')).toHaveLength(1);
    expect(await badge(page, 'firmware.bin')).toBe('user1 or user2');
    expect(words(await primaryButton(page).textContent())).toBe('Add files');
    await shown.getByLabel('Use it as').selectOption('user2');
    await page.getByRole('button', { name: 'Save user2.bin' }).first().waitFor();
    const saved = await downloads(page, 1, () => primaryButton(page).click());
    expect([...(saved['user2.bin']?.subarray(0, 4) ?? [])]).toEqual([0xea, 4, 0, 2]);
    await shown.getByLabel('Use it as').selectOption({ label: 'as its evidence says' });
    await shown.locator('ts-finding-list li.error').waitFor();
  });
});
