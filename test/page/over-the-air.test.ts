/**
 * Updates over the air in real Chromium, end to end: boards whose update client has real TCP, at the real relay, and
 * (in the first part) with a real serial port that the page reads.
 */
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LiveBoard } from '../../src/cli/board/live-board.ts';
import { relayFragment } from '../../src/core/ota/relay-messages.ts';
import { knock, readBuild } from '../../src/relay/knock.ts';
import { UPDATE_MAPS, type UpdateMap } from '../board/net/firmware.ts';
import { closeBrowser, launchBrowser, skipBrowserTests } from '../support/browser.ts';
import { type TestRelay, testRelay } from '../support/relays.ts';
import { BoardPort } from '../support/vserial/board-port.ts';
import { type SerialBrowser, startSerialBrowser } from '../support/vserial/serial-browser.ts';
import { C_COMPILER, temporaryFolder } from '../support/vserial/virtual-port.ts';
import { freePort, joinWifi, type WifiPorts, wifiBoard, wifiPorts } from '../support/wifi-board.ts';
import { build, button, headline, proven, shot, step } from './running-support.ts';
import { changedBuild, choose } from './support.ts';

const LONG = process.env.TWINSLOT_LONG !== undefined;
const ROUNDS = LONG ? 20 : 2;
const MAPS: readonly UpdateMap[] = LONG ? UPDATE_MAPS : ['1MB'];
const SLOW = { timeout: 120_000 };
const FIRST = '127.0.2.1';
const SECOND = '127.0.2.2';
const BRIDGE = { name: 'ttyO0', vendorId: 0x10c4, productId: 0xea60 };

/** The built page, which may connect to a relay at this port instead of the usual one: other tests have that. */
async function siteFor(port: number): Promise<{ readonly path: string; remove(): void }> {
  const folder = temporaryFolder('air');
  await changedBuild(folder.path, [
    { file: /^index\.html$/, change: html => html.replace('ws://127.0.0.1:8889', `ws://127.0.0.1:${port}`) },
  ]);
  return folder;
}

/** Builds have one digit: the greeting of the example has room for no more. */
const buildOf = (update: number): number => 2 + (update % 8);

async function bringBuild(page: Page, folder: string, number: number, map: UpdateMap): Promise<void> {
  await choose(page, ...build(folder, number, map));
  await step(page).locator('.slots').getByText(`build ${number}`).nth(1).waitFor(SLOW);
}

async function update(page: Page, number: number, slot: string): Promise<void> {
  await button(page, 'Update over the air').click(SLOW);
  await proven(page, slot, number);
  await button(page, 'Close this report').click();
}

async function address(page: Page, of: string): Promise<void> {
  const field = page.getByLabel('Address of the device');
  await field.fill(of, SLOW);
  await field.blur();
}

async function hasBuild(host: string, { page }: WifiPorts, wanted: number): Promise<void> {
  await expect
    .poll(() => readBuild(host, page).catch(() => undefined), { timeout: 120_000, interval: 50 })
    .toBe(wanted);
}

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const action of cleanUp.splice(0).reverse()) await action();
});

describe.skipIf(skipBrowserTests || C_COMPILER.skip)(`over the air with a cable${C_COMPILER.note}`, () => {
  let browser: SerialBrowser;
  let pagePort: number;
  let devicePort: number;
  let ports: WifiPorts;
  let files: { readonly path: string; remove(): void };
  let site: { readonly path: string; remove(): void };

  beforeAll(async () => {
    [pagePort, devicePort, ports] = [await freePort(), await freePort(), await wifiPorts()];
    site = await siteFor(pagePort);
    files = temporaryFolder('builds');
    browser = await startSerialBrowser([BRIDGE], site.path);
  });
  afterAll(async () => {
    await browser?.close();
    site?.remove();
    files?.remove();
  });

  const startRelay = async (page: Page): Promise<TestRelay> => {
    const relay = await testRelay({
      ...{ devicePort, pagePorts: [pagePort], devicePorts: ports },
      origins: [new URL(page.url()).origin],
    });
    cleanUp.push(() => relay.close());
    return relay;
  };

  /** The address that the relay printed, given by hand: the page was there first, or came from elsewhere. */
  const connectRelay = async (page: Page, { key }: TestRelay): Promise<void> => {
    await step(page).locator('ts-relay-panel summary').click(SLOW);
    await page
      .getByLabel('Address that it printed')
      .fill(`http://localhost:${key.port}/${relayFragment(key)}`);
    await button(page, 'Connect to the relay').click();
    await step(page)
      .getByText(`The relay on this computer serves devices on port ${devicePort}.`)
      .waitFor(SLOW);
  };

  const listen = async (page: Page, slot: string): Promise<void> => {
    await page.getByRole('button', { name: /^Connect to CP210/ }).click(SLOW);
    await button(page, 'Start its program and listen').click(SLOW);
    await headline(page).getByText(`${slot} is running`).waitFor(SLOW);
  };

  it.each(MAPS)(
    `goes user1, user2, user1 on %s, ${ROUNDS} times; another board beside it; the page closed in between`,
    { timeout: 120_000 + ROUNDS * 60_000 },
    async map => {
      const board = wifiBoard(devicePort, { map });
      const cable = new BoardPort(board, browser.plug(BRIDGE));
      const wifi = joinWifi(board, FIRST, ports, () => cable.catchUp());
      cleanUp.push(
        () => cable.unplug(),
        () => wifi.close(),
      );
      let page = await browser.tab();
      await choose(page, ...build(files.path, 1, map));
      // Both are linked alike for this map, so the files do not say which one it is; the page remembers it.
      if (map === '2MB-c1')
        await page.getByLabel('Flash size').selectOption({ label: '2MB-c1 (1024+1024 KB)' });
      await listen(page, 'user1');
      // Started late: the page and the board have been there for a while.
      const relay = await startRelay(page);
      await connectRelay(page, relay);
      await address(page, FIRST);
      for (let i = 0; i < 2 * ROUNDS; i++) {
        const [number, slot] = [buildOf(i), i % 2 === 0 ? 'user2' : 'user1'];
        await bringBuild(page, files.path, number, map);
        if (i === 0) await shot(page, 'air-offer');
        if (i !== 1) await update(page, number, slot);
        else {
          // The other board runs build 1 from user1, and asks for user2 meanwhile.
          const other = new LiveBoard(wifiBoard(devicePort, { map }));
          const otherWifi = joinWifi(other.board, SECOND, ports, () => other.catchUp());
          await hasBuild(SECOND, ports, 1);
          await button(page, 'Update over the air').click(SLOW);
          await knock(SECOND, ports.trigger);
          await proven(page, slot, number);
          await hasBuild(SECOND, ports, number);
          await step(page).getByText(`${SECOND}: user2, has everything`).waitFor(SLOW);
          await shot(page, 'air-two');
          await button(page, 'Close this report').click();
          otherWifi.close();
          other.stop();
          await page.close();
          page = await browser.tab();
          await choose(page, ...build(files.path, number, map));
          await listen(page, slot);
          await connectRelay(page, relay);
          await address(page, FIRST);
        }
      }
      const has = relay.kinds().filter(kind => kind === 'finished').length;
      expect(has).toBe(2 * ROUNDS + 1);
      await page.close();
    },
  );
});

describe.skipIf(skipBrowserTests)('over the air without a cable', () => {
  let context: BrowserContext | undefined;
  afterAll(async () => {
    await context?.close();
    await closeBrowser();
  });

  it('is proven by the build number on port 80; the page comes from the relay', {
    timeout: 240_000,
  }, async () => {
    const [pagePort, devicePort, ports] = [await freePort(), await freePort(), await wifiPorts()];
    const site = await siteFor(pagePort);
    const files = temporaryFolder('builds');
    cleanUp.push(
      () => site.remove(),
      () => files.remove(),
    );
    const live = new LiveBoard(wifiBoard(devicePort));
    const wifi = joinWifi(live.board, FIRST, ports, () => live.catchUp());
    cleanUp.push(
      () => live.stop(),
      () => wifi.close(),
    );
    const relay = await testRelay({ devicePort, pagePorts: [pagePort], devicePorts: ports, app: site.path });
    cleanUp.push(() => relay.close());
    await hasBuild(FIRST, ports, 1);

    context = await (await launchBrowser()).newContext({ serviceWorkers: 'block' });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', error => complaints.push(error.message));
    page.on('console', message => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(`http://localhost:${pagePort}/${relayFragment(relay.key)}`);
    await choose(page, ...build(files.path, 2));
    await step(page)
      .getByText(`The relay on this computer serves devices on port ${devicePort}.`)
      .waitFor(SLOW);
    await address(page, FIRST);
    await button(page, 'Read its page').click();
    await step(page).getByText('build 1 on its page').first().waitFor(SLOW);
    await shot(page, 'nocable-read');
    await button(page, 'Update over the air').click();
    const verdict = step(page).locator('.update.card.done');
    await verdict.getByText('user2 is running, build 2').waitFor(SLOW);
    await verdict.getByText('Its page on port 80 says build 2.').waitFor(SLOW);
    await headline(page).getByText('user2 runs, as the device has told').waitFor(SLOW);
    await shot(page, 'nocable-done');
    await hasBuild(FIRST, ports, 2);
    await choose(page, ...build(files.path, 3));
    await step(page).getByText('Ready to be sent').waitFor(SLOW);
    await button(page, 'Update over the air').click();
    await verdict.getByText('user1 is running, build 3').waitFor(SLOW);
    // What nobody answers is said in words, with the address.
    await address(page, '127.0.2.9');
    await button(page, 'Read its page').click();
    await step(page).getByText('127.0.2.9 is there, but nothing listens on its port').waitFor(SLOW);
    await address(page, '203.0.113.5');
    await button(page, 'Read its page').click();
    await step(page).getByText('This computer is not on the network of the device').waitFor(SLOW);
    expect(complaints).toEqual([]);
  });
});
