import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bytesReader } from '../../src/core/bytes/range-reader.ts';
import { FLASH_MAPS, type FlashMapName } from '../../src/core/esp8266/flash-map.ts';
import { evaluate } from '../../src/core/workspace/evaluate.ts';
import type { ChosenSettings, Workspace } from '../../src/core/workspace/workspace.ts';
import { cpuWindows } from '../../src/ui/memory-map/cpu-view.ts';
import { draw } from '../../src/ui/memory-map/drawing.ts';
import { type MapModel, mapModel } from '../../src/ui/memory-map/region.ts';
import { regionState, regionText } from '../../src/words/map.ts';
import { bootLoaderFile } from '../support/boot-loader-builder.ts';
import { flash } from '../support/flash-builder.ts';

const vectors = new URL('../fixtures/vectors/', import.meta.url);
const file = (name: string) => ({
  id: name,
  name,
  reader: bytesReader(new Uint8Array(readFileSync(new URL(name, vectors)))),
});
const loader = { id: 'loader', name: 'boot_v1.7.bin', reader: bytesReader(bootLoaderFile('1.7')) };

/** Programs that go with each map. */
const programsOf = (map: FlashMapName): string[] => {
  if (map === '256KB') return ['plain_nonota.elf'];
  if (map === '512KB') return ['sizes_512_app1.elf', 'sizes_512_app2.elf'];
  const large = map.endsWith('c1') || map === '8MB' || map === '16MB';
  return large ? ['either_2048.elf'] : ['hello_build1_1024_app1.elf', 'hello_build1_1024_app2.elf'];
};

const workspaceOf = (map: FlashMapName, settings: ChosenSettings = {}): Workspace =>
  evaluate([...programsOf(map).map(file), loader], { map, ...settings });

function modelOf({ plan }: Workspace): MapModel {
  const model = mapModel(plan, undefined);
  if (!model) throw new Error('no model of a plan');
  return model;
}

function dumpModel(map: FlashMapName, change: (parts: { user2: Uint8Array }) => void = () => {}): MapModel {
  const { outputs } = workspaceOf(map);
  const image = (role: string) => outputs.find(o => o.role === role)?.built.files[0]?.bytes.slice();
  const [user1, user2] = [image('user1'), image('user2')];
  if (!user1 || !user2) throw new Error('no images');
  change({ user2 });
  const { code = 0 } = FLASH_MAPS.find(m => m.name === map) ?? {};
  const bytes = flash({
    map,
    bootLoader: bootLoaderFile('1.7', { sizeFrequency: code << 4 }),
    user1,
    user2,
    parametersA: [0xfd, 0xe7],
    flag: 0,
  });
  const [opened] = evaluate([{ id: 'dump', name: 'flash.bin', reader: bytesReader(bytes) }]).files;
  const model = opened?.kind === 'dump' ? mapModel(undefined, opened.dump) : undefined;
  if (!model) throw new Error('not taken for a dump');
  return model;
}

describe.each(FLASH_MAPS.map(m => m.name))('the map of %s', name => {
  const model = modelOf(workspaceOf(name));

  it('covers the whole flash, every region under a key of its own', () => {
    let end = 0;
    for (const region of model.regions) {
      expect(region.start).toBe(end);
      end = region.end;
    }
    expect(end).toBe(model.size);
    expect(new Set(model.regions.map(r => r.key)).size).toBe(model.regions.length);
  });

  it.each([280, 320, 700, 850, 900, 1280, 2560])(
    'has room for every region and label at %i pixels',
    width => {
      const drawing = draw(model, width);
      expect(drawing.axis).toBe(width < 700 ? 'down' : 'across');
      // Running across, a short name has to fit.
      const least = drawing.axis === 'across' ? 42 : 24;
      expect(Math.min(...drawing.regions.map(r => r.length))).toBeGreaterThanOrEqual(least);
      expect(drawing.regions.reduce((sum, r) => sum + r.length, 0)).toBe(drawing.length);
      if (drawing.axis === 'across') expect(drawing.length).toBe(width);
      // Downward every border has its offset; across, offsets of two neighbouring sectors may have no room.
      const spared = drawing.axis === 'down' ? 0 : 2;
      expect(drawing.labels.length).toBeGreaterThanOrEqual(model.regions.length + 1 - spared);
      expect(drawing.labels.length).toBeLessThanOrEqual(model.regions.length + 1);
    },
  );

  it('shows windows of at most a megabyte, in which code begins where it is linked', () => {
    for (const { window, at, length } of draw(model, 1000).windows) {
      expect(window.end - window.start).toBeLessThanOrEqual(0x100000);
      expect(at + length).toBeLessThanOrEqual(1000);
      for (const { address, offset } of window.codes)
        expect(address - 0x40200000).toBe(offset - window.start);
    }
  });
});

describe('what the CPU sees', () => {
  const codes = (map: FlashMapName) =>
    cpuWindows(modelOf(workspaceOf(map))).map(w => ({
      runs: w.runs,
      start: w.start,
      codes: w.codes.map(c => [c.role, c.offset, c.address]),
    }));

  it('is the first megabyte with 512+512, whichever slot runs', () => {
    expect(codes('1MB')).toEqual([
      {
        runs: undefined,
        start: 0,
        codes: [
          ['user1', 0x1010, 0x40201010],
          ['user2', 0x81010, 0x40281010],
        ],
      },
    ]);
    expect(codes('4MB')).toEqual(codes('1MB'));
  });

  it('moves with the slot that runs with 1024+1024, so both are linked to one address', () => {
    expect(codes('2MB-c1')).toEqual([
      { runs: 'user1', start: 0, codes: [['user1', 0x1010, 0x40201010]] },
      { runs: 'user2', start: 0x100000, codes: [['user2', 0x101010, 0x40201010]] },
    ]);
  });

  it('ends with the flash of 512 KB', () => {
    expect(cpuWindows(modelOf(workspaceOf('512KB'))).map(w => [w.start, w.end])).toEqual([[0, 0x80000]]);
  });

  it('begins at 64 KB for a program without OTA', () => {
    expect(codes('256KB')[0]?.codes).toEqual([['plain-irom', 0x10000, 0x40210000]]);
  });
});

describe('regions of a plan', () => {
  const texts = (workspace: Workspace) =>
    Object.fromEntries(modelOf(workspace).regions.map(r => [r.key, regionText(r)]));

  it('say in full what happens', () => {
    const said = texts(workspaceOf('1MB', { wish: 'user2' }));
    expect(said.user1).toBe('user1, 0x01000 to 0x80FFF, 512 KB, will be written with user1.bin, 772 bytes');
    expect(said.user2).toMatch(
      /^user2, 0x81000 to 0xFAFFF, 488 KB, will be written with user2\.bin, .*, starts$/,
    );
    expect(said['rf-calibration']).toBe('RF calibration, 0xFB000 to 0xFBFFF, 4 KB, kept');
    expect(said['parameters-a']).toMatch(/will be erased$/);
    expect(said['parameters-b']).toContain('boot choice is written with boot-choice.bin');
  });

  it('name a boot loader that is not there', () => {
    const { plan } = evaluate(programsOf('1MB').map(file), { map: '1MB' });
    const region = mapModel(plan, undefined)?.regions[0];
    expect(region && regionState(region)).toBe('not included, kept');
  });

  it('keep two unused stretches apart', () => {
    const keys = modelOf(workspaceOf('16MB')).regions.map(r => r.key);
    expect(keys.filter(k => k.startsWith('unused'))).toEqual(['unused-100000', 'unused-200000']);
  });
});

describe('regions of a flash that was read back', () => {
  it('say what they hold, and which slot starts', () => {
    const { regions, size, from } = dumpModel('1MB');
    expect([size, from]).toEqual([0x100000, 'dump']);
    const of = (key: string) => regions.find(r => r.key === key);
    expect(of('user1')).toMatchObject({ state: 'image', starts: false });
    expect(of('user2')).toMatchObject({ state: 'image', starts: true });
    expect(of('rf-calibration')?.state).toBe('blank');
    expect(of('init-data')?.state).toBe('data');
  });

  it('show a damaged program and gaps that nothing looked at', () => {
    const { regions } = dumpModel('2MB-c1', ({ user2 }) => {
      const last = user2.length - 5; // the checksum, in front of the CRC word
      user2[last] = (user2[last] ?? 0) ^ 1;
    });
    expect(regions.find(r => r.key === 'user2')?.state).toBe('broken');
    expect(regions.find(r => r.key === 'unused-100000')?.state).toBe('unread');
  });
});
