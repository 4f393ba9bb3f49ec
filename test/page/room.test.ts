/**
 * The room in Chromium, over real TCP: the relay serves the page, two model devices and a virtual board that runs the
 * example firmware's machine code are in its network, each at a loopback address of its own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { LiveBoard } from '../../src/cli/board/live-board.ts';
import { TcpNetwork } from '../../src/cli/board/net/tcp-network.ts';
import { RELAY_PORTS, relayFragment } from '../../src/core/ota/relay-messages.ts';
import { updateBoard } from '../board/net/firmware.ts';
import { closeBrowser, type OpenPage, openPage, scanAxe, skipBrowserTests } from '../support/browser.ts';
import { testRelay, until } from '../support/relays.ts';
import { RoomDevice, type RoomPorts } from '../support/room-devices.ts';
import { build } from './running-support.ts';
import { choose, downloads } from './support.ts';

const SHOTS = process.env.TWINSLOT_SHOTS;
const LONG = { timeout: 120_000 };
const BOARD = '127.0.5.3';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const action of cleanUp.splice(0).reverse()) await action();
});

/** A board in real time at this address, with its ports where those of the models are. */
async function liveBoard(host: string, ports: RoomPorts, callbackPort: number): Promise<void> {
  const board = updateBoard({ map: '1MB', changes: { network: { callbackPort } } });
  const live = new LiveBoard(board);
  let open = 0;
  const wires = new TcpNetwork(board.network, {
    ...{ host, portOf: { 80: ports.page, 88: ports.trigger }, window: 5840 },
    catchUp: () => live.catchUp(),
    onPorts: now => {
      open = now.size;
    },
  });
  cleanUp.push(
    () => live.stop(),
    () => wires.close(),
  );
  await until(() => open === 2);
}

async function setUp(): Promise<{ opened: OpenPage; devices: readonly RoomDevice[] }> {
  const devicePorts: RoomPorts = { page: 0, trigger: 0 };
  const relay = await testRelay({ devicePorts, app: 'dist', pagePorts: RELAY_PORTS });
  cleanUp.push(() => relay.close());
  const devices: RoomDevice[] = [];
  for (const [i, slot] of (['user1', 'user2'] as const).entries()) {
    const device = new RoomDevice(`127.0.5.${i + 1}`, relay.devicePort, { slot });
    devices.push(await device.listen(devicePorts));
    cleanUp.push(() => device.close());
  }
  await liveBoard(BOARD, devicePorts, relay.devicePort);
  const opened = await openPage(`http://localhost:${relay.key.port}/${relayFragment(relay.key)}`);
  cleanUp.push(closeBrowser, () => opened.close());
  return { opened, devices };
}

const row = (page: Page, address: string) => page.getByRole('row').filter({ hasText: address });

/** Puts a build on the page, and on the shelf of the room. */
async function bring(page: Page, number: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'twinslot-room-'));
  cleanUp.push(() => rmSync(folder, { recursive: true }));
  await page.getByRole('link', { name: 'Firmware', exact: true }).click();
  await choose(page, ...build(folder, number));
  await page.locator('ts-image-list').first().waitFor(LONG);
  await page.getByRole('link', { name: 'Room' }).click();
  const add = page.getByRole('button', { name: 'Add the build of step 1' });
  await add.click();
  await page
    .locator('.builds li')
    .filter({ hasText: `build ${number}:` })
    .waitFor(LONG);
}

describe.skipIf(skipBrowserTests)('the room', () => {
  it('updates every device to the build of its row, one that came by itself too', async () => {
    const { opened, devices } = await setUp();
    const { page } = opened;
    await bring(page, 2);
    await page.getByRole('button', { name: 'Open the room' }).click();
    await page.getByText(/^Open: devices fetch from port/).waitFor(LONG);
    for (const address of ['127.0.5.1', BOARD]) {
      await page.getByLabel('Address of a device').fill(address);
      await page.getByRole('button', { name: 'Add the device' }).click();
      await row(page, address).getByText('not updated yet').waitFor(LONG);
    }
    // It was never named: it asks, gets what all others get, and is in the table.
    await devices[1]?.update();
    await row(page, '127.0.5.2').getByText('user1 is running, build 2').waitFor(LONG);
    expect(devices[1]?.build).toBe(2);
    await page.getByLabel('Build for 127.0.5.2').selectOption({ label: 'nothing' });
    await page.getByRole('button', { name: 'Update all' }).click();
    for (const address of ['127.0.5.1', BOARD])
      await row(page, address).getByText('user2 is running, build 2').waitFor(LONG);
    expect(devices.map(({ build: number, fetched }) => [number, fetched.length])).toEqual([
      [2, 1],
      [2, 1],
    ]);
    if (SHOTS) await page.screenshot({ path: join(SHOTS, 'room-light.png'), fullPage: true });
    expect(await scanAxe(page)).toEqual([]);
    const files = await downloads(page, 1, () => page.getByRole('button', { name: 'Save as CSV' }).click());
    expect(String(files['twinslot-room.csv'])).toMatch(
      /\r\n127\.0\.5\.3,,build 2: example-user1\.elf \+ example-user2\.elf,user2,1,2,"user2 is running, build 2",\d+,\r\n/,
    );
    await page.setViewportSize({ width: 320, height: 800 });
    await page.emulateMedia({ colorScheme: 'dark' });
    if (SHOTS) await page.screenshot({ path: join(SHOTS, 'room-narrow.png'), fullPage: true });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await page.getByRole('button', { name: 'Close the room' }).click();
    await page.getByRole('button', { name: 'Open the room' }).waitFor(LONG);
    expect(opened.complaints).toEqual([]);
  }, 240_000);
});
