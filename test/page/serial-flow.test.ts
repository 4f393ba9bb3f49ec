/** The whole way over real Web Serial, onto a virtual board at the end of a virtual port: ELF files to either slot. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVirtualBoard } from '../../src/board/board.ts';
import { boardConfig } from '../../src/board/config.ts';
import { skipBrowserTests } from '../support/browser.ts';
import { BoardPort } from '../support/vserial/board-port.ts';
import { type SerialBrowser, startSerialBrowser } from '../support/vserial/serial-browser.ts';
import { C_COMPILER } from '../support/vserial/virtual-port.ts';
import { choose, vector } from './support.ts';

const CH340 = { name: 'ttyP1', vendorId: 0x1a86, productId: 0x7523 };
const LONG = { timeout: 60_000 };

describe.skipIf(skipBrowserTests || C_COMPILER.skip)(`writing over Web Serial${C_COMPILER.note}`, () => {
  let browser: SerialBrowser;
  let port: BoardPort;

  beforeAll(async () => {
    browser = await startSerialBrowser([CH340], 'dist');
    port = new BoardPort(createVirtualBoard(boardConfig('d1-mini')), browser.plug(CH340));
  });

  afterAll(async () => {
    await browser?.close();
    await port?.unplug();
  });

  it('writes both slots, runs user1, and then user2 when that is chosen', async () => {
    const page = await browser.tab();
    await choose(page, ...['hello_build1_1024_app1.elf', 'hello_build1_1024_app2.elf'].map(vector));
    await page.getByRole('button', { name: /^Connect to CH34/ }).click();
    const flash = page.locator('ts-flash-step');
    for (const slot of ['user1', 'user2'] as const) {
      await page.getByRole('button', { name: 'Write to the board' }).waitFor(LONG);
      await flash.getByLabel('Slot that starts').selectOption(slot);
      await page.getByRole('button', { name: 'Write to the board' }).click();
      await flash.getByText(`Written and verified. The board will start ${slot}.`).waitFor(LONG);
      await page.getByRole('button', { name: 'Reset and watch' }).click();
      await page.locator('ts-running-step').getByText(`${slot} is running`, { exact: true }).waitFor(LONG);
      await expect
        .poll(() => page.getByRole('log').last().textContent(), LONG)
        .toContain(`hello from ${slot} build 1`);
      if (slot === 'user1') await flash.getByRole('button', { name: 'Connect again' }).click();
    }
  }, 240_000);
});
