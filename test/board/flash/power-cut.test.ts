import { describe, expect, it } from 'vitest';
import type { PowerCut } from '../../../src/board/config.ts';
import type { NorFlash, PowerLoss } from '../../../src/board/flash/nor-flash.ts';
import { bytes, filled, MS, newFlash, operate, type Rig } from './support.ts';

const OLD = Uint8Array.from({ length: 256 }, (_, i) => (i * 37) & 0xff);
const DATA = Uint8Array.from({ length: 256 }, (_, i) => (i * 11 + 5) & 0xff);

/** A chip with a page of old bytes, whose power fails around the next operation. */
function cutRig(moment: PowerCut['moment'], seed = 1): Rig & { losses: PowerLoss[] } {
  const rig = newFlash({ seed });
  rig.flash.load(0x1000, OLD);
  rig.flash.powerCut = { operation: 1, moment };
  const losses: PowerLoss[] = [];
  rig.flash.onPowerLoss = loss => losses.push(loss);
  return { ...rig, losses };
}

const erase = (flash: NorFlash) => flash.eraseSector(0x1000);
const program = (flash: NorFlash) => flash.program(0x1000, DATA);

describe('power that fails', () => {
  it.each(['before', 'middle', 'after'] as const)(
    '%s an erase says so once and leaves a dead chip',
    moment => {
      const { clock, flash, losses } = cutRig(moment);
      clock.advanceTo(10 * MS);
      operate({ clock, flash }, erase);
      const late = { before: 0, middle: 22.5 * MS, after: 45 * MS }[moment];
      expect(losses).toEqual([{ operation: 1, moment, at: 10 * MS + late }]);
      expect(flash.powered).toBe(false);
      expect(flash.status()).toBe(0xff);
      expect(flash.busyUntil).toBe(Number.POSITIVE_INFINITY);
      expect([...flash.read(0x1000, 2)]).toEqual([0xff, 0xff]);
      flash.writeEnable();
      expect(flash.program(0, bytes(0))).toBe(false);
      flash.powerOn();
      expect(flash.status()).toBe(0);
      expect(flash.operations).toBe(1);
      expect(operate({ clock, flash }, erase)).toBe(true);
      expect(losses).toHaveLength(1);
    },
  );

  it('leaves the old bytes before, the new ones after', () => {
    for (const [act, done] of [
      [erase, filled(256, 0xff)],
      [program, OLD.map((old, i) => old & (DATA[i] ?? 0))],
    ] as const) {
      const before = cutRig('before');
      operate(before, act);
      expect(before.flash.peek(0x1000, 256)).toEqual(OLD);
      const after = cutRig('after');
      operate(after, act);
      expect(after.flash.peek(0x1000, 256)).toEqual(done);
    }
  });

  it('leaves each bit of a torn program old or new, and really some of both', () => {
    for (let seed = 0; seed < 40; seed++) {
      const { flash, ...rest } = cutRig('middle', seed);
      operate({ flash, ...rest }, program);
      let oldBits = 0;
      let newBits = 0;
      flash.peek(0x1000, 256).forEach((byte, i) => {
        const old = OLD[i] ?? 0;
        const done = old & (DATA[i] ?? 0);
        expect((byte ^ old) & (byte ^ done)).toBe(0);
        if ((byte ^ old) & (old ^ done)) newBits++;
        if ((byte ^ done) & (old ^ done)) oldBits++;
      });
      expect(Math.min(oldBits, newBits)).toBeGreaterThan(10);
    }
  });

  it('leaves each bit of a torn erase old or 1, in the whole sector and nowhere else', () => {
    const rig = newFlash();
    rig.flash.load(0, filled(0x4000, 0x5a));
    rig.flash.powerCut = { operation: 1, moment: 'middle' };
    operate(rig, erase);
    const sector = rig.flash.peek(0x1000, 0x1000);
    expect(sector.every(byte => (byte & 0x5a) === 0x5a)).toBe(true);
    expect(new Set(sector).size).toBeGreaterThan(10);
    expect(rig.flash.peek(0, 0x1000)).toEqual(filled(0x1000, 0x5a));
    expect(rig.flash.peek(0x2000, 0x1000)).toEqual(filled(0x1000, 0x5a));
    expect(rig.flash.wear(1)).toBe(1);
  });

  it('tears the same way for a seed and another way for another', () => {
    const content = (seed: number) => {
      const rig = cutRig('middle', seed);
      operate(rig, program);
      return rig.flash.peek(0x1000, 256);
    };
    expect(content(7)).toEqual(content(7));
    expect(content(7)).not.toEqual(content(8));
  });

  it('tears a running operation when the switch is turned off, and no finished one', () => {
    const rig = newFlash();
    rig.flash.load(0x1000, filled(0x1000, 0));
    rig.flash.writeEnable();
    rig.flash.eraseSector(0x1000);
    rig.clock.advanceTo(44 * MS);
    const running = rig.flash.fork();
    expect(running.isBlank(1)).toBe(true);
    rig.flash.powerOff();
    expect(rig.flash.isBlank(1)).toBe(false);
    rig.flash.powerOn();
    operate(rig, erase);
    rig.flash.powerOff();
    expect(rig.flash.isBlank(1)).toBe(true);
  });

  it('shows a torn page in the window of the CPU and tells who decoded it', () => {
    const rig = cutRig('middle');
    const window = rig.flash.window(0);
    const changes: [number, number][] = [];
    rig.flash.onChange = (offset, length) => changes.push([offset, length]);
    operate(rig, program);
    expect(window.subarray(0x1000, 0x1100)).toEqual(rig.flash.peek(0x1000, 256));
    expect(changes).toContainEqual([0x1000, 256]);
  });

  it('may be planned in the configuration, by the number of the operation', () => {
    const rig = newFlash({ faults: [{ kind: 'power-cut', operation: 3, moment: 'after' }], instant: true });
    const done = [0, 1, 2, 3].map(sector => operate(rig, flash => flash.eraseSector(sector * 0x1000)));
    expect(done).toEqual([true, true, true, false]);
    expect(rig.flash.powered).toBe(false);
  });
});
