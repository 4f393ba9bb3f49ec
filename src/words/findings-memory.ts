/** Words about what the sections of a program ask of the chip. */
import type { FindingFacts } from '../core/findings.ts';
import {
  DRAM_RANGE,
  FLASH_WINDOW,
  IRAM_RANGE,
  theSection,
  tooMany,
  type WordsTable,
} from './findings-table.ts';
import { exactSize, formatAddress, formatBytes, formatCount } from './format.ts';

const NOT_FOR_PROGRAMS: Readonly<Record<FindingFacts['section-outside-memory']['region'], string>> = {
  rom: 'where the boot ROM is, which cannot be written',
  'rom-data': 'which the boot ROM and the stack need for themselves',
  cache: 'which the chip uses to cache the flash',
  none: 'where the ESP8266 has no RAM for it',
};

const SCRIPTS = "the SDK's linker scripts (eagle.app.v6.*.ld)";

export const MEMORY_WORDS = {
  'section-not-alloc': ({ address }, where) => ({
    title: 'A section is not marked for loading',
    text: `${theSection(where)} lies at ${formatAddress(address)}, but its sh_flags lack ALLOC (2), so it would not become part of the image.`,
    advice: `Give it the flags of code where it is defined; in assembly: .section ${where.section ?? '.irom0.text'},"ax".`,
  }),
  'section-outside-memory': ({ address, length, region }, where) => ({
    title: 'No memory at this address',
    text:
      `${theSection(where)} wants ${formatBytes(length)} at ${formatAddress(address)} (sh_addr), ${NOT_FOR_PROGRAMS[region]}; ` +
      `expected IRAM (${IRAM_RANGE}), DRAM (${DRAM_RANGE}) or flash (${FLASH_WINDOW}).`,
    advice: `Link with ${SCRIPTS}, and check that the program was built for the ESP8266.`,
  }),
  'section-empty': ({ address }, where) => ({
    title: 'Empty section left out',
    text: `${theSection(where)} has the address ${formatAddress(address)} but 0 bytes (sh_size), so the image does not contain it.`,
    advice: 'Nothing to do: an empty section needs no room on the board.',
  }),
  'section-unaligned': ({ address }, where) => ({
    title: 'Section address is not a multiple of 4',
    text: `${theSection(where)} begins at ${formatAddress(address)} (sh_addr); boot loaders copy RAM in steps of 4 bytes, so a multiple of 4 was expected.`,
    advice:
      'The image keeps the address; put ". = ALIGN(4);" before the section in the linker script to be safe.',
  }),
  'sections-overlap': ({ first, second, address }) => ({
    title: 'Two sections want the same RAM',
    text: `${second} begins at ${formatAddress(address)} (sh_addr), but ${first} ends only behind that address.`,
    advice: `Check the addresses in your linker script against ${SCRIPTS}.`,
  }),
  'esp32-program': ({ address }, where) => ({
    title: 'A program for the ESP32',
    text:
      `${where.field === 'e_entry' ? 'The entry address (e_entry)' : theSection(where)} is at ${formatAddress(address)}, ` +
      `in the code memory of the ESP32; on the ESP8266, code begins at 0x40100000 (IRAM) and 0x40200000 (flash).`,
    advice:
      'Build the program for the ESP8266. Both chips have the same e_machine (94), so only the addresses tell them apart.',
  }),
  'iram-overflow': ({ used, limit }, where) => ({
    title: 'Too much code in IRAM',
    text: `${theSection(where)} ends ${formatBytes(used)} into IRAM (RAM for code), which has ${exactSize(limit)}: ${tooMany(used, limit)}.`,
    advice:
      'Mark functions with ICACHE_FLASH_ATTR: they then run from flash. Only interrupt handlers must stay in IRAM.',
  }),
  'dram-overflow': ({ used, limit }, where) => ({
    title: 'Too many variables for DRAM',
    text: `${theSection(where)} ends ${formatBytes(used)} into DRAM (RAM for data), which has ${exactSize(limit)} for programs: ${tooMany(used, limit)}.`,
    advice: 'Make large arrays smaller, or keep constant tables in flash with ICACHE_RODATA_ATTR.',
  }),
  'entry-outside-iram': ({ entry }, { field }) => ({
    title: 'The program starts outside IRAM',
    text: `${field ?? 'e_entry'} is ${formatAddress(entry)}; expected an address in IRAM (${IRAM_RANGE}), because the flash cannot be read yet when the boot loader jumps there.`,
    advice: `Link with ${SCRIPTS}, which name the right function after ENTRY, and keep that function in .text.`,
  }),
  'entry-in-no-section': ({ entry }) => ({
    title: 'Nothing to start',
    text: `e_entry is ${formatAddress(entry)}, in IRAM but in none of the sections that are copied there; expected an address inside .text.`,
    advice: 'Check that .text is not empty, and that the function after ENTRY in the linker script is in it.',
  }),
  'irom-missing': () => ({
    title: 'No code for the flash',
    text: `No section lies in the flash window (${FLASH_WINDOW}); expected one, .irom0.text, because its address tells the slot.`,
    advice: `Link with ${SCRIPTS}: they gather the flash code in .irom0.text.`,
  }),
  'irom-nobits': ({ address, length }, where) => ({
    title: 'Flash code without contents',
    text: `${theSection(where)} at ${formatAddress(address)} claims ${formatBytes(length)} but brings none: sh_type is 8 (NOBITS); expected 1 (PROGBITS).`,
    advice: 'Check the linker script for (NOLOAD), and the options of objcopy if you use it on the ELF file.',
  }),
  'irom-twice': ({ first, second, gap }) => ({
    title: 'Two sections of flash code',
    text: `${first} and ${second} both lie in the flash window${gap > 0 ? `, with ${formatBytes(gap)} between them` : ''}; an image has room for exactly one.`,
    advice: `Let the linker script put both into one output section, as ${SCRIPTS} do with .irom0.text.`,
  }),
  'irom-outside-window': ({ address, length }, where) => ({
    title: 'Flash code past the window',
    text: `${theSection(where)} begins at ${formatAddress(address)} and is ${formatBytes(length)} long; the CPU sees one megabyte of flash, ${FLASH_WINDOW}.`,
    advice: 'Make the flash code shorter, or link it to the start of a slot.',
  }),
  'orphan-section': ({ address, length }, where) => ({
    title: 'A section that the linker script does not name',
    text: `The linker put ${where.section ?? 'a section'} (${formatCount(length)} bytes) at ${formatAddress(address)} on its own; the image contains it as a segment of its own.`,
    advice:
      'Name it in your linker script if other converters lose it: some pack only .text, .data and .rodata.',
  }),
} satisfies Partial<WordsTable>;
