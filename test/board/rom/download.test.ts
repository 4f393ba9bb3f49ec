/** The ROM's download loop, rule by rule (loader.md, sections 2 to 4). */
import { describe, expect, it } from 'vitest';
import { slipFrame } from '../../../src/board/rom/slip.ts';
import { Download, hex, packet, request, words } from './fake-chip.ts';

const SYNC = Uint8Array.of(0x07, 0x07, 0x12, 0x20, ...new Array<number>(32).fill(0x55));
const GOOD = '00 00';
const FLASH_BEGIN = 0x02;
const FLASH_DATA = 0x03;
const FLASH_END = 0x04;
const MEM_BEGIN = 0x05;
const MEM_END = 0x06;
const MEM_DATA = 0x07;
const READ_REG = 0x0a;

describe('SYNC and the value field', () => {
  it('answers SYNC eight times with the bytes of the vector', () => {
    const download = new Download();
    const answer = download.send(0x08, SYNC);
    expect(answer.times).toBe(8);
    expect(hex(slipFrame(answer.body))).toBe('c0 01 08 02 00 07 07 12 20 00 00 c0');
  });

  it('takes the request of the vector', () => {
    expect(hex(slipFrame(request(0x08, SYNC)))).toBe(
      `c0 00 08 24 00 00 00 00 00 07 07 12 20 ${'55 '.repeat(32)}c0`,
    );
  });

  it('reads a register into the value field', () => {
    const download = new Download();
    download.chip.registers.set(0x40001000, 0xfff0c101);
    const body = download.frame(request(READ_REG, words(0x40001000)))?.body ?? new Uint8Array();
    expect(hex(slipFrame(body))).toBe('c0 01 0a 02 00 01 c1 f0 ff 00 00 c0');
  });

  it('repeats the left-over value in every later answer', () => {
    const download = new Download();
    expect(hex(download.send(MEM_BEGIN, words(0, 0, 0, 0)).body)).toBe('01 05 02 00 00 00 00 00 00 00');
    download.send(0x08, SYNC);
    expect(hex(download.send(MEM_BEGIN, words(0, 0, 0, 0)).body)).toBe('01 05 02 00 07 07 12 20 00 00');
    download.chip.registers.set(0x60000000, 0x12345678);
    download.send(READ_REG, words(0x60000000));
    expect(hex(download.send(FLASH_BEGIN, words(0, 0, 0, 0)).body)).toBe('01 02 02 00 78 56 34 12 00 00');
  });
});

describe('what is no command', () => {
  it.each([0x00, 0x01, 0x0c, 0x0d, 0x0f, 0x10, 0x13, 0xd0, 0xff])(
    'answers op %i under the op before, with 01 05',
    op => {
      const download = new Download();
      download.send(READ_REG, words(0));
      expect(hex(download.send(op, [0]).body)).toBe('01 0a 02 00 00 00 00 00 01 05');
    },
  );

  it('answers it eight times after SYNC', () => {
    const download = new Download();
    download.send(0x08, SYNC);
    const answer = download.send(0x0d, words(0));
    expect([answer.times, answer.body[1], hex(answer.body.subarray(8))]).toEqual([8, 0x08, '01 05']);
  });

  it('treats a wrong direction byte as an unknown command', () => {
    const download = new Download();
    download.send(MEM_BEGIN, words(0, 0, 0, 0));
    const body = request(READ_REG, words(0));
    body[0] = 1;
    expect(hex(download.frame(body)?.body ?? new Uint8Array())).toBe('01 05 02 00 00 00 00 00 01 05');
  });

  it('gives no answer to less than a header', () => {
    expect(new Download().frame(Uint8Array.of(0, 8, 0, 0, 0, 0, 0))).toBeUndefined();
  });

  it('refuses a frame that is shorter than it says', () => {
    const body = request(READ_REG, words(0)).subarray(0, 10);
    expect(hex(new Download().frame(body)?.body.subarray(8) ?? new Uint8Array())).toBe('01 05');
  });
});

describe('BEGIN', () => {
  it.each([FLASH_BEGIN, MEM_BEGIN])('op %i wants exactly 16 bytes', op => {
    const download = new Download();
    expect(download.status(op, words(0, 0, 0x400, 0))).toBe(GOOD);
    expect(download.status(op, words(0, 0, 0x400, 0, 0))).toBe('01 05');
    expect(download.status(op, words(0, 0, 0x400))).toBe('01 05');
  });

  it.each([FLASH_BEGIN, MEM_BEGIN])('op %i takes packets up to 0x1800', op => {
    const download = new Download();
    expect(download.status(op, words(0, 1, 0x1800, 0))).toBe(GOOD);
    expect(download.status(op, words(0, 1, 0x1801, 0))).toBe('01 05');
    expect(download.status(op, words(0, 1, 0x4000, 0))).toBe('01 05');
  });

  it('attaches the flash before it looks at the arguments', () => {
    const download = new Download();
    download.status(FLASH_BEGIN, words(0, 0, 0x400, 0, 0));
    expect(download.chip.log).toEqual(['attach']);
  });

  it('refuses a start inside a sector and an end behind the chip with 06', () => {
    const download = new Download();
    expect(download.status(FLASH_BEGIN, words(0x1000, 1, 0x400, 0x800))).toBe('01 06');
    expect(download.status(FLASH_BEGIN, words(0x1001, 1, 0x400, 0x3ff000))).toBe('01 06');
    expect(download.status(FLASH_BEGIN, words(0x1000, 1, 0x400, 0x3fe000))).toBe(GOOD);
    expect(download.chip.log.filter(line => line !== 'attach')).toEqual(['sector 1022', 'sector 1023']);
  });
});

describe('the erase-size quirk', () => {
  const erased = (size: number, offset: number): string[] => {
    const download = new Download();
    expect(download.status(FLASH_BEGIN, words(size, 0, 0x400, offset))).toBe(GOOD);
    return download.chip.log.slice(1);
  };
  const sectors = (from: number, to: number): string[] =>
    Array.from({ length: to - from + 1 }, (_, i) => `sector ${from + i}`);

  it('erases 64 KB at 0 for the size 0x8000', () => {
    expect(erased(0x8000, 0)).toEqual(sectors(0, 15));
  });

  it('erases up to the block boundary, then as many again as were asked for', () => {
    expect(erased(0x3000, 0)).toEqual(sectors(0, 5));
    expect(erased(0x3000, 0xe000)).toEqual(sectors(14, 18));
    expect(erased(0x20000, 0x1000)).toEqual([...sectors(1, 15), 'block 1', ...sectors(32, 47)]);
  });

  it('takes a block only while more than 16 sectors are left', () => {
    expect(erased(0x10000, 0)).toEqual([...sectors(0, 15), ...sectors(16, 31)]);
    expect(erased(0x11000, 0)).toEqual([...sectors(0, 15), 'block 1', 'sector 32']);
  });

  it('rounds the size up to sectors', () => {
    expect(erased(1, 0x5000)).toEqual(sectors(5, 6));
    expect(erased(0, 0x5000)).toEqual([]);
  });

  it('erases exactly n sectors for the corrected size of loader.md', () => {
    for (let first = 0; first < 17; first++) {
      for (let n = 1; n < 36; n++) {
        const head = Math.min(16 - (first % 16), n);
        const size = n < 2 * head ? Math.ceil(n / 2) * 4096 : (n - head) * 4096;
        const count = erased(size, first * 4096).reduce(
          (sum, line) => sum + (line.startsWith('block') ? 16 : 1),
          0,
        );
        expect(count - n).toBeLessThanOrEqual(1);
        expect(count).toBeGreaterThanOrEqual(n);
        if (n >= 2 * head || n % 2 === 0) expect(count).toBe(n);
      }
    }
  });
});

describe('DATA', () => {
  const payload = Uint8Array.from({ length: 0x400 }, (_, i) => (i * 31) & 0xff);
  const opened = (op = FLASH_BEGIN, size = 0x400): Download => {
    const download = new Download();
    download.send(op, words(size * 2, 2, size, 0x1000));
    return download;
  };

  it('writes the packets one behind the other', () => {
    const download = opened();
    expect(download.status(FLASH_DATA, ...packet(0, payload))).toBe(GOOD);
    expect(download.status(FLASH_DATA, ...packet(1, payload))).toBe(GOOD);
    expect(download.chip.flash.subarray(0x1000, 0x1400)).toEqual(payload);
    expect(download.chip.flash.subarray(0x1400, 0x1800)).toEqual(payload);
    expect(download.status(FLASH_END, words(0))).toBe(GOOD);
  });

  it('writes memory packets to memory, of any length', () => {
    const download = opened(MEM_BEGIN);
    expect(download.status(MEM_DATA, ...packet(0, payload.subarray(0, 7)))).toBe(GOOD);
    expect(download.status(MEM_DATA, ...packet(1, payload.subarray(7, 9)))).toBe(GOOD);
    expect([...download.chip.memory.entries()]).toEqual(
      [...payload.subarray(0, 9)].map((byte, i) => [0x1000 + i, byte]),
    );
  });

  it('refuses another sequence number than its counter', () => {
    const download = opened();
    expect(download.status(FLASH_DATA, ...packet(1, payload))).toBe('01 05');
    expect(download.status(FLASH_DATA, ...packet(0, payload))).toBe(GOOD);
    expect(download.status(FLASH_DATA, ...packet(0, payload))).toBe('01 05');
  });

  it('advances the counter before the checksum test: a plain retry is refused', () => {
    const download = opened();
    const [data, sum] = packet(0, payload);
    expect(download.status(FLASH_DATA, data, sum ^ 1)).toBe('01 07');
    expect(download.status(FLASH_DATA, data, sum)).toBe('01 05');
    expect(download.chip.flash[0x1001]).toBe(0xff);
    download.send(FLASH_BEGIN, words(0x400, 1, 0x400, 0x1000));
    expect(download.status(FLASH_DATA, data, sum)).toBe(GOOD);
  });

  it('compares the low byte of the checksum only', () => {
    const download = opened();
    const [data, sum] = packet(0, payload);
    expect(download.status(FLASH_DATA, data, sum | 0xabcd00)).toBe(GOOD);
  });

  it('refuses more than the packet size, and a length that is no multiple of 4', () => {
    const download = opened(FLASH_BEGIN, 0x200);
    expect(download.status(FLASH_DATA, ...packet(0, payload.subarray(0, 0x204)))).toBe('01 05');
    expect(download.status(FLASH_DATA, ...packet(0, payload.subarray(0, 0x1fe)))).toBe('01 05');
    expect(download.status(FLASH_DATA, ...packet(0, payload.subarray(0, 0x200)))).toBe(GOOD);
  });

  it('takes data up to 0x1810 bytes', () => {
    const download = opened(FLASH_BEGIN, 0x1800);
    const [data, sum] = packet(0, new Uint8Array(0x1800));
    expect(download.status(FLASH_DATA, data, sum)).toBe(GOOD);
    const long = new Uint8Array(0x1811);
    long.set(packet(1, new Uint8Array(0x1800))[0]);
    expect(download.status(FLASH_DATA, long, sum)).toBe('01 05');
  });

  it('says 08 when the flash reads back otherwise', () => {
    const download = opened();
    download.chip.stuck.add(0x1001);
    expect(download.status(FLASH_DATA, ...packet(0, payload))).toBe('01 08');
  });

  it('refuses data that nothing announced', () => {
    expect(new Download().status(FLASH_DATA, ...packet(0, payload))).toBe('01 05');
    expect(new Download().status(MEM_DATA, ...packet(0, payload))).toBe('01 05');
  });
});

describe('END', () => {
  it('complains about missing bytes with 06, and leaves all the same', () => {
    const download = new Download();
    download.send(FLASH_BEGIN, words(0x8000, 64, 0x400, 0));
    const answer = download.send(FLASH_END, words(1));
    expect([hex(answer.body.subarray(8)), answer.leave]).toEqual(['01 06', 0]);
  });

  it('leaves cleanly after an empty FLASH_BEGIN, whatever its word says', () => {
    for (const word of [0, 1]) {
      const download = new Download();
      download.send(FLASH_BEGIN, words(0, 0, 0, 0));
      const answer = download.send(FLASH_END, words(word));
      expect([hex(answer.body.subarray(8)), answer.leave]).toEqual([GOOD, 0]);
    }
  });

  it('leaves memory mode with flag 0 only: into the entry, or to flash boot', () => {
    const download = new Download();
    expect(download.send(MEM_END, words(1, 0x40100000)).leave).toBeUndefined();
    expect(download.send(MEM_END, words(0, 0x40100004)).leave).toBe(0x40100004);
    expect(download.send(MEM_END, words(0, 0)).leave).toBe(0);
    expect(download.send(MEM_END, words(0, 0, 0)).leave).toBeUndefined();
    expect(download.status(MEM_END, words(0, 0, 0))).toBe('01 05');
  });
});

describe('registers', () => {
  it('waits before it writes, and writes through the mask', () => {
    const download = new Download();
    download.chip.registers.set(0x60000200, 0xaabbccdd);
    const data = words(0x60000200, 0x11223344, 0x0000ff00, 0x7_1234, 0x60000204, 5, 0xffffffff, 0);
    expect(download.status(0x09, data)).toBe(GOOD);
    expect(download.chip.log).toEqual([
      'delay 4660',
      'read 60000200',
      'write 60000200=aabb33dd',
      'delay 0',
      'write 60000204=5',
    ]);
  });

  it('refuses incomplete registers', () => {
    expect(new Download().status(0x09, words(1, 2, 3))).toBe('01 05');
    expect(new Download().status(READ_REG, words(1, 2))).toBe('01 05');
  });

  it('takes the flash parameters', () => {
    const download = new Download();
    expect(download.status(0x0b, words(0x1640ef, 0x100000, 0x10000, 0x1000, 0x100, 0xffff))).toBe(GOOD);
    expect(download.chip.parameters).toEqual({
      id: 0x1640ef,
      size: 0x100000,
      block: 0x10000,
      sector: 0x1000,
      page: 0x100,
      statusMask: 0xffff,
    });
    expect(download.status(0x0b, words(0))).toBe('01 05');
  });
});
