/** What a person does with a board, from connecting to a board that boots, with everything but page and browser real. */
import { describe, expect, it } from 'vitest';
import { SECTOR_STATES } from '../../../src/app/lanes/lane-view.ts';
import { type BoardConfig, boardConfig } from '../../../src/board/config.ts';
import { LANE, LanesBench, MapStore, shownOf } from '../../support/lanes-bench.ts';

const MB = 0x100000;
const ONE_MB: BoardConfig = boardConfig('wroom-02', { flash: { size: MB, jedecId: 0x1440ef } });

/** A board that holds a build already. */
async function writtenBoard(store = new MapStore()): Promise<LanesBench> {
  const bench = new LanesBench(ONE_MB, { shown: shownOf('build1'), store });
  await bench.connect();
  bench.lanes.choose(LANE, { confirmed: true });
  bench.lanes.write(LANE);
  await bench.until(view => view.phase !== 'working');
  return bench;
}

const sectorsIn = ({ view }: LanesBench, state: (typeof SECTOR_STATES)[number]): number =>
  (view.sectors?.states ?? []).filter(each => each === SECTOR_STATES.indexOf(state)).length;

describe('a board', () => {
  it('is connected to, known by its chip, and has a plan', async () => {
    const bench = new LanesBench(ONE_MB, { shown: shownOf('build1') });
    const view = await bench.connect();
    expect(view).toMatchObject({
      ...{
        phase: 'connected',
        job: 'connect',
        chip: { mac: '5C:CF:7F:AA:BB:CC' },
        contents: { blank: true },
      },
      link: { loader: 'stub', baud: 921600 },
    });
    expect(view.boardPlan?.steps.length).toBeGreaterThan(2);
    expect(view.backup).toBeUndefined();
    expect(bench.store.links.get('virtual 0')).toEqual({ reset: 'classic', baud: 921600 });
  });

  it('is written, verified, told sector by sector, and looked at again', async () => {
    const bench = await writtenBoard();
    const { view } = bench;
    expect(view.finding).toBeUndefined();
    expect(view.report?.verifiedBy).toBe('md5');
    expect(view.contents?.slots.map(({ slot, image }) => [slot, image !== undefined])).toEqual([
      ['user1', true],
      ['user2', true],
    ]);
    expect(sectorsIn(bench, 'verified')).toBeGreaterThan(2);
    expect(sectorsIn(bench, 'writing')).toBe(0);
    expect(bench.awake).toEqual([false, true, false]);
    expect(bench.store.boards.get('5C:CF:7F:AA:BB:CC')).toEqual({ known: true, unfinished: false });
    const flash = bench.board.board.saveFlash();
    for (const { offset, bytes } of view.boardPlan?.plan.writes ?? []) {
      expect(Buffer.compare(flash.subarray(offset, offset + bytes.length), bytes)).toBe(0);
    }
  });

  it('skips what it holds already', async () => {
    const bench = await writtenBoard();
    bench.lanes.choose(LANE, { confirmed: true });
    bench.lanes.write(LANE);
    const view = await bench.until(({ phase }) => phase !== 'working');
    expect(view.report?.writes.every(({ outcome }) => outcome === 'skipped')).toBe(true);
  });

  it('is not written to while warnings wait for a yes, nor with errors', async () => {
    const bench = await writtenBoard();
    // A chip that is too small for the map.
    bench.lanes.choose(LANE, { flashSize: 0x80000, confirmed: true });
    expect(bench.view.readiness).toBe('blocked');
    const orders = bench.orders.length;
    bench.lanes.write(LANE);
    expect(bench.orders.length).toBe(orders);
  });

  it('goes on by itself after the cable came out in the middle of a write and is back', async () => {
    const bench = new LanesBench(ONE_MB, { shown: shownOf('build1') });
    await bench.connect();
    bench.lanes.write(LANE);
    await bench.until(view => (view.progress?.percent ?? 0) > 30);
    const { serial } = bench.board.board;
    bench.board.after(1, () => serial.unplug());
    const pulled = await bench.until(view => view.phase === 'unplugged');
    expect(pulled).toMatchObject({ resume: 'waits-for-port', finding: { code: 'port-lost' } });
    expect(bench.store.boards.get('5C:CF:7F:AA:BB:CC')).toEqual({ known: true, unfinished: true });
    bench.board.after(2000, () => serial.plug());
    const view = await bench.until(({ report }) => report !== undefined);
    expect(view).toMatchObject({ phase: 'connected', job: 'write' });
    expect(view.resume).toBeUndefined();
    expect(
      view.report?.writes.some(({ outcome, sent, length }) => outcome === 'skipped' || sent < length),
    ).toBe(true);
    expect(bench.store.boards.get('5C:CF:7F:AA:BB:CC')).toEqual({ known: true, unfinished: false });
  });

  it('is stopped in the middle, stays connected, and goes on when asked', async () => {
    const bench = new LanesBench(ONE_MB, { shown: shownOf('build1') });
    await bench.connect();
    bench.lanes.write(LANE);
    await bench.until(view => (view.progress?.percent ?? 0) > 30);
    expect(bench.lanes.stop(LANE)).toBe(true);
    expect(bench.view.phase).toBe('stopping');
    expect(bench.lanes.stop(LANE)).toBe(false);
    const stopped = await bench.until(view => view.phase !== 'stopping');
    expect(stopped).toMatchObject({ phase: 'connected', resume: 'offered' });
    bench.lanes.choose(LANE, { confirmed: true });
    bench.lanes.resume(LANE);
    const view = await bench.until(({ report }) => report !== undefined);
    expect(view.resume).toBeUndefined();
    expect(view.contents?.slots.every(({ image }) => image !== undefined)).toBe(true);
  });

  it('is recognised after a crash of the tab, and offered to go on with', async () => {
    const store = new MapStore();
    store.boards.set('5C:CF:7F:AA:BB:CC', { known: true, unfinished: true });
    const bench = new LanesBench(ONE_MB, { shown: shownOf('build1'), store });
    await bench.connect();
    await bench.until(view => view.resume === 'offered');
  });

  it('says that another one is plugged in now, and does not write to it', async () => {
    const bench = new LanesBench(ONE_MB, { shown: shownOf('build1') });
    await bench.connect();
    bench.lanes.write(LANE);
    await bench.until(view => (view.progress?.percent ?? 0) > 30);
    const { serial } = bench.board.board;
    bench.board.after(1, () => serial.unplug());
    await bench.until(view => view.phase === 'unplugged');
    const before = Buffer.from(bench.board.board.saveFlash());
    bench.exchangedFor = '5C:CF:7F:00:00:09';
    bench.board.after(100, () => serial.plug());
    const view = await bench.until(({ phase }) => phase === 'connected');
    expect(view.finding).toMatchObject({ code: 'resume-other-board' });
    expect(view.resume).toBeUndefined();
    expect(before.equals(Buffer.from(bench.board.board.saveFlash()))).toBe(true);
  });

  it('is read back: the backup before the first write is saved, other reads are put among the files', async () => {
    const flash = (await writtenBoard()).board.board.saveFlash();
    const bench = new LanesBench(ONE_MB, { flash, shown: shownOf('build2') });
    await bench.connect();
    await bench.until(view => view.backup === 'offer');
    bench.lanes.readBack(LANE, { offset: 0x1000, length: 0x20000 });
    const view = await bench.until(({ read }) => read !== undefined);
    expect(view.read?.name).toBe('5CCF7FAABBCC-01000.bin');
    expect(bench.kept).toEqual([{ name: '5CCF7FAABBCC-01000.bin', mac: '5C:CF:7F:AA:BB:CC' }]);
    const [file] = bench.files;
    const bytes = new Uint8Array((await file?.arrayBuffer()) ?? new ArrayBuffer(0));
    expect(Buffer.compare(bytes, flash.subarray(0x1000, 0x21000))).toBe(0);
    bench.lanes.declineBackup(LANE);
    expect(bench.view.backup).toBe('declined');
  });

  it('is erased in whole sectors and looked at again', async () => {
    const bench = await writtenBoard();
    bench.lanes.erase(LANE, { offset: 0, length: 0x10000 });
    const view = await bench.until(({ phase }) => phase !== 'working');
    expect(view.contents?.blank).toBe(true);
    expect(sectorsIn(bench, 'erased')).toBe(16);
  });

  it('is watched from its reset on, until that is stopped', async () => {
    const bench = await writtenBoard();
    bench.lanes.watch(LANE, { reset: true, baud: 'auto' });
    const heard: string[] = [];
    bench.lanes.onSerial(LANE, ({ bytes }) => heard.push(String.fromCharCode(...bytes)));
    await bench.until(({ log }) => log.lines.join('\n').includes('jump to run user1'), 20_000);
    expect(heard.join('')).toContain('ets Jan  8 2013');
    bench.lanes.stop(LANE);
    const view = await bench.until(({ phase }) => phase !== 'stopping');
    expect(view.phase).toBe('closed');
    expect(bench.board.link.baud).toBeUndefined();
  });

  it('starts the slot that is chosen', async () => {
    const bench = await writtenBoard();
    bench.lanes.chooseSlot(LANE, 'user2');
    const view = await bench.until(({ phase }) => phase !== 'working');
    expect(view.contents?.boots).toMatchObject({ kind: 'slot', slot: 'user2' });
  });

  it('has a lane that goes away when it is closed', async () => {
    const bench = await writtenBoard();
    bench.lanes.close(LANE);
    expect(bench.lanes.view.lanes).toEqual([]);
    await bench.board.run(new Promise<void>(resolve => setImmediate(resolve)));
    expect(bench.reports.at(-1)).toEqual({ type: 'closed' });
    expect(bench.board.link.baud).toBeUndefined();
  });
});
