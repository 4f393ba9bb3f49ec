/** Random but valid programs and settings, for properties. */
import fc from 'fast-check';
import { type ElfSpec, type SectionSpec, SHF, SHT } from './elf-builder.ts';
import type { ModelSettings } from './model-converter.ts';
import { bss, DRAM_START, IRAM_START, irom, patternBytes } from './programs.ts';

export const settings: fc.Arbitrary<ModelSettings> = fc.record({
  mode: fc.constantFrom('qio', 'qout', 'dio', 'dout'),
  frequency: fc.constantFrom('40m', '26m', '20m', '80m'),
  map: fc.constantFrom('512KB', '1MB', '2MB', '4MB', '2MB-c1', '4MB-c1', '8MB', '16MB'),
});

interface Piece {
  readonly gap: number;
  readonly length: number;
  readonly type: number;
  readonly zeroed: boolean;
}

const piece: fc.Arbitrary<Piece> = fc.record({
  gap: fc.oneof(fc.constant(0), fc.nat(40)),
  length: fc.integer({ min: 1, max: 300 }),
  type: fc.constantFrom(SHT.PROGBITS, SHT.PROGBITS, SHT.INIT_ARRAY, SHT.FINI_ARRAY, 0x70000001),
  zeroed: fc.boolean(),
});

/** Sections one behind the other from `start` on, some with gaps, some at uneven addresses. */
function placed(pieces: readonly Piece[], start: number, prefix: string): SectionSpec[] {
  let at = start;
  return pieces.map(({ gap, length, type, zeroed }, i) => {
    const address = at + gap;
    at = address + length;
    const name = `${prefix}.${i}`;
    if (zeroed) return { ...bss(length, address), name };
    return { name, type, flags: SHF.ALLOC, address, bytes: patternBytes(length, address) };
  });
}

/** Sections that never reach the chip, and empty ones. */
const idle: fc.Arbitrary<SectionSpec> = fc.constantFrom(
  { name: '.comment', bytes: patternBytes(9, 60) },
  { name: '.debug_info', bytes: patternBytes(333, 61), flags: SHF.COMPRESSED },
  { name: '.xt.lit._ZN1aEv', bytes: patternBytes(8, 62) },
  { name: '.empty', flags: SHF.ALLOC, address: DRAM_START, bytes: new Uint8Array(0) },
  { name: '.rela.text', type: SHT.RELA, bytes: patternBytes(24, 63), entrySize: 12 },
);

/**
 * A program that converts: RAM sections in any order of the table and of the file. Padding that would overwrite
 * what was loaded before is avoided by leaving such orders out.
 */
export const program = (iromAddress: number): fc.Arbitrary<ElfSpec> =>
  fc
    .record({
      dram: fc.array(piece, { maxLength: 6 }),
      iram: fc.array(piece, { maxLength: 3 }),
      rtc: fc.array(piece, { maxLength: 2 }),
      textLength: fc.integer({ min: 1, max: 500 }),
      iromLength: fc.integer({ min: 1, max: 900 }),
      idle: fc.uniqueArray(idle, { maxLength: 3, selector: s => s.name }),
      dramStart: fc.nat(60),
    })
    .chain(parts => {
      const sections = [
        ...placed(parts.dram, DRAM_START + parts.dramStart, '.data'),
        { name: '.text', flags: SHF.ALLOC, address: IRAM_START, bytes: patternBytes(parts.textLength, 8) },
        ...placed(parts.iram, IRAM_START + parts.textLength + 3, '.text'),
        ...placed(parts.rtc, 0x60001000, '.rtc').slice(0, 1),
        irom(parts.iromLength, iromAddress),
        ...parts.idle,
      ];
      const order = (n: number) => fc.shuffledSubarray([...Array(n).keys()], { minLength: n, maxLength: n });
      return fc.record({
        entry: fc.constant(IRAM_START),
        sections: order(sections.length).map(o => o.flatMap(i => sections[i] ?? [])),
        fileOrder: fc.shuffledSubarray(sections.map(s => s.name)),
      });
    })
    .filter(spec => !paddingOverwrites(spec.sections));

function paddingOverwrites(sections: readonly SectionSpec[]): boolean {
  const loaded = sections.filter(s => s.bytes && s.address && s.bytes.length > 0);
  return loaded.some((late, i) => {
    const end = (late.address ?? 0) + (late.bytes?.length ?? 0);
    const padded = (late.address ?? 0) + Math.ceil((late.bytes?.length ?? 0) / 4) * 4;
    return loaded.slice(0, i).some(early => (early.address ?? 0) >= end && (early.address ?? 0) < padded);
  });
}
