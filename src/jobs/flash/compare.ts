import { type FlashOffset, flashOffset } from '../../core/bytes/address.ts';
import { findDifferences, type Span } from '../../core/transfer/differences.ts';
import type { Part } from './send.ts';
import type { FlashWork } from './work.ts';

/** Share that compression leaves of ESP8266 programs: 65 to 70 % (vendor AT images, esptool #255). */
const PACKED_SHARE = 0.68;

/**
 * The parts of `bytes` that the flash does not hold, by the chip's own digests. What is the same is said at once.
 * @param state what a stretch that is right is called: `same` before writing, `verified` after it.
 */
export async function compare(
  work: FlashWork,
  offset: FlashOffset,
  bytes: Uint8Array,
  state: 'same' | 'verified',
): Promise<readonly Part[]> {
  work.stage(state === 'same' ? 'comparing' : 'verifying');
  const block = work.session.limits.flashBlock;
  const search = findDifferences(bytes.length, { line: () => work.line, ratio: PACKED_SHARE, block });
  let step = search.next();
  let blank = false;
  while (!step.done) {
    const { start, length } = step.value;
    const held = await work.held(offset + start, bytes.subarray(start, start + length));
    // Of all of it, that is; a blank part among others does not matter much.
    blank = held === 'blank' && length === bytes.length;
    step = search.next(held);
  }
  const spans = step.value;
  for (const { start, length } of without({ start: 0, length: bytes.length }, spans))
    work.sectors({ offset: flashOffset(offset + start), length }, state);
  return spans.map(span => ({ ...span, blank }));
}

/** What is left of a span without others that lie in it, in order. */
export function without({ start, length }: Span, others: readonly Span[]): Span[] {
  const left: Span[] = [];
  let at = start;
  for (const other of others) {
    if (other.start > at) left.push({ start: at, length: other.start - at });
    at = other.start + other.length;
  }
  if (at < start + length) left.push({ start: at, length: start + length - at });
  return left;
}
