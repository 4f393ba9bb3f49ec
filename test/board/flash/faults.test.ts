import { describe, expect, it } from 'vitest';
import { boardConfig, parseMac } from '../../../src/board/config.ts';
import { bytes, filled, MS, newFlash, operate } from './support.ts';

describe('protection', () => {
  const locked = (status: number, status2 = 0, size = 0x400000) => {
    const rig = newFlash({ size, instant: true });
    rig.flash.writeEnable();
    rig.flash.writeStatus(1, bytes(status, status2));
    const at = (offset: number) => !operate(rig, flash => flash.program(offset, bytes(0xfe)));
    const edges: number[] = [];
    let was = false;
    for (let offset = 0; offset <= size; offset += 0x1000) {
      const is = offset < size && at(offset);
      if (is !== was) edges.push(offset);
      was = is;
    }
    return edges;
  };

  // W25Q32 data sheet, status register memory protection.
  it.each([
    ['nothing', 0x00, 0, []],
    ['the upper 64 KiB', 0x04, 0, [0x3f0000, 0x400000]],
    ['the upper half', 0x18, 0, [0x200000, 0x400000]],
    ['the lower 128 KiB', 0x28, 0, [0, 0x20000]],
    ['all', 0x1c, 0, [0, 0x400000]],
    ['the upper sector', 0x44, 0, [0x3ff000, 0x400000]],
    ['the lower 32 KiB', 0x70, 0, [0, 0x8000]],
    ['all but the upper 64 KiB', 0x04, 0x40, [0, 0x3f0000]],
    ['all but the lower 128 KiB', 0x28, 0x40, [0x20000, 0x400000]],
  ] as const)('locks %s', (_, status, status2, edges) => {
    expect(locked(status, status2)).toEqual(edges);
  });

  it('refuses a block or chip erase that touches the locked part, and says so', () => {
    const rig = newFlash({ size: 0x400000, instant: true });
    rig.flash.writeEnable();
    rig.flash.writeStatus(1, bytes(0x04));
    expect(operate(rig, flash => flash.eraseChip())).toBe(false);
    expect(operate(rig, flash => flash.eraseBlock(0x3f0000))).toBe(false);
    expect(operate(rig, flash => flash.eraseBlock(0x3e0000))).toBe(true);
    expect(rig.flash.mishaps.get('protected')).toBe(2);
  });

  it('of a board can be taken off by software, unless it is locked', () => {
    for (const isLocked of [false, true]) {
      const rig = newFlash({ instant: true, faults: [{ kind: 'write-protected', locked: isLocked }] });
      expect(operate(rig, flash => flash.program(0, bytes(0)))).toBe(false);
      operate(rig, flash => flash.writeStatus(1, bytes(0)));
      expect(operate(rig, flash => flash.program(0, bytes(0)))).toBe(!isLocked);
    }
  });

  it('that was set for now only is gone after power-off', () => {
    const rig = newFlash({ instant: true });
    rig.flash.writeStatus(1, bytes(0x1c), false);
    expect(operate(rig, flash => flash.eraseSector(0))).toBe(false);
    rig.flash.powerOff();
    rig.flash.powerOn();
    expect(operate(rig, flash => flash.eraseSector(0))).toBe(true);
  });
});

describe('defects', () => {
  it('give another id', () => {
    const { flash } = newFlash({ faults: [{ kind: 'flash-id', jedecId: 0xffffff }] });
    expect(flash.jedecId).toBe(0xffffff);
  });

  it('keep bits of a worn sector, the same for a seed, and take the longest time', () => {
    const run = (seed: number) => {
      const rig = newFlash({ seed, faults: [{ kind: 'worn-sector', sector: 3, share: 0.01 }] });
      rig.flash.load(0x2000, filled(0x3000, 0));
      rig.flash.writeEnable();
      rig.flash.eraseSector(0x3000);
      expect(rig.flash.busyUntil).toBe(400 * MS);
      rig.clock.advanceTo(400 * MS);
      operate(rig, flash => flash.eraseSector(0x2000));
      expect(rig.flash.isBlank(2)).toBe(true);
      return rig.flash.peek(0x3000, 0x1000);
    };
    const left = run(1).reduce((sum, byte) => sum + (8 - popCount(byte)), 0);
    expect(left).toBeGreaterThan(200);
    expect(left).toBeLessThan(500);
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });

  it('hold a bit at its value through everything', () => {
    const rig = newFlash({
      instant: true,
      faults: [
        { kind: 'stuck-bit', offset: 0x1004, bit: 0, value: 0 },
        { kind: 'stuck-bit', offset: 0x1005, bit: 7, value: 1 },
      ],
    });
    const pair = () => [...rig.flash.read(0x1004, 2)];
    expect(pair()).toEqual([0xfe, 0xff]);
    operate(rig, flash => flash.program(0x1004, bytes(0xff, 0)));
    expect(pair()).toEqual([0xfe, 0x80]);
    operate(rig, flash => flash.eraseSector(0x1000));
    expect(pair()).toEqual([0xfe, 0xff]);
    expect([...rig.flash.window(0).subarray(0x1004, 0x1006)]).toEqual([0xfe, 0xff]);
  });

  it('flip bits on the way out, at the rate asked for, and leave the cells alone', () => {
    const rig = newFlash({ faults: [{ kind: 'read-flips', rate: 0.02 }] });
    const read = rig.flash.read(0, 0x10000);
    const wrong = read.filter(byte => byte !== 0xff);
    expect(wrong.length).toBeGreaterThan(0x10000 * 0.017);
    expect(wrong.length).toBeLessThan(0x10000 * 0.023);
    expect(wrong.every(byte => popCount(byte) === 7)).toBe(true);
    expect(rig.flash.peek(0, 0x10000)).toEqual(filled(0x10000, 0xff));
  });

  it('hang a chip for good after so many operations', () => {
    const rig = newFlash({ instant: true, faults: [{ kind: 'flash-hangs', afterOperations: 2 }] });
    const taken = [0, 1, 2, 3].map(() => operate(rig, flash => flash.eraseSector(0)));
    expect(taken).toEqual([true, true, true, false]);
    expect(rig.flash.status() & 1).toBe(1);
    expect(rig.flash.busyUntil).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('configuration', () => {
  it('gives presets and changes of them', () => {
    expect(boardConfig().flash).toEqual({ size: 0x400000, jedecId: 0x1640ef });
    expect(boardConfig('esp-01').flash.jedecId).toBe(0x1340ef);
    expect(boardConfig('d1-mini', { seed: 9 })).toMatchObject({ bridge: 'ch340', seed: 9 });
    expect(structuredClone(boardConfig('esp8285'))).toEqual(boardConfig('esp8285'));
  });

  it('says what is wrong with a MAC address', () => {
    expect(parseMac('18:fe:34:00:10:FF')).toEqual([0x18, 0xfe, 0x34, 0, 0x10, 0xff]);
    expect(() => parseMac('18:FE:34')).toThrow(
      '"18:FE:34" is no MAC address; one looks like 5C:CF:7F:12:34:56',
    );
  });
});

const popCount = (byte: number): number => byte.toString(2).replaceAll('0', '').length;
