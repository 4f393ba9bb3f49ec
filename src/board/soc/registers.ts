/**
 * Register files as tables: name, address, bits and source of every register of a device. The devices take masks
 * and addresses from them, the bus knows by them which addresses exist, and the page can show them.
 */
export interface Register {
  /** Bytes from the start of the device. */
  readonly at: number;
  /** Value after power-on and reset; 0 when not given. */
  readonly reset?: number;
  /** Named groups of bits, as masks. */
  readonly bits?: Readonly<Record<string, number>>;
  /**
   * The value changes by itself with time, or reading it changes something: a program that reads it is not merely
   * waiting for the next event.
   */
  readonly live?: boolean;
}

export interface RegisterTable<Name extends string = string> {
  /** Device name as in the chip's headers. */
  readonly device: string;
  /** Where the facts come from. */
  readonly source: string;
  readonly registers: Readonly<Record<Name, Register>>;
}

/** Declares a device's registers; their names become its type. */
export const registerTable = <const R extends Readonly<Record<string, Register>>>(
  device: string,
  source: string,
  registers: R,
): { readonly device: string; readonly source: string; readonly registers: R } => ({
  device,
  source,
  registers,
});

/** Mask of bits `high` … `low`. */
export const bits = (high: number, low: number = high): number =>
  (((2 ** (high - low + 1) - 1) * 2 ** low) | 0) >>> 0;

const lowest = (mask: number): number => (mask & -mask) >>> 0;

/** The bits of `mask` in `word`, moved down. */
export const field = (word: number, mask: number): number => ((word & mask) >>> 0) / lowest(mask);

/** `value` moved to where `mask` begins; bits that do not fit are dropped. */
export const inField = (value: number, mask: number): number => ((value * lowest(mask)) & mask) >>> 0;

/** Bytes of address space that one device may take. */
export const DEVICE_SPAN = 0x100;

/** Why the chip starts: what the ROM reads as reset cause (see rtc.ts). */
export type ResetKind = 'power-on' | 'chip-enable' | 'reset-pin' | 'software' | 'watchdog';

/** Reset kinds after which RTC memory is lost: the chip had no power or was disabled. */
export const losesRtcMemory = (kind: ResetKind): boolean => kind === 'power-on' || kind === 'chip-enable';

/**
 * A device on the bus: words that remember what was written. Devices override `read` and `write` for registers that
 * do more; `peek` looks without consequences.
 */
export class Device {
  readonly table: RegisterTable;
  /** CPU address of register 0. */
  readonly base: number;
  readonly span: number;
  protected readonly words: Uint32Array;
  readonly #known: Uint8Array;

  constructor(table: RegisterTable, base: number, span = DEVICE_SPAN) {
    this.table = table;
    this.base = base;
    this.span = span;
    this.words = new Uint32Array(span / 4);
    this.#known = new Uint8Array(span / 4);
    for (const { at, live } of Object.values(table.registers)) this.#known[at / 4] = live ? LIVE : KNOWN;
    this.#setResetValues();
  }

  /** Whether the table has a register there. */
  knows(offset: number): boolean {
    return this.#known[offset >> 2] !== 0;
  }

  /** Whether its value changes without an event, or by being read. */
  isLive(offset: number): boolean {
    return this.#known[offset >> 2] === LIVE;
  }

  /** Word at `offset` (a multiple of 4) as the CPU reads it. */
  read(offset: number): number {
    return this.peek(offset);
  }

  write(offset: number, value: number): void {
    this.words[offset >> 2] = value;
  }

  /** As `read`, but nothing changes by it. */
  peek(offset: number): number {
    return this.words[offset >> 2] ?? 0;
  }

  /** Reset is asserted or power is gone: everything under way stops. */
  hold(): void {}

  /** Reset is over: registers have their first values again. */
  reset(_kind: ResetKind): void {
    this.words.fill(0);
    this.#setResetValues();
  }

  #setResetValues(): void {
    for (const { at, reset } of Object.values(this.table.registers)) {
      if (reset !== undefined) this.words[at >> 2] = reset;
    }
  }
}

const KNOWN = 1;
const LIVE = 2;
