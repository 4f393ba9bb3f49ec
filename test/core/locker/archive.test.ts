/** A locker as one file: everything comes back, and damage costs what it hits and is told in one sentence. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../../src/core/bytes/crc32.ts';
import { bytesReader } from '../../../src/core/bytes/range-reader.ts';
import {
  type Archive,
  archiveHead,
  isArchive,
  readArchive,
  wholeEntries,
} from '../../../src/core/locker/archive.ts';
import type { LockerEntry } from '../../../src/core/locker/entry.ts';
import { Problem } from '../../../src/core/problem.ts';
import { build, CONTENT_BY_HASH, catalogue, sha256 } from '../../support/locker-entries.ts';

const archiveOf = (entries: readonly LockerEntry[], made = 7): Uint8Array => {
  const { head, order } = archiveHead(entries, made);
  return new Uint8Array(
    Buffer.concat([head, ...order.map(hash => CONTENT_BY_HASH.get(hash) ?? Buffer.of())]),
  );
};

/** What somebody gets out of a file: its whole entries, or the one reason why there are none. */
const opened = (bytes: Uint8Array): { entries: readonly LockerEntry[]; damaged: number } | string => {
  let archive: Archive;
  try {
    archive = readArchive(bytesReader(bytes));
  } catch (error) {
    if (error instanceof Problem) return error.finding.code;
    throw error;
  }
  const proven = archive.contents.filter(
    ({ sha256: hash, offset, size }) => sha256(bytes.subarray(offset, offset + size)) === hash,
  );
  return wholeEntries(archive, new Set(proven.map(({ sha256: hash }) => hash)));
};

const SMALL = [
  build(3, ['a', 'bb'], { name: 'Größe', note: 'läuft\nauf 引', pinned: true, edited: 9 }),
  build(2, ['ccc']),
  build(1, ['x'.repeat(300)]),
];

describe('a locker as one file', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(catalogue, fc.nat(), (entries, made) => {
        const bytes = archiveOf(entries, made);
        expect(isArchive(bytesReader(bytes))).toBe(true);
        expect(readArchive(bytesReader(bytes)).made).toBe(made);
        expect(opened(bytes)).toEqual({ entries, damaged: 0 });
      }),
    );
  });

  it('has every content once', () => {
    const bytes = archiveOf([build(2, ['x'.repeat(300), 'a']), build(1, ['x'.repeat(300), 'bb'])]);
    expect(Buffer.from(bytes).toString('latin1').split('x'.repeat(300))).toHaveLength(2);
  });

  it('says one thing wherever it is cut off, and the entries in front of the cut are whole', () => {
    const whole = archiveOf(SMALL);
    const { head } = archiveHead(SMALL, 7);
    for (let length = 0; length < whole.length; length++) {
      const found = opened(whole.slice(0, length));
      if (length < 8) expect(found).toBe('locker-foreign');
      else if (length < head.length) expect(found).toBe('locker-damaged');
      else {
        // a, bb, ccc and 300 x follow each other.
        const there = [3, 6, 306].filter(end => length >= head.length + end).length;
        expect(found).toEqual({ entries: SMALL.slice(0, there), damaged: 3 - there });
      }
    }
  });

  it('loses nothing but the entry that a changed byte is in, and never takes damage for whole', () => {
    const whole = archiveOf(SMALL);
    const { head } = archiveHead(SMALL, 7);
    for (let at = 0; at < whole.length; at++) {
      const bytes = whole.slice();
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
      const found = opened(bytes);
      if (at < 8) expect(found).toBe('locker-foreign');
      else if (at < head.length) expect(found).toBe('locker-damaged');
      else {
        const hit = at < head.length + 3 ? 0 : at < head.length + 6 ? 1 : 2;
        expect(found).toEqual({ entries: SMALL.filter((_, i) => i !== hit), damaged: 1 });
      }
    }
  });

  it('is not read when a newer version wrote it, and says so', () => {
    const bytes = archiveOf(SMALL);
    const { length } = archiveHead(SMALL, 7).head;
    bytes[8] = 2;
    const view = new DataView(bytes.buffer);
    view.setUint32(16, crc32(Buffer.concat([bytes.subarray(8, 16), bytes.subarray(20, length)])), true);
    expect(opened(bytes)).toBe('locker-newer');
  });

  it('is not what other files are', () => {
    expect(opened(new Uint8Array(64))).toBe('locker-foreign');
    expect(opened(new TextEncoder().encode('{"entries":[]}'))).toBe('locker-foreign');
  });
});

describe('a list that somebody else wrote', () => {
  /** A file with right checksums around any list at all. */
  const written = (list: unknown): Uint8Array => {
    const frame = archiveOf([]);
    const text = new TextEncoder().encode(JSON.stringify(list));
    const bytes = new Uint8Array(20 + text.length);
    bytes.set(frame.subarray(0, 20));
    bytes.set(text, 20);
    const view = new DataView(bytes.buffer);
    view.setUint32(12, text.length, true);
    view.setUint32(16, crc32(Buffer.concat([bytes.subarray(8, 16), text])), true);
    return bytes;
  };

  it('never does more harm than to be refused', () => {
    fc.assert(
      fc.property(fc.jsonValue(), list => {
        const found = opened(written(list));
        if (typeof found !== 'string') expect(found.entries).toEqual([]);
      }),
    );
  });

  it('gives the entries that are some, with names that can be shown and ids of our own', () => {
    const empty = sha256('');
    const file = { name: 'a\u0000b\u001b.bin', size: 0, sha256: empty };
    const good = {
      kind: 'image',
      files: [file],
      time: 1,
      offset: 4096,
      id: 'mine',
      map: 'no such map',
      evil: 1,
    };
    const bad = [
      null,
      { ...good, kind: 'other' },
      { ...good, files: [] },
      { ...good, files: [file, file] },
      { ...good, offset: -1 },
      { ...good, time: 1e300 },
      { ...good, files: [{ ...file, sha256: 'A'.repeat(64) }] },
      { ...good, files: [{ ...file, size: 1 }] },
      { ...good, files: [{ ...file, size: 2 ** 40 }] },
    ];
    const found = opened(written({ entries: [good, ...bad], contents: [{ sha256: empty, size: 0 }] }));
    expect(found).toEqual({
      entries: [
        {
          kind: 'image',
          id: `image:${empty}`,
          files: [{ name: 'ab.bin', size: 0, sha256: empty }],
          time: 1,
          offset: 4096,
        },
      ],
      damaged: bad.length,
    });
  });
});
