/** What the ROM does from reset on: causes, modes, its text, and how programs end (boot.md, sections 1 to 3). */
import { describe, expect, it } from 'vitest';
import type { VirtualBoard } from '../../../src/board/board.ts';
import { BOOT_LOADERS } from '../../../src/core/esp8266/boot-loaders.ts';
import {
  CALL_A2,
  ILLEGAL,
  imageOf,
  JUMP_A2,
  LOAD_A2,
  LOOP,
  programImage,
  RETURN,
  type Segment,
  STORE_A2,
  withWord,
} from './programs.ts';
import { bareBoard, Listener, MS, twoSlotBoard } from './test-board.ts';

const banner = (cause: number, mode: number): string =>
  `\r\n ets Jan  8 2013,rst cause:${cause}, boot mode:(${mode},6)\r\n\r\n`;

/** A board that starts this image, and what it says. */
const started = (image: Uint8Array, changes = {}): { board: VirtualBoard; listener: Listener } => {
  const board = bareBoard(changes);
  board.loadFlash(image);
  const listener = new Listener(board);
  board.power(true);
  return { board, listener };
};

describe('loading from flash', () => {
  /** The image of a loader with other bytes: same lengths, same running checksums. */
  const lookalike = (segments: readonly (readonly [number, number])[]): Uint8Array => {
    let sum = 0xef;
    let dram = 0x3ffe8000;
    const list = segments.map(([length, checksum], i): Segment => {
      const data = new Uint8Array(length);
      if (i === 0) data.set(LOOP);
      data[length - 1] = data.reduce((all, byte) => all ^ byte, sum) ^ checksum;
      sum = checksum;
      const address = i === 0 ? 0x40100000 : dram;
      if (i > 0) dram += length;
      return { address, data };
    });
    return imageOf(list, 0x40100000);
  };

  /** Lines of public logs: NONOS_SDK#180 and RTOS_SDK#242, bbs.espressif.com t=2911, t=1067 and t=4718. */
  const LOGS: Readonly<Record<string, string>> = {
    '1.2':
      'load 0x40100000, len 816, room 16 \ntail 0\nchksum 0x8d\nload 0x3ffe8000, len 788, room 8 \ntail 12\nchksum 0xcf\n' +
      'ho 0 tail 12 room 4\nload 0x3ffe8314, len 288, room 12 \ntail 4\nchksum 0xcf\ncsum 0xcf\n',
    '1.4':
      'load 0x40100000, len 1396, room 16 \ntail 4\nchksum 0x89\nload 0x3ffe8000, len 776, room 4 \ntail 4\nchksum 0xe8\n' +
      'load 0x3ffe8308, len 540, room 4 \ntail 8\nchksum 0xc0\ncsum 0xc0\n',
    '1.5':
      'load 0x40100000, len 1856, room 16 \ntail 0\nchksum 0x63\nload 0x3ffe8000, len 776, room 8 \ntail 0\nchksum 0x02\n' +
      'load 0x3ffe8308, len 552, room 8 \ntail 0\nchksum 0x79\ncsum 0x79\n',
    '1.6':
      'load 0x40100000, len 2408, room 16 \ntail 8\nchksum 0xe5\nload 0x3ffe8000, len 776, room 0 \ntail 8\nchksum 0x84\n' +
      'load 0x3ffe8308, len 632, room 0 \ntail 8\nchksum 0xd8\ncsum 0xd8\n',
    '1.7':
      'load 0x40100000, len 2592, room 16 \ntail 0\nchksum 0xf3\nload 0x3ffe8000, len 764, room 8 \ntail 4\nchksum 0x92\n' +
      'load 0x3ffe82fc, len 676, room 4 \ntail 0\nchksum 0x22\ncsum 0x22\n',
  };

  it.each(BOOT_LOADERS.map(loader => [loader.version, loader] as const))(
    'prints the fingerprint of loader %s',
    (version, { segments }) => {
      const { listener } = started(lookalike(segments));
      listener.collect(300);
      const log = listener.text.slice(banner(1, 3).length).replaceAll('\r\n', '\n');
      const lines = log.split('\n');
      const sums = lines.filter(line => line.startsWith('chksum')).map(line => Number(line.slice(7)));
      expect(sums).toEqual(segments.map(([, sum]) => sum));
      expect(log.endsWith(`csum 0x${(segments.at(-1)?.[1] ?? 0).toString(16).padStart(2, '0')}\n`)).toBe(
        true,
      );
      if (LOGS[version]) expect(log).toBe(LOGS[version]);
    },
  );

  it('sends CR before every LF and nothing else at the end of lines', () => {
    const { listener } = started(programImage(LOOP));
    listener.collect(100);
    expect(listener.text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('says csum err and stops when the stored byte differs', () => {
    const image = programImage(LOOP);
    image.set([(image.at(-1) ?? 0) ^ 1], image.length - 1);
    const { listener, board } = started(image);
    expect(listener.collect(2000)).toMatch(/csum 0x..\r\ncsum err\r\nets_main\.c \r\n$/);
    expect(board.state.kind).toBe('running');
  });

  it.each([
    ['an erased flash', new Uint8Array(16).fill(0xff)],
    ['a slot image at 0', Uint8Array.of(0xea, 4, 0, 1)],
  ])('says ets_main.c and nothing more for %s', (_, bytes) => {
    const { listener } = started(bytes);
    expect(listener.collect(8000)).toBe(`${banner(1, 3)}ets_main.c \r\n`);
  });

  it('stops at a segment that is not for RAM, as seen on esp8266.com t=7975', () => {
    const { listener } = started(imageOf([{ address: 0xffffffff, data: new Uint8Array(16) }], 0x40100000));
    expect(listener.collect(3000)).toBe(`${banner(1, 3)}load 0xffffffff, len 16, room 16 \r\n`);
  });
});

describe('reset causes and boot modes', () => {
  it('tells reset pin, watchdog and software from power-on', () => {
    const { board, listener } = started(programImage(withWord(0x4000264c, ...CALL_A2), 1));
    listener.waitFor(banner(1, 3));
    expect(listener.waitFor(banner(3, 3))).toBe(true); // the program asks for it
    board.press('reset', true);
    listener.collect(5);
    board.press('reset', false);
    expect(listener.waitFor(banner(2, 3))).toBe(true);
    board.loadFlash(programImage(LOOP));
    expect(listener.waitFor(`${banner(4, 3)}wdt reset\r\n`, 12_000)).toBe(true);
  });

  it('tells CHIP_EN as power-on', () => {
    const board = bareBoard();
    board.loadFlash(programImage(LOOP));
    const listener = new Listener(board);
    board.power(true);
    listener.waitFor(banner(1, 3));
    board.power(false);
    listener.collect(5);
    board.power(true);
    expect(listener.waitFor(banner(1, 3))).toBe(true);
  });

  it.each([
    [0, [0, 0, 0], ''],
    [1, [0, 0, 1], ''],
    [5, [1, 0, 1], 'waiting for host\r\n'],
    [7, [1, 1, 1], 'waiting for host\r\n'],
  ] as const)('reads mode %i from the pins and then is silent', (mode, [gpio15, gpio0, gpio2], text) => {
    const board = twoSlotBoard();
    const listener = new Listener(board);
    board.soc.gpio.drive(15, gpio15);
    board.soc.gpio.drive(2, gpio2);
    if (gpio0 === 0) board.press('flash', true);
    board.power(true);
    expect(listener.collect(3000)).toBe(`${banner(1, mode)}${text}`);
  });

  it('jumps to RAM in mode 2, after power-on into nothing', () => {
    const board = twoSlotBoard();
    const listener = new Listener(board);
    board.soc.gpio.drive(2, 0);
    board.power(true);
    listener.collect(30);
    expect(listener.text.startsWith(banner(1, 2))).toBe(true);
  });

  // boot.md, section 2: causes 1, 2 and 4 evaluate the boot mode. Row 8 of hardware.md asks a real board.
  it('reads the boot mode again at a watchdog reset: with GPIO0 low it waits for a flasher', () => {
    const { board, listener } = started(programImage(LOOP));
    listener.waitFor('csum');
    board.press('flash', true);
    expect(listener.waitFor(banner(4, 1), 12_000)).toBe(true);
  });

  it('speaks at 115200 baud with a 40 MHz crystal', () => {
    const board = bareBoard({ crystal: 40_000_000 });
    board.loadFlash(programImage(LOOP));
    const listener = new Listener(board, 115200);
    board.power(true);
    expect(listener.waitFor(banner(1, 3))).toBe(true);
  });

  it('gives garbage, the same every time, to a reader at another rate', () => {
    const garbage = [0, 1].map(() => {
      const board = bareBoard();
      board.loadFlash(programImage(LOOP));
      const listener = new Listener(board, 115200);
      board.power(true);
      return listener.collect(100);
    });
    expect(garbage[0]).not.toContain('ets');
    expect(garbage[0]?.length).toBeGreaterThan(10);
    expect(garbage[0]).toBe(garbage[1]);
  });

  it('takes the time that the text takes on the line', () => {
    const board = bareBoard();
    const listener = new Listener(board);
    board.power(true);
    listener.waitFor('ets_main.c \r\n');
    const begin = board.costs.powerUp + board.costs.resetRelease;
    const line = (listener.text.length * 10 * 694 * 1000) / 52;
    expect(board.clock.now).toBeGreaterThan(begin + line);
    expect(board.clock.now).toBeLessThan(begin + line + 12 * MS);
  });
});

describe('how programs end', () => {
  it('says user code done when the program comes back, and then waits for ever', () => {
    const { listener } = started(programImage(RETURN));
    expect(listener.collect(20_000)).toMatch(/csum 0x..\r\nuser code done\r\n$/);
  });

  const faults: readonly (readonly [number, string, readonly number[], number, string])[] = [
    [0, 'an illegal instruction', ILLEGAL, 0, 'epc1=0x40100000'],
    [2, 'code in data memory', withWord(0x3ffe8000, ...JUMP_A2), 1, 'epc1=0x3ffe8000'],
    [3, 'a byte written to instruction memory', withWord(0x40100000, 0x32, 0x42, 0), 1, 'excvaddr=0x'],
    [28, 'a read through a bad pointer', withWord(0x20000000, ...LOAD_A2), 1, 'excvaddr=0x20000000'],
    [29, 'a write through a bad pointer', withWord(0x20000000, ...STORE_A2), 1, 'excvaddr=0x20000000'],
  ];

  it.each(faults)(
    'reports cause %i (%s) again and again until the watchdog bites',
    (cause, _, code, words, where) => {
      const { listener } = started(programImage([...code, ...LOOP], words));
      const line = `Fatal exception (${cause}): \r\n`;
      expect(listener.waitFor('depc=0x00000000\r\n')).toBe(true);
      expect(listener.text).toContain(`${line}epc1=0x`);
      expect(listener.text).toContain(where);
      expect(listener.waitFor(banner(4, 3), 15_000)).toBe(true);
      expect(listener.text.split(line).length).toBeGreaterThan(10);
    },
  );

  it('dumps registers for an unaligned access', () => {
    const { listener } = started(programImage([...withWord(0x3ffe8002, ...LOAD_A2), ...LOOP], 1));
    expect(listener.waitFor('depc=')).toBe(true);
    expect(listener.text).toMatch(
      /sp [0-9a-f]{8} \r\nsf_dump\[0\] a0: 0x[0-9a-f]{8} {2}a1: 0x[0-9a-f]{8} {2}a2: 0x3ffe8002/,
    );
  });

  it('stops at a ROM address that it does not have, says so in one sentence, and stays alive', () => {
    const { board, listener } = started(programImage(withWord(0x40001234, ...JUMP_A2), 1));
    board.run({ until: () => board.state.kind === 'stopped', limitNs: 1000 * MS });
    const { state } = board;
    if (state.kind !== 'stopped') throw new Error(state.kind);
    expect(state.address).toBe(0x40001234);
    expect(state.addresses.slice(-2)).toEqual([0x40100004, 0x40100007]);
    expect(state.sentence).toContain('0x40001234');
    expect(state.sentence).toContain('0x40100004 0x40100007');
    listener.collect(20_000); // no watchdog, nothing: it waits for a reset
    expect(board.state).toBe(state);
    board.loadFlash(programImage(RETURN));
    board.press('reset', true);
    listener.collect(1);
    board.press('reset', false);
    expect(listener.waitFor('user code done')).toBe(true);
  });
});

describe('applications that need the radio', () => {
  const text = (value: string): Segment => ({
    address: 0x3ffe8000,
    data: Uint8Array.from(value.padEnd(32, '\0'), c => c.charCodeAt(0)),
  });
  const code = (bytes: readonly number[]): Segment => ({
    address: 0x40100000,
    data: Uint8Array.from([...bytes, 0, 0, 0, 0].slice(0, (bytes.length + 3) & ~3)),
  });
  const PLACEHOLDER =
    /\[virtual board\] This application was stored, checked and started\. It uses the radio/;

  it.each([
    ['a ROM function of the radio', [code(withWord(0x40006b08, ...CALL_A2))]],
    ['a write to a radio register', [code([...withWord(0x60000594, ...STORE_A2), ...LOOP])]],
    [
      'an unknown ROM function, with the SDK in memory',
      [code(withWord(0x40000e04, ...CALL_A2)), text('SDK ver: %s compiled @ %s')],
    ],
  ])('speaks for an application that comes to %s', (_, segments) => {
    const { board, listener } = started(imageOf(segments, 0x40100004));
    expect(listener.collect(10_000)).toMatch(PLACEHOLDER);
    expect(listener.text.match(/virtual board/g)?.length).toBe(2);
    expect(board.state.kind).toBe('placeholder');
  });

  it('leaves a program alone that only reads the random number', () => {
    const { board, listener } = started(programImage([...withWord(0x3ff20e44, ...LOAD_A2), ...RETURN], 1));
    expect(listener.waitFor('user code done')).toBe(true);
    expect(board.state.kind).toBe('running');
  });
});
