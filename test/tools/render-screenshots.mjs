/**
 * Takes the pictures that the system's install dialog shows, of the page in dist/:
 * `npm run build && node test/tools/render-screenshots.mjs`.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { preview } from 'vite';
import { locate, TOOLS } from './ensure.mjs';

/** @typedef {{ file: string, width: number, height: number, theme: 'light' | 'dark', shows: string }} Screenshot */

/** @type {readonly Screenshot[]} */
const screenshots = JSON.parse(readFileSync('src/build/screenshots.json', 'utf8'));
const LONG = { timeout: 120_000 };

/** Brings the page to where the step of that name has something to show. @param {import('playwright-core').Page} page @param {string} step */
const play = async (page, step) => {
  const click = (/** @type {string} */ name) => page.getByRole('button', { name, exact: true }).click(LONG);
  await click('Try with an example');
  await page.getByRole('button', { name: 'Save user1.bin and user2.bin' }).waitFor(LONG);
  if (step === 'running') {
    await click('Try with a virtual board');
    await click('Write to the board');
    await page.getByText('Written and verified').first().waitFor(LONG);
    await click('Start its program and listen');
    await page.locator('ts-running-step .headline').getByText('user1 is running').waitFor(LONG);
    await page.locator('ts-monitor .row').nth(8).waitFor(LONG);
  }
  if (step !== 'firmware') await page.locator(`#${step}`).evaluate(element => element.scrollIntoView());
};

const executablePath = TOOLS.slice(0, 1).map(tool => locate(tool))[0];
if (executablePath === undefined)
  throw new Error('No Chromium found. Type: sudo apt-get install -y chromium');
const server = await preview({ configFile: false, preview: { port: 0, host: 'localhost' } });
const browser = await chromium.launch({ executablePath, chromiumSandbox: false });
for (const { file, width, height, theme, shows } of screenshots) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
  });
  const page = await context.newPage();
  await page.goto(server.resolvedUrls?.local[0] ?? '');
  await play(page, shows);
  const path = join('public', file);
  mkdirSync(dirname(path), { recursive: true });
  await page.screenshot({ path });
  console.log(path);
  await context.close();
}
await browser.close();
await server.close();
