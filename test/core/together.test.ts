/** Several files at once: which goes where, and what is refused. */
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/core/workspace/evaluate.ts';
import type { ChosenSettings } from '../../src/core/workspace/workspace.ts';
import { bootLoaderFile, unknownLoader } from '../support/boot-loader-builder.ts';
import { headImage, linkedCode, loadImage, ramSegments, slotImage } from '../support/image-builder.ts';
import { modelImage } from '../support/model-converter.ts';
import { sdkElf } from '../support/programs.ts';
import { codesOf, errorsOf, findingOf, input, open, savedFiles } from '../support/workspaces.ts';

const elf = (irom: number, seed = 0) => sdkElf({ irom, dataLength: 0x40 + 4 * seed });
const APP1 = elf(0x40201010);
const APP2 = elf(0x40281010, 1);
const EITHER_A = elf(0x40201010, 2);
const EITHER_B = elf(0x40201010, 3);
const PLAIN = elf(0x40210000, 4);
const C1: ChosenSettings = { map: '2MB-c1' };
const ONE_MB: ChosenSettings = { map: '1MB' };
const from = (files: Record<string, Uint8Array>, chosen: ChosenSettings) =>
  Object.fromEntries(open(files, chosen).outputs.map(o => [o.role, o.from]));

describe('two programs', () => {
  it('go to their slots in either order', () => {
    for (const files of [
      { 'a.elf': APP1, 'b.elf': APP2 },
      { 'b.elf': APP2, 'a.elf': APP1 },
    ]) {
      const workspace = open(files, ONE_MB);
      expect(from(files, ONE_MB)).toEqual({ user1: 'a.elf', user2: 'b.elf' });
      expect(errorsOf(workspace)).toEqual([]);
      expect(codesOf(workspace.findings)).not.toContain('twin-missing');
      const saved = savedFiles(workspace);
      const settings = { mode: 'qio', frequency: '40m', map: '1MB' } as const;
      expect(saved['user1.bin']).toEqual(new Uint8Array(modelImage(APP1, 1, settings).image));
      expect(saved['user2.bin']).toEqual(new Uint8Array(modelImage(APP2, 2, settings).image));
    }
  });

  it('for the same slot are both kept back', () => {
    const workspace = open({ 'a.elf': APP2, 'b.elf': elf(0x40281010, 7) }, ONE_MB);
    expect(findingOf(workspace, 'same-slot')).toMatchObject({
      severity: 'error',
      facts: { slot: 'user2', first: 'a.elf', second: 'b.elf' },
    });
    expect(workspace.outputs).toEqual([]);
    expect(workspace.plan.writes).toEqual([]);
  });

  it('that fit both slots are dealt by order, and it is said', () => {
    const workspace = open({ 'x.elf': EITHER_A, 'y.elf': EITHER_B }, C1);
    expect(from({ 'x.elf': EITHER_A, 'y.elf': EITHER_B }, C1)).toEqual({ user1: 'x.elf', user2: 'y.elf' });
    expect(findingOf(workspace, 'slot-by-order').facts).toEqual({ first: 'x.elf', second: 'y.elf' });
    expect(errorsOf(workspace)).toEqual([]);
  });

  it.each([
    [
      { 'app2.elf': EITHER_A, 'app1.elf': EITHER_B },
      { user1: 'app1.elf', user2: 'app2.elf' },
    ],
    [
      { 'app2.elf': EITHER_A, 'other.elf': EITHER_B },
      { user1: 'other.elf', user2: 'app2.elf' },
    ],
    [
      { 'other.elf': EITHER_A, 'user1.elf': EITHER_B },
      { user1: 'user1.elf', user2: 'other.elf' },
    ],
  ])('that fit both slots are dealt by their names: case %#', (files, expected) => {
    expect(from(files, C1)).toEqual(expected);
    expect(codesOf(open(files, C1).findings)).not.toContain('slot-by-order');
  });

  it('that fit both slots go where somebody put them', () => {
    const workspace = evaluate([input('app1.elf', EITHER_A, 'user2'), input('b.elf', EITHER_B)], C1);
    expect(workspace.outputs.map(o => [o.role, o.from])).toEqual([
      ['user1', 'b.elf'],
      ['user2', 'app1.elf'],
    ]);
    expect(codesOf(workspace.findings)).not.toContain('slot-by-order');
  });

  it('that somebody put to the same slot are kept back', () => {
    const workspace = evaluate([input('a.elf', EITHER_A, 'user2'), input('b.elf', EITHER_B, 'user2')], C1);
    expect(findingOf(workspace, 'same-slot').facts.slot).toBe('user2');
    expect(workspace.outputs).toEqual([]);
  });

  it('one of which does not fit the map: the other is made, and the error stays', () => {
    const workspace = open({ 'a.elf': APP1, 'b.elf': elf(0x40241010) }, ONE_MB);
    expect(errorsOf(workspace)).toEqual(['map-mismatch']);
    expect(Object.keys(savedFiles(workspace))).toEqual(['user1.bin']);
  });
});

describe('one program', () => {
  it('for one slot leaves the other alone and says so', () => {
    const workspace = open({ 'a.elf': APP2 }, ONE_MB);
    expect(findingOf(workspace, 'twin-missing').facts).toEqual({ present: 'user2', missing: 'user1' });
    expect(workspace.plan.keeps.map(k => k.role)).toContain('user1');
  });

  it('for either slot makes both images: they differ in byte 3 and the CRC word', () => {
    const workspace = open({ 'a.elf': EITHER_A }, C1);
    const { 'user1.bin': one, 'user2.bin': two } = savedFiles(workspace);
    if (!one || !two) throw new Error('not both');
    const differ = [...one.keys()].filter(i => one[i] !== two[i]);
    expect(differ).toContain(3);
    expect(differ.every(i => i === 3 || i >= one.length - 4)).toBe(true);
    expect([one[3], two[3]]).toEqual([1, 2]);
    expect(loadImage(two).crc?.stored).toBe(loadImage(two).crc?.computed);
    expect(codesOf(workspace.findings)).toContain('both-from-one');
  });

  it('for either slot makes one image when somebody chose the slot', () => {
    const workspace = evaluate([input('a.elf', EITHER_A, 'user2')], C1);
    expect(Object.keys(savedFiles(workspace))).toEqual(['user2.bin']);
    expect(workspace.wish).toBe('user2');
  });

  it('does not go where somebody put it against its address', () => {
    const workspace = evaluate([input('a.elf', APP2, 'user1')], ONE_MB);
    expect(Object.keys(savedFiles(workspace))).toEqual(['user2.bin']);
  });
});

describe('what does not go together', () => {
  it('a program without slots and one with', () => {
    for (const files of [
      { 'p.elf': PLAIN, 'a.elf': APP1 },
      { 'a.elf': APP1, 'p.elf': PLAIN, 'b.elf': APP2 },
    ]) {
      const workspace = open(files, ONE_MB);
      expect(findingOf(workspace, 'plain-and-ota').facts).toEqual({ plain: 'p.elf', ota: 'a.elf' });
      expect(workspace.outputs).toEqual([]);
    }
  });

  it('three programs, or two without slots', () => {
    const three = open({ 'a.elf': APP1, 'b.elf': APP2, 'c.elf': elf(0x40281010, 9) }, ONE_MB);
    expect(findingOf(three, 'too-many-apps').facts).toEqual({ count: 3 });
    const plain = open({ 'a.elf': PLAIN, 'b.elf': elf(0x40210000, 9) }, ONE_MB);
    expect(findingOf(plain, 'too-many-apps').facts).toEqual({ count: 2 });
    expect([...three.outputs, ...plain.outputs]).toEqual([]);
  });

  it('two boot loaders', () => {
    const files = { 'one.bin': bootLoaderFile('1.7'), 'two.bin': bootLoaderFile('1.6') };
    const workspace = open({ 'a.elf': APP1, ...files }, ONE_MB);
    expect(findingOf(workspace, 'two-boot-loaders').facts).toEqual({ first: 'one.bin', second: 'two.bin' });
    expect(workspace.outputs.map(o => o.role)).toEqual(['user1']);
    expect(workspace.mergeBlock).toBe('no-boot-loader');
  });

  it('a program without slots and a boot loader: both would lie at 0', () => {
    for (const loader of [bootLoaderFile('1.7'), unknownLoader()]) {
      const workspace = open({ 'p.elf': PLAIN, 'boot.bin': loader }, ONE_MB);
      expect(workspace.outputs.map(o => o.role)).toEqual(['plain']);
      expect(findingOf(workspace, 'boot-loader-not-needed').facts).toEqual({ plain: 'p.elf' });
    }
  });
});

describe('ready images among ELF files', () => {
  const image = slotImage({ slot: 2, irom: linkedCode(0x40281010, 0x400), segments: ramSegments() });

  it('fill the slot that is left, byte for byte', () => {
    const workspace = open({ 'a.elf': APP1, 'old.bin': image });
    expect(workspace.outputs.map(o => [o.role, o.from])).toEqual([
      ['user1', 'a.elf'],
      ['user2', 'old.bin'],
    ]);
    expect(savedFiles(workspace)['user2.bin']).toEqual(image);
    expect(workspace.assumed.map).toBe(false);
  });

  it('bring their settings with them, unless somebody chose others', () => {
    const dio = slotImage({
      ...{ slot: 2, irom: linkedCode(0x40281010, 0x400), segments: ramSegments() },
      ...{ mode: 2, sizeFrequency: 0x4f },
    });
    const workspace = open({ 'a.elf': APP1, 'old.bin': dio });
    expect(workspace.settings).toEqual({ mode: 'dio', frequency: '80m', map: '4MB' });
    const chosen = open({ 'a.elf': APP1, 'old.bin': dio }, { mode: 'qio', map: '4MB' });
    const saved = savedFiles(chosen)['user2.bin'] ?? new Uint8Array(0);
    expect(saved.length).toBe(dio.length);
    expect([...saved.subarray(0x410, 0x414)]).toEqual([0xe9, 3, 0, 0x4f]);
    expect(loadImage(saved).crc?.stored).toBe(loadImage(saved).crc?.computed);
    expect(findingOf(chosen, 'settings-differ')).toMatchObject({
      facts: { field: 'mode', found: 'dio', expected: 'qio', patched: true },
      where: { file: 'old.bin' },
    });
  });

  it('for the same slot as an ELF file keep both back', () => {
    const workspace = open({ 'b.elf': APP2, 'old.bin': image });
    expect(errorsOf(workspace)).toEqual(['same-slot']);
    expect(workspace.outputs).toEqual([]);
  });

  it('that are broken do not go out', () => {
    const broken = new Uint8Array(image);
    broken[0x20] = (broken[0x20] ?? 0) ^ 1;
    const workspace = open({ 'a.elf': APP1, 'old.bin': broken });
    expect(errorsOf(workspace)).toEqual(['image-crc']);
    expect(workspace.outputs.map(o => o.role)).toEqual(['user1']);
  });

  it('with more bytes than the image has are saved without them', () => {
    const long = new Uint8Array(image.length + 100).fill(0xff);
    long.set(image);
    const workspace = open({ 'old.bin': long });
    expect(findingOf(workspace, 'image-trailing-bytes').facts).toEqual({ count: 100 });
    expect(savedFiles(workspace)['user2.bin']).toEqual(image);
  });

  it('of half a program without slots are looked at, not written', () => {
    const workspace = open({ 'half.bin': headImage({ segments: ramSegments() }) });
    expect(codesOf(workspace.findings)).toContain('plain-image-alone');
    expect(workspace.outputs).toEqual([]);
  });

  it('are never changed in place, even in the memory of a Node buffer', () => {
    const bytes = Buffer.from(image);
    const workspace = open({ 'old.bin': bytes }, { mode: 'dout' });
    expect(savedFiles(workspace)['user2.bin']).not.toEqual(image);
    expect(new Uint8Array(bytes)).toEqual(image);
    const loader = Buffer.from(bootLoaderFile('1.7'));
    open({ 'boot.bin': loader, 'a.elf': APP1 }, ONE_MB);
    expect(new Uint8Array(loader)).toEqual(bootLoaderFile('1.7'));
  });
});
