/** Wörter über den Aufbau von ELF-Dateien. Feldnamen sind die der ELF-Spezifikation. */
import { formatHex } from '../../core/bytes/address.ts';
import { MACHINE_NAMES } from '../../core/elf/layout.ts';
import type { FindingFacts } from '../../core/findings.ts';
import type * as english from '../findings-elf.ts';
import type { Translation } from '../language.ts';
import { FRESH_ELF, theSection } from './findings-table.ts';
import { formatBytes, formatCount, plural } from './format.ts';

const OUR_COMPILER =
  'Baue mit dem Compiler für den ESP8266 (xtensa-lx106-elf-gcc), und nimm die ELF-Datei, die er linkt.';

const FIELD_ABOUT: Readonly<Record<string, string>> = {
  e_shoff: 'wo die Tabelle der Abschnitte beginnt',
  e_shentsize: 'Bytes je Eintrag der Tabelle der Abschnitte',
  e_shnum: 'Zahl der Abschnitte',
  e_shstrndx: 'der Abschnitt mit den Namen',
};

const ELF_TYPES: Readonly<Record<number, string>> = {
  1: 'Objektdatei',
  2: 'Programm',
  3: 'dynamische Bibliothek',
  4: 'Speicherabzug',
};

type HeaderField = FindingFacts['elf-header-field'];

const EXPECTED: Readonly<Record<HeaderField['expected'], (facts: HeaderField) => string>> = {
  'non-zero': ({ limit }) => `erwartet war eine Byte-Nummer unter ${formatHex(limit)}, der Länge der Datei`,
  'inside-file': ({ field, limit }) =>
    field === 'e_shoff'
      ? `erwartet war eine Byte-Nummer unter ${formatHex(limit)}, der Länge der Datei`
      : `erwartet waren höchstens ${formatCount(limit)}, so viele passen in die Datei`,
  forty: ({ limit }) => `erwartet war ${limit}`,
  one: () => 'erwartet war 1 oder mehr',
  'section-index': ({ limit }) =>
    `erwartet war eine Zahl über 0 und unter ${formatCount(limit)}, der Zahl der Abschnitte`,
  'string-table': ({ found }) => `der Abschnitt ${found} ist keine Tabelle mit Namen (SHT_STRTAB)`,
};

function headerField(facts: HeaderField): string {
  const { field, found } = facts;
  const about = FIELD_ABOUT[field];
  const value = field === 'e_shoff' ? formatHex(found) : formatCount(found);
  return `${field}${about ? ` (${about})` : ''} ist ${value}; ${EXPECTED[facts.expected](facts)}.`;
}

const pastEnd = (name: string, { start, length, size }: FindingFacts['section-past-end']): string =>
  `${name} beginnt bei Byte ${formatCount(start)} (sh_offset) und ist ${formatBytes(length)} lang (sh_size); ` +
  `die Datei hat nur ${formatBytes(size)}`;

const SYMBOLS_BROKEN = {
  'past-end': 'sie reicht über das Ende der Datei hinaus (sh_offset, sh_size)',
  'entry-size': 'ihre Einträge haben nicht die 16 Bytes eines Symbols (sh_entsize)',
  'no-strings': 'die Tabelle der Namen, auf die sie zeigt (sh_link), fehlt',
} as const;

export const findingsElf = {
  ELF_WORDS: {
    'elf-truncated': ({ part, needed, size }) => ({
      title: 'Die Datei ist abgeschnitten',
      text:
        part === 'header'
          ? `Die Datei endet nach ${formatBytes(size)}; allein der ELF-Header hat ${needed}.`
          : `Die Datei endet nach ${formatBytes(size)}; ihre Tabelle der Abschnitte (e_shoff, e_shnum) braucht ${formatCount(needed)}.`,
      advice:
        'Baue oder kopiere die Datei noch einmal: So eine Datei bleibt, wenn Linken, Kopieren oder Laden abbricht.',
    }),
    'elf-class': ({ found }) => ({
      title: 'Kein 32-Bit-Programm',
      text: `EI_CLASS ist ${found}${found === 2 ? ' (64 Bit)' : ''}; der ESP8266 braucht 1 (32 Bit).`,
      advice: OUR_COMPILER,
    }),
    'elf-byte-order': ({ found }) => ({
      title: 'Falsche Byte-Reihenfolge',
      text: `EI_DATA ist ${found}${found === 2 ? ' (Big Endian, hohes Byte zuerst)' : ''}; der ESP8266 braucht 1 (Little Endian, niedriges Byte zuerst).`,
      advice: OUR_COMPILER,
    }),
    'elf-type': ({ found }) => {
      const name = ELF_TYPES[found];
      return {
        title: 'Kein gelinktes Programm',
        text: `e_type ist ${found}${name ? ` (${name})` : ''}; erwartet war 2 (Programm).`,
        advice:
          found === 1
            ? 'Linke sie erst: Nimm die .elf-Datei, die der Linker aus den .o-Dateien macht.'
            : 'Nimm die .elf-Datei, die der Linker macht.',
      };
    },
    'elf-machine': ({ found }) => {
      const name = MACHINE_NAMES[found];
      return {
        title: name ? `Ein Programm für ${name}` : 'Ein Programm für einen anderen Prozessor',
        text: `e_machine ist ${found}${name ? ` (${name})` : ''}; der ESP8266 braucht 94 (Xtensa).`,
        advice: OUR_COMPILER,
      };
    },
    'elf-header-field': facts => ({
      title: 'Beschädigter ELF-Header',
      text: headerField(facts),
      advice: `${FRESH_ELF} Werkzeuge, die ELF-Dateien kürzen oder ändern, können so einen Header hinterlassen.`,
    }),
    'section-name': ({ index, found, limit }) => ({
      title: 'Ein Abschnitt ohne lesbaren Namen',
      text: `Der Name des Abschnitts ${index} soll bei Byte ${formatCount(found)} der Namenstabelle beginnen (sh_name), die nur ${formatBytes(limit)} hat.`,
      advice: FRESH_ELF,
    }),
    'section-past-end': (facts, where) => ({
      title: 'Ein Abschnitt reicht über das Dateiende hinaus',
      text: `${pastEnd(where.field === 'e_shstrndx' ? 'Die Tabelle der Abschnittsnamen (e_shstrndx)' : theSection(where), facts)}.`,
      advice: `${FRESH_ELF} Nichts wird stillschweigend gekürzt, darum entsteht kein Image.`,
    }),
    'unloaded-section-past-end': (facts, where) => ({
      title: 'Ein Abschnitt für Werkzeuge ist abgeschnitten',
      text: `${pastEnd(theSection(where), facts)}, aber er wird nicht geladen, also ist das Image ohne ihn vollständig.`,
      advice: 'Baue oder kopiere die Datei noch einmal, wenn du mit ihr debuggen willst.',
    }),
    'symbol-table': ({ reason }, where) => ({
      title: 'Keine Größen nach Funktion',
      text: `Die Symboltabelle${where.section ? ` ${where.section}` : ''} ist nicht lesbar: ${SYMBOLS_BROKEN[reason]}.`,
      advice:
        'Die Images stimmen auch ohne sie; baue die Datei neu, um zu sehen, welche Funktion wie viel belegt.',
    }),
    'too-many-segments': ({ count, limit }) => ({
      title: 'Zu viele RAM-Abschnitte',
      text: `${plural(count, 'Abschnitt will', 'Abschnitte wollen')} in den Speicher; der Header eines Images zählt nur bis ${limit}.`,
      advice: 'Lass das Linkerskript sie zusammenfassen: Üblich sind ein .text, ein .data und ein .rodata.',
    }),
  },
} satisfies Translation<typeof english>;
