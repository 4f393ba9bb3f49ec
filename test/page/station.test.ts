/** The station in Chromium: eight virtual boards on real serial ports that look the same, at 115200. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createVirtualBoard } from '../../src/board/board.ts';
import { boardConfig, flashOfSize } from '../../src/board/config.ts';
import { scanAxe, skipBrowserTests } from '../support/browser.ts';
import { BoardPort } from '../support/vserial/board-port.ts';
import { type SerialBrowser, startSerialBrowser } from '../support/vserial/serial-browser.ts';
import { C_COMPILER } from '../support/vserial/virtual-port.ts';
import { choose, downloads, vector } from './support.ts';

const SHOTS = process.env.TWINSLOT_SHOTS;
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
/** The board of the page. */
const VIRTUAL = '5C:CF:7F:12:34:56';
const LONG = { timeout: 120_000 };

describe.skipIf(skipBrowserTests || C_COMPILER.skip)(`the station${C_COMPILER.note}`, () => {
  let browser: SerialBrowser;
  const ports: BoardPort[] = [];
  /** A tab that stays open keeps its ports. */
  let opened: Page | undefined;
  afterEach(() => opened?.close());

  beforeAll(async () => {
    browser = await startSerialBrowser(PORTS, 'dist');
  });

  afterAll(async () => {
    await browser?.close();
    for (const port of ports) await port.unplug();
  });

  /** A board in its port; one that was in it before is in it again. */
  const plug = (i: number): BoardPort => {
    const id = PORTS[i];
    if (!id) throw new RangeError(`no port ${i}`);
    const flash = flashOfSize(i === SMALL ? 0x80000 : 0x100000);
    const board = ports[i]?.board ?? createVirtualBoard(boardConfig('nodemcu', { mac: macOf(i), flash }));
    board.serial.plug();
    const port = new BoardPort(board, browser.plug(id));
    ports[i] = port;
    return port;
  };
  const seat = (page: Page, i: number): Locator => page.locator('ts-seat').filter({ hasText: macOf(i) });
  const counter = (page: Page, name: string): Promise<string | null> =>
    page.locator('.counts div').filter({ hasText: name }).locator('dd').textContent();
  /** The station in a new tab, started when all boards are there. */
  const start = async (): Promise<Page> => {
    const page = await browser.tab();
    opened = page;
    await choose(page, ...['hello_build1_1024_app1.elf', 'hello_build1_1024_app2.elf'].map(vector));
    await page.locator('#memory-map').waitFor();
    await page.getByRole('link', { name: 'Station' }).click();
    await page.getByText('8 ports ready').waitFor(LONG);
    await page.getByLabel('Speed of the line').selectOption('115200');
    await page.getByRole('button', { name: 'Start the station' }).click();
    return page;
  };

  it('writes eight boards at once, leaves alone what does not fit, goes on after a pulled cable', async () => {
    const all = Array.from({ length: COUNT }, (_, i) => plug(i));
    const out = pullAfter(all[PULLED], 15_000);
    const page = await start();
    await seat(page, PULLED).getByText('The cable came out').waitFor(LONG);
    await out;
    plug(PULLED);
    for (let i = 0; i < COUNT; i++)
      await seat(page, i)
        .getByText(i === SMALL ? 'Left alone' : 'Passed', { exact: true })
        .waitFor(LONG);
    expect(await page.locator('ts-seat').count()).toBe(COUNT);
    for (const [name, count] of [
      ['passed', 7],
      ['failed', 0],
      ['left alone', 1],
      ['in work', 0],
    ] as const)
      expect(await counter(page, name)).toBe(String(count));
    expect(await seat(page, 0).getByText('user1 is running').count()).toBe(1);
    expect(await scanAxe(page)).toEqual([]);
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/station.png`, fullPage: true });
    await page.setViewportSize({ width: 320, height: 800 });
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    // Buttons take a moment to change their colours.
    await expect.poll(() => scanAxe(page), LONG).toEqual([]);
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/station-narrow.png`, fullPage: true });
    for (const { rates } of ports) expect([...rates].sort()).toEqual(expect.arrayContaining([115_200]));
    expect(Math.max(...ports.flatMap(({ rates }) => [...rates]))).toBe(115_200);
    const flashes = ports.map(({ board }) => Buffer.from(board.saveFlash()));
    const image = (i: number): Buffer | undefined => flashes[i]?.subarray(0x1000, 0x7b000);
    expect(image(0)?.[0]).toBe(0xea);
    for (let i = 1; i < COUNT; i++) expect(image(i)?.equals(image(0) ?? Buffer.alloc(0))).toBe(i !== SMALL);
    expect(image(SMALL)?.every(byte => byte === 0xff)).toBe(true);
  }, 300_000);

  it('keeps its log across a reload, knows a board that is done, and writes it again when asked', async () => {
    const page = await start();
    await seat(page, 0).getByText('Done before').waitFor(LONG);
    expect(await counter(page, 'passed')).toBe('0');
    await seat(page, 0).getByRole('button', { name: 'Write again' }).click();
    await seat(page, 0).getByText('Passed', { exact: true }).waitFor(LONG);
    await page.getByRole('button', { name: 'Add the virtual board' }).click();
    await page
      .locator('ts-seat')
      .filter({ hasText: VIRTUAL })
      .getByText('Passed', { exact: true })
      .waitFor(LONG);
    await page.getByRole('button', { name: 'Stop the station' }).click();
    await page.getByRole('button', { name: 'Start the station' }).waitFor(LONG);
    const files = await downloads(page, 1, () => page.getByRole('button', { name: 'Save as CSV' }).click());
    const rows = String(files['twinslot-station.csv']).trim().split('\r\n');
    const passed = rows.filter(row => row.includes(',passed,user1,'));
    expect(passed.length).toBe(COUNT + 1);
    expect(new Set(passed.map(row => row.split(',')[1])).size).toBe(COUNT);
    expect(passed[0]).toMatch(/user1\.bin [0-9a-f]{64}/);
    expect(rows.filter(row => row.includes('left alone')).length).toBe(2);
  }, 300_000);
});

/** Pulls the cable when the board was sent so many bytes: the stub and some more, not all of the images. */
function pullAfter(port: BoardPort | undefined, bytes: number): Promise<void> {
  if (!port) throw new RangeError('no such port');
  const { serial } = port.board;
  const write = serial.write.bind(serial);
  let left = bytes;
  return new Promise(done => {
    serial.write = part => {
      write(part);
      left -= part.length;
      if (left > 0) return;
      serial.write = write;
      void port.unplug().then(done);
    };
  });
}
