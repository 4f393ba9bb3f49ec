import { IRAM, IROM, isWithin } from '../core/esp8266/memory.ts';
import type { SectionSizes, SymbolSize } from '../core/size/by-symbol.ts';
import type { GaugeName } from '../core/size/sizes.ts';
import type { SymbolKind } from '../words/inspect.ts';
import { SYMBOL_WORDS } from '../words/inspect.ts';
import { type Rect, squarify } from './treemap-layout.ts';

/** As many symbols get a rectangle of their own; the rest of each section is one. */
const MAX_SYMBOLS = 200;
/** Pixels of the name of a section above its symbols. */
const TITLE = 18;

/** A symbol, or what is left of a section. */
export interface SizedSymbol {
  readonly name: string;
  readonly section: string;
  readonly kind: SymbolKind;
  readonly address?: number;
  readonly size: number;
}

export interface Cell extends Rect {
  readonly symbol: SizedSymbol;
}

export interface SectionBox extends Rect {
  readonly section: string;
  readonly size: number;
  readonly memory: GaugeName;
  /** There is room for its name. */
  readonly titled: boolean;
  readonly cells: readonly Cell[];
}

/** Sections side by side, and in each one its symbols. */
export function treemap(sections: readonly SectionSizes[], width: number, height: number): SectionBox[] {
  const own = largest(sections);
  const sorted = sections.filter(s => s.size > 0).sort((a, b) => b.size - a.size);
  const boxes = squarify(
    sorted.map(s => s.size),
    { x: 0, y: 0, width, height },
  );
  return sorted.map((section, i): SectionBox => {
    const box = boxes[i] ?? { x: 0, y: 0, width: 0, height: 0 };
    const titled = box.height > 3 * TITLE && box.width > 60;
    const top = titled ? TITLE : 0;
    const inner = { x: 0, y: top, width: box.width, height: box.height - top };
    const symbols = symbolsOf(section, own);
    const rects = squarify(
      symbols.map(s => s.size),
      inner,
    );
    const cells = symbols.flatMap((symbol, k): Cell[] => {
      const rect = rects[k];
      return rect ? [{ ...rect, symbol }] : [];
    });
    return { ...box, section: section.section, size: section.size, memory: memoryOf(section), titled, cells };
  });
}

/** The largest symbols of all sections. */
function largest(sections: readonly SectionSizes[]): ReadonlySet<SymbolSize> {
  const all = sections.flatMap(s => s.symbols).sort((a, b) => b.size - a.size);
  return new Set(all.slice(0, MAX_SYMBOLS));
}

function symbolsOf(sizes: SectionSizes, own: ReadonlySet<SymbolSize>): SizedSymbol[] {
  const { section, symbols, unnamed, size } = sizes;
  if (symbols.length === 0) return [{ name: section, section, kind: 'rest', size }];
  const shown = symbols.filter(s => own.has(s)).map(s => ({ ...s, section }));
  const small = symbols.filter(s => !own.has(s));
  const rest: SizedSymbol[] = [
    {
      name: SYMBOL_WORDS.smaller(small.length),
      section,
      kind: 'rest',
      size: small.reduce((sum, s) => sum + s.size, 0),
    },
    { name: SYMBOL_WORDS.unnamed, section, kind: 'rest', size: unnamed },
  ];
  return [...shown, ...rest].filter(s => s.size > 0).sort((a, b) => b.size - a.size);
}

/** Which memory a section is in. */
export function memoryOf({ address }: SectionSizes): GaugeName {
  if (isWithin(IROM, address)) return 'irom';
  return isWithin(IRAM, address) ? 'iram' : 'dram';
}
