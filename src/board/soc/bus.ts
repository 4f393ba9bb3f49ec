import { DEVICE_SPAN, type Device } from './registers.ts';

/**
 * The peripheral bus: finds the device for an address. Addresses that no table has remember what was written and
 * give it back, as plain memory would; they are counted, so that a trace shows what a program expects of a chip and
 * the board does not have.
 */
/** Address ranges in which a load or store never faults: DPORT with what lies behind it, and the peripherals. */
const RANGES: readonly { readonly start: number; readonly end: number }[] = [
  { start: 0x3ff00000, end: 0x3ff40000 },
  { start: 0x60000000, end: 0x60020000 },
];

/** What a program did at an address that the board does not know. */
export interface UnknownAccess {
  readonly address: number;
  readonly reads: number;
  readonly writes: number;
  /** What was written last. */
  readonly value: number;
}

type Size = 1 | 2 | 4;

export class Bus {
  /** Called before every access; brings the board's clock up to the CPU's. */
  sync: (() => void) | undefined;
  /** The first access to each unknown address. */
  onUnknown: ((address: number, write: boolean) => void) | undefined;
  /**
   * Counts accesses that change something or read something that changes by itself. A loop that leaves it alone and
   * returns to the same CPU state only waits for the next event.
   */
  effects = 0;
  readonly devices: readonly Device[];
  readonly #pages = new Map<number, Device>();
  readonly #unknown = new Map<number, { reads: number; writes: number; value: number }>();

  constructor(devices: readonly Device[]) {
    this.devices = devices;
    for (const device of devices) {
      for (let at = 0; at < device.span; at += DEVICE_SPAN) this.#pages.set(pageOf(device.base + at), device);
    }
  }

  /** Unsigned value, or undefined where nothing is. Half words and bytes are cut from the word. */
  load(address: number, size: Size): number | undefined {
    const device = this.#pages.get(pageOf(address));
    if (!device && !isPeripheral(address)) return undefined;
    this.sync?.();
    const word = this.#loadWord(device, (address & ~3) >>> 0);
    if (size === 4) return word;
    const shifted = word >>> ((address & 3) * 8);
    return size === 2 ? shifted & 0xffff : shifted & 0xff;
  }

  /** False where nothing is. Half words and bytes replace their part of the word. */
  store(address: number, size: Size, value: number): boolean {
    const device = this.#pages.get(pageOf(address));
    if (!device && !isPeripheral(address)) return false;
    this.sync?.();
    const at = (address & ~3) >>> 0;
    let word = value >>> 0;
    if (size !== 4) {
      const shift = (address & 3) * 8;
      const mask = (size === 2 ? 0xffff : 0xff) << shift;
      word = ((this.peek(at) & ~mask) | ((value << shift) & mask)) >>> 0;
    }
    this.effects++;
    if (device?.knows(at - device.base)) device.write(at - device.base, word);
    else this.#note(at, word);
    return true;
  }

  /** The word at a multiple of 4 without any consequence, for people who look. */
  peek(address: number): number {
    const device = this.#pages.get(pageOf(address));
    if (device?.knows(address - device.base)) return device.peek(address - device.base);
    return this.#unknown.get(address)?.value ?? 0;
  }

  /** All addresses that were used and are in no table, in order. */
  unknownAccesses(): UnknownAccess[] {
    return [...this.#unknown]
      .map(([address, access]) => ({ address, ...access }))
      .sort((a, b) => a.address - b.address);
  }

  /** Forgets what was written to unknown addresses; the counts stay. */
  reset(): void {
    for (const access of this.#unknown.values()) access.value = 0;
  }

  #loadWord(device: Device | undefined, at: number): number {
    const offset = device ? at - device.base : 0;
    if (!device?.knows(offset)) return this.#note(at);
    if (device.isLive(offset)) this.effects++;
    return device.read(offset) >>> 0;
  }

  #note(address: number, written?: number): number {
    let access = this.#unknown.get(address);
    if (!access) {
      access = { reads: 0, writes: 0, value: 0 };
      this.#unknown.set(address, access);
      this.onUnknown?.(address, written !== undefined);
    }
    if (written === undefined) access.reads++;
    else {
      access.writes++;
      access.value = written;
    }
    return access.value;
  }
}

const pageOf = (address: number): number => (address >>> 0) >>> 8;
const isPeripheral = (address: number): boolean =>
  RANGES.some(({ start, end }) => address >= start && address < end);
