/** How full the memories are, by section and by symbol. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesReader } from '../../src/core/bytes/range-reader.ts';
import { readSymbols } from '../../src/core/elf/symbols.ts';
import { sizesBySymbol } from '../../src/core/size/by-symbol.ts';
import type { OpenedFile } from '../../src/core/workspace/workspace.ts';
import { buildElf, type SymbolSpec, withSection } from '../support/elf-builder.ts';
import { endlessNames } from '../support/mutation-seeds.ts';
import { DRAM_START, IRAM_START, sdkElf, sdkProgram, withSymbols } from '../support/programs.ts';
import { codesOf, open } from '../support/workspaces.ts';

type ElfView = OpenedFile & { readonly kind: 'elf' };
function opened(elf: Uint8Array, map: '512KB' | '1MB' | '2MB-c1' = '1MB'): ElfView {
  const file = open({ 'a.elf': elf }, { map }).files[0];
  if (file?.kind !== 'elf') throw new Error(`not an ELF file: ${codesOf(file?.findings ?? [])}`);
  return file;
}
function symbolsOf(symbols: readonly SymbolSpec[]) {
  const elf = buildElf({ ...sdkProgram(), symbols });
  const file = opened(elf);
  const outcome = readSymbols(bytesReader(elf), file.elf);
  if (!outcome.ok) throw new Error('no symbols');
  return { symbols: outcome.value, sizes: sizesBySymbol(file.memory, outcome.value) };
}

describe('gauges', () => {
  it('add up the sections of each memory', () => {
    const { gauges } = opened(
      sdkElf({ dataLength: 0x56, rodataLength: 0x71, bssLength: 0x120, textLength: 0x95 }),
    );
    expect(gauges).toEqual([
      {
        ...{ name: 'iram', used: 0x95, limit: 0x8000 },
        parts: [{ section: '.text', address: IRAM_START, size: 0x95, zeroed: false }],
      },
      {
        ...{ name: 'dram', used: 0x56 + 0x71 + 0x120, limit: 0x14000 },
        parts: [
          { section: '.data', address: DRAM_START, size: 0x56, zeroed: false },
          { section: '.rodata', address: DRAM_START + 0x60, size: 0x71, zeroed: false },
          { section: '.bss', address: DRAM_START + 0xe0, size: 0x120, zeroed: true },
        ],
      },
      {
        ...{ name: 'irom', used: 0x153, limit: 0x6b000 },
        parts: [{ section: '.irom0.text', address: 0x40281010, size: 0x153, zeroed: false }],
      },
    ]);
  });

  it.each([
    ['512KB', 0x40201010, 0x2b000],
    ['1MB', 0x40201010, 0x6b000],
    ['2MB-c1', 0x40201010, 0xe0000],
  ] as const)('take the limit of flash code from the linker script of %s', (map, irom, limit) => {
    expect(opened(sdkElf({ irom }), map).gauges[2]?.limit).toBe(limit);
  });
});

describe('symbols', () => {
  const at = (offset: number, size: number, name: string, type = 2): SymbolSpec => ({
    ...{ name, value: IRAM_START + offset, size, type, section: '.text' },
  });

  it('are read in the order of the file, without files, sections and what has no section', () => {
    const { symbols } = symbolsOf([
      { name: 'main.c', value: 0, type: 4, section: 0xfff1 },
      { name: '', value: IRAM_START, type: 3, section: '.text' },
      { name: 'absolute', value: 0x3fffc000, type: 2, section: 0xfff1 },
      { name: 'elsewhere', value: 0, type: 0, section: 0 },
      at(0, 8, 'start'),
      { name: 'table', value: DRAM_START, size: 4, type: 1, section: '.data' },
      { name: 'label', value: IRAM_START + 0x10, section: '.text' },
    ]);
    expect(symbols.map(({ name, kind, address, size }) => [name, kind, address, size])).toEqual([
      ['start', 'function', IRAM_START, 8],
      ['table', 'object', DRAM_START, 4],
      ['label', 'other', IRAM_START + 0x10, 0],
    ]);
  });

  it('claim every byte once: up to the next symbol, aliases once, functions without size to the next', () => {
    const { sizes } = symbolsOf([
      at(0, 0x10, 'first'),
      at(0, 0x10, 'alias of first'),
      at(0x8, 0x20, 'inside first'),
      at(0x40, 0, 'in assembly'),
      at(0x60, 0, 'label', 0),
      at(0x70, 0x1000, 'too long'),
      at(0x200, 4, 'behind the section'),
    ]);
    const text = sizes.find(s => s.section === '.text');
    expect(text?.symbols.map(({ name, size }) => [name, size])).toEqual([
      ['too long', 0x25],
      ['inside first', 0x20],
      ['in assembly', 0x20],
      ['first', 8],
    ]);
    expect(text?.unnamed).toBe(0x95 - 0x25 - 0x20 - 0x20 - 8);
    expect(sizes.map(s => s.section)).toEqual(['.data', '.rodata', '.bss', '.irom0.text', '.text']);
  });

  it('and nameless bytes make up the section, whatever the symbols say', () => {
    const any = fc.array(fc.tuple(fc.nat(0xa0), fc.oneof(fc.nat(0xff), fc.constant(0xffffffff)), fc.nat(2)));
    fc.assert(
      fc.property(any, list => {
        const { sizes } = symbolsOf(list.map(([offset, size, type], i) => at(offset, size, `s${i}`, type)));
        for (const { size, symbols, unnamed } of sizes) {
          expect(unnamed).toBeGreaterThanOrEqual(0);
          expect(symbols.reduce((sum, s) => sum + s.size, unnamed)).toBe(size);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('are none in a stripped program', () => {
    const elf = sdkElf();
    expect(readSymbols(bytesReader(elf), opened(elf).elf)).toEqual({ ok: true, value: [], findings: [] });
  });

  // Sections 1 to 5 are the program, 6 the symbols, 7 their names.
  it.each([
    ['past-end', 6, { sh_offset: 0xfffffff0 }],
    ['past-end', 7, { sh_offset: 0xfffffff0 }],
    ['past-end', 6, { sh_size: 0xffffffff }],
    ['entry-size', 6, { sh_entsize: 0 }],
    ['entry-size', 6, { sh_entsize: 24 }],
    ['no-strings', 6, { sh_link: 0 }],
    ['no-strings', 6, { sh_link: 99 }],
  ] as const)('%s: the table is left out, the program is not (section %i, %o)', (reason, index, fields) => {
    const elf = withSection(buildElf(withSymbols(sdkProgram())), index, fields);
    const outcome = readSymbols(bytesReader(elf), opened(elf).elf);
    expect(outcome).toMatchObject({
      ok: false,
      findings: [
        { code: 'symbol-table', severity: 'warning', facts: { reason }, where: { section: '.symtab' } },
      ],
    });
  });

  it('with names that are not there are left out', () => {
    const elf = buildElf(withSymbols(sdkProgram()));
    const view = new DataView(elf.buffer);
    const table = view.getUint32(32, true) + 6 * 40;
    view.setUint32(view.getUint32(table + 16, true) + 2 * 16, 0xffffffff, true);
    const outcome = readSymbols(bytesReader(elf), opened(elf).elf);
    expect(outcome.ok && outcome.value.map(s => s.name)).toEqual(['_data_start']);
  });

  it('whose table of names has no end are refused before they fill the memory', () => {
    const count = 100_000;
    const symbols = Array.from({ length: count }, () => at(0, 4, 'x'));
    const elf = buildElf({ ...sdkProgram(), symbols });
    const view = new DataView(elf.buffer);
    const strings = view.getUint32(32, true) + 7 * 40;
    elf.fill(0x61, view.getUint32(strings + 16, true), view.getUint32(strings + 16, true) + 2 * count);
    const begin = performance.now();
    const outcome = readSymbols(bytesReader(elf), opened(elf).elf);
    expect(outcome.ok).toBe(false);
    expect(performance.now() - begin).toBeLessThan(1000);
  });

  it('and sections with endless names keep a readable piece of them', () => {
    const elf = endlessNames(10, 5000);
    expect(opened(elf, '2MB-c1').memory.irom.name).toBe('a'.repeat(200));
  });
});
