/** Names and meanings of all header fields, held to the layouts of the core by their types. */

import { formatHex } from '../core/bytes/address.ts';
import type { DescribedField, StructLayout } from '../core/bytes/struct.ts';
import type { ELF_HEADER, SECTION_HEADER } from '../core/elf/layout.ts';
import type { BOOT_BYTES } from '../core/esp8266/boot-bytes.ts';
import type { HeaderTable } from '../core/image/describe.ts';
import type { SEGMENT_HEADER, V1_HEADER, V2_HEADER } from '../core/image/layout.ts';
import { formatCount } from './format.ts';

export interface FieldWords {
  readonly name: string;
  /** What the specification calls it, where that is another name. */
  readonly standard?: string;
  /** One line. */
  readonly about: string;
}

export interface HeaderWords<Field extends string = string> {
  readonly title: string;
  readonly about: string;
  readonly fields: Readonly<Record<Field, FieldWords>>;
}

interface Layouts {
  'elf-header': typeof ELF_HEADER;
  'section-header': typeof SECTION_HEADER;
  'v2-header': typeof V2_HEADER;
  'v1-header': typeof V1_HEADER;
  'segment-header': typeof SEGMENT_HEADER;
  'boot-bytes': typeof BOOT_BYTES;
}

type FieldOf<L> = L extends StructLayout<infer Name> ? Name : never;

const field = (name: string, about: string, standard?: string): FieldWords =>
  standard ? { name, about, standard } : { name, about };

/** Every header with every field: a field without words does not compile. */
export const HEADERS: { readonly [L in keyof Layouts]: HeaderWords<FieldOf<Layouts[L]>> } = {
  'elf-header': {
    title: 'ELF header',
    about: 'The first 52 bytes of a program as the linker makes it.',
    fields: {
      magic: field('Magic', 'Marks an ELF file: 7F 45 4C 46.', 'EI_MAG'),
      class: field('Class', '1: addresses have 32 bits.', 'EI_CLASS'),
      byteOrder: field('Byte order', '1: the low byte of a number comes first.', 'EI_DATA'),
      identVersion: field('Format version', 'Always 1.', 'EI_VERSION'),
      type: field('Type', '2: a linked program; 1: an object file, not linked yet.', 'e_type'),
      machine: field('Machine', 'The processor; 94 is Xtensa, in the ESP8266 and the ESP32.', 'e_machine'),
      version: field('Version', 'Always 1.', 'e_version'),
      entry: field('Entry', 'Address of the first instruction; it must lie in IRAM.', 'e_entry'),
      programTableOffset: field('Program table', 'Where the program headers begin in the file.', 'e_phoff'),
      sectionTableOffset: field('Section table', 'Where the section headers begin in the file.', 'e_shoff'),
      flags: field('Flags', 'Options of the processor that the compiler used.', 'e_flags'),
      headerSize: field('Header size', 'Bytes of this header: 52.', 'e_ehsize'),
      programHeaderSize: field('Program header size', 'Bytes per program header: 32.', 'e_phentsize'),
      programHeaderCount: field(
        'Program headers',
        'How many there are; Twinslot goes by sections.',
        'e_phnum',
      ),
      sectionHeaderSize: field('Section header size', 'Bytes per section header: 40.', 'e_shentsize'),
      sectionHeaderCount: field('Sections', 'How many section headers there are.', 'e_shnum'),
      sectionNamesIndex: field('Name section', 'Number of the section that holds the names.', 'e_shstrndx'),
    },
  },
  'section-header': {
    title: 'Section header',
    about: 'Says where a section lies in the file and in memory.',
    fields: {
      nameOffset: field('Name', 'Where its name begins in the table of names.', 'sh_name'),
      type: field('Type', '1: contents in the file; 8: only room in memory (NOBITS).', 'sh_type'),
      flags: field('Flags', 'Bit 1 (ALLOC): the section is in memory when the program runs.', 'sh_flags'),
      address: field('Address', 'Where the program expects it in memory.', 'sh_addr'),
      offset: field('Offset', 'Where its contents begin in the file.', 'sh_offset'),
      size: field('Size', 'Bytes in memory.', 'sh_size'),
      link: field('Link', 'Number of a section that belongs to it, for example its names.', 'sh_link'),
      info: field('Info', 'More about special sections.', 'sh_info'),
      alignment: field('Alignment', 'The address is a multiple of this.', 'sh_addralign'),
      entrySize: field('Entry size', 'Bytes per entry, for sections that are tables.', 'sh_entsize'),
    },
  },
  'v2-header': {
    title: 'Update image header',
    about: 'The first 16 bytes of an image for a slot; the flash code follows.',
    fields: {
      magic: field('Magic', 'EA: an image for a slot.'),
      marker: field('Marker', 'Always 4; boot loaders refuse anything else.'),
      reserved: field('Reserved', 'Always 0.'),
      slot: field('Slot', '1 or 2; a device refuses an update with the wrong one.'),
      entry: field('Entry', 'Address of the first instruction, as in the second header.'),
      iromAddress: field('Flash code address', 'Always 0; the flash code stays where it is.'),
      iromLength: field('Flash code length', 'Bytes of the flash code that follows, a multiple of 16.'),
    },
  },
  'v1-header': {
    title: 'Image header',
    about: 'Comes before the RAM segments; the one at flash offset 0 sets up the flash.',
    fields: {
      magic: field('Magic', 'E9: RAM segments follow.'),
      segmentCount: field('Segments', 'How many segments are copied to RAM.'),
      mode: field('Flash mode', 'How many wires carry data to and from the flash.'),
      map: field('Flash map', 'Size of the flash and how the slots share it; upper half of byte 3.'),
      frequency: field('Flash speed', 'Clock of the flash; lower half of byte 3.'),
      entry: field('Entry', 'Address of the first instruction, where the loader jumps in the end.'),
    },
  },
  'segment-header': {
    title: 'Segment header',
    about: 'Comes before the bytes of every RAM segment.',
    fields: {
      address: field('Load address', 'Where the loader copies the segment.'),
      length: field('Length', 'Bytes that follow, zero padding included.'),
    },
  },
  'boot-bytes': {
    title: 'Boot bytes',
    about: 'The first 8 bytes of a parameter copy: they choose the slot.',
    fields: {
      useBin: field('Chosen slot', '0: user1, 1: user2, 2: error, 3: not set.', 'use_bin'),
      firstTry: field('First try', '1: start the chosen slot; 0: it failed, start the other one.'),
      loaderVersion: field(
        'Loader version',
        'Version of the boot loader that wrote them; another one starts user1.',
      ),
      testState: field('Test state', '1: start a test program instead.'),
      normalMode: field('Normal mode', '1: normal; 0: start the program at a stored address.'),
    },
  },
};

const isKnown = (layout: string): layout is keyof Layouts => Object.hasOwn(HEADERS, layout);

/** Title of a header table: `Segment header 1`. */
export function headerTitle({ layout, index }: HeaderTable): string {
  const title = isKnown(layout) ? HEADERS[layout].title : layout;
  return index === undefined ? title : `${title} ${index + 1}`;
}

/** Name and meaning of a field in a header table. */
export function fieldWords({ layout, name }: DescribedField): FieldWords {
  const fields: Readonly<Record<string, FieldWords>> = isKnown(layout) ? HEADERS[layout].fields : {};
  return fields[name] ?? { name, about: '' };
}

/** A field's value: `0xEA: OTA image`, `3`, `0x40100000`, `0x07: not a known value`. */
export function fieldValue({ show, value, bytes, meaning, valid }: DescribedField): string {
  const digits = show === 'address' ? 8 : 2 * bytes.length;
  const plain = show === 'count' ? formatCount(value) : formatHex(value, digits);
  if (!valid) return `${plain}: not a known value`;
  return meaning ? `${plain}: ${meaning}` : plain;
}
