import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLASH_SIZES, flashOfSize } from '../../../src/board/config.ts';
import { COST_TABLE } from '../../../src/board/costs.ts';
import type { NorFlash } from '../../../src/board/flash/nor-flash.ts';
import { bytes, filled, MS, newFlash, operate, type Rig } from './support.ts';

describe('programming', () => {
  it('only clears bits, and says when data wanted to set some', () => {
    const rig = newFlash({ instant: true });
    operate(rig, flash => flash.program(0x10, bytes(0xf0, 0x0f)));
    expect(rig.flash.mishaps.get('programmed-without-erase')).toBeUndefined();
    operate(rig, flash => flash.program(0x10, bytes(0x3c, 0x0f)));
    expect([...rig.flash.read(0x10, 3)]).toEqual([0x30, 0x0f, 0xff]);
    expect(rig.flash.mishaps.get('programmed-without-erase')).toBe(1);
  });

  it('begins again at the start of the page behind its end', () => {
    const rig = newFlash({ instant: true });
    operate(rig, flash => flash.program(0x1fe, bytes(1, 2, 3, 4)));
    expect([...rig.flash.read(0x1fe, 3)]).toEqual([1, 2, 0xff]);
    expect([...rig.flash.read(0x100, 3)]).toEqual([3, 4, 0xff]);
  });

  it('keeps the last 256 bytes of a longer one', () => {
    const rig = newFlash({ instant: true });
    const data = Uint8Array.from({ length: 300 }, (_, i) => i % 251);
    operate(rig, flash => flash.program(0, data));
    // Bytes 0 to 43 were overtaken by 256 to 299, which lie at 0 to 43 of the page again.
    expect([...rig.flash.read(0, 256)]).toEqual([...data.subarray(256), ...data.subarray(44, 256)]);
    expect(rig.flash.read(256, 16)).toEqual(filled(16, 0xff));
  });

  it('does nothing without the write enable latch, which serves once', () => {
    const { flash } = newFlash({ instant: true });
    expect(flash.program(0, bytes(0))).toBe(false);
    expect(flash.mishaps.get('not-write-enabled')).toBe(1);
    flash.writeEnable();
    expect(flash.program(0, bytes(0x0f))).toBe(true);
    expect(flash.program(1, bytes(0x0f))).toBe(false);
    expect([...flash.read(0, 2)]).toEqual([0x0f, 0xff]);
    flash.writeEnable();
    flash.writeDisable();
    expect(flash.eraseSector(0)).toBe(false);
    expect(flash.operations).toBe(1);
  });
});

describe('erasing', () => {
  const dirty = (): Rig => {
    const rig = newFlash({ instant: true });
    rig.flash.load(0, filled(rig.flash.size, 0));
    return rig;
  };
  const blankRange = (flash: NorFlash): [number, number] => {
    const all = flash.peek();
    const first = all.indexOf(0xff);
    const last = all.lastIndexOf(0xff);
    expect(all.subarray(first, last + 1).every(byte => byte === 0xff)).toBe(true);
    return [first, last + 1];
  };

  it.each([
    ['4 KiB', (flash: NorFlash) => flash.eraseSector(0x12345), [0x12000, 0x13000]],
    ['32 KiB', (flash: NorFlash) => flash.eraseBlock32(0x1b001), [0x18000, 0x20000]],
    ['64 KiB', (flash: NorFlash) => flash.eraseBlock(0x2ffff), [0x20000, 0x30000]],
    ['the chip', (flash: NorFlash) => flash.eraseChip(), [0, 0x100000]],
  ] as const)('sets exactly %s', (_, erase, range) => {
    const rig = dirty();
    expect(operate(rig, erase)).toBe(true);
    expect(blankRange(rig.flash)).toEqual(range);
  });

  it('counts the wear of each sector', () => {
    const rig = dirty();
    operate(rig, flash => flash.eraseSector(0x3000));
    operate(rig, flash => flash.eraseSector(0x3fff));
    operate(rig, flash => flash.eraseBlock(0));
    expect([2, 3, 4, 15, 16].map(sector => rig.flash.wear(sector))).toEqual([1, 3, 1, 1, 0]);
    expect(rig.flash.operations).toBe(3);
  });
});

describe('time', () => {
  const cost = (name: keyof typeof COST_TABLE) => COST_TABLE[name].value;

  it.each([
    ['a page', 0.4 * MS, (flash: NorFlash) => flash.program(0, filled(256, 0))],
    ['a byte', cost('flashProgramFirstByte'), (flash: NorFlash) => flash.program(0, filled(1, 0))],
    ['a sector', cost('flashEraseSector'), (flash: NorFlash) => flash.eraseSector(0)],
    ['half a block', cost('flashEraseBlock32'), (flash: NorFlash) => flash.eraseBlock32(0)],
    ['a block', cost('flashEraseBlock64'), (flash: NorFlash) => flash.eraseBlock(0)],
    ['4 MiB', 10_000 * MS, (flash: NorFlash) => flash.eraseChip()],
    ['a status register', cost('flashWriteStatus'), (flash: NorFlash) => flash.writeStatus(1, bytes(0))],
  ] as const)('is busy as long as the table says for %s', (_, length, act) => {
    const { clock, flash } = newFlash({ size: FLASH_SIZES['4MB'] });
    clock.advanceTo(5 * MS);
    flash.writeEnable();
    expect(act(flash)).toBe(true);
    expect(flash.busyUntil - clock.now).toBeCloseTo(length, -3);
    expect(flash.status() & 3).toBe(3);
    clock.advanceTo(flash.busyUntil - 1);
    expect(flash.isBusy()).toBe(true);
    clock.advanceTo(flash.busyUntil);
    expect(flash.status() & 3).toBe(0);
  });

  it('gives no data and takes no command while busy, and counts both', () => {
    const { clock, flash } = newFlash();
    flash.load(0x8000, bytes(1, 2, 3));
    flash.writeEnable();
    flash.eraseSector(0);
    expect([...flash.read(0x8000, 3)]).toEqual([0xff, 0xff, 0xff]);
    flash.writeEnable();
    expect(flash.program(0x9000, bytes(0))).toBe(false);
    expect(Object.fromEntries(flash.mishaps)).toEqual({ 'read-while-busy': 1, 'command-while-busy': 2 });
    clock.advanceTo(flash.busyUntil);
    expect([...flash.read(0x8000, 3)]).toEqual([1, 2, 3]);
  });

  it('says of each mishap when and where', () => {
    const { clock, flash } = newFlash();
    const seen: unknown[] = [];
    flash.onMishap = mishap => seen.push(mishap);
    clock.advanceTo(7);
    flash.eraseSector(0x5123);
    expect(seen).toEqual([{ kind: 'not-write-enabled', offset: 0x5000, at: 7 }]);
  });
});

describe('addresses', () => {
  it.each(Object.values(FLASH_SIZES))('wrap at the size of %i bytes', size => {
    const rig = newFlash({ size, instant: true });
    operate(rig, flash => flash.program(size + 0x20, bytes(0x42)));
    expect([...rig.flash.read(0x20, 1)]).toEqual([0x42]);
    rig.flash.load(size - 1, bytes(0x17));
    rig.flash.load(0, bytes(0x18));
    expect([...rig.flash.read(size - 1, 2)]).toEqual([0x17, 0x18]);
    expect([...rig.flash.read(3 * size - 1, 2)]).toEqual([0x17, 0x18]);
    operate(rig, flash => flash.eraseSector(size + 5));
    expect([...rig.flash.read(size, 1)]).toEqual([0xff]);
  });

  it('refuses sizes that no board has', () => {
    expect(() => flashOfSize(3_000_000)).toThrow(/3000000 bytes; boards have 512 KB/);
  });
});

describe('against a plain array', () => {
  const step = fc.oneof(
    fc.record({
      op: fc.constant('program' as const),
      at: fc.nat(0x1ffff),
      data: fc.uint8Array({ minLength: 1, maxLength: 300 }),
    }),
    fc.record({ op: fc.constant('sector' as const), at: fc.nat(0x1ffff), data: fc.constant(bytes()) }),
    fc.record({ op: fc.constant('block' as const), at: fc.nat(0x1ffff), data: fc.constant(bytes()) }),
    fc.record({ op: fc.constant('snapshot' as const), at: fc.nat(0x1ffff), data: fc.constant(bytes()) }),
  );

  /** The same rules without any cleverness. */
  function plain(cells: Uint8Array, { op, at, data }: { op: string; at: number; data: Uint8Array }): void {
    if (op === 'sector') cells.fill(0xff, at & ~0xfff, (at & ~0xfff) + 0x1000);
    if (op === 'block') cells.fill(0xff, at & ~0xffff, (at & ~0xffff) + 0x10000);
    if (op !== 'program') return;
    const page = new Map<number, number>();
    data.forEach((byte, i) => {
      page.set((at & ~0xff) | ((at + i) & 0xff), byte);
    });
    for (const [to, byte] of page) cells[to] = (cells[to] ?? 0) & byte;
  }

  it('has the same cells and the same window after any sequence of operations', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), steps => {
        const rig = newFlash({ instant: true });
        const window = rig.flash.window(0);
        const cells = filled(0x100000, 0xff);
        const kept: { snapshot: ReturnType<NorFlash['snapshot']>; copy: Uint8Array }[] = [];
        for (const one of steps) {
          plain(cells, one);
          if (one.op === 'program') operate(rig, flash => flash.program(one.at, one.data));
          if (one.op === 'sector') operate(rig, flash => flash.eraseSector(one.at));
          if (one.op === 'block') operate(rig, flash => flash.eraseBlock(one.at));
          if (one.op === 'snapshot')
            kept.push({ snapshot: rig.flash.snapshot(), copy: cells.slice(0, 0x20000) });
        }
        expect(Buffer.compare(rig.flash.peek(0, 0x20000), cells.subarray(0, 0x20000))).toBe(0);
        expect(Buffer.compare(window, cells)).toBe(0);
        for (const { snapshot, copy } of kept) {
          rig.flash.restore(snapshot);
          expect(Buffer.compare(rig.flash.peek(0, 0x20000), copy)).toBe(0);
          expect(Buffer.compare(window.subarray(0, 0x20000), copy)).toBe(0);
        }
      }),
      { numRuns: 60 },
    );
  });
});
