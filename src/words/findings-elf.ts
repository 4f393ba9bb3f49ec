/** Words about the structure of ELF files. Field names are those of the ELF specification. */
import { formatHex } from '../core/bytes/address.ts';
import { ELF_TYPE_NAMES, MACHINE_NAMES } from '../core/elf/layout.ts';
import type { FindingFacts } from '../core/findings.ts';
import { FRESH_ELF, theSection, type WordsTable } from './findings-table.ts';
import { formatBytes, formatCount, plural } from './format.ts';

const OUR_COMPILER =
  'Build with the compiler for the ESP8266 (xtensa-lx106-elf-gcc), and take the ELF file that it links.';

/** What the checked fields of the ELF header mean. */
const FIELD_ABOUT: Readonly<Record<string, string>> = {
  e_shoff: 'where the section table begins',
  e_shentsize: 'bytes per entry of the section table',
  e_shnum: 'number of sections',
  e_shstrndx: 'the section that holds the names',
};

type HeaderField = FindingFacts['elf-header-field'];

const EXPECTED: Readonly<Record<HeaderField['expected'], (facts: HeaderField) => string>> = {
  'non-zero': ({ limit }) => `expected a byte number below ${formatHex(limit)}, the length of the file`,
  'inside-file': ({ field, limit }) =>
    field === 'e_shoff'
      ? `expected a byte number below ${formatHex(limit)}, the length of the file`
      : `expected at most ${formatCount(limit)}, which is what fits into the file`,
  forty: ({ limit }) => `expected ${limit}`,
  one: () => 'expected 1 or more',
  'section-index': ({ limit }) =>
    `expected a number above 0 and below ${formatCount(limit)}, the number of sections`,
  'string-table': ({ found }) => `section ${found} is not a table of names (SHT_STRTAB)`,
};

function headerField(facts: HeaderField): string {
  const { field, found } = facts;
  const about = FIELD_ABOUT[field];
  const value = field === 'e_shoff' ? formatHex(found) : formatCount(found);
  return `${field}${about ? ` (${about})` : ''} is ${value}; ${EXPECTED[facts.expected](facts)}.`;
}

/** Where a section ends that does not fit; decimal, because start and length may add up to more than 32 bits. */
const pastEnd = (name: string, { start, length, size }: FindingFacts['section-past-end']): string =>
  `${name} begins at byte ${formatCount(start)} (sh_offset) and is ${formatBytes(length)} long (sh_size); ` +
  `the file has only ${formatBytes(size)}`;

const SYMBOLS_BROKEN = {
  'past-end': 'it reaches past the end of the file (sh_offset, sh_size)',
  'entry-size': 'its entries do not have the 16 bytes of a symbol (sh_entsize)',
  'no-strings': 'the table of names that it points to (sh_link) is not there',
} as const;

export const ELF_WORDS = {
  'elf-truncated': ({ part, needed, size }) => ({
    title: 'The file is cut off',
    text:
      part === 'header'
        ? `The file ends after ${formatBytes(size)}; the ELF header alone has ${needed}.`
        : `The file ends after ${formatBytes(size)}; its section table (e_shoff, e_shnum) needs ${formatCount(needed)}.`,
    advice: 'Build or copy the file again: a link run, copy or download that broke off leaves such a file.',
  }),
  'elf-class': ({ found }) => ({
    title: 'Not a 32-bit program',
    text: `EI_CLASS is ${found}${found === 2 ? ' (64 bit)' : ''}; the ESP8266 needs 1 (32 bit).`,
    advice: OUR_COMPILER,
  }),
  'elf-byte-order': ({ found }) => ({
    title: 'Wrong byte order',
    text: `EI_DATA is ${found}${found === 2 ? ' (big endian, high byte first)' : ''}; the ESP8266 needs 1 (little endian, low byte first).`,
    advice: OUR_COMPILER,
  }),
  'elf-type': ({ found }) => {
    const name = ELF_TYPE_NAMES[found];
    return {
      title: 'Not a linked program',
      text: `e_type is ${found}${name ? ` (${name})` : ''}; expected 2 (program).`,
      advice:
        found === 1
          ? 'Link it first: take the .elf file that the linker makes from the .o files.'
          : 'Take the .elf file that the linker makes.',
    };
  },
  'elf-machine': ({ found }) => {
    const name = MACHINE_NAMES[found];
    return {
      title: name ? `A program for ${name}` : 'A program for another processor',
      text: `e_machine is ${found}${name ? ` (${name})` : ''}; the ESP8266 needs 94 (Xtensa).`,
      advice: OUR_COMPILER,
    };
  },
  'elf-header-field': facts => ({
    title: 'Damaged ELF header',
    text: headerField(facts),
    advice: `${FRESH_ELF} Tools that shrink or edit ELF files can leave such a header.`,
  }),
  'section-name': ({ index, found, limit }) => ({
    title: 'A section without a readable name',
    text: `The name of section ${index} should begin at byte ${formatCount(found)} of the name table (sh_name), which has only ${formatBytes(limit)}.`,
    advice: FRESH_ELF,
  }),
  'section-past-end': (facts, where) => ({
    title: 'A section reaches past the end of the file',
    text: `${pastEnd(where.field === 'e_shstrndx' ? 'The table of section names (e_shstrndx)' : theSection(where), facts)}.`,
    advice: `${FRESH_ELF} Nothing is cut short in silence, so no image is made.`,
  }),
  'unloaded-section-past-end': (facts, where) => ({
    title: 'A section for tools is cut off',
    text: `${pastEnd(theSection(where), facts)}, but it is not loaded, so the image is complete without it.`,
    advice: 'Build or copy the file again if you want to debug with it.',
  }),
  'symbol-table': ({ reason }, where) => ({
    title: 'No sizes by function',
    text: `The symbol table${where.section ? ` ${where.section}` : ''} cannot be read: ${SYMBOLS_BROKEN[reason]}.`,
    advice: 'The images are right without it; build the file again to see which function takes how much.',
  }),
  'too-many-segments': ({ count, limit }) => ({
    title: 'Too many RAM sections',
    text: `${plural(count, 'section')} want a place in memory; the header of an image counts up to ${limit}.`,
    advice: 'Let the linker script gather them: one .text, one .data and one .rodata are usual.',
  }),
} satisfies Partial<WordsTable>;
