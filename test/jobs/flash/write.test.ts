/** Writing over the real stub and over the ROM: proven, only what changed, and the board starts what was wished. */
import { describe, expect, it } from 'vitest';
import { SLOT_MAPS } from '../../support/flash-builder.ts';
import { atEachOperation, benchFor, holds, wearOf, write } from '../../support/flash-job.ts';
import { ownLoaderFor, planOf, startsFrom } from '../../support/flash-plans.ts';

const both = (iromLength = 0x5000) => planOf('1MB', ['user1', 'user2'], { iromLength });
const WIFI = Array.from({ length: 0x49c }, (_, i) => (i * 13) & 0xff);

describe('a fresh board', () => {
  it.each(SLOT_MAPS)('starts the wished slot, with map $name', async ({ name, size }) => {
    const { bench, session } = await benchFor({ size, baud: 921600 });
    const plan = planOf(name, ['user1', 'user2']);
    const { report } = await write(bench, session, plan, 'user2');
    expect(report.verifiedBy).toBe('md5');
    expect(holds(bench.board.saveFlash(), report.plan)).toBe(true);
    expect(startsFrom(bench.board.saveFlash())).toBe('user2');
    expect([...bench.board.flash.mishaps]).toEqual([]);
    // Written once: no sector was erased that was blank.
    expect(Math.max(...wearOf(bench, plan))).toBeLessThanOrEqual(1);
  });

  it('tells every sector from "writing" to "verified", and all of the progress', async () => {
    const { bench, session } = await benchFor({ baud: 460800 });
    const { events, report } = await write(bench, session, both(), 'user1');
    const proven = new Set<number>();
    for (const e of events)
      if (e.type === 'sectors' && (e.state === 'verified' || e.state === 'same'))
        for (let at: number = e.offset; at < e.offset + e.length; at += 0x1000) proven.add(at >> 12);
    for (const w of report.plan.writes)
      for (let at: number = w.offset; at < w.offset + w.bytes.length; at += 0x1000)
        expect(proven).toContain(at >> 12);
    const progress = events.filter(e => e.type === 'progress');
    expect(progress.at(-1)).toMatchObject({ done: progress.at(-1)?.total });
    const done = progress.map(p => p.done);
    expect(done).toEqual([...done].sort((a, b) => a - b));
  });
});

describe('again', () => {
  it('unchanged: nothing is sent, no sector is erased or programmed', async () => {
    const { bench, session } = await benchFor({ baud: 921600 });
    await write(bench, session, both(), 'user2');
    const wear = wearOf(bench, both());
    const again = await write(bench, session, both(), 'user2');
    expect(again.operations).toBe(0);
    expect(wearOf(bench, both())).toEqual(wear);
    expect(again.report.writes.map(w => [w.outcome, w.sent])).toEqual([
      ['skipped', 0],
      ['skipped', 0],
      ['skipped', 0],
    ]);
  });

  it('with one changed sector: that one and the first of the slot are written, no other', async () => {
    const { bench, session } = await benchFor({ baud: 921600 });
    await write(bench, session, both(0x20000), 'user1');
    const changed = both(0x20000);
    const [target] = changed.writes.filter(w => w.role === 'user2');
    const old = bench.board.saveFlash();
    // The flash differs from the files in one sector: that is the same as the other way round.
    const spoiled = old.slice();
    spoiled[0x8f123] = (spoiled[0x8f123] ?? 0) ^ 0xff;
    bench.board.loadFlash(spoiled);
    const before = bench.board.flash.snapshot();
    const { report, ms } = await write(bench, session, changed, 'user1');
    expect(Buffer.from(bench.board.saveFlash()).equals(old)).toBe(true);
    const worn = Array.from({ length: 0x100 }, (_, s) => bench.board.flash.wear(s) - (before.wear[s] ?? 0));
    const erased = worn.flatMap((n, s) => (n > 0 ? [s * 0x1000] : []));
    expect(erased).toEqual([target?.offset, 0x8f000]);
    expect(report.writes.find(w => w.role === 'user2')?.sent).toBe(0x1000);
    expect(ms).toBeLessThan(1000);
  });

  it('another program: what was there is gone, what is kept is kept', async () => {
    const { bench, session } = await benchFor({ baud: 921600 });
    await write(bench, session, both(), 'user1');
    bench.board.loadFlash(Uint8Array.from(WIFI), 0xfe008);
    bench.board.loadFlash(new Uint8Array(128).fill(5), 0xfc000);
    bench.board.loadFlash(Uint8Array.of(1, 2, 3), 0xfb000);
    const { report } = await write(bench, session, both(0x6000), 'user2');
    const flash = bench.board.saveFlash();
    expect(holds(flash, report.plan)).toBe(true);
    expect(startsFrom(flash)).toBe('user2');
    expect([...flash.subarray(0xfb000, 0xfb003)]).toEqual([1, 2, 3]);
    expect(flash[0xfc000]).toBe(5);
    const copy = flash[0xff000] === 0 ? 0xfd000 : 0xfe000;
    expect([...flash.subarray(copy + 8, copy + 8 + WIFI.length)]).toEqual(WIFI);
  });
});

describe('without the stub', () => {
  it('the ROM writes, compares, and the board starts', async () => {
    const { bench, session } = await benchFor({ stub: false });
    const { report } = await write(bench, session, both(), 'user2');
    expect(report.verifiedBy).toBe('read-back');
    expect(report.findings.map(f => f.code)).toEqual(['flash-verified-by-rom']);
    expect(report.writes.every(w => w.md5 === undefined)).toBe(true);
    expect(startsFrom(bench.board.saveFlash())).toBe('user2');
    // What is beside the writes was not touched.
    const again = await write(bench, session, planOf('1MB', []), 'user1');
    expect(again.report.boots).toBe('user1');
    expect(startsFrom(bench.board.saveFlash())).toBe('user1');
  });
});

describe('power that fails', () => {
  it.each(['user1', 'user2'] as const)('around any operation of choosing %s: a slot starts', async wish => {
    const board = new Uint8Array(0x100000).fill(0xff);
    const other = wish === 'user1' ? 0xfd : 0xfc;
    board.set(ownLoaderFor('1MB'));
    for (const w of both().writes) board.set(w.bytes, w.offset);
    const copy = wish === 'user1' ? 0xfd000 : 0xfe000;
    board.set([other, 0xe7, 255, 255, 255, 255, 255, 255, ...WIFI], copy);
    if (wish === 'user1') board[0xff000] = 0;
    const { bench, session } = await benchFor({ flash: board, baud: 921600 });
    const started = new Map<string, number>();
    atEachOperation(bench, (flash, at) => {
      const slot = startsFrom(flash);
      expect(slot, JSON.stringify(at)).toBeDefined();
      started.set(`${slot}`, (started.get(`${slot}`) ?? 0) + 1);
      // Whichever copy counts then, it has the Wi-Fi settings.
      const counts = flash[0xff000] === 0 ? 0xfd000 : 0xfe000;
      expect([...flash.subarray(counts + 8, counts + 8 + WIFI.length)]).toEqual(WIFI);
    });
    await write(bench, session, planOf('1MB', []), wish);
    expect(startsFrom(bench.board.saveFlash())).toBe(wish);
    expect([...started.keys()].sort()).toEqual(['user1', 'user2']);
  });

  it('while both slots are written anew: a slot starts, unless it is the boot loader itself', async () => {
    const { bench, session } = await benchFor({ baud: 921600 });
    await write(bench, session, both(), 'user1');
    let looked = 0;
    atEachOperation(
      bench,
      (flash, at) => {
        looked++;
        expect(startsFrom(flash), JSON.stringify(at)).toBeDefined();
      },
      7,
    );
    await write(bench, session, both(0x6000), 'user2');
    expect(looked).toBeGreaterThan(50);
  });
});
