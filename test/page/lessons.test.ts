/** The three lessons, played to their green end on the virtual board, as a pupil does it. */
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { scanAxe, skipBrowserTests } from '../support/browser.ts';
import { site, words } from './support.ts';

const LIMIT = { timeout: 240_000 };
/** A virtual board goes slower than the clock where many tests run at once. */
const SLOW = { timeout: 120_000 };
const SHOTS = process.env.TWINSLOT_SHOTS;

const panel = (page: Page): Locator => page.locator('ts-lesson-panel');
const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
const inPanel = (page: Page, name: string | RegExp): Locator => panel(page).getByRole('button', { name });

async function shot(page: Page, name: string): Promise<void> {
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}.png`) });
}

/** From the list into a lesson. */
async function start(page: Page, title: string): Promise<void> {
  await page.getByRole('link', { name: 'Lessons' }).click();
  await button(page, `Start ${title}`).click();
  await panel(page)
    .getByRole('heading', { name: `Lesson: ${title}` })
    .waitFor();
}

/** Waits until the step at hand is seen to be done, then goes on. */
async function done(page: Page, seen?: string): Promise<void> {
  await panel(page).locator('.check.seen, .said.right').waitFor(SLOW);
  if (seen) expect(words(await panel(page).locator('.check.seen').textContent())).toContain(seen);
  await inPanel(page, /^(?:Next step|To the result)$/).click();
}

const give = (page: Page): Promise<void> => inPanel(page, /on the page$/).click();

async function answer(page: Page, text: string): Promise<void> {
  await panel(page).getByRole('radio', { name: text }).check();
  await done(page);
}

/** Unfolds the inside of a file or image by its name. */
const unfold = (page: Page, name: string): Promise<void> =>
  page.locator('ts-inspect-details').filter({ hasText: name }).locator('summary').first().click();

const green = async (page: Page): Promise<void> => {
  await panel(page).getByRole('heading', { name: 'Done: every step was checked' }).waitFor();
  expect(await panel(page).getByText('not seen').count()).toBe(0);
};

describe.skipIf(skipBrowserTests)('the lessons', () => {
  const twinslot = site('/', process.env.TWINSLOT_DIST);

  it('look inside an image', LIMIT, async () => {
    const { page } = await twinslot.open();
    await start(page, 'Look inside an image');
    await shot(page, 'inside-1');
    await give(page);
    await done(page, 'example-user1.elf and example-user2.elf on the page');
    await unfold(page, 'user1.bin');
    await done(page, 'user1.bin was opened');
    // A wrong answer says why and leaves the step open.
    await panel(page).getByRole('radio', { name: 'E9' }).check();
    await panel(page).getByText('it begins the second header').waitFor();
    expect(await inPanel(page, 'Go on without').count()).toBe(1);
    await answer(page, 'EA');
    await answer(page, 'Which slot the image is for');
    await answer(page, 'At 0x81000');
    await answer(page, 'It calls code at 0x4020');
    await give(page);
    await unfold(page, 'damaged-1.bin');
    await done(page, 'damaged-1.bin was opened');
    await shot(page, 'inside-8');
    await answer(page, 'Both');
    await answer(page, 'eyample');
    await give(page);
    await unfold(page, 'damaged-2.bin');
    await done(page, 'damaged-2.bin was opened');
    await answer(page, 'The wrong bit lies in the code');
    await answer(page, 'An SDK boot loader would start it');
    await green(page);
    await shot(page, 'inside-end');
    expect(await scanAxe(page)).toEqual([]);
  });

  it('flash and watch two slots', LIMIT, async () => {
    const { page } = await twinslot.open();
    await start(page, 'Flash and watch two slots');
    await give(page);
    await done(page);
    await button(page, 'Try with a virtual board').click(SLOW);
    await done(page, 'the virtual board is connected');
    await answer(page, 'The boot loader');
    await button(page, 'Write to the board').click(SLOW);
    await done(page, 'user1 and user2 written and verified');
    await button(page, 'Reset and watch').click(SLOW);
    await done(page, 'user1 is running');
    await answer(page, 'jump to run user1 @ 1000');
    await button(page, 'Connect again').click(SLOW);
    await page.locator('ts-flash-tools summary').click(SLOW);
    await button(page, 'Start user2').click(SLOW);
    await button(page, 'Reset and watch').click(SLOW);
    await done(page, 'user2 is running');
    await answer(page, 'A few bytes near the end of the flash');
    await green(page);
    const proof = words(await panel(page).locator('.proof').textContent());
    expect(proof).toMatch(/^user2 is running.*, proven by line \d+ of the log$/);
    await shot(page, 'slots-end');
  });

  it('update over the air and survive a power cut', LIMIT, async () => {
    const { page } = await twinslot.open();
    await start(page, 'Update over the air, and survive a power cut');
    await give(page);
    await done(page);
    await button(page, 'Try with a virtual board').click(SLOW);
    await done(page);
    await button(page, 'Write to the board').click(SLOW);
    await done(page);
    await button(page, 'Reset and watch').click(SLOW);
    await done(page, 'user1 is running');
    await give(page);
    await done(page);
    await answer(page, 'Into user2, the one that does not run');
    const power = panel(page).getByRole('switch', { name: 'Power of the virtual board' });
    const update = page.locator('ts-running-step section.update');
    await button(page, 'Update over the air').click(SLOW);
    await update.getByText(/^The device (?:erases|fetches).*:/).waitFor(SLOW);
    await power.click();
    await expect.poll(() => power.getAttribute('aria-checked'), SLOW).toBe('false');
    await shot(page, 'air-cut');
    await power.click();
    await done(page, 'the power was lost during the update, and user1 runs as before');
    await answer(page, 'The choice is changed last');
    await button(page, 'Update over the air').click(SLOW);
    await done(page, 'user2 is running, build 2');
    await answer(page, 'That is up to boot loader and program');
    await green(page);
    expect(words(await panel(page).locator('.proof').textContent())).toContain('user2 is running, build 2');
    await shot(page, 'air-end');
  });
});
