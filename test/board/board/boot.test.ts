/** From power-on to the application's first line, through ROM and boot loader, out of both slots. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { standInBootLoader } from '../../../src/board/second-stage/stand-in.ts';
import { LOADER_VERSIONS } from '../../../src/board/second-stage/versions.ts';
import { open, savedFiles } from '../../support/workspaces.ts';
import { bareBoard, chooseSlot, Listener, twoSlotBoard, vectorImage } from './test-board.ts';

const BANNER = '\r\n ets Jan  8 2013,rst cause:1, boot mode:(3,6)\r\n\r\n';
const LOAD = 'load 0x40100000, len 24, room 16 \r\ntail 8\r\nchksum 0xfb\r\ncsum 0xfb\r\n';
const LOADER =
  '\r\n2nd boot version : 1.7(5d6f877)\r\nSPI Speed : 40MHz\r\nSPI Mode : QIO\r\n' +
  'SPI Flash Size & Map: 8Mbit(512KB+512KB)\r\n';

/** What the programs in test/fixtures/vectors/src print; the numbers follow from their sources. */
const PRINTS = {
  sizes_512_app1: /sizes that no alignment likes\r\n[0-9a-f]{8}\r\n$/,
  objects_1024_app1: /red at pin 0x00000004\r\ngreen at pin 0x00000005\r\n00000187\r\n$/,
  adjacent_1024_app1: /00000159millivolt\r\n$/,
  orphan_1024_app1: /pins\r\nD0 D1 D2 D3 D4 D5 D6 00010031$/,
  debug_big_1024_app1: /much to debug\r\n000f99a0$/,
  either_2048: /one program for both slots\r\n[0-9a-f]{8}\r\n$/,
} as const;

describe('boot', () => {
  it('says everything between power-on and the first line of user1, byte for byte', () => {
    const board = twoSlotBoard();
    const listener = new Listener(board);
    board.power(true);
    expect(listener.waitFor('flash says 0x815ce732\r\n')).toBe(true);
    expect(listener.text).toBe(
      `${BANNER}${LOAD}${LOADER}jump to run user1 @ 1000\r\n\r\n` +
        'hello from user1 build 1\r\nflash says 0x815ce732\r\n',
    );
    expect(board.state.kind).toBe('running');
  });

  it('starts user2 when the boot bytes say so', () => {
    const board = twoSlotBoard();
    chooseSlot(board, 2);
    const listener = new Listener(board);
    board.power(true);
    expect(listener.waitFor('flash says 0x815ce732\r\n')).toBe(true);
    expect(listener.text).toContain('jump to run user2 @ 81000\r\n\r\nhello from user2 build 1\r\n');
  });

  it.each(LOADER_VERSIONS)('starts user1 through loader %s', version => {
    const board = twoSlotBoard(version);
    const listener = new Listener(board);
    board.power(true);
    expect(listener.waitFor('flash says 0x815ce732\r\n')).toBe(true);
    expect(listener.text).toContain(`2nd boot version : ${version}`);
  });

  it('runs the example firmware of both slots, converted by the core', () => {
    const elf = (slot: number): Uint8Array => readFileSync(`src/example/built/example-user${slot}.elf`);
    const saved = savedFiles(
      open({ 'example-user1.elf': elf(1), 'example-user2.elf': elf(2) }, { map: '1MB' }),
    );
    const image = (name: string) => () => {
      const bytes = saved[name];
      if (!bytes) throw new Error(`no ${name}`);
      return bytes;
    };
    for (const slot of [1, 2] as const) {
      const board = twoSlotBoard('1.7', { user1: image('user1.bin'), user2: image('user2.bin') });
      chooseSlot(board, slot);
      const listener = new Listener(board);
      board.power(true);
      expect(listener.waitFor('crc32 0x', 3000)).toBe(true);
      listener.collect(5);
      const start = slot === 1 ? '40201010' : '40281010';
      expect(listener.text).toMatch(
        new RegExp(`running from user${slot}\r\nflash 0x${start} to 0x[0-9a-f]{8}, crc32 0x[0-9a-f]{8}\r\n`),
      );
    }
  });

  it.each([
    ['sizes_512_app1', 1, 0x00],
    ['objects_1024_app1', 1, 0x20],
    ['adjacent_1024_app1', 1, 0x20],
    ['orphan_1024_app1', 1, 0x20],
    ['debug_big_1024_app1', 1, 0x20],
    ['either_2048', 1, 0x50],
  ] as const)('runs the program of %s', (name, slot, settings) => {
    const board = bareBoard({ flash: { size: 0x200000, jedecId: 0x1540ef } });
    board.loadFlash(standInBootLoader('1.7', 0, settings));
    board.loadFlash(vectorImage(name, slot), 0x1000);
    const listener = new Listener(board);
    board.power(true);
    listener.collect(400);
    const { text } = listener;
    expect(text.slice(text.indexOf('jump to run'))).toMatch(PRINTS[name]);
    expect(board.state.kind).toBe('running');
  });

  it('prints the first line of the application within 100 ms of real time', () => {
    const times = Array.from({ length: 5 }, () => {
      const begin = performance.now();
      const board = twoSlotBoard();
      const listener = new Listener(board);
      board.power(true);
      expect(listener.waitFor('hello from user1')).toBe(true);
      return performance.now() - begin;
    });
    console.log(`Boot to the first line: ${times.map(time => time.toFixed(0)).join(', ')} ms`);
    expect(Math.min(...times)).toBeLessThan(100);
  });

  it('does the same at the same moments every time', () => {
    const runs = [0, 1].map(() => {
      const board = twoSlotBoard();
      const listener = new Listener(board);
      board.power(true);
      listener.waitFor('flash says');
      return [listener.text, board.clock.now, board.chip.cpu.cycles];
    });
    expect(runs[0]).toEqual(runs[1]);
  });
});
