import { describe, expect, it } from 'vitest';
import type { Register } from '../../../src/board/soc/registers.ts';
import { BASE } from '../../../src/board/soc/soc.ts';
import { SPI } from '../../../src/board/soc/spi-registers.ts';
import { userTransaction } from '../../../src/board/soc/spi-user.ts';
import { MS, newSoc, type SocRig, US } from './support.ts';

const R = SPI.registers;
const all: Readonly<Record<string, Register>> = R;
const at = (register: string) => BASE.spi0 + (all[register]?.at ?? Number.NaN);
const C = R.CMD.bits;

/** Starts a command and waits as all programs do: until the register reads 0. Gives the time it took. */
function command({ clock, load, store, run }: SocRig, bit: number): number {
  const start = clock.now;
  store(at('CMD'), bit);
  for (let i = 0; load(at('CMD')) !== 0; i++) {
    if (i > 1000) throw new Error('the command register never reads 0');
    run(100);
  }
  return clock.now - start;
}
const status = (rig: SocRig): number => {
  rig.store(at('RD_STATUS'), 0);
  command(rig, C.RDSR);
  return rig.load(at('RD_STATUS'));
};
const waitReady = (rig: SocRig): void => {
  while (status(rig) & 1) rig.run(10 * US);
};

describe('commands', () => {
  it('read back while they run and 0 afterwards; EXT2 is not idle meanwhile', () => {
    const rig = newSoc();
    rig.store(at('CMD'), C.RDID);
    expect([rig.load(at('CMD')), rig.load(at('EXT2')) & 7]).toEqual([C.RDID, 1]);
    // 8 bits of command and 24 of id at 40 MHz, and the fixed part.
    rig.run(32 * 25 + 500 - 1);
    expect(rig.load(at('CMD'))).toBe(C.RDID);
    rig.run(1);
    expect([rig.load(at('CMD')), rig.load(at('EXT2'))]).toEqual([0, 0]);
    expect(rig.load(at('W0')) & 0xffffff).toBe(0x1640ef);
  });

  it('leave an event behind at their end, so that waiting can be skipped', () => {
    const rig = newSoc();
    rig.store(at('CMD'), C.WREN);
    expect(rig.clock.nextAt).toBe(8 * 25 + 500);
  });

  it('with no known bit do nothing and read 0: flashing tools write 0x17 by mistake', () => {
    const rig = newSoc();
    rig.store(at('CMD'), 0x17);
    expect(rig.load(at('CMD'))).toBe(0);
  });

  it('take as long as the clock register says', () => {
    const rig = newSoc();
    rig.store(at('CLOCK'), (3 << 12) | (1 << 6) | 3); // bus clock / 4 = 13 MHz
    expect(rig.soc.spi.bitTime).toBeCloseTo(1e3 / 13, 5);
    rig.store(at('CLOCK'), 0x80000000);
    expect(rig.soc.spi.bitTime).toBeCloseTo(1e3 / 52, 5);
  });

  it('erase a sector and a block as the stubs do: enable, address, start, poll', () => {
    const rig = newSoc();
    rig.flash.load(0, new Uint8Array(0x30000));
    command(rig, C.WREN);
    rig.store(at('ADDR'), 0x13000);
    expect(command(rig, C.SE)).toBeLessThan(10 * US);
    expect(status(rig)).toBe(3);
    waitReady(rig);
    expect(rig.clock.now).toBeGreaterThan(45 * MS);
    expect([0x12, 0x13, 0x14].map(sector => rig.flash.isBlank(sector))).toEqual([false, true, false]);
    command(rig, C.WREN);
    rig.store(at('ADDR'), 0x20000);
    command(rig, C.BE);
    waitReady(rig);
    expect([0x1f, 0x20, 0x2f].map(sector => rig.flash.isBlank(sector))).toEqual([false, true, true]);
    command(rig, C.WREN);
    command(rig, C.CE);
    expect(rig.flash.isBlank(0)).toBe(true);
  });

  it('tell who wants to know until when polling is useless', () => {
    const rig = newSoc();
    const untils: number[] = [];
    rig.soc.spi.onBusyPoll = until => untils.push(until);
    status(rig);
    command(rig, C.WREN);
    rig.store(at('ADDR'), 0);
    command(rig, C.SE);
    status(rig);
    expect(untils).toEqual([rig.flash.busyUntil]);
  });

  it('program a piece of a page and read it back', () => {
    const rig = newSoc();
    rig.store(at('W0'), 0x44332211);
    rig.store(at('W1'), 0x88776655);
    command(rig, C.WREN);
    rig.store(at('ADDR'), (6 << 24) | 0x001234);
    command(rig, C.PP);
    waitReady(rig);
    rig.store(at('W0'), 0);
    rig.store(at('W1'), 0);
    rig.store(at('ADDR'), (8 << 24) | 0x001233);
    command(rig, C.READ);
    expect([rig.load(at('W0')), rig.load(at('W1'))]).toEqual([0x332211ff, 0xff665544]);
  });

  it.each([
    ['QIO', R.CTRL.bits.QIO],
    ['DIO', R.CTRL.bits.DIO],
    ['QOUT', R.CTRL.bits.QOUT],
    ['DOUT', R.CTRL.bits.DOUT],
    ['fast', R.CTRL.bits.FAST_READ],
    ['slow', 0],
  ])('read the same in mode %s', (_, mode) => {
    const rig = newSoc();
    rig.flash.load(0x100, Uint8Array.of(1, 2, 3, 4));
    rig.store(at('CTRL'), mode);
    rig.store(at('ADDR'), (4 << 24) | 0x100);
    command(rig, C.READ);
    expect(rig.load(at('W0'))).toBe(0x04030201);
  });

  it('read faster over more lines', () => {
    const time = (mode: number) => {
      const rig = newSoc();
      rig.store(at('CTRL'), mode);
      rig.store(at('ADDR'), 32 << 24);
      rig.store(at('CMD'), C.READ);
      return rig.clock.nextAt;
    };
    expect(time(0)).toBe((32 + 256) * 25 + 500);
    expect(time(R.CTRL.bits.DIO)).toBe((40 + 128) * 25 + 500);
  });

  it('write one or two status bytes', () => {
    const rig = newSoc();
    command(rig, C.WREN);
    rig.store(at('RD_STATUS'), 0x021c);
    command(rig, C.WRSR);
    waitReady(rig);
    expect([rig.flash.status(1), rig.flash.status(2)]).toEqual([0x1c, 0]);
    command(rig, C.WREN);
    rig.store(at('CTRL'), R.CTRL.bits.WRITE_STATUS_16);
    rig.store(at('RD_STATUS'), 0x0200);
    command(rig, C.WRSR);
    waitReady(rig);
    expect([rig.flash.status(1), rig.flash.status(2)]).toEqual([0, 2]);
  });

  it('put the chip to sleep and wake it', () => {
    const rig = newSoc();
    command(rig, C.DP);
    command(rig, C.RDID);
    expect(rig.load(at('W0')) & 0xffffff).toBe(0xffffff);
    command(rig, C.RES);
    expect(rig.load(at('W0')) & 0xff).toBe(0x15);
    command(rig, C.RDID);
    expect(rig.load(at('W0')) & 0xffffff).toBe(0x1640ef);
  });

  it('disable writing again', () => {
    const rig = newSoc();
    command(rig, C.WREN);
    expect(status(rig)).toBe(2);
    command(rig, C.WRDI);
    expect(status(rig)).toBe(0);
  });
});

describe('transactions of one’s own', () => {
  const U = R.USER.bits;

  it('read the flash id the way flashing tools do over registers', () => {
    const rig = newSoc();
    const saved = [rig.load(at('USER')), rig.load(at('USER2'))];
    rig.store(at('USER1'), 23 << 8);
    rig.store(at('USER'), U.COMMAND | U.IN);
    rig.store(at('USER2'), (7 << 28) | 0x9f);
    rig.store(at('W0'), 0);
    command(rig, C.USR);
    expect(rig.load(at('W0'))).toBe(0x1640ef);
    expect(saved).toEqual([0x80000040, 0x70000000]);
  });

  it('read only what was left over when the lengths were not set', () => {
    const rig = newSoc();
    rig.store(at('CMD'), 0x17);
    rig.store(at('USER'), U.COMMAND | U.IN);
    rig.store(at('USER2'), (7 << 28) | 0x9f);
    rig.store(at('W0'), 0);
    command(rig, C.USR);
    expect(rig.load(at('W0'))).not.toBe(0x1640ef);
  });

  it('read no more bits than they ask for, the upper ones of the byte', () => {
    const rig = newSoc();
    rig.store(at('USER'), U.COMMAND | U.IN);
    rig.store(at('USER1'), 11 << 8);
    rig.store(at('USER2'), (7 << 28) | 0x9f);
    rig.store(at('W0'), 0x11110000);
    command(rig, C.USR);
    expect(rig.load(at('W0'))).toBe(0x111140ef);
    rig.store(at('USER1'), 1 << 8);
    command(rig, C.USR);
    expect(rig.load(at('W0'))).toBe(0x111140c0);
  });

  it('read the discoverable parameters with address and dummy phase', () => {
    const rig = newSoc();
    rig.store(at('USER'), U.COMMAND | U.ADDRESS | U.DUMMY | U.IN);
    rig.store(at('USER1'), ((23 << 26) | (31 << 8) | 7) >>> 0);
    rig.store(at('USER2'), (7 << 28) | 0x5a);
    rig.store(at('ADDR'), 0);
    command(rig, C.USR);
    expect(rig.load(at('W0'))).toBe(0x50444653);
  });

  it('send data from either half and receive into either half', () => {
    const rig = newSoc();
    rig.store(at('USER'), (U.COMMAND | U.ADDRESS | U.OUT | U.OUT_UPPER_HALF) >>> 0);
    rig.store(at('USER1'), ((23 << 26) | (15 << 17)) >>> 0);
    rig.store(at('USER2'), (7 << 28) | 0x02);
    rig.store(at('ADDR'), 0x00104000);
    rig.store(at('W8'), 0xbbaa);
    rig.store(at('W0'), 0x1111);
    command(rig, C.WREN);
    command(rig, C.USR);
    waitReady(rig);
    expect([...rig.flash.peek(0x1040, 3)]).toEqual([0xaa, 0xbb, 0xff]);
    rig.store(at('USER'), (U.COMMAND | U.ADDRESS | U.IN | U.IN_UPPER_HALF) >>> 0);
    rig.store(at('USER1'), ((23 << 26) | (15 << 8)) >>> 0);
    rig.store(at('USER2'), (7 << 28) | 0x03);
    rig.store(at('W8'), 0);
    command(rig, C.USR);
    expect([rig.load(at('W0')), rig.load(at('W8'))]).toEqual([0x1111, 0xbbaa]);
  });

  it('lie on the line bit by bit as the lengths say', () => {
    const words = {
      user: (U.COMMAND | U.ADDRESS | U.DUMMY | U.OUT) >>> 0,
      user1: 0,
      user2: 0,
      addr: 0xa5c30000,
    };
    const transaction = userTransaction(
      { ...words, user1: ((15 << 26) | (11 << 17) | 3) >>> 0, user2: ((15 << 28) | 0x5a9f) >>> 0 },
      Uint8Array.of(0xde, 0xad),
    );
    // 16 bits command low byte first, 16 of the address from the top, 4 dummies, 12 of data.
    expect([...transaction.out]).toEqual([0x9f, 0x5a, 0xa5, 0xc3, 0x0d, 0xea]);
    expect(transaction.cycles).toBe(48);
  });
});

describe('the cache as owner of the bus', () => {
  it('is told by bit 17, and work on the flash beneath it is counted', () => {
    const rig = newSoc();
    expect(rig.soc.spi.cacheOwnsBus).toBe(false);
    rig.store(at('CTRL'), 1 << 17);
    expect(rig.soc.spi.cacheOwnsBus).toBe(true);
    rig.store(BASE.dport + 0x0c, 1 << 8);
    command(rig, C.WREN);
    expect(rig.soc.busyWhileMapped).toBe(0);
    rig.store(at('ADDR'), 0);
    command(rig, C.SE);
    expect(rig.soc.busyWhileMapped).toBe(1);
  });
});
