import { describe, expect, it, vi } from 'vitest';
import { FLASH_SIZES } from '../../../src/board/config.ts';
import { bytes, filled, newFlash, operate } from './support.ts';

const SIZE = FLASH_SIZES['4MB'];

/** A full chip: 4 MiB that are nowhere blank. */
function fullFlash() {
  const rig = newFlash({ size: SIZE, instant: true });
  rig.flash.load(
    0,
    Uint8Array.from({ length: SIZE }, (_, i) => (i * 7 + (i >> 8)) & 0x7f),
  );
  return rig;
}

describe('forks', () => {
  it('are independent both ways', () => {
    const rig = fullFlash();
    const child = rig.flash.fork();
    const before = rig.flash.peek(0x1000, 4).slice();
    operate(rig, flash => flash.eraseSector(0x1000));
    child.writeEnable();
    child.program(0x1001, bytes(0));
    expect([...rig.flash.peek(0x1000, 4)]).toEqual([0xff, 0xff, 0xff, 0xff]);
    expect([...child.peek(0x1000, 4)]).toEqual([before[0], 0, before[2], before[3]]);
    expect([rig.flash.wear(1), child.wear(1)]).toEqual([1, 0]);
    expect([rig.flash.operations, child.operations]).toEqual([1, 1]);
  });

  it('of forks of forks share what nobody wrote', () => {
    const rig = fullFlash();
    const a = rig.flash.fork();
    const b = a.fork();
    const c = b.fork();
    for (const [i, flash] of [a, b, c].entries()) {
      flash.writeEnable();
      flash.program(0x2000, bytes(1 << i));
    }
    const first = rig.flash.peek(0x2000, 1)[0] ?? 0;
    expect([rig.flash, a, b, c].map(flash => flash.peek(0x2000, 1)[0])).toEqual([
      first,
      first & 1,
      first & 2,
      first & 4,
    ]);
  });

  it('keep the lasting status bits and lose the latch', () => {
    const rig = newFlash({ instant: true });
    rig.flash.writeEnable();
    rig.flash.writeStatus(1, bytes(0x1c));
    rig.flash.writeEnable();
    const child = rig.flash.fork();
    expect(rig.flash.status()).toBe(0x1e);
    expect(child.status()).toBe(0x1c);
  });

  it('copy a sector once, however often it is written', () => {
    const rig = fullFlash();
    const child = rig.flash.fork();
    const slice = vi.spyOn(Uint8Array.prototype, 'slice');
    for (let i = 0; i < 1000; i++) {
      child.load(0x3000, bytes(i & 0xff));
      child.load(0x4000, bytes(i & 0xff));
    }
    expect(slice).toHaveBeenCalledTimes(2);
    slice.mockRestore();
  });

  it('are cheap: 5000 of a full 4 MiB chip, each written to and kept, in little time and memory', () => {
    const rig = fullFlash();
    const start = process.memoryUsage();
    const from = performance.now();
    const kept = [];
    for (let i = 0; i < 5000; i++) {
      const child = rig.flash.fork();
      child.writeEnable();
      child.program((i * 0x1000) % SIZE, bytes(0));
      kept.push(child);
    }
    const time = performance.now() - from;
    const now = process.memoryUsage();
    const used = now.heapUsed + now.arrayBuffers - start.heapUsed - start.arrayBuffers;
    // 5000 copies of the chip would be 20 GB; here each takes its own sector and a list of 64 blocks.
    console.log(`5000 forks: ${time.toFixed(0)} ms, ${(used / 5000 / 1024).toFixed(1)} KiB each`);
    expect(used / 5000).toBeLessThan(16 * 1024);
    expect(time).toBeLessThan(2000);
    expect(kept[1234]?.peek(1234 * 0x1000 - SIZE * Math.floor((1234 * 0x1000) / SIZE), 1)[0]).toBe(0);
  });

  it('are cheap to go back to: 5000 cuts of one write from one snapshot', () => {
    const rig = fullFlash();
    const snapshot = rig.flash.snapshot();
    const results = new Set<string>();
    const from = performance.now();
    for (let i = 0; i < 5000; i++) {
      rig.flash.restore(snapshot);
      rig.flash.powerCut = { operation: 1 + (i % 20), moment: 'middle' };
      for (let op = 0; op < 20 && rig.flash.powered; op++) {
        operate(rig, flash =>
          op < 4 ? flash.eraseSector(op * 0x1000) : flash.program(op * 0x100, filled(256, 0x11)),
        );
      }
      if (i < 20) results.add(Buffer.from(rig.flash.peek(0, 0x4000)).toString('base64'));
    }
    expect(performance.now() - from).toBeLessThan(20_000);
    expect(results.size).toBe(20);
    rig.flash.restore(snapshot);
    expect(Buffer.compare(rig.flash.peek(), fullFlash().flash.peek())).toBe(0);
  });
});

describe('windows of the CPU', () => {
  it('show one megabyte each and follow every change', () => {
    const rig = fullFlash();
    const second = rig.flash.window(1);
    expect(second).toHaveLength(0x100000);
    expect(Buffer.compare(second, rig.flash.peek(0x100000, 0x100000))).toBe(0);
    operate(rig, flash => flash.eraseSector(0x134000));
    operate(rig, flash => flash.program(0x134010, bytes(0x12)));
    operate(rig, flash => flash.eraseSector(0x34000));
    expect(Buffer.compare(second, rig.flash.peek(0x100000, 0x100000))).toBe(0);
    expect(second[0x34010]).toBe(0x12);
    expect(rig.flash.window(1)).toBe(second);
    expect(rig.flash.window(5)).toBe(second);
  });

  it('repeat a chip that is smaller', () => {
    const rig = newFlash({ size: FLASH_SIZES['512KB'], instant: true });
    const window = rig.flash.window(0);
    operate(rig, flash => flash.program(0x1234, bytes(1, 2)));
    expect([...window.subarray(0x1234, 0x1236)]).toEqual([1, 2]);
    expect([...window.subarray(0x81234, 0x81236)]).toEqual([1, 2]);
    expect(rig.flash.window(3)).toBe(window);
  });

  it('follow a snapshot that is restored, in their own sectors only', () => {
    const rig = fullFlash();
    const first = rig.flash.window(0);
    const snapshot = rig.flash.snapshot();
    operate(rig, flash => flash.eraseBlock(0x40000));
    rig.flash.restore(snapshot);
    expect(Buffer.compare(first, rig.flash.peek(0, 0x100000))).toBe(0);
    const child = rig.flash.fork();
    operate(rig, flash => flash.eraseSector(0));
    expect(child.window(0)[0]).not.toBe(0xff);
    expect(first[0]).toBe(0xff);
  });
});
