/** Listening over real Web Serial to a program at its own rate: what the page says of the rate, and of a crash. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVirtualBoard } from '../../src/board/board.ts';
import { boardConfig, flashOfSize } from '../../src/board/config.ts';
import { flashWith } from '../jobs/watch/bench.ts';
import { talkingApp } from '../jobs/watch/talking-app.ts';
import { scanAxe, skipBrowserTests } from '../support/browser.ts';
import { BoardPort } from '../support/vserial/board-port.ts';
import { type SerialBrowser, startSerialBrowser } from '../support/vserial/serial-browser.ts';
import { C_COMPILER } from '../support/vserial/virtual-port.ts';
import { button, headline, shot, step } from './running-support.ts';
import { words } from './support.ts';

const SLOW = { timeout: 120_000 };
const BRIDGE = { name: 'ttyR0', vendorId: 0x10c4, productId: 0xea60 };
const CRASH = [
  'Fatal exception 28(LoadProhibitedCause):\n',
  'epc1=0x40201234, epc2=0x00000000, epc3=0x00000000, excvaddr=0x00000000, depc=0x00000000\n',
];

/** Says at 115200 baud that all is well, again and again, and now and then that it has crashed. */
const program = talkingApp(
  [
    { baud: 115_200 },
    ...Array.from(
      { length: 80 },
      () => [{ say: 'all is well, heap 41232\n' }, { waitMs: 100 }] as const,
    ).flat(),
    ...CRASH.map(say => ({ say })),
    { waitMs: 500 },
  ],
  3,
);

const rows = async (page: Page): Promise<string[]> =>
  (await step(page).locator('ts-monitor .row.rate').allTextContents()).map(words);
const rate = (page: Page): Locator => page.getByLabel('Rate of the program');

describe.skipIf(skipBrowserTests || C_COMPILER.skip)(`the rate of a program${C_COMPILER.note}`, () => {
  let browser: SerialBrowser;
  let port: BoardPort;

  beforeAll(async () => {
    browser = await startSerialBrowser([BRIDGE], 'dist');
    const config = { ...boardConfig('nodemcu'), flash: flashOfSize(0x100000), bridge: 'ideal' } as const;
    const board = createVirtualBoard(config);
    board.loadFlash(flashWith({ user1: program }));
    port = new BoardPort(board, browser.plug(BRIDGE));
  });
  afterAll(async () => {
    await browser?.close();
    await port?.unplug();
  });

  const listen = async (page: Page): Promise<void> => {
    await button(page, 'Try with an example').click();
    await page.getByRole('button', { name: /^Connect to CP210/ }).click(SLOW);
    await button(page, 'Start its program and listen').click(SLOW);
  };

  it('is found and said with the gap, can be chosen, and is remembered; a crash is explained', {
    timeout: 240_000,
  }, async () => {
    const page = await browser.tab();
    await listen(page);
    await expect
      .poll(() => rows(page), SLOW)
      .toContainEqual(
        expect.stringMatching(
          /Now listening at 115200 baud: .*\. Nobody listened for \d+ ms: [\d,]+ bytes? at most were missed\.$/,
        ),
      );
    await headline(page).getByText('user1 is running').waitFor(SLOW);
    await rate(page)
      .getByText('Find it by itself (now 115200 baud)')
      .waitFor({ ...SLOW, state: 'attached' });
    await shot(page, 'rates');
    await step(page).locator('.crash').getByText('Crash: read from address 0').waitFor(SLOW);
    expect(words(await step(page).locator('.crash .registers').textContent())).toContain('epc1');
    await shot(page, 'crash');
    expect(await scanAxe(page)).toEqual([]);
    await rate(page).selectOption('9600');
    await expect
      .poll(() => rows(page), SLOW)
      .toContainEqual(expect.stringContaining('9600 baud: it was chosen'));

    const again = await browser.tab();
    await page.close();
    await listen(again);
    await expect.poll(() => rate(again).inputValue(), SLOW).toBe('9600');
    await rate(again).selectOption('auto');
    await expect
      .poll(() => rows(again), SLOW)
      .toContainEqual(expect.stringContaining('Now listening at 115200 baud'));
    await button(again, 'Reset and read the boot text').click();
    await expect.poll(() => rows(again), SLOW).toContainEqual('Resets the board and reads its boot text.');
    await again.close();
  });
});
