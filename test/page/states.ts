/** States of the page that every look at it has to go through: scans, screenshots, measuring. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { bootLoaderFile } from '../support/boot-loader-builder.ts';
import { flash } from '../support/flash-builder.ts';
import { card, choose, vector, vectorBytes } from './support.ts';

export type PageState = 'empty' | 'example' | 'open' | 'errors' | 'loader' | 'dump' | 'notice';

export const PAGE_STATES: readonly PageState[] = [
  'empty',
  'example',
  'open',
  'errors',
  'loader',
  'dump',
  'notice',
];

/** Brings a fresh page into a state and waits until it is painted. `folder` is for files that are made up. */
export async function enter(state: PageState, page: Page, folder: string): Promise<void> {
  await STATES[state](page, folder);
  await page.evaluate(() => new Promise(done => requestAnimationFrame(() => setTimeout(done))));
}

const STATES: Readonly<Record<PageState, (page: Page, folder: string) => Promise<void>>> = {
  empty: async () => {},
  example: async page => {
    await page.getByRole('button', { name: 'Try with an example' }).click();
    await card(page, 'example-user2.elf').waitFor();
    await page.getByRole('button', { name: 'Copy the SHA-256 of user2.bin' }).waitFor();
  },
  open: async (page, folder) => {
    await STATES.example(page, folder);
    // What opens may hold more that is folded.
    const folded = page.locator('details:not([open]) > summary:visible').first();
    while ((await folded.count()) > 0) {
      await folded.click();
      await page.getByText('One moment…').waitFor({ state: 'detached' });
    }
  },
  errors: async page => {
    const bad = ['machine_arm.elf', 'text.elf', 'slot_overflow.elf', 'two_irom.elf', 'zero_length_alloc.elf'];
    await choose(page, ...bad.map(name => vector(`bad/${name}`)), vector('orphan_1024_app1.elf'));
    await card(page, 'orphan_1024_app1.elf').waitFor();
  },
  loader: async (page, folder) => {
    const loader = join(folder, 'boot_v1.7.bin');
    writeFileSync(loader, bootLoaderFile('1.7'));
    await choose(page, vector('either_2048.elf'), loader);
    await card(page, 'either_2048.elf').waitFor();
    await page.getByLabel('Flash size').selectOption({ label: '4MB-c1 (1024+1024 KB)' });
    await page.getByLabel('Slot that starts').selectOption('user2');
    await page.getByRole('button', { name: 'Save all 4 files' }).waitFor();
  },
  dump: async (page, folder) => {
    const dump = join(folder, 'read-back.bin');
    const [user1, user2] = ['1', '2'].map(n =>
      vectorBytes(`images/hello_build1_1024_app${n}/canonical-user${n}.bin`),
    );
    if (!user1 || !user2) throw new Error('no images');
    const bootLoader = bootLoaderFile('1.7', { sizeFrequency: 0x20 });
    writeFileSync(dump, flash({ map: '1MB', bootLoader, user1, user2, parametersA: [0xfd, 0xe7], flag: 0 }));
    await choose(page, dump);
    await card(page, 'read-back.bin').waitFor();
  },
  notice: async page => {
    await choose(page, ...Array.from({ length: 9 }, (_, i) => vector(`bad/${MANY[i]}`)));
    await page.locator('ts-notices').getByText('9 files are too many').waitFor();
  },
};

const MANY = [
  'class64.elf',
  'empty.elf',
  'entry_0.elf',
  'irom_nobits.elf',
  'no_irom.elf',
  'shoff_0.elf',
  'text.elf',
  'trunc_16.elf',
  'zeros.elf',
];
