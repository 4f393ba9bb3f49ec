/** Draws the PNG icons of the manifest from public/icon.svg: `node test/tools/render-icons.mjs` after changing it. */
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { locate, TOOLS } from './ensure.mjs';

const svg = readFileSync('public/icon.svg', 'utf8');
const ground = /fill="(#\w+)"/.exec(svg)?.[1]; // of the tile, which a maskable icon continues to its edges

const ICONS = [
  { file: 'public/icon-192.png', size: 192, scale: 1, background: 'transparent' },
  { file: 'public/icon-512.png', size: 512, scale: 1, background: 'transparent' },
  // A launcher may cut a circle of 40 % radius out of it: the mark has to lie within.
  { file: 'public/icon-maskable-512.png', size: 512, scale: 0.78, background: ground },
];

const executablePath = TOOLS.slice(0, 1).map(tool => locate(tool))[0];
if (executablePath === undefined)
  throw new Error('No Chromium found. Type: sudo apt-get install -y chromium');
const browser = await chromium.launch({ executablePath, chromiumSandbox: false });
const page = await browser.newPage();
for (const { file, size, scale, background } of ICONS) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>body { margin: 0; background: ${background} } svg { display: block; transform: scale(${scale}) }</style>` +
      svg.replace('<svg ', `<svg width="${size}" height="${size}" `),
  );
  await page.screenshot({ path: file, omitBackground: true });
  console.log(file);
}
await browser.close();
