import { sfdpTable, uniqueId } from './chip-tables.ts';
import { SECTOR } from './geometry.ts';
import type { NorFlash } from './nor-flash.ts';

/**
 * The chip's command layer: what it does and answers between chip select low and high. One transaction is the bytes
 * that the controller clocks out and the number of bytes that it clocks in afterwards.
 * Source: W25Q series data sheets, instruction set table.
 */
interface Command {
  readonly name: string;
  /** Bytes between the command and the data: address and dummy or mode bytes. */
  readonly header: number;
  /** Answers the bytes that come out behind the header. */
  readonly answer?: (chip: SpiFlashChip, address: number, length: number) => Uint8Array;
  /** Acts when chip select rises; `data` is what came in behind the header. */
  readonly act?: (chip: SpiFlashChip, address: number, data: Uint8Array) => void;
}

const repeated = (bytes: ArrayLike<number>, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => bytes[i % bytes.length] ?? 0xff);

const read = (name: string, header: number): Command => ({
  name,
  header,
  answer: ({ flash }, address, length) => flash.read(address, length),
});
const status = (register: 1 | 2 | 3): Command => ({
  name: `read status register ${register}`,
  header: 0,
  answer: ({ flash }, _, length) => repeated([flash.status(register)], length),
});
const writeStatus = (first: 1 | 2 | 3): Command => ({
  name: `write status register ${first}`,
  header: 0,
  act: (chip, _, data) => chip.writeStatus(first, data),
});
const program = (name: string): Command => ({
  name,
  header: 3,
  act: ({ flash }, address, data) => flash.program(address, data),
});
const eraseChip: Command = { name: 'erase chip', header: 0, act: ({ flash }) => flash.eraseChip() };

/** By command byte. */
export const FLASH_COMMANDS: Readonly<Record<number, Command>> = {
  1: writeStatus(1),
  2: program('page program'),
  3: read('read', 3),
  4: { name: 'write disable', header: 0, act: ({ flash }) => flash.writeDisable() },
  5: status(1),
  6: { name: 'write enable', header: 0, act: ({ flash }) => flash.writeEnable() },
  11: read('fast read', 4),
  17: writeStatus(3),
  21: status(3),
  32: { name: 'erase 4 KiB', header: 3, act: ({ flash }, address) => flash.eraseSector(address) },
  49: writeStatus(2),
  50: program('quad page program'),
  53: status(2),
  59: read('fast read dual output', 4),
  75: {
    name: 'read unique id',
    header: 4,
    answer: ({ flash }, _, length) => repeated(uniqueId(flash.seed), length),
  },
  80: { name: 'write enable for volatile status', header: 0, act: chip => chip.allowVolatileStatus() },
  82: { name: 'erase 32 KiB', header: 3, act: ({ flash }, address) => flash.eraseBlock32(address) },
  90: {
    name: 'read SFDP',
    header: 4,
    answer: ({ flash }, address, length) =>
      Uint8Array.from({ length }, (_, i) => sfdpTable(flash.size)[(address + i) % 0x100] ?? 0xff),
  },
  96: eraseChip,
  102: { name: 'enable reset', header: 0, act: chip => chip.allowReset() },
  107: read('fast read quad output', 4),
  144: {
    name: 'read maker and device id',
    header: 3,
    answer: (chip, address, length) => {
      const pair = [chip.flash.jedecId & 0xff, chip.deviceId];
      return repeated(address & 1 ? pair.reverse() : pair, length);
    },
  },
  153: { name: 'reset', header: 0, act: chip => chip.reset() },
  159: {
    name: 'read JEDEC id',
    header: 0,
    answer: ({ flash: { jedecId } }, _, length) =>
      repeated([jedecId & 0xff, (jedecId >> 8) & 0xff, (jedecId >> 16) & 0xff], length),
  },
  171: {
    name: 'wake up, read device id',
    header: 3,
    answer: (chip, _, length) => repeated([chip.deviceId], length),
    act: chip => chip.sleep(false),
  },
  185: { name: 'power down', header: 0, act: chip => chip.sleep(true) },
  187: read('fast read dual I/O', 4),
  199: eraseChip,
  216: { name: 'erase 64 KiB', header: 3, act: ({ flash }, address) => flash.eraseBlock(address) },
  235: read('fast read quad I/O', 6),
};

/** Commands that a busy chip answers. */
const WHILE_BUSY: readonly number[] = [0x05, 0x15, 0x35];
const WAKE_UP = 0xab;

export class SpiFlashChip {
  readonly flash: NorFlash;
  /** Transactions whose command byte the chip does not know, by command. */
  readonly unknown = new Map<number, number>();
  #asleep = false;
  #volatileStatus = false;
  #resetAllowed = false;

  constructor(flash: NorFlash) {
    this.flash = flash;
  }

  /** Second half of the old id: one less than the capacity byte. */
  get deviceId(): number {
    return ((this.flash.jedecId >> 16) & 0xff) - 1;
  }

  /**
   * One transaction. Nothing comes back (all ones) from a chip without power, asleep, or busy with another command.
   * An erase or status command acts only if chip select rises right behind its last byte, as on a chip.
   */
  transfer(out: Uint8Array, inLength: number): Uint8Array {
    const silence = new Uint8Array(inLength).fill(0xff);
    const code = out[0];
    if (code === undefined || !this.flash.powered) return silence;
    if (this.#asleep && code !== WAKE_UP) return silence;
    const command = FLASH_COMMANDS[code];
    if (!command) {
      this.unknown.set(code, (this.unknown.get(code) ?? 0) + 1);
      return silence;
    }
    const resetWasAllowed = this.#resetAllowed;
    if (code !== 0x99) this.#resetAllowed = false;
    const address = ((out[1] ?? 0) << 16) | ((out[2] ?? 0) << 8) | (out[3] ?? 0);
    const headerEnd = 1 + command.header;
    const answersNow = command.answer !== undefined && (!this.flash.isBusy() || WHILE_BUSY.includes(code));
    const answer = this.#answer(command, answersNow, address, out.length - headerEnd, inLength) ?? silence;
    if (code === 0x99 && !resetWasAllowed) return answer;
    const complete = code === WAKE_UP || out.length >= headerEnd;
    if (complete && command.act) command.act(this, address, out.subarray(headerEnd));
    return answer;
  }

  /** Whether the bytes of a whole sector are erased, for who wants to skip it. */
  isBlank(sector: number): boolean {
    return this.flash.isBlank(sector % (this.flash.size / SECTOR));
  }

  writeStatus(first: 1 | 2 | 3, data: Uint8Array): void {
    if (data.length > 0) this.flash.writeStatus(first, data, !this.#volatileStatus);
    this.#volatileStatus = false;
  }

  allowVolatileStatus(): void {
    this.#volatileStatus = true;
  }

  allowReset(): void {
    this.#resetAllowed = true;
  }

  /** As after power-on; an operation that runs is torn. */
  reset(): void {
    this.powerOff();
    this.flash.powerOn();
  }

  sleep(asleep: boolean): void {
    this.#asleep = asleep;
  }

  powerOff(): void {
    this.flash.powerOff();
    this.#asleep = false;
    this.#volatileStatus = false;
    this.#resetAllowed = false;
  }

  #answer(
    command: Command,
    now: boolean,
    address: number,
    early: number,
    inLength: number,
  ): Uint8Array | undefined {
    if (command.header > 0 && early < 0 && command !== FLASH_COMMANDS[WAKE_UP]) return undefined;
    if (!command.answer) return undefined;
    if (!now) {
      this.flash.read(address, 0);
      return undefined;
    }
    // Bytes that were clocked out behind the header already cost answer bytes.
    const skip = Math.max(0, early);
    return command.answer(this, address, skip + inLength).subarray(skip);
  }
}
