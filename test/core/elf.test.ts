/** The ELF reader: every fault by its field, and files that tool chains changed without changing the program. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesReader, unreadable } from '../../src/core/bytes/range-reader.ts';
import type { FindingCode } from '../../src/core/findings.ts';
import { Problem } from '../../src/core/problem.ts';
import { evaluate } from '../../src/core/workspace/evaluate.ts';
import { truncations } from '../support/cut-points.ts';
import { buildElf, SHF, SHT, withHeader, withSection } from '../support/elf-builder.ts';
import { concat, ebootImage, headImage, ramSegments, slotImage } from '../support/image-builder.ts';
import { modelImage } from '../support/model-converter.ts';
import {
  data,
  IRAM_START,
  irom,
  patternBytes,
  sdkElf,
  sdkProgram,
  text,
  withCompressedDebug,
  withDebugSections,
  withEmittedRelocations,
  withLiteralSections,
  withSymbols,
} from '../support/programs.ts';
import { codesOf, errorsOf, findingOf, input, open, savedFiles } from '../support/workspaces.ts';

const ELF = sdkElf();
const view = new DataView(ELF.buffer);
const TABLE = view.getUint32(32, true);
const COUNT = view.getUint16(48, true);
// Numbers in the section table of the program.
const [DATA, , BSS, IROM, TEXT, NAMES] = [1, 2, 3, 4, 5, 6];

/** The one reason for which a file is refused. */
function refusal(elf: Uint8Array) {
  const workspace = open({ 'a.elf': elf });
  expect(workspace.outputs).toEqual([]);
  expect(workspace.files[0]?.kind).toBe('refused');
  const errors = workspace.findings.filter(f => f.severity === 'error');
  expect(codesOf(errors)).toHaveLength(1);
  return errors[0];
}

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

describe('what is no ELF file', () => {
  const cases: readonly (readonly [string, Uint8Array, FindingCode, object])[] = [
    ['nothing', new Uint8Array(0), 'file-empty', {}],
    ['16 zeros', new Uint8Array(16), 'file-unknown', { looksLike: 'zeros' }],
    ['text', Buffer.from('hello, world\r\n'), 'file-unknown', { looksLike: 'text' }],
    ['an archive', Buffer.from('!<arch>\nlibmain.a/      0'), 'file-unknown', { looksLike: 'archive' }],
    ['a thin archive', Buffer.from('!<thin>\nlibmain.a/      0'), 'file-unknown', { looksLike: 'archive' }],
    [
      'Intel HEX',
      Buffer.from(':10010000214601360121470136007EFE09D21901'),
      'file-unknown',
      { looksLike: 'intel-hex' },
    ],
    [
      'a Windows program',
      Buffer.from('MZ\x90\0\x03\0\0\0'),
      'file-unknown',
      { looksLike: 'windows-program' },
    ],
    ['a ZIP', Buffer.from('PK\x03\x04\x14\0\0\0'), 'file-unknown', { looksLike: 'zip' }],
    ['a gzip', Uint8Array.of(0x1f, 0x8b, 8, 0), 'file-unknown', { looksLike: 'gzip' }],
    ['a UF2', Buffer.from('UF2\n\x57\x51\x5d\x9e'), 'file-unknown', { looksLike: 'uf2' }],
    ['noise', patternBytes(100, 3), 'file-unknown', { looksLike: 'unknown' }],
    ['a blank file', new Uint8Array(4096).fill(0xff), 'file-blank', { size: 4096 }],
    [
      'an image called .elf',
      slotImage({ irom: patternBytes(32), segments: ramSegments() }),
      'image-named-elf',
      { what: 'v2' },
    ],
    ['a plain image called .elf', headImage({ segments: ramSegments() }), 'image-named-elf', { what: 'v1' }],
    ['an Arduino image called .elf', ebootImage(), 'image-named-elf', { what: 'v1' }],
  ];
  it.each(cases)('%s', (_, bytes, code, facts) => {
    const workspace = open({ 'a.elf': bytes });
    const found = findingOf(workspace, code);
    expect(found.facts).toMatchObject(facts);
    expect(found.where.file).toBe('a.elf');
    expect(workspace.outputs).toEqual([]);
    if (code === 'file-unknown') expect(Object.keys(found.facts).sort()).toEqual(['firstBytes', 'looksLike']);
  });

  it('a file that only begins blank is not called blank', () => {
    const bytes = concat(new Uint8Array(1024).fill(0xff), patternBytes(64));
    expect(findingOf(open({ 'a.bin': bytes }), 'file-unknown').facts.looksLike).toBe('unknown');
  });

  it.each([1, 3, 4, 16, 51])('the first %i bytes of an ELF file', length => {
    const code = length < 4 ? 'file-unknown' : 'elf-truncated';
    expect(refusal(ELF.slice(0, length))).toMatchObject({ code });
  });

  it('a file that cannot be read any more, whenever that happens', () => {
    const goneAfter = (reads: number) => {
      let left = reads;
      const reader = bytesReader(ELF);
      const read = (offset: number, length: number): Uint8Array => {
        if (left-- > 0) return reader.read(offset, length);
        throw unreadable(offset, new Error('it was moved'));
      };
      return { ...input('a.elf', ELF), reader: { size: ELF.length, read } };
    };
    const first = evaluate([goneAfter(0)]);
    expect(findingOf(first, 'file-unreadable')).toMatchObject({
      facts: { reason: 'Error: it was moved' },
      where: { file: 'a.elf' },
    });
    let whole = 0;
    for (let reads = 1; reads < 40; reads++) {
      try {
        if (errorsOf(evaluate([goneAfter(reads)])).length === 0) whole++;
      } catch (error) {
        expect(error).toBeInstanceOf(Problem);
        expect((error as Problem).finding.code).toBe('file-unreadable');
      }
    }
    expect(whole).toBeGreaterThan(0);
  });
});

describe('a damaged ELF file', () => {
  it('is refused wherever it is cut', () => {
    for (const { length, bytes } of truncations(ELF)) {
      const workspace = open({ 'a.elf': bytes });
      expect(errorsOf(workspace).length, `cut after ${length}`).toBe(1);
      expect(workspace.outputs, `cut after ${length}`).toEqual([]);
    }
  });

  it('gives a typed verdict and no image that differs from its sections, whatever its headers say', () => {
    const word = fc.oneof(
      fc.constantFrom(
        0,
        1,
        4,
        8,
        0xff,
        ELF.length,
        0x3ffe8000,
        0x40100000,
        0x40281010,
        0x7fffffff,
        0xffffffff,
      ),
      fc.nat(0xffffffff),
    );
    const edits = fc.array(fc.tuple(fc.nat(COUNT * 10 - 1), word), { minLength: 1, maxLength: 6 });
    const header = fc.array(fc.tuple(fc.nat(12), word), { maxLength: 2 });
    const property = fc.property(edits, header, (inTable, inHeader) => {
      const elf = new Uint8Array(ELF);
      const at = new DataView(elf.buffer);
      for (const [k, value] of inTable) at.setUint32(TABLE + 4 * k, value, true);
      for (const [k, value] of inHeader) at.setUint32(4 * k, value, true);
      const workspace = open({ 'a.elf': elf });
      if (workspace.files[0]?.kind === 'refused')
        expect(workspace.files[0].findings.length).toBeGreaterThan(0);
      const { settings } = workspace;
      for (const [name, bytes] of Object.entries(savedFiles(workspace))) {
        const app = name === 'user1.bin' ? 1 : name === 'user2.bin' ? 2 : 0;
        const model = modelImage(elf, app, settings);
        expect(bytes).toEqual(new Uint8Array(name === '0x10000.bin' ? model.irom : model.image));
      }
      expect(structuredClone(workspace)).toEqual(workspace);
    });
    fc.assert(property, { numRuns: process.env.TWINSLOT_LONG === '1' ? 20_000 : 1000 });
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
