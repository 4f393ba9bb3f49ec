/** SLIP, requests and answers, byte for byte; vectors of esptool's protocol document and of the ROM. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { romErase } from '../../../src/core/loader/erase-size.ts';
import {
  dataRequest,
  isGreeting,
  judge,
  request,
  SYNC_REQUEST,
  syncedWith,
  words,
} from '../../../src/core/loader/packets.ts';
import { SlipDecoder, slipFrame } from '../../../src/core/loader/slip.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(hex.split(' '), byte => Number.parseInt(byte, 16));

const decode = (...pieces: readonly Uint8Array[]): Uint8Array[] => {
  const decoder = new SlipDecoder();
  return pieces.flatMap(piece => decoder.push(piece));
};
const frameOf = (hex: string): Uint8Array => decode(bytes(hex))[0] ?? new Uint8Array(0);

describe('requests', () => {
  it('SYNC is 46 bytes', () => {
    expect(SYNC_REQUEST).toEqual(
      bytes(`C0 00 08 24 00 00 00 00 00 07 07 12 20 ${Array(32).fill('55').join(' ')} C0`),
    );
  });

  it('READ_REG carries the address', () => {
    expect(request('READ_REG', words(0x40001000))).toEqual(
      bytes('C0 00 0A 04 00 00 00 00 00 00 10 00 40 C0'),
    );
  });

  it('data goes with size, sequence and the sum of the payload alone, escaped afterwards', () => {
    const frame = dataRequest('MEM_DATA', 2, Uint8Array.of(0xc0, 0xdb));
    expect(frame).toEqual(
      bytes('C0 00 07 12 00 F4 00 00 00 02 00 00 00 02 00 00 00 00 00 00 00 00 00 00 00 DB DC DB DD C0'),
    );
  });

  it('words above 2^31 and below 0 are the same 32 bits', () => {
    expect(words(0xffffffff, -1)).toEqual(new Uint8Array(8).fill(0xff));
  });
});

describe('answers', () => {
  it('tell ROM and stub apart by the value of SYNC', () => {
    const rom = judge(frameOf('C0 01 08 02 00 07 07 12 20 00 00 C0'), 'SYNC', 'rom');
    const stub = judge(frameOf('C0 01 08 02 00 00 00 00 00 00 00 C0'), 'SYNC', 'rom');
    expect(rom.kind === 'good' && syncedWith(rom.value)).toBe('rom');
    expect(stub.kind === 'good' && syncedWith(stub.value)).toBe('stub');
  });

  it('READ_REG gives its value', () => {
    expect(judge(frameOf('C0 01 0A 02 00 01 C1 F0 FF 00 00 C0'), 'READ_REG', 'rom')).toMatchObject({
      kind: 'good',
      value: 0xfff0c101,
    });
  });

  it('with four bytes of status come from the ROM of another chip', () => {
    expect(judge(frameOf('C0 01 0A 04 00 83 1D F0 00 00 00 00 00 C0'), 'READ_REG', 'rom')).toMatchObject({
      kind: 'good',
      value: 0x00f01d83,
    });
  });

  it('MD5 has 16 bytes in front of the status; an error has none', () => {
    const sum = Array.from({ length: 16 }, (_, i) => i + 1);
    const good = Uint8Array.of(1, 0x13, 18, 0, 0, 0, 0, 0, ...sum, 0, 0);
    expect(judge(good, 'SPI_FLASH_MD5', 'stub')).toEqual({
      kind: 'good',
      value: 0,
      data: Uint8Array.from(sum),
    });
    const failed = Uint8Array.of(1, 0x13, 2, 0, 0, 0, 0, 0, 0xc4, 0);
    expect(judge(failed, 'SPI_FLASH_MD5', 'stub')).toEqual({ kind: 'refused', code: 0xc4 });
  });

  it('the ROM names its reason in the second byte, the stub in the first', () => {
    expect(judge(frameOf('C0 01 03 02 00 00 00 00 00 01 07 C0'), 'FLASH_DATA', 'rom')).toEqual({
      kind: 'refused',
      code: 7,
    });
    expect(judge(frameOf('C0 01 03 02 00 00 00 00 00 C1 00 C0'), 'FLASH_DATA', 'stub')).toEqual({
      kind: 'refused',
      code: 0xc1,
    });
  });

  it('the ROM refuses an unknown command under the name of the one before', () => {
    expect(judge(frameOf('C0 01 08 02 00 07 07 12 20 01 05 C0'), 'SPI_FLASH_MD5', 'rom').kind).toBe(
      'unknown',
    );
    expect(judge(frameOf('C0 01 08 02 00 07 07 12 20 01 05 C0'), 'READ_REG', 'rom').kind).toBe('other');
    expect(judge(frameOf('C0 01 D1 02 00 00 00 00 00 C3 00 C0'), 'ERASE_REGION', 'stub').kind).toBe(
      'unknown',
    );
  });

  it.each([
    ['another command', '01 0B 02 00 00 00 00 00 00 00'],
    ['a request of ours that comes back', '00 0A 04 00 00 00 00 00 00 10 00 40'],
    ['too short', '01 0A 02 00 00 00 00 00 00'],
    ['a length that is not the frame’s', '01 0A 03 00 00 00 00 00 00 00'],
  ])('%s is no answer', (_, hex) => {
    expect(judge(bytes(hex), 'READ_REG', 'rom').kind).toBe('other');
  });

  it('knows the greeting of the stub', () => {
    expect(isGreeting(frameOf('C0 4F 48 41 49 C0'))).toBe(true);
    expect(isGreeting(frameOf('C0 4F 48 41 49 21 C0'))).toBe(false);
  });
});

describe('SLIP', () => {
  const stream = bytes('66 6F C0 01 DB DC DB DD 02 C0 C0 03 C0 C0 C0 04 C0');
  const frames = [bytes('01 C0 DB 02'), bytes('03'), bytes('04')];

  it('is the same at every cut, and on parts of a larger buffer', () => {
    for (let cut = 0; cut <= stream.length; cut++) {
      expect(decode(stream.subarray(0, cut), stream.subarray(cut))).toEqual(frames);
      const room = new Uint8Array(stream.length + 7).fill(0xc0);
      room.set(stream, 5);
      expect(decode(room.subarray(5, 5 + cut), room.subarray(5 + cut, 5 + stream.length))).toEqual(frames);
    }
    expect(decode(...Array.from(stream, byte => Uint8Array.of(byte)))).toEqual(frames);
  });

  it('finds the frame behind boot text', () => {
    expect(decode(bytes('72 6C 6C 7C C0 01 02 C0'))).toEqual([bytes('01 02')]);
  });

  it('loses one frame and no more when an end got lost, or an escape is broken', () => {
    expect(decode(bytes('C0 01 02 C0 03 C0 C0 04 C0'))).toEqual([bytes('01 02'), bytes('03'), bytes('04')]);
    expect(decode(bytes('C0 01 DB 02 C0 C0 04 C0'))).toEqual([bytes('04')]);
    expect(decode(bytes('C0 01 DB C0 C0 04 C0'))).toEqual([bytes('04')]);
  });

  it('does not grow without end', () => {
    const decoder = new SlipDecoder();
    decoder.push(Uint8Array.of(0xc0));
    for (let i = 0; i < 100; i++) expect(decoder.push(new Uint8Array(1024))).toEqual([]);
    expect(decoder.push(bytes('C0 01 C0'))).toEqual([bytes('01')]);
  });

  it('gives back whatever was framed, cut anywhere', () => {
    const body = fc.uint8Array({ minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(fc.array(body, { minLength: 1, maxLength: 5 }), fc.nat(), (bodies, seed) => {
        const all = Buffer.concat(bodies.map(part => slipFrame(part)));
        const cut = seed % (all.length + 1);
        expect(decode(all.subarray(0, cut), all.subarray(cut))).toEqual(bodies);
      }),
    );
  });
});

describe('the erase size of the ROM', () => {
  /** What the ROM does with a size, as its disassembly says. */
  const romErases = (first: number, asked: number): number => Math.min(16 - (first % 16), asked) + asked;

  it('64 KB at 0 is announced as 0x8000', () => {
    expect(romErase(0, 0x10000)).toEqual({ announced: 0x8000 });
  });

  it('erases exactly what is covered, from every sector and for every length', () => {
    for (let first = 0; first < 20; first++) {
      for (let count = 1; count < 70; count++) {
        const { announced, last } = romErase(first * 0x1000, count * 0x1000);
        const erased = announced === 0 ? 0 : romErases(first, announced / 0x1000);
        expect(erased + (last === undefined ? 0 : 1)).toBe(count);
        if (last !== undefined) expect(last).toBe((first + count - 1) * 0x1000);
      }
    }
  });
});
