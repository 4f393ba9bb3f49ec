import { describe, expect, it } from 'vitest';
import { buffered, bytesReader } from '../../src/core/bytes/range-reader.ts';
import { patternBytes } from '../support/programs.ts';

const BLOCK = 64;
const BYTES = patternBytes(1000);

/** A buffered reader over 1000 bytes, and the trips that it makes to them. */
function setUp() {
  const trips: string[] = [];
  const file = bytesReader(BYTES);
  const reader = buffered(
    {
      size: file.size,
      read: (offset, length) => {
        trips.push(`${offset}+${length}`);
        return file.read(offset, length);
      },
    },
    BLOCK,
  );
  return { reader, trips };
}

describe('a buffered reader', () => {
  it('fetches both ends of a file once, however often they are read in turn', () => {
    const { reader, trips } = setUp();
    for (const [offset, length] of [
      [0, 16],
      [990, 10],
      [940, 8],
      [16, 40],
      [936, 64],
    ] as const) {
      expect(reader.read(offset, length)).toEqual(BYTES.subarray(offset, offset + length));
    }
    expect(trips).toEqual(['0+64', '936+64']);
  });

  it('forgets the block that was fetched before the last two', () => {
    const { reader, trips } = setUp();
    for (const offset of [0, 200, 400, 0]) reader.read(offset, 4);
    expect(trips).toEqual(['0+64', '200+64', '400+64', '0+64']);
  });

  it('reads what is longer than a block in one piece, and keeps its blocks', () => {
    const { reader, trips } = setUp();
    reader.read(0, 4);
    expect(reader.read(100, 500)).toEqual(BYTES.subarray(100, 600));
    reader.read(8, 4);
    expect(trips).toEqual(['0+64', '100+500']);
  });

  it('reads files that are smaller than a block', () => {
    const small = buffered(bytesReader(BYTES.subarray(0, 10)), BLOCK);
    expect(small.read(8, 2)).toEqual(BYTES.subarray(8, 10));
    expect(() => small.read(9, 2)).toThrow(RangeError);
  });
});
