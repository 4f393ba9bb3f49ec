/** The model of the SDK's boot loaders, against boot.md and the logs that it names. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SecondStageChip } from '../../../src/board/second-stage/chip.ts';
import { secondStage } from '../../../src/board/second-stage/second-stage.ts';
import { standInBootLoader, standInVersion } from '../../../src/board/second-stage/stand-in.ts';
import {
  LOADER_TRAITS,
  LOADER_VERSIONS,
  type LoaderVersion,
} from '../../../src/board/second-stage/versions.ts';
import { FakeChip, hex } from '../rom/fake-chip.ts';

const RETRY_WORD = 0x600011dc;
const image = (slot: 1 | 2): Uint8Array =>
  readFileSync(`test/fixtures/vectors/images/hello_build1_1024_app${slot}/canonical-user${slot}.bin`);

class FakeBoard extends FakeChip implements SecondStageChip {
  text = '';
  #reset = false;

  constructor(map = 2) {
    super();
    this.flash.fill(0xff);
    this.flash.set([0xe9, 3, 0, map << 4]);
  }

  *print(text: string) {
    this.text += text;
    yield 0;
  }

  *watchdogReset() {
    this.#reset = true;
    yield 0;
  }

  /** One start of the loader. */
  boot(version: LoaderVersion): { entry: number | undefined; again: boolean; text: string } {
    this.text = '';
    this.#reset = false;
    const task = secondStage(this, version);
    for (;;) {
      const step = task.next();
      if (step.done) return { entry: step.value, again: this.#reset, text: this.text };
    }
  }

  /** What was printed behind the three lines of settings. */
  line(version: LoaderVersion): string {
    return this.boot(version).text.split('\n').slice(5).join('\n');
  }

  /** Boot bytes 0 and 1 into copy A, which the flag chooses. */
  choose(byte0: number, byte1: number, base = 0xfd): void {
    this.flash.set([byte0, byte1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], base * 0x1000);
    this.flash[(base + 2) * 0x1000] = 0;
  }

  bytes(at: number, length: number): string {
    return hex(this.flash.subarray(at, at + length));
  }

  /** One bit of the byte at `at` becomes the other. */
  flip(at: number): void {
    this.flash[at] = (this.flash[at] ?? 0) ^ 1;
  }
}

const boardWithApps = (map = 2): FakeBoard => {
  const board = new FakeBoard(map);
  board.flash.set(image(1), 0x1000);
  board.flash.set(image(2), 0x81000);
  return board;
};

describe('text', () => {
  it('prints what loader 1.7 prints', () => {
    expect(boardWithApps().boot('1.7').text).toBe(
      '\n2nd boot version : 1.7(5d6f877)\nSPI Speed : 40MHz\nSPI Mode : QIO\n' +
        'SPI Flash Size & Map: 8Mbit(512KB+512KB)\njump to run user1 @ 1000\n\n',
    );
  });

  it.each(['1.5', '1.6'] as const)('prints what loader %s prints', version => {
    const board = boardWithApps();
    board.flash.fill(0, 0xfc000, 0xfd000); // init data are there
    expect(board.boot(version).text).toBe(
      `\n2nd boot version : ${version}\n  SPI Speed      : 40MHz\n  SPI Mode       : QIO\n` +
        '  SPI Flash Size & Map: 8Mbit(512KB+512KB)\njump to run user1 @ 1000\n\n',
    );
  });

  it('misses the test pin in 1.6 when the init data are erased, and only then', () => {
    const board = boardWithApps();
    expect(board.line('1.6')).toBe('no GPIO select!\njump to run user1 @ 1000\n\n');
    expect(board.line('1.5')).not.toContain('GPIO');
    expect(board.line('1.7')).not.toContain('GPIO');
  });

  it.each([
    [0x00, '40MHz', 0, 'QIO'],
    [0x01, '26.7MHz', 1, 'QOUT'],
    [0x02, '20MHz', 2, 'DIO'],
    [0x0f, '80MHz', 3, 'DOUT'],
    [0x05, '', 9, 'QIO'],
  ])('names speed %i as "%s" and mode %i as %s', (speed, speedText, mode, modeText) => {
    const board = boardWithApps();
    board.flash.set([0xe9, 3, mode, 0x20 | speed]);
    expect(board.boot('1.7').text).toContain(`SPI Speed : ${speedText}\nSPI Mode : ${modeText}\n`);
  });

  const MAPS_1_7 = [
    '4Mbit(256KB+256KB)',
    '2Mbit',
    '8Mbit(512KB+512KB)',
    '16Mbit(512KB+512KB)',
    '32Mbit(512KB+512KB)',
    '16Mbit(1024KB+1024KB)',
    '32Mbit(1024KB+1024KB)',
    'flash map not support',
    '64Mbit(1024KB+1024KB)',
    '128Mbit(1024KB+1024KB)',
    '4Mbit',
    '4Mbit',
  ];

  it('names the maps', () => {
    MAPS_1_7.forEach((text, map) => {
      expect(new FakeBoard(map).boot('1.7').text).toContain(`SPI Flash Size & Map: ${text}\n`);
      expect(new FakeBoard(map).boot('1.6').text).toContain(
        `  SPI Flash Size & Map: ${map >= 7 ? '4Mbit' : text}\n`,
      );
    });
  });

  it('refuses map 7 in 1.7: nothing behind the text', () => {
    const board = new FakeBoard(7);
    const { text, entry, again } = board.boot('1.7');
    expect([text.endsWith('flash map not support\n'), entry, again]).toEqual([true, undefined, false]);
  });
});

describe('the truth table of byte 0', () => {
  const NEW: Record<number, string> = { 252: '1', 253: '2', 248: '2', 249: '1', 251: '1', 255: '1' };
  const OLD: Record<number, string> = { ...NEW, 248: '1', 249: '1' };

  it.each(
    LOADER_VERSIONS.flatMap(version => [0xfc, 0xfd, 0xf8, 0xf9, 0xfb, 0xff].map(b => [version, b] as const)),
  )('%s starts the right slot for %i', (version, byte0) => {
    const board = boardWithApps();
    board.choose(byte0, 0xe0 | LOADER_TRAITS[version].number);
    const slot = (version === '1.4' ? OLD : NEW)[byte0];
    expect(board.boot(version).text).toContain(
      slot === '1' ? 'jump to run user1 @ 1000\n\n' : 'jump to run user2 @ 81000\n\n',
    );
  });

  it.each([0xfa, 0xfe])('gives up for %i', byte0 => {
    const board = boardWithApps();
    board.choose(byte0, 0xe7);
    expect(board.line('1.7')).toBe(`error user bin flag = ${byte0.toString(16)}\n`);
    board.choose(byte0, 0xe6);
    expect(board.line('1.6')).toContain(`error user bin flag, flag = ${byte0.toString(16)}\n`);
    expect(board.boot('1.6').entry).toBeUndefined();
  });

  it('starts user1 afresh when another version wrote the bytes', () => {
    const board = boardWithApps();
    board.choose(0xfd, 0xe6);
    expect(board.line('1.7')).toBe('jump to run user1 @ 1000\n\n');
    expect(board.bytes(0xfe000, 8)).toBe('fc e7 ff ff ff ff ff ff'); // the other copy
    expect(board.bytes(0xff000, 4)).toBe('01 ff ff ff');
  });

  it('keeps the rest of the parameters when it saves: the Wi-Fi settings', () => {
    const board = boardWithApps();
    board.choose(0xff, 0xff);
    board.flash.set([1, 2, 3], 0xfd123);
    board.boot('1.7');
    expect(board.bytes(0xfe123, 3)).toBe('01 02 03');
    expect(board.log.filter(line => line.startsWith('sector'))).toEqual(['sector 254', 'sector 255']);
  });

  it('initializes erased parameters: copy B counts, so copy A is written', () => {
    const board = boardWithApps();
    board.boot('1.6');
    expect(board.bytes(0xfd000, 8)).toBe('fc e6 ff ff ff ff ff ff');
    expect(board.bytes(0xff000, 4)).toBe('00 ff ff ff');
    expect(board.boot('1.6').text).toContain('jump to run user1');
  });

  it('finds the parameters of every map', () => {
    const bases = [0x7d, 0x3d, 0xfd, 0x1fd, 0x3fd, 0x1fd, 0x3fd];
    const user2 = ['41000', '41000', '81000', '81000', '81000', '101000', '101000'];
    bases.forEach((base, map) => {
      const board = new FakeBoard(map);
      board.choose(0xfd, 0xe7, base);
      expect(board.line('1.7')).toContain(`jump to run user2 @ ${user2[map]}\n`);
    });
    const small = new FakeBoard(1);
    small.choose(0xfd, 0xe5, 0x3d);
    expect(small.line('1.5')).toContain('jump to run user2 @ 21000\n');
  });

  it('starts an address out of the boot bytes in enhance mode, and says it twice', () => {
    const board = boardWithApps();
    board.flash.set([0xfc, 0x67, 0, 0, 0, 0x00, 0x10, 0x08], 0xfd000);
    board.flash[0xff000] = 0;
    expect(board.line('1.7')).toBe('enhance boot mode, jump to run bin @ 81000\n\n @ 81000\n\n');
  });
});

describe('images', () => {
  it('loads both slots and gives their entry', () => {
    for (const slot of [1, 2] as const) {
      const board = boardWithApps();
      board.choose(slot === 1 ? 0xfc : 0xfd, 0xe7);
      expect(board.boot('1.7').entry).toBe(
        new DataView(image(slot).buffer, image(slot).byteOffset).getUint32(4, true),
      );
      const text = [...'hello from'].every((_, i) => board.memory.has(0x3ffe8000 + i));
      expect(text).toBe(true);
    }
  });

  it('starts a plain image in a slot', () => {
    const board = new FakeBoard();
    board.flash.set(standInBootLoader('1.7'), 0x1000);
    expect(board.boot('1.7').entry).toBe(0x40100010);
  });

  it.each([
    ['another magic', 0x1000, 'error magic!\n'],
    ['EA with another second byte', 0x1001, 'error magic!\n'],
  ])('says %s', (_, at, text) => {
    const board = boardWithApps();
    board.flash[at] = 0x11;
    expect(board.line('1.5')).toBe(
      `jump to run user1 @ 1000\n\n${text}first boot failed, reboot to try backup bin\n\n`,
    );
  });

  it('fails without a word on a wrong checksum, and does not look at the code in flash', () => {
    const board = boardWithApps();
    board.flip(0x1020); // irom
    expect(board.boot('1.5').entry).toBeDefined();
    const end = 0x1000 + image(1).length - 5; // the checksum
    board.flip(end);
    expect(board.line('1.5')).toBe(
      'jump to run user1 @ 1000\n\nfirst boot failed, reboot to try backup bin\n\n',
    );
  });
});

describe('failures', () => {
  const run = (board: FakeBoard, version: LoaderVersion): string => {
    let text = '';
    for (let i = 0; i < 20; i++) {
      const boot = board.boot(version);
      text += boot.text.split('\n').slice(5).join('\n');
      if (!boot.again) return text;
    }
    throw new Error('it never stops');
  };

  // The log of bbs.espressif.com t=2911, from behind the map.
  it('tries the backup once in 1.5 and then gives up for good', () => {
    const board = new FakeBoard(0);
    const backup = 'jump to run user2 @ 41000\n\nerror magic!\nbackup boot failed.\n\n';
    expect(run(board, '1.5')).toBe(
      `jump to run user1 @ 1000\n\nerror magic!\nfirst boot failed, reboot to try backup bin\n\n${backup}`,
    );
    expect(run(board, '1.5')).toBe(backup);
  });

  // The log of bbs.espressif.com t=1067: 1.4 takes user1 for its own backup.
  it('tries user1 again in 1.4', () => {
    expect(run(new FakeBoard(0), '1.4')).toBe(
      'jump to run user1 @ 1000\n\nerror magic!\nfirst boot failed, reboot to try backup bin\n\n' +
        'jump to run user1 @ 1000\n\nerror magic!\nbackup boot failed.\n\n',
    );
  });

  it('tries every image three times more in 1.7 and counts in an RTC word', () => {
    const board = new FakeBoard();
    const tries = (slot: string, what: string, first: string) =>
      [first, '5a5a5a01', '5a5a5a02']
        .map(word => `${slot}error magic!\n${what} boot failed ${word}, reboot to try this bin again\n\n`)
        .join('');
    const user1 = 'jump to run user1 @ 1000\n\n';
    const user2 = 'jump to run user2 @ 81000\n\n';
    board.registers.set(RETRY_WORD, 0xabad1dea);
    expect(run(board, '1.7')).toBe(
      tries(user1, 'first', 'abad1dea') +
        `${user1}error magic!\nfirst boot failed, reboot to try backup bin\n\n` +
        tries(user2, 'backup', '12345678') +
        `${user2}error magic!\nbackup boot failed.\n\n`,
    );
    expect(board.log.filter(line => line === 'delay 500000')).toHaveLength(6);
    // The counter stays: the log of ESP8266_RTOS_SDK#242.
    expect(run(board, '1.7')).toBe(`${user2}error magic!\nbackup boot failed.\n\n`);
    // Without power it is forgotten.
    board.registers.delete(RETRY_WORD);
    expect(run(board, '1.7')).toContain('backup boot failed 0, reboot to try this bin again');
  });

  it('does not repair byte 0 by a good boot of the backup', () => {
    const board = boardWithApps();
    board.flash[0x1000] = 0;
    expect(run(board, '1.6')).toContain('jump to run user2 @ 81000\n\n');
    expect(board.boot('1.6').text).toContain('jump to run user2 @ 81000\n\n');
    expect(board.bytes(0xfe000, 1)).toBe('f8');
  });
});

describe('the stand-in file', () => {
  it.each(LOADER_VERSIONS)('is found again in RAM for %s', version => {
    const file = standInBootLoader(version, 2, 0x40);
    expect(hex(file.subarray(0, 4))).toBe('e9 01 02 40');
    expect(standInVersion(file.subarray(16))).toBe(version);
    expect(standInVersion(file.subarray(17))).toBeUndefined();
    expect(file[47]).toBe(file.subarray(16, 40).reduce((sum, byte) => sum ^ byte, 0xef));
  });
});
