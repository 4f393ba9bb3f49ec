import type { FlashOffset } from '../../core/bytes/address.ts';
import type { ChipFacts } from '../../core/device/chip-facts.ts';
import type { LinkMemory } from '../../core/device/link-memory.ts';
import type { LoaderKind, LoaderLimits } from '../../core/loader/limits.ts';

/** A stretch of the flash, bytes. */
export interface FlashStretch {
  readonly offset: FlashOffset;
  readonly length: number;
}

/**
 * A conversation with the loader in a chip: the ROM's own, or the stub. One command at a time; each has its time
 * limit and may be given up by its signal.
 *
 * How commands end:
 * - with their value;
 * - with the signal's reason, when it aborts. What the chip does with a command that is on its way is not known then:
 *   `resync` before the next one.
 * - with a {@link LoaderFailure}: the loader refused, or was silent. The line is usable again after `resync`.
 *   A write that broke off is begun again with `flashBegin`/`deflBegin` at a sector's start: a block sent twice
 *   within one write may be taken twice.
 * - with a Problem `port-lost`: the session is over; connect again.
 *
 * Reading commands (`readRegister`, `md5`, `flush`) try again by themselves when an answer got lost.
 */
export interface LoaderSession {
  readonly kind: LoaderKind;
  readonly limits: LoaderLimits;
  readonly baud: number;
  readonly chip: ChipFacts;
  /** What was learnt about this bridge and port so far; worth keeping for the next time. */
  readonly memory: LinkMemory;
  /** Bytes over the line since connecting began, both directions, framing included. */
  readonly wire: number;

  readRegister(address: number, signal?: AbortSignal): Promise<number>;
  writeRegister(address: number, value: number, signal?: AbortSignal): Promise<void>;
  /** `bytes` into the chip's RAM, in the loader's blocks. */
  writeMemory(address: number, bytes: Uint8Array, signal?: AbortSignal): Promise<void>;

  /**
   * Begins a write of plain blocks; erases what it will cover (the ROM at once, before it answers; the stub just in
   * time). The offset is a sector's start. Blocks have `limits.flashBlock` bytes, only the last may be shorter.
   */
  flashBegin(stretch: FlashStretch, signal?: AbortSignal): Promise<void>;
  /** Block `sequence` (from 0). The ROM has written and compared it when this resolves; the stub has only taken it. */
  flashData(sequence: number, block: Uint8Array, signal?: AbortSignal): Promise<void>;
  /**
   * Begins a compressed write (stub). `packed` is the length of the whole zlib stream; its packets have
   * `limits.flashBlock` bytes, only the last may be shorter.
   */
  deflBegin(stretch: FlashStretch, packed: number, signal?: AbortSignal): Promise<void>;
  /**
   * Part `sequence` of the stream; `unpacked` is about how many bytes of flash come out of it, for the time limit.
   * To be awaited before the next one; have that ready before.
   */
  deflData(sequence: number, packet: Uint8Array, unpacked: number, signal?: AbortSignal): Promise<void>;
  /**
   * Resolves when everything sent so far is executed; fails with what went wrong in it. `md5`, `readFlash` and the
   * erase commands do so first by themselves.
   */
  flush(signal?: AbortSignal): Promise<void>;

  /** MD5 of what the flash holds, 16 bytes (stub). Any alignment. */
  md5(stretch: FlashStretch, signal?: AbortSignal): Promise<Uint8Array>;
  /**
   * Reads the flash (stub). `onBytes` gets the parts in order as they come; resolves when the stub's MD5 over all of
   * them was right, else fails.
   */
  readFlash(stretch: FlashStretch, onBytes: (part: Uint8Array) => void, signal?: AbortSignal): Promise<void>;
  /** Whole sectors. The ROM does it by a write of nothing. */
  eraseRegion(stretch: FlashStretch, signal?: AbortSignal): Promise<void>;
  /** The whole chip; `size` for the time limit, and for the ROM. */
  eraseFlash(size: number, signal?: AbortSignal): Promise<void>;
  /** Tells the loader how large the flash is: ROM and stub start with a default and refuse what lies behind it. */
  spiSetParams(size: number, signal?: AbortSignal): Promise<void>;

  /** Another rate for chip and line (stub). When this fails, the chip may sit at either; `connect` climbs for you. */
  changeBaud(baud: number, signal?: AbortSignal): Promise<void>;
  /** Makes sure that chip and session understand each other again, after a failure or an abort. */
  resync(signal?: AbortSignal): Promise<void>;
  /**
   * Resets the chip into its program and ends the session; the link stays open at 115200. Without reset lines the
   * ROM leaves its loader by a command, which the stub does not have.
   * False when it is not known that this board has an automatic reset: somebody may have to press the button.
   */
  run(): Promise<boolean>;
  /** Ends the session and leaves the link as it is: a stub stays there for the next connect. */
  detach(): void;
}
