/** Wörter des Inspektors: Header, Abschnitte, Größen und Bytes einer Datei. */
import { formatOffset } from '../../core/bytes/address.ts';
import type * as english from '../inspect.ts';
import { NEARLY_FULL, type SymbolKind } from '../inspect.ts';
import type { Translation } from '../language.ts';
import {
  formatAddress,
  formatByteRow,
  formatBytes,
  formatCount,
  formatShare,
  formatSize,
  plural,
} from './format.ts';

const KINDS: Readonly<Record<SymbolKind, string>> = {
  function: 'Funktion',
  object: 'Variable',
  other: 'Marke',
  rest: '',
};

export const inspect = {
  PANELS: {
    headers: 'Header',
    sections: 'Abschnitte',
    segments: 'Teile und Prüfungen',
    sizes: 'Größen',
    symbols: 'Symbole',
    regions: 'Bereiche',
    boot: 'Slot-Wahl',
    bytes: 'Bytes',
  },
  HEADER_WORDS: {
    offset: 'Offset',
    bytes: 'Bytes',
    field: 'Feld',
    value: 'Wert',
    segment: 'Segment',
    loadAddress: 'Geht nach',
    length: 'Länge',
    known: 'bekannter Wert',
    showSources: 'Zeigen, woher das ist',
    source: text => `Quelle: ${text}`,
    segments: count => plural(count, 'Segment-Header', 'Segment-Header'),
    showBytes: offset => `Die Bytes bei ${formatOffset(offset)} zeigen`,
  },
  HEX_WORDS: {
    goTo: 'Zum Offset',
    go: 'Los',
    copyHint: 'Umschalt und Pfeiltasten wählen aus, Strg+C kopiert.',
    failed:
      'Diese Bytes waren nicht zu lesen. Vielleicht wurde die Datei geändert, verschoben oder gelöscht: Öffne sie noch einmal.',
    again: 'Noch einmal versuchen',
    previous: 'Voriges Megabyte',
    next: 'Nächstes Megabyte',
    name: (first, end) => `Bytes ${formatOffset(first)} bis ${formatOffset(Math.max(first, end - 1))}`,
    badOffset: (first, last) =>
      `Gib einen hexadezimalen Offset von ${formatOffset(first)} bis ${formatOffset(last)} ein.`,
    megabyte: (index, count) => `Megabyte ${index + 1} von ${count}`,
  },
  byteText: (offset, byte, word) => {
    const at = `${formatOffset(offset)}: ${formatByteRow([byte])} = ${byte}`;
    return word === undefined ? at : `${at}; 32 Bit von hier: ${formatAddress(word)} = ${formatCount(word)}`;
  },
  selectedText: count => `${formatBytes(count)} ausgewählt`,
  GAUGES: {
    iram: { name: 'IRAM', about: 'Code, der aus dem RAM läuft' },
    dram: { name: 'DRAM', about: 'Variablen und Konstanten' },
    irom: { name: 'irom', about: 'Code, der aus dem Flash läuft' },
  },
  gaugeText: (used, limit) => `${formatSize(used)} von ${formatSize(limit)}, ${formatShare(used, limit)}`,
  NEARLY_FULL,
  gaugeWarning: (used, limit) => {
    if (used > limit) return `${formatSize(used - limit)} über der Grenze`;
    return used >= NEARLY_FULL * limit ? `Fast voll: ${formatSize(limit - used)} übrig` : undefined;
  },
  partText: (section, size, zeroed) =>
    zeroed ? `${section} ${formatSize(size)}, Nullen` : `${section} ${formatSize(size)}`,
  kindName: kind => KINDS[kind],
  SYMBOL_WORDS: {
    table: 'Symbole nach Größe',
    treemap: 'Größen von Abschnitten und Symbolen, die größten zuerst',
    name: 'Name',
    section: 'Abschnitt',
    kind: 'Art',
    address: 'Adresse',
    size: 'Größe',
    filter: 'Nur Namen mit',
    none: 'Die Datei hat keine Symbole; sie wurden entfernt. Die Größen der Abschnitte stehen oben.',
    noMatch: 'Kein Symbol hat das im Namen.',
    load: 'Größen nach Symbol zeigen',
    loading: 'Liest die Symbole …',
    failed: 'Die Symbole waren nicht zu lesen.',
    unnamed: 'ohne Symbol',
    smaller: count => plural(count, 'kleineres Symbol', 'kleinere Symbole'),
    shown: (count, all) =>
      count === all
        ? plural(all, 'Symbol', 'Symbole')
        : `${formatCount(count)} von ${plural(all, 'Symbol', 'Symbolen')}`,
    showAll: all => `Alle ${formatCount(all)} zeigen`,
  },
  symbolText: ({ name, kind, address, size, section }) => {
    const what = [KINDS[kind], address === undefined ? '' : `bei ${formatAddress(address)}`].filter(Boolean);
    return [name, what.join(' '), `${formatSize(size)} in ${section}`].filter(Boolean).join(', ');
  },
  SECTION_WORDS: {
    table: 'Abschnitte, die auf den Chip kommen',
    segmentTable: 'Woraus das Image besteht',
    name: 'Name',
    address: 'Adresse',
    offset: 'In der Datei',
    size: 'Größe',
    goes: 'Wohin er geht',
    toRam: 'wird ins RAM kopiert',
    toFlash: 'bleibt im Flash',
    zeroed: 'Platz im RAM, auf null gesetzt',
    unloaded: count =>
      `${plural(count, 'weiterer Abschnitt', 'weitere Abschnitte')} nur für Werkzeuge, etwa mit Debug-Daten`,
    flashCode: 'Flash-Code',
    noName: index => `Segment ${index + 1}`,
  },
  DUMP_WORDS: {
    copy: (copy, current) => `Parameterkopie ${copy}: ${current ? 'diese gilt' : 'jetzt nicht benutzt'}`,
    headersOf: region => `Header von ${region}`,
    noSlots: 'Dieser Flash hat keine Slots zur Wahl.',
    reading: 'Liest …',
    unreadable:
      'Die Flash-Datei war nicht zu lesen. Vielleicht wurde sie geändert, verschoben oder gelöscht: Öffne sie noch einmal.',
  },
  CHECK_WORDS: {
    table: 'Prüfungen',
    check: 'Prüfung',
    stored: 'In der Datei',
    computed: 'Neu gerechnet',
    checksum: 'Prüfsumme',
    crc: 'CRC-Wort',
    equal: 'wie es sein soll',
    differs: 'weicht ab',
  },
} satisfies Translation<typeof english>;
