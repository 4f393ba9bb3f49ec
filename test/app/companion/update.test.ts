/** The whole loop on the page: images from its files, the trigger, the board's own update client, and the proof. */
import { afterEach, describe, expect, it } from 'vitest';
import type { BoardFault } from '../../../src/board/config.ts';
import { exampleFiles, exampleImages, UPDATE_MAPS } from '../../board/net/firmware.ts';
import { open } from '../../support/workspaces.ts';
import { type BenchOptions, CompanionBench, shownBuild, shownOf } from './bench.ts';

const LIMIT = { timeout: 120_000 };
let bench: CompanionBench | undefined;
afterEach(() => {
  bench?.close();
  bench = undefined;
});

async function started(build = 2, options: BenchOptions = {}): Promise<CompanionBench> {
  bench = new CompanionBench(options);
  bench.companion.setShown(shownBuild(build, options.map));
  return bench.start();
}

/** A cell of user2 that always reads as the opposite of what build 2 has there. */
function brokenBit(): BoardFault {
  const at = 0x200;
  const byte = exampleImages('1MB', 2).user2[at] ?? 0;
  return { kind: 'stuck-bit', offset: 0x81000 + at, bit: 0, value: byte & 1 ? 0 : 1 };
}

describe('the companion at the virtual board', () => {
  it('knows slot, map and build, and offers the image of the other slot', LIMIT, async () => {
    const { view } = await started();
    expect(view.relay).toMatchObject({ kind: 'ready', where: 'page', devicePort: 8888 });
    expect(view.device).toEqual({ running: 'user1', map: '1MB', build: '1' });
    expect(view.build).toBe(1);
    expect(view.offer).toMatchObject({ kind: 'offer', running: 'user1', offer: 'user2' });
    expect(view.offered.map(image => `${image.slot} build ${image.build}`)).toEqual([
      'user1 build 2',
      'user2 build 2',
    ]);
  });

  it.each(UPDATE_MAPS)(
    'updates to user2 and back on %s, and proves it by the boot text',
    LIMIT,
    async map => {
      const at = await started(2, { map });
      const there = await at.update();
      expect(there).toMatchObject({ stage: 'done', slot: 'user2', proof: { by: 'serial', slot: 'user2' } });
      expect(at.stages).toEqual(['waiting', 'asked', 'erasing', 'sending', 'checking', 'restarting', 'done']);
      expect(at.line(there?.proof?.by === 'serial' ? there.proof.line : 0)).toContain('user2');
      await at.until(view => view.build === 2);
      at.companion.setShown(shownBuild(3, map));
      const back = await at.update();
      expect(back).toMatchObject({ stage: 'done', slot: 'user1', proof: { by: 'serial', slot: 'user1' } });
      await at.until(view => view.build === 3);
      expect(at.view.device.running).toBe('user1');
    },
  );

  it('proves it by the build number on the page where there is no cable', LIMIT, async () => {
    const at = await started(2, { cable: false });
    expect(at.view.offer).toMatchObject({ kind: 'refuse', why: { code: 'ota-running-unknown' } });
    const there = await at.update();
    expect(there).toMatchObject({ stage: 'done', slot: 'user2', proof: { by: 'page', build: 2 } });
    expect(at.view.device).toEqual({ running: 'user2', build: '2' });
    at.companion.setShown(shownBuild(3));
    expect(at.view.offer).toMatchObject({ kind: 'offer', offer: 'user1' });
    expect(await at.update()).toMatchObject({ stage: 'done', slot: 'user1', proof: { build: 3 } });
  });

  it('follows a device that begins by itself', LIMIT, async () => {
    const at = await started();
    at.board.network.receive({ type: 'connect', id: 1, port: 88, from: '192.168.123.100' });
    await at.ended();
    expect(at.view.update).toMatchObject({ stage: 'done', slot: 'user2' });
  });

  it('goes on with the next update after one that was proven', LIMIT, async () => {
    const at = await started();
    await at.update();
    expect(await at.update()).toMatchObject({ stage: 'done', slot: 'user1' });
  });
});

describe('the companion refuses', () => {
  it('the build that runs already', LIMIT, async () => {
    const at = await started(1);
    expect(at.view.offer).toMatchObject({ kind: 'refuse', why: { code: 'ota-same-build' } });
  });

  it(
    'when there is no image for the other slot, and says so when the device asks all the same',
    LIMIT,
    async () => {
      const at = await started();
      const { 'example-user1.elf': only } = exampleFiles('1MB', 2);
      at.companion.setShown(shownOf(open({ 'example-user1.elf': only ?? new Uint8Array() }, { map: '1MB' })));
      expect(at.view.offer).toMatchObject({ kind: 'refuse', why: { code: 'ota-image-missing' } });
      expect(await at.update()).toMatchObject({ stage: 'failed', why: { code: 'ota-image-missing' } });
    },
  );

  it('an image for another map', LIMIT, async () => {
    const at = await started();
    at.companion.setShown(shownBuild(2, '512KB'));
    expect(at.view.offer).toMatchObject({
      kind: 'refuse',
      why: { code: 'ota-other-map', facts: { slot: 'user2', map: '1MB', linked: '512KB' } },
    });
    expect(await at.update()).toMatchObject({ stage: 'failed', why: { code: 'ota-other-map' } });
    expect(at.view.device.running).toBe('user1');
  });

  it('to trigger a board that has no power', LIMIT, async () => {
    const at = await started();
    at.board.power(false);
    await at.pass(20);
    expect(await at.update()).toMatchObject({
      stage: 'failed',
      why: { code: 'device-port-closed', facts: { port: 88 } },
    });
  });
});

describe('the companion tells why the device stayed', () => {
  it('when a broken cell spoils what was written', LIMIT, async () => {
    const at = await started(2, { changes: { faults: [brokenBit()] } });
    const report = await at.update();
    expect(report).toMatchObject({
      stage: 'stayed',
      slot: 'user2',
      why: { code: 'ota-client-failed', facts: { failure: 'crc-differs' } },
    });
    const line = report?.why?.code === 'ota-client-failed' ? report.why.facts.line : 0;
    expect(at.line(line)).toContain('crc');
    expect(at.view.device.running).toBe('user1');
  });

  it('when nobody reads its cable and the page still shows the old build', LIMIT, async () => {
    const at = await started(2, { cable: false, changes: { faults: [brokenBit()] } });
    expect(await at.update()).toMatchObject({
      stage: 'stayed',
      why: { code: 'ota-page-unchanged', facts: { build: 1 } },
    });
  });

  it('when power fails while it erases', LIMIT, async () => {
    const at = await started();
    at.companion.startUpdate();
    await at.until(({ update }) => update?.stage === 'erasing');
    at.board.power(false);
    await at.pass(100);
    at.board.power(true);
    await at.ended();
    expect(at.view.update).toMatchObject({ stage: 'failed', why: { code: 'ota-restarted-early' } });
    await at.until(() => at.board.network.ports.length === 2);
    await at.pass(200);
    expect(at.view.device.running).toBe('user1');
    expect(await at.update()).toMatchObject({ stage: 'done', slot: 'user2' });
  });

  it('when power fails while it fetches', LIMIT, async () => {
    const at = await started();
    at.companion.startUpdate();
    await at.until(({ update }) => (update?.sent ?? 0) > 0);
    at.board.power(false);
    await at.pass(100);
    at.board.power(true);
    await at.ended();
    expect(at.view.update?.stage).toBe('stayed');
    expect(at.view.device.running).toBe('user1');
  });
});
