import { flashOffset } from '../../core/bytes/address.ts';
import type { ChipFacts } from '../../core/device/chip-facts.ts';
import type { LinkMemory } from '../../core/device/link-memory.ts';
import { SECTOR } from '../../core/esp8266/flash-map.ts';
import { announcedBaud, BASE_BAUD } from '../../core/loader/bauds.ts';
import { timeLimit } from '../../core/loader/commands.ts';
import { romErase } from '../../core/loader/erase-size.ts';
import { LoaderFailure } from '../../core/loader/failure.ts';
import { LOADER_LIMITS, type LoaderKind, type LoaderLimits } from '../../core/loader/limits.ts';
import { dataRequest, words } from '../../core/loader/packets.ts';
import { type RegisterWrite, SPI_BUSY, SPI_COMMAND, SPI_REGISTER } from '../../core/loader/registers.ts';
import { type ResetStrategy, USUAL_RESET } from '../../core/loader/resets.ts';
import type { Commander } from './commander.ts';
import { readFlash } from './read-flash.ts';
import { drive } from './reset.ts';
import type { FlashStretch, LoaderSession } from './session.ts';

/** A register is answered at once when nothing else is going on: no need to wait longer, ms. */
const QUICK = 400;
/** The most that one packet can make a stub erase, bytes. */
const BLOCK = 0x10000;
const WHOLE = 0xffff_ffff;
/** Block, sector and page of every flash on an ESP8266, and the mask of its status (ROM: the flashchip structure). */
const FLASH_GEOMETRY = [0x10000, 0x1000, 0x100, 0xffff] as const;
/** esptool: the port is left alone for a moment after another rate, ms. */
const SETTLE = 50;
const ERASE_LIMIT = 10_000;
const START = flashOffset(0);

const roundUp = (value: number, step: number): number => Math.ceil(value / step) * step;

/** Erased flash reads FF: what is added changes nothing. */
function paddedTo(bytes: Uint8Array, step: number): Uint8Array {
  if (bytes.length % step === 0) return bytes;
  const padded = new Uint8Array(roundUp(bytes.length, step)).fill(0xff);
  padded.set(bytes);
  return padded;
}

/** The session over a commander; see there for what each method promises. */
export class Loader implements LoaderSession {
  readonly commander: Commander;
  chip: ChipFacts;
  memory: LinkMemory;
  /** What resets this board; none where nothing does. */
  reset: ResetStrategy | undefined;
  /** ms that what a stub has taken but not done may still take. */
  #late = 0;

  constructor(
    commander: Commander,
    facts: { chip: ChipFacts; memory: LinkMemory; reset: ResetStrategy | undefined },
  ) {
    this.commander = commander;
    this.chip = facts.chip;
    this.memory = facts.memory;
    this.reset = facts.reset;
  }

  get kind(): LoaderKind {
    return this.commander.kind;
  }

  get limits(): LoaderLimits {
    return LOADER_LIMITS[this.kind];
  }

  get baud(): number {
    return this.commander.line.baud;
  }

  get wire(): number {
    return this.commander.line.wire;
  }

  async readRegister(address: number, signal?: AbortSignal): Promise<number> {
    const limit = this.commander.dirty ? this.#late : QUICK;
    const { value } = await this.commander.command('READ_REG', words(address), {
      limit,
      again: true,
      signal,
    });
    return value;
  }

  async writeRegister(address: number, value: number, signal?: AbortSignal): Promise<void> {
    await this.writeRegisters([[address, value]], signal);
  }

  /** Several in one command, in order. */
  async writeRegisters(writes: readonly RegisterWrite[], signal?: AbortSignal): Promise<void> {
    await this.flush(signal);
    const data = words(...writes.flatMap(([address, value]) => [address, value >>> 0, WHOLE, 0]));
    await this.commander.command('WRITE_REG', data, { signal });
  }

  async writeMemory(address: number, bytes: Uint8Array, signal?: AbortSignal): Promise<void> {
    const { memBlock } = this.limits;
    const blocks = Math.ceil(bytes.length / memBlock);
    const begin = words(bytes.length, blocks, memBlock, address);
    await this.commander.command('MEM_BEGIN', begin, { signal });
    for (let i = 0; i < blocks; i++) {
      const block = bytes.subarray(i * memBlock, (i + 1) * memBlock);
      const frame = dataRequest('MEM_DATA', i, block);
      await this.commander.command('MEM_DATA', block, { frame, signal });
    }
  }

  async flashBegin({ offset, length }: FlashStretch, signal?: AbortSignal): Promise<void> {
    const { flashBlock } = this.limits;
    const blocks = Math.ceil(length / flashBlock);
    if (this.kind === 'stub') {
      await this.#begin('FLASH_BEGIN', [roundUp(length, 4), blocks, flashBlock, offset], signal);
      return;
    }
    const { announced, last } = romErase(offset, length);
    const data = words(announced, blocks, flashBlock, offset);
    await this.commander.command('FLASH_BEGIN', data, { flashBytes: length, signal });
    if (last !== undefined) await this.#eraseByRegisters(last, signal);
  }

  async flashData(sequence: number, block: Uint8Array, signal?: AbortSignal): Promise<void> {
    const padded = paddedTo(block, 4);
    await this.#data('FLASH_DATA', sequence, padded, padded.length, signal);
  }

  async deflBegin({ offset, length }: FlashStretch, packed: number, signal?: AbortSignal): Promise<void> {
    const { flashBlock } = this.limits;
    const packets = Math.ceil(packed / flashBlock);
    await this.#begin('FLASH_DEFL_BEGIN', [length, packets, flashBlock, offset], signal);
  }

  async deflData(
    sequence: number,
    packet: Uint8Array,
    unpacked: number,
    signal?: AbortSignal,
  ): Promise<void> {
    await this.#data('FLASH_DEFL_DATA', sequence, packet, unpacked, signal);
  }

  async flush(signal?: AbortSignal): Promise<void> {
    if (this.commander.dirty) await this.readRegister(SPI_REGISTER.user, signal);
  }

  async md5({ offset, length }: FlashStretch, signal?: AbortSignal): Promise<Uint8Array> {
    await this.flush(signal);
    const options = { flashBytes: length, again: true, signal };
    const { data } = await this.commander.command('SPI_FLASH_MD5', words(offset, length, 0, 0), options);
    return data;
  }

  async readFlash(
    stretch: FlashStretch,
    onBytes: (part: Uint8Array) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    await this.flush(signal);
    await readFlash(this.commander, stretch, this.limits.readPacket, onBytes, signal);
  }

  async eraseRegion({ offset, length }: FlashStretch, signal?: AbortSignal): Promise<void> {
    await this.flush(signal);
    const size = roundUp(length, SECTOR);
    if (this.kind === 'rom') await this.flashBegin({ offset, length: size }, signal);
    else {
      const options = { flashBytes: size, signal };
      await this.commander.command('ERASE_REGION', words(offset, size), options);
    }
  }

  async eraseFlash(size: number, signal?: AbortSignal): Promise<void> {
    await this.flush(signal);
    if (this.kind === 'rom') await this.flashBegin({ offset: START, length: size }, signal);
    else await this.commander.command('ERASE_FLASH', words(), { signal });
  }

  async spiSetParams(size: number, signal?: AbortSignal): Promise<void> {
    await this.commander.command('SPI_SET_PARAMS', words(0, size, ...FLASH_GEOMETRY), { signal });
  }

  async resync(signal?: AbortSignal): Promise<void> {
    await this.commander.resync(signal);
  }

  async changeBaud(baud: number, signal?: AbortSignal): Promise<void> {
    const { commander } = this;
    await this.flush(signal);
    const data = words(announcedBaud(this.baud, baud), 0);
    await commander.command('CHANGE_BAUDRATE', data, { signal });
    await commander.line.setBaud(baud);
    await commander.line.clock.sleep(SETTLE, signal);
  }

  async run(): Promise<boolean> {
    const { line } = this.commander;
    if (this.reset === undefined && this.kind === 'rom') return this.#leaveRom();
    // First the rate: what the program says at once is worth hearing.
    if (line.baud !== BASE_BAUD) await line.setBaud(BASE_BAUD);
    await drive(line, (this.reset ?? USUAL_RESET).run);
    this.detach();
    return this.reset !== undefined;
  }

  /** Nobody has to press a button: the ROM boots from flash when it is told that a write of nothing is over. */
  async #leaveRom(): Promise<boolean> {
    const { line } = this.commander;
    await this.commander.command('FLASH_BEGIN', words(0, 0, 0, 0));
    await this.commander.command('FLASH_END', words(0));
    if (line.baud !== BASE_BAUD) await line.setBaud(BASE_BAUD);
    this.detach();
    return true;
  }

  detach(): void {
    this.commander.line.detach();
  }

  /** What is left to do of the write before it is done first: if that fails, it comes with this answer. */
  async #begin(
    name: 'FLASH_BEGIN' | 'FLASH_DEFL_BEGIN',
    fields: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const limit = timeLimit(name, BLOCK) + (this.commander.dirty ? this.#late : 0);
    await this.commander.command(name, words(...fields), { limit, signal });
  }

  async #data(
    name: 'FLASH_DATA' | 'FLASH_DEFL_DATA',
    sequence: number,
    payload: Uint8Array,
    flashBytes: number,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const frame = dataRequest(name, sequence, payload);
    const limit = Math.max(this.commander.dirty ? this.#late : 0, timeLimit(name, flashBytes + BLOCK));
    await this.commander.command(name, payload, { frame, limit, signal });
    this.#late = timeLimit(name, flashBytes + BLOCK);
  }

  /** What the ROM's own command cannot do for a single sector: write enable, sector erase, wait. */
  async #eraseByRegisters(offset: number, signal?: AbortSignal): Promise<void> {
    const { clock } = this.commander.line;
    const { command, address, status } = SPI_REGISTER;
    await this.writeRegisters([[command, SPI_COMMAND.writeEnable]], signal);
    await this.writeRegisters(
      [
        [address, offset],
        [command, SPI_COMMAND.eraseSector],
      ],
      signal,
    );
    const end = clock.now() + ERASE_LIMIT;
    do {
      await this.writeRegisters(
        [
          [status, 0],
          [command, SPI_COMMAND.readStatus],
        ],
        signal,
      );
      if (((await this.readRegister(status, signal)) & SPI_BUSY) === 0) return;
    } while (clock.now() < end);
    throw new LoaderFailure('FLASH_BEGIN', 'rom', { kind: 'silent' });
  }
}
