import type { ElfSymbol } from '../elf/elf-file.ts';
import type { MemoryLayout } from '../elf/memory-layout.ts';

/** What one symbol takes. */
export interface SymbolSize {
  readonly name: string;
  readonly address: number;
  /** Bytes: as the compiler says, else up to the next symbol. */
  readonly size: number;
  readonly kind: ElfSymbol['kind'];
}

export interface SectionSizes {
  readonly section: string;
  readonly address: number;
  readonly size: number;
  /** The largest first. */
  readonly symbols: readonly SymbolSize[];
  /** Bytes of the section that no symbol claims: literals, strings, padding. */
  readonly unnamed: number;
}

/** Which symbol takes how much, per section that reaches the chip. Aliases of one address count once. */
export function sizesBySymbol(memory: MemoryLayout, symbols: readonly ElfSymbol[]): SectionSizes[] {
  const onChip = [...memory.ram, ...memory.zeroed, memory.irom].sort((a, b) => a.index - b.index);
  const bySection = new Map<number, ElfSymbol[]>();
  for (const symbol of symbols) {
    const group = bySection.get(symbol.section);
    if (group) group.push(symbol);
    else bySection.set(symbol.section, [symbol]);
  }
  return onChip.map(section => {
    const end = section.address + section.size;
    const inside = (bySection.get(section.index) ?? [])
      .filter(s => s.address >= section.address && s.address < end)
      .sort((a, b) => a.address - b.address || b.size - a.size);
    const sized = claimBytes(inside, end);
    const named = sized.reduce((sum, s) => sum + s.size, 0);
    return {
      section: section.name,
      address: section.address,
      size: section.size,
      symbols: sized.sort((a, b) => b.size - a.size || a.address - b.address),
      unnamed: Math.max(0, section.size - named),
    };
  });
}

/** Every byte goes to one symbol at most: a symbol ends where the next one begins. */
function claimBytes(sorted: readonly ElfSymbol[], end: number): SymbolSize[] {
  const distinct = sorted.filter((symbol, i) => sorted[i - 1]?.address !== symbol.address);
  const found: SymbolSize[] = [];
  for (const [i, { name, address, size, kind }] of distinct.entries()) {
    const room = (distinct[i + 1]?.address ?? end) - address;
    // Functions written in assembly often have no size: they last until the next symbol.
    const claimed = size > 0 ? Math.min(size, room) : kind === 'function' ? room : 0;
    if (claimed > 0) found.push({ name, address, size: claimed, kind });
  }
  return found;
}
