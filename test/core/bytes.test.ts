/** Bytes, numbers and readers: everything else stands on them. */
import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cpuAddress, formatHex, formatOffset, roundUp } from '../../src/core/bytes/address.ts';
import { crc32 } from '../../src/core/bytes/crc32.ts';
import {
  buffered,
  bytesReader,
  fits,
  type RangeReader,
  windowOf,
} from '../../src/core/bytes/range-reader.ts';
import { readStruct, structLayout, writeStruct } from '../../src/core/bytes/struct.ts';
import { latin1, zeroTerminated } from '../../src/core/bytes/text.ts';
import { xorChecksum } from '../../src/core/bytes/xor-checksum.ts';
import { crcWord } from '../../src/core/image/crc-word.ts';
import { crcWordOf } from '../support/image-builder.ts';
import { patternBytes } from '../support/programs.ts';

/** Bytes somewhere inside of a larger buffer, as slices of files are. */
const placed = fc.tuple(fc.uint8Array({ maxLength: 300 }), fc.nat(9)).map(([bytes, before]) => {
  const buffer = new Uint8Array(bytes.length + before + 5).fill(0xa5);
  buffer.set(bytes, before);
  return buffer.subarray(before, before + bytes.length);
});

/** Four bytes that bring the CRC-32 of `bytes` to `wanted`: the register run backwards through four zero bytes. */
function withCrc(bytes: Uint8Array, wanted: number): Uint8Array {
  const table = Array.from({ length: 256 }, (_, i) => {
    let c = i;
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
    return c >>> 0;
  });
  let register = ~wanted >>> 0;
  for (let i = 0; i < 4; i++) {
    const index = table.findIndex(entry => entry >>> 24 === register >>> 24);
    register = (((register ^ (table[index] ?? 0)) << 8) | index) >>> 0;
  }
  const patch = (register ^ ~zlibCrc32(bytes)) >>> 0;
  return Uint8Array.of(...bytes, patch & 255, (patch >>> 8) & 255, (patch >>> 16) & 255, patch >>> 24);
}

describe('CRC', () => {
  it('equals the CRC-32 of zlib for any bytes at any place in memory', () => {
    fc.assert(fc.property(placed, bytes => crc32(bytes) === zlibCrc32(bytes)));
  });

  // images.md, section 5
  it.each([
    [0xfcd4d36b, 0x032b2c94],
    [0xaaa15dd8, 0x555ea227],
    [0x7fffffff, 0x80000000],
    [0x80000000, 0x7fffffff],
    [0x6bf68fbb, 0x6bf68fbc],
    [0x486afdc0, 0x486afdc1],
    [0x00000000, 0x00000001],
    [0xffffffff, 0x00000000],
  ])('makes of CRC %i the word %i', (crc, word) => {
    const bytes = withCrc(patternBytes(37), crc);
    expect(zlibCrc32(bytes)).toBe(crc);
    expect(crcWord(bytes)).toBe(word);
    expect(crcWordOf(bytes)).toBe(word);
  });

  it('is the absolute value of the inverted register for any bytes', () => {
    fc.assert(fc.property(placed, bytes => crcWord(bytes) === crcWordOf(bytes)));
  });
});

describe('XOR checksum', () => {
  it('equals the sum taken byte by byte, from any seed and place in memory', () => {
    fc.assert(
      fc.property(placed, fc.integer({ min: 0, max: 255 }), (bytes, seed) => {
        expect(xorChecksum(bytes, seed)).toBe(bytes.reduce((sum, byte) => sum ^ byte, seed));
      }),
    );
    expect(xorChecksum(new Uint8Array(0))).toBe(0xef);
  });

  it('does not change with zero padding', () => {
    fc.assert(
      fc.property(placed, fc.nat(5), (bytes, zeros) => {
        expect(xorChecksum(Uint8Array.of(...bytes, ...new Uint8Array(zeros)))).toBe(xorChecksum(bytes));
      }),
    );
  });
});

describe('numbers', () => {
  it('prints addresses unsigned, in upper case and of equal width', () => {
    expect(formatHex(0x40281010)).toBe('0x40281010');
    expect(formatHex(-1)).toBe('0xFFFFFFFF');
    expect(formatOffset(0x1000)).toBe('0x01000');
    expect(cpuAddress(-0x80000000)).toBe(0x80000000);
  });

  it('rounds up without bits, so that no size wraps', () => {
    expect(roundUp(0xffffffff, 16)).toBe(0x100000000);
    expect(roundUp(32, 16)).toBe(32);
    expect(roundUp(0, 4)).toBe(0);
  });
});

describe('headers as tables', () => {
  const LAYOUT = structLayout('test', 12, {
    byte: { offset: 0, size: 1, source: 'test' },
    low: { offset: 1, size: 1, bits: { low: 0, count: 3 }, source: 'test' },
    high: { offset: 1, size: 1, bits: { low: 3, count: 5 }, source: 'test' },
    half: { offset: 2, size: 2, source: 'test' },
    word: { offset: 4, size: 4, source: 'test' },
    flags: { offset: 8, size: 4, bits: { low: 28, count: 4 }, source: 'test' },
  });

  it('reads back what it wrote and leaves all other bits alone', () => {
    const u = (bits: number) => fc.integer({ min: 0, max: 2 ** bits - 1 });
    const values = fc.record({ byte: u(8), low: u(3), high: u(5), half: u(16), word: u(32), flags: u(4) });
    fc.assert(
      fc.property(values, values, fc.nat(3), (before, after, at) => {
        const bytes = new Uint8Array(20).fill(0x5a);
        writeStruct(LAYOUT, bytes, at, before);
        const { word, high } = after;
        writeStruct(LAYOUT, bytes, at, { word, high });
        expect(readStruct(LAYOUT, bytes, at)).toEqual({ ...before, word, high });
        expect([...bytes.subarray(0, at), ...bytes.subarray(at + 12)]).toEqual(new Array(8).fill(0x5a));
      }),
    );
  });

  it('does not read past the end', () => {
    expect(() => readStruct(LAYOUT, new Uint8Array(11))).toThrow(RangeError);
    expect(() => readStruct(LAYOUT, new Uint8Array(13), 2)).toThrow(RangeError);
  });
});

describe('text in tables', () => {
  it('ends names at the zero byte or at the end of the table', () => {
    const table = Uint8Array.from('\0.text\0.dat\xe9', c => c.charCodeAt(0));
    expect(zeroTerminated(table, 0, 99)).toBe('');
    expect(zeroTerminated(table, 1, 99)).toBe('.text');
    expect(zeroTerminated(table, 3, 99)).toBe('ext');
    expect(zeroTerminated(table, 7, 99)).toBe('.daté');
    expect(zeroTerminated(table, table.length, 99)).toBeUndefined();
    expect(zeroTerminated(table, -1, 99)).toBeUndefined();
    expect(zeroTerminated(table, 1, 3)).toBe('.te');
    expect(zeroTerminated(table, 1, 5)).toBe('.text');
    expect(latin1(Uint8Array.of(0x80, 0xff))).toBe('\x80\xff');
  });
});

describe('readers', () => {
  const bytes = patternBytes(1000);
  /** A reader that counts its trips, and copies as readers of files do. */
  function counting(source: Uint8Array): RangeReader & { trips: number; volume: number } {
    const reader = {
      ...{ size: source.length, trips: 0, volume: 0 },
      read(offset: number, length: number): Uint8Array {
        if (!fits(source.length, offset, length)) throw new RangeError('outside');
        reader.trips++;
        reader.volume += length;
        return source.slice(offset, offset + length);
      },
    };
    return reader;
  }

  it.each([
    [1000, 1],
    [0, 1001],
    [-1, 1],
    [0, -1],
    [2 ** 32, 0],
    [999, 2 ** 32],
    [Number.NaN, 1],
  ])('refuses %i + %i of 1000 bytes', (offset, length) => {
    for (const reader of [
      bytesReader(bytes),
      windowOf(bytesReader(bytes), 0, 1000),
      buffered(bytesReader(bytes)),
    ])
      expect(() => reader.read(offset, length)).toThrow(RangeError);
  });

  it('reads the same through windows and buffers as without', () => {
    const range = fc.tuple(fc.nat(400), fc.nat(300));
    fc.assert(
      fc.property(fc.array(range, { maxLength: 20 }), fc.integer({ min: 1, max: 128 }), (ranges, block) => {
        const reader = buffered(windowOf(bytesReader(bytes), 100, 800), block);
        for (const [offset, length] of ranges)
          expect([...reader.read(offset, length)]).toEqual([
            ...bytes.subarray(100 + offset, 100 + offset + length),
          ]);
      }),
    );
  });

  it('fetches a header, its table and three names in one trip', () => {
    const raw = counting(bytes);
    const reader = buffered(raw);
    for (const [offset, length] of [
      [0, 52],
      [500, 80],
      [300, 7],
      [900, 100],
    ] as const)
      reader.read(offset, length);
    expect(raw.trips).toBe(1);
  });

  it('keeps what it handed out when it fetches again', () => {
    const reader = buffered(counting(bytes), 64);
    const first = reader.read(0, 32);
    reader.read(500, 32);
    expect([...first]).toEqual([...bytes.subarray(0, 32)]);
  });
});
