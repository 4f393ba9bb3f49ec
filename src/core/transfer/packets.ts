import { type PackedStretch, STUB_COST, STUB_WINDOW, stubMs } from './stub-time.ts';

/** Without flash to wait for, the end of a stream holds up the next one by what is left to inflate, bytes. */
const LAST = 1280;
/** The least packet that is worth its turn, bytes. */
const SMALL = 2048;
/** A window ends there or a little before: what a stream holds is not spread evenly. */
const MARGIN = 1.05;

/**
 * Cuts a compressed stream into packets so that the chip's erasing and programming hides behind the line as far as it
 * can. Full packets have the fewest turns. But the stub starts one erase with each packet, so where single sectors are
 * erased more packets are better; and an erase that starts just before a window is programmed holds that up. Which
 * of these ways is the shortest for this stretch, this line and this flash is calculated.
 */
export function cutPackets(stretch: PackedStretch, baud: number, block: number): readonly number[] {
  let best: readonly number[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (const packets of candidates(stretch, baud, block)) {
    const ms = stubMs(stretch, packets, baud);
    if (ms < least) [best, least] = [packets, ms];
  }
  return best;
}

function* candidates(stretch: PackedStretch, baud: number, block: number): Generator<number[]> {
  const { length, packed, blank } = stretch;
  const window = Math.ceil((STUB_WINDOW * MARGIN * packed) / length);
  const patterns = patternsFor(window, block);
  // Comes when the erase that the one before it started is over.
  const erasing = Math.max(SMALL, Math.floor(((STUB_COST.eraseSector - STUB_COST.turn) * baud) / 10_000));
  // What comes behind the last full window.
  const behind = Math.floor(((length % STUB_WINDOW) * packed) / length / MARGIN);
  for (const last of [0, LAST, behind]) {
    if (packed < 2 * last || last > block) continue;
    const rest = packed - last;
    const end = last > 0 ? [last] : [];
    for (const pattern of patterns) yield [...cut(rest, pattern), ...end];
    if (blank) continue;
    // Slots begin behind the boot loader: up to the first block that is erased whole there are two windows at most.
    for (const windows of [1, 2]) {
      const small = Math.min(rest, windows * window);
      for (const size of [SMALL, erasing, Math.ceil(window / 6), Math.ceil(window / 7)]) {
        if (size > block) continue;
        for (const pattern of patterns) yield [...cut(small, [size]), ...cut(rest - small, pattern), ...end];
      }
    }
  }
}

/** Full packets; and two or more for each window, of which the last ends it. */
function patternsFor(window: number, block: number): number[][] {
  if (window <= block) return [[block], [window]];
  const most = Math.ceil(window / block);
  const even = Math.ceil(window / most);
  const full = Array.from({ length: most - 1 }, () => block);
  return [[block], [...full, window - block * (most - 1)], Array.from({ length: most }, () => even)];
}

/** Sizes of the pieces of `total` bytes, cut by a pattern again and again. */
function cut(total: number, pattern: readonly number[]): number[] {
  const sizes: number[] = [];
  for (let left = total, i = 0; left > 0; i++) {
    const size = Math.min(left, Math.max(1, pattern[i % pattern.length] ?? left));
    sizes.push(size);
    left -= size;
  }
  return sizes;
}
