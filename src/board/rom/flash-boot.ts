/**
 * Loading the image at flash 0, as the ROM does and says it (boot.md, section 3: rule of the load lines). The ROM
 * reads blocks of 16 bytes; `room` and `tail` are where segments begin and end in them.
 */
import { readLittleEndian } from '../../core/bytes/struct.ts';
import { CHECKSUM_SEED, xorChecksum } from '../../core/bytes/xor-checksum.ts';
import type { RomContext } from './context.ts';
import { romText } from './printf.ts';
import type { Task } from './task.ts';

const MAGIC = 0xe9;
const BLOCK = 16;
const HEADER = 8;

/** @returns the entry, or undefined when there is nothing to start: then the ROM says where it stopped, and hangs. */
export function* loadFromFlash(rom: RomContext): Task<number | undefined> {
  const header = yield* rom.flash.read(0, HEADER);
  if (header?.[0] !== MAGIC) return undefined;
  const count = header[1] ?? 0;
  let sum = CHECKSUM_SEED;
  let at = HEADER;
  for (let i = 0; i < count; i++) {
    const room = i === 0 ? BLOCK : (BLOCK - ((at + HEADER) % BLOCK)) % BLOCK;
    const segment = yield* loadSegment(rom, at, room);
    if (!segment) return undefined;
    sum = xorChecksum(segment, sum);
    at += HEADER + segment.length;
    const tail = at % BLOCK;
    yield* rom.console.print(romText('tail %d\nchksum 0x%02x\n', tail, sum));
    // The next header does not fit into what is left of the block.
    if (i + 1 < count && BLOCK - tail < HEADER) {
      yield* rom.console.print(romText('ho %d tail %d room %d\n', 0, tail, BLOCK - tail));
    }
  }
  yield* rom.console.print(romText('csum 0x%02x\n', sum));
  const row = yield* rom.flash.read(at & ~(BLOCK - 1), BLOCK);
  if (row?.[BLOCK - 1] === sum) return readLittleEndian(header, 4, 4);
  yield* rom.console.print('csum err\n');
  return undefined;
}

function* loadSegment(rom: RomContext, at: number, room: number): Task<Uint8Array | undefined> {
  const header = (yield* rom.flash.read(at, HEADER)) ?? new Uint8Array(HEADER);
  const [address, length] = [readLittleEndian(header, 0, 4), readLittleEndian(header, 4, 4)];
  yield* rom.console.print(romText('load 0x%08x, len %d, room %d \n', address, length, room));
  // A segment that is not for RAM stops the ROM without a further word: no exception handler is there yet.
  if (length > 0 && !rom.memory.isRam(address, length)) yield* rom.hang();
  const data = yield* rom.flash.read(at + HEADER, length);
  if (data) rom.memory.write(address, data);
  return data;
}
