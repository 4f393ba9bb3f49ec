import { describe, expect, it } from 'vitest';
import { INTERRUPT } from '../../../src/board/soc/interrupts.ts';
import { BASE } from '../../../src/board/soc/soc.ts';
import { UART, UART_INT } from '../../../src/board/soc/uart-registers.ts';
import { FORMAT_8N1 } from '../../../src/board/wire/serial-line.ts';
import { MS, newSoc, type SocRig, US } from './support.ts';

const R = UART.registers;
const at = (register: keyof typeof R) => BASE.uart0 + R[register].at;
const rxCount = ({ load }: SocRig) => load(at('STATUS')) & 0xff;
const txCount = ({ load }: SocRig) => (load(at('STATUS')) >>> 16) & 0xff;
const uartLine = ({ soc }: SocRig) => (soc.interrupts.mask >> INTERRUPT.uart) & 1;
const BIT = 1e9 / (52e6 / 694);

describe('sending', () => {
  it('takes ten bits a byte at the divider that is set', () => {
    const rig = newSoc();
    for (const byte of [1, 2, 3]) rig.store(at('FIFO'), byte);
    expect(txCount(rig)).toBe(2); // the first is on the wire
    expect(rig.load(at('STATUS')) >>> 31).toBe(1);
    rig.run(20 * BIT + 1);
    expect(txCount(rig)).toBe(0);
    expect(rig.load(at('STATUS')) >>> 31).toBe(1);
    rig.run(10 * BIT);
    expect(rig.load(at('STATUS')) >>> 31).toBe(0);
    expect(rig.soc.uart0.txIdle).toBe(true);
    expect(rig.terminal.got).toEqual([1, 2, 3]);
  });

  it('is 74880 baud with a 26 MHz crystal and 115200 with 40 MHz at the ROM divider', () => {
    expect(1e9 / newSoc().soc.uart0.bitTime).toBeCloseTo(74_928, 0);
    expect(1e9 / newSoc({ preset: '40mhz' }).soc.uart0.bitTime).toBeCloseTo(115_274, 0);
  });

  it('loses what a full FIFO cannot take, and counts it', () => {
    const rig = newSoc();
    for (let i = 0; i < 140; i++) rig.store(at('FIFO'), i & 0x7f);
    expect(txCount(rig)).toBe(128);
    expect(rig.soc.uart0.lost.tx).toBe(11);
    rig.run(140 * 10 * BIT);
    expect(rig.terminal.got).toHaveLength(129);
  });

  it('follows a new divider with the next byte', () => {
    const rig = newSoc();
    rig.terminal.baud = 1_000_000;
    rig.store(at('CLKDIV'), 52);
    rig.store(at('FIFO'), 0x55);
    rig.run(10 * US);
    expect(rig.terminal.got).toEqual([0x55]);
  });

  it('is garbage for a terminal at another rate', () => {
    const rig = newSoc();
    rig.terminal.baud = 115_200;
    for (const c of 'hello') rig.store(at('FIFO'), c.charCodeAt(0));
    rig.run(100 * 10 * BIT);
    expect(String.fromCharCode(...rig.terminal.got)).not.toContain('l');
    expect(rig.terminal.got.length).toBeGreaterThan(2);
  });

  it('tells of each byte that leaves; UART1 sends too', () => {
    const { soc, store, run } = newSoc();
    const sent: string[] = [];
    soc.uart0.onSend = byte => sent.push(`0:${byte}`);
    soc.uart1.onSend = byte => sent.push(`1:${byte}`);
    store(BASE.uart1, 7);
    store(BASE.uart0, 8);
    run(MS);
    expect(sent).toEqual(['1:7', '0:8']);
    expect(soc.bus.peek(BASE.uart1 + R.STATUS.at) & 0xff0000).toBe(0);
  });

  it('stops in the middle of a byte at reset', () => {
    const rig = newSoc();
    rig.store(at('FIFO'), 0x00);
    rig.store(at('FIFO'), 0x41);
    rig.run(5.2 * BIT);
    rig.soc.hold();
    rig.run(100 * BIT);
    expect(rig.terminal.got).toEqual([0xf0]);
    rig.store(at('FIFO'), 0x42); // a chip in reset does nothing
    rig.run(100 * BIT);
    expect(rig.terminal.got).toEqual([0xf0]);
  });
});

describe('receiving', () => {
  it('fills the FIFO byte by byte, each in the middle of its stop bit', () => {
    const rig = newSoc();
    rig.type(0x31, 0x32);
    rig.run(9.4 * BIT);
    expect(rxCount(rig)).toBe(0);
    rig.run(0.2 * BIT);
    expect(rxCount(rig)).toBe(1);
    rig.run(10 * BIT);
    expect([rig.load(at('FIFO')), rig.load(at('FIFO')), rxCount(rig)]).toEqual([0x31, 0x32, 0]);
  });

  it('loses the 129th byte, says so, and keeps the first 128', () => {
    const rig = newSoc();
    rig.type(...Array.from({ length: 131 }, (_, i) => i));
    rig.run(140 * 10 * BIT);
    expect(rxCount(rig)).toBe(128);
    expect(rig.load(at('INT_RAW')) & UART_INT.rxOverflow).toBe(UART_INT.rxOverflow);
    expect(rig.soc.uart0.lost.rx).toBe(3);
    expect(Array.from({ length: 128 }, () => rig.load(at('FIFO')))).toEqual(
      Array.from({ length: 128 }, (_, i) => i),
    );
  });

  it('is emptied by the reset bits, the transmitter too', () => {
    const rig = newSoc();
    rig.type(1, 2, 3);
    rig.run(40 * BIT);
    for (let i = 0; i < 10; i++) rig.store(at('FIFO'), i);
    const conf = rig.load(at('CONF0'));
    rig.store(at('CONF0'), conf | R.CONF0.bits.RX_RESET);
    expect([rxCount(rig), txCount(rig)]).toEqual([0, 9]);
    rig.store(at('CONF0'), conf | R.CONF0.bits.TX_RESET);
    expect(txCount(rig)).toBe(0);
    rig.store(at('CONF0'), conf);
    expect(rig.load(at('CONF0'))).toBe(conf);
  });

  it('understands the format in CONF0', () => {
    const { soc, store } = newSoc();
    expect(soc.uart0.format).toEqual(FORMAT_8N1);
    store(at('CONF0'), 0x3b); // 7 data bits, odd parity, 2 stop bits
    expect(soc.uart0.format).toEqual({ dataBits: 7, parity: 'odd', stopBits: 2 });
    store(at('CONF0'), 0x22); // 5 data bits, even parity, 1.5 stop bits
    expect(soc.uart0.format).toEqual({ dataBits: 5, parity: 'even', stopBits: 1.5 });
  });

  it('marks framing errors, parity errors and breaks', () => {
    const rig = newSoc();
    rig.terminal.baud = 20_000; // zeros four times as long
    rig.type(0);
    rig.run(MS);
    const raw = rig.load(at('INT_RAW'));
    expect(raw & UART_INT.framingError).toBe(UART_INT.framingError);
    expect(raw & UART_INT.breakDetected).toBe(UART_INT.breakDetected);
    const other = newSoc();
    other.store(at('CONF0'), 0x1e | 1); // parity odd: the terminal sends none, so its stop bit is taken for it
    other.type(0x01);
    other.run(MS);
    expect(other.load(at('INT_RAW')) & UART_INT.parityError).toBe(UART_INT.parityError);
  });

  it('hears nothing while the chip is in reset', () => {
    const rig = newSoc();
    rig.soc.hold();
    rig.type(1, 2, 3);
    rig.run(MS);
    rig.soc.release('reset-pin');
    rig.run(MS);
    expect(rxCount(rig)).toBe(0);
  });
});

it('a byte that began before a reset does not end after it', () => {
  const rig = newSoc();
  rig.type(0xff);
  rig.run(5 * BIT);
  rig.soc.hold();
  rig.soc.release('reset-pin');
  rig.run(20 * BIT);
  expect(rxCount(rig)).toBe(0);
  rig.type(0x42);
  rig.run(20 * BIT);
  expect(rig.load(at('FIFO'))).toBe(0x42);
});

describe('interrupts', () => {
  /** As flasher stubs set it: full at 32, time-out 10, both enabled. */
  const stubLike = () => {
    const rig = newSoc();
    rig.store(at('INT_CLR'), 0xffffffff);
    rig.store(at('CONF1'), 0x8a000000 | 32);
    rig.store(at('INT_ENA'), 0x101);
    return rig;
  };

  it('come when the FIFO has reached its mark, and again while it stays there', () => {
    const rig = stubLike();
    rig.type(...new Array<number>(40).fill(0x20));
    rig.run(31 * 10 * BIT + 5 * BIT);
    expect([uartLine(rig), rig.load(at('INT_ST'))]).toEqual([0, 0]);
    rig.run(10 * BIT);
    expect([uartLine(rig), rig.load(at('INT_ST'))]).toEqual([1, UART_INT.rxFull]);
    rig.store(at('INT_CLR'), 0x101);
    expect(uartLine(rig)).toBe(1);
    while (rxCount(rig) > 0) rig.load(at('FIFO'));
    rig.store(at('INT_CLR'), 0x101);
    expect([uartLine(rig), rig.load(at('INT_ST'))]).toEqual([0, 0]);
  });

  it('come when bytes wait and the line is silent for 80 bits, counted from the last byte', () => {
    const rig = stubLike();
    rig.type(1, 2, 3);
    rig.run((29.5 + 79) * BIT);
    expect(uartLine(rig)).toBe(0);
    rig.run(2 * BIT);
    expect([uartLine(rig), rig.load(at('INT_ST'))]).toEqual([1, UART_INT.rxTimeout]);
    rig.store(at('INT_CLR'), UART_INT.rxTimeout);
    rig.run(79 * BIT);
    expect(uartLine(rig)).toBe(0);
    rig.run(2 * BIT); // nobody read the bytes
    expect(uartLine(rig)).toBe(1);
    for (let i = 0; i < 3; i++) rig.load(at('FIFO'));
    rig.store(at('INT_CLR'), UART_INT.rxTimeout);
    rig.run(1000 * BIT);
    expect(uartLine(rig)).toBe(0);
  });

  it('do not come for silence while bytes keep coming', () => {
    const rig = stubLike();
    for (let i = 0; i < 20; i++) {
      rig.type(i);
      rig.run(60 * BIT);
      expect(rig.load(at('INT_RAW')) & UART_INT.rxTimeout).toBe(0);
    }
  });

  it('come for an empty transmit FIFO as soon as they are enabled', () => {
    const rig = newSoc();
    rig.store(at('INT_ENA'), UART_INT.txEmpty);
    expect(uartLine(rig)).toBe(1);
    for (let i = 0; i < 10; i++) rig.store(at('FIFO'), 0);
    rig.store(at('INT_CLR'), UART_INT.txEmpty);
    expect(uartLine(rig)).toBe(0);
    rig.run(9 * 10 * BIT);
    expect(uartLine(rig)).toBe(1);
  });

  it('cannot be faked by writing to status registers', () => {
    const rig = newSoc();
    const before = rig.load(at('INT_RAW'));
    rig.store(at('INT_RAW'), 0xffff);
    rig.store(at('INT_ST'), 0xffff);
    rig.store(at('STATUS'), 0xffffffff);
    expect([rig.load(at('INT_RAW')), rxCount(rig)]).toEqual([before, 0]);
  });

  it('of both UARTs share a line', () => {
    const rig = newSoc();
    rig.store(at('INT_ENA'), UART_INT.txEmpty);
    rig.store(BASE.uart1 + R.INT_ENA.at, UART_INT.txEmpty);
    rig.store(at('INT_ENA'), 0);
    expect(uartLine(rig)).toBe(1);
    rig.store(BASE.uart1 + R.INT_ENA.at, 0);
    expect(uartLine(rig)).toBe(0);
  });
});

describe('measuring the rate', () => {
  const measured = (baud: number, crystal: 26_000_000 | 40_000_000 = 26_000_000) => {
    const rig = newSoc({ changes: { crystal } });
    rig.terminal.baud = baud;
    rig.store(at('AUTOBAUD'), 0x801);
    rig.type(0x07, 0x07, 0x12, 0x20, ...new Array<number>(32).fill(0x55));
    rig.run(40 * 10 * (1e9 / baud));
    const [low, high, edges] = [rig.load(at('LOWPULSE')), rig.load(at('HIGHPULSE')), rig.load(at('RXD_CNT'))];
    return { divider: Math.floor((low + high) / 2) + 12, edges };
  };

  it.each([9600, 74_880, 115_200, 230_400, 460_800, 921_600])('finds %i baud as the ROM does', baud => {
    const { divider, edges } = measured(baud);
    expect(edges).toBeGreaterThan(29);
    expect(Math.abs(52e6 / divider / baud - 1)).toBeLessThan(0.015);
    expect(Math.abs(80e6 / measured(baud, 40_000_000).divider / baud - 1)).toBeLessThan(0.015);
  });

  it('counts the edges of each byte', () => {
    const rig = newSoc();
    rig.store(at('AUTOBAUD'), 1);
    rig.type(0x55);
    rig.run(20 * BIT);
    expect(rig.load(at('RXD_CNT'))).toBe(10);
    rig.type(0xff);
    rig.run(20 * BIT);
    expect(rig.load(at('RXD_CNT'))).toBe(12);
  });

  it('takes the pause between two bytes for a high pulse too', () => {
    const rig = newSoc();
    rig.store(at('AUTOBAUD'), 1);
    rig.type(0, 0);
    rig.run(40 * BIT);
    expect([rig.load(at('HIGHPULSE')), rig.load(at('LOWPULSE')), rig.load(at('RXD_CNT'))]).toEqual([
      694 - 12,
      9 * 694 - 12,
      4,
    ]);
  });

  it('starts anew when it is switched on again, and counts nothing while off', () => {
    const rig = newSoc();
    rig.type(0x55);
    rig.run(20 * BIT);
    expect(rig.load(at('RXD_CNT'))).toBe(0);
    rig.store(at('AUTOBAUD'), 1);
    rig.type(0x55);
    rig.run(20 * BIT);
    rig.store(at('AUTOBAUD'), 0);
    rig.store(at('AUTOBAUD'), 1);
    expect([rig.load(at('RXD_CNT')), rig.load(at('LOWPULSE'))]).toEqual([0, 0xfffff]);
  });
});
