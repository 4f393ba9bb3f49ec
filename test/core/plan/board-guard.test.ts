/** What speaks against a plan on a board: each wrong thing is named, and right ones are left alone. */
import { describe, expect, it } from 'vitest';
import type { FindingCode } from '../../../src/core/findings.ts';
import type { BoardPlanRequest } from '../../../src/core/plan/board-plan.ts';
import { bootLoaderFile } from '../../support/boot-loader-builder.ts';
import { flash, type MapName } from '../../support/flash-builder.ts';
import { boardPlan, chipWith, ownLoaderFor, planOf } from '../../support/flash-plans.ts';
import { sdkElf } from '../../support/programs.ts';
import { open } from '../../support/workspaces.ts';

const blank = (size: number): Uint8Array => new Uint8Array(size).fill(0xff);
const both = (map: MapName) => planOf(map, ['user1', 'user2']);

const codes = (
  board: Uint8Array,
  plan = both('1MB'),
  changes: Partial<BoardPlanRequest> & { readonly loaderStays?: true } = {},
  severity = 'error',
): FindingCode[] =>
  boardPlan(board, plan, 'user1', changes)
    .findings.filter(f => f.severity === severity)
    .map(f => f.code);

const holding = (map: MapName, bootLoader = ownLoaderFor(map)): Uint8Array => {
  const [one, two] = both(map).writes;
  return flash({ map, bootLoader, ...(one && { user1: one.bytes }), ...(two && { user2: two.bytes }) });
};

describe('errors', () => {
  it('a map larger than the flash', () => {
    expect(codes(blank(0x80000))).toEqual(['board-map-over-chip']);
    expect(codes(blank(0x100000), both('1MB'), { chip: chipWith(0x200000) })).toEqual([]);
  });

  it('a flash that does not say its size, until somebody chooses one', () => {
    const chip = chipWith(undefined);
    expect(codes(blank(0x100000), both('1MB'), { chip })).toEqual(['board-flash-size-unknown']);
    const chosen = { chip, flashSize: 0x100000 };
    expect(codes(blank(0x100000), both('1MB'), chosen)).toEqual([]);
    expect(codes(blank(0x100000), both('1MB'), chosen, 'warning')).toEqual(['board-flash-size-chosen']);
    expect(codes(blank(0x100000), both('1MB'), { chip, flashSize: 0x80000 })).toEqual([
      'board-map-over-chip',
    ]);
  });

  it('a program for another map than the boot loader that stays', () => {
    const stays = { loaderStays: true } as const;
    const board = new Uint8Array(0x400000).fill(0xff);
    board.set(holding('1MB'));
    expect(codes(board, both('4MB-c1'), stays)).toEqual(['board-map-mismatch', 'board-map-mismatch']);
    expect(codes(board, both('1MB'), stays)).toEqual([]);
    expect(codes(board, both('4MB-c1'))).toEqual([]);
  });

  it('no boot loader, and map 7, where the one on the board shall stay', () => {
    const stays = { loaderStays: true } as const;
    expect(codes(blank(0x100000), both('1MB'), stays)).toEqual(['board-no-loader']);
    const seven = holding('1MB');
    seven[3] = 0x70;
    expect(codes(seven, both('1MB'), stays)).toEqual(['board-map-seven']);
    expect(codes(seven, both('1MB'))).toEqual([]);
  });

  it('two writes for one sector', () => {
    const plan = both('1MB');
    const [one, two] = plan.writes;
    if (!one || !two) throw new Error('two writes');
    const long = new Uint8Array(two.offset - one.offset + 1);
    long.set(one.bytes);
    const found = codes(blank(0x100000), { ...plan, writes: [{ ...one, bytes: long }, two] });
    expect(found).toEqual(['board-writes-overlap', 'image-over-slot']);
  });

  it('a program that is linked for the other slot', () => {
    const plan = both('1MB');
    const pointers = Uint32Array.from({ length: 64 }, (_, i) => 0x40281010 + 4 * i);
    const elf = sdkElf({ irom: 0x40281010, iromLength: new Uint8Array(pointers.buffer) });
    const swapped = open({ 'b.elf': elf }, { map: '1MB' }).plan.writes.find(w => w.role === 'user2');
    const writes = plan.writes.map(w => (w.role === 'user1' && swapped ? { ...w, bytes: swapped.bytes } : w));
    expect(codes(blank(0x100000), { ...plan, writes })).toEqual(['dump-slot-misplaced']);
  });

  it('an image whose checksum is wrong', () => {
    const plan = both('1MB');
    const writes = plan.writes.map(w => {
      const bytes = w.bytes.slice();
      bytes[0x20] = (bytes[0x20] ?? 0) ^ 1;
      return w.role === 'user1' ? { ...w, bytes } : w;
    });
    expect(codes(blank(0x100000), { ...plan, writes })).toEqual(['image-crc']);
  });
});

describe('warnings and notes', () => {
  it('an older boot loader, never a newer one', () => {
    const older = { 'boot.bin': bootLoaderFile('1.6') };
    const plan = planOf('1MB', ['user1', 'user2'], { files: older });
    expect(codes(holding('1MB'), plan, {}, 'warning')).toEqual(['board-loader-older']);
    const newer = holding('1MB', bootLoaderFile('1.6', { sizeFrequency: 0x20 }));
    expect(codes(newer, both('1MB'), {}, 'warning')).toEqual([]);
  });

  it('other mode or speed than the board starts with', () => {
    const other = ownLoaderFor('1MB');
    other.set([2, 0x2f], 2);
    const found = boardPlan(holding('1MB', other), both('1MB'), 'user1').findings;
    expect(found.filter(f => f.code === 'board-settings-differ').map(f => f.facts)).toEqual(
      [
        { field: 'mode', from: 'dio', to: 'qio' },
        { field: 'frequency', from: '40m', to: '40m' },
      ].map(f => (f.field === 'frequency' ? { ...f, from: '80m' } : f)),
    );
  });

  it('four data lines on an ESP8285', () => {
    const chip = chipWith(0x100000, 'esp8285');
    expect(codes(holding('1MB'), both('1MB'), { chip }, 'warning')).toEqual(['board-esp8285-mode']);
  });

  it('an empty twin slot, but not one that holds a program', () => {
    const one = planOf('1MB', ['user1']);
    expect(codes(blank(0x100000), one, {}, 'note')).toEqual(['board-twin-empty']);
    expect(codes(holding('1MB'), one, {}, 'note')).toEqual([]);
  });

  it('missing init data', () => {
    const board = holding('1MB');
    board.fill(0xff, 0xfc000, 0xfd000);
    expect(codes(board, both('1MB'), {}, 'note')).toEqual(['board-init-data-missing']);
  });

  it('nothing against a -c1 map on a larger flash: the map stays as it is', () => {
    const plan = boardPlan(blank(0x400000), both('2MB-c1'), 'user1');
    expect(plan.findings).toEqual([]);
    expect(plan.plan.writes.find(w => w.role === 'boot-loader')?.bytes[3]).toBe(0x50);
  });
});
