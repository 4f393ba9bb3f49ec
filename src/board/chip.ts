/**
 * The chip: CPU, ROM and devices on one clock. The CPU runs in slices that end before the next event of the clock;
 * whatever it does to a device happens at its own moment, because the clock follows the CPU before every access.
 */
import type { VirtualClock } from './clock.ts';
import type { Costs } from './costs.ts';
import { Cpu, type CpuHost, type CpuStop } from './cpu/cpu.ts';
import { SR } from './cpu/registers.ts';
import type { NorFlash } from './flash/nor-flash.ts';
import { CpuPace } from './pace.ts';
import { CHIP_MAGIC, VECTOR } from './rom/addresses.ts';
import type { RomMachine } from './rom/machine.ts';
import { Rom } from './rom/rom.ts';
import type { ResetKind } from './soc/registers.ts';
import type { Soc } from './soc/soc.ts';
import { LONGEST_PAUSE, type Spin, SpinFinder } from './spin.ts';

const IRAM = 0x40100000;
const IRAM_SIZE = 0x10000;
const MAPPED_FLASH = 0x40200000;
const MEGABYTE = 0x100000;
const ROM = 0x40000000;
const ROM_SIZE = 0x10000;
const NMI = 1 << 14;
/**
 * A program that worked may have begun to wait in the middle of a slice that no event ends for long, so it is looked
 * after it again now and then. Cycles; the finder's own longest pause.
 */
const LONGEST_RUN = LONGEST_PAUSE;

export interface ChipOptions {
  readonly clock: VirtualClock;
  readonly costs: Costs;
  readonly soc: Soc;
  readonly flash: NorFlash;
}

export class Chip {
  readonly cpu: Cpu;
  readonly rom: Rom;
  /** A program is about to write to a peripheral. */
  onStore: ((address: number) => void) | undefined;
  /** Loads of the CPU from outside its memory. */
  loads = 0;
  readonly #clock: VirtualClock;
  readonly #costs: Costs;
  readonly #soc: Soc;
  readonly #flash: NorFlash;
  readonly #pace = new CpuPace();
  readonly #spin: SpinFinder;
  /** End of the present slice, ns. */
  #sliceEnd = 0;
  #stopWanted = false;
  #paused = false;

  constructor({ clock, costs, soc, flash }: ChipOptions) {
    this.#clock = clock;
    this.#costs = costs;
    this.#soc = soc;
    this.#flash = flash;
    const { instruction, takenBranch } = costs;
    this.cpu = new Cpu(soc.memory, this.#host(), { instruction, takenBranch });
    this.rom = new Rom(this.#machine());
    this.#spin = new SpinFinder(this.cpu, soc, this);
    this.#connect();
  }

  /** Starts at the reset vector, after a reset of this kind. */
  start(kind: ResetKind): void {
    this.#paused = false;
    this.#soc.release(kind);
    this.rom.reset();
    this.cpu.invalidate(IRAM, IRAM_SIZE);
    this.cpu.reset(VECTOR.reset);
    this.#rebase();
  }

  /** Lets the CPU run for a while, at most until `time`. The clock is as far as the CPU afterwards. */
  runUntil(time: number): CpuStop {
    this.#sliceEnd = Math.min(time, this.#clock.nextAt);
    this.#stopWanted = false;
    if (this.#paused) {
      this.cpu.spend(this.#cyclesLeft);
      this.#sync();
      return 'budget';
    }
    const spin = this.#spin.find(this.#cyclesLeft);
    if (spin && !this.#stopWanted) {
      if (spin.looksAtDevices) this.#spin.skip(spin, this.#cyclesLeft);
      else this.#park(spin, time);
    }
    const left = this.cpu.asleep ? this.#cyclesLeft : Math.min(this.#cyclesLeft, LONGEST_RUN);
    const stop = this.#stopWanted ? 'halted' : left > 0 ? this.cpu.run(left) : 'budget';
    this.#sync();
    return stop;
  }

  /**
   * The CPU spins and looks at no device: events pass without it until one of them interrupts. It is then brought to
   * that moment, with the interrupt still to come, as if it had gone around all the while.
   */
  #park(spin: Spin, time: number): void {
    const { cpu } = this;
    const most = this.#spin.rounds(spin, Number.MAX_SAFE_INTEGER) * spin.round;
    const end = Math.min(time, this.#pace.timeAt(cpu.cycles + most));
    const enabled = cpu.special(SR.intenable) | NMI;
    const changes: number[] = [];
    let woken = false;
    this.#soc.interrupts.onChange = lines => {
      changes.push(lines);
      woken ||= (lines & enabled) !== 0;
    };
    while (!woken && !this.#stopWanted && this.#clock.nextAt <= end) {
      this.#clock.advanceTo(this.#clock.nextAt);
    }
    this.#sliceEnd = woken || this.#stopWanted ? this.#clock.now : end;
    this.#spin.skip(spin, this.#cyclesLeft);
    if (this.#cyclesLeft > 0) cpu.run(this.#cyclesLeft);
    this.#followInterrupts();
    for (const lines of changes) cpu.setInterruptLines(lines);
  }

  #followInterrupts(): void {
    const { cpu } = this;
    this.#soc.interrupts.onChange = lines => cpu.setInterruptLines(lines);
  }

  /** Cycles to the end of the slice. */
  get #cyclesLeft(): number {
    return this.#pace.cyclesUntil(this.#sliceEnd, this.cpu.cycles);
  }

  /** Keeps the CPU from the program, as if it were in system software of which the board has a model only. */
  pause(paused: boolean): void {
    this.#paused = paused;
    this.interrupt();
  }

  /** Ends the slice: there is something to do between two instructions. */
  interrupt(): void {
    this.#stopWanted = true;
    this.cpu.requestStop();
  }

  #host(): CpuHost {
    const { bus } = this.#soc;
    return {
      load: (address, size) => {
        this.loads++;
        return inRom(address) ? romWord(address) : bus.load(address, size);
      },
      store: (address, size, value) => {
        this.onStore?.(address);
        const taken = bus.store(address, size, value);
        this.#afterChange();
        return taken;
      },
      rom: () => {
        this.#sync();
        const known = this.rom.step();
        this.#afterChange();
        return known;
      },
    };
  }

  /** The devices may have planned an event before the end of the slice, or changed the CPU's clock. */
  #afterChange(): void {
    if (this.#soc.clocks.cpuHz !== this.#pace.hz) this.#rebase();
    if (this.#clock.nextAt < this.#sliceEnd) this.interrupt();
  }

  #machine(): RomMachine {
    const { bus, memory, clocks } = this.#soc;
    return {
      cpu: this.cpu,
      memory,
      flash: this.#flash,
      costs: this.#costs,
      now: () => this.#now(),
      idleUntil: time => this.#idleUntil(time),
      timeOf: cycles => this.#pace.timeOf(cycles),
      load: address => (inRom(address) ? romWord(address) : (bus.load(address & ~3, 4) ?? 0)),
      store: (address, value) => {
        bus.store(address & ~3, 4, value >>> 0);
      },
      startPll: () => clocks.startPll(),
    };
  }

  #connect(): void {
    const { cpu } = this;
    this.#soc.bus.sync = () => this.#sync();
    this.#followInterrupts();
    this.#soc.onCache = view => {
      cpu.invalidate(MAPPED_FLASH, MEGABYTE);
      if (view) cpu.invalidate(IRAM + IRAM_SIZE - view.iramBytes, view.iramBytes);
    };
    this.#soc.spi.onBusyPoll = until => this.#idleUntil(until);
    this.#flash.onChange = (offset, length) => this.#flashChanged(offset, length);
  }

  /** Code that was decoded from these bytes is old, if the CPU sees them. */
  #flashChanged(offset: number, length: number): void {
    const view = this.#soc.dport.cache;
    if (!view) return;
    const start = (view.megabyte * MEGABYTE) % this.#flash.size;
    const window = Math.min(MEGABYTE, this.#flash.size);
    const from = Math.max(offset, start);
    const to = Math.min(offset + length, start + window);
    // A chip smaller than the window shows its content again behind its end.
    for (let shown = 0; from < to && shown < MEGABYTE; shown += window) {
      this.cpu.invalidate(MAPPED_FLASH + shown + from - start, to - from);
    }
  }

  #now(): number {
    return Math.max(this.#clock.now, this.#pace.timeAt(this.cpu.cycles));
  }

  #sync(): void {
    this.#clock.advanceTo(this.#pace.timeAt(this.cpu.cycles));
  }

  #idleUntil(time: number): void {
    const end = Math.min(time, this.#sliceEnd, this.#clock.nextAt);
    this.cpu.spend(this.#pace.cyclesUntil(end, this.cpu.cycles));
  }

  #rebase(): void {
    this.#pace.rebase(this.#clock.now, this.cpu.cycles, this.#soc.clocks.cpuHz);
  }
}

const inRom = (address: number): boolean => (address - ROM) >>> 0 < ROM_SIZE;

/** Of the ROM's own words only one is known: there is no dump. */
const romWord = (address: number): number =>
  (address & ~3) >>> 0 === CHIP_MAGIC.address ? CHIP_MAGIC.value : 0;
