import {
  deltaOf,
  type SectionChange,
  type SizeDifference,
  type SymbolChange,
} from '../core/size/difference.ts';
import type { GaugeName } from '../core/size/sizes.ts';
import { formatBytes, formatCount, plural } from './format.ts';

/** Words for what grew between two builds. */

/** `+1,024`, `−16`, `0`: with the sign that mathematicians use, which is as wide as the plus. */
export const formatDelta = (delta: number): string =>
  delta === 0 ? '0' : `${delta > 0 ? '+' : '−'}${formatCount(Math.abs(delta))}`;

export const MEMORY_NAMES: Readonly<Record<GaugeName, string>> = {
  iram: 'IRAM (code in RAM)',
  dram: 'DRAM (data in RAM)',
  irom: 'flash code',
};

export const CHANGES: Readonly<Record<SymbolChange['kind'], string>> = {
  added: 'new',
  removed: 'gone',
  grown: 'grew',
  shrunk: 'shrank',
};

export const DIFFERENCE = {
  memory: 'Memory',
  section: 'Section',
  symbol: 'Function or variable',
  change: 'Change',
  before: 'Before',
  after: 'After',
  left: 'Left',
  /** The limit of the newer build. */
  of: (limit: number): string => `of ${formatCount(limit)}`,
  over: (bytes: number): string => `${formatCount(bytes)} too many`,
  symbolsOf: (section: string): string => `Functions and variables in ${section}`,
  rest: (count: number): string => `${plural(count, 'smaller change')}, together`,
  unnamed: 'Without a name: literals, strings, padding',
  sum: 'Together',
  only: { before: 'only in the older build', after: 'only in the newer build' },
  same: (count: number): string =>
    `${plural(count, 'other has its size', 'others have their sizes')} as before.`,
  stripped: 'One of the builds has no symbols, so its functions and variables cannot be compared.',
  bytes: 'All sizes in bytes.',
} as const;

/** One sentence that says what matters. */
export function differenceSentence({ memories, sections }: SizeDifference): string {
  const deltas = memories.filter(memory => deltaOf(memory) !== 0);
  if (deltas.length === 0) {
    const inside = sections.some(({ symbols }) => symbols.length > 0);
    return inside ? 'The sizes are the same; what is inside moved.' : 'Both builds have the same sizes.';
  }
  const parts = deltas.map(memory => {
    const delta = deltaOf(memory);
    return `${MEMORY_NAMES[memory.name]} ${delta > 0 ? 'grew' : 'shrank'} by ${formatBytes(Math.abs(delta))}`;
  });
  return `${parts.join(', ')}.`;
}

/** The largest changes of a section, and the others as one. */
export function topChanges(
  { symbols }: SectionChange,
  top: number,
): { readonly shown: readonly SymbolChange[]; readonly rest: number; readonly restDelta: number } {
  // One that would be "1 smaller change" has room for its name.
  const shown = symbols.length <= top + 1 ? symbols : symbols.slice(0, top);
  const others = symbols.slice(shown.length);
  return { shown, rest: others.length, restDelta: others.reduce((sum, each) => sum + deltaOf(each), 0) };
}
