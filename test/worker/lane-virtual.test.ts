/** The built workers in Chromium: a lane at the virtual board of the page, over the cable made of messages. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeBrowser, openPage, skipBrowserTests } from '../support/browser.ts';
import { type StaticServer, startStaticServer } from '../support/static-server.ts';
import { LaneDriver } from './lane-driver.ts';

const BOOT_LOADER = 'src/bootloader/built/twinslot-boot.bin';
const USER1 = 'test/fixtures/vectors/images/hello_build1_1024_app1/canonical-user1.bin';

describe.skipIf(skipBrowserTests)('a lane at the virtual board', () => {
  let server: StaticServer;
  let page: Page;

  beforeAll(async () => {
    server = await startStaticServer();
    page = (await openPage(server.url)).page;
  });

  afterAll(async () => {
    await closeBrowser();
    await server?.close();
  });

  const flash = (): Uint8Array<ArrayBuffer> => {
    const bytes = new Uint8Array(0x100000).fill(0xff);
    bytes.set(readFileSync(BOOT_LOADER));
    bytes[3] = 0x20; // map 2: 1 MB, 512+512; 40 MHz
    bytes.set(readFileSync(USER1), 0x1000);
    return bytes;
  };

  it('connects with the stub and says what board it is and what it holds', async () => {
    const lane = await LaneDriver.atVirtualBoard(page, { preset: 'nodemcu', flash: flash() });
    const report = await lane.job({ type: 'connect', choices: { baud: 'auto', stub: true } });
    console.log(
      JSON.stringify(report).slice(0, 600),
      JSON.stringify(lane.told.filter(r => r.type === 'event')),
    );
    expect(report).toMatchObject({
      ...{ type: 'done', job: 'connect' },
      chip: { chip: 'esp8266', mac: '5C:CF:7F:12:34:56', flash: { size: 0x100000 } },
      contents: { blank: false, map: '1MB' },
    });
  });
});
