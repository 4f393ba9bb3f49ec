/** Entries for lockers: random ones for properties, and simple ones by hand. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { type EntryEdits, entryOf, type LockerEntry, type NewEntry } from '../../src/core/locker/entry.ts';

export const sha256 = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

/** Contents by their hashes, few and small, so that entries share some. */
export const CONTENTS = ['', 'a', 'bb', 'ccc', 'dddd', 'eeeee', 'x'.repeat(300)].map(text =>
  Buffer.from(text),
);
export const CONTENT_BY_HASH = new Map(CONTENTS.map(bytes => [sha256(bytes), bytes]));

const file = (bytes: Uint8Array, name: string) => ({ name, size: bytes.length, sha256: sha256(bytes) });

export const build = (time: number, contents: readonly string[], edits: EntryEdits = {}): LockerEntry => ({
  ...entryOf({
    kind: 'build',
    time,
    files: contents.map(text => file(Buffer.from(text), `${text.slice(0, 8)}.elf`)),
  }),
  ...edits,
});

const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).map(text => `ü${text.trim()}.elf`),
  fc.constantFrom('user1.bin', 'böse/../name.elf', '引.bin', '🙂.elf'),
);
const time = fc.nat(2_000_000_000_000);
const content = fc.constantFrom(...CONTENTS);
const lockerFile = fc
  .tuple(content, name)
  .map(([bytes, called]) => file(bytes, called.replace(/\p{Cc}/gu, '')));
const map = fc.constantFrom('1MB', '4MB-c1') as fc.Arbitrary<'1MB' | '4MB-c1'>;
const mac = fc.constantFrom('5C:CF:7F:00:00:01', '5C:CF:7F:00:00:02');
const optional = <T, K extends string>(key: K, arbitrary: fc.Arbitrary<T>) =>
  fc
    .option(arbitrary, { nil: undefined })
    .map(value => (value === undefined ? {} : { [key]: value }) as Partial<Record<K, T>>);

const fresh: fc.Arbitrary<NewEntry> = fc.oneof(
  fc
    .tuple(fc.array(lockerFile, { minLength: 1, maxLength: 3 }), time, optional('map', map))
    .map(([files, at, facts]) => ({ kind: 'build' as const, files, time: at, ...facts })),
  fc.tuple(lockerFile, time, fc.nat(0xfffff), optional('from', name)).map(([one, at, offset, facts]) => ({
    kind: 'image' as const,
    files: [one],
    time: at,
    offset,
    ...facts,
  })),
  fc.tuple(lockerFile, time, fc.nat(0xfffff), optional('mac', mac)).map(([one, at, offset, facts]) => ({
    kind: 'backup' as const,
    files: [one],
    time: at,
    offset,
    ...facts,
  })),
  fc
    .tuple(lockerFile, time, optional('mac', mac))
    .map(([one, at, facts]) => ({ kind: 'log' as const, files: [one], time: at, ...facts })),
  fc.tuple(lockerFile, time, optional('map', map)).map(([one, at, facts]) => ({
    kind: 'board' as const,
    files: [one],
    time: at,
    preset: 'nodemcu',
    ...facts,
  })),
);

const edits: fc.Arbitrary<EntryEdits> = fc.oneof(
  fc.constant({}),
  fc
    .tuple(fc.nat(1000), fc.constantFrom('', 'works', 'grün – besser', 'line\nline'), fc.boolean())
    .map(([edited, note, pinned]) => ({
      edited,
      ...(note && { note }),
      ...(pinned && { pinned: true as const }),
    })),
);

/** Catalogues as the locker has them: one entry for every id, the newest first. */
export const catalogue: fc.Arbitrary<readonly LockerEntry[]> = fc
  .array(
    fc.tuple(fresh, edits).map(([entry, words]): LockerEntry => ({ ...entryOf(entry), ...words })),
    { maxLength: 8 },
  )
  .map(entries =>
    [...new Map(entries.map(entry => [entry.id, entry])).values()].sort((a, b) => b.time - a.time),
  );
