/** The locker's list: what comes in, what is written to it, what goes, and two of them together. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bytesOf,
  merge,
  mergeOutlook,
  withEdits,
  withEntry,
  without,
} from '../../../src/core/locker/catalogue.ts';
import { entryOf } from '../../../src/core/locker/entry.ts';
import { admit, LOCKER_LIMIT, lockerLimit, prune } from '../../../src/core/locker/room.ts';
import { build, catalogue, sha256 } from '../../support/locker-entries.ts';

const ids = (entries: readonly { id: string }[]) => entries.map(({ id }) => id);

describe('what comes in', () => {
  it('is one entry for a build that grew file by file, the newest first', () => {
    const [one, other, both] = [build(1, ['a']), build(2, ['c']), build(3, ['a', 'b'])];
    expect(ids(withEntry(withEntry([one], other), both))).toEqual(ids([both, other]));
  });

  it('does not replace what somebody wrote to', () => {
    const noted = withEdits([build(1, ['a'])], build(1, ['a']).id, { note: 'the good one' }, 5);
    expect(withEntry(noted, build(3, ['a', 'b']))).toHaveLength(2);
  });

  it('keeps name, note and pin of an entry that comes again', () => {
    const edited = withEdits(
      [build(1, ['a'])],
      build(1, ['a']).id,
      { name: 'A', note: 'N', pinned: true },
      5,
    );
    expect(withEntry(edited, build(9, ['a']))).toMatchObject([
      { time: 9, name: 'A', note: 'N', pinned: true, edited: 5 },
    ]);
  });

  it('tells the copies of two boards apart, and two kinds with the same bytes', () => {
    const files = [{ name: 'a', size: 1, sha256: sha256('a') }];
    const backup = (mac: string) => entryOf({ kind: 'backup', files, time: 1, offset: 0, mac });
    const all = [
      backup('5C:CF:7F:00:00:01'),
      backup('5C:CF:7F:00:00:02'),
      entryOf({ kind: 'log', files, time: 1 }),
    ];
    expect(new Set(ids(all)).size).toBe(3);
    expect(bytesOf(all)).toBe(1);
  });
});

describe('what somebody writes', () => {
  it('goes away when it is emptied, and is later than what was there even when the clock was set back', () => {
    const { id } = build(1, ['a']);
    const noted = withEdits([build(1, ['a'])], id, { note: 'x', pinned: true }, 500);
    const [entry] = withEdits(noted, id, { note: '', pinned: false }, 100);
    expect(entry).toEqual({ ...build(1, ['a']), edited: 501 });
  });
});

describe('room', () => {
  it('loses the oldest first, never what is pinned, and no more than it has to', () => {
    fc.assert(
      fc.property(catalogue, fc.nat(400), (entries, limit) => {
        const { kept, removed } = prune(entries, limit);
        expect(new Set(ids([...kept, ...removed]))).toEqual(new Set(ids(entries)));
        expect(removed.some(entry => entry.pinned)).toBe(false);
        const unpinned = kept.filter(entry => !entry.pinned);
        if (bytesOf(kept) > limit) expect(unpinned).toEqual([]);
        for (const gone of removed)
          for (const left of unpinned) expect(gone.time).toBeLessThanOrEqual(left.time);
        const newest = Math.max(...removed.map(({ time }) => time));
        const last = removed.filter(({ time }) => time === newest);
        if (last.length === 1) expect(bytesOf([...kept, ...last])).toBeGreaterThan(limit);
      }),
    );
  });

  it('counts contents that are shared once', () => {
    const entries = [build(3, ['xxxx', 'a']), build(2, ['xxxx', 'b']), build(1, ['xxxx', 'c'])];
    expect(bytesOf(entries)).toBe(7);
    expect(ids(prune(entries, 6).kept)).toEqual(ids(entries.slice(0, 2)));
  });

  it('never has more than so many entries', () => {
    const entries = Array.from({ length: 12 }, (_, i) => build(100 - i, [`${i}`]));
    expect(ids(prune(entries, 1000, new Set(), 10).kept)).toEqual(ids(entries.slice(0, 10)));
  });

  it('refuses what can never fit and lets nothing go for it', () => {
    const big = build(9, ['x'.repeat(50)]);
    expect(admit([big, build(1, ['a'])], new Set([big.id]), 49)).toEqual({
      ok: false,
      reason: 'too-large',
      needed: 50,
      limit: 49,
    });
    const pinned = build(1, ['y'.repeat(30)], { pinned: true });
    expect(admit([big, pinned], new Set([big.id]), 60)).toMatchObject({ ok: false, reason: 'pinned' });
  });

  it('stays under the limit of ours and under what the browser gives', () => {
    const MB = 1024 * 1024;
    expect(lockerLimit({}, 0)).toBe(LOCKER_LIMIT);
    expect(lockerLimit({ usage: 5 * MB, quota: 100_000 * MB }, 0)).toBe(LOCKER_LIMIT);
    // 10 MB of 100 are taken by others; of the rest 80 % are for the locker.
    expect(lockerLimit({ usage: 30 * MB, quota: 100 * MB }, 20 * MB)).toBe(72 * MB);
    expect(lockerLimit({ usage: 10 * MB, quota: 5 * MB }, 0)).toBe(0);
  });
});

describe('two lockers together', () => {
  it('have the entries of both, and of every entry the words that were written later', () => {
    fc.assert(
      fc.property(catalogue, catalogue, (ours, theirs) => {
        const both = merge(ours, theirs);
        expect(new Set(ids(both))).toEqual(new Set(ids([...ours, ...theirs])));
        for (const entry of both) {
          const [mine, other] = [ours, theirs].map(side => side.find(({ id }) => id === entry.id));
          const later = (other?.edited ?? 0) > (mine?.edited ?? 0) ? other : (mine ?? other);
          expect([entry.note, entry.pinned, entry.edited]).toEqual([
            later?.note,
            later?.pinned,
            later?.edited,
          ]);
        }
        expect(merge(both, theirs)).toEqual(both);
        const { added, changed, same, bytes } = mergeOutlook(ours, theirs);
        expect(added + changed + same).toBe(theirs.length);
        expect(added).toBe(both.length - ours.length);
        expect(bytes).toBe(bytesOf(both) - bytesOf(ours));
      }),
    );
  });

  it('are the same list when nothing is taken out', () => {
    const entries = [build(1, ['a'])];
    expect(without(entries, new Set(['other']))).toBe(entries);
    expect(without(entries, new Set(ids(entries)))).toEqual([]);
  });
});
