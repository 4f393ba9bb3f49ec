import { VirtualClock } from '../../../src/board/clock.ts';
import { type BoardConfig, type BoardPreset, boardConfig } from '../../../src/board/config.ts';
import { type Costs, costsOf } from '../../../src/board/costs.ts';
import { NorFlash } from '../../../src/board/flash/nor-flash.ts';
import { Soc } from '../../../src/board/soc/soc.ts';
import { FORMAT_8N1, LineReceiver, LineSender, SerialWire } from '../../../src/board/wire/serial-line.ts';

export const US = 1_000;
export const MS = 1_000_000;

/** A chip without CPU after power-on, with a plain terminal at UART0. */
export function newSoc(
  options: { preset?: BoardPreset; changes?: Partial<BoardConfig>; costs?: Partial<Costs> } = {},
) {
  const config = boardConfig(options.preset, options.changes);
  const clock = new VirtualClock();
  const costs = costsOf({ ...config.costs, ...options.costs });
  const flash = new NorFlash({ ...config.flash, seed: config.seed, costs, faults: config.faults, clock });
  const tx = new SerialWire();
  const rx = new SerialWire();
  const soc = new Soc({ clock, config, costs, flash, tx, rx });
  soc.release('power-on');
  const terminal = { baud: 52e6 / 694, got: [] as number[], queue: [] as number[] };
  const settings = { bitTime: () => 1e9 / terminal.baud, format: () => FORMAT_8N1 };
  new LineReceiver(clock, tx, settings, ({ value }) => terminal.got.push(value));
  const sender = new LineSender(clock, rx, settings, () => terminal.queue.shift());
  return {
    clock,
    costs,
    flash,
    soc,
    terminal,
    /** The terminal sends bytes. */
    type(...bytes: number[]): void {
      terminal.queue.push(...bytes);
      sender.kick();
    },
    /** Time passes. */
    run(ns: number): void {
      clock.advanceTo(clock.now + ns);
    },
    load: (address: number): number => soc.bus.load(address, 4) ?? Number.NaN,
    store: (address: number, value: number): void => {
      soc.bus.store(address, 4, value);
    },
  };
}

export type SocRig = ReturnType<typeof newSoc>;
