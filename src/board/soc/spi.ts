import type { VirtualClock } from '../clock.ts';
import type { Costs } from '../costs.ts';
import type { SpiFlashChip } from '../flash/spi-flash-chip.ts';
import type { ChipClocks } from './clocks.ts';
import { Device, field } from './registers.ts';
import { DATA_BYTES, SPI, W0 } from './spi-registers.ts';
import { userTransaction } from './spi-user.ts';

/**
 * SPI0, the controller of the flash chip. Writing a command bit starts one transaction; the chip acts at once and the
 * bit reads back 0 when the transfer has had its time. Whether the chip is then still busy erasing, software asks
 * with RDSR, as on the real board.
 */
const R = SPI.registers;
const { CMD, ADDR, CTRL, CLOCK } = R;

/** Bytes of the command and address part of a transaction. */
const COMMAND = 1;
const ADDRESS = 3;

/** Read command, dummy bytes and data lines by the mode bits of CTRL, the first that fits. */
const READ_MODES: readonly (readonly [mask: number, command: number, dummy: number, lines: number])[] = [
  [CTRL.bits.QIO, 0xeb, 3, 4],
  [CTRL.bits.DIO, 0xbb, 1, 2],
  [CTRL.bits.QOUT, 0x6b, 1, 4],
  [CTRL.bits.DOUT, 0x3b, 1, 2],
  [CTRL.bits.FAST_READ, 0x0b, 1, 1],
];

/** Commands without address or data, and erases, which carry an address. */
const PLAIN: readonly (readonly [bit: number, command: number, withAddress: boolean])[] = [
  [CMD.bits.WREN, 0x06, false],
  [CMD.bits.WRDI, 0x04, false],
  [CMD.bits.SE, 0x20, true],
  [CMD.bits.BE, 0xd8, true],
  [CMD.bits.CE, 0xc7, false],
  [CMD.bits.DP, 0xb9, false],
];

export interface SpiOptions {
  readonly clock: VirtualClock;
  readonly clocks: ChipClocks;
  readonly costs: Costs;
  readonly chip: SpiFlashChip;
}

export class Spi extends Device {
  /** Software saw a busy chip; until then asking again gives the same answer. */
  onBusyPoll: ((until: number) => void) | undefined;
  /** The chip took an erase or a program command. */
  onFlashBusy: (() => void) | undefined;
  readonly #options: SpiOptions;
  readonly #data: Uint8Array;
  #command = 0;
  #doneAt = 0;

  constructor(base: number, options: SpiOptions) {
    super(SPI, base);
    this.#options = options;
    this.#data = new Uint8Array(this.words.buffer, W0, DATA_BYTES);
  }

  get busy(): boolean {
    return this.#options.clock.now < this.#doneAt;
  }

  /** Whether the flash belongs to the cache. */
  get cacheOwnsBus(): boolean {
    return (this.peek(CTRL.at) & CTRL.bits.CACHE_OWNS_BUS) !== 0;
  }

  override peek(offset: number): number {
    if (offset === CMD.at) return this.busy ? this.#command : 0;
    if (offset === R.EXT2.at) return this.busy ? 1 : 0;
    return super.peek(offset);
  }

  override write(offset: number, value: number): void {
    if (offset === CMD.at) this.#start(value);
    else if (offset !== R.EXT2.at) super.write(offset, value);
  }

  override hold(): void {
    this.#doneAt = 0;
  }

  /** Nanoseconds per bit on the flash link. */
  get bitTime(): number {
    const word = super.peek(CLOCK.at);
    const { clocks, costs } = this.#options;
    if (word === 0) return 1e9 / costs.spiClock;
    if (word & CLOCK.bits.SAME_AS_BUS) return clocks.busTick;
    return clocks.busTick * (field(word, CLOCK.bits.PRE) + 1) * (field(word, CLOCK.bits.COUNT) + 1);
  }

  #start(command: number): void {
    const cycles = this.#transact(command);
    if (cycles === 0) return;
    this.#command = command;
    const { clock, costs, chip } = this.#options;
    this.#doneAt = clock.now + cycles * this.bitTime + costs.spiTransaction;
    clock.at(this.#doneAt, nothing); // so that a loop that waits for it is not skipped past it
    if (chip.flash.isBusy() && !(command & CMD.bits.RDSR)) this.onFlashBusy?.();
  }

  /** @returns clock cycles on the line; 0 when no command bit was set. */
  #transact(command: number): number {
    if (command & CMD.bits.USR) return this.#user();
    if (command & CMD.bits.READ) return this.#read();
    if (command & CMD.bits.PP) return this.#program();
    if (command & CMD.bits.RDID) return this.#into(W0, Uint8Array.of(0x9f), 3);
    if (command & CMD.bits.RES) return this.#into(W0, Uint8Array.of(0xab, 0, 0, 0), 1);
    if (command & CMD.bits.RDSR) return this.#readStatus();
    if (command & CMD.bits.WRSR) return this.#writeStatus();
    for (const [bit, code, withAddress] of PLAIN) {
      if (command & bit) return this.#send(withAddress ? this.#withAddress(code) : Uint8Array.of(code));
    }
    return 0;
  }

  #read(): number {
    const ctrl = super.peek(CTRL.at);
    const [, code = 0x03, dummy = 0, lines = 1] = READ_MODES.find(([mask]) => ctrl & mask) ?? [];
    const bytes = this.#byteCount();
    this.#into(W0, this.#withAddress(code, new Uint8Array(dummy)), bytes);
    return (COMMAND + ADDRESS + dummy) * 8 + (bytes * 8) / lines;
  }

  #program(): number {
    return this.#send(this.#withAddress(0x02, this.#data.subarray(0, this.#byteCount())));
  }

  #readStatus(): number {
    const { flash } = this.#options.chip;
    const [status = 0] = this.#options.chip.transfer(Uint8Array.of(0x05), 1);
    super.write(R.RD_STATUS.at, (super.peek(R.RD_STATUS.at) & ~0xff) | status);
    if (flash.isBusy()) this.onBusyPoll?.(flash.busyUntil);
    return (COMMAND + 1) * 8;
  }

  #writeStatus(): number {
    const status = super.peek(R.RD_STATUS.at);
    const wide = (super.peek(CTRL.at) & CTRL.bits.WRITE_STATUS_16) !== 0;
    const values = wide ? [status & 0xff, (status >> 8) & 0xff] : [status & 0xff];
    return this.#send(Uint8Array.of(0x01, ...values));
  }

  #user(): number {
    const user = super.peek(R.USER.at);
    const { OUT_UPPER_HALF, IN_UPPER_HALF } = R.USER.bits;
    const half = DATA_BYTES / 2;
    const { out, inBits, cycles } = userTransaction(
      { user, user1: super.peek(R.USER1.at), user2: super.peek(R.USER2.at), addr: super.peek(ADDR.at) },
      user & OUT_UPPER_HALF ? this.#data.subarray(half) : this.#data,
    );
    const bytes = Math.min(DATA_BYTES, Math.ceil(inBits / 8));
    const lastBits = inBits % 8;
    const answer = this.#options.chip.transfer(out, bytes);
    if (lastBits) answer[bytes - 1] = (answer[bytes - 1] ?? 0) & (0xff << (8 - lastBits));
    const room = user & IN_UPPER_HALF ? this.#data.subarray(half) : this.#data;
    room.set(answer.subarray(0, room.length));
    return cycles;
  }

  #send(out: Uint8Array): number {
    this.#options.chip.transfer(out, 0);
    return out.length * 8;
  }

  /** Sends, and puts the answer into the data words from `at` on. */
  #into(at: number, out: Uint8Array, count: number): number {
    this.#data.set(this.#options.chip.transfer(out, count), at - W0);
    return (out.length + count) * 8;
  }

  #withAddress(code: number, data: Uint8Array = new Uint8Array(0)): Uint8Array {
    const address = field(super.peek(ADDR.at), ADDR.bits.ADDRESS);
    return Uint8Array.of(code, address >> 16, (address >> 8) & 0xff, address & 0xff, ...data);
  }

  #byteCount(): number {
    return Math.min(DATA_BYTES, field(super.peek(ADDR.at), ADDR.bits.BYTES));
  }
}

const nothing = (): void => {};
