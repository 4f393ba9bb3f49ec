/** Every command of the session, by the ROM and by the real stub, on the virtual board. */
import { deflateSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { type BoardPreset, boardConfig } from '../../../src/board/config.ts';
import { flashOffset } from '../../../src/core/bytes/address.ts';
import { md5 } from '../../../src/core/bytes/md5.ts';
import { connect } from '../../../src/jobs/loader/connect.ts';
import type { LoaderSession } from '../../../src/jobs/loader/session.ts';
import { createJobBoard, type JobBoard } from '../../support/job-board.ts';
import { patternBytes } from '../../support/programs.ts';
import { stubImage } from '../../support/stub-image.ts';

const MAGIC = 0x40001000;
/** RAM that neither ROM nor stub uses. */
const SCRATCH = 0x3ffe9000;

const at = (offset: number, length: number) => ({ offset: flashOffset(offset), length });

const start = async (kind: 'rom' | 'stub', flash?: Uint8Array, preset: BoardPreset = 'nodemcu') => {
  const bench = createJobBoard(boardConfig(preset), flash ? { flash } : {});
  const options = { baud: 'auto', assistMs: 0, ...(kind === 'stub' ? { stub: stubImage() } : {}) } as const;
  return { bench, session: await bench.run(connect(bench, options)) };
};

const written = (bench: JobBoard, offset: number, length: number) =>
  bench.board.saveFlash().subarray(offset, offset + length);

/** A whole plain write. */
const writePlain = async (session: LoaderSession, offset: number, bytes: Uint8Array) => {
  await session.flashBegin(at(offset, bytes.length));
  const { flashBlock } = session.limits;
  for (let i = 0; i * flashBlock < bytes.length; i++) {
    await session.flashData(i, bytes.subarray(i * flashBlock, (i + 1) * flashBlock));
  }
  await session.flush();
};

const writePacked = async (session: LoaderSession, offset: number, bytes: Uint8Array) => {
  const packed = new Uint8Array(deflateSync(bytes));
  await session.deflBegin(at(offset, bytes.length), packed.length);
  const { flashBlock } = session.limits;
  for (let i = 0; i * flashBlock < packed.length; i++) {
    await session.deflData(i, packed.subarray(i * flashBlock, (i + 1) * flashBlock), bytes.length);
  }
  await session.flush();
};

describe.each(['rom', 'stub'] as const)('the %s', kind => {
  let bench: JobBoard;
  let session: LoaderSession;
  beforeEach(async () => {
    ({ bench, session } = await start(kind, new Uint8Array(0x40000).fill(0)));
  });

  it('reads and writes registers', async () => {
    expect(await bench.run(session.readRegister(MAGIC))).toBe(0xfff0c101);
    await bench.run(session.writeRegister(SCRATCH, 0xdeadc0db));
    expect(await bench.run(session.readRegister(SCRATCH))).toBe(0xdeadc0db);
  });

  it('writes memory over several blocks', async () => {
    const bytes = patternBytes(0x1900);
    await bench.run(session.writeMemory(SCRATCH, bytes));
    const view = new DataView(bytes.buffer);
    for (const offset of [0, 0x17fc, 0x1800, 0x18fc]) {
      expect(await bench.run(session.readRegister(SCRATCH + offset))).toBe(view.getUint32(offset, true));
    }
  });

  it.each([
    ['one byte', 0x2000, 1],
    ['one sector', 0x2000, 0x1000],
    ['a block and a bit', 0x3000, 0x4003],
    ['over the border of a 64 KB block', 0xd000, 0x7801],
    ['a whole 64 KB block', 0x10000, 0x10000],
  ])('writes %s and not a byte beside the sectors that it covers', async (_, offset, length) => {
    const bytes = patternBytes(length, 7);
    await bench.run(writePlain(session, offset, bytes));
    const end = Math.ceil((offset + length) / 0x1000) * 0x1000;
    expect(written(bench, offset, length)).toEqual(bytes);
    expect(written(bench, offset + length, end - offset - length).every(byte => byte === 0xff)).toBe(true);
    expect(written(bench, 0, offset).every(byte => byte === 0)).toBe(true);
    expect(written(bench, end, 0x40000 - end).every(byte => byte === 0)).toBe(true);
  });

  it.each([1, 2, 3, 4, 5, 15, 16, 17, 31, 33])('erases %i sectors from 0xD000 and no other', async count => {
    await bench.run(session.eraseRegion(at(0xd000, count * 0x1000)));
    const flash = bench.board.saveFlash();
    const blank = Array.from({ length: 0x40 }, (__, i) => flash[i * 0x1000] === 0xff);
    expect(blank.indexOf(true)).toBe(0xd);
    expect(blank.lastIndexOf(true)).toBe(0xd + count - 1);
    expect(blank.filter(Boolean).length).toBe(count);
  });

  it('erases everything', async () => {
    await bench.run(session.eraseFlash(0x400000));
    expect(bench.board.saveFlash().every(byte => byte === 0xff)).toBe(true);
  });

  it('understands the chip again after a command was given up in the middle', async () => {
    const stop = new AbortController();
    bench.after(1, () => stop.abort());
    await expect(bench.run(session.readRegister(MAGIC, stop.signal))).rejects.toMatchObject({
      name: 'AbortError',
    });
    await bench.run(session.resync());
    expect(await bench.run(session.readRegister(MAGIC))).toBe(0xfff0c101);
  });

  it('resets into the program and leaves the port at 115200, where the program can be heard', async () => {
    // The ROM speaks at 115200 with this crystal.
    ({ bench, session } = await start(kind, new Uint8Array(0), '40mhz'));
    let text = '';
    bench.link.onBytes(bytes => {
      text += String.fromCharCode(...bytes);
    });
    expect(await bench.run(session.run())).toBe(true);
    await bench.run(bench.clock.sleep(60));
    expect(bench.link.baud).toBe(115200);
    expect(text).toContain('boot mode:(3,');
  });

  it('is over when the cable comes out, at once', async () => {
    bench.after(1, () => bench.board.serial.unplug());
    const before = bench.now;
    await expect(bench.run(session.readRegister(MAGIC))).rejects.toMatchObject({
      finding: { code: 'port-lost' },
    });
    expect(bench.now - before).toBeLessThan(2);
    await expect(bench.run(session.readRegister(MAGIC))).rejects.toMatchObject({
      finding: { code: 'port-lost' },
    });
  });
});

describe('the stub', () => {
  it('writes compressed, several packets, and its MD5 is that of the flash', async () => {
    const { bench, session } = await start('stub');
    const bytes = patternBytes(150_000, 3);
    await bench.run(writePacked(session, 0x81000, bytes));
    expect(written(bench, 0x81000, bytes.length)).toEqual(bytes);
    expect(await bench.run(session.md5(at(0x81000, bytes.length)))).toEqual(md5(bytes));
  });

  it('gives the MD5 of stretches of any alignment', async () => {
    const bytes = patternBytes(0x3000, 5);
    const { bench, session } = await start('stub', bytes);
    for (const [offset, length] of [
      [1, 1],
      [3, 4096],
      [0xfff, 0x1003],
    ] as const) {
      const sum = await bench.run(session.md5(at(offset, length)));
      expect(sum).toEqual(md5(bytes.subarray(offset, offset + length)));
    }
  });

  it('reads the flash in packets, of any length', async () => {
    const bytes = patternBytes(0x5000, 9);
    const { bench, session } = await start('stub', bytes);
    for (const length of [1, 4095, 4096, 4097, 0x4801]) {
      const parts: Uint8Array[] = [];
      await bench.run(session.readFlash(at(3, length), part => parts.push(part)));
      expect(Buffer.concat(parts)).toEqual(Buffer.from(bytes.subarray(3, 3 + length)));
    }
  });

  it('is found again after a read of the flash was given up', async () => {
    const { bench, session } = await start('stub');
    const stop = new AbortController();
    bench.after(100, () => stop.abort());
    await expect(bench.run(session.readFlash(at(0, 0x20000), () => {}, stop.signal))).rejects.toMatchObject({
      name: 'AbortError',
    });
    await bench.run(session.resync());
    expect(await bench.run(session.readRegister(MAGIC))).toBe(0xfff0c101);
  });

  it('tells of what went wrong in a block with the answer after it', async () => {
    const { bench, session } = await start('stub');
    const packet = deflateSync(patternBytes(3000));
    packet.fill(0x55, 100); // breaks the stream; the sum over it is right
    await bench.run(session.deflBegin(at(0, 3000), packet.length));
    await bench.run(session.deflData(0, packet, 3000));
    await expect(bench.run(session.flush())).rejects.toMatchObject({
      finding: { code: 'loader-refused', facts: { code: 0xc7 } },
      trouble: { late: true },
    });
    expect(await bench.run(session.readRegister(MAGIC))).toBe(0xfff0c101);
  });

  it('goes to any rate from any rate, though it reckons from 115200 only', async () => {
    const { bench, session } = await start('stub');
    expect(session.baud).toBe(921600);
    for (const baud of [115200, 230400, 74880, 460800]) {
      await bench.run(session.changeBaud(baud));
      expect(await bench.run(session.readRegister(MAGIC))).toBe(0xfff0c101);
    }
  });
});

describe('the ROM', () => {
  it('has no MD5, and is asked for none', async () => {
    const { bench, session } = await start('rom');
    await expect(bench.run(session.md5(at(0, 16)))).rejects.toMatchObject({
      finding: { code: 'loader-unsupported', facts: { command: 'SPI_FLASH_MD5' } },
    });
  });

  it('goes on at a sector after a block got lost', async () => {
    const { bench, session } = await start('rom');
    const bytes = patternBytes(0x5000, 4);
    await bench.run(session.flashBegin(at(0, bytes.length)));
    await bench.run(session.flashData(0, bytes.subarray(0, 0x1000)));
    // A number that is not its turn: refused as after a broken block.
    await expect(bench.run(session.flashData(3, bytes.subarray(0, 0x1000)))).rejects.toMatchObject({
      trouble: { kind: 'refused', code: 5 },
    });
    await bench.run(session.resync());
    await bench.run(writePlain(session, 0x1000, bytes.subarray(0x1000)));
    expect(written(bench, 0, bytes.length)).toEqual(bytes);
  });
});

it('a driver that never says that it has sent does not hold up deadline and stop', async () => {
  const { bench, session } = await start('rom');
  const before = bench.now;
  bench.link.write = () => new Promise(() => {});
  await expect(bench.run(session.writeRegister(SCRATCH, 1))).rejects.toMatchObject({
    finding: { code: 'loader-silent' },
  });
  expect(bench.now - before).toBeLessThan(4000);
  const stop = new AbortController();
  bench.after(5, () => stop.abort());
  await expect(bench.run(session.writeRegister(SCRATCH, 1, stop.signal))).rejects.toMatchObject({
    name: 'AbortError',
  });
});

it('nothing goes out when somebody has said stop before, or while another command is on its way', async () => {
  const { bench, session } = await start('rom');
  const { sent } = bench.traffic;
  await expect(bench.run(session.writeRegister(SCRATCH, 1, AbortSignal.abort()))).rejects.toMatchObject({
    name: 'AbortError',
  });
  expect(bench.traffic.sent).toBe(sent);
  const first = session.readRegister(MAGIC);
  await expect(session.writeRegister(SCRATCH, 1)).rejects.toThrow('two commands at the same time');
  expect(await bench.run(first)).toBe(0xfff0c101);
});
