import { BLOCK64, SECTOR } from './geometry.ts';

/**
 * The chip's status registers and which part of it their block-protect bits lock.
 * Source: W25Q series data sheets, status registers and protection tables (the same from 1 to 16 MiB apart from the
 * unit, which is 1/64 of the chip but at least 64 KiB).
 */
export const WIP = 0x01;
export const WEL = 0x02;
const BP_LOW = 2;
const BP_ALL = 0x1c;
const TB = 0x20;
const SEC = 0x40;
/** In register 2: protect the other part. */
const CMP = 0x40;

export type StatusBytes = readonly [number, number, number];

export class StatusRegisters {
  readonly #size: number;
  /** What power-on brings back. */
  #stored: StatusBytes;
  #now: StatusBytes;

  constructor(size: number, stored: StatusBytes) {
    this.#size = size;
    this.#stored = stored;
    this.#now = stored;
  }

  get stored(): StatusBytes {
    return this.#stored;
  }

  /** Register 1 without its busy and write-enable bits, 2 or 3. */
  get(register: 1 | 2 | 3): number {
    return this.#now[register - 1] ?? 0;
  }

  set(first: 1 | 2 | 3, values: Uint8Array, lasting: boolean): void {
    const [one, two, three] = this.#now.map((old, i) => values[i + 1 - first] ?? old);
    this.#now = [(one ?? 0) & ~(WIP | WEL), two ?? 0, three ?? 0];
    if (lasting) this.#stored = this.#now;
  }

  powerOn(): void {
    this.#now = this.#stored;
  }

  /** Locks the whole chip. */
  protectAll(): void {
    this.set(1, Uint8Array.of(this.get(1) | BP_ALL), true);
  }

  /** Whether any byte of the range is locked. */
  isLocked(offset: number, length: number): boolean {
    const { start, end } = lockedRange(this.#size, this.get(1), this.get(2));
    return start < end && offset < end && offset + length > start;
  }
}

/** The locked part, `end` exclusive; empty when start = end. */
function lockedRange(size: number, status1: number, status2: number): { start: number; end: number } {
  const level = (status1 & BP_ALL) >> BP_LOW;
  const bottom = (status1 & TB) !== 0;
  const length = Math.min(size, lockedLength(size, level, (status1 & SEC) !== 0));
  const other = (status2 & CMP) !== 0;
  if (bottom) return other ? { start: length, end: size } : { start: 0, end: length };
  return other ? { start: 0, end: size - length } : { start: size - length, end: size };
}

function lockedLength(size: number, level: number, bySector: boolean): number {
  if (level === 0) return 0;
  if (level === 7) return size;
  if (bySector) return SECTOR << Math.min(level - 1, 3);
  return Math.max(BLOCK64, size / 64) << (level - 1);
}
