/** Where an image is linked, by the addresses in it: for images whose header does not say, or says it wrong. */
import { describe, expect, it } from 'vitest';
import { guessLinkAddress } from '../../src/core/image/references.ts';
import { esptoolImage, linkedCode, ramSegments, slotImage } from '../support/image-builder.ts';
import { patternBytes } from '../support/programs.ts';
import { codesOf, errorsOf, findingOf, open, read, savedFiles } from '../support/workspaces.ts';

const segments = ramSegments();
const image = (address: number, slot: number, length = 0x4000) =>
  slotImage({ slot, irom: linkedCode(address, length), segments });

describe('references of the code to itself', () => {
  it.each([
    [0x40201010, ['user1', 'user2']],
    [0x40241010, ['user2']],
    [0x40281010, ['user2']],
  ])('tell that code is linked for %i', (address, slots) => {
    const length = 0x4000;
    const bytes = image(address, 1, length);
    expect(guessLinkAddress(bytes, length)).toMatchObject({ address, slots });
  });

  it('are believed when a tiny program has only one', () => {
    const irom = new Uint8Array(0x40);
    new DataView(irom.buffer).setUint32(0, 0x40281030, true);
    expect(guessLinkAddress(slotImage({ irom, segments }), 0x40)).toMatchObject({
      address: 0x40281010,
      count: 1,
    });
  });

  it('are not read out of noise: compressed pages and keys in flash are no code', () => {
    const guesses = Array.from({ length: 60 }, (_, seed) => {
      const irom = patternBytes(0x10000 + seed * 0x800, seed);
      return guessLinkAddress(slotImage({ irom, segments }), irom.length);
    });
    expect(guesses.filter(g => g !== undefined)).toEqual([]);
  });

  it('never make an error of an image full of noise', () => {
    for (let seed = 0; seed < 60; seed++) {
      const irom = patternBytes(0x18000, 1000 + seed);
      expect(codesOf(read(slotImage({ slot: 1 + (seed % 2), irom, segments })).findings)).toEqual([]);
    }
  });

  it('are none without flash code', () => {
    expect(guessLinkAddress(slotImage({ irom: new Uint8Array(0), segments }), 0)).toBeUndefined();
  });
});

describe('an image whose header and code disagree', () => {
  it('is refused when it is marked user1 and linked for user2', () => {
    const workspace = open({ 'a.bin': image(0x40281010, 1) });
    expect(findingOf(workspace, 'image-wrong-slot')).toMatchObject({
      severity: 'error',
      facts: { claimed: 'user1', linked: 'user2' },
      where: { field: 'slot', offset: 3, file: 'a.bin' },
    });
    expect(workspace.outputs).toEqual([]);
  });

  it.each([
    ['1MB', 'user1'],
    ['1MB', 'user2'],
    ['2MB-c1', 'user1'],
    ['2MB-c1', 'user2'],
    ['512KB', 'user1'],
    ['512KB', 'user2'],
  ] as const)('code linked for 0x40201010 on %s, marked %s', (map, slot) => {
    const workspace = open({ 'a.bin': image(0x40201010, slot === 'user1' ? 1 : 2) }, { map });
    if (slot === 'user1' || map === '2MB-c1') {
      expect(errorsOf(workspace)).toEqual([]);
      expect(Object.keys(savedFiles(workspace))).toEqual([`${slot}.bin`]);
    } else {
      expect(errorsOf(workspace)).toEqual(['map-mismatch']);
      expect(workspace.outputs).toEqual([]);
    }
  });

  it('is refused when only the header tells that user2 lies elsewhere', () => {
    const noise = slotImage({ slot: 2, irom: patternBytes(0x200), segments, sizeFrequency: 0x50 });
    const workspace = open({ 'a.bin': noise }, { map: '1MB' });
    expect(errorsOf(workspace)).toEqual(['map-mismatch']);
    expect(findingOf(workspace, 'settings-differ').facts).toMatchObject({ field: 'map', patched: false });
    expect(workspace.outputs).toEqual([]);
  });

  it('user1 lies at the same place on all maps with slots, so its header is patched', () => {
    const noise = slotImage({ slot: 1, irom: patternBytes(0x200), segments, sizeFrequency: 0x50 });
    const workspace = open({ 'a.bin': noise }, { map: '1MB' });
    expect(findingOf(workspace, 'settings-differ').facts).toMatchObject({ field: 'map', patched: true });
    expect(Object.keys(savedFiles(workspace))).toEqual(['user1.bin']);
  });

  it('the code is believed where the header has another map: converters without that option write 512 KB', () => {
    const irom = linkedCode(0x40281010, 0x1000);
    const bytes = slotImage({ slot: 2, irom, segments, sizeFrequency: 0x00 });
    const workspace = open({ 'a.bin': bytes }, { map: '1MB' });
    expect(errorsOf(workspace)).toEqual([]);
    expect(findingOf(workspace, 'settings-differ').facts).toMatchObject({ field: 'map', patched: true });
    expect(read(savedFiles(workspace)['user2.bin'] ?? new Uint8Array(0)).findings).toEqual([]);
    expect(errorsOf(open({ 'a.bin': bytes }))).toEqual(['map-mismatch']);
  });
});

describe('an image without its slot', () => {
  const without = (address: number) => esptoolImage({ irom: linkedCode(address, 0x2000), segments });

  it('goes to the slot that its code was linked for', () => {
    const workspace = open({ 'a.bin': without(0x40281010) });
    const saved = savedFiles(workspace);
    expect(Object.keys(saved)).toEqual(['user2.bin']);
    expect(saved['user2.bin']).toEqual(
      slotImage({ slot: 2, irom: linkedCode(0x40281010, 0x2000), segments }),
    );
    expect(codesOf(workspace.findings)).toContain('image-repaired');
    expect(errorsOf(workspace)).toEqual([]);
  });

  it('is refused on a map where no slot has this address', () => {
    expect(errorsOf(open({ 'a.bin': without(0x40241010) }, { map: '1MB' }))).toEqual(['map-mismatch']);
  });

  it('asks when both slots of a 1024+1024 map fit', () => {
    const workspace = open({ 'a.bin': without(0x40201010) }, { map: '2MB-c1' });
    expect(errorsOf(workspace)).toEqual(['image-slot-unknown']);
    expect(workspace.outputs).toEqual([]);
  });
});
