/** The station in Chromium: eight virtual boards on real serial ports that look the same, at 115200. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVirtualBoard } from '../../src/board/board.ts';
import { boardConfig, flashOfSize } from '../../src/board/config.ts';
import { skipBrowserTests } from '../support/browser.ts';
import { BoardPort } from '../support/vserial/board-port.ts';
import { type SerialBrowser, startSerialBrowser } from '../support/vserial/serial-browser.ts';
import { C_COMPILER } from '../support/vserial/virtual-port.ts';
import { choose, vector } from './support.ts';

const COUNT = 8;
/** Adapters as in a box of boards: nothing but the system's own number tells them apart. */
const PORTS = Array.from({ length: COUNT }, (_, i) => ({
  ...{ name: `ttyQ${i}`, vendorId: 0x10c4, productId: 0xea60 },
}));
const macOf = (i: number): string => `5C:CF:7F:00:00:${String(i + 10)}`;
/** This one has half the flash that the build needs. */
const SMALL = 5;
/** This one is pulled out in the middle. */
const PULLED = 2;
const LONG = { timeout: 120_000 };

describe.skipIf(skipBrowserTests || C_COMPILER.skip)(`the station${C_COMPILER.note}`, () => {
  let browser: SerialBrowser;
  const ports: BoardPort[] = [];

  beforeAll(async () => {
    browser = await startSerialBrowser(PORTS, 'dist');
  });

  afterAll(async () => {
    await browser?.close();
    for (const port of ports) await port.unplug();
  });

  const plug = (i: number, board = ports[i]?.board): BoardPort => {
    const id = PORTS[i];
    if (!id) throw new RangeError(`no port ${i}`);
    const flash = flashOfSize(i === SMALL ? 0x80000 : 0x100000);
    const port = new BoardPort(
      board ?? createVirtualBoard(boardConfig('nodemcu', { mac: macOf(i), flash })),
      browser.plug(id),
    );
    ports[i] = port;
    return port;
  };
  const seat = (page: Page, i: number): Locator => page.locator('ts-seat').filter({ hasText: macOf(i) });

  it('writes eight boards at once, leaves alone what does not fit, goes on after a pulled cable', async () => {
    const page = await browser.tab();
    await choose(page, ...['hello_build1_1024_app1.elf', 'hello_build1_1024_app2.elf'].map(vector));
    await page.getByText('Memory map').first().waitFor();
    await page.getByRole('link', { name: 'Station' }).click();
    for (let i = 0; i < COUNT; i++) plug(i);
    await page.getByText('8 ports ready').waitFor();
    await page.getByLabel('Speed of the line').selectOption('115200');
    await page.getByRole('button', { name: 'Start the station' }).click();
    await seat(page, PULLED).getByText('Writing', { exact: true }).waitFor(LONG);
    await ports[PULLED]?.unplug();
    await seat(page, PULLED).getByText('The cable came out').waitFor(LONG);
    plug(PULLED);
    for (let i = 0; i < COUNT; i++)
      await seat(page, i)
        .getByText(i === SMALL ? 'Left alone' : 'Passed', { exact: true })
        .waitFor(LONG);
    expect(await page.locator('ts-seat').count()).toBe(COUNT);
  }, 300_000);
});
