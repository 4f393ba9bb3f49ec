import type { BoardFault, FlashConfig, PowerCut } from '../config.ts';
import { type Costs, costsOf } from '../costs.ts';
import { Random, seedFor } from '../random.ts';
import { Cells, type Change } from './cells.ts';
import { BLOCK32, BLOCK64, MEGABYTE, PAGE, SECTOR } from './geometry.ts';
import { SectorStore } from './sector-store.ts';
import { type StatusBytes, StatusRegisters, WEL, WIP } from './status.ts';

/**
 * A NOR flash chip: erasing sets bits, programming only clears them, both need the write enable latch and take time
 * on the virtual clock. Cells change when the operation starts; `busyUntil` says when the chip is ready again, and
 * power that fails before then tears the operation. What a real chip would silently get wrong is counted.
 * Source: W25Q series data sheets.
 */
export type MishapKind =
  | 'read-while-busy'
  | 'command-while-busy'
  | 'not-write-enabled'
  | 'protected'
  | 'programmed-without-erase';

export interface Mishap {
  readonly kind: MishapKind;
  readonly offset: number;
  /** Nanoseconds on the board's clock. */
  readonly at: number;
}

export interface FlashOptions extends FlashConfig {
  readonly seed?: number;
  readonly costs?: Costs;
  readonly faults?: readonly BoardFault[];
  /** The board's clock. */
  readonly clock: { readonly now: number };
}

/** A state to come back to; cheap to take and never changed by later writes. */
export interface FlashSnapshot {
  readonly store: SectorStore;
  readonly wear: Uint32Array;
  readonly status: StatusBytes;
  readonly operations: number;
}

/** The operation that power failed around, and when. */
export interface PowerLoss extends PowerCut {
  readonly at: number;
}

export class NorFlash {
  readonly size: number;
  readonly jedecId: number;
  readonly seed: number;
  /** Power fails around this operation: `onPowerLoss` is called and the chip is dead until `powerOn`. */
  powerCut: PowerCut | undefined;
  onPowerLoss: ((loss: PowerLoss) => void) | undefined;
  /** Cells changed: whatever was decoded or shown from there is old. */
  onChange: ((offset: number, length: number) => void) | undefined;
  onMishap: ((mishap: Mishap) => void) | undefined;
  /** How often each kind happened. */
  readonly mishaps = new Map<MishapKind, number>();

  readonly #options: FlashOptions;
  readonly #costs: Costs;
  readonly #faults: readonly BoardFault[];
  readonly #flips: Random;
  readonly #store: SectorStore;
  #cells: Cells;
  #status: StatusRegisters;
  #writeEnabled = false;
  #powered = true;
  #operations = 0;
  #endsAt = 0;
  #changes: readonly Change[] = [];

  constructor(options: FlashOptions, from?: FlashSnapshot) {
    this.#options = options;
    this.size = options.size;
    this.seed = options.seed ?? 0;
    this.#costs = options.costs ?? costsOf();
    this.#faults = options.faults ?? [];
    this.jedecId = this.#fault('flash-id')?.jedecId ?? options.jedecId;
    this.powerCut = this.#fault('power-cut');
    this.#flips = new Random(seedFor(this.seed, 'flips'));
    this.#store = from?.store.fork() ?? new SectorStore(options.size);
    this.#cells = new Cells(this.#store, from?.wear, this.seed, this.#faults);
    this.#status = this.#statusOf(from);
    this.#operations = from?.operations ?? 0;
  }

  /** Erases and page programs since the chip was new. */
  get operations(): number {
    return this.#operations;
  }

  get powered(): boolean {
    return this.#powered;
  }

  /** When the chip is ready; Infinity if it hangs or has no power. */
  get busyUntil(): number {
    return this.#powered ? this.#endsAt : Number.POSITIVE_INFINITY;
  }

  isBusy(now: number = this.#options.clock.now): boolean {
    return now < this.busyUntil;
  }

  /** Status registers 1 to 3; without power they read as all ones, so whoever polls goes on waiting. */
  status(register: 1 | 2 | 3 = 1): number {
    if (!this.#powered) return 0xff;
    const value = this.#status.get(register);
    if (register !== 1) return value;
    return value | (this.isBusy() ? WIP | WEL : this.#writeEnabled ? WEL : 0);
  }

  /** Erase cycles of a sector. */
  wear(sector: number): number {
    return this.#cells.wear(sector);
  }

  /** A copy of the whole content, or of a part, for files and pictures: no bus, no faults, no time. */
  peek(offset = 0, length: number = this.size): Uint8Array {
    const bytes = new Uint8Array(length);
    this.#store.read(offset, bytes);
    return bytes;
  }

  /** Whether a sector is erased; cheap. */
  isBlank(sector: number): boolean {
    return this.#store.isBlank(sector);
  }

  /** Puts bytes into the cells as a factory programmer would: no bus, no wear, no time. */
  load(offset: number, bytes: Uint8Array): void {
    if (offset + bytes.length > this.size) {
      throw new RangeError(`${bytes.length} bytes at ${offset} in a flash of ${this.size}`);
    }
    for (let done = 0; done < bytes.length; ) {
      const room = SECTOR - ((offset + done) % SECTOR);
      const part = bytes.subarray(done, done + room);
      this.#store.write(offset + done, part);
      done += part.length;
    }
    this.onChange?.(offset, bytes.length);
  }

  /** The megabyte that the CPU's cache shows: one array that follows every change of the cells. */
  window(megabyte: number): Uint8Array {
    return this.#store.window(megabyte);
  }

  /** Reads bytes as they come out of the chip; behind the end it begins again. */
  read(offset: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length).fill(0xff);
    if (!this.#powered) return bytes;
    if (this.isBusy()) {
      this.#mishap('read-while-busy', offset);
      return bytes;
    }
    this.#store.read(offset, bytes);
    const flips = this.#fault('read-flips');
    for (let i = 0; flips && i < length; i++) {
      if (this.#flips.chance(flips.rate)) bytes[i] = (bytes[i] ?? 0) ^ (1 << this.#flips.below(8));
    }
    return bytes;
  }

  writeEnable(): void {
    if (this.#ready(0)) this.#writeEnabled = true;
  }

  writeDisable(): void {
    if (this.#ready(0)) this.#writeEnabled = false;
  }

  /**
   * Writes status registers from the given one on; the busy and the write-enable bit stay the chip's.
   * @param lasting false: only until power-off (after command 50, which also needs no latch).
   */
  writeStatus(first: 1 | 2 | 3, values: Uint8Array, lasting = true): boolean {
    if (!this.#ready(0) || (lasting && !this.#takeLatch(0))) return false;
    if (this.#fault('write-protected')?.locked) {
      this.#mishap('protected', 0);
      return false;
    }
    this.#status.set(first, values, lasting);
    if (lasting) this.#run(this.#costs.flashWriteStatus, []);
    return true;
  }

  /**
   * Programs up to a page; see `Cells.program` for what happens at its end.
   * @returns whether the chip took the command.
   */
  program(offset: number, data: Uint8Array): boolean {
    const at = offset % this.size;
    const page = at - (at % PAGE);
    if (data.length === 0 || !this.#accepts(page, PAGE)) return false;
    const bytes = Math.min(data.length, PAGE);
    const time = this.#costs.flashProgramFirstByte + (bytes - 1) * this.#costs.flashProgramByte;
    this.#operate(time, () => {
      const { change, wantedSetBits } = this.#cells.program(at, data);
      if (wantedSetBits) this.#mishap('programmed-without-erase', at);
      return [change];
    });
    return true;
  }

  /** Erases the 4 KiB that `offset` lies in. */
  eraseSector(offset: number): boolean {
    return this.#erase(offset, SECTOR, this.#costs.flashEraseSector);
  }

  /** Erases the 32 KiB that `offset` lies in. */
  eraseBlock32(offset: number): boolean {
    return this.#erase(offset, BLOCK32, this.#costs.flashEraseBlock32);
  }

  /** Erases the 64 KiB that `offset` lies in. */
  eraseBlock(offset: number): boolean {
    return this.#erase(offset, BLOCK64, this.#costs.flashEraseBlock64);
  }

  eraseChip(): boolean {
    return this.#erase(0, this.size, (this.#costs.flashEraseChipPerMegabyte * this.size) / MEGABYTE);
  }

  /** Power is gone: an operation that runs stays half done. */
  powerOff(): void {
    if (!this.#powered) return;
    if (this.isBusy()) this.#tear();
    this.#powered = false;
  }

  powerOn(): void {
    this.#powered = true;
    this.#endsAt = 0;
    this.#changes = [];
    this.#writeEnabled = false;
    this.#status.powerOn();
  }

  /** The present state as a value. An operation that runs counts as done. */
  snapshot(): FlashSnapshot {
    return {
      store: this.#store.fork(),
      wear: this.#cells.shareWear(),
      status: this.#status.stored,
      operations: this.#operations,
    };
  }

  /** Goes back to a snapshot of a chip of the same size, as after power-on. */
  restore(from: FlashSnapshot): void {
    this.#store.adopt(from.store);
    this.#cells = new Cells(this.#store, from.wear, this.seed, this.#faults);
    this.#status = this.#statusOf(from);
    this.#operations = from.operations;
    this.powerOn();
    this.onChange?.(0, this.size);
  }

  /** Another chip with the same content; changes of either do not show in the other. */
  fork(options: Partial<FlashOptions> = {}): NorFlash {
    return new NorFlash({ ...this.#options, ...options }, this.snapshot());
  }

  #statusOf(from: FlashSnapshot | undefined): StatusRegisters {
    const status = new StatusRegisters(this.size, from?.status ?? [0, 0, 0]);
    if (this.#fault('write-protected')) status.protectAll();
    return status;
  }

  #erase(offset: number, length: number, time: number): boolean {
    const at = offset % this.size;
    const start = at - (at % length);
    if (!this.#accepts(start, length)) return false;
    const worn = this.#cells.isWorn(start, length);
    this.#operate(worn ? Math.max(time, this.#costs.flashWornErase) : time, () => {
      const changes: Change[] = [];
      for (let at = start; at < start + length; at += SECTOR)
        changes.push(this.#cells.eraseSector(at / SECTOR));
      return changes;
    });
    return true;
  }

  /** Does one counted operation, with the power cut that is planned for it. */
  #operate(time: number, act: () => readonly Change[]): void {
    const number = ++this.#operations;
    const cut = this.powerCut?.operation === number ? this.powerCut.moment : undefined;
    if (cut !== 'before') this.#run(time, act());
    const { now } = this.#options.clock;
    const hang = this.#fault('flash-hangs');
    if (hang && number > hang.afterOperations) this.#endsAt = Number.POSITIVE_INFINITY;
    if (cut === undefined) return;
    const length = this.#endsAt - now;
    if (cut === 'middle') this.#tear();
    this.#powered = false;
    this.onPowerLoss?.({
      operation: number,
      moment: cut,
      at: now + (cut === 'before' ? 0 : cut === 'middle' ? length / 2 : length),
    });
  }

  #run(time: number, changes: readonly Change[]): void {
    this.#changes = changes;
    this.#endsAt = this.#options.clock.now + time * this.#costs.flashTimeScale;
    for (const { offset, before } of changes) this.onChange?.(offset, before.length);
  }

  #tear(): void {
    this.#cells.tear(this.#changes, new Random(seedFor(this.seed, 'torn', this.#operations)));
    for (const { offset, before } of this.#changes) this.onChange?.(offset, before.length);
    this.#changes = [];
  }

  #accepts(offset: number, length: number): boolean {
    if (!this.#ready(offset) || !this.#takeLatch(offset)) return false;
    const locked = this.#status.isLocked(offset, length);
    if (locked) this.#mishap('protected', offset);
    return !locked;
  }

  /** The write enable latch serves one command, whatever becomes of it. */
  #takeLatch(offset: number): boolean {
    if (!this.#writeEnabled) this.#mishap('not-write-enabled', offset);
    const enabled = this.#writeEnabled;
    this.#writeEnabled = false;
    return enabled;
  }

  #ready(offset: number): boolean {
    if (!this.#powered) return false;
    if (this.isBusy()) this.#mishap('command-while-busy', offset);
    return !this.isBusy();
  }

  #mishap(kind: MishapKind, offset: number): void {
    this.mishaps.set(kind, (this.mishaps.get(kind) ?? 0) + 1);
    this.onMishap?.({ kind, offset, at: this.#options.clock.now });
  }

  #fault<K extends BoardFault['kind']>(kind: K): Extract<BoardFault, { kind: K }> | undefined {
    return this.#faults.find((fault): fault is Extract<BoardFault, { kind: K }> => fault.kind === kind);
  }
}
