import { describe, expect, it } from 'vitest';
import { skipBrowserTests } from '../support/browser.ts';
import { enter } from './states.ts';
import { card, choose, site, vector } from './support.ts';

describe.skipIf(skipBrowserTests)('the memory map on the page', () => {
  const twinslot = site();

  it('leads from a slot to the headers and bytes of what is written there', async () => {
    const { page } = await twinslot.open();
    await enter('example', page, twinslot.folder());
    await page.getByRole('button', { name: /^boot loader, 0x00000/ }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const row = page.locator('ts-image-list li').filter({ hasText: '0x01000' });
    await row.locator('ts-inspector').waitFor();
    const focused = await page.evaluate(() => {
      let at = document.activeElement;
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      return at?.textContent?.replace(/\s+/g, ' ').trim();
    });
    expect(focused).toBe('Headers, sizes and bytes user1.bin');
  });

  it('leads from a region that is kept to its row in the table', async () => {
    const { page } = await twinslot.open();
    await enter('example', page, twinslot.folder());
    await page.getByRole('button', { name: /^RF calibration, 0xFB000/ }).click();
    const table = page.getByRole('table', { name: 'All regions of the flash' });
    await table.waitFor();
    expect(await table.locator('tr.selected').textContent()).toContain('RF calibration');
  });

  it('shows a flash that was read back, with what it starts', async () => {
    const { page } = await twinslot.open();
    await enter('dump', page, twinslot.folder());
    await page.getByRole('heading', { name: 'What is on the board, by read-back.bin' }).waitFor();
    expect(await card(page, 'read-back.bin').locator('.verdict').textContent()).toContain('user2 starts');
    expect(await page.getByRole('button', { name: /^user2, 0x81000 .*starts/ }).count()).toBe(1);
    expect(await page.locator('button.primary').textContent()).toContain('Add files');
  });

  it('lists sizes by symbol when somebody asks', async () => {
    const { page } = await twinslot.open();
    await choose(page, vector('objects_1024_app1.elf'));
    const shown = card(page, 'objects_1024_app1.elf');
    await shown.getByText('Headers, sizes and bytes').click();
    await shown.getByText('Symbols', { exact: true }).click();
    await shown.getByRole('table', { name: 'Symbols by size' }).waitFor();
    expect(await shown.getByRole('listbox').count()).toBe(1);
  });

  it('shows the bytes of a file on demand', async () => {
    const { page } = await twinslot.open();
    await choose(page, vector('hello_build1_1024_app1.elf'));
    const shown = card(page, 'hello_build1_1024_app1.elf');
    await shown.getByText('Headers, sizes and bytes').click();
    await shown
      .locator('summary')
      .filter({ hasText: /^Bytes$/ })
      .click();
    await shown.getByRole('grid').getByText('7F 45 4C 46').waitFor();
  });
});
