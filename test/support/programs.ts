/** Programs of the shape that the SDK's linker scripts give them, and what tool chains do to such files. */
import { deflateSync } from 'node:zlib';
import { buildElf, type ElfSpec, type SectionSpec, SHF, SHT, type SymbolSpec } from './elf-builder.ts';

export const DRAM_START = 0x3ffe8000;
export const IRAM_START = 0x40100000;

/** Bytes that differ from one place to the next and from one seed to the next. */
export function patternBytes(length: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed * 0x9e3779b1;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

const bytesOf = (contents: number | Uint8Array, seed: number): Uint8Array =>
  typeof contents === 'number' ? patternBytes(contents, seed) : contents;

/** Sections by their kind; the number is a length or the contents themselves. */
export const data = (contents: number | Uint8Array, address = DRAM_START): SectionSpec => ({
  ...{ name: '.data', flags: SHF.ALLOC | SHF.WRITE, address, align: 4 },
  bytes: bytesOf(contents, 2),
});
export const rodata = (contents: number | Uint8Array, address: number): SectionSpec => ({
  ...{ name: '.rodata', flags: SHF.ALLOC, address, align: 4 },
  bytes: bytesOf(contents, 3),
});
export const text = (contents: number | Uint8Array, address = IRAM_START): SectionSpec => ({
  ...{ name: '.text', flags: SHF.ALLOC | SHF.EXECINSTR, address, align: 4 },
  bytes: bytesOf(contents, 4),
});
export const irom = (contents: number | Uint8Array, address: number, name = '.irom0.text'): SectionSpec => ({
  ...{ name, flags: SHF.ALLOC | SHF.EXECINSTR, address, align: 4 },
  bytes: bytesOf(contents, 5),
});
export const bss = (size: number, address: number): SectionSpec => ({
  ...{ name: '.bss', type: SHT.NOBITS, flags: SHF.ALLOC | SHF.WRITE, address, size, align: 4 },
});

export interface ProgramOptions {
  /** Link address of the flash-mapped code. */
  readonly irom?: number;
  readonly iromLength?: number | Uint8Array;
  readonly textLength?: number;
  readonly dataLength?: number;
  readonly rodataLength?: number;
  readonly bssLength?: number;
}

/** A program like the SDK's: three RAM sections, `.bss`, flash-mapped code; odd lengths, `.text` first in the file. */
export function sdkProgram(options: ProgramOptions = {}): ElfSpec {
  const dataLength = options.dataLength ?? 0x56;
  const rodataAt = DRAM_START + Math.ceil(dataLength / 16) * 16;
  const rodataLength = options.rodataLength ?? 0x71;
  const bssAt = DRAM_START + Math.ceil((rodataAt - DRAM_START + rodataLength) / 16) * 16;
  return {
    entry: IRAM_START + 4,
    sections: [
      data(dataLength),
      rodata(rodataLength, rodataAt),
      bss(options.bssLength ?? 0x120, bssAt),
      irom(options.iromLength ?? 0x153, options.irom ?? 0x40281010),
      text(options.textLength ?? 0x95),
    ],
    fileOrder: ['.text', '.data', '.rodata', '.irom0.text'],
  };
}

export const sdkElf = (options: ProgramOptions = {}): Uint8Array => buildElf(sdkProgram(options));

const more = (spec: ElfSpec, ...sections: SectionSpec[]): ElfSpec => ({
  ...spec,
  sections: [...spec.sections, ...sections],
});

/** Debug sections of that many bytes in all, behind the program. */
export const withDebugSections = (spec: ElfSpec, length: number): ElfSpec =>
  more(
    spec,
    ...['.debug_info', '.debug_line', '.debug_str'].map((name, i) => ({
      name,
      bytes: patternBytes(Math.ceil(length / 3), 20 + i),
    })),
    { name: '.comment', bytes: patternBytes(18, 30) },
  );

/** Debug sections as `-gz` leaves them: an Elf32_Chdr (ZLIB), then the compressed bytes. */
export function withCompressedDebug(spec: ElfSpec, length: number): ElfSpec {
  const contents = new Uint8Array(length);
  const head = Uint8Array.from([1, 0, 0, 0, ...new Uint8Array(Uint32Array.of(length, 1).buffer)]);
  const bytes = new Uint8Array([...head, ...deflateSync(contents)]);
  return more(spec, { name: '.debug_info', flags: SHF.COMPRESSED, bytes, align: 4 });
}

/** What `ld --emit-relocs` adds: a `.rela` section for each that was relocated, and the symbols. */
export function withEmittedRelocations(spec: ElfSpec): ElfSpec {
  const relocated = spec.sections.filter(s => s.bytes);
  const rela = relocated.map(
    (s, i): SectionSpec => ({
      ...{ name: `.rela${s.name}`, type: SHT.RELA, flags: SHF.INFO_LINK, link: '.symtab' },
      ...{ info: spec.sections.indexOf(s) + 1, entrySize: 12, align: 4, bytes: patternBytes(36, 40 + i) },
    }),
  );
  return withSymbols(more(spec, ...rela));
}

export const withSymbols = (spec: ElfSpec, extra: readonly SymbolSpec[] = []): ElfSpec => ({
  ...spec,
  symbols: [
    { name: '', value: 0, type: 4, section: 0xfff1 },
    { name: 'call_user_start1', value: spec.entry, size: 32, type: 2, section: '.text' },
    { name: '_data_start', value: DRAM_START, section: '.data' },
    ...extra,
  ],
});

/** One `.xt.lit._ZN…` per function, as template-heavy C++ brings them: 1724 headers have been seen. */
export const withLiteralSections = (spec: ElfSpec, count: number): ElfSpec =>
  more(
    spec,
    ...Array.from({ length: count }, (_, i) => ({
      name: `.xt.lit._ZN5twins${i}EvE${'x'.repeat(i % 60)}`,
      bytes: patternBytes(8, 100 + i),
      align: 4,
    })),
  );
