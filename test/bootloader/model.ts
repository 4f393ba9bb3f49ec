/**
 * What a boot has to end in, written from the facts (boot.md: sections 4 and 5) and from what Twinslot's loader
 * promises on top of them (its README), not from its code. It works on the bytes of a flash, changes them as the
 * loader has to, and remembers what RTC memory remembers.
 */
import { crc32 } from 'node:zlib';

const SECTOR = 0x1000;
const MEGABYTE = 0x100000;
const WATCHDOG = 4;

/** Flash maps as the vendor's documents list them: the loader's text, size, start of user2. */
const MAPS: Readonly<Record<number, { text: string; size: number; user2: number } | undefined>> = {
  0: { text: '4Mbit(256KB+256KB)', size: 0x80000, user2: 0x41000 },
  1: { text: '2Mbit', size: 0x40000, user2: 0x41000 },
  2: { text: '8Mbit(512KB+512KB)', size: 0x100000, user2: 0x81000 },
  3: { text: '16Mbit(512KB+512KB)', size: 0x200000, user2: 0x81000 },
  4: { text: '32Mbit(512KB+512KB)', size: 0x400000, user2: 0x81000 },
  5: { text: '16Mbit(1024KB+1024KB)', size: 0x200000, user2: 0x101000 },
  6: { text: '32Mbit(1024KB+1024KB)', size: 0x400000, user2: 0x101000 },
  8: { text: '64Mbit(1024KB+1024KB)', size: 0x800000, user2: 0x101000 },
  9: { text: '128Mbit(1024KB+1024KB)', size: 0x1000000, user2: 0x101000 },
};
const FURTHER_MAPS = { text: '4Mbit', size: 0x80000, user2: 0x41000 };
const SPEEDS: Readonly<Record<number, string>> = { 0: '40MHz', 1: '26.7MHz', 2: '20MHz', 15: '80MHz' };
const MODES = ['QIO', 'QOUT', 'DIO', 'DOUT'];

/** The sector of the flash on which each thing lies. */
export interface Layout {
  readonly size: number;
  readonly user1: number;
  readonly user2: number;
  readonly copyA: number;
  readonly copyB: number;
  readonly flag: number;
}

export function layoutOf(code: number): Layout {
  const { size, user2 } = MAPS[code] ?? FURTHER_MAPS;
  return {
    ...{ size, user1: SECTOR, user2 },
    ...{ copyA: size - 3 * SECTOR, copyB: size - 2 * SECTOR, flag: size - SECTOR },
  };
}

/** RTC memory: the image that was started last, if it was verified. */
interface Remembered {
  readonly start: number;
  readonly crc: number | undefined;
  readonly loops: number;
}

export interface Slot {
  readonly name: 'user1' | 'user2' | 'bin';
  readonly start: number;
  readonly end: number;
}

type Judged = { readonly reason: string } | { readonly entry: number; readonly crc: number | undefined };

export type Outcome = 'start' | 'rom' | 'idle' | 'watchdog';

export interface ExpectedBoot {
  readonly end: Outcome;
  /** Where the image that runs lies. */
  readonly start?: number;
  readonly text: string;
}

/** One chip over many boots. */
export class LoaderModel {
  readonly flash: Uint8Array;
  #memory: Remembered | undefined;
  #confirmed = false;
  #text = '';

  constructor(flash: Uint8Array) {
    this.flash = flash;
  }

  /** RTC memory is lost. */
  powerOff(): void {
    this.#memory = undefined;
    this.#confirmed = false;
  }

  /** A flasher clears the mark before it writes. */
  clearMark(): void {
    this.powerOff();
  }

  /** The app that runs writes its word. */
  confirm(): void {
    this.#confirmed = true;
  }

  /** A reset, and those that the loader makes itself. */
  boot(cause: number, chipReset = true): ExpectedBoot[] {
    const boots = [this.#bootOnce(cause, chipReset)];
    while (boots.at(-1)?.end === 'watchdog' && boots.length < 5) boots.push(this.#bootOnce(WATCHDOG, true));
    return boots;
  }

  #bootOnce(cause: number, chipReset: boolean): ExpectedBoot {
    this.#text = '';
    const result = this.#run(cause === WATCHDOG && chipReset);
    return { ...result, text: this.#text };
  }

  #run(hung: boolean): Omit<ExpectedBoot, 'text'> {
    const [, , mode = 0, settings = 0] = this.flash;
    const code = settings >> 4;
    const supported = code !== 7;
    this.#say('\ntwinslot boot 1.0\n2nd boot version : 1.7(5d6f877)\n');
    this.#say(`SPI Speed : ${SPEEDS[settings & 15] ?? ''}\nSPI Mode : ${MODES[mode] ?? 'QIO'}\n`);
    const map = MAPS[code] ?? FURTHER_MAPS;
    this.#say(`SPI Flash Size & Map: ${supported ? map.text : 'flash map not support'}\n`);
    if (!supported) return { end: 'rom' };
    const layout = layoutOf(code);
    const bytes = this.#bootBytes(layout);
    const chosen = this.#slots(layout, bytes);
    if (!chosen) {
      this.#say(`error user bin flag = ${bytes[0]?.toString(16)}\n`);
      return { end: 'rom' };
    }
    return this.#start(layout, bytes, chosen, hung);
  }

  /** The boot bytes that count, renewed and saved when they are another version's or nobody's. */
  #bootBytes(layout: Layout): Uint8Array {
    const at = this.flash[layout.flag] === 0 ? layout.copyA : layout.copyB;
    const bytes = this.flash.slice(at, at + 8);
    if (((bytes[1] ?? 0) & 31) === 7 && ((bytes[0] ?? 0) & 3) !== 3) return bytes;
    const fresh = Uint8Array.of(0xfc, 0xe7, 255, 255, 255, 255, 255, 255);
    this.#save(layout, fresh);
    return fresh;
  }

  /** What is to start first, and what instead; bit 2 of byte 0 says which of the two it is now. */
  #slots(layout: Layout, bytes: Uint8Array): readonly [Slot, Slot] | undefined {
    const [byte0 = 0, byte1 = 0] = bytes;
    const rf = layout.size - 5 * SECTOR;
    const window = (start: number): number => (Math.floor(start / MEGABYTE) + 1) * MEGABYTE;
    const pair = ((): [Slot, Slot] | undefined => {
      if ((byte1 & 0x80) === 0) {
        const at = (i: number): Slot => {
          const start = (bytes[i] ?? 0) | ((bytes[i + 1] ?? 0) << 8) | ((bytes[i + 2] ?? 0) << 16);
          return { name: 'bin', start, end: Math.min(window(start), rf) };
        };
        return [at(5), at(2)];
      }
      const user1: Slot = { name: 'user1', start: layout.user1, end: Math.min(layout.user2, MEGABYTE, rf) };
      const user2: Slot = {
        ...{ name: 'user2', start: layout.user2 },
        end: Math.min(window(layout.user2), rf),
      };
      if ((byte0 & 3) === 0) return [user1, user2];
      return (byte0 & 3) === 1 ? [user2, user1] : undefined;
    })();
    return pair && (byte0 & 4) === 0 ? [pair[1], pair[0]] : pair;
  }

  #start(
    layout: Layout,
    bytes: Uint8Array,
    [chosen, other]: readonly [Slot, Slot],
    hung: boolean,
  ): Omit<ExpectedBoot, 'text'> {
    const firstTry = ((bytes[0] ?? 0) & 4) !== 0;
    const known = this.#memory?.start === chosen.start ? this.#memory.crc : undefined;
    const judged = this.#judge(chosen, layout.size, known);
    const good = 'entry' in judged;
    const same = good && this.#memory?.start === chosen.start && this.#memory.crc === judged.crc;
    const loops = same && hung && !this.#confirmed ? (this.#memory?.loops ?? 0) + 1 : 0;
    const looping = firstTry && loops >= 3;
    if (good && !looping) return this.#enter(chosen, judged.crc, loops);
    this.#refuse(chosen, good ? 'reset by watchdog' : judged.reason);
    const spare = this.#judge(other, layout.size, undefined);
    if (!('entry' in spare)) this.#refuse(other, spare.reason);
    else if (!good || spare.crc !== undefined) {
      const next = bytes.slice();
      next[0] = (next[0] ?? 0) ^ 4;
      this.#save(layout, next);
      this.#remember(other.start, spare.crc, -1);
      const [from, to] = firstTry ? ['first', 'backup'] : ['backup', 'first'];
      this.#say(`${from} boot failed, reboot to try ${to} bin\n\n`);
      return { end: 'watchdog' };
    }
    if (good) return this.#enter(chosen, judged.crc, 0);
    this.#say('backup boot failed.\n\nno bin to start: hold FLASH to write one\n');
    return { end: 'idle' };
  }

  #enter(slot: Slot, crc: number | undefined, loops: number): Omit<ExpectedBoot, 'text'> {
    this.#remember(slot.start, crc, loops);
    const at = slot.start.toString(16);
    if (crc === undefined) this.#say('no CRC word, unchecked\n');
    if (slot.name === 'bin') this.#say(`enhance boot mode, jump to run bin @ ${at}\n\n @ ${at}\n\n`);
    else this.#say(`jump to run ${slot.name} @ ${at}\n\n`);
    return { end: 'start', start: slot.start };
  }

  #remember(start: number, crc: number | undefined, loops: number): void {
    if (this.#memory?.start !== start || this.#memory.crc !== crc) this.#confirmed = false;
    this.#memory = { start, crc, loops };
  }

  #refuse(slot: Slot, reason: string): void {
    this.#say(`${slot.name} @ ${slot.start.toString(16)} refused: ${reason}\n`);
  }

  #say(text: string): void {
    this.#text += text;
  }

  /** The other copy first, then the flag. */
  #save(layout: Layout, bytes: Uint8Array): void {
    const isA = this.flash[layout.flag] === 0;
    const [from, to] = isA ? [layout.copyA, layout.copyB] : [layout.copyB, layout.copyA];
    this.flash.copyWithin(to, from, from + SECTOR);
    this.flash.set(bytes, to);
    this.flash.fill(0xff, layout.flag, layout.flag + SECTOR);
    this.flash[layout.flag] = isA ? 1 : 0;
  }

  #judge(slot: Slot, flashSize: number, known: number | undefined): Judged {
    if (slot.start < SECTOR || slot.start >= Math.min(slot.end, flashSize)) {
      return { reason: 'no place for an image' };
    }
    const number = { user1: 1, user2: 2, bin: 0 }[slot.name];
    return judgeImage(this.flash.subarray(slot.start, slot.end), number, known);
  }
}

const word = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(at, true);

const APP_MEMORY = [
  { start: 0x3ffe8000, end: 0x3fffc000, aligned: false },
  { start: 0x40100000, end: 0x4010c000, aligned: true },
  { start: 0x60001200, end: 0x600013e0, aligned: true },
] as const;

/** `image`: the whole slot. `number`: 0 for any slot. */
function judgeImage(image: Uint8Array, number: number, known: number | undefined): Judged {
  let head = 0;
  if (image[0] !== 0xe9) {
    if (image[0] !== 0xea || image[1] !== 4) return { reason: 'error magic!' };
    const claimed = image[2] === 0 ? (image[3] ?? 0) : 0;
    if (number !== 0 && claimed === 3 - number) return { reason: `is for user${claimed}` };
    const code = word(image, 12);
    if (code % 16 !== 0 || code + 16 + 16 > image.length) return { reason: 'leaves the slot' };
    head = 16 + code;
    if (image[head] !== 0xe9) return { reason: 'error magic!' };
  }
  const entry = word(image, head + 4);
  let at = head + 8;
  let sum = 0xef;
  let entered = false;
  for (let i = 0; i < (image[head + 1] ?? 0); i++) {
    if (at + 8 > image.length) return { reason: 'leaves the slot' };
    const [address, length] = [word(image, at), word(image, at + 4)];
    at += 8;
    if (length % 4 !== 0 || at + length > image.length) return { reason: 'leaves the slot' };
    const fits = APP_MEMORY.some(
      m => address >= m.start && address + length <= m.end && address < m.end && !(m.aligned && address % 4),
    );
    if (length > 0 && !fits) return { reason: `segment at ${address.toString(16)} is no app RAM` };
    if (address >= 0x40100000 && address < 0x4010c000 && entry >= address && entry < address + length) {
      entered = true;
    }
    for (const end = at + length; at < end; at++) sum ^= image[at] ?? 0;
  }
  if (!entered) return { reason: `no code at entry ${entry.toString(16)}` };
  const end = (at | 15) + 1;
  if (end + (head > 0 ? 4 : 0) > image.length) return { reason: 'leaves the slot' };
  let crc: number | undefined;
  if (head > 0) {
    crc = word(image, end);
    if (crc > 0x80000000) return { reason: 'no CRC word' };
    const computed = Math.abs(~crc32(image.subarray(0, end)) | 0);
    if (crc !== known && crc !== computed) return { reason: `wrong CRC ${computed.toString(16)}` };
  }
  if (image[end - 1] !== sum) return { reason: `wrong checksum ${sum.toString(16)}` };
  return { entry, crc };
}
