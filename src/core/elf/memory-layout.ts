import { roundUp } from '../bytes/address.ts';
import { MAX_SEGMENTS } from '../esp8266/limits.ts';
import { DRAM, IRAM, IROM, isEsp32Code, isWithin, regionOf } from '../esp8266/memory.ts';
import { type Finding, finding } from '../findings.ts';
import { refuse } from '../problem.ts';
import type { ElfFile, Section } from './elf-file.ts';
import { SHF_ALLOC, SHT_NOBITS } from './layout.ts';
import { claimsMemory, isLoaded } from './section-table.ts';

/** What a program asks of the chip: which sections go where. */
export interface MemoryLayout {
  /** Sections that the boot loader copies to RAM, in the order of the section table. */
  readonly ram: readonly Section[];
  /** The one section that stays in flash and is read through the cache. */
  readonly irom: Section;
  /** Sections that only take room (`.bss`). */
  readonly zeroed: readonly Section[];
}

/** What the linker scripts of the SDK name; anything else was put somewhere by the linker on its own. */
const SCRIPT_SECTIONS = new Set([
  '.text',
  '.data',
  '.rodata',
  '.irom0.text',
  '.rtc.text',
  '.init_array',
  '.fini_array',
]);

/**
 * Sorts the sections of a program by memory and refuses what the chip cannot hold or start.
 * Facts: images.md sections 6 to 10 (limits from the linker scripts of the NONOS SDK).
 */
export function layOutMemory(elf: ElfFile, notes: Finding[]): MemoryLayout {
  refuseEsp32(elf);
  const ram: Section[] = [];
  const irom: Section[] = [];
  const zeroed: Section[] = [];
  for (const section of elf.sections) {
    if (isLoaded(section)) (isInFlashWindow(section) ? irom : ram).push(section);
    else if (claimsMemory(section.type, section.flags, section.address, section.size))
      judgeUnloaded(section, zeroed, notes);
  }
  for (const section of [...ram, ...zeroed]) checkRam(section, notes);
  checkOverlap([...ram, ...zeroed]);
  if (ram.length > MAX_SEGMENTS) refuse('too-many-segments', { count: ram.length, limit: MAX_SEGMENTS });
  const only = theIrom(irom);
  checkEntry(elf, ram);
  for (const section of ram) {
    if (!SCRIPT_SECTIONS.has(section.name)) {
      notes.push(finding('orphan-section', { address: section.address, length: section.size }, at(section)));
    }
  }
  return { ram, irom: only, zeroed };
}

const at = (section: Section) => ({ section: section.name, offset: section.offset });

const isInFlashWindow = (section: Section): boolean => regionOf(section.address)?.name === 'irom';

const isAllocated = (section: Section): boolean => (section.flags & SHF_ALLOC) !== 0;

/** Bytes that are written to memory: segments are padded to whole words. */
const loadedSize = ({ type, size }: Section): number => (type === SHT_NOBITS ? size : roundUp(size, 4));

function refuseEsp32(elf: ElfFile): void {
  const foreign = elf.sections.find(s => isLoaded(s) && isEsp32Code(s.address));
  if (foreign) refuse('esp32-program', { address: foreign.address }, at(foreign));
  if (isEsp32Code(elf.entry))
    refuse('esp32-program', { address: elf.entry }, { field: 'e_entry', offset: 24 });
}

/** A section that has an address but brings no bytes: room for variables, or a mistake of the linker script. */
function judgeUnloaded(section: Section, zeroed: Section[], notes: Finding[]): void {
  const allocated = isAllocated(section);
  if (section.size === 0) {
    if (allocated) notes.push(finding('section-empty', { address: section.address }, at(section)));
    return;
  }
  if (!allocated)
    refuse('section-not-alloc', { address: section.address }, { ...at(section), field: 'sh_flags' });
  if (isInFlashWindow(section)) {
    refuse(
      'irom-nobits',
      { address: section.address, length: section.size },
      { ...at(section), field: 'sh_type' },
    );
  }
  if (section.type === SHT_NOBITS) zeroed.push(section);
}

function checkRam(section: Section, notes: Finding[]): void {
  const { address, size } = section;
  const home = regionOf(address);
  if (!home?.loadable) {
    const name = home?.name;
    const region = name === 'rom' || name === 'rom-data' || name === 'cache' ? name : 'none';
    refuse('section-outside-memory', { address, length: size, region }, { ...at(section), field: 'sh_addr' });
  }
  if (!isWithin(home, address, loadedSize(section))) {
    const used = address - home.start + (isWithin(home, address, size) ? loadedSize(section) : size);
    if (home === IRAM) refuse('iram-overflow', { used, limit: IRAM.size }, at(section));
    if (home === DRAM) refuse('dram-overflow', { used, limit: DRAM.size }, at(section));
    refuse(
      'section-outside-memory',
      { address, length: size, region: 'none' },
      { ...at(section), field: 'sh_addr' },
    );
  }
  if (section.type !== SHT_NOBITS && address % 4 !== 0) {
    notes.push(finding('section-unaligned', { address }, { ...at(section), field: 'sh_addr' }));
  }
}

/**
 * Two sections that want the same bytes of RAM. Zero padding may reach into a section that is loaded later, not into
 * one that is loaded before: its bytes would be lost.
 */
function checkOverlap(sections: readonly Section[]): void {
  const sorted = [...sections].sort((a, b) => a.address - b.address);
  for (const [i, before] of sorted.entries()) {
    const end = before.address + before.size;
    const paddedEnd = before.address + loadedSize(before);
    for (const after of sorted.slice(i + 1, i + 4)) {
      if (after.address >= paddedEnd) break;
      const overwritten = after.type !== SHT_NOBITS && after.index < before.index;
      if (after.address < end || overwritten) {
        const facts = { first: before.name, second: after.name, address: after.address };
        refuse('sections-overlap', facts, at(after));
      }
    }
  }
}

function theIrom(found: readonly Section[]): Section {
  const [first, second] = [...found].sort((a, b) => a.address - b.address);
  if (!first) return refuse('irom-missing', {});
  if (second) {
    const gap = second.address - (first.address + roundUp(first.size, 4));
    refuse('irom-twice', { first: first.name, second: second.name, gap }, at(second));
  }
  if (!isWithin(IROM, first.address, first.size)) {
    refuse('irom-outside-window', { address: first.address, length: first.size }, at(first));
  }
  return first;
}

/** The boot loader jumps there before flash is mapped: the code has to be in RAM by then. */
function checkEntry(elf: ElfFile, ram: readonly Section[]): void {
  const where = { field: 'e_entry', offset: 24 };
  if (!isWithin(IRAM, elf.entry)) refuse('entry-outside-iram', { entry: elf.entry }, where);
  const holds = (s: Section): boolean => elf.entry >= s.address && elf.entry < s.address + s.size;
  if (!ram.some(holds)) refuse('entry-in-no-section', { entry: elf.entry }, where);
}
