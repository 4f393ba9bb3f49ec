import { describe, expect, it, vi } from 'vitest';
import { INTERRUPT } from '../../../src/board/soc/interrupts.ts';
import type { ResetKind } from '../../../src/board/soc/registers.ts';
import { BASE } from '../../../src/board/soc/soc.ts';
import { TIMERS } from '../../../src/board/soc/timers.ts';
import { WATCHDOG } from '../../../src/board/soc/watchdog.ts';
import { MS, newSoc, type SocRig } from './support.ts';

const T = TIMERS.registers;
const timer = (register: keyof typeof T) => BASE.timers + T[register].at;
const W = WATCHDOG.registers;
const wdt = (register: keyof typeof W) => BASE.watchdog + W[register].at;
const line = ({ soc }: SocRig, number: number) => (soc.interrupts.mask >> number) & 1;
const EDGE = BASE.dport + 4;
/** Nanoseconds of one bus clock after a reset. */
const TICK = 1e3 / 52;
const ENABLE = 0x80;
const AUTO_LOAD = 0x40;

describe('FRC1', () => {
  it.each([
    [0x0, 1],
    [0x4, 16],
    [0x8, 256],
  ])('with prescaler bits %i counts down once in %i bus clocks', (prescaler, clocks) => {
    const rig = newSoc();
    rig.store(timer('FRC1_CTRL'), ENABLE | prescaler);
    rig.store(timer('FRC1_LOAD'), 1000);
    rig.run(TICK * clocks * 300);
    expect(rig.load(timer('FRC1_COUNT'))).toBe(700);
  });

  it('fires at zero, once without reload, and each period with it', () => {
    for (const reload of [false, true]) {
      const rig = newSoc();
      rig.store(EDGE, 2);
      rig.store(timer('FRC1_CTRL'), ENABLE | (reload ? AUTO_LOAD : 0));
      rig.store(timer('FRC1_LOAD'), 5200);
      const fired = Array.from({ length: 3 }, () => {
        rig.run(100_000 - 20);
        const early = line(rig, INTERRUPT.frc1);
        rig.run(20);
        const now = line(rig, INTERRUPT.frc1);
        rig.store(timer('FRC1_INT'), 0);
        return [early, now, line(rig, INTERRUPT.frc1)];
      });
      const once = [0, 1, 0];
      expect(fired).toEqual(reload ? [once, once, once] : [once, [0, 0, 0], [0, 0, 0]]);
    }
  });

  it('does not reach the CPU without its bit in DPORT, and as NMI with another', () => {
    const rig = newSoc();
    rig.store(timer('FRC1_CTRL'), ENABLE);
    rig.store(timer('FRC1_LOAD'), 10);
    rig.run(1000);
    expect(rig.load(timer('FRC1_CTRL')) & 0x100).toBe(0x100);
    expect(rig.soc.interrupts.mask).toBe(0);
    rig.store(EDGE, 2);
    expect(line(rig, INTERRUPT.frc1)).toBe(1);
    rig.store(BASE.dport, 1);
    expect([line(rig, INTERRUPT.frc1), line(rig, INTERRUPT.nmi)]).toEqual([0, 1]);
    rig.store(timer('FRC1_INT'), 1);
    expect(rig.soc.interrupts.mask).toBe(0);
  });

  it('keeps its interrupt bit when its control is written again', () => {
    const rig = newSoc();
    rig.store(timer('FRC1_CTRL'), ENABLE);
    rig.store(timer('FRC1_LOAD'), 10);
    rig.run(1000);
    rig.store(timer('FRC1_CTRL'), 0);
    expect(rig.load(timer('FRC1_CTRL'))).toBe(0x100);
    rig.store(timer('FRC1_INT'), 1);
    expect(rig.load(timer('FRC1_CTRL'))).toBe(0);
  });

  it('has 23 bits', () => {
    const rig = newSoc();
    rig.store(timer('FRC1_LOAD'), 0xffffffff);
    expect(rig.load(timer('FRC1_LOAD'))).toBe(0x7fffff);
    rig.store(timer('FRC1_CTRL'), ENABLE);
    rig.store(timer('FRC1_LOAD'), 0);
    rig.run(TICK * 5);
    expect(rig.load(timer('FRC1_COUNT'))).toBe(0x7ffffb);
  });

  it('stands still while it is off, and goes on from there', () => {
    const rig = newSoc();
    rig.store(timer('FRC1_CTRL'), ENABLE);
    rig.store(timer('FRC1_LOAD'), 1000);
    rig.run(TICK * 100);
    rig.store(timer('FRC1_CTRL'), 0);
    rig.run(TICK * 5000);
    expect(rig.load(timer('FRC1_COUNT'))).toBe(900);
    rig.store(timer('FRC1_CTRL'), ENABLE);
    rig.run(TICK * 100);
    expect(rig.load(timer('FRC1_COUNT'))).toBe(800);
  });

  it('goes on at the new rate when the bus clock changes', () => {
    const rig = newSoc();
    rig.store(timer('FRC1_CTRL'), ENABLE);
    rig.store(timer('FRC1_LOAD'), 10_000);
    rig.run(TICK * 1000);
    rig.soc.clocks.startPll();
    rig.run(12.5 * 1000);
    expect(rig.load(timer('FRC1_COUNT'))).toBe(8000);
  });
});

describe('FRC2', () => {
  it('counts up and fires at its alarm', () => {
    const rig = newSoc();
    rig.store(EDGE, 4);
    rig.store(timer('FRC2_LOAD'), 100);
    rig.store(timer('FRC2_ALARM'), 150);
    rig.store(timer('FRC2_CTRL'), ENABLE);
    rig.run(TICK * 49);
    expect([rig.load(timer('FRC2_COUNT')), line(rig, INTERRUPT.frc2)]).toEqual([149, 0]);
    rig.run(TICK * 1.001);
    expect([rig.load(timer('FRC2_COUNT')), line(rig, INTERRUPT.frc2)]).toEqual([150, 1]);
    rig.store(timer('FRC2_INT'), 1);
    expect(line(rig, INTERRUPT.frc2)).toBe(0);
    rig.store(timer('FRC2_ALARM'), 170);
    rig.run(TICK * 20.001);
    expect(line(rig, INTERRUPT.frc2)).toBe(1);
  });

  it('begins again behind 32 bits', () => {
    const rig = newSoc();
    rig.store(timer('FRC2_LOAD'), 0xfffffffe);
    rig.store(timer('FRC2_CTRL'), ENABLE);
    rig.run(TICK * 5.001);
    expect(rig.load(timer('FRC2_COUNT'))).toBe(3);
  });

  it('cannot be set by writing its count', () => {
    const rig = newSoc();
    rig.store(timer('FRC2_COUNT'), 77);
    rig.store(timer('FRC1_COUNT'), 77);
    expect([rig.load(timer('FRC2_COUNT')), rig.load(timer('FRC1_COUNT'))]).toEqual([0, 0]);
  });
});

describe('the watchdog', () => {
  /** Runs until the chip asks for a reset; Infinity if it never does within `limit`. */
  const resetAfter = (rig: SocRig, limit: number): number => {
    let at = Number.POSITIVE_INFINITY;
    const start = rig.clock.now;
    rig.soc.onResetRequest = kind => {
      expect(kind).toBe('watchdog');
      at = Math.min(at, rig.clock.now - start);
    };
    rig.run(limit);
    return at;
  };
  /** The way boot loaders arm it. */
  const arm = (rig: SocRig, reload: number) => {
    rig.store(wdt('RELOAD_STAGE0'), reload);
    rig.store(wdt('RELOAD_STAGE1'), reload);
    rig.store(wdt('CTL'), rig.load(wdt('CTL')) | 0x38);
    rig.store(wdt('CTL'), rig.load(wdt('CTL')) & ~0x06);
    rig.store(wdt('CTL'), rig.load(wdt('CTL')) | 0x01);
  };

  it('armed with 0 as boot loaders do resets shortly afterwards', () => {
    const rig = newSoc();
    arm(rig, 0);
    const after = resetAfter(rig, 100 * MS);
    expect(after).toBeCloseTo(2 * 65_536 * TICK, -2);
    expect(after).toBeLessThan(3 * MS);
  });

  it('takes 0.84 s per stage at 80 MHz with value 10', () => {
    const rig = newSoc();
    rig.soc.clocks.startPll();
    arm(rig, 10);
    expect(resetAfter(rig, 10_000 * MS) / MS / 2).toBeCloseTo(838.9, 0);
  });

  it('interrupts after the first stage, if DPORT lets it', () => {
    const rig = newSoc();
    arm(rig, 4);
    const stage = 65_536 * 16 * TICK;
    rig.run(stage + 1);
    expect(line(rig, INTERRUPT.watchdog)).toBe(0);
    rig.store(EDGE, 1);
    expect([line(rig, INTERRUPT.watchdog), rig.load(wdt('STAGE'))]).toEqual([1, 1]);
    rig.store(wdt('FEED'), 0x73);
    expect([line(rig, INTERRUPT.watchdog), rig.load(wdt('STAGE'))]).toEqual([0, 0]);
  });

  it('does not bite who feeds it, but takes no other food', () => {
    const rig = newSoc();
    arm(rig, 0);
    let resets = 0;
    rig.soc.onResetRequest = () => resets++;
    for (let i = 0; i < 50; i++) {
      rig.run(2 * MS);
      rig.store(wdt('FEED'), 0x73);
    }
    expect(resets).toBe(0);
    for (let i = 0; i < 3; i++) {
      rig.run(MS);
      rig.store(wdt('FEED'), 0x74);
    }
    expect(resets).toBe(1);
  });

  it('is not fed by writing its control again', () => {
    const rig = newSoc();
    arm(rig, 4);
    rig.run(10 * MS);
    rig.store(wdt('CTL'), rig.load(wdt('CTL')));
    expect(resetAfter(rig, 1000 * MS) + 10 * MS).toBeCloseTo(2 * 65_536 * 16 * TICK, -2);
  });

  it('may be fed a million times without planning a million things', () => {
    const rig = newSoc();
    arm(rig, 10);
    const due = rig.clock.nextAt;
    const plan = vi.spyOn(rig.clock, 'at');
    for (let i = 0; i < 1_000_000; i++) rig.store(wdt('FEED'), 0x73);
    expect(plan).not.toHaveBeenCalled();
    rig.run(MS);
    rig.store(wdt('FEED'), 0x73);
    expect(resetAfter(rig, 10_000 * MS)).toBeCloseTo(2 * due, -2);
  });

  it.each([
    ['disabled', 0x38],
    ['told not to reset', 0x3b],
    ['without its second stage', 0x3d],
  ])('never resets when %s', (_, control) => {
    const rig = newSoc();
    rig.store(wdt('CTL'), control);
    expect(resetAfter(rig, 1000 * MS)).toBe(Number.POSITIVE_INFINITY);
  });

  it('is off after a reset', () => {
    const rig = newSoc();
    arm(rig, 0);
    rig.soc.hold();
    rig.soc.release('reset-pin');
    expect(resetAfter(rig, 100 * MS)).toBe(Number.POSITIVE_INFINITY);
    expect(rig.soc.watchdog.enabled).toBe(false);
  });

  it('goes on at the new rate when the bus clock changes', () => {
    const rig = newSoc();
    arm(rig, 4);
    rig.run(65_536 * 8 * TICK); // half of the first stage
    rig.soc.clocks.startPll();
    expect(resetAfter(rig, 1000 * MS)).toBeCloseTo(65_536 * (8 + 16) * 12.5, -2);
  });

  it('counts', () => {
    const rig = newSoc();
    arm(rig, 8);
    rig.run(TICK * 1000);
    expect(rig.load(wdt('COUNT'))).toBe(1000);
  });
});

describe('RTC', () => {
  it.each([
    ['power-on', 1],
    ['chip-enable', 1],
    ['reset-pin', 2],
    ['software', 3],
    ['watchdog', 4],
  ] as const)('says after %s: cause %i', (kind: ResetKind, cause) => {
    const { soc, load, store } = newSoc();
    soc.release(kind);
    store(BASE.rtc + 0x14, 9);
    expect(load(BASE.rtc + 0x14)).toBe(cause);
  });

  it('asks for a reset when bit 31 of its control register is written', () => {
    const { soc, store } = newSoc();
    const asked: string[] = [];
    soc.onResetRequest = kind => asked.push(kind);
    store(BASE.rtc, 1);
    store(BASE.rtc, 0x80000000);
    expect(asked).toEqual(['software']);
  });

  it.each([
    ['reset-pin', true],
    ['software', true],
    ['watchdog', true],
    ['power-on', false],
    ['chip-enable', false],
  ] as const)('memory and scratch words after %s: kept %s', (kind, kept) => {
    const { soc, load, store } = newSoc();
    const words = [
      BASE.rtcMemory + 0x1dc,
      BASE.rtcMemory,
      BASE.rtcMemory + 0x3fc,
      BASE.rtc + 0x30,
      BASE.rtc + 0x3c,
    ];
    for (const word of words) store(word, 0x5a5a5a01);
    soc.release(kind);
    expect(words.map(word => load(word) === 0x5a5a5a01)).toEqual(words.map(() => kept));
  });

  it('memory holds garbage after power-on, another each time, the same for a seed', () => {
    const draw = () => {
      const { soc, load } = newSoc();
      const first = load(BASE.rtcMemory);
      soc.release('power-on');
      return [first, load(BASE.rtcMemory)];
    };
    const [first, second] = draw();
    expect(first).not.toBe(second);
    expect(draw()).toEqual([first, second]);
  });

  it('counts at 150 kHz from power-on, through resets', () => {
    const { soc, load, run } = newSoc();
    run(1000 * MS);
    soc.release('reset-pin');
    run(1000 * MS);
    expect(load(BASE.rtc + 0x1c)).toBe(300_000);
    soc.release('power-on');
    expect(load(BASE.rtc + 0x1c)).toBe(0);
  });

  it('has GPIO16', () => {
    const { load, store } = newSoc();
    store(BASE.rtc + 0x68, 1);
    expect(load(BASE.rtc + 0x8c)).toBe(0);
    store(BASE.rtc + 0x74, 1);
    expect(load(BASE.rtc + 0x8c)).toBe(1);
  });
});
