/** Boot loaders: told apart by the numbers of their boot log, patched for the map, and what they make of boot bytes. */
import { describe, expect, it } from 'vitest';
import { bootBytesFor, bootChoice } from '../../src/core/esp8266/boot-bytes.ts';
import { BOOT_LOADERS, type BootLoaderFacts } from '../../src/core/esp8266/boot-loaders.ts';
import { evaluate } from '../../src/core/workspace/evaluate.ts';
import type { ChosenSettings } from '../../src/core/workspace/workspace.ts';
import {
  bootLoaderFile,
  LOADER_LOGS,
  LOADER_VERSIONS,
  unknownLoader,
} from '../support/boot-loader-builder.ts';
import { MAP_TABLE, SLOT_MAPS } from '../support/flash-builder.ts';
import { headImage, ramSegments, slotImage } from '../support/image-builder.ts';
import { patternBytes, sdkElf } from '../support/programs.ts';
import { codesOf, errorsOf, findingOf, input, open, savedFiles } from '../support/workspaces.ts';

const APP = sdkElf({ irom: 0x40201010 });
const ONE_MB: ChosenSettings = { map: '1MB' };

function loader(version: string): BootLoaderFacts {
  const found = BOOT_LOADERS.find(l => l.version === version);
  if (!found) throw new RangeError(`no boot loader ${version}`);
  return found;
}

describe('fingerprints', () => {
  it.each(LOADER_VERSIONS)('%s is known by the lengths and checksums of its boot log', version => {
    const bytes = bootLoaderFile(version);
    expect(bytes.length).toBe(LOADER_LOGS[version].length);
    const file = open({ 'anything.bin': bytes }).files[0];
    expect(file).toMatchObject({
      kind: 'boot-loader',
      image: { format: 'boot-loader', bootLoader: { version } },
    });
    expect(loader(version).length).toBe(bytes.length);
  });

  it('whatever stands in the header, and not with one other byte', () => {
    const patched = bootLoaderFile('1.7', { mode: 2, sizeFrequency: 0x6f });
    expect(open({ 'a.bin': patched }).files[0]).toMatchObject({ image: { bootLoader: { version: '1.7' } } });
    const other = bootLoaderFile('1.7');
    other[100] = (other[100] ?? 0) ^ 1;
    other[other.length - 1] = (other.at(-1) ?? 0) ^ 1;
    expect(open({ 'a.bin': other }).files[0]).toMatchObject({ kind: 'image', image: { format: 'v1' } });
  });

  it('an unknown one is taken by its name or by what somebody says, and warned of', () => {
    for (const inputs of [
      [input('my-boot.bin', unknownLoader())],
      [input('x.bin', unknownLoader(), 'boot-loader')],
    ]) {
      const workspace = evaluate(inputs, ONE_MB);
      expect(workspace.files[0]?.kind).toBe('boot-loader');
      expect(findingOf(workspace, 'boot-loader-unknown').severity).toBe('warning');
      expect(Object.keys(savedFiles(workspace))).toEqual(['boot.bin']);
    }
    expect(open({ 'x.bin': unknownLoader() }).files[0]?.kind).toBe('image');
  });

  it('has room for 4096 bytes', () => {
    const ofLength = (length: number) =>
      headImage({ segments: [{ address: 0x40100000, bytes: patternBytes(length - 16 - 16) }] });
    expect(ofLength(0x1000).length).toBe(0x1000);
    const fits = evaluate([input('boot.bin', ofLength(0x1000))], ONE_MB);
    expect(Object.keys(savedFiles(fits))).toEqual(['boot.bin']);
    const over = evaluate([input('x.bin', ofLength(0x1010), 'boot-loader')], ONE_MB);
    expect(findingOf(over, 'boot-loader-too-large').facts).toEqual({ length: 0x1010, limit: 0x1000 });
    expect(over.outputs).toEqual([]);
  });

  it('is no image for a slot', () => {
    const image = slotImage({ slot: 1, irom: patternBytes(64), segments: ramSegments() });
    expect(errorsOf(evaluate([input('x.bin', image, 'boot-loader')]))).toContain('boot-loader-not-an-image');
  });

  it('that is damaged does not go out', () => {
    const broken = bootLoaderFile('1.7');
    broken[50] = (broken[50] ?? 0) ^ 1;
    const workspace = open({ 'a.elf': APP, 'boot.bin': broken }, ONE_MB);
    expect(errorsOf(workspace)).toContain('image-checksum');
    expect(workspace.outputs.map(o => o.role)).toEqual(['user1']);
  });
});

describe('patching', () => {
  it.each(SLOT_MAPS)('changes bytes 2 and 3 for $name and no other', ({ name, code }) => {
    const original = bootLoaderFile('1.7');
    const workspace = open(
      { 'a.elf': APP, 'boot.bin': original },
      { map: name, mode: 'dio', frequency: '80m' },
    );
    const saved = savedFiles(workspace)['boot.bin'] ?? new Uint8Array(0);
    expect([...saved.subarray(0, 4)]).toEqual([0xe9, 3, 2, code * 16 + 15]);
    expect(saved.subarray(4)).toEqual(original.subarray(4));
    expect(findingOf(workspace, 'boot-loader-patched')).toMatchObject({
      severity: 'note',
      where: { file: 'boot.bin' },
    });
    expect(workspace.plan.writes[0]).toMatchObject({ role: 'boot-loader', offset: 0, bytes: saved });
  });

  it('says nothing when the header is right already', () => {
    const right = bootLoaderFile('1.7', { mode: 0, sizeFrequency: 0x20 });
    const workspace = open({ 'a.elf': APP, 'boot.bin': right }, ONE_MB);
    expect(codesOf(workspace.findings)).not.toContain('boot-loader-patched');
    expect(savedFiles(workspace)['boot.bin']).toEqual(right);
  });

  it('does not take the map from a boot loader: the file ships with 512 KB whatever the board is', () => {
    const workspace = open({ 'a.elf': sdkElf({ irom: 0x40281010 }), 'boot.bin': bootLoaderFile('1.7') });
    expect(workspace.settings.map).toBe('1MB');
    expect(errorsOf(workspace)).toEqual([]);
  });
});

describe('loaders that do not suit', () => {
  const withApp = (version: (typeof LOADER_VERSIONS)[number], chosen: ChosenSettings = ONE_MB) =>
    open({ 'a.elf': APP, 'boot.bin': bootLoaderFile(version) }, chosen);

  it('1.1 cannot start OTA images', () => {
    const workspace = withApp('1.1');
    expect(findingOf(workspace, 'boot-loader-too-old')).toMatchObject({
      severity: 'error',
      facts: { version: '1.1' },
    });
    expect(workspace.outputs.map(o => o.role)).toEqual(['user1']);
  });

  it.each(LOADER_VERSIONS)('%s and DOUT', version => {
    const codes = codesOf(withApp(version, { map: '1MB', mode: 'dout' }).findings);
    expect(codes.includes('boot-loader-dout')).toBe(version < '1.3');
  });

  it.each(MAP_TABLE.filter(row => row.user1))('1.7 and $name', ({ name, size }) => {
    const workspace = withApp('1.7', { map: name });
    expect(codesOf(workspace.findings).includes('boot-loader-big-map')).toBe(size > 0x400000);
  });

  it('a missing one is mentioned with slots, and not without', () => {
    expect(findingOf(open({ 'a.elf': APP }), 'boot-loader-missing').severity).toBe('note');
    const plain = open({ 'p.elf': sdkElf({ irom: 0x40210000 }) });
    expect(codesOf(plain.findings)).not.toContain('boot-loader-missing');
  });
});

/** boot.md section 5: what starts, by boot byte 0, for the versions in the head of the column. */
const TRUTH = [
  { byte0: 0xfc, from15: 'user1', old: 'user1' },
  { byte0: 0xfd, from15: 'user2', old: 'user2' },
  { byte0: 0xf8, from15: 'user2', old: 'user1' },
  { byte0: 0xf9, from15: 'user1', old: 'user1' },
  { byte0: 0xfa, from15: 'error', old: 'error' },
  { byte0: 0xfe, from15: 'error', old: 'error' },
  { byte0: 0xfb, from15: 'user1', old: 'user1' },
  { byte0: 0xff, from15: 'user1', old: 'user1' },
] as const;

const choice = (bytes: readonly number[], version?: string) =>
  bootChoice(
    Uint8Array.from({ length: 8 }, (_, i) => bytes[i] ?? 0xff),
    version ? loader(version) : undefined,
  );
const outcome = (bytes: readonly number[], version?: string): string | undefined => {
  const made = choice(bytes, version);
  return made?.kind === 'slot' ? made.slot : made?.kind;
};

describe('boot bytes', () => {
  it.each(TRUTH)('$byte0 of every version', ({ byte0, from15, old }) => {
    for (const [version, own] of [
      ['1.5', 5],
      ['1.6', 6],
      ['1.7', 7],
    ] as const)
      expect(outcome([byte0, 0xe0 | own], version)).toBe(from15);
    for (const [version, own] of [
      ['1.3', 3],
      ['1.4', 4],
    ] as const)
      expect(outcome([byte0, 0xe0 | own], version)).toBe(old);
    // The version in the bytes is believed when the loader is not known.
    expect(outcome([byte0, 0xe7])).toBe(from15);
  });

  it('by the low three bits alone, whatever stands above', () => {
    const starts = ['user2', 'user1', 'error', 'user1', 'user1', 'user2', 'error', 'user1'];
    for (let byte0 = 0; byte0 < 256; byte0++) expect(outcome([byte0, 0xe7], '1.7')).toBe(starts[byte0 & 7]);
  });

  it('of another version are thrown away: user1 starts, whatever was chosen', () => {
    for (let version = 0; version < 32; version++)
      for (const { byte0 } of TRUTH)
        if (version !== 7) expect(outcome([byte0, 0xe0 | version], '1.7')).toBe('user1');
    expect(choice([0xfd, 0xe6], '1.7')).toMatchObject({ because: 'other-version' });
    expect(choice([0xff, 0xff], '1.7')).toMatchObject({ because: 'blank' });
    expect(choice([0xff, 0xff])).toMatchObject({ slot: 'user1', because: 'blank' });
    expect(choice([0xf8, 0xe7], '1.7')).toMatchObject({ because: 'other-failed' });
  });

  it('of 1.1 and 1.2 are a number in the low four bits', () => {
    for (const version of ['1.1', '1.2']) {
      expect(outcome([0xff, 0xff], version)).toBe('user1');
      expect(outcome([0xf0, 2], version)).toBe('user1');
      expect(outcome([0x01, 2], version)).toBe('user2');
      expect(outcome([0xfd, 0xe2], version)).toBeUndefined();
    }
  });

  it('that start a test or enhanced image say nothing about the slots', () => {
    expect(outcome([0xfc, 0xa7], '1.7')).toBeUndefined(); // bits 6:5 = 01: run the test image
    expect(outcome([0xfd, 0x67], '1.7')).toBeUndefined(); // bit 7 = 0: enhanced mode, an address of its own
    expect(outcome([0xfd, 0xc7], '1.7')).toBe('user2'); // tested, normal mode
    expect(outcome([0xfd, 0x66], '1.7')).toBe('user1'); // of another version after all
  });

  it.each(['1.3', '1.4', '1.5', '1.6', '1.7'])('made for %s start the wanted slot', version => {
    const own = loader(version).bootByteVersion ?? 0;
    for (const slot of ['user1', 'user2'] as const) {
      const bytes = bootBytesFor(slot, own);
      expect([...bytes]).toEqual([slot === 'user1' ? 0xfc : 0xfd, 0xe0 | own, ...new Array(6).fill(0xff)]);
      expect(outcome([...bytes], version)).toBe(slot);
    }
  });

  it('are not known for 1.1 and 1.2', () => {
    expect(['1.1', '1.2'].map(version => loader(version).bootByteVersion)).toEqual([undefined, undefined]);
  });
});
