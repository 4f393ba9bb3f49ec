import { sfdpTable, uniqueId } from './chip-tables.ts';
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

type Answer = NonNullable<Command['answer']>;

const repeated = (bytes: ArrayLike<number>, length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => bytes[i % bytes.length] ?? 0xff);

/** What a busy chip does not tell. */
const unlessBusy =
  (answer: Answer): Answer =>
  (chip, address, length) =>
    chip.flash.isBusy() ? repeated([0xff], length) : answer(chip, address, length);

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
    answer: unlessBusy(({ flash }, _, length) => repeated(uniqueId(flash.seed), length)),
  },
  80: { name: 'write enable for volatile status', header: 0, act: chip => chip.allowVolatileStatus() },
  82: { name: 'erase 32 KiB', header: 3, act: ({ flash }, address) => flash.eraseBlock32(address) },
  90: {
    name: 'read SFDP',
    header: 4,
    answer: unlessBusy(({ flash }, address, length) => {
      const table = sfdpTable(flash.size);
      return Uint8Array.from({ length }, (_, i) => table[(address + i) % table.length] ?? 0xff);
    }),
  },
  96: eraseChip,
  102: { name: 'enable reset', header: 0, act: chip => chip.allowReset() },
  107: read('fast read quad output', 4),
  144: {
    name: 'read maker and device id',
    header: 3,
    answer: unlessBusy((chip, address, length) => {
      const pair = [chip.flash.jedecId & 0xff, chip.deviceId];
      return repeated(address & 1 ? pair.reverse() : pair, length);
    }),
  },
  153: { name: 'reset', header: 0, act: chip => chip.reset() },
  159: {
    name: 'read JEDEC id',
    header: 0,
    answer: unlessBusy(({ flash: { jedecId } }, _, length) =>
      repeated([jedecId & 0xff, (jedecId >> 8) & 0xff, (jedecId >> 16) & 0xff], length),
    ),
  },
  171: {
    name: 'wake up, read device id',
    header: 3,
    answer: unlessBusy((chip, _, length) => repeated([chip.deviceId], length)),
    act: chip => chip.sleep(false),
  },
  185: { name: 'power down', header: 0, act: chip => chip.sleep(true) },
  187: read('fast read dual I/O', 4),
  199: eraseChip,
  216: { name: 'erase 64 KiB', header: 3, act: ({ flash }, address) => flash.eraseBlock(address) },
  235: read('fast read quad I/O', 6),
};

/** The only command that a sleeping chip hears; the only one that may end before its header does. */
const WAKE_UP = 0xab;
const RESET = 0x99;

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
   * One transaction. Nothing comes back (all ones) from a chip without power, asleep, or busy with something else.
   * A command acts when chip select rises, and only if its address was complete.
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
    const mayReset = this.#resetAllowed;
    this.#resetAllowed = false;
    const dataAt = 1 + command.header;
    if ((out.length < dataAt && code !== WAKE_UP) || (code === RESET && !mayReset)) return silence;
    const address = ((out[1] ?? 0) << 16) | ((out[2] ?? 0) << 8) | (out[3] ?? 0);
    // Bytes that were clocked out behind the header already cost answer bytes.
    const late = Math.max(0, out.length - dataAt);
    const answer = command.answer?.(this, address, late + inLength).subarray(late);
    command.act?.(this, address, out.subarray(dataAt));
    return answer ?? silence;
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
    if (!this.flash.isBusy()) this.#asleep = asleep;
  }

  powerOff(): void {
    this.flash.powerOff();
    this.#asleep = false;
    this.#volatileStatus = false;
    this.#resetAllowed = false;
  }
}
