import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Blocks } from '../../src/ui/hex/blocks.ts';
import {
  columnsFor,
  type HexLayout,
  moveCursor,
  PAGE,
  pageCount,
  pageOf,
  pageRange,
  parseOffset,
  rowCount,
  rowOf,
} from '../../src/ui/hex/layout.ts';

const layouts = fc
  .record({
    start: fc.integer({ min: 0, max: 0x200000 }),
    size: fc.integer({ min: 1, max: 0x1000000 }),
    columns: fc.constantFrom(4, 8, 16),
  })
  .map(({ start, size, columns }): HexLayout => ({ start, end: start + size, columns }));

describe('pages and rows of a hex view', () => {
  it('hold every byte once', () => {
    fc.assert(
      fc.property(layouts, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (layout, part) => {
        const offset = layout.start + Math.floor((layout.end - layout.start) * part);
        const page = pageOf(layout, offset);
        const range = pageRange(layout, page);
        expect(page).toBeLessThan(pageCount(layout));
        expect(offset >= range.start && offset < range.end).toBe(true);
        const row = rowOf(layout, offset);
        expect(row).toBeLessThan(rowCount(layout, page));
        const rowStart = range.start + row * layout.columns;
        expect(offset >= rowStart && offset < rowStart + layout.columns).toBe(true);
      }),
    );
  });

  it('are few enough pixels for every browser', () => {
    const layout = { start: 0, end: 0x1000000, columns: 4 };
    expect(pageCount(layout)).toBe(16);
    expect(rowCount(layout, 0) * 22).toBeLessThan(10_000_000);
    expect(PAGE).toBe(0x100000);
  });

  it('have 16, 8 or 4 columns, as many as fit', () => {
    // 0x00000, two spaces, 16 × 3 − 1, two spaces, 16: 74 characters.
    expect(columnsFor(740, 10, 5)).toBe(16);
    expect(columnsFor(739, 10, 5)).toBe(8);
    expect(columnsFor(400, 10, 5)).toBe(8);
    expect(columnsFor(399, 10, 5)).toBe(4);
    expect(columnsFor(10, 10, 5)).toBe(4);
  });
});

describe('the cursor of a hex view', () => {
  const layout = { start: 0x1000, end: 0x1000 + 100, columns: 16 };
  const press = (cursor: number, key: string, far = false) =>
    moveCursor(layout, cursor, key, { rows: 4, far });

  it('moves by bytes, rows, pages, and to the ends', () => {
    expect(press(0x1012, 'ArrowLeft')).toBe(0x1011);
    expect(press(0x1012, 'ArrowRight')).toBe(0x1013);
    expect(press(0x1012, 'ArrowUp')).toBe(0x1002);
    expect(press(0x1012, 'ArrowDown')).toBe(0x1022);
    expect(press(0x1012, 'PageDown')).toBe(0x1052);
    expect(press(0x1012, 'Home')).toBe(0x1010);
    expect(press(0x1012, 'End')).toBe(0x101f);
    expect(press(0x1012, 'Home', true)).toBe(0x1000);
    expect(press(0x1012, 'End', true)).toBe(0x1063);
    expect(press(0x1012, 'x')).toBeUndefined();
  });

  it('never leaves the bytes', () => {
    expect(press(0x1002, 'ArrowUp')).toBe(0x1002);
    expect(press(0x1060, 'ArrowDown')).toBe(0x1060);
    expect(press(0x1063, 'ArrowRight')).toBe(0x1063);
    expect(press(0x1060, 'PageDown')).toBe(0x1063);
    expect(press(0x1061, 'End')).toBe(0x1063);
  });
});

describe('an offset as people type it', () => {
  it.each([
    ['0x81000', 0x81000],
    ['81000', 0x81000],
    [' 0X0ff_b000 ', 0xffb000],
    ['1000h', 0x1000],
  ])('%s', (text, offset) => expect(parseOffset(text)).toBe(offset));

  it.each(['', '0x', 'zz', '-1', '1.5', '123456789'])('%j is none', text =>
    expect(parseOffset(text)).toBeUndefined(),
  );
});

describe('bytes on demand', () => {
  const file = Uint8Array.from({ length: 10_000 }, (_, i) => i % 251);
  const settle = () => new Promise(resolve => setTimeout(resolve));

  it('reads each block once, and nothing behind the end', async () => {
    const asked: [number, number][] = [];
    const blocks = new Blocks(
      async (offset, length) => {
        asked.push([offset, length]);
        return file.slice(offset, offset + length);
      },
      file.length,
      () => {},
    );
    expect(blocks.byteAt(4097)).toBeUndefined();
    blocks.want(4000, 4200);
    blocks.want(4000, 10_000);
    await settle();
    expect(asked).toEqual([
      [0, 4096],
      [4096, 4096],
      [8192, 1808],
    ]);
    expect([blocks.byteAt(0), blocks.byteAt(4097), blocks.byteAt(9999)]).toEqual([0, 4097 % 251, 9999 % 251]);
    expect(blocks.byteAt(10_000)).toBeUndefined();
  });

  it('says that reading failed and tries again when asked to', async () => {
    let broken = true;
    const blocks = new Blocks(
      async (offset, length) => {
        if (broken) throw new Error('gone');
        return file.slice(offset, offset + length);
      },
      file.length,
      () => {},
    );
    blocks.want(0, 16);
    await settle();
    expect([blocks.failed, blocks.byteAt(0)]).toEqual([true, undefined]);
    broken = false;
    blocks.retry();
    blocks.want(0, 16);
    await settle();
    expect([blocks.failed, blocks.byteAt(1)]).toEqual([false, 1]);
  });

  it('remembers a megabyte at most', async () => {
    const blocks = new Blocks(
      async (_, length) => new Uint8Array(length),
      0x200000,
      () => {},
    );
    for (let offset = 0; offset < 0x180000; offset += 0x1000) {
      blocks.want(offset, offset + 1);
      await Promise.resolve();
    }
    await settle();
    expect(blocks.byteAt(0)).toBeUndefined();
    expect(blocks.byteAt(0x17f000)).toBe(0);
  });
});
