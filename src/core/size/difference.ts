import type { SectionSizes } from './by-symbol.ts';
import type { Gauge, GaugeName } from './sizes.ts';

/** What grew between two builds of a program, and because of which symbols. */

/** Two builds' sizes of the same thing in bytes; 0: it is not there. */
export interface Change {
  readonly before: number;
  readonly after: number;
}

export const deltaOf = ({ before, after }: Change): number => after - before;

export interface MemoryChange extends Change {
  readonly name: GaugeName;
  /** Bytes that the linker scripts of the SDK allow for the newer build, and what is left of them. */
  readonly limit: number;
  readonly left: number;
}

export interface SymbolChange extends Change {
  readonly name: string;
  readonly kind: 'added' | 'removed' | 'grown' | 'shrunk';
}

export interface SectionChange extends Change {
  readonly section: string;
  /** The section is in one of the builds only. */
  readonly only?: 'before' | 'after';
  /** What changed its size, the largest change first. */
  readonly symbols: readonly SymbolChange[];
  /** Symbols that have the size that they had. */
  readonly same: number;
  /** Bytes that no symbol claims: literals, strings, padding. Its change and those of the symbols add up to the whole. */
  readonly unnamed: Change;
}

export interface SizeDifference {
  readonly memories: readonly MemoryChange[];
  readonly sections: readonly SectionChange[];
  /** A build without symbols: its sections can be compared, its functions cannot. */
  readonly stripped: boolean;
}

/** Sizes of one build. */
export interface ProgramSizes {
  readonly gauges: readonly Gauge[];
  readonly sections: readonly SectionSizes[];
}

export function sizeDifference(older: ProgramSizes, newer: ProgramSizes): SizeDifference {
  const names = [...new Set([...newer.sections, ...older.sections].map(({ section }) => section))];
  const hasSymbols = ({ sections }: ProgramSizes) => sections.some(({ symbols }) => symbols.length > 0);
  return {
    memories: newer.gauges.map(({ name, used, limit }) => {
      const before = older.gauges.find(gauge => gauge.name === name)?.used ?? 0;
      return { name, before, after: used, limit, left: limit - used };
    }),
    sections: names.map(name => sectionChange(name, joined(older, name), joined(newer, name))),
    stripped: !hasSymbols(older) || !hasSymbols(newer),
  };
}

/** Sections of one name count as one. */
function joined({ sections }: ProgramSizes, name: string): SectionSizes | undefined {
  const all = sections.filter(({ section }) => section === name);
  const [first] = all;
  if (!first) return undefined;
  return {
    ...first,
    size: all.reduce((sum, { size }) => sum + size, 0),
    symbols: all.flatMap(({ symbols }) => symbols),
    unnamed: all.reduce((sum, { unnamed }) => sum + unnamed, 0),
  };
}

function sectionChange(
  section: string,
  older: SectionSizes | undefined,
  newer: SectionSizes | undefined,
): SectionChange {
  const [before, after] = [sizesByName(older), sizesByName(newer)];
  const symbols: SymbolChange[] = [];
  let same = 0;
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(name) ?? [], after.get(name) ?? []];
    for (let i = 0; i < Math.max(was.length, is.length); i++) {
      const change = symbolChange(name, was[i], is[i]);
      if (change) symbols.push(change);
      else same++;
    }
  }
  symbols.sort((a, b) => Math.abs(deltaOf(b)) - Math.abs(deltaOf(a)) || compare(a.name, b.name));
  return {
    section,
    before: older?.size ?? 0,
    after: newer?.size ?? 0,
    ...(!older && { only: 'after' as const }),
    ...(!newer && { only: 'before' as const }),
    symbols,
    same,
    unnamed: { before: older?.unnamed ?? 0, after: newer?.unnamed ?? 0 },
  };
}

/**
 * Sizes of the symbols of a name, in the order of their addresses: static functions of several files may have the same
 * one. The numbers that the compiler puts behind static variables of functions (`count.1234`) change with every build
 * and are no part of the name.
 */
function sizesByName(section: SectionSizes | undefined): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const { name, size } of [...(section?.symbols ?? [])].sort((a, b) => a.address - b.address)) {
    const key = name.replace(/(?<=.)\.\d+$/, '');
    const sizes = found.get(key);
    if (sizes) sizes.push(size);
    else found.set(key, [size]);
  }
  return found;
}

function symbolChange(
  name: string,
  before: number | undefined,
  after: number | undefined,
): SymbolChange | undefined {
  if (before === undefined) return { name, kind: 'added', before: 0, after: after ?? 0 };
  if (after === undefined) return { name, kind: 'removed', before, after: 0 };
  if (before === after) return undefined;
  return { name, kind: after > before ? 'grown' : 'shrunk', before, after };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
