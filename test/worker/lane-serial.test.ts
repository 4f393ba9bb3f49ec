/** A lane in the built worker, over real Web Serial, at a virtual board that runs the ROM and the real stub. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVirtualBoard } from '../../src/board/board.ts';
import { boardConfig } from '../../src/board/config.ts';
import { planForBoard } from '../../src/core/plan/for-board.ts';
import { skipBrowserTests } from '../support/browser.ts';
import { OWN_LOADER, shownOf } from '../support/lanes-bench.ts';
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
    await lane.heard(isPlugged(false)); // before the job has failed or after that
    expect(await lane.job(CONNECT)).toMatchObject({ type: 'failed', finding: { code: 'port-lost' } });
    plug(0);
    await lane.report(isPlugged(true));
    expect(await lane.job(CONNECT)).toMatchObject({ type: 'done', chip: { mac: MACS[0] } });
    expect(await lane.job({ type: 'close' })).toEqual({ type: 'closed' });
    await lane.end();
  });

  it('writes a blank board that then starts, skips what is there the next time, and is one of two at once', async () => {
    for (const port of plugged.splice(0)) await port.unplug();
    const boards = [plug(0), plug(1)];
    for (const { board } of boards) board.loadFlash(new Uint8Array(0x1000).fill(0xff));
    const lanes = await Promise.all([0, 1].map(laneAt));
    await Promise.all(lanes.map(lane => lane.report(isPlugged(true))));
    const connected = await Promise.all(lanes.map(lane => lane.job(CONNECT)));
    const macs = connected.map(report =>
      report.type === 'done' && report.job === 'connect' ? report.chip.mac : report,
    );
    // The browser's order of ports that look the same is its own.
    expect([...macs].sort()).toEqual([...MACS].sort());
    const [lane] = lanes;
    const [report] = connected;
    if (!lane || report?.type !== 'done' || report.job !== 'connect') throw new Error(JSON.stringify(report));
    const { plan, wish } = shownOf('build1').workspace;
    const { chip, contents } = report;
    const boardPlan = planForBoard({ plan, wish, ownLoader: OWN_LOADER, chip, contents });
    const written = await lane.job({ type: 'write', plan: boardPlan });
    expect(written).toMatchObject({ type: 'done', job: 'write', report: { verifiedBy: 'md5' } });
    const again = await lane.job({ type: 'write', plan: boardPlan });
    const outcomes = again.type === 'done' && again.job === 'write' ? again.report.writes : [];
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(boardPlan.plan.writes.map(() => 'skipped'));
    const { board } = boards[chip.mac === MACS[0] ? 0 : 1] ?? {};
    for (const { offset, bytes } of boardPlan.plan.writes) {
      expect(Buffer.compare(board?.saveFlash().subarray(offset, offset + bytes.length) ?? bytes, bytes)).toBe(
        0,
      );
    }
    await lane.order({ type: 'watch', reset: true, baud: 'auto' });
    await lane.said('jump to run user1');
    expect(await lane.job({ type: 'stop' })).toEqual({ type: 'stopped', job: 'watch', connected: false });
    await Promise.all(lanes.map(each => each.end()));
  });

  it('says that the port is busy while another tab has it, and connects when that lets go', async () => {
    for (const port of plugged.splice(0)) await port.unplug();
    plug(0);
    const other = await browser.tab();
    const theirs = await LaneDriver.atPort(other, { kind: 'usb', identity, index: 0 });
    await theirs.report(isPlugged(true));
    expect(await theirs.job(CONNECT)).toMatchObject({ type: 'done' });
    const ours = await laneAt(0);
    expect(await ours.job(CONNECT)).toMatchObject({
      ...{ type: 'failed', job: 'connect', connected: false, finding: { code: 'port-busy' } },
    });
    await other.close();
    await expect.poll(async () => (await ours.job(CONNECT)).type, { timeout: 60_000 }).toBe('done');
    await ours.end();
  });
});
