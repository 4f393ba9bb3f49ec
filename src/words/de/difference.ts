/** Wörter für das, was zwischen zwei Builds gewachsen ist. */
import { deltaOf, type SizeDifference } from '../../core/size/difference.ts';
import type * as english from '../difference.ts';
import { topChanges } from '../difference.ts';
import type { Translation } from '../language.ts';
import { formatBytes, formatCount, plural } from './format.ts';

const formatDelta = (delta: number): string =>
  delta === 0 ? '0' : `${delta > 0 ? '+' : '−'}${formatCount(Math.abs(delta))}`;

const MEMORY_NAMES = {
  iram: 'IRAM (Code im RAM)',
  dram: 'DRAM (Daten im RAM)',
  irom: 'Code im Flash',
} as const;

function differenceSentence({ memories, sections }: SizeDifference): string {
  const deltas = memories.filter(memory => deltaOf(memory) !== 0);
  if (deltas.length === 0) {
    const inside = sections.some(({ symbols }) => symbols.length > 0);
    return inside
      ? 'Die Größen sind gleich, aber innen hat sich etwas verschoben.'
      : 'Beide Builds sind gleich groß.';
  }
  const parts = deltas.map(memory => {
    const delta = deltaOf(memory);
    return `${MEMORY_NAMES[memory.name]}: ${formatBytes(Math.abs(delta))} ${delta > 0 ? 'mehr' : 'weniger'}`;
  });
  return `${parts.join(', ')}.`;
}

export const difference = {
  ...{ formatDelta, MEMORY_NAMES, differenceSentence, topChanges },
  CHANGES: { added: 'neu', removed: 'weg', grown: 'gewachsen', shrunk: 'geschrumpft' },
  DIFFERENCE: {
    memory: 'Speicher',
    section: 'Abschnitt',
    symbol: 'Funktion oder Variable',
    change: 'Änderung',
    before: 'Vorher',
    after: 'Nachher',
    left: 'Frei',
    of: limit => `von ${formatCount(limit)}`,
    over: bytes => `${formatCount(bytes)} zu viel`,
    symbolsOf: section => `Funktionen und Variablen in ${section}`,
    rest: count => `${plural(count, 'kleinere Änderung', 'kleinere Änderungen')} zusammen`,
    unnamed: 'Ohne Namen: Literale, Texte, Füllbytes',
    sum: 'Zusammen',
    only: { before: 'nur im älteren Build', after: 'nur im neueren Build' },
    same: count => `${plural(count, 'anderes Symbol ist', 'andere Symbole sind')} so groß wie vorher.`,
    stripped:
      'Einer der Builds hat keine Symbole, darum lassen sich seine Funktionen und Variablen nicht vergleichen.',
    bytes: 'Alle Größen in Bytes.',
  },
} satisfies Translation<typeof english>;
