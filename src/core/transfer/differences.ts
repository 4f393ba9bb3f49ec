import { SECTOR } from '../esp8266/flash-map.ts';
import { type LineCost, md5Ms, writeMs } from './cost.ts';

/** Bytes of a write, from its start. */
export interface Span {
  readonly start: number;
  readonly length: number;
}

/** A search for differences: asks whether the flash holds what it should over a span, until it knows enough. */
export type Search = Generator<Span, readonly Span[], boolean>;

export interface SearchCost {
  readonly line: LineCost;
  /** Share of the bytes that is left after compression. */
  readonly ratio: number;
  /** Payload of one packet. */
  readonly block: number;
}

const BLOCK = 16 * SECTOR;

/**
 * The sectors of a write that the flash does not hold yet, as runs, when it is known that some differ. Blocks of
 * 64 KB and then their sectors are asked for, as long as an answer is worth more than what it costs: two builds of
 * a program differ in nine of ten sectors, and asking for each would only delay the write.
 */
export function* findDifferences(length: number, cost: SearchCost): Search {
  const blocks = pieces({ start: 0, length }, BLOCK);
  const differing = blocks.length > 1 ? yield* differingOf(blocks, cost) : blocks;
  const odds = { same: 1, asked: 2 };
  const found: Span[] = [];
  for (const block of differing) {
    const sectors = pieces(block, SECTOR);
    if (sectors.length > 1 && isWorthAsking(sectors, odds.same / odds.asked, cost)) {
      const changed = yield* differingOf(sectors, cost);
      odds.asked += sectors.length;
      odds.same += sectors.length - changed.length;
      found.push(...changed);
    } else found.push(block);
  }
  return runs(found);
}

/**
 * Of pieces of which at least one differs, those that do. When all but the last are the same, the last is known
 * without a question.
 */
function* differingOf(all: readonly Span[], cost: SearchCost): Search {
  const found: Span[] = [];
  const odds = { same: 1, asked: 2 };
  for (const [i, piece] of all.entries()) {
    const last = i === all.length - 1;
    if (last && found.length === 0) return [piece];
    const rest = all.slice(i);
    if (found.length > 0 && !isWorthAsking(rest, odds.same / odds.asked, cost)) return [...found, ...rest];
    const same = yield piece;
    odds.asked++;
    if (same) odds.same++;
    else found.push(piece);
  }
  return found;
}

/** Whether what is saved by leaving out the share `same` of the pieces pays for asking for each. */
function isWorthAsking(rest: readonly Span[], same: number, { line, ratio, block }: SearchCost): boolean {
  const asking = rest.reduce((sum, p) => sum + md5Ms(line, p.length), 0);
  const bytes = rest.reduce((sum, p) => sum + p.length, 0);
  return same * writeMs(line, bytes * ratio, block) > asking;
}

/** A span cut into pieces of `size` bytes; the last may be shorter. */
export function pieces({ start, length }: Span, size: number): Span[] {
  const count = Math.ceil(length / size);
  return Array.from({ length: count }, (_, i) => ({
    start: start + i * size,
    length: Math.min(size, length - i * size),
  }));
}

/** Neighbours joined. */
export function runs(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of spans) {
    const before = joined[joined.length - 1];
    if (before && before.start + before.length === span.start)
      joined[joined.length - 1] = { start: before.start, length: before.length + span.length };
    else joined.push(span);
  }
  return joined;
}
