import { describe, expect, it } from 'vitest';
import { skipBrowserTests } from '../support/browser.ts';
import { listen, said } from './ears.ts';
import { card, changedBuild, choose, drop, site, vector } from './support.ts';

const APP1 = 'hello_build1_1024_app1.elf';
const APP2 = 'hello_build1_1024_app2.elf';

describe.skipIf(skipBrowserTests)('what is read aloud', () => {
  const twinslot = site();

  it('is the verdict on each file, and what can be saved', async () => {
    const { page } = await twinslot.open();
    await listen(page);
    await drop(page, [vector(APP1), vector(APP2)]);
    await expect
      .poll(() => said(page))
      .toEqual([`status: ${APP1}: user1. ${APP2}: user2. user1.bin and user2.bin can be saved. 2 notes.`]);
  });

  it('is urgent when something stands in the way', async () => {
    const { page } = await twinslot.open();
    await listen(page);
    await drop(page, [vector('bad/text.elf')]);
    await expect
      .poll(() => said(page))
      .toEqual(['alert: text.elf: not usable. Not an ELF file or flash image.']);
  });

  it('is silent about a setting that changes no verdict, and speaks of one that does', async () => {
    const { page } = await twinslot.open();
    await listen(page);
    await drop(page, [vector(APP2)]);
    await expect.poll(() => said(page)).toHaveLength(1);
    await page.getByLabel('Flash mode').selectOption('DIO');
    await page.getByText('Chosen by you.').waitFor();
    await page.getByLabel('Flash size').selectOption({ label: '8MB (1024+1024 KB)' });
    await expect.poll(() => said(page)).toHaveLength(2);
    expect((await said(page))[1]).toMatch(`alert: ${APP2}: not usable.`);
  });

  it('is that files were saved', async () => {
    const { page } = await twinslot.open();
    await listen(page);
    await drop(page, [vector(APP1)]);
    await expect.poll(() => said(page)).toHaveLength(1);
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => said(page)).toHaveLength(2);
    expect((await said(page))[1]).toBe('status: Saved user1.bin. In the downloads of your browser.');
  });
});

describe.skipIf(skipBrowserTests)('slow work', () => {
  const twinslot = site();

  it('says so, and Cancel or Esc bring back what was there', async () => {
    const slow = twinslot.folder();
    const SLOW_MS = 1500;
    await changedBuild(slow, [
      {
        file: /^assets\/worker-entry-.*\.js$/,
        change: js => `const until=Date.now()+${SLOW_MS};while(Date.now()<until);${js}`,
      },
    ]);
    const { page } = await twinslot.open();
    await drop(page, [vector(APP1)]);
    await card(page, APP1).waitFor();
    twinslot.server.serve(slow);
    await page.reload();
    await choose(page, vector(APP1));
    await page.getByRole('progressbar', { name: 'Reading the files' }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.locator('ts-notices').getByText('Stopped').waitFor();
    expect(await page.getByRole('progressbar').count()).toBe(0);
    expect(await page.locator('ts-file-card').count()).toBe(0);
    await choose(page, vector(APP2));
    await page.getByRole('progressbar', { name: 'Reading the files' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('progressbar').waitFor({ state: 'detached' });
    expect(await page.locator('ts-file-card').count()).toBe(0);
    await choose(page, vector(APP2));
    await card(page, APP2).waitFor();
    twinslot.server.serve('dist');
  });
});
