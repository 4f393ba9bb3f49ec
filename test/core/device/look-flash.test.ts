/** A look at a flash finds what a reading of the whole finds, from a few KB of it. */
import { describe, expect, it } from 'vitest';
import { bytesReader } from '../../../src/core/bytes/range-reader.ts';
import { startsNow } from '../../../src/core/device/starts-now.ts';
import { readDump } from '../../../src/core/image/dump.ts';
import { bootLoaderFile } from '../../support/boot-loader-builder.ts';
import { type FlashSpec, flash, SLOT_MAPS } from '../../support/flash-builder.ts';
import { contentsOf, ownLoaderFor, planOf } from '../../support/flash-plans.ts';
import { codesOf } from '../../support/workspaces.ts';

const imagesOf = (map: (typeof SLOT_MAPS)[number]['name']) => {
  const [one, two] = planOf(map, ['user1', 'user2']).writes;
  return { user1: one?.bytes ?? new Uint8Array(0), user2: two?.bytes ?? new Uint8Array(0) };
};
const full = (changes: Partial<FlashSpec> = {}): Uint8Array =>
  flash({ map: '1MB', bootLoader: ownLoaderFor('1MB'), ...imagesOf('1MB'), ...changes });

describe('a look', () => {
  it.each(SLOT_MAPS)('agrees with a reading of the whole flash, map $name', ({ name }) => {
    for (const bytes of [0xfc, 0xfd, 0xf8, 0xfe]) {
      const boot = [bytes, 0xe7, 255, 255, 255, 255, 255, 255];
      const board = flash({
        map: name,
        bootLoader: ownLoaderFor(name),
        ...imagesOf(name),
        parametersB: boot,
      });
      const seen = contentsOf(board);
      const read = readDump(bytesReader(board), { id: '', name: '', size: board.length });
      if (!read.ok) throw new Error('no dump');
      expect(seen.map).toBe(name);
      expect(seen.boots).toEqual(read.value.boots);
      expect(seen.loader?.version).toBe('twinslot 1.0');
      for (const { slot, image } of seen.slots) {
        const whole = read.value.regions.find(r => r.role === slot)?.image;
        expect(image?.length).toBe(whole?.length);
        expect(image?.claims).toBe(slot);
      }
    }
  });

  it('reads 6 KB of a board in use, and 8 bytes of an erased one', () => {
    const asked: number[] = [];
    contentsOf(full({ parametersA: [0xfc, 0xe7, 1, 2, 3], flag: 0 }), asked);
    expect(asked.reduce((sum, n) => sum + n, 0)).toBeLessThan(6 * 1024);
    const none: number[] = [];
    expect(contentsOf(new Uint8Array(0x100000).fill(0xff), none).blank).toBe(true);
    expect(none).toEqual([8]);
  });

  it('takes the copy that counts, whole', () => {
    const parametersA = Array.from({ length: 0x1000 }, (_, i) => (i * 7) & 0xff);
    const { parameters } = contentsOf(full({ parametersA, parametersB: [1], flag: 0 }));
    expect(parameters).toMatchObject({ current: 'A', blank: false, offset: 0xfd000 });
    expect([...(parameters?.copy ?? [])]).toEqual(parametersA);
    expect(contentsOf(full({ parametersA, flag: 1 })).parameters?.copy.every(b => b === 0xff)).toBe(true);
    expect(contentsOf(full()).parameters).toMatchObject({ current: 'B', blank: true });
  });

  it.each([
    ['noise', (f: Uint8Array) => void f.fill(0x5a, 0x1000, 0x1100)],
    ['a code length behind the slot', (f: Uint8Array) => void f.set([0xf0, 0xff, 0xff, 0x7f], 0x100c)],
    ['too many segments', (f: Uint8Array) => void f.set([0xe9, 200], 0x1000)],
    [
      'a segment behind the slot',
      (f: Uint8Array) => void f.set([0xe9, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255], 0x1000),
    ],
  ])('calls a slot with %s broken and does not follow it', (_, spoil) => {
    const board = full();
    spoil(board);
    const seen = contentsOf(board);
    expect(seen.slots[0]?.image).toBeUndefined();
    expect(codesOf(seen.findings)).toContain('dump-slot-broken');
    expect(seen.findings.every(f => f.severity === 'note')).toBe(true);
  });

  it('notices missing init data and unknown maps, and stays inside a smaller flash', () => {
    expect(contentsOf(full()).initData).toBe('present');
    const board = full();
    board.fill(0xff, 0xfc000, 0xfd000);
    expect(contentsOf(board).initData).toBe('missing');
    board[3] = 0x70;
    expect(codesOf(contentsOf(board).findings)).toEqual(['dump-map-unknown']);
    board[3] = 0x40;
    expect(contentsOf(board)).toMatchObject({ map: '4MB', slots: [] });
  });
});

describe('what starts now', () => {
  const says = (board: Uint8Array) => startsNow(contentsOf(board));
  const choice = [0xfd, 0xe7, 255, 255, 255, 255, 255, 255];
  it('is the chosen slot, the other where that one is empty, or nothing', () => {
    const board = full({ parametersB: choice });
    expect(says(board).facts).toEqual({ slot: 'user2', chosen: true });
    board.fill(0xff, 0x81000, 0x82000);
    expect(says(board).facts).toEqual({ slot: 'user1', chosen: false });
    board.fill(0xff, 0x1000, 0x2000);
    expect(says(board).code).toBe('flash-starts-nothing');
  });

  it('is nothing where an old loader does not fall back', () => {
    const board = full({
      bootLoader: bootLoaderFile('1.4', { sizeFrequency: 0x20 }),
      parametersB: [0xfd, 0xe4],
    });
    board.fill(0xff, 0x81000, 0x82000);
    expect(says(board).code).toBe('flash-starts-nothing');
  });
});
