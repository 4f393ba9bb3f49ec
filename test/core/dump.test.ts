/** Whole flashes: taken apart by the map in the header at 0, with the slot that their parameters select. */
import { describe, expect, it } from 'vitest';
import { bytesReader } from '../../src/core/bytes/range-reader.ts';
import { type FlashDump, readDump } from '../../src/core/image/dump.ts';
import {
  bootLoaderFile,
  LOADER_VERSIONS,
  type LoaderVersion,
  unknownLoader,
} from '../support/boot-loader-builder.ts';
import {
  type FlashSpec,
  flash,
  type MapName,
  type MapRow,
  mapRow,
  SLOT_MAPS,
} from '../support/flash-builder.ts';
import {
  concat,
  ebootImage,
  esp32Image,
  headImage,
  linkedCode,
  ramSegments,
  rtosImage,
  slotImage,
} from '../support/image-builder.ts';
import { patternBytes } from '../support/programs.ts';
import { codesOf, errorsOf, findingOf, open } from '../support/workspaces.ts';

const linkOf = (row: MapRow, slot: 1 | 2): number =>
  0x40200000 + (((slot === 1 ? row.user1 : row.user2) ?? 0) % 0x100000) + 16;

/** An image for a slot of a map, with code that mentions its own addresses. */
const imageFor = (map: MapName, slot: 1 | 2): Uint8Array =>
  slotImage({
    ...{ slot, irom: linkedCode(linkOf(mapRow(map), slot), 0x200), segments: ramSegments(slot) },
    sizeFrequency: mapRow(map).code << 4,
  });
const broken = (image: Uint8Array): Uint8Array => {
  const copy = new Uint8Array(image);
  copy[0x300] = (copy[0x300] ?? 0) ^ 1;
  return copy;
};
const loaderFor = (map: MapName, version: LoaderVersion = '1.7'): Uint8Array =>
  bootLoaderFile(version, { sizeFrequency: mapRow(map).code << 4 });

const dumpOf = (bytes: Uint8Array): FlashDump => {
  const workspace = open({ 'flash.bin': bytes });
  const file = workspace.files[0];
  if (file?.kind !== 'dump') throw new Error(`no dump: ${codesOf(workspace.findings)}`);
  expect(workspace.outputs).toEqual([]);
  return file.dump;
};
/** A flash of 1 MB with both slots filled, unless told otherwise. */
const usual = (spec: Partial<FlashSpec> = {}): Uint8Array => {
  const map = spec.map ?? '1MB';
  const images = { user1: imageFor(map, 1), user2: imageFor(map, 2) };
  return flash({ map, bootLoader: loaderFor(map), ...images, ...spec });
};
const roles = ({ regions }: FlashDump) => regions.map(r => r.role);
const SYSTEM = ['rf-calibration', 'init-data', 'parameters-a', 'parameters-b', 'flag'] as const;

describe('a flash with two slots', () => {
  it.each(SLOT_MAPS)('of $name is taken apart where the map says', ({ name, size, rf, ...row }) => {
    const dump = dumpOf(usual({ map: name }));
    expect(dump.map.name).toBe(name);
    expect(roles(dump)).toEqual(['boot-loader', 'user1', 'user2', ...SYSTEM]);
    expect(dump.regions.map(r => r.start)).toEqual([
      ...[0, row.user1, row.user2],
      ...SYSTEM.map((_, i) => rf + i * 0x1000),
    ]);
    const [loader, one, two] = dump.regions;
    expect(loader?.image).toMatchObject({ format: 'boot-loader', bootLoader: { version: '1.7' } });
    expect([one?.image?.slot, two?.image?.slot]).toEqual(['user1', 'user2']);
    expect(dump.regions.flatMap(r => codesOf(r.findings))).toEqual([]);
    expect(dump.findings).toEqual([]);
    expect(dump.boots).toMatchObject({ kind: 'slot', slot: 'user1' });
    const end = dump.regions.at(-1);
    expect((end?.start ?? 0) + (end?.length ?? 0)).toBe(size);
  });

  it.each(SLOT_MAPS)('of $name is the same in whatever state the slots are', ({ name: map, size }) => {
    const image = (slot: 1 | 2) => imageFor(map, slot);
    const states = { blank: undefined, good: image(1), broken: broken(image(1)) };
    const states2 = { blank: undefined, good: image(2), broken: broken(image(2)) };
    for (const [one, user1] of Object.entries(states))
      for (const [two, user2] of Object.entries(states2))
        for (const chosen of ['user1', 'user2'] as const) {
          const parametersB = [chosen === 'user1' ? 0xfc : 0xfd, 0xe7];
          const bytes = flash({
            ...{ map, bootLoader: loaderFor(map), parametersB },
            ...(user1 && { user1 }),
            ...(user2 && { user2 }),
          });
          const dump = dumpOf(bytes);
          const label = `${one} ${two} ${chosen}`;
          // Loader 1.7 cannot read its parameters above 4 MB.
          const selected = size > 0x400000 ? 'user1' : chosen;
          expect(dump.boots, label).toMatchObject({ kind: 'slot', slot: selected });
          const codes = codesOf(dump.findings);
          const state = { user1: one, user2: two };
          const count = (wanted: string) => [one, two].filter(s => s === wanted).length;
          expect(
            codes.filter(c => c === 'dump-slot-empty'),
            label,
          ).toHaveLength(count('blank'));
          expect(
            codes.filter(c => c === 'dump-slot-broken'),
            label,
          ).toHaveLength(count('broken'));
          expect(codes.includes('dump-selected-broken'), label).toBe(state[selected] !== 'good');
          expect(dump.regions.slice(1, 3).map(r => r.blank)).toEqual([one === 'blank', two === 'blank']);
        }
  });

  it('places its findings in the file', () => {
    const dump = dumpOf(usual({ user2: broken(imageFor('1MB', 2)), parametersB: [0xfd, 0xe7] }));
    expect(findingOf(dump, 'dump-selected-broken')).toMatchObject({
      severity: 'error',
      where: { offset: 0x81000 },
    });
    expect(findingOf(dump, 'dump-slot-broken').where.offset).toBe(0x81000);
    const region = dump.regions.find(r => r.role === 'user2');
    for (const finding of region?.findings ?? []) {
      expect(finding.where.offset).toBeGreaterThanOrEqual(0x81000);
      expect(finding.where.offset).toBeLessThan(0x82000);
    }
    expect(region?.findings.length).toBeGreaterThan(0);
  });

  it('says when init data is missing', () => {
    const dump = dumpOf(usual({ initData: new Uint8Array(0) }));
    expect(findingOf(dump, 'dump-init-data-missing')).toMatchObject({
      severity: 'warning',
      where: { offset: 0xfc000 },
    });
  });

  it('says when a slot holds a program that is linked for another place', () => {
    const dump = dumpOf(usual({ user1: imageFor('1MB', 2), user2: imageFor('1MB', 2) }));
    const [, one, two] = dump.regions;
    expect(findingOf({ findings: one?.findings ?? [] }, 'dump-slot-misplaced')).toMatchObject({
      severity: 'error',
      facts: { slot: 'user1', address: 0x40281010, expected: 0x40201010 },
      where: { offset: 0x1000 },
    });
    expect(two?.findings).toEqual([]);
    expect(codesOf(dump.findings)).toContain('dump-selected-broken');
    // On a 1024+1024 map both slots have the same address, and the loader does not look at byte 3.
    const c1 = dumpOf(usual({ map: '2MB-c1', user1: imageFor('2MB-c1', 2) }));
    expect(c1.regions[1]?.findings).toEqual([]);
  });
});

describe('the stored choice', () => {
  it.each([
    ['erased flag: copy B', undefined, 'B'],
    ['flag 0: copy A', 0, 'A'],
    ['flag 1: copy B', 1, 'B'],
    ['flag 0x80: copy B', 0x80, 'B'],
  ] as const)('%s', (_, flag, copy) => {
    for (const chosen of ['user1', 'user2'] as const) {
      const yes = [chosen === 'user1' ? 0xfc : 0xfd, 0xe7];
      const no = [chosen === 'user1' ? 0xfd : 0xfc, 0xe7];
      const parameters =
        copy === 'A' ? { parametersA: yes, parametersB: no } : { parametersA: no, parametersB: yes };
      const dump = dumpOf(usual({ ...parameters, ...(flag !== undefined && { flag }) }));
      expect(dump.currentCopy).toBe(copy);
      expect(dump.boots).toMatchObject({ slot: chosen, because: 'chosen' });
    }
  });

  // boot.md section 5, for the loader of the dump; 'old' are 1.3 and 1.4.
  it.each([
    [0xfc, 'user1', 'user1'],
    [0xfd, 'user2', 'user2'],
    [0xf8, 'user2', 'user1'],
    [0xf9, 'user1', 'user1'],
    [0xfa, 'error', 'error'],
    [0xfe, 'error', 'error'],
    [0xfb, 'user1', 'user1'],
    [0xff, 'user1', 'user1'],
  ] as const)('byte 0 = %i', (byte0, from15, old) => {
    for (const version of LOADER_VERSIONS.filter(v => v >= '1.3')) {
      const own = 0xe0 | Number(version.slice(2));
      const dump = dumpOf(usual({ bootLoader: loaderFor('1MB', version), parametersB: [byte0, own] }));
      const expected = version < '1.5' ? old : from15;
      expect(dump.boots?.kind === 'slot' ? dump.boots.slot : dump.boots?.kind, version).toBe(expected);
      if (expected === 'error')
        expect(findingOf(dump, 'dump-boot-bytes-error')).toMatchObject({
          facts: { byte0 },
          where: { offset: 0xfe000 },
        });
      // Another loader starts user1, whatever was chosen.
      const other = dumpOf(usual({ bootLoader: loaderFor('1MB', version), parametersB: [byte0, own ^ 8] }));
      expect(other.boots).toMatchObject({ kind: 'slot', slot: 'user1' });
    }
  });

  it('is believed under an unknown boot loader', () => {
    const bootLoader = unknownLoader({ sizeFrequency: 0x20 });
    expect(dumpOf(usual({ bootLoader, parametersB: [0xfd, 0xe5] })).boots).toMatchObject({ slot: 'user2' });
  });

  it.each(['8MB', '16MB'] as const)('cannot be read by an SDK loader on %s: user1 starts', map => {
    const dump = dumpOf(usual({ map, parametersB: [0xfd, 0xe7] }));
    expect(dump.boots).toMatchObject({ kind: 'slot', slot: 'user1', because: 'unreadable' });
  });

  it('is not known when a test or enhanced image starts', () => {
    expect(dumpOf(usual({ parametersB: [0xfd, 0xa7] })).boots).toBeUndefined();
  });
});

describe('a flash whose length is not that of its map', () => {
  it.each([
    ['1MB', 0x200000],
    ['1MB', 0x80000],
    ['4MB-c1', 0x200000],
    ['2MB-c1', 0x100000],
    ['512KB', 0x400000],
    ['16MB', 0x80000],
  ] as const)('%s in a file of %i bytes', (map, size) => {
    const dump = dumpOf(usual({ map, size }));
    const mapSize = mapRow(map).size;
    expect(findingOf(dump, 'dump-size')).toMatchObject({
      severity: 'warning',
      facts: { size, map, mapSize },
      where: { field: 'map', offset: 3 },
    });
    for (const region of dump.regions) expect(region.start + region.length).toBeLessThanOrEqual(size);
    if (size < mapSize) {
      expect(dump.boots).toBeUndefined();
      expect(roles(dump)).not.toContain('flag');
    } else expect(dump.boots).toMatchObject({ slot: 'user1' });
  });
});

describe('a flash without slots', () => {
  const head = headImage({ segments: ramSegments() });
  it.each([
    ['with a small program', head],
    [
      'with a larger program',
      headImage({ segments: [{ address: 0x40100000, bytes: patternBytes(0x4000) }] }),
    ],
  ])('%s', (_, program) => {
    const bytes = flash({ map: '1MB', bootLoader: program });
    bytes.set(patternBytes(0x3000, 4), 0x10000);
    const dump = dumpOf(bytes);
    expect(roles(dump)).toEqual(['plain-head', 'plain-irom', ...SYSTEM]);
    expect(dump.boots).toBeUndefined();
    expect(dump.regions[0]).toMatchObject({ image: { format: 'v1' }, length: 0x10000 });
    expect(errorsOf(dump)).toEqual([]);
  });

  it('on a map without slots', () => {
    const bytes = flash({
      map: '256KB',
      size: 0x80000,
      bootLoader: bootLoaderFile('1.7', { sizeFrequency: 0x10 }),
    });
    expect(roles(dumpOf(bytes))).toEqual(['plain-head', 'plain-irom', ...SYSTEM]);
  });
});

describe('a flash that is refused or damaged at 0', () => {
  const refusal = (bytes: Uint8Array) => {
    const workspace = open({ 'flash.bin': bytes });
    expect(workspace.files[0]?.kind).toBe('refused');
    return errorsOf(workspace);
  };

  it('because nothing is there', () => {
    expect(refusal(new Uint8Array(0x100000).fill(0xff))).toEqual(['dump-no-boot-loader']);
    expect(refusal(usual({ bootLoader: new Uint8Array(0) }))).toEqual(['dump-no-boot-loader']);
  });

  it.each([7, 10, 15])('because map %i is none', code => {
    expect(
      refusal(flash({ map: '1MB', bootLoader: bootLoaderFile('1.7', { sizeFrequency: code << 4 }) })),
    ).toEqual(['dump-map-unknown']);
  });

  it.each([
    ['eboot of the Arduino core', ebootImage(), 'image-eboot'],
    ['the loader of ESP8266_RTOS_SDK', rtosImage(), 'image-rtos-sdk'],
    ['an ESP32-C3', esp32Image(5, 0x3fcd5820), 'image-esp32'],
  ] as const)('because it is of another world: %s', (_, first, code) => {
    expect(refusal(concat(first, new Uint8Array(0x100000 - first.length).fill(0xff)))).toEqual([code]);
  });

  it('not because the boot loader is damaged: the rest is shown, and the damage said', () => {
    const bootLoader = loaderFor('1MB');
    bootLoader[100] = (bootLoader[100] ?? 0) ^ 1;
    const workspace = open({ 'flash.bin': usual({ bootLoader }) });
    expect(errorsOf(workspace)).toContain('image-checksum');
    expect(findingOf(workspace, 'image-checksum').where).toMatchObject({ file: 'flash.bin', offset: 4079 });
    const cut = concat(bootLoader.subarray(0, 500), new Uint8Array(500).fill(0xff));
    const half = open({ 'flash.bin': usual({ bootLoader: cut }) });
    expect(errorsOf(half).length).toBeGreaterThan(0);
    expect(half.files[0]).toMatchObject({ kind: 'dump' });
  });
});

describe('the cost of a dump', () => {
  it.each(['1MB', '4MB', '16MB'] as const)('of %s: headers, images and system sectors are read', map => {
    const bytes = usual({ map });
    let volume = 0;
    const inner = bytesReader(bytes);
    const reader = {
      size: bytes.length,
      read(offset: number, length: number) {
        volume += length;
        return inner.read(offset, length);
      },
    };
    readDump(reader, { id: 'x', name: 'x', size: bytes.length });
    expect(volume).toBeLessThan(64 * 1024);
  });
});
