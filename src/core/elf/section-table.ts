import { cpuAddress } from '../bytes/address.ts';
import { fits, type RangeReader } from '../bytes/range-reader.ts';
import { readStruct } from '../bytes/struct.ts';
import { zeroTerminated } from '../bytes/text.ts';
import { MAX_SEGMENTS } from '../esp8266/limits.ts';
import { regionOf } from '../esp8266/memory.ts';
import { type Finding, finding } from '../findings.ts';
import { refuse } from '../problem.ts';
import type { Section } from './elf-file.ts';
import { SECTION_HEADER, SHF_ALLOC, SHT_NOBITS, SHT_NULL, SHT_SYMTAB } from './layout.ts';

/** The section table of a file, whose bounds were checked, and the table of names. */
export interface SectionTable {
  readonly reader: RangeReader;
  /** Where it is in the file. */
  readonly start: number;
  readonly bytes: Uint8Array;
  readonly names: Uint8Array;
}

/** Characters of a section's name; more would be shown nowhere. */
const MAX_NAME = 200;
/** Sections with a place in memory. A program has ten; more than a thousand are no program. */
const MAX_SECTIONS = 1000;
/** Remarks of one kind; the next hundred say nothing new. */
const MAX_REMARKS = 16;

/** Whether a section brings bytes that must be in memory when the program runs. */
export const isLoaded = ({ type, flags, size }: Section): boolean =>
  type !== SHT_NOBITS && type !== SHT_NULL && (flags & SHF_ALLOC) !== 0 && size > 0;

/**
 * Whether a section has a place in memory: it is allocated, or lies at an address of the chip. At address 0 are
 * sections for tools (`.comment`, `.debug_*`, `.xt.*`).
 */
export function claimsMemory(type: number, flags: number, address: number, size: number): boolean {
  if (type === SHT_NULL) return false;
  const isAllocated = (flags & SHF_ALLOC) !== 0;
  return (isAllocated && size > 0) || (address !== 0 && regionOf(address) !== undefined);
}

/**
 * The sections with a place in memory and those of the symbols; the others are looked at for faults and forgotten.
 * Thousands of debug and literal sections are normal in C++, and a file made to hurt has 65,279 of any kind: no
 * object is made for what nobody asks for.
 */
export function sectionsThatMatter(table: SectionTable, notes: Finding[]): Section[] {
  const { bytes } = table;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const kept: Section[] = [];
  let [empty, pastEnd] = [0, 0];
  let symbols: Section | undefined;
  for (let at = 0; at < bytes.length; at += SECTION_HEADER.size) {
    const marks = marksOf(view, at, table.reader.size, table.names.length);
    if (marks === 0) continue;
    if (marks & BAD_NAME) refuseName(table, view, at);
    const isSymbols = (marks & SYMBOLS) !== 0 && symbols === undefined;
    const isKept = (marks & IN_MEMORY) !== 0 && ((marks & EMPTY) === 0 || empty++ < MAX_REMARKS);
    const isReported = (marks & PAST_END) !== 0 && (isKept || pastEnd++ < MAX_REMARKS);
    if (!isSymbols && !isKept && !isReported) continue;
    const section = readSection(table, at);
    if (isReported) reportPastEnd(table, section, notes);
    if (isSymbols) symbols = section;
    if (isSymbols || isKept) kept.push(section);
    if (kept.length > MAX_SECTIONS) refuse('too-many-segments', { count: kept.length, limit: MAX_SEGMENTS });
  }
  return withNamesOf(symbols, kept, table);
}

/** What there is to a section. */
const BAD_NAME = 1;
const PAST_END = 2;
const SYMBOLS = 4;
const IN_MEMORY = 8;
const EMPTY = 16;

const FIELDS = SECTION_HEADER.fields;

/** The marks of the section whose header begins at `at`; none for sections that only tools read. */
function marksOf(view: DataView, at: number, fileSize: number, namesSize: number): number {
  const name = view.getUint32(at + FIELDS.nameOffset.offset, true);
  const type = view.getUint32(at + FIELDS.type.offset, true);
  const flags = view.getUint32(at + FIELDS.flags.offset, true);
  const address = view.getUint32(at + FIELDS.address.offset, true);
  const offset = view.getUint32(at + FIELDS.offset.offset, true);
  const size = view.getUint32(at + FIELDS.size.offset, true);
  let marks = type === SHT_SYMTAB ? SYMBOLS : 0;
  // The first entry is empty by definition, whatever stands in it.
  if (at > 0 && name >= namesSize) marks |= BAD_NAME;
  const hasBytes = type !== SHT_NOBITS && type !== SHT_NULL && size > 0;
  if (hasBytes && !fits(fileSize, offset, size)) marks |= PAST_END;
  if (claimsMemory(type, flags, address, size)) marks |= size > 0 ? IN_MEMORY : IN_MEMORY | EMPTY;
  return marks;
}

function readSection({ bytes, names }: SectionTable, at: number): Section {
  const raw = readStruct(SECTION_HEADER, bytes, at);
  return {
    index: at / SECTION_HEADER.size,
    name: zeroTerminated(names, raw.nameOffset, MAX_NAME) ?? '',
    type: raw.type,
    flags: raw.flags,
    address: cpuAddress(raw.address),
    offset: raw.offset,
    size: raw.size,
    link: raw.link,
    entrySize: raw.entrySize,
  };
}

/** The section that holds the names of the symbols joins them. */
function withNamesOf(symbols: Section | undefined, kept: Section[], table: SectionTable): Section[] {
  const link = symbols?.link ?? 0;
  const at = link * SECTION_HEADER.size;
  if (link === 0 || at >= table.bytes.length || kept.some(s => s.index === link)) return kept;
  return [...kept, readSection(table, at)];
}

function refuseName({ start, names }: SectionTable, view: DataView, at: number): never {
  const facts = {
    index: at / SECTION_HEADER.size,
    found: view.getUint32(at + FIELDS.nameOffset.offset, true),
    limit: names.length,
  };
  return refuse('section-name', facts, { field: 'sh_name', offset: start + at });
}

function reportPastEnd({ reader, start }: SectionTable, section: Section, notes: Finding[]): void {
  const facts = { start: section.offset, length: section.size, size: reader.size };
  const where = {
    section: section.name,
    field: 'sh_offset',
    offset: start + section.index * SECTION_HEADER.size,
  };
  if (isLoaded(section)) refuse('section-past-end', facts, where);
  notes.push(finding('unloaded-section-past-end', facts, where));
}
