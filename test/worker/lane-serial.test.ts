/** A lane in the built worker, over real Web Serial, at a virtual board that runs the ROM and the real stub. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVirtualBoard } from '../../src/board/board.ts';
import { boardConfig } from '../../src/board/config.ts';
import { skipBrowserTests } from '../support/browser.ts';
import { BoardPort } from '../support/vserial/board-port.ts';
import { type SerialBrowser, startSerialBrowser } from '../support/vserial/serial-browser.ts';
import { C_COMPILER, type PortIdentity } from '../support/vserial/virtual-port.ts';
import { LaneDriver } from './lane-driver.ts';

/** Two adapters that look the same. */
const IDENTITIES: readonly PortIdentity[] = ['ttyL0', 'ttyL1'].map(name => ({
  ...{ name, vendorId: 0x10c4, productId: 0xea60 },
}));
const MACS = ['5C:CF:7F:00:00:01', 'AC:D0:74:00:00:02'];
const CONNECT = { type: 'connect', choices: { baud: 'auto', stub: true } } as const;
const identity = { usbVendorId: 0x10c4, usbProductId: 0xea60 };

describe.skipIf(skipBrowserTests || C_COMPILER.skip)(`a lane over Web Serial${C_COMPILER.note}`, () => {
  let browser: SerialBrowser;
  let page: Page;
  const plugged: BoardPort[] = [];

  beforeAll(async () => {
    browser = await startSerialBrowser(IDENTITIES, 'dist');
    page = await browser.tab();
  });

  afterAll(async () => {
    await browser?.close();
    for (const port of plugged) await port.unplug();
  });

  const plug = (which: number): BoardPort => {
    const id = IDENTITIES[which];
    if (!id) throw new RangeError(`no port ${which}`);
    const board = createVirtualBoard(boardConfig('nodemcu', { mac: MACS[which] ?? '' }));
    board.loadFlash(readFileSync('src/bootloader/built/twinslot-boot.bin'));
    const port = new BoardPort(board, browser.plug(id));
    plugged.push(port);
    return port;
  };
  const laneAt = (index: number): Promise<LaneDriver> =>
    LaneDriver.atPort(page, { kind: 'usb', identity, index });
  const isPlugged = (is: boolean) => (report: { type: string; plugged?: boolean }) =>
    report.type === 'plugged' && report.plugged === is;

  it('connects, misses a pulled cable, and finds the board again when it is back', async () => {
    const port = plug(0);
    const lane = await laneAt(0);
    await lane.report(isPlugged(true));
    expect(await lane.job(CONNECT)).toMatchObject({ type: 'done', chip: { mac: MACS[0] } });
    const read = lane.job({ type: 'read', offset: 0, length: 0x400000 });
    await lane.report(report => report.type === 'event' && report.event.type === 'progress');
    await port.unplug();
    expect(await read).toMatchObject({
      ...{ type: 'failed', job: 'read', resumable: true, connected: false, finding: { code: 'port-lost' } },
    });
    await lane.report(isPlugged(false));
    expect(await lane.job(CONNECT)).toMatchObject({ type: 'failed', finding: { code: 'port-lost' } });
    plug(0);
    await lane.report(isPlugged(true));
    expect(await lane.job(CONNECT)).toMatchObject({ type: 'done', chip: { mac: MACS[0] } });
    expect(await lane.job({ type: 'close' })).toEqual({ type: 'closed' });
    await lane.end();
  });
});
