import { SECTOR } from '../esp8266/flash-map.ts';
import { type LineCost, md5Ms, writeMs } from './cost.ts';

/** Bytes of a write, from its start. */
export interface Span {
  readonly start: number;
  readonly length: number;
}

/** What the chip's digest says of a span: it holds what it should, it is erased, or neither. */
export type Held = 'same' | 'blank' | 'other';

/** A search for differences: asks what the flash holds over a span, until it knows enough. */
export type Search = Generator<Span, readonly Span[], Held>;

export interface SearchCost {
  /** Asked for anew before each decision: the first answer may tell how fast the chip is. */
  readonly line: () => LineCost;
  /** Share of the bytes that is left after compression. */
  readonly ratio: number;
  /** Payload of one packet. */
  readonly block: number;
}

const BLOCK = 16 * SECTOR;

/**
 * The sectors of a write that the flash does not hold yet, as runs. One question covers all; then blocks of 64 KB
 * and their sectors are asked for, as long as an answer is worth more than what it costs: two builds of a program
 * differ in nine of ten sectors, and asking for each would only delay the write.
 */
export function* findDifferences(length: number, cost: SearchCost): Search {
  const all = { start: 0, length };
  const held: Held = yield all;
  if (held === 'same') return [];
  if (held === 'blank') return [all];
  const found: Span[] = [];
  const ofBlocks = new Odds();
  const ofSectors = new Odds();
  const blocks = pieces(all, BLOCK);
  for (const [i, block] of blocks.entries()) {
    // Not more blocks can be the same than sectors are.
    const odds = Math.min(ofBlocks.same, ofSectors.same);
    // When all before it were the same, it is the last that differs.
    const known = blocks.length === 1 || (i === blocks.length - 1 && found.length === 0);
    if (!known && !isWorthAsking([block], odds, cost)) {
      found.push(block);
      continue;
    }
    const answer = known ? 'other' : yield block;
    ofBlocks.count(answer);
    if (answer === 'blank') found.push(block);
    if (answer === 'other') found.push(...(yield* sectorsOf(block, ofSectors, cost)));
  }
  return runs(found);
}

/** Of the sectors of a block that differs, those that do. */
function* sectorsOf(block: Span, odds: Odds, cost: SearchCost): Search {
  const sectors = pieces(block, SECTOR);
  const found: Span[] = [];
  for (const [i, sector] of sectors.entries()) {
    if (i === sectors.length - 1 && found.length === 0) return [sector];
    const rest = sectors.slice(i);
    if (!isWorthAsking(rest, odds.same, cost)) return [...found, ...rest];
    const answer = yield sector;
    odds.count(answer);
    if (answer !== 'same') found.push(sector);
  }
  return found;
}

/** How likely the next piece is the same, after those that were asked for (Laplace's rule of succession). */
class Odds {
  #same = 1;
  #asked = 2;

  get same(): number {
    return this.#same / this.#asked;
  }

  count(answer: Held): void {
    this.#asked++;
    if (answer === 'same') this.#same++;
  }
}

/** Whether what is saved by leaving out the share `same` of the pieces pays for asking for each. */
function isWorthAsking(rest: readonly Span[], same: number, { line, ratio, block }: SearchCost): boolean {
  const now = line();
  const asking = rest.reduce((sum, p) => sum + md5Ms(now, p.length), 0);
  const bytes = rest.reduce((sum, p) => sum + p.length, 0);
  return same * writeMs(now, bytes * ratio, block) > asking;
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
