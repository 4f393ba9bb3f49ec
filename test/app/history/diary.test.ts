import { describe, expect, it } from 'vitest';
import { Diary } from '../../../src/app/history/diary.ts';
import {
  type BoardHistory,
  emptyHistory,
  type HistorySubject,
  subjectKey,
  withEntry,
} from '../../../src/core/history/history.ts';
import type { HistoryStore } from '../../../src/platform/history-store.ts';

const A: HistorySubject = { by: 'mac', mac: '5C:CF:7F:00:00:0A', virtual: false };
const B: HistorySubject = { by: 'mac', mac: '5C:CF:7F:00:00:0B', virtual: true };

/** A store in memory, or one of a browser that denies it. */
function store(denies = false): HistoryStore & { readonly kept: Map<string, BoardHistory> } {
  const kept = new Map<string, BoardHistory>();
  const allowed = <T>(value: () => T): Promise<T> =>
    denies ? Promise.reject(new DOMException('no', 'SecurityError')) : Promise.resolve(value());
  return {
    kept,
    history: subject => allowed(() => kept.get(subjectKey(subject)) ?? emptyHistory(subject)),
    add: (subject, entry) =>
      allowed(() => {
        const key = subjectKey(subject);
        const history = withEntry(kept.get(key) ?? emptyHistory(subject), entry);
        kept.set(key, history);
        return history;
      }),
    remove: subject => allowed(() => void kept.delete(subjectKey(subject))),
    all: () => allowed(() => [...kept.values()]),
  };
}

const settled = (): Promise<void> => new Promise(resolve => setTimeout(resolve));

describe('the diary', () => {
  it('notes in the order in which things happened, however long each takes to describe', async () => {
    const diary = new Diary(store());
    let described = (_: { kind: 'erased' }): void => undefined;
    diary.note(A, 1, new Promise(resolve => (described = resolve)));
    diary.note(A, 2, { kind: 'slot-chosen', slot: 'user1' });
    await settled();
    expect(diary.of(A).entries).toEqual([]);
    described({ kind: 'erased' });
    await settled();
    expect(diary.of(A).entries.map(({ event }) => event.kind)).toEqual(['erased', 'slot-chosen']);
  });

  it('leaves out what nobody can describe, and notes what comes behind it', async () => {
    const diary = new Diary(store());
    diary.note(A, 1, Promise.reject(new Error('its file is gone')));
    diary.note(A, 2, { kind: 'erased' });
    await settled();
    expect(diary.of(A).entries.map(({ at }) => at)).toEqual([2]);
  });

  it('brings back what was kept, the board of the latest entry first, and forgets one of them', async () => {
    const kept = store();
    const before = new Diary(kept);
    before.note(A, 1, { kind: 'erased' });
    before.note(B, 2, { kind: 'erased' });
    await settled();
    const diary = new Diary(kept);
    await settled();
    expect(diary.all.map(({ subject }) => subject)).toEqual([B, A]);
    diary.remove(B);
    await settled();
    expect(diary.all.map(({ subject }) => subject)).toEqual([A]);
    expect([...kept.kept.keys()]).toEqual([subjectKey(A)]);
  });

  it('goes on without the store where the browser denies it, and says so', async () => {
    const diary = new Diary(store(true));
    diary.note(A, 1, { kind: 'erased' });
    diary.note(A, 2, { kind: 'erased' });
    await settled();
    expect(diary.denied).toBe(true);
    expect(diary.of(A).entries).toHaveLength(2);
    diary.remove(A);
    await settled();
    expect(diary.all).toEqual([]);
  });

  it('loses no entry that comes while it still reads what was kept', async () => {
    const kept = store();
    kept.kept.set(subjectKey(A), withEntry(emptyHistory(A), { at: 1, event: { kind: 'erased' } }));
    const diary = new Diary(kept);
    diary.note(A, 2, { kind: 'slot-chosen', slot: 'user2' });
    await settled();
    expect(diary.of(A).entries).toHaveLength(2);
  });
});
