/**
 * The npm package esptool-js 0.7.0, unmodified, with a virtual board at the far end of its serial port: connects, reads
 * the MAC, uploads its stub, changes the rate, flashes and verifies. Its defects are those of loader.md, section 12.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ESPLoader, Transport } from 'esptool-js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { VirtualBoard } from '../../src/board/board.ts';
import { type BoardConfig, flashOfSize } from '../../src/board/config.ts';
import { standInBootLoader } from '../../src/board/second-stage/stand-in.ts';
import { BoardSerialPort, inBoardTime } from '../support/board-serial-port.ts';
import { LoaderClient, words } from './board/loader-client.ts';
import { bareBoard, HELLO, Listener } from './board/test-board.ts';

const MD5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');
const SPI = { cmd: 0x60000200, user: 0x6000021c, user1: 0x60000220, user2: 0x60000224, w0: 0x60000240 };

afterEach(() => {
  vi.restoreAllMocks();
});

interface Tool {
  readonly board: VirtualBoard;
  readonly port: BoardSerialPort;
  readonly loader: ESPLoader;
  /** What it printed. */
  readonly lines: string[];
}

/** A board with power, and esptool-js on it, not yet connected. */
const toolFor = (changes: Partial<BoardConfig> = {}, baudrate = 460_800): Tool => {
  vi.spyOn(console, 'log').mockImplementation(() => undefined); // its read loop traces there, asked or not
  const board = bareBoard(changes);
  board.power(true);
  const port = new BoardSerialPort(board);
  const lines: string[] = [];
  const terminal = {
    clean: () => undefined,
    writeLine: (line: string) => lines.push(line),
    write: (text: string) => lines.push(text),
  };
  // Types of Web Serial come from a package that is not installed: to TypeScript a port is anything.
  const loader = new ESPLoader({ transport: new Transport(port), baudrate, terminal });
  return { board, port, loader, lines };
};

const KEEP = { flashMode: 'keep', flashFreq: 'keep', flashSize: 'keep', eraseAll: false } as const;

/** Firmware-like data: a third repeats. */
const firmwareLike = (length: number): Uint8Array => {
  let state = 5;
  return Uint8Array.from({ length }, (_, i) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return i % 3 === 0 ? 0x41 : (state >>> 16) & 0xff;
  });
};

describe('esptool-js on the virtual board', () => {
  it('is the version whose behaviour is described here', () => {
    const { version } = JSON.parse(readFileSync('node_modules/esptool-js/package.json', 'utf8'));
    expect(version).toBe('0.7.0');
  });

  it.each([
    ['5C:CF:7F:12:34:56', 26],
    ['AC:D0:74:01:02:03', 40],
    ['18:FE:34:A1:B2:C3', 26],
  ] as const)('connects, and reads MAC %s and a crystal of %i MHz', async (mac, crystal) => {
    const tool = toolFor({ mac, crystal: crystal === 40 ? 40_000_000 : 26_000_000 });
    const { loader, lines } = tool;
    const chip = await inBoardTime(tool.board, () => loader.main());
    expect(chip).toBe('ESP8266EX');
    expect(lines).toContain(`MAC: ${mac.toLowerCase()}`);
    expect(lines).toContain(`Crystal is ${crystal}MHz`);
    expect(lines.filter(line => line.includes('WARNING'))).toEqual([]);
    expect(lines).toContain('Stub running...');
    expect(loader.IS_STUB).toBe(true);
    expect(tool.port.rates).toEqual([115_200, 460_800]);
  });

  it('names an ESP8285 by its e-fuses', async () => {
    const { board, loader } = toolFor({ chip: 'esp8285' });
    expect(await inBoardTime(board, () => loader.main())).toBe('ESP8285');
  });

  it('flashes deflated images and verifies them by MD5; the flash holds exactly the bytes', async () => {
    const { board, loader, lines } = toolFor({}, 921_600);
    board.loadFlash(new Uint8Array(0x100000).fill(0x5a));
    const before = board.saveFlash();
    const files = [
      { data: new Uint8Array(HELLO.user1()), address: 0x1000 },
      { data: firmwareLike(200_000), address: 0x20000 },
    ];
    await inBoardTime(board, async () => {
      await loader.main();
      await loader.writeFlash({ ...KEEP, fileArray: files, compress: true, calculateMD5Hash: MD5 });
    });
    expect(lines.filter(line => line === 'Hash of data verified.')).toHaveLength(2);
    const after = board.saveFlash();
    for (const { data, address } of files) {
      expect(after.subarray(address, address + data.length)).toEqual(data);
      const end = Math.ceil((address + data.length) / 0x1000) * 0x1000;
      expect(after.subarray(address + data.length, end).every(byte => byte === 0xff)).toBe(true);
      before.set(after.subarray(address, end), address);
    }
    expect(Buffer.from(after).equals(before)).toBe(true); // toEqual takes seconds
    expect([...board.flash.mishaps]).toEqual([]);
  });

  it('flashes plain data, erases the chip and reads back', async () => {
    const { board, loader } = toolFor();
    const data = firmwareLike(40_000);
    const { sum, read } = await inBoardTime(board, async () => {
      await loader.main();
      await loader.eraseFlash();
      await loader.writeFlash({ ...KEEP, fileArray: [{ data, address: 0x8000 }], compress: false });
      const sum = await loader.flashMd5sum(0x8000, data.length);
      return { sum, read: await loader.readFlash(0x8000, 10_000) };
    });
    expect(sum).toBe(MD5(data));
    expect(read).toEqual(data.subarray(0, 10_000));
  });

  it('says so when the flash does not hold what was written', async () => {
    const { board, loader } = toolFor({ faults: [{ kind: 'stuck-bit', offset: 0x8123, bit: 3, value: 0 }] });
    const data = new Uint8Array(4096).fill(0xff);
    data[0] = 0;
    const work = inBoardTime(board, async () => {
      await loader.main();
      const fileArray = [{ data, address: 0x8000 }];
      await loader.writeFlash({ ...KEEP, fileArray, compress: true, calculateMD5Hash: MD5 });
    });
    await expect(work).rejects.toThrow('MD5 of file does not match data in flash!');
  });

  it('cannot connect to a board without automatic reset that runs its program', async () => {
    const { board, loader } = toolFor({ circuit: 'buttons' });
    await expect(inBoardTime(board, () => loader.connect('default_reset', 2))).rejects.toThrow(
      'Failed to connect with the device',
    );
  });

  it('goes back to 115200 when the bridge cannot do the rate', async () => {
    const { board, loader, lines, port } = toolFor(
      { faults: [{ kind: 'bridge-limit', baud: 460_800 }] },
      921_600,
    );
    await inBoardTime(board, () => loader.main());
    expect(lines.some(line => line.includes('Continuing at 115200 baud.'))).toBe(true);
    expect(port.rates).toEqual([115_200, 921_600, 115_200]);
  });

  it('leaves the board in its loader: its "hard reset" only lets go of RTS (D2)', async () => {
    const { board, loader } = toolFor();
    const states: string[] = [];
    await inBoardTime(board, async () => {
      await loader.main();
      board.onState = ({ kind }) => states.push(kind);
      await loader.after('hard_reset');
    });
    board.run(board.clock.now + 500_000_000);
    expect(states).toEqual([]);
  });
});

describe('the flash id by esptool-js (D1)', () => {
  const CHIPS = [0x100000, 0x400000]
    .map(flashOfSize)
    .map(flash => ({ flash, id: flash.jedecId.toString(16) }));

  it.each(CHIPS)(
    'is not the one of the chip $id: no length is set, so one bit is read',
    async ({ flash }) => {
      const { board, loader } = toolFor({ flash });
      const id = await inBoardTime(board, async () => {
        await loader.main();
        return await loader.readFlashId();
      });
      expect(id).not.toBe(flash.jedecId);
      // The first bit of EF, at the top of the byte: lengths are what reset left in USER1, 0x5C000007.
      expect(id).toBe(0x80);
      await expect(inBoardTime(board, () => loader.detectFlashSize())).resolves.toBeUndefined();
    },
  );

  it.each(CHIPS)(
    'is $id when somebody has left 24 bits in USER1, as the defect allows',
    async ({ flash }) => {
      const { board, loader } = toolFor({ flash });
      const id = await inBoardTime(board, async () => {
        await loader.main();
        await loader.writeReg(SPI.user1, 23 << 8);
        return await loader.readFlashId();
      });
      expect(id).toBe(flash.jedecId);
    },
  );

  it.each(CHIPS)('is $id for a client that sets the length (loader.md, section 9)', ({ flash }) => {
    const board = bareBoard({ flash });
    board.power(true);
    const client = new LoaderClient(board);
    client.connect();
    client.must(0x02, words(0, 0, 0x400, 0)); // attaches the flash
    const write = (address: number, value: number) =>
      client.must(0x09, words(address, value >>> 0, 0xffffffff, 0));
    write(SPI.user1, 23 << 8);
    write(SPI.user, (1 << 31) | (1 << 28));
    write(SPI.user2, (7 << 28) | 0x9f);
    write(SPI.w0, 0);
    write(SPI.cmd, 1 << 18);
    while (client.readRegister(SPI.cmd) & (1 << 18));
    expect(client.readRegister(SPI.w0) & 0xffffff).toBe(flash.jedecId);
  });
});

describe('what esptool-js has flashed', () => {
  it('runs after a reset', async () => {
    const { board, loader } = toolFor();
    await inBoardTime(board, async () => {
      await loader.main();
      const fileArray = [{ data: new Uint8Array(HELLO.user1()), address: 0x1000 }];
      await loader.writeFlash({ ...KEEP, fileArray, compress: true, calculateMD5Hash: MD5 });
      await loader.transport.disconnect();
    });
    board.loadFlash(standInBootLoader('1.7', 0, 0x20));
    const listener = new Listener(board);
    board.press('reset', true);
    listener.collect(10);
    board.press('reset', false);
    expect(listener.waitFor('hello from user1 build 1')).toBe(true);
  });
});
