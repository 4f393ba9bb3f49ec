/** The ELF reader: every fault by its field, and files that tool chains changed without changing the program. */
import { describe, expect, it } from 'vitest';
import { bytesReader } from '../../src/core/bytes/range-reader.ts';
import { evaluate } from '../../src/core/workspace/evaluate.ts';
import { buildElf, SHF, SHT, withHeader, withSection } from '../support/elf-builder.ts';
import {
  data,
  IRAM_START,
  irom,
  sdkElf,
  sdkProgram,
  text,
  withCompressedDebug,
  withDebugSections,
  withEmittedRelocations,
  withLiteralSections,
  withSymbols,
} from '../support/programs.ts';
import { codesOf, errorsOf, findingOf, open, refusal, savedFiles } from '../support/workspaces.ts';

const ELF = sdkElf();
const view = new DataView(ELF.buffer);
const TABLE = view.getUint32(32, true);
const COUNT = view.getUint16(48, true);
// Numbers in the section table of the program.
const [DATA, , BSS, IROM, TEXT, NAMES] = [1, 2, 3, 4, 5, 6];

describe('the ELF header', () => {
  it.each([
    ['class 64', { e_ident_class: 2 }, 'elf-class', { found: 2 }, 'EI_CLASS', 4],
    ['class 0', { e_ident_class: 0 }, 'elf-class', { found: 0 }, 'EI_CLASS', 4],
    ['big endian', { e_ident_data: 2 }, 'elf-byte-order', { found: 2 }, 'EI_DATA', 5],
    ['x86-64', { e_machine: 62 }, 'elf-machine', { found: 62 }, 'e_machine', 18],
    ['ARM', { e_machine: 40 }, 'elf-machine', { found: 40 }, 'e_machine', 18],
    ['RISC-V', { e_machine: 243 }, 'elf-machine', { found: 243 }, 'e_machine', 18],
    ['object file', { e_type: 1 }, 'elf-type', { found: 1 }, 'e_type', 16],
    ['shared library', { e_type: 3 }, 'elf-type', { found: 3 }, 'e_type', 16],
    ['core dump', { e_type: 4 }, 'elf-type', { found: 4 }, 'e_type', 16],
  ] as const)('%s', (_, fields, code, facts, field, offset) => {
    expect(refusal(withHeader(ELF, fields))).toMatchObject({ code, facts, where: { field, offset } });
  });

  it.each([
    ['e_shoff', 0, 'non-zero', 32],
    ['e_shoff', ELF.length, 'inside-file', 32],
    ['e_shoff', 0xffffffff, 'inside-file', 32],
    ['e_shentsize', 0, 'forty', 46],
    ['e_shentsize', 64, 'forty', 46],
    ['e_shentsize', 0xffff, 'forty', 46],
    ['e_shnum', 0, 'one', 48],
    ['e_shnum', 0xffff, 'inside-file', 48],
    ['e_shstrndx', 0, 'section-index', 50],
    ['e_shstrndx', COUNT, 'section-index', 50],
    ['e_shstrndx', 0xffff, 'section-index', 50],
    ['e_shstrndx', DATA, 'string-table', 50],
  ] as const)('%s = %i', (field, found, expected, offset) => {
    expect(refusal(withHeader(ELF, { [field]: found }))).toMatchObject({
      code: 'elf-header-field',
      facts: { field, found, expected },
      where: { field, offset, file: 'a.elf' },
    });
  });

  it('a section table that runs over the end was cut off', () => {
    const found = refusal(withHeader(ELF, { e_shoff: TABLE + 4 }));
    expect(found).toMatchObject({
      code: 'elf-truncated',
      facts: { part: 'section-table', size: ELF.length },
    });
  });

  it.each([0, 4, 0x40000080, IRAM_START + 0x8000, 0x40281020, 0xffffffff])('entry at %i', entry => {
    expect(refusal(withHeader(ELF, { e_entry: entry }))).toMatchObject({
      code: 'entry-outside-iram',
      facts: { entry },
      where: { field: 'e_entry', offset: 24 },
    });
  });

  it('an entry behind the code starts nothing', () => {
    const found = refusal(withHeader(ELF, { e_entry: IRAM_START + 0x95 }));
    expect(found).toMatchObject({ code: 'entry-in-no-section', facts: { entry: IRAM_START + 0x95 } });
    expect(errorsOf(open({ 'a.elf': withHeader(ELF, { e_entry: IRAM_START + 0x94 }) }))).toEqual([]);
  });

  it.each([
    [0x40080400, 'entry of an ESP32'],
    [0x400d0018, 'entry of an ESP32 in flash'],
    [0x40376244, 'entry of an ESP32-S3'],
  ])('%i: %s', entry => {
    expect(refusal(withHeader(ELF, { e_entry: entry }))).toMatchObject({
      code: 'esp32-program',
      facts: { address: entry },
      where: { field: 'e_entry' },
    });
  });

  it('odd program headers change nothing: sections count', () => {
    for (const fields of [{ e_phoff: 0xffffffff }, { e_phnum: 0xffff }, { e_phentsize: 0 }, { e_phnum: 0 }])
      expect(savedFiles(open({ 'a.elf': withHeader(ELF, fields) }))).toEqual(
        savedFiles(open({ 'a.elf': ELF })),
      );
  });
});

describe('section headers', () => {
  const at = (index: number) => TABLE + 40 * index;

  it.each([
    ['offset behind the end', TEXT, { sh_offset: ELF.length }, '.text'],
    ['offset wraps', TEXT, { sh_offset: 0xffffffff }, '.text'],
    ['length behind the end', DATA, { sh_size: ELF.length }, '.data'],
    ['offset and length wrap', IROM, { sh_offset: 0xfffffff0, sh_size: 0x20 }, '.irom0.text'],
    ['length wraps', IROM, { sh_size: 0xffffffff }, '.irom0.text'],
  ])('%s', (_, index, fields, section) => {
    expect(refusal(withSection(ELF, index, fields))).toMatchObject({
      code: 'section-past-end',
      where: { section, field: 'sh_offset', offset: at(index), file: 'a.elf' },
    });
  });

  it('names that are not in the table', () => {
    for (const found of [0x1000, 0xffffffff])
      expect(refusal(withSection(ELF, TEXT, { sh_name: found }))).toMatchObject({
        code: 'section-name',
        facts: { index: TEXT, found },
        where: { field: 'sh_name', offset: at(TEXT) },
      });
  });

  it('a name table behind the end', () => {
    expect(refusal(withSection(ELF, NAMES, { sh_offset: ELF.length - 1 }))).toMatchObject({
      code: 'section-past-end',
      where: { field: 'e_shstrndx', offset: 50 },
    });
  });

  it('a debug section behind the end is only a remark', () => {
    const elf = buildElf(withDebugSections(sdkProgram(), 300));
    const debug = withSection(elf, 6, { sh_offset: 0xfffffff0 });
    const workspace = open({ 'a.elf': debug });
    expect(findingOf(workspace, 'unloaded-section-past-end')).toMatchObject({
      severity: 'warning',
      where: { section: '.debug_info' },
    });
    expect(savedFiles(workspace)).toEqual(savedFiles(open({ 'a.elf': ELF })));
  });

  it('an empty section lies nowhere, so it cannot lie behind the end', () => {
    const elf = withSection(buildElf(withDebugSections(sdkProgram(), 300)), 6, {
      sh_offset: 0xfffffff0,
      sh_size: 0,
    });
    expect(codesOf(open({ 'a.elf': elf }).findings)).not.toContain('unloaded-section-past-end');
  });

  it.each([
    ['flash code without contents', IROM, { sh_type: SHT.NOBITS }, 'irom-nobits'],
    ['flash code that is not allocated', IROM, { sh_flags: 0 }, 'section-not-alloc'],
    ['data that is not allocated', DATA, { sh_flags: SHF.WRITE }, 'section-not-alloc'],
    ['code without contents', TEXT, { sh_type: SHT.NOBITS }, 'entry-in-no-section'],
    ['code of length 0', TEXT, { sh_size: 0 }, 'entry-in-no-section'],
    ['no flash code', IROM, { sh_type: SHT.NULL }, 'irom-missing'],
    ['flash code of length 0', IROM, { sh_size: 0 }, 'irom-missing'],
    ['code of an ESP32', TEXT, { sh_addr: 0x40080000 }, 'esp32-program'],
    ['flash code of an ESP32-S3', IROM, { sh_addr: 0x42000020 }, 'esp32-program'],
    ['variables in flash', BSS, { sh_addr: 0x40201010 }, 'irom-nobits'],
  ] as const)('%s', (_, index, fields, code) => {
    expect(refusal(withSection(ELF, index, fields))).toMatchObject({ code });
  });
});

describe('two sections of flash code', () => {
  const two = (first: number, second: number) =>
    buildElf({
      entry: IRAM_START,
      sections: [irom(0x20, first), irom(0x20, second, '.irom.text'), text(8)],
    });

  it.each([
    ['one behind the other', 0x40201010, 0x40201030, '.irom0.text', '.irom.text', 0],
    ['with a gap', 0x40201010, 0x40202000, '.irom0.text', '.irom.text', 0xfd0],
    ['in the other order', 0x40201030, 0x40201010, '.irom.text', '.irom0.text', 0],
    ['over each other', 0x40201010, 0x40201020, '.irom0.text', '.irom.text', -16],
  ])('%s', (_, a, b, first, second, gap) => {
    expect(refusal(two(a, b))).toMatchObject({
      code: 'irom-twice',
      facts: { first, second, gap },
      where: { section: second },
    });
  });
});

describe('the same program after its tool chain', () => {
  const plain = savedFiles(open({ 'a.elf': ELF }));
  const spec = sdkProgram();
  const cases = {
    'with symbols': withSymbols(spec),
    'with 200 KB of debug sections': withDebugSections(spec, 200_000),
    'with compressed debug sections': withCompressedDebug(spec, 50_000),
    'with emitted relocations': withEmittedRelocations(spec),
    'with 1724 literal sections': withLiteralSections(spec, 1724),
    'with everything': withEmittedRelocations(withLiteralSections(withDebugSections(spec, 5000), 200)),
    'with contents in table order': { ...spec, fileOrder: [] },
    'with contents in reverse order': { ...spec, fileOrder: ['.irom0.text', '.text', '.rodata', '.data'] },
  };
  it.each(Object.entries(cases))('%s gives the same image', (_, changed) => {
    const elf = buildElf(changed);
    const workspace = open({ 'a.elf': elf });
    expect(savedFiles(workspace)).toEqual(plain);
    expect(errorsOf(workspace)).toEqual([]);
  });

  it('another order in the section table gives another order of segments and the same RAM', () => {
    const reversed = { ...spec, sections: [...spec.sections].reverse() };
    const image = open({ 'a.elf': buildElf(reversed) }).outputs[0]?.built.image;
    expect(image?.segments.map(s => s.name)).toEqual(['.text', '.rodata', '.data']);
  });

  it('empty sections are left out and mentioned', () => {
    const empty = { ...data(0, 0x3ffe8100), name: '.init_array' };
    const workspace = open({ 'a.elf': buildElf({ ...spec, sections: [empty, ...spec.sections] }) });
    expect(savedFiles(workspace)).toEqual(plain);
    expect(findingOf(workspace, 'section-empty')).toMatchObject({
      severity: 'note',
      facts: { address: 0x3ffe8100 },
      where: { section: '.init_array' },
    });
  });

  it('sections that no linker script names are kept and mentioned', () => {
    const orphan = { ...data(12, 0x3ffe9000), name: '.my_table' };
    const workspace = open({ 'a.elf': buildElf({ ...spec, sections: [...spec.sections, orphan] }) });
    expect(workspace.outputs[0]?.built.image.segments.map(s => s.name)).toContain('.my_table');
    expect(findingOf(workspace, 'orphan-section').where.section).toBe('.my_table');
  });

  it('uneven addresses are kept and warned of', () => {
    const uneven = { ...data(6, 0x3ffe9002), name: '.data.uneven' };
    const workspace = open({ 'a.elf': buildElf({ ...spec, sections: [uneven, ...spec.sections] }) });
    expect(findingOf(workspace, 'section-unaligned')).toMatchObject({ severity: 'warning' });
    const segment = workspace.outputs[0]?.built.image.segments[0];
    expect(segment).toMatchObject({ address: 0x3ffe9002, length: 8 });
  });

  it('costs no more reading with 5 MB of debug sections than without', () => {
    const volumeOf = (elf: Uint8Array): number => {
      let volume = 0;
      const reader = bytesReader(elf);
      const counted = {
        size: elf.length,
        read(offset: number, length: number) {
          volume += length;
          return reader.read(offset, length);
        },
      };
      evaluate([{ id: 'x', name: 'a.elf', reader: counted }]);
      return volume;
    };
    const small = volumeOf(buildElf(withDebugSections(spec, 3)));
    expect(volumeOf(buildElf(withDebugSections(spec, 5_000_000)))).toBeLessThan(small + 64 * 1024);
  });
});
