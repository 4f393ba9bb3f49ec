/** `twinslot board` as it is shipped: start, use, files, keys and end. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ILLEGAL, programImage } from '../../board/board/programs.ts';
import { SerialClient } from '../../support/serial-client.ts';
import { buildProgram, emptyFolder, type Program, type Running } from '../program.ts';

const MB = 0x100000;
let program: Program;
const folder = emptyFolder();
const running: Running[] = [];
beforeAll(async () => {
  program = await buildProgram();
});
afterEach(async () => {
  for (const each of running.splice(0)) await each.end();
});
afterAll(() => {
  program.remove();
  folder.remove();
});

/** Starts a board on any free port. */
const start = async (...args: readonly string[]): Promise<{ board: Running; port: number }> => {
  const board = program.start('board', '--port', '0', ...args);
  running.push(board);
  const [, port] = await board.printed(/TCP port (\d+) on/);
  await board.printed(/to end\.\n/);
  return { board, port: Number(port) };
};

const fileOf = (name: string, bytes: Uint8Array): string => {
  const path = join(folder.path, name);
  writeFileSync(path, bytes);
  return path;
};

describe('a board on the command line', () => {
  it('says what it is and how to use it, serves esptool’s way, and ends by Ctrl-C with 0', async () => {
    const { board, port } = await start('--size', '1mb', '--mac', 'ac-d0-74-00-00-09');
    expect(board.out).toContain('Virtual NodeMCU: 1 MB of flash, MAC AC:D0:74:00:00:09.\n');
    expect(board.out).toContain(`esptool --port rfc2217://localhost:${port} `);
    const client = await SerialClient.open(port, 'rfc2217');
    await client.resetIntoDownload();
    expect(await client.sync()).toBe(true);
    expect(await client.readMac()).toBe('AC:D0:74:00:00:09');
    await client.close();
    await board.printed(/has closed the port\./);
    expect(await board.end('SIGINT')).toBe(0);
    expect(board.err).toBe('');
  });

  it('prints what the board says with --log, and obeys the keys', async () => {
    const { board } = await start('--log', '--baud', '74880');
    await board.printed(/ ets Jan {2}8 2013,rst cause:1, boot mode:\(3,\d\)\n/);
    board.type('r');
    await board.printed(/RESET was pressed\.\n[\s\S]*rst cause:2, boot mode:\(3,\d\)\n/);
    board.type('f');
    await board.printed(/waits for a flasher\.\n[\s\S]*boot mode:\(1,\d\)\n/);
    board.type('p');
    await board.printed(/Power is off/);
    board.type('P');
    await board.printed(/Power is on\.\n[\s\S]*rst cause:1, boot mode:\(\d,\d\)\n/);
    board.type('z');
    await board.printed(/"z" is no key; there are r \(RESET\)/);
    board.type('q');
    expect(await board.ended).toBe(0);
  });

  it('says in one sentence when machine code runs wild, and lives on', async () => {
    const flash = new Uint8Array(MB).fill(0xff);
    // Jumps to 0x40000000 + something that is no function of the ROM.
    flash.set(programImage([0x00, 0x10, 0x00, 0x40, 0x21, 0xff, 0xff, 0xa0, 0x02, 0x00], 1));
    const { board, port } = await start('--flash', fileOf('wild.bin', flash));
    await board.printed(/The program went to ROM address 0x40001000, where this board has no function; .*\n/);
    const client = await SerialClient.open(port, 'rfc2217');
    await client.resetIntoDownload();
    expect(await client.sync()).toBe(true);
    await client.close();
    expect(await board.end('SIGTERM')).toBe(0);
  });
});

describe('files', () => {
  it('opens a flash and saves it again, byte for byte; the file opened stays as it is', async () => {
    const flash = Uint8Array.from({ length: MB }, (_, i) => (i * 7 + (i >> 12)) & 0xff);
    flash.set(programImage(ILLEGAL));
    const from = fileOf('from.bin', flash);
    const to = join(folder.path, 'to.bin');
    const { board } = await start('--flash', from, '--save', to);
    expect(board.out).toContain('1 MB of flash');
    expect(existsSync(to)).toBe(false);
    expect(await board.end('SIGTERM')).toBe(0);
    expect(board.out).toContain(`${to}: the flash of the board, 1 MB.\n`);
    expect(readFileSync(to).equals(flash)).toBe(true);
    expect(readFileSync(from).equals(flash)).toBe(true);
  });

  it('puts a small flash at the start of a bigger one', async () => {
    const from = fileOf('small.bin', new Uint8Array(MB / 2).fill(0x5a));
    const to = join(folder.path, 'big.bin');
    const { board } = await start('--flash', from, '--size', '2MB', '--save', to);
    expect(await board.end()).toBe(0);
    const saved = readFileSync(to);
    expect(saved.length).toBe(2 * MB);
    expect(saved.subarray(0, MB / 2).every(byte => byte === 0x5a)).toBe(true);
    expect(saved.subarray(MB / 2).every(byte => byte === 0xff)).toBe(true);
  });

  it('writes over the file it came from only when both are named', async () => {
    const path = fileOf('same.bin', new Uint8Array(MB).fill(0x11));
    const { board } = await start('--flash', path, '--save', path);
    expect(await board.end('SIGHUP')).toBe(0);
    expect(readFileSync(path).every(byte => byte === 0x11)).toBe(true);
  });

  it('writes nothing when nothing was asked for', async () => {
    const { path, remove } = emptyFolder();
    const file = join(path, 'flash.bin');
    writeFileSync(file, new Uint8Array(MB).fill(0x22));
    const { board } = await start('--flash', file);
    expect(await board.end()).toBe(0);
    expect(readdirSync(path)).toEqual(['flash.bin']);
    expect(readFileSync(file).every(byte => byte === 0x22)).toBe(true);
    remove();
  });
});

describe('what cannot start', () => {
  const refused = (...args: readonly string[]): string => {
    const { status, out, err } = program.run('board', '--port', '0', ...args);
    expect(out).toBe('');
    expect(status).toBe(1);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    return err;
  };

  it('says which length a flash file has and which it can have', () => {
    const path = fileOf('odd.bin', new Uint8Array(1000));
    expect(refused('--flash', path)).toBe(
      `twinslot: ${path} has 1,000 bytes; the file of a whole flash is as long as the chip: 512KB, 1MB, 2MB, 4MB, 8MB or 16MB. Images of one program are not flash files: start the board without --flash and write them with a flasher.\n`,
    );
  });

  it('says when a flash file is larger than the flash', () => {
    const path = fileOf('large.bin', new Uint8Array(2 * MB));
    expect(refused('--flash', path, '--size', '1MB')).toContain(
      'does not fit a flash of 1MB; take --size 2MB or',
    );
  });

  it('says why a flash file cannot be read', () => {
    expect(refused('--flash', 'nowhere.bin')).toBe(
      'twinslot: nowhere.bin cannot be read: there is no such file or folder.\n',
    );
    expect(refused('--flash', folder.path)).toContain('it is not a file, but a folder');
  });

  it('says before it starts when the flash could not be saved at the end', () => {
    expect(refused('--save', join(folder.path, 'none', 'x.bin'))).toContain(
      'could not be saved at the end: there is no such file or folder.',
    );
    mkdirSync(join(folder.path, 'taken'), { recursive: true });
    expect(refused('--save', join(folder.path, 'taken'))).toContain('there is a folder of that name');
  });

  it('says which TCP port is busy', async () => {
    const other = createServer();
    await new Promise<void>(done => other.listen(0, '127.0.0.1', done));
    const address = other.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { status, err } = program.run('board', '--port', String(port));
    expect(status).toBe(1);
    expect(err).toBe(
      `twinslot: TCP port ${port} on 127.0.0.1 is in use by another program, perhaps another virtual board; take a different one: --port ${port + 1}\n`,
    );
    await new Promise(done => other.close(done));
  });

  it('says which address is not one of this computer', () => {
    expect(refused('--host', '192.0.2.1')).toContain('This computer has no address 192.0.2.1 to listen on');
  });

  it.each([
    [['--size', '3MB'], '--size 3MB is not possible; it takes 512KB, 1MB, 2MB, 4MB, 8MB or 16MB.'],
    [['--size'], '--size needs a value: 512KB, 1MB, 2MB, 4MB, 8MB or 16MB.'],
    [['--port', '70000'], '--port 70000 is not possible; it takes a number from 0 (any free port) to 65535.'],
    [['--preset', 'uno'], /^twinslot: --preset uno is not possible; it takes nodemcu, d1-mini, /],
    [['--mac', '1:2:3'], '--mac 1:2:3 is not possible; it takes six bytes such as 5C:CF:7F:12:34:56.'],
    [['--baud', 'fast'], '--baud fast is not possible; it takes a rate such as 115200 or 74880.'],
    [['--log=yes'], '--log takes no value.'],
    [['dump.bin'], 'To start with dump.bin on the flash: twinslot board --flash dump.bin'],
    [
      ['--speed', '9'],
      '--speed is no option of twinslot board; there are --preset, --size, --mac, --flash, --save, --port, --host, --baud, --log, --wifi, --page-port, --trigger-port and --update-port.',
    ],
  ] as const)('%j is wrong usage', (args, sentence) => {
    const { status, out, err } = program.run('board', ...args);
    const first = err.split('\n')[0];
    if (typeof sentence === 'string') expect(first).toBe(`twinslot: ${sentence}`);
    else expect(first).toMatch(sentence);
    expect(out).toBe('');
    expect(status).toBe(2);
  });
});
