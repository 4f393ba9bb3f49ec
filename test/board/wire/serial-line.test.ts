import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src/board/clock.ts';
import {
  FORMAT_8N1,
  frameOf,
  LineReceiver,
  LineSender,
  type ReceivedByte,
  type SerialFormat,
  SerialWire,
} from '../../../src/board/wire/serial-line.ts';

interface Side {
  readonly baud: number;
  readonly format?: SerialFormat;
}

/** Sends bytes over a wire; `gaps` are pauses in ns before each byte. */
function transmit(
  data: readonly number[],
  from: Side,
  to: Side,
  gaps: readonly number[] = [],
): ReceivedByte[] {
  const clock = new VirtualClock();
  const wire = new SerialWire();
  const got: ReceivedByte[] = [];
  const settings = ({ baud, format = FORMAT_8N1 }: Side) => ({
    bitTime: () => 1e9 / baud,
    format: () => format,
  });
  new LineReceiver(clock, wire, settings(to), byte => got.push(byte));
  const queue: number[] = [];
  const sender = new LineSender(clock, wire, settings(from), () => queue.shift());
  let at = 0;
  data.forEach((byte, i) => {
    at += gaps[i] ?? 0;
    clock.at(at, () => {
      queue.push(byte);
      sender.kick();
    });
  });
  clock.advanceTo(at + (data.length + 20) * 12 * 1e9 * Math.max(1 / from.baud, 1 / to.baud));
  return got;
}

/**
 * The judge: draws the whole waveform first, level by level, and reads it in a second pass. Shares nothing with the
 * code under test.
 */
function transmitSlowly(
  data: readonly number[],
  from: number,
  to: number,
): { value: number; framing: boolean }[] {
  const levels = data.flatMap(byte => [0, ...[...Array(8).keys()].map(bit => (byte >> bit) & 1), 1]);
  const level = (time: number) => levels[Math.floor(time * from)] ?? 1;
  const falls = levels.flatMap((now, i) => (now === 0 && (levels[i - 1] ?? 1) === 1 ? [i / from] : []));
  const got: { value: number; framing: boolean }[] = [];
  let hunt = 0;
  for (const edge of falls) {
    if (edge < hunt) continue;
    if (level(edge + 0.5 / to)) {
      hunt = edge + 0.5 / to;
      continue;
    }
    let value = 0;
    for (let bit = 0; bit < 8; bit++) value |= level(edge + (bit + 1.5) / to) << bit;
    got.push({ value, framing: level(edge + 9.5 / to) === 0 });
    hunt = edge + 9.5 / to;
  }
  return got;
}

/** Sample times of one byte in bits of the sender. */
const samplesOf = (ratio: number) => [...Array(10).keys()].map(k => (k + 0.5) * ratio);

const values = (got: readonly ReceivedByte[]) => got.map(byte => byte.value);
const text = (got: readonly ReceivedByte[]) => String.fromCharCode(...values(got));
const codes = (line: string) => [...line].map(c => c.charCodeAt(0));
const anyBytes = fc.array(fc.nat(255), { minLength: 1, maxLength: 60 });

describe('at the same rate', () => {
  it.each([300, 9600, 74_880, 115_200, 921_600, 3_000_000])('all bytes arrive at %i baud', baud => {
    fc.assert(
      fc.property(anyBytes, data => {
        const got = transmit(data, { baud }, { baud });
        expect(values(got)).toEqual(data);
        expect(got.some(byte => byte.framingError || byte.parityError)).toBe(false);
      }),
      { numRuns: 20 },
    );
  });

  it('within four percent too, back to back or with pauses', () => {
    fc.assert(
      fc.property(
        anyBytes,
        fc.double({ min: 0.96, max: 1.04, noNaN: true }),
        fc.array(fc.nat(300_000), { maxLength: 60 }),
        (data, ratio, gaps) => {
          expect(values(transmit(data, { baud: 115_200 }, { baud: 115_200 * ratio }, gaps))).toEqual(data);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('each byte arrives in the middle of its stop bit', () => {
    const clock = new VirtualClock();
    const wire = new SerialWire();
    const settings = { bitTime: () => 1000, format: () => FORMAT_8N1 };
    const at: number[] = [];
    new LineReceiver(clock, wire, settings, () => at.push(clock.now));
    const queue = [1, 2, 3];
    new LineSender(clock, wire, settings, () => queue.shift()).kick();
    clock.advanceTo(100_000);
    expect(at).toEqual([9500, 19_500, 29_500]);
  });

  const formats: SerialFormat[] = [
    { dataBits: 7, parity: 'even', stopBits: 1 },
    { dataBits: 8, parity: 'odd', stopBits: 2 },
    { dataBits: 5, parity: 'none', stopBits: 1.5 },
  ];
  it.each(formats)('in format $dataBits $parity $stopBits', format => {
    const side = { baud: 57_600, format };
    const data = Array.from({ length: 1 << format.dataBits }, (_, i) => i);
    const got = transmit(data, side, side);
    expect(values(got)).toEqual(data);
    expect(got.every(byte => !byte.parityError && !byte.framingError)).toBe(true);
  });

  it('a receiver with the other parity says so for every byte', () => {
    const format = { dataBits: 8, parity: 'even', stopBits: 1 } as const;
    const got = transmit(
      [0, 1, 2, 0x55],
      { baud: 9600, format },
      { baud: 9600, format: { ...format, parity: 'odd' } },
    );
    expect(got.map(byte => byte.parityError)).toEqual([true, true, true, true]);
  });
});

describe('at another rate', () => {
  it('what arrives is what sampling the drawn waveform gives, byte by byte', () => {
    fc.assert(
      fc.property(
        anyBytes,
        fc.integer({ min: 3000, max: 3_000_000 }),
        fc.integer({ min: 3000, max: 3_000_000 }),
        (data, from, to) => {
          // Samples right on an edge fall either way by rounding.
          fc.pre(samplesOf(from / to).every(at => Math.abs(at - Math.round(at)) > 1e-6));
          const got = transmit(data, { baud: from }, { baud: to }).map(({ value, framingError }) => ({
            value,
            framing: framingError,
          }));
          expect(got).toEqual(transmitSlowly(data, from, to));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('boot text of 74880 read at 115200 looks like on real boards', () => {
    const banner = '\r\n ets Jan  8 2013,rst cause:1, boot mode:(3,6)\r\n\r\n';
    const got = transmit(codes(banner), { baud: 52e6 / 694 }, { baud: 115_200 });
    expect(got.length).toBeGreaterThan(banner.length / 2);
    // A public log of a real board reads rll|..|l.|l.b|..rbbnnlnn: the same letters come out of the samples.
    const letters = text(got).replace(/[^ -~]/g, '');
    expect(letters).toContain('nnlnn');
    expect(letters).toMatch(/^rl+\|+l/);
    expect(text(got)).not.toContain('ets');
  });

  it('text of 115200 read at 74880 is garbage with framing errors, the same every time', () => {
    const run = () => transmit(codes('hello from user1\r\n'), { baud: 115_200 }, { baud: 74_880 });
    expect(run()).toEqual(run());
    expect(text(run())).not.toContain('hello');
    expect(run().some(byte => byte.framingError)).toBe(true);
  });

  it('a pulse shorter than half a bit is no byte', () => {
    expect(transmit([0xff], { baud: 1_000_000 }, { baud: 115_200 })).toEqual([]);
  });
});

describe('a sender', () => {
  const setUp = () => {
    const clock = new VirtualClock();
    const wire = new SerialWire();
    const settings = { bitTime: () => 1000, format: () => FORMAT_8N1 };
    const got: ReceivedByte[] = [];
    new LineReceiver(clock, wire, settings, byte => got.push(byte));
    const queue: number[] = [];
    const sender = new LineSender(clock, wire, settings, () => queue.shift());
    return { clock, wire, got, queue, sender };
  };

  it('that is cut off leaves a fragment: the rest of the byte reads as ones', () => {
    const { clock, got, queue, sender } = setUp();
    queue.push(0x00);
    sender.kick();
    clock.advanceTo(5200); // start bit and four zeros are out
    sender.abort();
    queue.push(0x41);
    clock.at(20_000, () => sender.kick());
    clock.advanceTo(100_000);
    expect(values(got)).toEqual([0xf0, 0x41]);
  });

  it('sends a break that arrives as one byte of zeros, and bytes behind it', () => {
    const { clock, got, queue, sender } = setUp();
    sender.break(30_000);
    queue.push(0x42);
    clock.advanceTo(100_000);
    expect(got).toEqual([
      { value: 0, framingError: true, parityError: false, isBreak: true },
      { value: 0x42, framingError: false, parityError: false, isBreak: false },
    ]);
  });

  it('breaks after the byte that is on its way', () => {
    const { clock, got, queue, sender } = setUp();
    queue.push(0x43);
    sender.kick();
    clock.advanceTo(3000);
    sender.break(30_000);
    clock.advanceTo(100_000);
    expect(got.map(byte => [byte.value, byte.isBreak])).toEqual([
      [0x43, false],
      [0, true],
    ]);
  });

  it('has its level on the wire', () => {
    const { clock, wire, queue, sender } = setUp();
    queue.push(0b0000_0101);
    sender.kick();
    clock.advanceTo(500);
    const levels = [0, 1, 2, 3, 4, 9, 10].map(bit => wire.level(bit * 1000 + 500));
    expect(levels).toEqual([0, 1, 0, 1, 0, 1, 1]);
  });
});

describe('frames', () => {
  it('last as many bits as their format has', () => {
    const length = (format: SerialFormat) => frameOf(0, format, 0, 1).end;
    expect(length(FORMAT_8N1)).toBe(10);
    expect(length({ dataBits: 7, parity: 'odd', stopBits: 1 })).toBe(10);
    expect(length({ dataBits: 5, parity: 'none', stopBits: 1.5 })).toBe(7.5);
    expect(length({ dataBits: 8, parity: 'even', stopBits: 2 })).toBe(12);
  });
});
