import { describe, expect, it } from 'vitest';
import { FLASH_COMMANDS, SpiFlashChip } from '../../../src/board/flash/spi-flash-chip.ts';
import { bytes, filled, newFlash } from './support.ts';

const newChip = (options: Parameters<typeof newFlash>[0] = {}) => {
  const rig = newFlash({ size: 0x400000, ...options });
  const chip = new SpiFlashChip(rig.flash);
  const send = (...out: number[]) => chip.transfer(Uint8Array.from(out), 0);
  const ask = (out: number[], length: number) => [...chip.transfer(Uint8Array.from(out), length)];
  const ready = () => rig.clock.advanceTo(rig.flash.busyUntil);
  return { ...rig, chip, send, ask, ready };
};

describe('what the chip says about itself', () => {
  it('is its JEDEC id, again and again', () => {
    expect(newChip().ask([0x9f], 7)).toEqual([0xef, 0x40, 0x16, 0xef, 0x40, 0x16, 0xef]);
    expect(newChip({ size: 0x80000 }).ask([0x9f], 3)).toEqual([0xef, 0x40, 0x13]);
  });

  it('is its old id by 90 in both orders and by AB', () => {
    const { ask } = newChip();
    expect(ask([0x90, 0, 0, 0], 2)).toEqual([0xef, 0x15]);
    expect(ask([0x90, 0, 0, 1], 2)).toEqual([0x15, 0xef]);
    expect(ask([0xab, 0, 0, 0], 1)).toEqual([0x15]);
  });

  it('is a unique id that another chip does not have', () => {
    const id = (seed: number) => newChip({ seed }).ask([0x4b, 0, 0, 0, 0], 8);
    expect(id(1)).toEqual(id(1));
    expect(id(1)).not.toEqual(id(2));
  });

  it('is a table with signature, pointer and density', () => {
    const { ask } = newChip();
    expect(String.fromCharCode(...ask([0x5a, 0, 0, 0, 0], 4))).toBe('SFDP');
    const [low = 0, middle = 0, high = 0] = ask([0x5a, 0, 0, 0x0c, 0], 3);
    const at = low | (middle << 8) | (high << 16);
    const words = new DataView(Uint8Array.from(ask([0x5a, 0, 0, at, 0], 8)).buffer);
    expect(words.getUint8(1)).toBe(0x20);
    expect(words.getUint32(4, true)).toBe(0x400000 * 8 - 1);
  });
});

describe('reads', () => {
  it.each([
    [0x03, 0],
    [0x0b, 1],
    [0x3b, 1],
    [0x6b, 1],
    [0xbb, 1],
    [0xeb, 3],
  ])('by %i begin behind %i bytes of dummy', (command, dummies) => {
    const { flash, ask } = newChip();
    flash.load(0x012345, bytes(1, 2, 3, 4));
    const header = [command, 0x01, 0x23, 0x45, ...new Array<number>(dummies).fill(0)];
    expect(ask(header, 4)).toEqual([1, 2, 3, 4]);
    expect(ask([...header, 0], 3)).toEqual([2, 3, 4]);
    expect(ask(header.slice(0, -1), 3)).toEqual([0xff, 0xff, 0xff]);
  });
});

describe('writing', () => {
  it('takes write enable, program, and shows both status bits meanwhile', () => {
    const { flash, send, ask, ready } = newChip();
    send(0x02, 0, 0x10, 0xfe, 7, 8, 9);
    expect(flash.peek(0x1000, 256)).toEqual(filled(256, 0xff));
    send(0x06);
    expect(ask([0x05], 1)).toEqual([0x02]);
    send(0x02, 0, 0x10, 0xfe, 7, 8, 9);
    expect(ask([0x05], 2)).toEqual([0x03, 0x03]);
    expect(ask([0x03, 0, 0x10, 0xfe], 2)).toEqual([0xff, 0xff]);
    expect(flash.mishaps.get('read-while-busy')).toBe(1);
    ready();
    expect(ask([0x05], 1)).toEqual([0x00]);
    expect(ask([0x03, 0, 0x10, 0xfe], 2)).toEqual([7, 8]);
    expect(ask([0x03, 0, 0x10, 0x00], 1)).toEqual([9]);
  });

  it.each([
    [0x20, 0x1000],
    [0x52, 0x8000],
    [0xd8, 0x10000],
    [0xc7, 0x400000],
    [0x60, 0x400000],
  ])('erases by %i as many bytes as it should', (command, length) => {
    const { flash, send } = newChip({ instant: true });
    flash.load(0, filled(0x400000, 0));
    send(0x06);
    if (length < 0x400000) send(command, 0, 0, 0);
    else send(command);
    expect(flash.peek().reduce((sum, byte) => sum + (byte === 0xff ? 1 : 0), 0)).toBe(length);
  });

  it('ignores an erase whose address is cut short, and spends no latch on it', () => {
    const { flash, send, ask } = newChip();
    send(0x06);
    send(0x20, 0, 0);
    expect(flash.operations).toBe(0);
    expect(ask([0x05], 1)).toEqual([0x02]);
    send(0x04);
    expect(ask([0x05], 1)).toEqual([0x00]);
  });

  it('writes status registers one by one or two at once, lasting or not', () => {
    const { flash, chip, send, ask, ready } = newChip();
    send(0x06);
    send(0x01, 0x1f, 0x02);
    ready();
    expect([ask([0x05], 1), ask([0x35], 1)]).toEqual([[0x1c], [0x02]]);
    send(0x50);
    send(0x31, 0x00);
    send(0x06);
    send(0x11, 0x60);
    ready();
    expect([ask([0x35], 1), ask([0x15], 1)]).toEqual([[0x00], [0x60]]);
    chip.powerOff();
    flash.powerOn();
    expect([ask([0x05], 1), ask([0x35], 1), ask([0x15], 1)]).toEqual([[0x1c], [0x00], [0x60]]);
  });
});

describe('sleep, reset, silence', () => {
  it('hears only the wake-up call when asleep', () => {
    const { send, ask } = newChip();
    send(0xb9);
    expect(ask([0x9f], 3)).toEqual([0xff, 0xff, 0xff]);
    send(0xab);
    expect(ask([0x9f], 3)).toEqual([0xef, 0x40, 0x16]);
  });

  it('resets by 66 and 99 in a row, and not otherwise', () => {
    const { flash, send, ask } = newChip();
    flash.load(0, filled(0x1000, 0));
    send(0x06);
    send(0x99);
    expect(ask([0x05], 1)).toEqual([0x02]);
    send(0x66);
    send(0x05);
    send(0x99);
    expect(ask([0x05], 1)).toEqual([0x02]);
    send(0x20, 0, 0, 0);
    send(0x66);
    send(0x99);
    expect(ask([0x05], 1)).toEqual([0x00]);
    expect(flash.isBlank(0)).toBe(false);
  });

  it('answers nothing but its status while busy', () => {
    const { send, ask, ready } = newChip();
    send(0x06);
    send(0x20, 0, 0, 0);
    for (const out of [[0x9f], [0x90, 0, 0, 0], [0x4b, 0, 0, 0, 0], [0x5a, 0, 0, 0, 0]]) {
      expect(ask(out, 2)).toEqual([0xff, 0xff]);
    }
    expect(ask([0x35], 1)).toEqual([0x00]);
    ready();
    expect(ask([0x9f], 1)).toEqual([0xef]);
  });

  it('counts commands that no chip of the kind knows', () => {
    const { chip, ask } = newChip();
    expect(ask([0x77], 1)).toEqual([0xff]);
    ask([0x77], 1);
    expect([...chip.unknown]).toEqual([[0x77, 2]]);
  });

  it('has a name for every command', () => {
    const codes = [
      0x9f, 5, 0x35, 0x15, 1, 6, 4, 2, 0x20, 0x52, 0xd8, 0xc7, 0x60, 3, 0x0b, 0x4b, 0x5a, 0xab, 0xb9,
    ];
    for (const code of codes) expect(FLASH_COMMANDS[code]?.name).toMatch(/\w+/);
  });
});
