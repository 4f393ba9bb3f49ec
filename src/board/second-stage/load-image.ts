/** Loads the image of a slot into RAM as the SDK's boot loaders do (boot.md, section 5, "Image check and failure"). */
import { readLittleEndian } from '../../core/bytes/struct.ts';
import { CHECKSUM_SEED, xorChecksum } from '../../core/bytes/xor-checksum.ts';
import type { Task } from '../rom/task.ts';
import type { SecondStageChip } from './chip.ts';

const PLAIN_MAGIC = 0xe9;
const SLOT_MAGIC = 0xea;
const SLOT_MAGIC_2 = 4;
const HEADER = 8;

/**
 * @returns the entry, or undefined when the image is not good: a wrong magic is said, a wrong checksum is not.
 *   The code in flash is never looked at, nor the map, nor the slot number.
 */
export function* loadSlotImage(chip: SecondStageChip, slot: number): Task<number | undefined> {
  const head = yield* chip.readFlash(slot, 16);
  if (head?.[0] === PLAIN_MAGIC) return yield* loadSegments(chip, slot);
  if (head?.[0] === SLOT_MAGIC && head[1] === SLOT_MAGIC_2) {
    const inner = slot + 16 + readLittleEndian(head, 12, 4);
    const magic = yield* chip.readFlash(inner, 4);
    if (magic?.[0] === PLAIN_MAGIC) return yield* loadSegments(chip, inner);
  }
  yield* chip.print('error magic!\n');
  return undefined;
}

function* loadSegments(chip: SecondStageChip, start: number): Task<number | undefined> {
  const header = yield* chip.readFlash(start, HEADER);
  if (!header) return undefined;
  const [count, entry] = [header[1] ?? 0, readLittleEndian(header, 4, 4)];
  let at = start + HEADER;
  let sum = CHECKSUM_SEED;
  for (let i = 0; i < count; i++) {
    const segment = yield* chip.readFlash(at, HEADER);
    if (!segment) return undefined;
    const [address, length] = [readLittleEndian(segment, 0, 4), readLittleEndian(segment, 4, 4)];
    const data = yield* chip.readFlash(at + HEADER, length);
    if (!data) return undefined;
    chip.writeMemory(address, data);
    sum = xorChecksum(data, sum);
    at += HEADER + length;
  }
  // The checksum is the last byte of its row of 16, counted from the start of the image.
  const stored = start + ((at - start) | 15);
  const row = yield* chip.readFlash(stored & ~3, 4);
  return row?.[stored & 3] === sum ? entry : undefined;
}
