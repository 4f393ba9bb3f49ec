/** Memory as the ROM's functions see it: any address, any length, as if it were all bytes. */
import { readLittleEndian, writeLittleEndian } from '../../core/bytes/struct.ts';
import type { RomMachine } from './machine.ts';

const DRAM = 0x3ffe8000;
const IRAM = 0x40100000;
const MAPPED_FLASH = 0x40200000;

export class RomMemory {
  readonly #machine: RomMachine;

  constructor(machine: RomMachine) {
    this.#machine = machine;
  }

  /** A copy of `length` bytes. */
  read(address: number, length: number): Uint8Array {
    const plain = this.#plain(address, length);
    if (plain) return plain.slice();
    return Uint8Array.from({ length }, (_, i) => this.byte(address + i));
  }

  byte(address: number): number {
    const plain = this.#plain(address, 1);
    return plain?.[0] ?? (this.#machine.load(address & ~3) >>> (8 * (address & 3))) & 0xff;
  }

  word(address: number): number {
    const plain = this.#plain(address, 4);
    return plain ? readLittleEndian(plain, 0, 4) : this.#machine.load(address);
  }

  setWord(address: number, value: number): void {
    const bytes = new Uint8Array(4);
    writeLittleEndian(bytes, 0, 4, value);
    this.write(address, bytes);
  }

  /** Whether `length` bytes can be written there. */
  isRam(address: number, length: number): boolean {
    return address < MAPPED_FLASH && this.#plain(address, length) !== undefined;
  }

  /** Writes to RAM; to a peripheral whole words; nothing anywhere else. */
  write(address: number, bytes: Uint8Array): void {
    if (this.isRam(address, bytes.length)) {
      this.#plain(address, bytes.length)?.set(bytes);
      this.#machine.cpu.invalidate(address, bytes.length);
      return;
    }
    if (address >= DRAM && address < MAPPED_FLASH + 0x100000) return;
    for (let at = 0; at + 4 <= bytes.length; at += 4) {
      this.#machine.store(address + at, readLittleEndian(bytes, at, 4));
    }
  }

  /** The zero-terminated text at an address; not longer than any text of a program is. */
  text(address: number, limit = 4096): string {
    let text = '';
    for (let at = address; text.length < limit; at++) {
      const byte = this.byte(at);
      if (byte === 0) break;
      text += String.fromCharCode(byte);
    }
    return text;
  }

  /** RAM and mapped flash as bytes; undefined for everything else. */
  #plain(address: number, length: number): Uint8Array | undefined {
    const { dram, iram, mapped } = this.#machine.memory;
    if (address >= MAPPED_FLASH) return part(mapped, address - MAPPED_FLASH, length);
    if (address >= IRAM) return part(iram, address - IRAM, length);
    return part(dram, address - DRAM, length);
  }
}

const part = (memory: Uint8Array | undefined, offset: number, length: number): Uint8Array | undefined =>
  memory && offset >= 0 && offset + length <= memory.length
    ? memory.subarray(offset, offset + length)
    : undefined;
