/** The page with a real Web Serial port, at whose end is a virtual board: steps Board and Flash, and a second tab. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVirtualBoard } from '../../src/board/board.ts';
import { boardConfig } from '../../src/board/config.ts';
import { skipBrowserTests } from '../support/browser.ts';
import { BoardPort } from '../support/vserial/board-port.ts';
import { type SerialBrowser, startSerialBrowser } from '../support/vserial/serial-browser.ts';
import { C_COMPILER } from '../support/vserial/virtual-port.ts';

const CP2102 = { name: 'ttyP0', vendorId: 0x10c4, productId: 0xea60 };

describe.skipIf(skipBrowserTests || C_COMPILER.skip)(`the page over Web Serial${C_COMPILER.note}`, () => {
  let browser: SerialBrowser;
  let port: BoardPort;

  beforeAll(async () => {
    browser = await startSerialBrowser([CP2102], 'dist');
    port = new BoardPort(createVirtualBoard(boardConfig('nodemcu')), browser.plug(CP2102));
  });

  afterAll(async () => {
    await browser?.close();
    await port?.unplug();
  });

  const withExample = async (): Promise<Page> => {
    const page = await browser.tab();
    await page.getByRole('button', { name: 'Try with an example' }).click();
    return page;
  };
  const connect = (page: Page): Promise<void> =>
    page.getByRole('button', { name: 'Connect to CP210x' }).click();

  it('connects to a port that was allowed earlier, and refuses it in a second tab', async () => {
    const first = await withExample();
    await connect(first);
    await first.getByText('5C:CF:7F:12:34:56').first().waitFor();
    const second = await withExample();
    await connect(second);
    await second.locator('ts-lane-card').getByText('Another tab has this port').waitFor();
    await first.close();
    await second.getByRole('button', { name: 'Connect', exact: true }).click();
    await second.getByText('5C:CF:7F:12:34:56').first().waitFor();
    expect(await second.locator('ts-lane-card').getByText('Another tab has this port').count()).toBe(0);
  });
});
