/** Esc and Ctrl+Enter at boards: what they stop, what they ask, and which button is the next step. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { scanAxe } from '../support/browser.ts';
import { primaryButton, words } from './support.ts';
import { button, connect, give, longProgram, skipWired, wired } from './wired.ts';

const PROGRAMS = { 'app1.elf': longProgram('user1', 0x40000), 'app2.elf': longProgram('user2', 0x8000) };
const step = (page: Page) => page.locator('ts-flash-step');
const primaries = async (page: Page): Promise<string[]> =>
  (await primaryButton(page).allTextContents()).map(words);
const question = (page: Page) => page.getByRole('alertdialog', { name: 'Stop writing?' });

describe.skipIf(skipWired)('the keys, at a board', () => {
  const bench = wired(2);

  it('Ctrl+Enter is the next step: save, connect again, write, reset and watch', async () => {
    await bench.plug();
    const page = await bench.open();
    expect(await primaries(page)).toEqual(['Open ELF files']);
    await give(page, { 'app2.elf': PROGRAMS['app2.elf'] });
    await expect.poll(() => primaries(page)).toEqual(['Save user2.bin']);
    await connect(page);
    await button(page, 'Write to the board').waitFor();
    expect(await primaries(page)).toEqual(['Write to the board']);
    await page.keyboard.press('Control+Enter');
    await step(page).getByText('Written and verified').waitFor();
    expect(await primaries(page)).toEqual(['Reset and watch']);
    await page.keyboard.press('Control+Enter');
    await button(page, 'Connect again').last().waitFor();
  });

  it('Esc asks while the flash is written, says what would be left, and stops only after a yes', async () => {
    await bench.plug();
    const page = await bench.open();
    await give(page, PROGRAMS);
    await connect(page);
    await button(page, 'Write to the board').click();
    const progress = step(page).getByRole('progressbar');
    await expect.poll(() => progress.getAttribute('aria-valuenow')).toMatch(/^[1-9]/);
    await page.keyboard.press('Escape');
    await question(page).waitFor();
    expect(await page.evaluate(deepFocusText)).toBe('Go on');
    await expect.poll(() => question(page).textContent()).toMatch(/is incomplete;/);
    expect(await scanAxe(page)).toEqual([]);
    // The next Esc takes the question back, and the focus with it.
    await page.keyboard.press('Escape');
    await question(page).waitFor({ state: 'detached' });
    expect(await page.evaluate(deepFocusText)).toBe('Stop');
    await page.keyboard.press('Escape');
    await button(page, 'Stop now').click();
    await button(page, 'Continue').waitFor();
    expect(await primaries(page)).toEqual(['Continue']);
    await page.keyboard.press('Control+Enter');
    await step(page).getByText('Written and verified').waitFor();
  });

  it('with two boards there is one primary button, too', async () => {
    await bench.plug({ mac: '5C:CF:7F:00:00:01' });
    await bench.plug({ mac: '5C:CF:7F:00:00:02' }, { port: 1 });
    const page = await bench.open();
    await give(page, PROGRAMS);
    await connect(page);
    await button(page, 'Write to the board').waitFor();
    await connect(page);
    await button(page, 'Write to all 2 boards').waitFor();
    expect(await primaries(page)).toEqual(['Write to all 2 boards']);
    await page.keyboard.press('Control+Enter');
    await step(page).getByText('Written and verified').nth(1).waitFor();
    expect(await primaries(page)).toEqual(['Reset and watch']);
  });
});

/** Runs in the page. */
function deepFocusText(): string {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at?.textContent?.trim() ?? '';
}
