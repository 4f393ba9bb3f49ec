import { describe, expect, it } from 'vitest';
import { BOARD_PRESETS } from '../../../src/board/config.ts';
import { COST_TABLE, costsOf } from '../../../src/board/costs.ts';
import { Random, seedFor } from '../../../src/board/random.ts';
import { Device, field, inField, registerTable } from '../../../src/board/soc/registers.ts';
import { BASE } from '../../../src/board/soc/soc.ts';
import { newSoc } from './support.ts';

const registers = () =>
  newSoc().soc.bus.devices.flatMap(device =>
    Object.entries(device.table.registers).map(
      ([name, register]) => [`${device.table.device}.${name}`, device.base + register.at, register] as const,
    ),
  );

describe('register tables', () => {
  it('have more than 400 registers, each with an address of its own', () => {
    const addresses = registers().map(([, address]) => address);
    expect(addresses.length).toBeGreaterThan(400);
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  it('are reachable entry by entry: no access to one counts as unknown', () => {
    for (const [name, address] of registers()) {
      const { soc, load, store } = newSoc();
      soc.rtc.onSoftwareReset = () => {};
      const value = load(address);
      expect(Number.isInteger(value) && value >= 0 && value <= 0xffffffff, name).toBe(true);
      store(address, 0xffffffff);
      store(address, 0);
      expect(soc.bus.unknownAccesses(), name).toEqual([]);
    }
  });

  it('show their reset value after a reset', () => {
    const { soc, store } = newSoc();
    for (const [, address] of registers()) {
      if (address < BASE.rtcMemory) store(address, 0x5a5a5a5a);
    }
    soc.release('reset-pin');
    for (const [name, address, { reset }] of registers()) {
      if (reset !== undefined && !/PULSE/.test(name)) expect(soc.bus.peek(address), name).toBe(reset);
    }
  });

  it('have bits that are one group each and do not overlap in a register', () => {
    for (const [name, , { bits = {} }] of registers()) {
      let taken = 0;
      for (const [group, mask] of Object.entries(bits)) {
        expect((taken & mask) >>> 0, `${name}.${group}`).toBe(0);
        taken |= mask;
        expect(Number.isInteger(Math.log2(field(mask, mask) + 1)), `${name}.${group}`).toBe(true);
        expect(inField(field(0xa5a5a5a5, mask), mask)).toBe((0xa5a5a5a5 & mask) >>> 0);
      }
    }
  });
});

describe('the bus', () => {
  it('says where nothing is', () => {
    const { soc } = newSoc();
    for (const address of [0, 0x20000000, 0x3fef0000, 0x40000000, 0x50000000, 0x60020000, 0x80000000]) {
      expect(soc.bus.load(address, 4)).toBeUndefined();
      expect(soc.bus.store(address, 4, 1)).toBe(false);
    }
  });

  it('remembers what was written to unknown addresses, and tells about each once', () => {
    const { soc, load, store } = newSoc();
    const told: [number, boolean][] = [];
    soc.bus.onUnknown = (address, write) => told.push([address, write]);
    expect(load(0x60000d00)).toBe(0);
    store(0x60009abc, 0xdeadbeef);
    expect(load(0x60009abc)).toBe(0xdeadbeef);
    store(0x600003fc, 7); // inside the GPIO block, but in no table
    expect(soc.bus.unknownAccesses()).toEqual([
      { address: 0x600003fc, reads: 0, writes: 1, value: 7 },
      { address: 0x60000d00, reads: 1, writes: 0, value: 0 },
      { address: 0x60009abc, reads: 1, writes: 1, value: 0xdeadbeef },
    ]);
    expect(told).toEqual([
      [0x60000d00, false],
      [0x60009abc, true],
      [0x600003fc, true],
    ]);
    soc.release('reset-pin');
    expect(load(0x60009abc)).toBe(0);
  });

  it('cuts bytes and half words out of words, and puts them in', () => {
    const { soc, load, store } = newSoc();
    store(BASE.rtcMemory, 0x44332211);
    expect([0, 1, 2, 3].map(i => soc.bus.load(BASE.rtcMemory + i, 1))).toEqual([0x11, 0x22, 0x33, 0x44]);
    expect([0, 2].map(i => soc.bus.load(BASE.rtcMemory + i, 2))).toEqual([0x2211, 0x4433]);
    soc.bus.store(BASE.rtcMemory + 1, 1, 0x99);
    soc.bus.store(BASE.rtcMemory + 2, 2, 0x8765);
    expect(load(BASE.rtcMemory)).toBe(0x87659911);
  });

  it('brings the clock up to date before every access', () => {
    const { soc, clock, load } = newSoc();
    soc.bus.sync = () => clock.advanceTo(clock.now + 1000);
    load(BASE.rtcMemory);
    soc.bus.store(BASE.rtcMemory, 4, 1);
    expect(clock.now).toBe(2000);
  });

  it('counts what a waiting loop would not do', () => {
    const { soc, load, store } = newSoc();
    const effectsOf = (act: () => void) => {
      const before = soc.bus.effects;
      act();
      return soc.bus.effects - before;
    };
    expect(effectsOf(() => load(BASE.uart0 + 0x1c))).toBe(0); // status
    expect(effectsOf(() => load(BASE.spi0))).toBe(0); // command
    expect(effectsOf(() => load(BASE.uart0))).toBe(1); // takes a byte out of the FIFO
    expect(effectsOf(() => load(BASE.timers + 4))).toBe(1); // runs with time
    expect(effectsOf(() => load(BASE.entropy + 0x44))).toBe(1);
    expect(effectsOf(() => store(BASE.rtcMemory, 0))).toBe(1);
  });

  it('has plain words for devices that do no more', () => {
    const device = new Device(
      registerTable('X', 'test', { A: { at: 0, reset: 5 }, B: { at: 8, live: true } }),
      0x60000400,
    );
    device.write(8, 3);
    expect([device.read(0), device.read(8), device.knows(4), device.isLive(8), device.isLive(0)]).toEqual([
      5,
      3,
      false,
      true,
      false,
    ]);
  });
});

describe('numbers', () => {
  it('random ones repeat for a seed and are spread', () => {
    const draw = (seed: number) =>
      Array.from(
        { length: 1000 },
        (
          (random: Random) => () =>
            random.below(10)
        )(new Random(seed)),
      );
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
    for (let digit = 0; digit < 10; digit++) {
      const count = draw(5).filter(value => value === digit).length;
      expect(count).toBeGreaterThan(60);
      expect(count).toBeLessThan(140);
    }
    expect(seedFor(1, 'a')).not.toBe(seedFor(1, 'b'));
    expect(seedFor(1, 'a', 1)).not.toBe(seedFor(1, 'a', 2));
    expect(seedFor(1, 'a')).toBe(seedFor(1, 'a', 0));
  });

  it('chance hits as often as it should', () => {
    const random = new Random(3);
    const hits = Array.from({ length: 10_000 }, () => random.chance(0.3)).filter(Boolean).length;
    expect(Math.abs(hits - 3000)).toBeLessThan(150);
    expect(Array.from({ length: 100 }, () => random.chance(0)).some(Boolean)).toBe(false);
    expect(Array.from({ length: 100 }, () => random.chance(1)).every(Boolean)).toBe(true);
  });

  it('costs say unit, meaning and source, and can be replaced', () => {
    for (const [name, cost] of Object.entries(COST_TABLE)) {
      expect(cost.value, name).toBeGreaterThanOrEqual(0);
      expect(cost.what.length, name).toBeGreaterThan(10);
      expect(cost.source.length, name).toBeGreaterThan(2);
    }
    expect(costsOf({ rtcClock: 1 })).toEqual({ ...costsOf(), rtcClock: 1 });
    expect(costsOf().flashEraseSector).toBe(45_000_000);
  });

  it('boards differ in something', () => {
    const all = Object.values(BOARD_PRESETS).map(preset => JSON.stringify({ ...preset, name: '', mac: '' }));
    expect(new Set(all).size).toBe(all.length);
  });
});

it('random number register gives another number each time, the same for a board', () => {
  const draw = () => {
    const { load } = newSoc();
    return Array.from({ length: 50 }, () => load(BASE.entropy + 0x44));
  };
  expect(new Set(draw()).size).toBe(50);
  expect(draw()).toEqual(draw());
});
