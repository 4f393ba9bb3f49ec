import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src/board/clock.ts';
import type { BoardFault, BridgeName } from '../../../src/board/config.ts';
import { costsOf } from '../../../src/board/costs.ts';
import { BRIDGES, UsbBridge } from '../../../src/board/wire/bridge.ts';
import { FORMAT_8N1, LineReceiver, LineSender, SerialWire } from '../../../src/board/wire/serial-line.ts';

const MS = 1_000_000;

/** A bridge whose other end is a plain UART at a rate of its own. */
function linked(
  options: { model?: BridgeName; faults?: BoardFault[]; seed?: number; boardBaud?: number } = {},
) {
  const { model = 'ideal', faults = [], seed = 1, boardBaud = 115_200 } = options;
  const clock = new VirtualClock();
  const toBoard = new SerialWire();
  const fromBoard = new SerialWire();
  const signals: [number, boolean, boolean][] = [];
  const bridge = new UsbBridge({
    clock,
    model: BRIDGES[model],
    costs: costsOf(),
    seed,
    faults,
    toBoard,
    fromBoard,
    onSignals: (dtr, rts) => signals.push([clock.now, dtr, rts]),
  });
  const board = { baud: boardBaud, got: [] as number[], arrivals: [] as number[], queue: [] as number[] };
  const settings = { bitTime: () => 1e9 / board.baud, format: () => FORMAT_8N1 };
  new LineReceiver(clock, toBoard, settings, ({ value }) => {
    board.got.push(value);
    board.arrivals.push(clock.now);
  });
  const sender = new LineSender(clock, fromBoard, settings, () => board.queue.shift());
  const boardSends = (...bytes: number[]) => {
    board.queue.push(...bytes);
    sender.kick();
  };
  const packets: { at: number; bytes: number[] }[] = [];
  bridge.onBytes(bytes => packets.push({ at: clock.now, bytes: [...bytes] }));
  bridge.setBaud(boardBaud);
  clock.advanceTo(10 * MS);
  const run = (ms: number) => clock.advanceTo(clock.now + ms * MS);
  const host = () => packets.flatMap(packet => packet.bytes);
  return { clock, bridge, board, boardSends, packets, host, signals, run };
}

const COUNT = 2000;
const DATA = Uint8Array.from({ length: COUNT }, (_, i) => (i * 7) & 0xff);

describe('bytes through the bridge', () => {
  it('arrive both ways, late by USB and by ten bits each', () => {
    const { clock, bridge, board, boardSends, packets, run } = linked();
    const start = clock.now;
    bridge.write(Uint8Array.of(1, 2));
    run(10);
    expect(board.got).toEqual([1, 2]);
    const bit = 1e9 / 115_200;
    expect((board.arrivals[0] ?? 0) - start).toBeCloseTo(MS + 9.5 * bit, 0);
    expect((board.arrivals[1] ?? 0) - start).toBeCloseTo(MS + 19.5 * bit, 0);
    const sent = clock.now;
    boardSends(3, 4, 5);
    run(10);
    // The bridge waits 1 ms from the first byte for more, then USB takes 1 ms.
    expect(packets.map(packet => packet.bytes)).toEqual([[3, 4, 5]]);
    expect((packets[0]?.at ?? 0) - sent).toBeCloseTo(9.5 * bit + 2 * MS, 0);
  });

  it('come to the host in packets of at most 64', () => {
    const { boardSends, packets, run } = linked({ boardBaud: 921_600, model: 'cp2102' });
    boardSends(...DATA.subarray(0, 200));
    run(20);
    expect(packets.map(packet => packet.bytes.length)).toEqual([64, 64, 64, 8]);
    expect(packets.flatMap(packet => packet.bytes)).toEqual([...DATA.subarray(0, 200)]);
  });

  it('can be taken back as long as they have not left; what is written afterwards goes out', () => {
    const { bridge, board, run } = linked({ boardBaud: 9600 });
    bridge.write(DATA.subarray(0, 100));
    run(5);
    const before = bridge.pending;
    expect(before).toBeGreaterThan(90);
    bridge.dropUnsent();
    bridge.write(Uint8Array.of(0xa5));
    run(200);
    expect(bridge.pending).toBe(0);
    expect(board.got.length).toBeLessThan(100 - before + 4);
    expect(board.got.at(-1)).toBe(0xa5);
    expect(board.got.slice(0, -1)).toEqual([...DATA.subarray(0, board.got.length - 1)]);
  });

  it('are told of when they are not well formed: another rate, a parity that is not there', () => {
    const { bridge, boardSends, run } = linked();
    const errors: string[] = [];
    bridge.onLineError(({ framingError, parityError }) => errors.push(`${framingError} ${parityError}`));
    boardSends(1, 2, 3);
    run(10);
    expect(errors).toEqual([]);
    bridge.setFormat({ dataBits: 8, parity: 'even', stopBits: 1 });
    run(10);
    boardSends(0x00); // the stop bit stands where the parity of none is due, and is 1
    run(10);
    expect(errors).toEqual(['false true']);
    bridge.setFormat(FORMAT_8N1);
    bridge.setBaud(300_000);
    run(10);
    boardSends(0x00);
    run(10);
    expect(errors[1]).toBe('true false');
  });

  it('count as pending until they are on the wire', () => {
    const { bridge, run } = linked({ boardBaud: 9600 });
    bridge.write(DATA.subarray(0, 10));
    expect(bridge.pending).toBe(10);
    run(1 + 10000 / 9600 + 0.1);
    expect(bridge.pending).toBe(8);
    run(20);
    expect(bridge.pending).toBe(0);
  });

  it('are the ones of the call, even if the array changes afterwards', () => {
    const { bridge, board, run } = linked();
    const piece = Uint8Array.of(1, 2, 3);
    bridge.write(piece);
    piece.fill(9);
    run(5);
    expect(board.got).toEqual([1, 2, 3]);
  });

  it('are garbage when the rates differ', () => {
    const { bridge, host, boardSends, run } = linked();
    bridge.setBaud(74_880);
    run(5);
    boardSends(...DATA.subarray(0, 100));
    run(50);
    expect(host().length).toBeGreaterThan(20);
    expect(host()).not.toEqual([...DATA.subarray(0, 100)]);
  });

  it('no longer come to a listener that has left', () => {
    const { bridge, boardSends, run } = linked();
    const got: number[] = [];
    const leave = bridge.onBytes(bytes => got.push(...bytes));
    boardSends(1);
    run(5);
    leave();
    boardSends(2);
    run(5);
    expect(got).toEqual([1]);
  });

  it('arrive in every format set at both ends; a break arrives as a zero', () => {
    const { bridge, board, run } = linked();
    bridge.sendBreak(2 * MS);
    run(10);
    expect(board.got).toEqual([0]);
    bridge.setFormat({ dataBits: 7, parity: 'none', stopBits: 2 });
    bridge.write(Uint8Array.of(0x41));
    run(10);
    // Seven data bits and two stop bits look like eight data bits with the top one set.
    expect(board.got).toEqual([0, 0xc1]);
  });
});

describe('rates', () => {
  it.each([
    ['cp2102', 74_880, 74_766],
    ['cp2102', 921_600, 923_077],
    ['ch340', 115_200, 115_385],
    ['ft232r', 3_000_000, 3_000_000],
    ['ideal', 74_880, 74_880],
  ] as const)('%s makes of %i what its divider can', (model, asked, real) => {
    const { bridge, run } = linked({ model });
    bridge.setBaud(asked);
    run(2);
    expect(bridge.actualBaud).toBeCloseTo(real, 0);
  });

  it('are close enough to the usual ones on every model', () => {
    for (const model of Object.keys(BRIDGES) as BridgeName[]) {
      for (const baud of [9600, 74_880, 115_200, 230_400, 460_800, 921_600]) {
        const { bridge, run } = linked({ model });
        bridge.setBaud(baud);
        run(2);
        expect(Math.abs(bridge.actualBaud / baud - 1)).toBeLessThan(0.02);
      }
    }
  });

  it('above what the bridge manages spoil bytes, below none', () => {
    const transfer = (baud: number) => {
      const { bridge, board, run } = linked({ model: 'ch340', boardBaud: baud });
      bridge.write(DATA);
      run(300);
      return board.got;
    };
    expect(transfer(460_800)).toEqual([...DATA]);
    const spoilt = transfer(921_600);
    expect(spoilt).not.toEqual([...DATA]);
    expect(spoilt.length).toBeLessThan(COUNT * 0.95);
    expect(spoilt.length).toBeGreaterThan(COUNT * 0.8);
  });

  it('that the fault lowers fail earlier', () => {
    const { bridge, board, run } = linked({ faults: [{ kind: 'bridge-limit', baud: 57_600 }] });
    bridge.write(DATA);
    run(300);
    expect(board.got).not.toEqual([...DATA]);
  });

  it('have to be above 0', () => {
    expect(() => linked().bridge.setBaud(0)).toThrow('0 baud; a rate is above 0');
  });
});

describe('control lines', () => {
  it('set together arrive one after the other, DTR first', () => {
    const { clock, bridge, signals, run } = linked();
    const at = clock.now;
    bridge.setSignals({ dtr: false, rts: true });
    bridge.setSignals({ dtr: true, rts: false });
    run(5);
    expect(signals).toEqual([
      [at + MS, false, false],
      [at + MS, true, false],
      [at + 1.1 * MS, true, true],
      [at + 1.1 * MS, true, false],
    ]);
  });

  it('set alone leave the other as it is', () => {
    const { bridge, signals, run } = linked();
    bridge.setSignals({ rts: true });
    run(2);
    bridge.setSignals({ dtr: true });
    run(2);
    expect(signals.map(([, dtr, rts]) => [dtr, rts])).toEqual([
      [false, true],
      [true, true],
    ]);
  });
});

describe('the cable', () => {
  it('pulled out loses what is under way, drops the lines and says so', () => {
    const { bridge, board, boardSends, packets, signals, run } = linked({ boardBaud: 9600 });
    const plugs: boolean[] = [];
    bridge.onPlug(plugged => plugs.push(plugged));
    bridge.setSignals({ dtr: true, rts: true });
    run(2);
    bridge.write(DATA.subarray(0, 100));
    boardSends(1, 2, 3);
    run(10.5);
    bridge.unplug();
    expect(signals.at(-1)?.slice(1)).toEqual([false, false]);
    const before = board.got.length;
    const packetsBefore = packets.length;
    bridge.write(Uint8Array.of(1));
    bridge.setSignals({ dtr: true });
    run(200);
    expect(board.got.length).toBeLessThanOrEqual(before + 1); // the byte that was cut in half
    expect(packets.length).toBe(packetsBefore);
    expect(bridge.pending).toBe(0);
    bridge.plug();
    bridge.setBaud(9600);
    bridge.write(Uint8Array.of(0x77));
    run(10);
    expect(board.got.at(-1)).toBe(0x77);
    expect(plugs).toEqual([false, true]);
  });

  it('pulled out and back in at once still loses what was under way', () => {
    const { bridge, board, boardSends, host, run } = linked();
    boardSends(1);
    run(1.5); // the packet is on its way to the host
    bridge.write(Uint8Array.of(2));
    bridge.unplug();
    bridge.plug();
    run(20);
    expect([board.got, host()]).toEqual([[], []]);
  });

  it('comes out by itself at a moment', () => {
    const { bridge, run } = linked({ faults: [{ kind: 'unplug', atNs: 50 * MS }] });
    run(39.9);
    expect(bridge.plugged).toBe(true);
    run(0.2);
    expect(bridge.plugged).toBe(false);
  });

  it('comes out by itself after so many bytes to the board', () => {
    const { bridge, board, run } = linked({ faults: [{ kind: 'unplug', afterBytes: 100 }] });
    bridge.write(DATA);
    run(300);
    expect(bridge.plugged).toBe(false);
    expect(board.got).toEqual([...DATA.subarray(0, 100)]);
  });
});

describe('faults on the line', () => {
  const send = (faults: BoardFault[], seed = 1) => {
    const { bridge, board, boardSends, host, run } = linked({ faults, seed });
    bridge.write(DATA);
    boardSends(...DATA);
    run(400);
    return { board: board.got, host: host() };
  };

  it('lose, double and change exactly the bytes at the given positions', () => {
    const { board, host } = send([
      { kind: 'bytes-lost', direction: 'to-board', hits: { positions: [0, 5] } },
      { kind: 'bytes-doubled', direction: 'to-board', hits: { positions: [7] } },
      { kind: 'bytes-corrupted', direction: 'from-board', hits: { positions: [3] } },
    ]);
    const [, b1, b2, b3, b4, , b6, b7, b8] = DATA;
    expect(board.slice(0, 8)).toEqual([b1, b2, b3, b4, b6, b7, b7, b8]);
    expect(board).toHaveLength(COUNT - 1);
    expect(host).toHaveLength(COUNT);
    const wrong = host.flatMap((byte, i) => (byte === DATA[i] ? [] : [[i, byte ^ (DATA[i] ?? 0)]]));
    expect(wrong).toHaveLength(1);
    expect(wrong[0]?.[0]).toBe(3);
    expect(Math.log2(wrong[0]?.[1] ?? 3) % 1).toBe(0); // one bit
  });

  it('hit at about the given rate, the same bytes for the same seed', () => {
    const faults: BoardFault[] = [{ kind: 'bytes-lost', direction: 'from-board', hits: { rate: 0.05 } }];
    const { board, host } = send(faults);
    expect(board).toEqual([...DATA]);
    expect(host.length).toBeGreaterThan(COUNT * 0.93);
    expect(host.length).toBeLessThan(COUNT * 0.97);
    expect(send(faults).host).toEqual(host);
    expect(send(faults, 2).host).not.toEqual(host);
  });
});
