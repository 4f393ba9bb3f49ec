/** Reading by ranges and saving all or nothing. */
import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openForReading } from '../../src/cli/fd-reader.ts';
import { SaveError, saveAll } from '../../src/cli/save.ts';
import { columns, screenFor, wrap } from '../../src/cli/screen.ts';
import { flashOffset } from '../../src/core/bytes/address.ts';
import { Problem } from '../../src/core/problem.ts';
import { emptyFolder } from './program.ts';

let folder: ReturnType<typeof emptyFolder>;
const at = (name: string): string => join(folder.path, name);
beforeEach(() => {
  folder = emptyFolder();
});
afterEach(() => folder.remove());

const problemOf = (work: () => unknown): Problem['finding'] | undefined => {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error.finding;
    throw error;
  }
  return undefined;
};

describe('openForReading', () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i & 0xff);

  it('reads any range, also the empty one at the end', () => {
    writeFileSync(at('a'), bytes);
    const { reader, close } = openForReading(at('a'));
    expect(reader.size).toBe(1000);
    for (const [start, length] of [
      [0, 1000],
      [0, 0],
      [999, 1],
      [1000, 0],
      [256, 300],
    ] as const) {
      expect(reader.read(start, length)).toEqual(bytes.slice(start, start + length));
    }
    close();
  });

  it('does not read outside of the file', () => {
    writeFileSync(at('a'), bytes);
    const { reader, close } = openForReading(at('a'));
    expect(() => reader.read(999, 2)).toThrow(RangeError);
    expect(() => reader.read(-1, 1)).toThrow(RangeError);
    close();
  });

  it('says that a file became shorter instead of making up bytes', () => {
    writeFileSync(at('a'), bytes);
    const { reader, close } = openForReading(at('a'));
    truncateSync(at('a'), 500);
    const found = problemOf(() => reader.read(400, 200));
    expect(found).toMatchObject({
      code: 'file-unreadable',
      facts: { reason: 'it became shorter while it was read' },
      where: { offset: 500 },
    });
    close();
  });

  it('reads little of a large file', () => {
    writeFileSync(at('large'), '');
    truncateSync(at('large'), 3 * 1024 ** 3);
    const { reader, close } = openForReading(at('large'));
    expect(reader.size).toBe(3 * 1024 ** 3);
    expect(reader.read(reader.size - 4, 4)).toEqual(new Uint8Array(4));
    close();
  });
});

describe('saveAll', () => {
  const file = (name: string, ...bytes: number[]) => ({
    name,
    offset: flashOffset(0),
    bytes: Uint8Array.from(bytes),
  });

  it('replaces older files and leaves nothing else', () => {
    writeFileSync(at('a.bin'), 'older and longer');
    saveAll(folder.path, [file('a.bin', 1, 2), file('b.bin', 3)]);
    expect(readdirSync(folder.path).sort()).toEqual(['a.bin', 'b.bin']);
    expect([...readFileSync(at('a.bin'))]).toEqual([1, 2]);
  });

  it('keeps the older file when a later one fails', () => {
    writeFileSync(at('a.bin'), 'older');
    const attempt = () => saveAll(folder.path, [file('a.bin', 1), file('no/such/folder.bin', 2)]);
    expect(attempt).toThrow(SaveError);
    expect(readdirSync(folder.path)).toEqual(['a.bin']);
    expect(readFileSync(at('a.bin'), 'utf8')).toBe('older');
  });

  it('does not start when a folder is in the way', () => {
    mkdirSync(at('b.bin'));
    expect(() => saveAll(folder.path, [file('a.bin', 1), file('b.bin', 2)])).toThrow(
      /there is a folder of that name/,
    );
    expect(readdirSync(folder.path)).toEqual(['b.bin']);
  });
});

describe('the screen', () => {
  it('lines up columns and breaks lines between words', () => {
    const rows = columns(
      [
        ['a', '10', 'x'],
        ['long', '5', 'y'],
      ],
      ['left', 'right'],
    );
    expect(rows).toEqual(['a     10  x', 'long   5  y']);
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('one two three')).toEqual(['one two three']);
  });

  it.each([
    [true, {}, '\x1b[1mtext\x1b[22m'],
    [true, { NO_COLOR: '1' }, 'text'],
    [true, { TERM: 'dumb' }, 'text'],
    [false, {}, 'text'],
  ])('paints only on a terminal that wants it: %j %j', (isTTY, environment, expected) => {
    const stream = { isTTY, columns: 80, write: () => true } as unknown as NodeJS.WriteStream;
    expect(screenFor(stream, environment).strong('text')).toBe(expected);
  });
});
