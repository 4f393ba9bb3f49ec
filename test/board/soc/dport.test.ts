import { describe, expect, it } from 'vitest';
import { efuseWords } from '../../../src/board/soc/efuse.ts';
import { BASE } from '../../../src/board/soc/soc.ts';
import { newSoc, type SocRig, US } from './support.ts';

const CACHE = BASE.dport + 0x0c;
const IRAM_BANKS = BASE.dport + 0x24;
const ENABLE = 1 << 8;
const ODD = 1 << 25;

/** Marks the start of each megabyte with its number. */
function marked(rig: SocRig): SocRig {
  for (let mb = 0; mb < rig.flash.size / 0x100000; mb++) rig.flash.load(mb * 0x100000, Uint8Array.of(mb));
  return rig;
}

describe('the flash cache', () => {
  it('shows nothing until it is enabled, and nothing after a reset', () => {
    const { soc, store } = newSoc();
    expect(soc.memory.mapped).toBeUndefined();
    store(CACHE, ENABLE);
    expect(soc.memory.mapped).toHaveLength(0x100000);
    store(CACHE, 0);
    expect(soc.memory.mapped).toBeUndefined();
    store(CACHE, ENABLE);
    soc.release('reset-pin');
    expect(soc.memory.mapped).toBeUndefined();
    expect(soc.dport.cache).toBeUndefined();
  });

  it.each([0, 1, 2, 3, 6, 9, 15])('shows megabyte %i of 16', megabyte => {
    const { soc, store } = marked(newSoc({ preset: 'd1-mini-pro' }));
    store(CACHE, ENABLE | ((megabyte >> 1) << 16) | (megabyte & 1 ? ODD : 0));
    expect(soc.memory.mapped?.[0]).toBe(megabyte);
    expect(soc.dport.cache?.megabyte).toBe(megabyte);
  });

  it('shows a smaller chip from its start again', () => {
    const { soc, store } = marked(newSoc({ preset: 'wroom-02' }));
    store(CACHE, ENABLE | (3 << 16) | ODD);
    expect(soc.memory.mapped?.[0]).toBe(1);
  });

  it('tells of each change of what it shows, and of nothing else', () => {
    const { soc, store, run } = newSoc();
    const views: unknown[] = [];
    soc.onCache = view => views.push(view);
    store(CACHE, ENABLE);
    store(CACHE, ENABLE | 1); // a flush
    run(10 * US);
    store(CACHE, ENABLE | ODD);
    store(CACHE, 0);
    expect(views).toEqual([{ megabyte: 0, iramBytes: 0 }, { megabyte: 1, iramBytes: 0 }, undefined]);
  });

  it('flushes when asked, takes its time, and says done', () => {
    const { soc, store, load, run } = newSoc();
    store(CACHE, 1);
    expect(load(CACHE) & 2).toBe(0);
    run(2 * US);
    expect(load(CACHE)).toBe(3);
    store(CACHE, 0);
    store(CACHE, 1);
    expect(load(CACHE) & 2).toBe(0);
    run(2 * US);
    expect(load(CACHE) & 2).toBe(2);
    expect(soc.bus.peek(CACHE)).toBe(load(CACHE));
  });

  it.each([
    [0, 0],
    [1 << 3, 0x4000],
    [1 << 4, 0x4000],
    [3 << 3, 0x8000],
  ])('with bank bits %i takes %i bytes of instruction RAM', (banks, taken) => {
    const { soc, store } = newSoc();
    soc.memory.iram.fill(0x77);
    store(IRAM_BANKS, banks);
    expect(soc.memory.iram.every(byte => byte === 0x77)).toBe(true);
    store(CACHE, ENABLE);
    expect(soc.memory.iram.indexOf(0)).toBe(taken === 0 ? -1 : 0x10000 - taken);
    expect(soc.memory.iram.filter(byte => byte !== 0x77)).toHaveLength(taken);
  });

  it('takes the RAM of a bank that is given to it while it runs', () => {
    const { soc, store } = newSoc();
    soc.memory.iram.fill(0x77);
    store(CACHE, ENABLE);
    store(IRAM_BANKS, 3 << 3);
    expect(soc.dport.cache?.iramBytes).toBe(0x8000);
    expect(soc.memory.iram.indexOf(0)).toBe(0x8000);
  });

  it('follows what is written to the flash', () => {
    const { soc, store, flash, run } = newSoc();
    store(CACHE, ENABLE);
    flash.writeEnable();
    flash.program(0x20, Uint8Array.of(0x42));
    run(1e6);
    expect(soc.memory.mapped?.[0x20]).toBe(0x42);
  });

  it('can be started the way the example program does it', () => {
    const rig = newSoc();
    const { load, store, run } = rig;
    const set = (address: number, mask: number) => store(address, (load(address) | mask) >>> 0);
    const clear = (address: number, mask: number) => store(address, (load(address) & ~mask) >>> 0);
    clear(CACHE, ENABLE);
    clear(CACHE, 1);
    set(CACHE, 1);
    let reads = 0;
    while (!(load(CACHE) & 2) && reads++ < 1000) run(20);
    expect(reads).toBeLessThan(1000);
    clear(CACHE, 1);
    set(BASE.spi0 + 8, 1 << 17);
    clear(CACHE, (7 << 16) | (3 << 24));
    set(CACHE, 1 << 26);
    set(IRAM_BANKS, 3 << 3);
    set(CACHE, ENABLE);
    expect(rig.soc.dport.cache).toEqual({ megabyte: 0, iramBytes: 0x8000 });
  });
});

describe('clocks', () => {
  it('start at twice the crystal and double for the CPU alone', () => {
    const { soc, store } = newSoc();
    expect([soc.clocks.cpuHz, soc.clocks.busHz]).toEqual([52e6, 52e6]);
    store(BASE.dport + 0x14, 1);
    expect([soc.clocks.cpuHz, soc.clocks.busHz]).toEqual([104e6, 52e6]);
    soc.clocks.startPll();
    expect([soc.clocks.cpuHz, soc.clocks.busHz]).toEqual([160e6, 80e6]);
    store(BASE.dport + 0x14, 0);
    expect(soc.clocks.cpuHz).toBe(80e6);
    soc.release('watchdog');
    expect(soc.clocks.cpuHz).toBe(52e6);
    expect(newSoc({ preset: '40mhz' }).soc.clocks.cpuHz).toBe(80e6);
  });
});

describe('e-fuses', () => {
  const words = (rig: SocRig) => [0x50, 0x54, 0x58, 0x5c].map(at => rig.load(BASE.dport + at));
  /** The way flashing tools read the MAC. */
  const readMac = ([w0 = 0, w1 = 0, , w3 = 0]: number[]) => {
    const prefix =
      w3 !== 0
        ? [(w3 >> 16) & 0xff, (w3 >> 8) & 0xff, w3 & 0xff]
        : ((w1 >> 16) & 0xff) === 0
          ? [0x18, 0xfe, 0x34]
          : [0xac, 0xd0, 0x74];
    return [...prefix, (w1 >> 8) & 0xff, w1 & 0xff, (w0 >>> 24) & 0xff]
      .map(byte => byte.toString(16).padStart(2, '0'))
      .join(':');
  };

  it.each(['18:fe:34:a1:b2:c3', 'ac:d0:74:01:02:ff', '5c:cf:7f:12:34:56', '84:f3:eb:00:00:00'])(
    'hold %s',
    mac => {
      const rig = newSoc({ changes: { mac } });
      expect(readMac(words(rig))).toBe(mac);
      for (const at of [0x50, 0x54, 0x58, 0x5c]) rig.store(BASE.dport + at, 0);
      expect(readMac(words(rig))).toBe(mac);
      rig.soc.release('power-on');
      expect(readMac(words(rig))).toBe(mac);
    },
  );

  it('say ESP8285 and its size, and keep the MAC readable', () => {
    const bit = (all: readonly number[], n: number) => ((all[n >> 5] ?? 0) >>> (n & 31)) & 1;
    const kind = (chip: 'esp8266' | 'esp8285', size: number) => {
      const all = efuseWords('18:fe:34:a1:b2:c3', chip, size);
      expect(readMac([...all])).toBe('18:fe:34:a1:b2:c3');
      const is8285 = bit(all, 4) === 1 || bit(all, 80) === 1;
      return [is8285, [4, 121, 122, 123].map(n => bit(all, n)).join('')];
    };
    expect(kind('esp8266', 0x400000)).toEqual([false, '0000']);
    expect(kind('esp8285', 0x100000)).toEqual([true, '1000']);
    expect(kind('esp8285', 0x200000)).toEqual([true, '1010']);
    expect(kind('esp8285', 0x400000)).toEqual([true, '0110']);
  });
});

describe('power', () => {
  it('leaves garbage in RAM, the same for a seed; a reset leaves RAM as it is', () => {
    const a = newSoc();
    const b = newSoc();
    const c = newSoc({ changes: { seed: 2 } });
    expect(Buffer.compare(a.soc.memory.dram, b.soc.memory.dram)).toBe(0);
    expect(Buffer.compare(a.soc.memory.dram, c.soc.memory.dram)).not.toBe(0);
    a.soc.release('reset-pin');
    expect(Buffer.compare(a.soc.memory.dram, b.soc.memory.dram)).toBe(0);
    a.soc.release('power-on');
    expect(Buffer.compare(a.soc.memory.dram, b.soc.memory.dram)).not.toBe(0);
  });
});
