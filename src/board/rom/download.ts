/**
 * The ROM's UART download loop: one command frame in, one answer out (loader.md, sections 2 and 3, "ROM").
 * It knows neither line nor registers; what it does to the chip goes through `DownloadChip`, in the chip's time.
 */
import { readLittleEndian, writeLittleEndian } from '../../core/bytes/struct.ts';
import { xorChecksum } from '../../core/bytes/xor-checksum.ts';
import type { Task } from './task.ts';

/** What the commands work on. Flash operations answer whether they succeeded. */
export interface DownloadChip {
  /** Flash pins, fast read, cache off: what FLASH_BEGIN does first. */
  attachFlash(): void;
  /** Size of the flash chip as the ROM's data structure in RAM has it. */
  flashSize(): number;
  setFlashParameters(parameters: FlashParameters): void;
  eraseSector(sector: number): Task<boolean>;
  eraseBlock(block: number): Task<boolean>;
  writeFlash(offset: number, data: Uint8Array): Task<boolean>;
  readFlash(offset: number, length: number): Task<Uint8Array | undefined>;
  readWord(address: number): number;
  writeWord(address: number, value: number): void;
  writeMemory(address: number, data: Uint8Array): void;
  delay(microseconds: number): Task;
}

/** The words of SPI_SET_PARAMS: the chip's id, then sizes in bytes and the mask of the status register. */
export interface FlashParameters {
  readonly id: number;
  readonly size: number;
  readonly block: number;
  readonly sector: number;
  readonly page: number;
  readonly statusMask: number;
}

/** What the loop sends back, and whether it goes on. */
export interface DownloadAnswer {
  /** The body of the answer, to be sent `times` times. */
  readonly body: Uint8Array;
  readonly times: number;
  /** Set when the command ends the loop: the code to call, or 0 to boot from flash. */
  readonly leave?: number;
}

const REQUEST = 0x00;
const ANSWER = 0x01;
const HEADER = 8;
/** Header of the *_DATA commands: size, sequence and two words without meaning. */
const DATA_HEADER = 16;
const MAX_PACKET = 0x1800;
const MAX_DATA = MAX_PACKET + DATA_HEADER;
const SECTOR = 0x1000;
const SECTORS_PER_BLOCK = 16;

const OP = {
  flashBegin: 0x02,
  flashData: 0x03,
  flashEnd: 0x04,
  memBegin: 0x05,
  memEnd: 0x06,
  memData: 0x07,
  sync: 0x08,
  writeRegister: 0x09,
  readRegister: 0x0a,
  setFlashParameters: 0x0b,
} as const;

/** Second status byte (loader.md, "ROM error codes"). */
const GOOD = 0;
const BAD_MESSAGE = 0x05;
const FAILED = 0x06;
const BAD_CHECKSUM = 0x07;
const READ_BACK_DIFFERS = 0x08;

const SYNC_ANSWERS = 8;

interface Request {
  readonly checksum: number;
  readonly data: Uint8Array;
}

/** One transfer, opened by a *_BEGIN. */
interface Transfer {
  readonly announcedBytes: number;
  readonly announcedPackets: number;
  readonly packetSize: number;
  address: number;
  bytes: number;
  /** Packets taken so far: the sequence number that has to come next. */
  packets: number;
}

const NO_TRANSFER: Omit<Transfer, 'address'> = {
  announcedBytes: 0,
  announcedPackets: 0,
  packetSize: 0,
  bytes: 0,
  packets: 0,
};

/** State of the loop from its start (reset into download mode) to its end. */
export class DownloadLoop {
  readonly #chip: DownloadChip;
  #transfer: Transfer = { ...NO_TRANSFER, address: 0 };
  /** Op of the answer before: unknown commands are answered under it. */
  #op = 0;
  /** Value field: only SYNC and READ_REG set it, every other answer repeats what is there. */
  #value = 0;
  #leave: number | undefined;

  constructor(chip: DownloadChip) {
    this.#chip = chip;
  }

  /** Carries out one frame (without SLIP); undefined for what is too short to be a command. */
  *execute(frame: Uint8Array): Task<DownloadAnswer | undefined> {
    if (frame.length < HEADER) return undefined;
    const op = frame[1] ?? 0;
    const length = readLittleEndian(frame, 2, 2);
    const data = frame.subarray(HEADER, HEADER + length);
    const known = frame[0] === REQUEST && Object.values<number>(OP).includes(op);
    if (known) this.#op = op;
    this.#leave = undefined;
    const error =
      known && data.length === length
        ? yield* this.#run(op, { checksum: readLittleEndian(frame, 4, 4), data })
        : BAD_MESSAGE;
    const times = this.#op === OP.sync ? SYNC_ANSWERS : 1;
    const leave = this.#leave === undefined ? {} : { leave: this.#leave };
    return { body: this.#answer(error), times, ...leave };
  }

  #answer(error: number): Uint8Array {
    const body = Uint8Array.of(ANSWER, this.#op, 2, 0, 0, 0, 0, 0, error === GOOD ? 0 : 1, error);
    writeLittleEndian(body, 4, 4, this.#value);
    return body;
  }

  *#run(op: number, request: Request): Task<number> {
    switch (op) {
      case OP.flashBegin:
        return yield* this.#flashBegin(request);
      case OP.flashData:
        return yield* this.#flashData(request);
      case OP.flashEnd:
        return this.#flashEnd();
      case OP.memBegin:
        return this.#begin(request) ? GOOD : BAD_MESSAGE;
      case OP.memData:
        return this.#memData(request);
      case OP.memEnd:
        return this.#memEnd(request);
      case OP.sync:
        this.#value = word(request.data, 0);
        return GOOD;
      case OP.writeRegister:
        return yield* this.#writeRegisters(request);
      case OP.readRegister:
        if (request.data.length !== 4) return BAD_MESSAGE;
        this.#value = this.#chip.readWord(word(request.data, 0));
        return GOOD;
      default:
        return this.#setFlashParameters(request);
    }
  }

  /** Takes the four words of a *_BEGIN; the fifth, which newer tools send, is refused by the length. */
  #begin({ data }: Request): boolean {
    if (data.length !== 16 || word(data, 2) > MAX_PACKET) return false;
    this.#transfer = {
      announcedBytes: word(data, 0),
      announcedPackets: word(data, 1),
      packetSize: word(data, 2),
      address: word(data, 3),
      bytes: 0,
      packets: 0,
    };
    return true;
  }

  *#flashBegin(request: Request): Task<number> {
    this.#chip.attachFlash();
    if (!this.#begin(request)) return BAD_MESSAGE;
    const { address, announcedBytes } = this.#transfer;
    return (yield* this.#eraseArea(address, announcedBytes)) ? GOOD : FAILED;
  }

  /**
   * The ROM's erase-size quirk: the sectors up to the next 64 KB block are erased one by one, and then as many as
   * were asked for *again*, instead of the rest.
   */
  *#eraseArea(offset: number, size: number): Task<boolean> {
    if (offset % SECTOR !== 0 || offset + size > this.#chip.flashSize()) return false;
    const asked = Math.ceil(size / SECTOR);
    let sector = offset / SECTOR;
    const head = Math.min(SECTORS_PER_BLOCK - (sector % SECTORS_PER_BLOCK), asked);
    for (let i = 0; i < head; i++) if (!(yield* this.#chip.eraseSector(sector++))) return false;
    let left = asked;
    for (; left > SECTORS_PER_BLOCK; left -= SECTORS_PER_BLOCK, sector += SECTORS_PER_BLOCK) {
      if (!(yield* this.#chip.eraseBlock(sector / SECTORS_PER_BLOCK))) return false;
    }
    for (; left > 0; left--) if (!(yield* this.#chip.eraseSector(sector++))) return false;
    return true;
  }

  /** The part that both *_DATA share. The counter advances before the checksum is looked at: no plain retry. */
  #packet({ checksum, data }: Request): Uint8Array | number {
    const transfer = this.#transfer;
    const size = word(data, 0);
    if (data.length < DATA_HEADER || data.length > MAX_DATA) return BAD_MESSAGE;
    if (size > transfer.packetSize || size > data.length - DATA_HEADER) return BAD_MESSAGE;
    if (word(data, 1) !== transfer.packets) return BAD_MESSAGE;
    transfer.packets++;
    const payload = data.subarray(DATA_HEADER, DATA_HEADER + size);
    return xorChecksum(payload) === (checksum & 0xff) ? payload : BAD_CHECKSUM;
  }

  *#flashData(request: Request): Task<number> {
    if (word(request.data, 0) % 4 !== 0) return BAD_MESSAGE;
    const payload = this.#packet(request);
    if (typeof payload === 'number') return payload;
    const { address } = this.#transfer;
    this.#advance(payload.length);
    const written = payload.slice(); // the frame's buffer is the receiver's
    if (!(yield* this.#chip.writeFlash(address, written))) return FAILED;
    const back = yield* this.#chip.readFlash(address, written.length);
    return back && xorChecksum(back) === xorChecksum(written) ? GOOD : READ_BACK_DIFFERS;
  }

  #memData(request: Request): number {
    const payload = this.#packet(request);
    if (typeof payload === 'number') return payload;
    this.#chip.writeMemory(this.#transfer.address, payload);
    this.#advance(payload.length);
    return GOOD;
  }

  #advance(length: number): void {
    this.#transfer.address += length;
    this.#transfer.bytes += length;
  }

  /** Complains when the counts differ (with the quirk's erase size they always do) and leaves all the same. */
  #flashEnd(): number {
    this.#leave = 0;
    const { packets, announcedPackets, bytes, announcedBytes } = this.#transfer;
    return packets === announcedPackets && bytes === announcedBytes ? GOOD : FAILED;
  }

  #memEnd({ data }: Request): number {
    if (data.length > 8) return BAD_MESSAGE;
    if (data[0] === 0) this.#leave = word(data, 1);
    return GOOD;
  }

  *#writeRegisters({ data }: Request): Task<number> {
    if (data.length === 0 || data.length % 16 !== 0) return BAD_MESSAGE;
    const words = Array.from({ length: data.length / 4 }, (_, i) => word(data, i));
    for (let i = 0; i < words.length; i += 4) {
      const [address = 0, value = 0, mask = 0, delay = 0] = words.slice(i, i + 4);
      yield* this.#chip.delay(delay & 0xffff);
      const kept = mask === 0xffff_ffff ? 0 : this.#chip.readWord(address) & ~mask;
      this.#chip.writeWord(address, (kept | (value & mask)) >>> 0);
    }
    return GOOD;
  }

  #setFlashParameters({ data }: Request): number {
    if (data.length !== 24) return BAD_MESSAGE;
    this.#chip.setFlashParameters({
      id: word(data, 0),
      size: word(data, 1),
      block: word(data, 2),
      sector: word(data, 3),
      page: word(data, 4),
      statusMask: word(data, 5),
    });
    return GOOD;
  }
}

const word = (data: Uint8Array, index: number): number => readLittleEndian(data, 4 * index, 4);
