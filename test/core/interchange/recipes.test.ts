/** Other tools' lists of what goes where: written for a plan, and read with the files beside them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bytesReader } from '../../../src/core/bytes/range-reader.ts';
import type { Finding } from '../../../src/core/findings.ts';
import { flashArgs } from '../../../src/core/interchange/flash-args.ts';
import { manifestJson } from '../../../src/core/interchange/manifest.ts';
import { readRecipe } from '../../../src/core/interchange/read.ts';
import type { Recipe } from '../../../src/core/interchange/recipe.ts';
import { bootLoaderFile, unknownLoader } from '../../support/boot-loader-builder.ts';
import { codesOf, errorsOf, findingOf, open, savedFiles } from '../../support/workspaces.ts';

const vector = (name: string) => new Uint8Array(readFileSync(`test/fixtures/vectors/${name}`));
const text = (content: string) => new TextEncoder().encode(content);
const APPS = {
  'hello1.elf': vector('hello_build1_1024_app1.elf'),
  'hello2.elf': vector('hello_build1_1024_app2.elf'),
};
const LOADER = { 'boot_v1.7.bin': bootLoaderFile('1.7') };
/** Made by esptool from code that runs in either slot of a 1024+1024 map: nothing in it says which. */
const EITHER = vector('images/either_2048/esptool.bin');

const read = (content: string): { recipe: Recipe | undefined; notes: Finding[] } => {
  const notes: Finding[] = [];
  return { recipe: readRecipe(bytesReader(text(content)), notes), notes };
};
const partsOf = (content: string) => read(content).recipe?.parts.map(({ name, offset }) => [name, offset]);

describe('flash_args', () => {
  it('names settings and places as esptool takes them', () => {
    const { plan } = open({ ...APPS, ...LOADER }, { map: '1MB', mode: 'dio' });
    expect(flashArgs(plan)).toBe(
      '--flash_mode dio --flash_freq 40m --flash_size 1MB\n0x0 boot.bin\n0x1000 user1.bin\n0x81000 user2.bin\n',
    );
  });

  it.each(['2MB-c1', '4MB-c1'] as const)('keeps the header of the map %s', map => {
    const { plan } = open({ 'app.elf': vector('either_2048.elf') }, { map });
    expect(flashArgs(plan)).toMatch(/--flash_size keep\n0x1000 user1.bin\n0x101000 user2.bin\n$/);
  });

  it.each([
    [
      'as build systems write it',
      '--flash_mode dio --flash_freq 40m --flash_size 2MB\n0x0 boot/boot.bin\n0x1000 app.bin\n',
    ],
    [
      'with the options of esptool 5',
      '--flash-mode=dio --flash-freq=40m --flash-size=2MB\r\n0x0 boot.bin\r\n4096 app.bin',
    ],
    [
      'in one line with short options',
      '-fm dio -ff 40m -fs 2MB 0x00000 "boot.bin" 0x01000 C:\\\\build\\\\app.bin',
    ],
  ])('is read %s', (_, content) => {
    const { recipe, notes } = read(content);
    expect(recipe?.settings).toEqual({ mode: 'dio', frequency: '40m', map: '2MB' });
    expect(partsOf(content)).toEqual([
      ['boot.bin', 0],
      ['app.bin', 0x1000],
    ]);
    expect(notes).toEqual([]);
  });

  it('takes names in quotes, with blanks and beyond ASCII', () => {
    expect(partsOf('0x1000 "my app.bin"\n0x81000 \'größe 2.bin\'\n0x0 b\\ 1.bin')).toEqual([
      ['my app.bin', 0x1000],
      ['größe 2.bin', 0x81000],
      ['b 1.bin', 0],
    ]);
  });

  it('says nothing about settings with keep and detect', () => {
    expect(
      read('--flash_mode keep --flash_freq keep --flash_size detect 0x0 a.bin').recipe?.settings,
    ).toEqual({});
  });

  it('goes on behind what it does not understand, and tells', () => {
    const { recipe, notes } = read('--flash_size 3MB --encrypt 0x1000 app.bin stray 0x81000');
    expect(recipe?.parts).toHaveLength(1);
    expect(notes.map(({ facts }) => facts)).toEqual([
      { text: '--flash_size 3MB' },
      { text: '--encrypt' },
      { text: 'stray' },
      { text: '0x81000' },
    ]);
  });

  it('is not what other texts are', () => {
    for (const other of ['', 'int main() {}', '{"a": 1}', '[]', '0x1000', ':10000000AB', '{"builds']) {
      expect(read(other).recipe).toBeUndefined();
    }
  });
});

describe('the manifest of ESP Web Tools', () => {
  const build = (parts: unknown, chipFamily = 'ESP8266') =>
    JSON.stringify({
      name: 'x',
      version: '1',
      builds: [
        { chipFamily: 'ESP32', parts: [] },
        { chipFamily, parts },
      ],
    });

  it('lists what is saved, asks before erasing, and changes its version with the bytes', () => {
    const { plan } = open({ ...APPS, ...LOADER }, { map: '1MB' });
    const manifest = JSON.parse(manifestJson(plan));
    expect(manifest).toEqual({
      name: 'hello1',
      version: expect.stringMatching(/^[0-9a-f]{8}$/),
      new_install_prompt_erase: true,
      new_install_improv_wait_time: 0,
      builds: [
        {
          chipFamily: 'ESP8266',
          parts: [
            { path: 'boot.bin', offset: 0 },
            { path: 'user1.bin', offset: 0x1000 },
            { path: 'user2.bin', offset: 0x81000 },
          ],
        },
      ],
    });
    const other = open({ ...APPS, ...LOADER }, { map: '1MB', mode: 'dout' });
    expect(JSON.parse(manifestJson(other.plan)).version).not.toBe(manifest.version);
    expect(manifestJson(plan)).toBe(manifestJson(open({ ...APPS, ...LOADER }, { map: '1MB' }).plan));
  });

  it('is read with addresses as paths, and with a mark in front', () => {
    const parts = [
      { path: 'https://example.org/f/my%20app.bin?v=2', offset: 4096 },
      { path: '../boot.bin', offset: 0 },
    ];
    expect(partsOf(`\ufeff${build(parts)}`)).toEqual([
      ['my app.bin', 0x1000],
      ['boot.bin', 0],
    ]);
  });

  it('takes an offset written as a text, and tells', () => {
    const content = build([{ path: 'app.bin', offset: '0x1000' }]);
    expect(partsOf(content)).toEqual([['app.bin', 0x1000]]);
    expect(read(content).notes).toMatchObject([
      { code: 'manifest-offset-text', facts: { name: 'app.bin', text: '0x1000' } },
    ]);
  });

  it.each([
    ['has no builds', '{"builds": []}', 'manifest-damaged', { lacks: 'builds' }],
    ['has builds that are none', '{"builds": [1, null]}', 'manifest-damaged', { lacks: 'builds' }],
    ['is broken off', '{"name": "x", "builds": [{"chipF', 'manifest-damaged', { lacks: 'json' }],
    ['names no file', build([]), 'manifest-damaged', { lacks: 'parts' }],
    [
      'names files wrongly',
      build([{ path: 1, offset: 0 }, { path: 'a' }, 7]),
      'manifest-damaged',
      { lacks: 'parts' },
    ],
    ['is for other chips', build([], 'ESP32-S3'), 'manifest-other-chip', { families: ['ESP32', 'ESP32-S3'] }],
  ] as const)('is refused when it %s', (_, content, code, facts) => {
    const workspace = open({ 'manifest.json': text(content) });
    expect(findingOf(workspace, code)).toMatchObject({ severity: 'error', facts });
    expect(workspace.files[0]?.kind).toBe('refused');
  });
});

describe('files beside such a list', () => {
  const c1 = '0x1000 a.bin\n0x101000 b.bin\n--flash_size 2MB-c1\n';
  const places = (workspace: ReturnType<typeof open>) =>
    Object.fromEntries(workspace.outputs.map(({ role, from }) => [role, from]));

  it('take from it what they do not say themselves', () => {
    const files = { 'a.bin': EITHER };
    expect(errorsOf(open(files, { map: '2MB-c1' }))).toEqual(['image-slot-unknown']);
    const workspace = open({ ...files, flash_args: text('0x101000 a.bin\n-fs 2MB-c1 -fm dout -ff 80m') });
    expect(errorsOf(workspace)).toEqual([]);
    expect(places(workspace)).toEqual({ user2: 'a.bin' });
    expect(workspace.settings).toEqual({ mode: 'dout', frequency: '80m', map: '2MB-c1' });
    expect(workspace.assumed).toEqual({ mode: false, frequency: false, map: false });
  });

  it('are told apart where both would fit either slot', () => {
    const workspace = open({ 'b.bin': EITHER, 'a.bin': EITHER, flash_args: text(c1) });
    expect(places(workspace)).toEqual({ user1: 'a.bin', user2: 'b.bin' });
  });

  it('at 0 are a boot loader in front of a slot, whatever they are called', () => {
    const files = { 'x.bin': unknownLoader(), ...APPS };
    expect(places(open(files, { map: '1MB' }))['boot-loader']).toBeUndefined();
    const workspace = open({ ...files, flash_args: text('0 x.bin 0x1000 user1.bin') }, { map: '1MB' });
    expect(
      places(open({ ...files, flash_args: text('0x0 x.bin 0x1000 y.bin') }, { map: '1MB' })),
    ).toMatchObject({
      'boot-loader': 'x.bin',
    });
    // A number alone is no sign of such a file: tables of numbers begin so too.
    expect(workspace.files.at(-1)?.kind).toBe('refused');
  });

  it('keep the role that somebody chose, and the settings', () => {
    const workspace = open(
      { 'a.bin': EITHER, flash_args: text('-fs 4MB-c1 -fm dio 0x101000 a.bin') },
      { mode: 'qout', map: '2MB-c1' },
    );
    expect(workspace.settings).toMatchObject({ mode: 'qout', map: '2MB-c1' });
  });

  it('are believed before the list', () => {
    const saved = savedFiles(open(APPS, { map: '1MB' }));
    const swapped = text('0x1000 user2.bin 0x81000 user1.bin');
    const workspace = open({ ...saved, flash_args: swapped });
    expect(places(workspace)).toEqual({ user1: 'user1.bin', user2: 'user2.bin' });
    expect(codesOf(workspace.findings).filter(code => code === 'recipe-slot-differs')).toHaveLength(2);
  });

  it('that are missing, or lie elsewhere, are named', () => {
    const list = text('0x1000 a.bin 0x101000 gone.bin 0x1fc000 esp_init_data_default.bin');
    const workspace = open({ 'a.bin': EITHER, flash_args: list }, { map: '2MB-c1' });
    expect(findingOf(workspace, 'recipe-part-missing')).toMatchObject({
      where: { file: 'flash_args' },
      facts: { name: 'gone.bin', offset: 0x101000 },
    });
    expect(findingOf(workspace, 'recipe-part-left')).toMatchObject({ facts: { offset: 0x1fc000 } });
  });

  it('tell by the place of user2 which map of a size is meant', () => {
    const workspace = open({ 'a.bin': EITHER, flash_args: text('--flash_size 2MB 0x101000 a.bin') });
    expect(workspace.settings.map).toBe('2MB-c1');
    expect(findingOf(workspace, 'recipe-size').facts).toEqual({
      said: '2MB',
      offset: 0x101000,
      map: '2MB-c1',
    });
    const unfit = open({ 'a.bin': EITHER, flash_args: text('--flash_size 512KB 0x101000 a.bin') });
    expect(findingOf(unfit, 'recipe-size').facts).toEqual({ said: '512KB', offset: 0x101000 });
  });

  it.each(['1MB', '2MB', '4MB', '512KB'] as const)('come back as they were saved, map %s', map => {
    const apps =
      map === '512KB'
        ? { 'a.elf': vector('sizes_512_app1.elf'), 'b.elf': vector('sizes_512_app2.elf') }
        : APPS;
    const first = open({ ...apps, ...LOADER }, { map, mode: 'dio' });
    const saved = savedFiles(first);
    const lists = {
      flash_args: text(flashArgs(first.plan)),
      'manifest.json': text(manifestJson(first.plan)),
    };
    const again = open({ ...saved, ...lists });
    expect(again.plan.writes.map(({ name, offset, bytes }) => ({ name, offset, bytes }))).toEqual(
      first.plan.writes.map(({ name, offset, bytes }) => ({ name, offset, bytes })),
    );
    expect(codesOf(again.findings).filter(code => /recipe|manifest/.test(code))).toEqual([]);
  });
});
