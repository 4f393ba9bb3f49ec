/**
 * Writes ELF32 files for Xtensa from a description. It shares no line with src/core, so that it can judge it: all
 * offsets are spelled out here again, from the ELF specification 1.2.
 */

export const SHT = {
  NULL: 0,
  PROGBITS: 1,
  SYMTAB: 2,
  STRTAB: 3,
  RELA: 4,
  NOBITS: 8,
  INIT_ARRAY: 14,
  FINI_ARRAY: 15,
} as const;

export const SHF = { WRITE: 1, ALLOC: 2, EXECINSTR: 4, INFO_LINK: 0x40, COMPRESSED: 0x800 } as const;

export interface SectionSpec {
  readonly name: string;
  /** PROGBITS when nothing is said. */
  readonly type?: number;
  /** None when nothing is said. */
  readonly flags?: number;
  readonly address?: number;
  readonly bytes?: Uint8Array;
  /** Bytes in memory of a section without contents; else the length of `bytes`. */
  readonly size?: number;
  readonly align?: number;
  /** Name of another section. */
  readonly link?: string;
  readonly info?: number;
  readonly entrySize?: number;
}

export interface SymbolSpec {
  readonly name: string;
  readonly value: number;
  readonly size?: number;
  /** 0 no type, 1 object, 2 function, 3 section, 4 file. */
  readonly type?: number;
  /** Name of a section, or a special number such as 0xFFF1 (absolute). */
  readonly section: string | number;
}

export interface ElfSpec {
  readonly entry: number;
  /** In the order of the section table; name and symbol tables are added by the writer. */
  readonly sections: readonly SectionSpec[];
  /** Section names in the order of their contents in the file; those not named follow in table order. */
  readonly fileOrder?: readonly string[];
  readonly symbols?: readonly SymbolSpec[];
  readonly flags?: number;
}

const HEADER = 52;
const SECTION_HEADER = 40;
const PROGRAM_HEADER = 32;

/** A string table that grows; offset 0 is the empty string. */
class Strings {
  #bytes: number[] = [0];
  add(text: string): number {
    if (text === '') return 0;
    const at = this.#bytes.length;
    for (const character of text) this.#bytes.push(character.charCodeAt(0) & 0xff);
    this.#bytes.push(0);
    return at;
  }
  get bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

/** The file: header, program headers, contents, section table at the end as GNU ld does. */
export function buildElf(spec: ElfSpec): Uint8Array {
  const sections = [{ name: '', type: SHT.NULL }, ...spec.sections, ...symbolSections(spec)];
  const names = new Strings();
  const nameOffsets = [...sections.map(s => names.add(s.name)), names.add('.shstrtab')];
  const all: SectionSpec[] = [...sections, { name: '.shstrtab', type: SHT.STRTAB, bytes: names.bytes }];
  const { offsets, end } = layOut(all, spec.fileOrder ?? []);
  const tableAt = roundUp(end, 4);
  const file = new Uint8Array(tableAt + all.length * SECTION_HEADER);
  const view = new DataView(file.buffer);
  writeHeader(view, spec, tableAt, all.length);
  writeProgramHeaders(view, spec, offsets);
  all.forEach((section, i) => {
    if (section.bytes) file.set(section.bytes, offsets[i]);
    const at = tableAt + i * SECTION_HEADER;
    const link = section.link ? all.findIndex(s => s.name === section.link) : 0;
    const words = [nameOffsets[i], section.type ?? SHT.PROGBITS, section.flags ?? 0, section.address ?? 0];
    words.push(offsets[i], section.bytes?.length ?? section.size ?? 0, link, section.info ?? 0);
    words.push(section.align ?? 1, section.entrySize ?? 0);
    if (i > 0) words.forEach((word, k) => void view.setUint32(at + 4 * k, word ?? 0, true));
  });
  return file;
}

const roundUp = (value: number, step: number): number => Math.ceil(value / step) * step;

function layOut(all: readonly SectionSpec[], fileOrder: readonly string[]) {
  const first = fileOrder.map(name => all.findIndex(s => s.name === name)).filter(i => i >= 0);
  const order = [...first, ...[...all.keys()].filter(i => !first.includes(i))];
  const offsets = new Array<number>(all.length).fill(0);
  let end = HEADER + 5 * PROGRAM_HEADER;
  for (const i of order) {
    const section = all[i];
    if (!section || i === 0) continue;
    end = roundUp(end, section.align ?? 1);
    offsets[i] = end;
    end += section.bytes?.length ?? 0;
  }
  return { offsets, end };
}

function writeHeader(view: DataView, spec: ElfSpec, tableAt: number, count: number): void {
  [0x7f, 0x45, 0x4c, 0x46, 1, 1, 1].forEach((byte, i) => void view.setUint8(i, byte));
  view.setUint16(16, 2, true); // ET_EXEC
  view.setUint16(18, 94, true); // Xtensa
  view.setUint32(20, 1, true);
  view.setUint32(24, spec.entry, true);
  view.setUint32(28, HEADER, true);
  view.setUint32(32, tableAt, true);
  view.setUint32(36, spec.flags ?? 0x300, true);
  [HEADER, PROGRAM_HEADER, 5, SECTION_HEADER, count, count - 1].forEach(
    (half, i) => void view.setUint16(40 + 2 * i, half, true),
  );
}

/** Five, of which two are empty PT_LOAD at address 0, as the SDK's linker scripts make them. */
function writeProgramHeaders(view: DataView, spec: ElfSpec, offsets: readonly number[]): void {
  const loaded = spec.sections.map((s, i) => ({ ...s, offset: offsets[i + 1] ?? 0 })).filter(s => s.bytes);
  for (let i = 0; i < 5; i++) {
    const section = i < 3 ? loaded[i] : undefined;
    const size = section?.bytes?.length ?? 0;
    const address = section?.address ?? 0;
    const words = [1, section?.offset ?? 0, address, address, size, size, 7, 16];
    words.forEach((word, k) => void view.setUint32(HEADER + i * PROGRAM_HEADER + 4 * k, word, true));
  }
}

function symbolSections(spec: ElfSpec): SectionSpec[] {
  if (!spec.symbols) return [];
  const strings = new Strings();
  const bytes = new Uint8Array(16 * (spec.symbols.length + 1));
  const view = new DataView(bytes.buffer);
  spec.symbols.forEach(({ name, value, size = 0, type = 0, section }, i) => {
    const at = 16 * (i + 1);
    const index =
      typeof section === 'number' ? section : spec.sections.findIndex(s => s.name === section) + 1;
    view.setUint32(at, strings.add(name), true);
    view.setUint32(at + 4, value, true);
    view.setUint32(at + 8, size, true);
    view.setUint8(at + 12, 0x10 | type);
    view.setUint16(at + 14, index, true);
  });
  return [
    { name: '.symtab', type: SHT.SYMTAB, bytes, link: '.strtab', entrySize: 16, align: 4, info: 1 },
    { name: '.strtab', type: SHT.STRTAB, bytes: strings.bytes },
  ];
}

const FIELD = {
  e_ident_class: [4, 1],
  e_ident_data: [5, 1],
  e_type: [16, 2],
  e_machine: [18, 2],
  e_entry: [24, 4],
  e_phoff: [28, 4],
  e_shoff: [32, 4],
  e_phentsize: [42, 2],
  e_phnum: [44, 2],
  e_shentsize: [46, 2],
  e_shnum: [48, 2],
  e_shstrndx: [50, 2],
} as const;

const SECTION_FIELD = {
  sh_name: 0,
  sh_type: 4,
  sh_flags: 8,
  sh_addr: 12,
  sh_offset: 16,
  sh_size: 20,
  sh_link: 24,
  sh_info: 28,
  sh_addralign: 32,
  sh_entsize: 36,
} as const;

/** A copy of the file with other values in its header. */
export function withHeader(elf: Uint8Array, fields: Partial<Record<keyof typeof FIELD, number>>): Uint8Array {
  const copy = new Uint8Array(elf);
  const view = new DataView(copy.buffer);
  for (const [name, value] of Object.entries(fields)) {
    const [at, size] = FIELD[name as keyof typeof FIELD];
    if (size === 1) view.setUint8(at, value);
    else if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
  }
  return copy;
}

/** A copy of the file with other values in the header of one section, given by its number in the table. */
export function withSection(
  elf: Uint8Array,
  index: number,
  fields: Partial<Record<keyof typeof SECTION_FIELD, number>>,
): Uint8Array {
  const copy = new Uint8Array(elf);
  const view = new DataView(copy.buffer);
  const at = view.getUint32(32, true) + index * SECTION_HEADER;
  for (const [name, value] of Object.entries(fields)) {
    view.setUint32(at + SECTION_FIELD[name as keyof typeof SECTION_FIELD], value, true);
  }
  return copy;
}
