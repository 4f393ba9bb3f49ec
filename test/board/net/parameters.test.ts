/** The SDK's view of its system sectors: who runs, where the update goes, and how the choice is saved. */
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src/board/clock.ts';
import { costsOf } from '../../../src/board/costs.ts';
import { NorFlash } from '../../../src/board/flash/nor-flash.ts';
import { SystemParameters } from '../../../src/board/net/parameters.ts';
import { SdkFlash } from '../../../src/board/net/sdk-flash.ts';
import { MAP_TABLE } from '../../support/flash-builder.ts';

class Sectors {
  readonly clock = new VirtualClock();
  readonly flash: NorFlash;
  readonly #sdk: SdkFlash;
  /** Of copy A. */
  readonly #base: number;

  constructor(map = 2, size = 0x100000) {
    const { clock } = this;
    const costs = costsOf();
    this.flash = new NorFlash({ size, jedecId: 0x1440ef, costs, clock });
    this.flash.load(0, Uint8Array.of(0xe9, 3, 0, map << 4));
    this.#sdk = new SdkFlash({ clock, costs, flash: this.flash });
    this.#base = size - 0x3000;
  }

  /** Puts boot bytes (and something behind them) into copy A (0) or B (1), and the flag byte. */
  set(copy: 0 | 1, bootBytes: readonly number[], flag: number): this {
    const sector = new Uint8Array(0x1000).fill(0x77);
    sector.set([...bootBytes, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
    this.flash.load(this.#base + copy * 0x1000, sector);
    this.flash.load(this.#base + 0x2000, new Uint8Array(0x1000).fill(0xff));
    this.flash.load(this.#base + 0x2000, Uint8Array.of(flag));
    return this;
  }

  get parameters(): SystemParameters {
    return new SystemParameters(this.#sdk);
  }

  save(): void {
    for (const time of this.parameters.chooseTarget()) this.clock.advanceTo(time);
  }

  copy(number: 0 | 1): Uint8Array {
    return this.flash.peek(this.#base + number * 0x1000, 0x1000);
  }

  /** The flag record as hexadecimal words. */
  get record(): string[] {
    const view = new DataView(this.flash.peek(this.#base + 0x2000, 32).buffer);
    return Array.from({ length: 8 }, (_, i) =>
      view
        .getUint32(4 * i, true)
        .toString(16)
        .padStart(8, '0'),
    );
  }
}

/** Boot byte 0, who runs, and what it is after an update: boot.md section 5, ota.md step 11. */
const CHOICES = [
  [0xfc, 'user1', 0xfd],
  [0xfd, 'user2', 0xfc],
  [0xf8, 'user2', 0xfc], // the backup runs: use_bin stays
  [0xf9, 'user1', 0xfd],
  [0xff, 'user1', 0xfd],
] as const;

describe('boot bytes', () => {
  it.each(CHOICES)('%i: %s runs, and the other slot starts next', (byte0, running, next) => {
    const sectors = new Sectors().set(0, [byte0, 0x67], 0);
    const { parameters } = sectors;
    expect(parameters.running).toBe(running);
    expect(parameters.target).toBe(running === 'user1' ? 'user2' : 'user1');
    sectors.save();
    expect([...sectors.copy(1).subarray(0, 3)]).toEqual([next, 0xe7, 0xff]); // normal mode is set
    expect(sectors.parameters.target).toBe(running);
  });

  it('count from the copy that the flag names: 0 for A, anything else for B', () => {
    for (const flag of [0x01, 0x80, 0xff]) {
      const sectors = new Sectors().set(0, [0xfc, 0xe7], flag).set(1, [0xfd, 0xe7], flag);
      expect(sectors.parameters.running).toBe('user2');
    }
    expect(new Sectors().set(1, [0xfd, 0xe7], 0).set(0, [0xfc, 0xe7], 0).parameters.running).toBe('user1');
  });

  it('go to the other copy with everything behind them, and stay as they were in this one', () => {
    for (const copy of [0, 1] as const) {
      const sectors = new Sectors().set(copy, [0xfc, 0xe7], copy);
      const before = sectors.copy(copy);
      const { operations } = sectors.flash;
      sectors.save();
      // Two sectors are erased; 4096 bytes and 32 are written, 32 at a time.
      expect(sectors.flash.operations - operations).toBe(2 + 128 + 1);
      const other = sectors.copy(copy === 0 ? 1 : 0);
      expect(sectors.copy(copy)).toEqual(before);
      expect(other[0]).toBe(0xfd);
      expect(other.subarray(1)).toEqual(before.subarray(1));
    }
  });
});

describe('the flag', () => {
  it('is written with 32 bytes: marks, a counter, and the half of the copy', () => {
    const sectors = new Sectors().set(0, [0xfc, 0xe7], 0);
    sectors.save();
    const sum = (copy: 0 | 1) =>
      sectors
        .copy(copy)
        .subarray(0, 32)
        .reduce((total, byte) => total + byte, 0);
    const word = (value: number) => value.toString(16).padStart(8, '0');
    const none = 'ffffffff';
    const first = [...['ffffff01', '55aa55aa', '00000001', none, '00000020', none], word(sum(1)), 'aa55aa55'];
    expect(sectors.record).toEqual(first);
    sectors.save();
    const both = [
      'ffffff00',
      '55aa55aa',
      '00000002',
      '00000020',
      '00000020',
      word(sum(0)),
      word(sum(1)),
      'aa55aa55',
    ];
    expect(sectors.record).toEqual(both);
  });
});

/** ota.md section 2: first sector that is erased while user1 runs. */
const FIRST_SECTOR: Readonly<Record<number, number>> = {
  0: 0x41,
  1: 0x41,
  2: 0x81,
  3: 0x81,
  4: 0x81,
  5: 0x101,
  6: 0x101,
  8: 0x101,
  9: 0x101,
};

describe('places', () => {
  it.each(MAP_TABLE)('$name', ({ code, size, user2, rf }) => {
    const { parameters } = new Sectors(code, Math.max(size, 0x80000));
    expect(parameters.targetSector).toBe(FIRST_SECTOR[code]);
    const end = user2 === undefined ? 0 : Math.min(rf, 0x100000 * Math.floor(user2 / 0x100000) + 0x100000);
    expect(parameters.targetSize).toBe(user2 === undefined ? 0 : end - user2);
    if (size < 0x80000) return; // no chip is that small
    const other = new Sectors(code, size).set(0, [0xfd, 0xe7], 0).parameters;
    expect(other.targetSector).toBe(1);
  });
});
