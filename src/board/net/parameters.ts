/**
 * The SDK's view of its system sectors (boot.md, section 5): which slot runs, where the other one lies, and the choice
 * of the slot that starts next, saved as the SDK saves it.
 */
import { readLittleEndian, writeLittleEndian } from '../../core/bytes/struct.ts';
import { type FlashMap, type Slot, slotRange, systemSectors } from '../../core/esp8266/flash-map.ts';
import type { SdkTask } from './sdk-cpu.ts';
import { type SdkFlash, SECTOR } from './sdk-flash.ts';

const USE_BIN = 0x03;
const FIRST_TRY = 0x04;
const NORMAL_MODE = 0x80;
const BOOT_BYTES = 8;
const FLAG_BYTES = 32;

/** First sector of the slot that is written while user1 runs, by map code; user2's place is a constant in the SDK. */
const USER2_SECTOR: Readonly<Record<number, number>> = {
  ...{ 2: 0x81, 3: 0x81, 4: 0x81 },
  ...{ 5: 0x101, 6: 0x101, 8: 0x101, 9: 0x101 },
};
const USER2_SECTOR_ELSE = 0x41;
const USER1_SECTOR = 1;

/** Fields of the flag record; the second of a pair is copy B's. */
const FLAG = { begin: 4, counter: 8, length: 12, checksum: 20, end: 28 } as const;
const FLAG_BEGIN = 0x55aa55aa;
const FLAG_END = 0xaa55aa55;

export class SystemParameters {
  readonly #flash: SdkFlash;
  readonly #map: FlashMap;
  /** As they were when the application started. */
  readonly #bootBytes: Uint8Array;

  /** Reads them, as the SDK does at its start. */
  constructor(flash: SdkFlash) {
    this.#flash = flash;
    this.#map = flash.map;
    const { flag, parametersA, parametersB } = systemSectors(this.#map);
    this.#bootBytes = flash.peek(flash.peek(flag, 1)[0] === 0 ? parametersA : parametersB, BOOT_BYTES);
  }

  get #useBin(): number {
    return (this.#bootBytes[0] ?? 0xff) & USE_BIN;
  }

  get #firstTry(): boolean {
    return ((this.#bootBytes[0] ?? 0xff) & FIRST_TRY) !== 0;
  }

  /** system_upgrade_userbin_check. */
  get running(): Slot {
    const second = this.#useBin === 1 ? this.#firstTry : !this.#firstTry;
    return second ? 'user2' : 'user1';
  }

  /** The slot that an update goes to. */
  get target(): Slot {
    return this.running === 'user1' ? 'user2' : 'user1';
  }

  /** First sector of the target. */
  get targetSector(): number {
    return this.target === 'user1' ? USER1_SECTOR : (USER2_SECTOR[this.#map.code] ?? USER2_SECTOR_ELSE);
  }

  /** Bytes of the target by the map; 0 on maps without two slots. */
  get targetSize(): number {
    const range = slotRange(this.#map, this.target);
    return range ? range.end - range.start : 0;
  }

  /** Has the boot loader start the target: first the copy that does not count, then the flag. */
  *chooseTarget(): SdkTask {
    const flash = this.#flash;
    const { flag, parametersA, parametersB } = systemSectors(this.#map);
    const record = (yield* flash.read(flag, FLAG_BYTES)).slice();
    const [from, to, number] =
      record[0] === 0 ? ([parametersA, parametersB, 1] as const) : ([parametersB, parametersA, 0] as const);
    const sector = (yield* flash.read(from, SECTOR)).slice();
    sector[0] = ((this.#bootBytes[0] ?? 0xff) & ~USE_BIN) | FIRST_TRY | (this.target === 'user2' ? 1 : 0);
    sector[1] = (this.#bootBytes[1] ?? 0xff) | NORMAL_MODE;
    yield* this.#rewrite(to, sector);
    yield* this.#rewrite(flag, flagRecord(record, number, sector));
  }

  *#rewrite(offset: number, data: Uint8Array): SdkTask {
    yield* this.#flash.eraseSector(offset / SECTOR);
    yield* this.#flash.write(offset, data);
  }
}

/** The next flag record. Assumption: the checksum is the sum of the copy's first 32 bytes; it is not established. */
function flagRecord(before: Uint8Array, copy: 0 | 1, sector: Uint8Array): Uint8Array {
  const record = before.slice();
  const counted = readLittleEndian(before, FLAG.begin, 4) === FLAG_BEGIN;
  const counter = counted ? readLittleEndian(before, FLAG.counter, 4) : 0;
  record.fill(0xff, 0, FLAG.begin);
  record[0] = copy;
  writeLittleEndian(record, FLAG.begin, 4, FLAG_BEGIN);
  writeLittleEndian(record, FLAG.counter, 4, (counter + 1) >>> 0);
  writeLittleEndian(record, FLAG.length + 4 * copy, 4, FLAG_BYTES);
  const sum = sector.subarray(0, FLAG_BYTES).reduce((total, byte) => total + byte, 0);
  writeLittleEndian(record, FLAG.checksum + 4 * copy, 4, sum);
  writeLittleEndian(record, FLAG.end, 4, FLAG_END);
  return record;
}
