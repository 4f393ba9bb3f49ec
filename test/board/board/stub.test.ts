/**
 * The flasher stub that real tools upload, unmodified, on the board's CPU: what it answers and what the flash holds.
 * Rules: loader.md, section 3 ("Stub 2 details"), sections 6 and 7.
 */
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { VirtualBoard } from '../../../src/board/board.ts';
import type { BoardConfig } from '../../../src/board/config.ts';
import { LoaderClient, words } from './loader-client.ts';
import { STUB_SHA256, stubSha256, uploadStub } from './stub.ts';
import { bareBoard } from './test-board.ts';

const PACKET = 0x4000;
const LONG = 60_000;
const OP = {
  flashBegin: 0x02,
  flashData: 0x03,
  flashEnd: 0x04,
  readRegister: 0x0a,
  baud: 0x0f,
  deflateBegin: 0x10,
  deflateData: 0x11,
  deflateEnd: 0x12,
  md5: 0x13,
  eraseFlash: 0xd0,
  eraseRegion: 0xd1,
  readFlash: 0xd2,
} as const;

const withStub = (
  changes: Partial<BoardConfig> = {},
  baud = 115200,
): { board: VirtualBoard; client: LoaderClient } => {
  const board = bareBoard(changes);
  board.power(true);
  const client = new LoaderClient(board);
  expect(client.connect(baud)).toBe(0x20120707);
  expect(uploadStub(client)).toBe('OHAI');
  expect(client.sync()).toBe(0); // value 0: a stub
  return { board, client };
};

/** Bytes that deflate to about two thirds, as firmware does. */
const firmwareLike = (length: number, seed = 1): Uint8Array => {
  let state = seed;
  return Uint8Array.from({ length }, (_, i) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return i % 3 === 0 ? 0x41 : (state >>> 16) & 0xff;
  });
};

const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');

const writePlain = (client: LoaderClient, offset: number, data: Uint8Array): void => {
  const packets = Math.ceil(data.length / PACKET);
  client.must(OP.flashBegin, words(data.length, packets, PACKET, offset), 0, LONG);
  for (let i = 0; i < packets; i++) {
    const answer = client.data(OP.flashData, i, data.subarray(i * PACKET, (i + 1) * PACKET), LONG);
    expect(answer.status).toBe(0);
  }
  client.must(OP.readRegister, words(0x40001000), 0, LONG); // the last packet is in flash now
};

const writeDeflated = (client: LoaderClient, offset: number, data: Uint8Array): void => {
  const stream = deflateSync(data, { level: 9 });
  const packets = Math.ceil(stream.length / PACKET);
  client.must(OP.deflateBegin, words(data.length, packets, PACKET, offset), 0, LONG);
  for (let i = 0; i < packets; i++) {
    const answer = client.data(OP.deflateData, i, stream.subarray(i * PACKET, (i + 1) * PACKET), LONG);
    expect(answer.status).toBe(0);
  }
  client.must(OP.readRegister, words(0x40001000), 0, LONG);
};

const md5Of = (client: LoaderClient, offset: number, length: number): string =>
  Buffer.from(client.must(OP.md5, words(offset, length, 0, 0), 0, LONG).data).toString('hex');

describe('the flasher stub', () => {
  it('is the file that was examined', () => {
    expect(stubSha256()).toBe(STUB_SHA256);
  });

  it('writes plain data, and the flash holds exactly the bytes', () => {
    const { board, client } = withStub();
    const before = board.saveFlash();
    const data = firmwareLike(40_000);
    writePlain(client, 0x3000, data);
    expect(md5Of(client, 0x3000, data.length)).toBe(md5(data));
    before.set(data, 0x3000);
    expect(board.saveFlash()).toEqual(before);
    expect([...board.flash.mishaps]).toEqual([]);
  });

  it('inflates deflated data into flash over old content', () => {
    const { board, client } = withStub({}, 460_800);
    board.loadFlash(new Uint8Array(0x100000).fill(0x5a));
    const data = firmwareLike(150_000, 7);
    writeDeflated(client, 0x1000, data);
    expect(md5Of(client, 0x1000, data.length)).toBe(md5(data));
    expect(board.saveFlash().subarray(0x1000, 0x1000 + data.length)).toEqual(data);
    const end = Math.ceil((0x1000 + data.length) / 0x1000) * 0x1000;
    expect(
      board
        .saveFlash()
        .subarray(0x1000 + data.length, end)
        .every(byte => byte === 0xff),
    ).toBe(true);
    expect(board.saveFlash()[end]).toBe(0x5a);
    expect([...board.flash.mishaps]).toEqual([]);
  });

  it('reads flash back in packets that are acknowledged, with an MD5 at the end', () => {
    const { board, client } = withStub({}, 460_800);
    const data = firmwareLike(20_000, 3);
    board.loadFlash(data, 0x8000);
    client.must(OP.readFlash, words(0x8000, data.length, 0x1000, 1));
    const got: number[] = [];
    while (got.length < data.length) {
      got.push(...(client.frame() ?? []));
      client.write(words(got.length));
    }
    expect(Uint8Array.from(got)).toEqual(data);
    expect(Buffer.from(client.frame() ?? []).toString('hex')).toBe(md5(data));
  });

  it('erases a region and the whole chip', () => {
    const { board, client } = withStub();
    board.loadFlash(new Uint8Array(0x100000));
    client.must(OP.eraseRegion, words(0x4000, 0x2000), 0, LONG);
    const part = board.saveFlash();
    expect([part[0x3fff], part[0x4000], part[0x5fff], part[0x6000]]).toEqual([0, 0xff, 0xff, 0]);
    client.must(OP.eraseFlash, new Uint8Array(0), 0, LONG);
    client.must(OP.readRegister, words(0x40001000), 0, LONG);
    expect(board.saveFlash().every(byte => byte === 0xff)).toBe(true);
  });

  it('refuses an erase that is no whole sector, and unknown commands', () => {
    const { client } = withStub();
    expect(client.command(OP.eraseRegion, words(0x4000, 0x800)).status).toBe(0xc000);
    expect(client.command(0x99, words(0)).status).toBe(0xc300);
  });

  it('counts a new baud rate from 115200, whatever the present one is', () => {
    const { board, client } = withStub();
    client.must(OP.baud, words(460_800, 115_200));
    board.serial.setBaud(460_800);
    client.wait(60);
    expect(client.sync()).toBe(0);
    // At 460800 a wish for 921600 gives 921600 × 460800 / 115200.
    client.must(OP.baud, words(921_600, 460_800));
    board.serial.setBaud(921_600);
    client.wait(60);
    expect(() => client.sync(2)).toThrow('no answer');
    board.serial.setBaud((921_600 * 460_800) / 115_200);
    client.wait(60);
    expect(client.sync()).toBe(0);
  });

  it('keeps the rate that the ROM has measured', () => {
    const { client } = withStub({}, 921_600);
    expect(client.readRegister(0x40001000)).toBe(0xfff0c101);
  });

  it('never resets the chip at the end; a pulse on EN does', () => {
    const { board, client } = withStub();
    const data = firmwareLike(4096);
    writePlain(client, 0, data);
    client.must(OP.flashEnd, words(0));
    const states: string[] = [];
    board.onState = state => states.push(state.kind);
    client.wait(500);
    expect(states).toEqual([]);
    board.serial.setSignals({ dtr: false, rts: true });
    client.wait(100);
    board.serial.setSignals({ rts: false });
    client.wait(100);
    expect(states).toEqual(['held', 'running']);
  });

  it('writes 1 MB in less than 10 s of real time', () => {
    const { board, client } = withStub({ flash: { size: 0x200000, jedecId: 0x1540ef } }, 921_600);
    const data = firmwareLike(0x100000, 11);
    const begin = performance.now();
    const virtual = board.clock.now;
    writeDeflated(client, 0, data);
    expect(md5Of(client, 0, data.length)).toBe(md5(data));
    const real = (performance.now() - begin) / 1000;
    const seconds = (board.clock.now - virtual) / 1e9;
    console.log(
      `1 MB through the stub: ${real.toFixed(1)} s for ${seconds.toFixed(1)} s of the board's time`,
    );
    expect(real).toBeLessThan(10);
  });
});
