/** Step "Running" in Chromium: updates over the air at the virtual board, wholly inside the page. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { exampleFiles } from '../board/net/firmware.ts';
import { scanAxe, skipBrowserTests } from '../support/browser.ts';
import { card, choose, site, words } from './support.ts';

const LIMIT = { timeout: 240_000 };
/** A virtual board goes slower than the clock where many tests run at once. */
const SLOW = { timeout: 120_000 };
const SHOTS = process.env.TWINSLOT_SHOTS;

const step = (page: Page): Locator => page.locator('ts-running-step');
const headline = (page: Page): Locator => step(page).locator('.headline strong');
const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

/** ELF files of a build on the disk, under their usual names. */
function build(folder: string, number: number): string[] {
  const into = join(folder, `build${number}`);
  mkdirSync(into, { recursive: true });
  return Object.entries(exampleFiles('1MB', number)).map(([name, bytes]) => {
    const path = join(into, name);
    writeFileSync(path, bytes);
    return path;
  });
}

/** Drops a build, and waits until its images are offered. */
async function bring(page: Page, folder: string, number: number): Promise<void> {
  await choose(page, ...build(folder, number));
  await step(page).getByText(`build ${number}`).first().waitFor(SLOW);
}

async function shot(page: Page, name: string): Promise<void> {
  if (SHOTS) await step(page).screenshot({ path: join(SHOTS, `${name}.png`) });
}

/** A virtual board with build 1 in both slots, written through its serial port, and heard. */
async function boardWithBuild1(page: Page, folder: string): Promise<void> {
  await choose(page, ...build(folder, 1));
  await card(page, 'example-user2.elf').waitFor();
  await button(page, 'Try with a virtual board').click();
  await button(page, 'Write to the board').click(SLOW);
  await page.getByText('Written and verified').first().waitFor(SLOW);
  await shot(page, 'written');
  await button(page, 'Start its program and listen').click();
  await headline(page).getByText('user1 is running').waitFor(SLOW);
}

async function update(page: Page, slot: string, number: number): Promise<void> {
  await button(page, 'Update over the air').click(SLOW);
  await step(page).locator('.verdict').getByText(`${slot} is running, build ${number}`).waitFor(SLOW);
  await headline(page).getByText(`${slot} is running`).waitFor(SLOW);
}

describe.skipIf(skipBrowserTests)('the step "Running"', () => {
  const twinslot = site('/', process.env.TWINSLOT_DIST);

  it('updates the virtual board to user2 and back to user1, with the proving lines', LIMIT, async () => {
    const { page } = await twinslot.open({ colorScheme: SHOTS?.endsWith('dark') ? 'dark' : 'light' });
    const folder = twinslot.folder();
    await boardWithBuild1(page, folder);
    await shot(page, 'running');
    expect(await scanAxe(page)).toEqual([]);
    await bring(page, folder, 2);
    await shot(page, 'offer');
    await update(page, 'user2', 2);
    await shot(page, 'done');
    await step(page)
      .getByRole('button', { name: /Show line \d+ of the log/ })
      .click();
    const proving = step(page).locator('ts-monitor .row.current');
    expect(words(await proving.textContent())).toContain('jump to run user2 @ 81000');
    expect(await scanAxe(page)).toEqual([]);
    await bring(page, folder, 3);
    await update(page, 'user1', 3);
  });

  it('fits a narrow screen in the dark and is sound for screen readers', LIMIT, async () => {
    const { page } = await twinslot.open({ width: 320, colorScheme: 'dark' });
    const folder = twinslot.folder();
    await boardWithBuild1(page, folder);
    await bring(page, folder, 2);
    await update(page, 'user2', 2);
    await shot(page, 'narrow-dark');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    expect(await scanAxe(page)).toEqual([]);
  });
});
