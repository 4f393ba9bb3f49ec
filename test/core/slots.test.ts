/** Which slot a program is for: every linker script of the SDK on every map, and layouts of other worlds. */
import { describe, expect, it } from 'vitest';
import type { SlotEvidence } from '../../src/core/image/slot-evidence.ts';
import type { OpenedFile } from '../../src/core/workspace/workspace.ts';
import { MAP_TABLE, type MapName } from '../support/flash-builder.ts';
import { sdkElf } from '../support/programs.ts';
import { codesOf, errorsOf, findingOf, open, savedFiles } from '../support/workspaces.ts';

const MAPS_256 = ['512KB'];
const MAPS_512 = ['1MB', '2MB', '4MB'];
const MAPS_1024 = ['2MB-c1', '4MB-c1', '8MB', '16MB'];

/** images.md section 2, written out: which slots a script's address fits, by the layout of the map. */
const SCRIPTS = [
  {
    script: 'new.512.app1, new.1024.app1, new.2048',
    address: 0x40201010,
    fits: { user1: [...MAPS_256, ...MAPS_512, ...MAPS_1024], user2: MAPS_1024 },
  },
  { script: 'new.512.app2', address: 0x40241010, fits: { user1: [], user2: MAPS_256 } },
  { script: 'new.1024.app2', address: 0x40281010, fits: { user1: [], user2: MAPS_512 } },
] as const;

const cases = SCRIPTS.flatMap(({ script, address, fits }) =>
  MAP_TABLE.map(({ name: map }) => ({
    ...{ script, address, map },
    slots: (['user1', 'user2'] as const).filter(slot => (fits[slot] as readonly string[]).includes(map)),
  })),
);

type ElfView = OpenedFile & { readonly kind: 'elf' };
function judgement(address: number, map: MapName, name = 'a.elf') {
  const workspace = open({ [name]: sdkElf({ irom: address }) }, { map });
  const file = workspace.files[0] as ElfView;
  expect(file.kind).toBe('elf');
  return { ...file.judgement, workspace };
}
const kinds = (evidence: readonly SlotEvidence[]) => evidence.map(e => e.kind);

describe('linker scripts of the SDK', () => {
  it.each(cases)('$script ($address) on $map: $slots', ({ address, map, slots }) => {
    const { verdict, evidence, workspace } = judgement(address, map);
    expect(Object.keys(savedFiles(workspace))).toEqual(slots.map(slot => `${slot}.bin`));
    if (slots.length > 0) {
      expect(verdict).toEqual({ kind: 'slots', slots });
      expect(kinds(evidence)).toEqual(['link-address', 'map', 'length', 'entry']);
      expect(errorsOf(workspace)).toEqual([]);
    } else {
      const code = map === '256KB' ? 'map-without-slots' : 'map-mismatch';
      expect(verdict).toMatchObject({ kind: 'neither', because: { code } });
      expect(errorsOf(workspace)).toEqual([code]);
      expect(workspace.plan.writes).toEqual([]);
    }
  });

  it('names the maps that a program would fit', () => {
    const { workspace } = judgement(0x40241010, '1MB');
    expect(findingOf(workspace, 'map-mismatch')).toMatchObject({
      facts: { address: 0x40241010, map: '1MB', layout: '512+512', fits: ['512KB'] },
      where: { file: 'a.elf', section: '.irom0.text' },
    });
  });

  it.each(MAP_TABLE)('without slots (0x40210000) on $name: a pair for 0x00000 and 0x10000', ({ name }) => {
    const { verdict, workspace } = judgement(0x40210000, name);
    expect(verdict).toEqual({ kind: 'plain' });
    expect(Object.keys(savedFiles(workspace))).toEqual(['0x00000.bin', '0x10000.bin']);
    expect(workspace.outputs[0]?.built.files.map(f => f.offset)).toEqual([0, 0x10000]);
  });
});

describe('other worlds', () => {
  it.each([
    [0x40211000, 'old-boot'],
    [0x40251000, 'old-boot'],
    [0x40291000, 'old-boot'],
    [0x40202010, 'rboot'],
    [0x40282010, 'rboot'],
    [0x40240000, 'old-plain'],
    [0x40210010, 'rtos-sdk'],
    [0x40201000, undefined],
    [0x40281000, undefined],
    [0x40200000, undefined],
    [0x40200010, undefined],
    [0x40201014, undefined],
    [0x402ff010, undefined],
  ] as const)('%i is no slot: %s', (address, layout) => {
    for (const { name } of MAP_TABLE) {
      const { verdict, workspace } = judgement(address, name);
      const facts = { address, ...(layout && { layout }) };
      expect(verdict).toMatchObject({ kind: 'neither', because: { code: 'no-slot', facts } });
      expect(errorsOf(workspace)).toEqual(['no-slot']);
      expect(workspace.outputs).toEqual([]);
    }
  });

  it.each([0x40300000, 0x40301010, 0x40311000, 0x401fffff, 0x40108000])('%i is no flash address', irom => {
    const workspace = open({ 'a.elf': sdkElf({ irom }) });
    expect(errorsOf(workspace)).toEqual(['section-outside-memory']);
    expect(workspace.outputs).toEqual([]);
  });
});

describe('evidence', () => {
  it.each([
    ['user1.elf', 'user1'],
    ['blink_user2.elf', 'user2'],
    ['app2.elf', 'user2'],
    ['APP-1.out', 'user1'],
    ['eagle.app.v6.elf', undefined],
    ['user10.elf', undefined],
    ['user12.elf', undefined],
    ['superuser2000.elf', undefined],
    ['user3.elf', undefined],
  ])('takes %s as a hint at %s', (name, slot) => {
    const { evidence } = judgement(0x40201010, '2MB-c1', name);
    const hint = evidence.find(e => e.kind === 'file-name');
    expect(hint?.allows).toEqual(slot && [slot]);
    expect(hint?.strength ?? 'hint').toBe('hint');
  });

  it('a name never beats the address', () => {
    const workspace = open({ 'user1.elf': sdkElf({ irom: 0x40281010 }) }, { map: '1MB' });
    expect(Object.keys(savedFiles(workspace))).toEqual(['user2.bin']);
  });

  it('says whether the map was chosen or assumed', () => {
    const mapOf = (files: OpenedFile[]) =>
      (files[0] as ElfView).judgement.evidence.find(e => e.kind === 'map') as { assumed: boolean };
    const elf = sdkElf({ irom: 0x40281010 });
    expect(mapOf([...open({ 'a.elf': elf }).files])).toMatchObject({ assumed: true, map: '1MB' });
    expect(mapOf([...open({ 'a.elf': elf }, { map: '1MB' }).files])).toMatchObject({ assumed: false });
  });

  it.each([
    [0x40201010, '1MB'],
    [0x40281010, '1MB'],
    [0x40241010, '512KB'],
    [0x40210000, '1MB'],
  ])('assumes for %i the map %s, and says so', (irom, map) => {
    const workspace = open({ 'a.elf': sdkElf({ irom }) });
    expect(workspace.settings.map).toBe(map);
    expect(workspace.assumed.map).toBe(true);
    expect(codesOf(workspace.findings)).toContain('map-assumed');
    expect(workspace.outputs.length).toBeGreaterThan(0);
  });

  it('assumes the map of the one of two that is not ambiguous', () => {
    const files = { 'a.elf': sdkElf({ irom: 0x40201010 }), 'b.elf': sdkElf({ irom: 0x40241010 }) };
    const workspace = open(files);
    expect(workspace.settings.map).toBe('512KB');
    expect(Object.keys(savedFiles(workspace))).toEqual(['user1.bin', 'user2.bin']);
  });
});
