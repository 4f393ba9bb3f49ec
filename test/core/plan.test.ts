/** The flash plan: what is written, erased and kept, and the flash that comes of it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hasErrors } from '../../src/core/findings.ts';
import { esptoolLine } from '../../src/core/plan/esptool.ts';
import type { BootWish, FlashPlan } from '../../src/core/plan/flash-plan.ts';
import { mergeFlash } from '../../src/core/plan/merge.ts';
import { planFlash } from '../../src/core/plan/plan.ts';
import { regionsOf } from '../../src/core/plan/regions.ts';
import { bootLoaderFile, type LOADER_VERSIONS, unknownLoader } from '../support/boot-loader-builder.ts';
import { MAP_TABLE, type MapName, type MapRow, SLOT_MAPS } from '../support/flash-builder.ts';
import { sdkElf } from '../support/programs.ts';
import { codesOf, errorsOf, findingOf, open, savedFiles } from '../support/workspaces.ts';

const SECTOR = 0x1000;
const WISHES: readonly BootWish[] = ['user1', 'user2', 'keep'];
const addressOf = (row: MapRow, slot: 'user1' | 'user2'): number =>
  0x40200000 + ((row[slot] ?? 0) % 0x100000) + 16;

/** Apps for a map by the slots they are for; a 1024+1024 map takes one ELF for both. */
function apps(row: MapRow, slots: readonly ('user1' | 'user2')[]): Record<string, Uint8Array> {
  return Object.fromEntries(
    slots.map((slot, i) => [
      `app-${slot}.elf`,
      sdkElf({ irom: addressOf(row, slot), dataLength: 0x40 + 8 * i }),
    ]),
  );
}

interface Made {
  readonly label: string;
  readonly plan: FlashPlan;
  readonly size: number;
}

/** Plans of every kind: map, wish, slots and boot loader. */
function* everyPlan(): Generator<Made> {
  const loaders = {
    none: {},
    known: { 'boot.bin': bootLoaderFile('1.7') },
    unknown: { 'boot.bin': unknownLoader() },
  };
  const sets = [[], ['user1'], ['user2'], ['user1', 'user2']] as const;
  for (const row of SLOT_MAPS)
    for (const wish of WISHES)
      for (const slots of sets)
        for (const [loader, files] of Object.entries(loaders)) {
          const { plan } = open({ ...apps(row, slots), ...files }, { map: row.name, wish });
          yield { label: `${row.name} ${slots} loader ${loader} wish ${wish}`, plan, size: row.size };
        }
  for (const row of MAP_TABLE)
    for (const wish of WISHES) {
      const { plan } = open({ 'plain.elf': sdkElf({ irom: 0x40210000 }) }, { map: row.name, wish });
      yield { label: `${row.name} without slots, wish ${wish}`, plan, size: row.size };
    }
}

const overlap = (a: readonly [number, number], b: readonly [number, number]) => a[0] < b[1] && b[0] < a[1];
const sectors = (offset: number, length: number): [number, number] => [
  offset,
  Math.ceil((offset + length) / SECTOR) * SECTOR,
];

describe('every plan', () => {
  const plans = [...everyPlan()];
  it('is there for every map, wish, set of programs and boot loader', () => {
    expect(plans.length).toBe(8 * 3 * 4 * 3 + 9 * 3);
    expect(plans.filter(p => p.plan.writes.length > 0).length).toBeGreaterThan(200);
  });

  it('has writes in order, at sectors, inside the map, not over each other', () => {
    for (const { label, plan, size } of plans) {
      let end = 0;
      for (const write of plan.writes) {
        expect(write.offset % SECTOR, label).toBe(0);
        expect(write.offset, label).toBeGreaterThanOrEqual(end);
        end = sectors(write.offset, write.bytes.length)[1];
      }
      expect(end, label).toBeLessThanOrEqual(size);
    }
  });

  it('keeps nothing that it writes or erases', () => {
    for (const { label, plan } of plans) {
      const touched = [
        ...plan.writes.map(w => sectors(w.offset, w.bytes.length)),
        ...plan.erases.map(e => sectors(e.offset, e.length)),
      ];
      for (const keep of plan.keeps)
        for (const range of touched)
          expect(overlap([keep.offset, keep.offset + keep.length], range), `${label}: ${keep.role}`).toBe(
            false,
          );
    }
  });

  it('erases whole sectors inside the map, each with its reason', () => {
    for (const { label, plan, size } of plans)
      for (const erase of plan.erases) {
        expect([erase.offset % SECTOR, erase.length % SECTOR], label).toEqual([0, 0]);
        expect(erase.offset + erase.length, label).toBeLessThanOrEqual(size);
        expect(erase.reason, label).toMatch(/^start-user[12]$/);
      }
  });

  it('has regions that cover the flash without gap or overlap', () => {
    for (const { label, plan, size } of plans) {
      let end = 0;
      for (const region of regionsOf(plan)) {
        expect(region.start, label).toBe(end);
        expect(region.end, label).toBeGreaterThan(region.start);
        end = region.end;
      }
      expect(end, label).toBe(size);
      const written = regionsOf(plan).flatMap(r => (r.write ? [r.write] : []));
      expect(written, label).toEqual(plan.writes);
      for (const { start, end: stop, state, role } of regionsOf(plan)) {
        const kept = plan.keeps.some(k => overlap([k.offset, k.offset + k.length], [start, stop]));
        expect(state === 'keep', `${label}: ${role}`).toBe(kept);
      }
    }
  });

  it('survives the way to the page', () => {
    for (const { plan } of plans) expect(structuredClone(plan)).toEqual(plan);
  });
});

describe('the slot that starts', () => {
  const both = (row: MapRow, wish: BootWish, version?: (typeof LOADER_VERSIONS)[number]) =>
    open(
      { ...apps(row, ['user1', 'user2']), ...(version && { 'boot.bin': bootLoaderFile(version) }) },
      { map: row.name, wish },
    );
  const oneMb = SLOT_MAPS.filter(r => r.name === '1MB');

  it.each(SLOT_MAPS)('user1 on $name: parameters are erased', row => {
    const { plan } = both(row, 'user1');
    expect(plan.boots).toBe('user1');
    expect(plan.erases).toEqual([{ offset: row.rf + 0x2000, length: 0x3000, reason: 'start-user1' }]);
    expect(plan.keeps.map(k => k.role)).toEqual(['boot-loader', 'rf-calibration', 'init-data']);
  });

  it.each(oneMb)('user2 needs a boot loader whose version is known', row => {
    const without = both(row, 'user2');
    expect(without.plan.boots).toBeUndefined();
    expect(without.plan.erases).toEqual([]);
    expect(findingOf(without, 'boot-choice-needs-loader')).toMatchObject({
      severity: 'warning',
      facts: { slot: 'user2' },
    });
    expect(without.plan.keeps.map(k => k.role)).toContain('parameters');
    const unknown = open(
      { ...apps(row, ['user2']), 'boot.bin': unknownLoader() },
      { map: row.name, wish: 'user2' },
    );
    expect(unknown.plan.boots).toBeUndefined();
  });

  it.each(['1.3', '1.4', '1.5', '1.6', '1.7'] as const)('user2 under %s: boot bytes into copy B', version => {
    for (const row of oneMb) {
      const { plan, findings } = both(row, 'user2', version);
      expect(codesOf(findings)).not.toContain('boot-choice-needs-loader');
      expect(plan.boots).toBe('user2');
      expect(plan.erases).toEqual([{ offset: 0xfd000, length: 0x3000, reason: 'start-user2' }]);
      const write = plan.writes.at(-1);
      expect(write).toMatchObject({ role: 'boot-choice', offset: 0xfe000, name: 'boot-choice.bin' });
      const own = 0xe0 | Number(version.slice(2));
      expect([...(write?.bytes ?? [])]).toEqual([0xfd, own, 255, 255, 255, 255, 255, 255]);
    }
  });

  it('user2 under 1.2 cannot be planned: how it stores a choice is not known', () => {
    for (const row of oneMb) {
      const { plan, findings } = both(row, 'user2', '1.2');
      expect(plan.boots).toBeUndefined();
      expect(codesOf(findings)).toContain('boot-choice-needs-loader');
    }
  });

  it.each(SLOT_MAPS.filter(r => r.size > 0x400000))('is always user1 for SDK loaders on $name', row => {
    const { plan, findings } = both(row, 'user2', '1.7');
    expect(plan.boots).toBe('user1');
    expect(plan.erases).toEqual([]);
    expect(codesOf(findings)).toContain('boot-loader-big-map');
  });

  it.each(SLOT_MAPS)('stays as the board on $name has it', row => {
    const { plan } = both(row, 'keep', '1.7');
    expect(plan.boots).toBeUndefined();
    expect(plan.erases).toEqual([]);
    expect(plan.keeps.map(k => k.role)).toEqual(['rf-calibration', 'init-data', 'parameters']);
  });

  it('is user1 when nobody chose, and user2 when only that is there', () => {
    for (const row of oneMb) {
      const wishOf = (...slots: ('user1' | 'user2')[]) => open(apps(row, slots), { map: row.name }).wish;
      expect(wishOf('user1', 'user2')).toBe('user1');
      expect(wishOf('user1')).toBe('user1');
      expect(wishOf('user2')).toBe('user2');
      expect(wishOf()).toBe('user1');
    }
  });
});

describe('the merged flash', () => {
  const merged = (row: MapRow, wish: BootWish) => {
    const files = { ...apps(row, ['user1', 'user2']), 'boot.bin': bootLoaderFile('1.7') };
    const workspace = open(files, { map: row.name, wish });
    expect(errorsOf(workspace)).toEqual([]);
    expect(workspace.mergeBlock).toBeUndefined();
    return { workspace, bytes: mergeFlash(workspace.plan) };
  };

  it.each(SLOT_MAPS)('of $name reads back with both images and the same choice', row => {
    for (const wish of WISHES) {
      const { workspace, bytes } = merged(row, wish);
      expect(bytes.length).toBe(row.size);
      const file = open({ 'flash.bin': bytes }).files[0];
      if (file?.kind !== 'dump') throw new Error('no dump');
      expect(file.dump.map.name).toBe(row.name);
      expect(file.dump.boots).toMatchObject({ kind: 'slot', slot: workspace.plan.boots ?? 'user1' });
      expect(hasErrors(file.dump.findings)).toBe(false);
      const saved = savedFiles(workspace);
      for (const slot of ['user1', 'user2'] as const) {
        const image = saved[`${slot}.bin`] ?? new Uint8Array(0);
        const at = row[slot] ?? 0;
        expect(bytes.subarray(at, at + image.length)).toEqual(image);
        expect(file.dump.regions.find(r => r.role === slot)?.image?.length).toBe(image.length);
      }
      const written = new Set(workspace.plan.writes.flatMap(w => [...w.bytes.keys()].map(i => w.offset + i)));
      expect(bytes.every((byte, i) => byte === 0xff || written.has(i))).toBe(true);
    }
  });

  it.each(SLOT_MAPS)('of $name with the loader of Twinslot starts the wanted slot on every map', row => {
    const own = readFileSync(new URL('../../src/bootloader/built/twinslot-boot.bin', import.meta.url));
    const files = { ...apps(row, ['user1', 'user2']), 'boot.bin': new Uint8Array(own) };
    for (const wish of ['user1', 'user2'] as const) {
      const workspace = open(files, { map: row.name, wish });
      expect(workspace.plan.boots).toBe(wish);
      const file = open({ 'flash.bin': mergeFlash(workspace.plan) }).files[0];
      expect(file).toMatchObject({ kind: 'dump', dump: { boots: { kind: 'slot', slot: wish } } });
    }
  });

  it('of a program without slots reads back as such', () => {
    const workspace = open({ 'p.elf': sdkElf({ irom: 0x40210000 }) }, { map: '1MB' });
    expect(workspace.mergeBlock).toBeUndefined();
    const file = open({ 'flash.bin': mergeFlash(workspace.plan) }).files[0];
    if (file?.kind !== 'dump') throw new Error('no dump');
    expect(file.dump.regions.slice(0, 2).map(r => r.role)).toEqual(['plain-head', 'plain-irom']);
  });

  it('is off without a boot loader, and without anything', () => {
    expect(open({ 'a.elf': sdkElf() }).mergeBlock).toBe('no-boot-loader');
    expect(open({}).mergeBlock).toBe('nothing-to-write');
    expect(open({ 'a.elf': new Uint8Array(9) }).mergeBlock).toBe('nothing-to-write');
  });
});

describe('the esptool line', () => {
  const line = (map: MapName, wish: BootWish) => {
    const row = SLOT_MAPS.find(r => r.name === map);
    if (!row) throw new RangeError(map);
    const files = { ...apps(row, ['user1', 'user2']), 'boot.bin': bootLoaderFile('1.7') };
    return esptoolLine(open(files, { map, wish }).plan, '/dev/ttyUSB0');
  };
  const start = 'esptool --chip esp8266 --port /dev/ttyUSB0';
  const keep = '--flash-mode keep --flash-freq keep --flash-size keep';

  it('erases the parameters and writes every file at its place', () => {
    expect(line('1MB', 'user1')).toBe(
      `${start} erase-region 0xFD000 0x3000 && ${start} write-flash ${keep} 0x0 boot.bin 0x1000 user1.bin 0x81000 user2.bin`,
    );
    expect(line('2MB-c1', 'user2')).toBe(
      `${start} erase-region 0x1FD000 0x3000 && ${start} write-flash ${keep} 0x0 boot.bin 0x1000 user1.bin 0x101000 user2.bin 0x1FE000 boot-choice.bin`,
    );
    expect(line('4MB', 'keep')).toBe(
      `${start} write-flash ${keep} 0x0 boot.bin 0x1000 user1.bin 0x81000 user2.bin`,
    );
  });

  it('is empty when there is nothing to write', () => {
    expect(esptoolLine(open({}).plan)).toBe('');
  });
});

describe('a plan that cannot be', () => {
  const request = (offset: number, length: number) => ({
    settings: { mode: 'qio', frequency: '40m', map: '1MB' } as const,
    wish: 'keep' as const,
    images: [
      { role: 'user1' as const, offset: 0x1000 as never, bytes: new Uint8Array(0x1001), name: 'a' },
      { role: 'user2' as const, offset: offset as never, bytes: new Uint8Array(length), name: 'b' },
    ],
  });
  it.each([
    ['over a sector of another file', 0x2000, 16],
    ['beside a sector', 0x81010, 16],
    ['behind the flash', 0x100000, 1],
    ['over the end of the flash', 0xff000, 0x1001],
  ])('%s is a mistake of the program', (_, offset, length) => {
    expect(() => planFlash(request(offset, length))).toThrow(RangeError);
  });
});
