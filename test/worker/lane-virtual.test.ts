/** The built workers in Chromium: a lane at the virtual board of the page, over the cable made of messages. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planForBoard } from '../../src/core/plan/for-board.ts';
import type { LaneReport } from '../../src/worker/lane-protocol.ts';
import { closeBrowser, openPage, skipBrowserTests } from '../support/browser.ts';
import { OWN_LOADER, shownOf } from '../support/lanes-bench.ts';
import { type StaticServer, startStaticServer } from '../support/static-server.ts';
import { LaneDriver } from './lane-driver.ts';

const BOOT_LOADER = 'src/bootloader/built/twinslot-boot.bin';
const USER1 = 'test/fixtures/vectors/images/hello_build1_1024_app1/canonical-user1.bin';

type DoneConnect = Extract<LaneReport, { readonly job: 'connect'; readonly type: 'done' }>;

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

  const connected = async (lane: LaneDriver): Promise<DoneConnect> => {
    const report = await lane.job({ type: 'connect', choices: { baud: 'auto', stub: true } });
    if (report.type !== 'done' || report.job !== 'connect') throw new Error(JSON.stringify(report));
    return report;
  };

  it('says what board it is and what it holds, reads it back, and hears it start', async () => {
    const lane = await LaneDriver.atVirtualBoard(page, { preset: 'nodemcu', flash: flash() });
    expect(await connected(lane)).toMatchObject({
      chip: { chip: 'esp8266', mac: '5C:CF:7F:12:34:56', flash: { size: 0x100000 } },
      contents: { blank: false, map: '1MB', boots: { kind: 'slot', slot: 'user1' } },
    });
    const read = await lane.job({ type: 'read', offset: 0, length: 0x10000 });
    expect(read).toMatchObject({
      ...{ type: 'done', job: 'read', offset: 0 },
      md5: createHash('md5').update(flash().subarray(0, 0x10000)).digest('hex'),
    });
    await lane.order({ type: 'watch', reset: true, baud: 'auto' });
    await lane.said('jump to run user1');
    expect(await lane.job({ type: 'stop' })).toEqual({ type: 'stopped', job: 'watch', connected: false });
    await lane.end();
  });

  it('writes a blank board, which starts then; written again, it skips everything', async () => {
    const lane = await LaneDriver.atVirtualBoard(page, { preset: 'wroom-02', flashSize: 0x100000 });
    const { chip, contents } = await connected(lane);
    const { plan, wish } = shownOf('build1').workspace;
    const boardPlan = planForBoard({ plan, wish, ownLoader: OWN_LOADER, chip, contents });
    expect(boardPlan.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    const written = await lane.job({ type: 'write', plan: boardPlan });
    expect(written).toMatchObject({ type: 'done', job: 'write', report: { verifiedBy: 'md5' } });
    const again = await lane.job({ type: 'write', plan: boardPlan });
    const outcomes = again.type === 'done' && again.job === 'write' ? again.report.writes : [];
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(boardPlan.plan.writes.map(() => 'skipped'));
    await lane.order({ type: 'watch', reset: true, baud: 'auto' });
    await lane.said('jump to run user1');
    await lane.end();
  });

  it('stops in the middle of a job, and the loader answers the next order', async () => {
    const lane = await LaneDriver.atVirtualBoard(page, { preset: 'nodemcu' });
    await connected(lane);
    await lane.order({ type: 'read', offset: 0, length: 0x400000 });
    await lane.report(report => report.type === 'event' && report.event.type === 'progress');
    expect(await lane.job({ type: 'stop' })).toEqual({ type: 'stopped', job: 'read', connected: true });
    expect(await lane.job({ type: 'read', offset: 0, length: 0x1000 })).toMatchObject({ type: 'done' });
    await lane.end();
  });

  it('loses the virtual cable in the middle and is of use when it is back', async () => {
    const lane = await LaneDriver.atVirtualBoard(page, { preset: 'nodemcu' });
    await connected(lane);
    await lane.order({ type: 'read', offset: 0, length: 0x400000 });
    await lane.report(report => report.type === 'event' && report.event.type === 'progress');
    await lane.toBoard({ type: 'cable', plugged: false });
    expect(await lane.report(({ type }) => type === 'failed')).toMatchObject({
      ...{ job: 'read', finding: { code: 'port-lost' }, resumable: true, connected: false },
    });
    await lane.toBoard({ type: 'cable', plugged: true });
    await lane.report(report => report.type === 'plugged' && report.plugged);
    await connected(lane);
    await lane.end();
  });
});
