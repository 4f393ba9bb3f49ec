import { cpuAddress } from '../bytes/address.ts';
import { fits, type RangeReader } from '../bytes/range-reader.ts';
import { readStruct, type Struct } from '../bytes/struct.ts';
import type { Finding } from '../findings.ts';
import { type Outcome, outcomeOf, refuse } from '../problem.ts';
import type { ElfFile, ProgramHeader, Section, Source } from './elf-file.ts';
import {
  ELF_CLASS_32,
  ELF_HEADER,
  ELF_LITTLE_ENDIAN,
  ELF_MAGIC,
  EM_XTENSA,
  ET_EXEC,
  PROGRAM_HEADER,
  SECTION_HEADER,
  SHT_STRTAB,
} from './layout.ts';
import { sectionsThatMatter } from './section-table.ts';

type Header = Struct<typeof ELF_HEADER>;

/** A program has five; the field has room for 65,535. */
const MAX_PROGRAM_HEADERS = 64;

/**
 * Reads an ELF32 program for Xtensa: header, program headers, section table and names; no contents.
 * Refuses files that are damaged or of another kind, naming the field, what it says and what it should say.
 */
export function parseElf(reader: RangeReader, source: Source): Outcome<ElfFile> {
  return outcomeOf(notes => {
    const header = readHeader(reader);
    const sections = readSections(reader, header, notes);
    const segments = readProgramHeaders(reader, header);
    return { source, header, entry: cpuAddress(header.entry), sections, segments, findings: notes };
  });
}

/** The contents of a section; its bounds were checked when the file was parsed. */
export const sectionBytes = (reader: RangeReader, section: Section): Uint8Array =>
  reader.read(section.offset, section.size);

function readHeader(reader: RangeReader): Header {
  const length = ELF_HEADER.size;
  if (reader.size < length) {
    return refuse(
      'elf-truncated',
      { part: 'header', needed: length, size: reader.size },
      { offset: reader.size },
    );
  }
  const header = readStruct(ELF_HEADER, reader.read(0, length));
  if (header.magic !== ELF_MAGIC)
    refuse('file-unknown', { looksLike: 'unknown', firstBytes: [] }, { offset: 0 });
  if (header.class !== ELF_CLASS_32)
    refuse('elf-class', { found: header.class }, { field: 'EI_CLASS', offset: 4 });
  if (header.byteOrder !== ELF_LITTLE_ENDIAN) {
    refuse('elf-byte-order', { found: header.byteOrder }, { field: 'EI_DATA', offset: 5 });
  }
  if (header.machine !== EM_XTENSA) {
    refuse('elf-machine', { found: header.machine }, { field: 'e_machine', offset: 18 });
  }
  if (header.type !== ET_EXEC) refuse('elf-type', { found: header.type }, { field: 'e_type', offset: 16 });
  return header;
}

function readSections(reader: RangeReader, header: Header, notes: Finding[]): Section[] {
  checkSectionTable(reader, header);
  const start = header.sectionTableOffset;
  const bytes = reader.read(start, SECTION_HEADER.size * header.sectionHeaderCount);
  return sectionsThatMatter({ reader, start, bytes, names: readNames(reader, bytes, header) }, notes);
}

function checkSectionTable(reader: RangeReader, header: Header): void {
  const { sectionTableOffset: start, sectionHeaderSize: entry, sectionHeaderCount: count } = header;
  const size = reader.size;
  const bad = (
    field: string,
    offset: number,
    found: number,
    expected: HeaderExpectation,
    limit: number,
  ): never => refuse('elf-header-field', { field, found, expected, limit }, { field, offset });

  if (start === 0) bad('e_shoff', 32, start, 'non-zero', size);
  if (entry !== SECTION_HEADER.size) bad('e_shentsize', 46, entry, 'forty', SECTION_HEADER.size);
  if (count === 0) bad('e_shnum', 48, count, 'one', Math.floor(size / entry));
  if (start >= size) bad('e_shoff', 32, start, 'inside-file', size);
  if (!fits(size, start, count * entry)) {
    const room = Math.floor((size - start) / entry);
    // A table that is longer than the whole file is a wrong count; one that just runs over the end was cut off.
    if (count * entry > size) bad('e_shnum', 48, count, 'inside-file', room);
    refuse(
      'elf-truncated',
      { part: 'section-table', needed: start + count * entry, size },
      { field: 'e_shoff', offset: size },
    );
  }
}

type HeaderExpectation = 'non-zero' | 'inside-file' | 'forty' | 'one' | 'section-index' | 'string-table';

function readNames(reader: RangeReader, table: Uint8Array, header: Header): Uint8Array {
  const index = header.sectionNamesIndex;
  const count = header.sectionHeaderCount;
  const bad = (expected: HeaderExpectation): never =>
    refuse(
      'elf-header-field',
      { field: 'e_shstrndx', found: index, expected, limit: count },
      { field: 'e_shstrndx', offset: 50 },
    );
  if (index === 0 || index >= count) bad('section-index');
  const names = readStruct(SECTION_HEADER, table, index * SECTION_HEADER.size);
  if (names.type !== SHT_STRTAB) bad('string-table');
  if (!fits(reader.size, names.offset, names.size)) {
    refuse(
      'section-past-end',
      { start: names.offset, length: names.size, size: reader.size },
      { field: 'e_shstrndx', offset: 50 },
    );
  }
  return reader.read(names.offset, names.size);
}

/** Program headers are shown, not used: the linker leaves empty ones, and sections say more. */
function readProgramHeaders(reader: RangeReader, header: Header): ProgramHeader[] {
  const { programTableOffset: start, programHeaderSize: entry } = header;
  const count = Math.min(header.programHeaderCount, MAX_PROGRAM_HEADERS);
  if (count === 0 || entry !== PROGRAM_HEADER.size || !fits(reader.size, start, entry * count)) return [];
  const table = reader.read(start, entry * count);
  return Array.from({ length: count }, (_, i) => readStruct(PROGRAM_HEADER, table, i * entry));
}
