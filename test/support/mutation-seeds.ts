/** Files to damage: what people have, and what somebody would make to hurt. */
import { readFileSync } from 'node:fs';
import { bootLoaderFile, unknownLoader } from './boot-loader-builder.ts';
import { buildElf, type SectionSpec, SHF, SHT, withHeader } from './elf-builder.ts';
import { flash, type MapName, mapRow } from './flash-builder.ts';
import {
  concat,
  ebootImage,
  esp32Image,
  esptoolImage,
  headImage,
  linkedCode,
  oldBootImage,
  ramSegments,
  rtosImage,
  slotImage,
} from './image-builder.ts';
import type { SeedKind } from './mutations.ts';
import {
  DRAM_START,
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
} from './programs.ts';

export interface Seed {
  readonly name: string;
  readonly kind: SeedKind;
  readonly bytes: Uint8Array;
  /** How often it is taken; large files cost time to copy. */
  readonly weight: number;
}

const seed = (name: string, kind: SeedKind, bytes: Uint8Array, weight = 10): Seed => ({
  name,
  kind,
  bytes,
  weight,
});

const vector = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../fixtures/vectors/${name}`, import.meta.url)));

const spec = sdkProgram();
const segments = ramSegments();
const linked = linkedCode(0x40281010, 0x400);

/** A program and `count` sections that all claim the same large range of the file. */
export function sharedRange(count: number, length: number, section: Partial<SectionSpec> = {}): Uint8Array {
  const extra = Array.from({ length: count }, (_, i) => ({ name: `.s${i}`, ...section }));
  const big = { name: '.big', bytes: patternBytes(length) };
  const elf = buildElf({ entry: IRAM_START, sections: [text(8), irom(64, 0x40201010), big, ...extra] });
  const view = new DataView(elf.buffer);
  const table = view.getUint32(32, true);
  const [offset, size] = [
    view.getUint32(table + 3 * 40 + 16, true),
    view.getUint32(table + 3 * 40 + 20, true),
  ];
  for (let i = 4; i < 4 + count; i++) {
    view.setUint32(table + i * 40 + 16, offset, true);
    view.setUint32(table + i * 40 + 20, size, true);
  }
  return elf;
}

/** A program and `count` sections whose names are as long as they can be: a table without a single zero byte. */
export function endlessNames(count: number, length: number): Uint8Array {
  const extra = Array.from({ length: count }, () => ({ name: '' }));
  const names = { name: '.names', type: SHT.STRTAB, bytes: new Uint8Array(length).fill(0x61) };
  const elf = buildElf({ entry: IRAM_START, sections: [text(8), irom(64, 0x40201010), names, ...extra] });
  const view = new DataView(elf.buffer);
  const table = view.getUint32(32, true);
  for (let i = 1; i < 4 + count; i++) view.setUint32(table + i * 40, i % 100, true);
  return withHeader(elf, { e_shstrndx: 3 });
}

const many = (count: number, section: (i: number) => SectionSpec): Uint8Array =>
  buildElf({
    entry: IRAM_START,
    sections: [text(8), irom(64, 0x40201010), ...Array.from({ length: count }, (_, i) => section(i))],
  });

/** Files that are made to cost time or memory; not damaged, but tried as they are as well. */
export const hostileSeeds: readonly Seed[] = [
  seed('2000 sections over one range of 3 MB', 'elf', sharedRange(2000, 3e6), 1),
  seed(
    '2000 allocated sections over one range',
    'elf',
    sharedRange(2000, 1e6, { flags: SHF.ALLOC, address: DRAM_START }),
    1,
  ),
  seed(
    '2000 symbol tables over one range',
    'elf',
    sharedRange(2000, 1e6, { type: SHT.SYMTAB, entrySize: 16 }),
    1,
  ),
  seed('3000 sections with endless names', 'elf', endlessNames(3000, 2e6), 1),
  seed('60000 sections with endless names', 'elf', endlessNames(60_000, 1e5), 0),
  seed(
    '60000 empty allocated sections',
    'elf',
    many(60_000, () => ({ name: '', flags: SHF.ALLOC, address: DRAM_START })),
    0,
  ),
  seed(
    '60000 sections of variables',
    'elf',
    many(60_000, i => ({ name: 'v', type: SHT.NOBITS, flags: SHF.ALLOC, address: DRAM_START + i, size: 1 })),
    0,
  ),
  seed('60000 sections behind the end', 'elf', behindTheEnd(60_000), 0),
  seed(
    '60000 one-byte sections in RAM',
    'elf',
    many(60_000, i => ({ name: 'b', flags: SHF.ALLOC, address: DRAM_START + i, bytes: new Uint8Array(1) })),
    0,
  ),
  seed('5000 sections behind the end', 'elf', behindTheEnd(5000), 1),
  seed(
    'a megabyte of flash code for both slots',
    'elf',
    sdkElf({ irom: 0x40201010, iromLength: 0xf7000, textLength: 0x7000 }),
    1,
  ),
  seed(
    'a whole megabyte of OTA image',
    'image',
    slotImage({ slot: 1, irom: patternBytes(0xfe000), segments, sizeFrequency: 0x50 }),
    1,
  ),
  seed(
    'a whole megabyte without its slot',
    'image',
    esptoolImage({ irom: linkedCode(0x40201010, 0xfe000), segments, mode: 2, sizeFrequency: 0x50 }),
    1,
  ),
  seed(
    '3 MB that begin like an OTA image',
    'image',
    concat([0xea, 4, 0, 1], [4, 0, 16, 64], [0, 0, 0, 0], [0, 0, 0x2c, 0], patternBytes(3e6)),
    1,
  ),
  seed('3 MB that begin blank', 'image', new Uint8Array(3e6).fill(0xff), 1),
];

/** Sections that would lie behind the end of the file if anybody loaded them. */
function behindTheEnd(count: number): Uint8Array {
  const elf = many(count, () => ({ name: 'gone', bytes: new Uint8Array(1) }));
  const view = new DataView(elf.buffer);
  const table = view.getUint32(32, true);
  for (let i = 3; i < 3 + count; i++) view.setUint32(table + i * 40 + 16, 0xfffffff0, true);
  return elf;
}

const chip = (map: MapName, slots = true): Uint8Array => {
  const sizeFrequency = mapRow(map).code << 4;
  const image = (slot: number, address: number) =>
    slotImage({ slot, irom: linkedCode(address, 0x800), segments, sizeFrequency });
  return flash({
    ...{ map, bootLoader: bootLoaderFile('1.7', { sizeFrequency }), flag: 0, parametersA: [0xfd, 0xe7] },
    ...(slots && { user1: image(1, 0x40201010), user2: image(2, 0x40281010) }),
  });
};

/** Everything that is damaged. */
export const seeds: readonly Seed[] = [
  seed('sdk', 'elf', sdkElf(), 40),
  seed('either', 'elf', sdkElf({ irom: 0x40201010 }), 20),
  seed('256+256', 'elf', sdkElf({ irom: 0x40241010 })),
  seed('without slots', 'elf', sdkElf({ irom: 0x40210000 })),
  seed('symbols', 'elf', buildElf(withSymbols(spec)), 20),
  seed('relocations', 'elf', buildElf(withEmittedRelocations(spec))),
  seed('compressed', 'elf', buildElf(withCompressedDebug(spec, 3000))),
  seed('debug', 'elf', buildElf(withDebugSections(spec, 9000))),
  seed('literals', 'elf', buildElf(withLiteralSections(spec, 300)), 5),
  seed('1724 literals', 'elf', buildElf(withLiteralSections(spec, 1724)), 2),
  ...[
    'hello_build1_1024_app1',
    'objects_1024_app1',
    'orphan_1024_app1',
    'plain_nonota',
    'sizes_512_app2',
  ].map(name => seed(name, 'elf', vector(`${name}.elf`))),
  seed('slot image', 'image', slotImage({ slot: 2, irom: linked, segments }), 30),
  seed('slot image of noise', 'image', slotImage({ slot: 1, irom: patternBytes(0x333), segments }), 10),
  seed('esptool image', 'image', esptoolImage({ irom: linked, segments }), 20),
  seed('plain image', 'image', headImage({ segments }), 20),
  seed('old boot', 'image', oldBootImage({ segments, app: 1, irom: linked }), 2),
  seed('eboot', 'image', ebootImage(), 2),
  seed('esp32', 'image', esp32Image(9), 2),
  seed('rtos', 'image', rtosImage(), 2),
  seed('boot loader', 'image', bootLoaderFile('1.7'), 10),
  seed('boot loader 1.2', 'image', bootLoaderFile('1.2'), 5),
  seed('unknown loader', 'image', unknownLoader(), 5),
  seed('flash of 512 KB', 'flash', chip('512KB', false), 3),
  seed('flash of 1 MB', 'flash', chip('1MB'), 3),
  seed('flash of 2 MB', 'flash', chip('2MB-c1', false), 1),
  seed('flash of 4 MB', 'flash', chip('4MB'), 1),
  ...hostileSeeds.filter(s => s.weight > 0),
];
