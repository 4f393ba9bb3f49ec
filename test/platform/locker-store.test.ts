/** The locker's store against a real IndexedDB. */
import { describe, expect, it } from 'vitest';
import type { LockerEntry } from '../../src/core/locker/entry.ts';
import type { LockerStore } from '../../src/platform/locker-store.ts';
import { skipBrowserTests } from '../support/browser.ts';
import { storePage } from './store-page.ts';

const SCRIPT = `
  import { openLockerStore } from './store.js';
  globalThis.lockerOf = () => openLockerStore();
  globalThis.entry = (time, ...hashes) => ({
    kind: 'build',
    id: 'build:' + [...hashes].sort().join('+'),
    time,
    files: hashes.map(sha256 => ({ name: sha256 + '.elf', size: 3, sha256 })),
  });
  globalThis.raw = async (mode, work) => {
    const request = indexedDB.open('twinslot');
    request.onupgradeneeded = () => request.result.createObjectStore('kept');
    await new Promise(done => { request.onsuccess = done; });
    const database = request.result;
    const transaction = database.transaction('kept', mode);
    const asked = work(transaction.objectStore('kept'));
    await new Promise(done => { transaction.oncomplete = done; });
    database.close();
    return asked.result;
  };
`;

describe.skipIf(skipBrowserTests)('the store of the locker', () => {
  /** Runs in the page, where `lockerOf` opens the database anew, as a reload does. */
  const inPage = storePage('locker-store', SCRIPT);

  it('has nothing at first', async () => {
    expect(await inPage(() => lockerOf().entries())).toEqual([]);
  });

  it('gives entries and contents back after a reload, and says what the browser lost', async () => {
    const found = await inPage(async () => {
      await lockerOf().keep(entry(1, 'a', 'b'), [new Blob(['one']), new Blob(['two'])], 1000);
      const contents = await lockerOf().contents(['b', 'a', 'lost']);
      const texts = await Promise.all([...contents].map(async ([hash, blob]) => [hash, await blob.text()]));
      return { ids: (await lockerOf().entries()).map(({ id }) => id), texts };
    });
    expect(found).toEqual({
      ids: ['build:a+b'],
      texts: [
        ['b', 'two'],
        ['a', 'one'],
      ],
    });
  });

  it('lets the oldest go with their contents when the limit is reached, and what is pinned stays', async () => {
    const found = await inPage(async () => {
      const store = lockerOf();
      const blob = new Blob(['xyz']);
      await store.keep(entry(1, 'pinned'), [blob], 9);
      await store.edit('build:pinned', { pinned: true }, 1);
      await store.keep(entry(2, 'old'), [blob], 9);
      await store.keep(entry(3, 'new'), [blob], 9);
      const last = await store.keep(entry(4, 'newest'), [blob], 9);
      const held = await store.contents(['pinned', 'old', 'new', 'newest']);
      return { last, held: [...held.keys()] };
    });
    expect(found.last).toMatchObject({ ok: true, removed: [{ id: 'build:old' }] });
    expect(found.held).toEqual(['pinned', 'new', 'newest']);
  });

  it('changes nothing for what can never fit', async () => {
    const found = await inPage(async () => {
      const store = lockerOf();
      await store.keep(entry(1, 'a'), [new Blob(['xyz'])], 5);
      const refused = await store.keep(entry(2, 'b', 'c'), [new Blob(['xyz']), new Blob(['xyz'])], 5);
      return {
        refused,
        ids: (await store.entries()).map(({ id }) => id),
        held: (await store.contents(['b'])).size,
      };
    });
    expect(found).toEqual({
      refused: { ok: false, reason: 'too-large', needed: 6, limit: 5 },
      ids: ['build:a'],
      held: 0,
    });
  });

  it('removes entries, keeps contents that another one shares, and can bring them back', async () => {
    const found = await inPage(async () => {
      const store = lockerOf();
      await store.keep(entry(1, 'a', 'b'), [new Blob(['A']), new Blob(['B'])], 1000);
      await store.keep(entry(2, 'a', 'c'), [new Blob(['A']), new Blob(['C'])], 1000);
      const removed = (await store.entries()).filter(({ id }) => id === 'build:a+b');
      const contents = await store.contents(['a', 'b']);
      await store.remove(new Set(['build:a+b']));
      const between = [...(await store.contents(['a', 'b', 'c'])).keys()];
      const back = await store.add(removed, contents, 1000);
      const text = await (await store.contents(['b'])).get('b')?.text();
      return { between, back: back.ok, text, ids: (await store.entries()).map(({ id }) => id) };
    });
    expect(found).toEqual({
      between: ['a', 'c'],
      back: true,
      text: 'B',
      ids: ['build:a+c', 'build:a+b'],
    });
  });

  it('never writes older words over newer ones when another locker is added', async () => {
    const notes = await inPage(async () => {
      const store = lockerOf();
      const blob = new Blob(['xyz']);
      await store.keep(entry(1, 'a'), [blob], 1000);
      await store.keep(entry(1, 'b'), [blob], 1000);
      await store.edit('build:a', { note: 'ours, newer' }, 20);
      await store.edit('build:b', { note: 'ours, older' }, 20);
      const theirs = [
        { ...entry(1, 'a'), note: 'theirs, older', edited: 10 },
        { ...entry(1, 'b'), note: 'theirs, newer', edited: 30 },
      ];
      await store.add(theirs, new Map(), 1000);
      return Object.fromEntries((await store.entries()).map(({ id, note }) => [id, note]));
    });
    expect(notes).toEqual({ 'build:a': 'ours, newer', 'build:b': 'theirs, newer' });
  });

  it('takes over the recent builds of earlier versions with their contents', async () => {
    const found = await inPage(async () => {
      const file = (sha256: string, summary: string) => ({ name: `${sha256}.elf`, size: 3, sha256, summary });
      const builds = [
        {
          id: 'h1+h2',
          time: 9,
          files: [{ ...file('h1', 'user1'), role: 'user1' }, file('h2', 'user1 or user2')],
        },
        { id: 'h1', time: 5, files: [file('h1', 'whole flash')] },
      ];
      await raw('readwrite', objects => {
        objects.put(builds, 'builds');
        objects.put(new Blob(['one']), 'content:h1');
        return objects.put(new Blob(['two']), 'content:h2');
      });
      const entries = await lockerOf().entries();
      const contents = await lockerOf().contents(['h1', 'h2']);
      const texts = await Promise.all([...contents.values()].map(blob => blob.text()));
      return { entries, texts, old: await raw('readonly', objects => objects.get('builds')) };
    });
    const file = (sha256: string, what: string) => ({ name: `${sha256}.elf`, size: 3, sha256, what });
    expect(found).toEqual({
      entries: [
        {
          kind: 'build',
          id: 'build:h1+h2',
          time: 9,
          files: [{ ...file('h1', 'user1'), role: 'user1' }, file('h2', 'either')],
        },
        { kind: 'build', id: 'build:h1', time: 5, files: [file('h1', 'flash')] },
      ],
      texts: ['one', 'two'],
      old: undefined,
    });
  });

  it('loses nothing when several tabs keep something at the same time, and tells the others', async () => {
    const found = await inPage(async () => {
      const blob = new Blob(['xyz']);
      let told = 0;
      lockerOf().onChange(() => told++);
      await Promise.all(['a', 'b', 'c', 'd'].map((hash, i) => lockerOf().keep(entry(i, hash), [blob], 1000)));
      while (told < 4) await new Promise(done => setTimeout(done, 5));
      return (await lockerOf().entries()).map(({ id }) => id);
    });
    expect(found).toEqual(['build:d', 'build:c', 'build:b', 'build:a']);
  });

  it('keeps what it had when the browser has no more room', async () => {
    const found = await inPage(async () => {
      const store = lockerOf();
      await store.keep(entry(1, 'a'), [new Blob(['xyz'])], 1000);
      const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (value: unknown, key?: IDBValidKey) {
        if (value instanceof Blob) throw new DOMException('no more room', 'QuotaExceededError');
        return put.call(this, value, key);
      };
      const failed = await store
        .keep(entry(2, 'b'), [new Blob(['xyz'])], 1000)
        .catch((error: Error) => error.name);
      IDBObjectStore.prototype.put = put;
      return { failed, ids: (await store.entries()).map(({ id }) => id) };
    });
    expect(found).toEqual({ failed: 'QuotaExceededError', ids: ['build:a'] });
  });
});

declare global {
  /** In the page only. */
  var lockerOf: () => LockerStore;
  var entry: (time: number, ...hashes: string[]) => LockerEntry;
  var raw: (mode: IDBTransactionMode, work: (objects: IDBObjectStore) => IDBRequest) => Promise<unknown>;
}
