/**
 * How long the stub needs for a compressed write: a model of what it does with each packet, to choose between ways to
 * cut the stream. It takes one packet while it works on another; it answers a packet when it turns to it, and only then
 * is the next one sent. With each packet it starts one erase if the chip is idle, and does not wait for it; it inflates
 * into a window of 32 KB, and when that is full, or the stream ends, it erases what is missing and programs.
 * Source: esp-flasher-stub, `command_handler.c` (`s_flash_defl_data_post_process`), and the stub run on the virtual
 * board, which the model meets within two per cent (`test/core/transfer/stub-time.test.ts`).
 */
import { SECTOR } from '../esp8266/flash-map.ts';

/** What the stub gathers before it programs, bytes. */
export const STUB_WINDOW = 0x8000;
const ERASE_BLOCK = 0x10000;

/**
 * ms. Flash: W25Q32 class, typical values, erases a little longer, so that nothing hangs on a hair; the rest as the
 * virtual board counts it.
 */
export const STUB_COST = {
  eraseSector: 49,
  eraseBlock: 160,
  /** 16 pages of 0.4 ms, and their way over SPI. */
  programSector: 9.76,
  /** A byte of flash, inflated. */
  inflateByte: 1.07e-3,
  /** A byte of a packet in its sum. */
  sumByte: 0.085e-3,
  /** From the end of a packet's way to the stub's turning to it, and from there to the next packet's start. */
  turn: 3.3,
} as const;

/** A compressed write. */
export interface PackedStretch {
  readonly offset: number;
  /** Bytes of flash. */
  readonly length: number;
  /** Bytes of the stream. */
  readonly packed: number;
  /** Nothing is to be erased. */
  readonly blank: boolean;
}

interface Erase {
  /** Erased up to here when it is done. */
  readonly end: number;
  readonly ms: number;
}

/** The erases that the stub does for a stretch, in order. */
export function erasesOf({ offset, length, blank }: Omit<PackedStretch, 'packed'>): Erase[] {
  const erases: Erase[] = [];
  const last = Math.ceil((offset + length) / SECTOR) * SECTOR;
  for (let at = offset - (offset % SECTOR); !blank && at < last; ) {
    const whole = at % ERASE_BLOCK === 0 && last - at >= ERASE_BLOCK;
    at += whole ? ERASE_BLOCK : SECTOR;
    erases.push({ end: at, ms: whole ? STUB_COST.eraseBlock : STUB_COST.eraseSector });
  }
  return erases;
}

/** ms from the first packet's start until the last one is programmed. */
export function stubMs(stretch: PackedStretch, packets: readonly number[], baud: number): number {
  const chip = new Chip(erasesOf(stretch), stretch.blank ? Number.POSITIVE_INFINITY : stretch.offset);
  chip.startErase(0);
  const perByte = stretch.length / stretch.packed;
  let [sendAt, free, filled, programmed, taken] = [0, 0, 0, stretch.offset, 0];
  for (const payload of packets) {
    const arrived = sendAt + frameMs(payload, baud) + payload * STUB_COST.sumByte;
    let now = Math.max(arrived, free);
    sendAt = now + STUB_COST.turn;
    taken += payload;
    const ends = taken >= stretch.packed;
    for (let left = payload * perByte; left > 0; ) {
      chip.startErase(now);
      const part = Math.min(left, STUB_WINDOW - filled);
      now += part * STUB_COST.inflateByte;
      [filled, left] = [filled + part, left - part];
      if (filled < STUB_WINDOW && !(ends && left <= 0)) continue;
      now = chip.program(now, programmed + filled, filled);
      [programmed, filled] = [programmed + filled, 0];
    }
    free = now;
  }
  return free;
}

/** One byte in 128 takes two in a frame; header and ends. */
const frameMs = (payload: number, baud: number): number => ((payload * (1 + 1 / 128) + 26) * 10_000) / baud;

class Chip {
  readonly #erases: readonly Erase[];
  #next = 0;
  #erasedTo: number;
  #busyUntil = 0;

  constructor(erases: readonly Erase[], erasedTo: number) {
    this.#erases = erases;
    this.#erasedTo = erasedTo;
  }

  startErase(now: number): void {
    const erase = this.#erases[this.#next];
    if (!erase || now < this.#busyUntil) return;
    this.#next++;
    this.#busyUntil = now + erase.ms;
    this.#erasedTo = erase.end;
  }

  /** Gives when it is done. */
  program(from: number, end: number, bytes: number): number {
    let now = from;
    while (this.#erasedTo < end && this.#next < this.#erases.length) {
      now = Math.max(now, this.#busyUntil);
      this.startErase(now);
    }
    return Math.max(now, this.#busyUntil) + (bytes / SECTOR) * STUB_COST.programSector;
  }
}
