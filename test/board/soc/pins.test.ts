import { describe, expect, it } from 'vitest';
import type { PinChange } from '../../../src/board/soc/gpio.ts';
import {
  GPIO,
  isGpioFunction,
  MUX_ORDER,
  muxOffset,
  PIN_INTERRUPT,
} from '../../../src/board/soc/gpio-registers.ts';
import { INTERRUPT } from '../../../src/board/soc/interrupts.ts';
import { BASE } from '../../../src/board/soc/soc.ts';
import { newSoc, type SocRig } from './support.ts';

const R = GPIO.registers;
const at = (register: keyof typeof R) => BASE.gpio + R[register].at;
const pinAt = (pin: number) => BASE.gpio + 0x28 + 4 * pin;
const mux = (pin: number) => BASE.ioMux + muxOffset(pin);
const gpioLine = ({ soc }: SocRig) => (soc.interrupts.mask >> INTERRUPT.gpio) & 1;

describe('straps', () => {
  it.each([
    ['nothing pulled: boot from flash', {}, 3],
    ['GPIO0 low: download', { 0: 0 }, 1],
    ['GPIO2 low', { 2: 0 }, 2],
    ['GPIO0 and GPIO2 low', { 0: 0, 2: 0 }, 0],
    ['GPIO15 high: SDIO', { 15: 1 }, 7],
  ] as const)('%s', (_, drives, mode) => {
    const { soc, load } = newSoc();
    for (const [pin, level] of Object.entries(drives)) soc.gpio.drive(Number(pin), level);
    expect(load(at('IN')) >>> 16).not.toBe(0xffff); // not latched yet, whatever it was
    soc.release('reset-pin');
    expect((load(at('IN')) >>> 16) & 7).toBe(mode);
    expect(load(at('IN')) >>> 29).toBe(6);
    expect(soc.gpio.straps).toBe(mode);
  });

  it('stay as they were when a pin changes later', () => {
    const { soc, load } = newSoc();
    soc.gpio.drive(0, 0);
    soc.release('reset-pin');
    soc.gpio.drive(0, undefined);
    expect([(load(at('IN')) >>> 16) & 7, load(at('IN')) & 1]).toEqual([1, 1]);
  });
});

describe('outputs', () => {
  it('are set, cleared and enabled by words and by bits', () => {
    const { soc, load, store } = newSoc();
    store(at('ENABLE_W1TS'), 0x30);
    store(at('ENABLE_W1TC'), 0x10);
    expect(load(at('ENABLE'))).toBe(0x20);
    store(at('OUT_W1TS'), 0x24);
    store(at('OUT_W1TC'), 0x04);
    expect(load(at('OUT'))).toBe(0x20);
    store(at('OUT'), 0);
    expect(soc.gpio.level(5)).toBe(0);
    expect(soc.gpio.isOutput(5)).toBe(true);
    expect(soc.gpio.isOutput(4)).toBe(false);
  });

  it('blink the LED: each change tells pin, level and time', () => {
    const { soc, store, run } = newSoc();
    const seen: PinChange[] = [];
    soc.gpio.onPin = change => seen.push(change);
    store(at('OUT_W1TS'), 4);
    store(at('ENABLE_W1TS'), 4);
    run(1000);
    store(at('OUT_W1TC'), 4);
    run(1000);
    store(at('OUT_W1TS'), 4);
    store(at('OUT_W1TS'), 4);
    expect(seen).toEqual([
      { pin: 2, level: 0, output: true, at: 1000 },
      { pin: 2, level: 1, output: true, at: 2000 },
    ]);
  });

  it('win over what the board pulls, and let go as open drain when high', () => {
    const { soc, store } = newSoc();
    soc.gpio.drive(4, 0);
    store(at('ENABLE_W1TS'), 0x10);
    store(at('OUT_W1TS'), 0x10);
    expect(soc.gpio.level(4)).toBe(1);
    store(pinAt(4), 1 << 2);
    expect(soc.gpio.level(4)).toBe(0);
    soc.gpio.drive(4, undefined);
    expect(soc.gpio.level(4)).toBe(1);
  });

  it('do nothing while the pin has another function', () => {
    const { soc, load, store } = newSoc();
    store(mux(2), (load(mux(2)) & ~0x130) | 0x20); // function 2: UART1
    store(at('ENABLE_W1TS'), 4);
    store(at('OUT_W1TC'), 4);
    expect([soc.gpio.level(2), soc.gpio.isOutput(2)]).toEqual([1, false]);
    store(mux(2), load(mux(2)) & ~0x130);
    expect([soc.gpio.level(2), soc.gpio.isOutput(2)]).toEqual([0, true]);
  });

  it('end with a reset', () => {
    const { soc, store } = newSoc();
    store(at('ENABLE_W1TS'), 4);
    expect(soc.gpio.level(2)).toBe(0);
    soc.hold();
    expect([soc.gpio.level(2), soc.gpio.isOutput(2)]).toEqual([1, false]);
  });
});

describe('the multiplexer', () => {
  it('has a word for each pin, with GPIO as function 0 or 3', () => {
    expect([...MUX_ORDER].sort((a, b) => a - b)).toEqual([...Array(16).keys()]);
    // eagle_soc.h: MTDI 0x04, U0RXD 0x14, U0TXD 0x18, GPIO0 0x34, GPIO2 0x38, GPIO4 0x3C, GPIO5 0x40
    expect([12, 3, 1, 0, 2, 4, 5].map(muxOffset)).toEqual([0x04, 0x14, 0x18, 0x34, 0x38, 0x3c, 0x40]);
    expect([
      isGpioFunction(2, 0),
      isGpioFunction(2, 0x30),
      isGpioFunction(12, 0x30),
      isGpioFunction(12, 0),
    ]).toEqual([true, false, true, false]);
  });

  it('pulls a pin up or not', () => {
    const { soc, load, store } = newSoc();
    expect(soc.gpio.level(5)).toBe(1);
    store(mux(5), load(mux(5)) & ~0x80);
    expect(soc.gpio.level(5)).toBe(0);
  });
});

describe('pin interrupts', () => {
  const withType = (type: number) => {
    const rig = newSoc();
    rig.soc.gpio.drive(0, 1);
    rig.store(pinAt(0), type << 7);
    return rig;
  };

  it.each([
    ['off', PIN_INTERRUPT.off, [0, 0]],
    ['rising', PIN_INTERRUPT.rising, [0, 1]],
    ['falling', PIN_INTERRUPT.falling, [1, 0]],
    ['both', PIN_INTERRUPT.both, [1, 1]],
  ] as const)('%s edges', (_, type, expected) => {
    const rig = withType(type);
    const seen = [0, 1].map(level => {
      rig.soc.gpio.drive(0, level as 0 | 1);
      const line = gpioLine(rig);
      rig.store(at('STATUS_W1TC'), 1);
      expect(gpioLine(rig)).toBe(0);
      return line;
    });
    expect(seen).toEqual(expected);
  });

  it('by level come again as long as the level lasts', () => {
    const rig = withType(PIN_INTERRUPT.low);
    expect(gpioLine(rig)).toBe(0);
    rig.soc.gpio.drive(0, 0);
    rig.store(at('STATUS_W1TC'), 1);
    expect([gpioLine(rig), rig.load(at('STATUS'))]).toEqual([1, 1]);
    rig.soc.gpio.drive(0, 1);
    rig.store(at('STATUS_W1TC'), 1);
    expect(gpioLine(rig)).toBe(0);
    rig.store(pinAt(0), PIN_INTERRUPT.high << 7);
    expect(gpioLine(rig)).toBe(1);
  });

  it('can be raised by software', () => {
    const rig = newSoc();
    rig.store(at('STATUS_W1TS'), 0x80);
    expect([gpioLine(rig), rig.load(at('STATUS'))]).toEqual([1, 0x80]);
  });
});
