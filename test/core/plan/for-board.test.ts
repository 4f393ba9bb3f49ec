/** What happens to a board: order, slot choice, what is kept, and what a cut between two steps leaves. */
import { describe, expect, it } from 'vitest';
import type { BoardPlan } from '../../../src/core/plan/board-plan.ts';
import { bootLoaderFile } from '../../support/boot-loader-builder.ts';
import { flash, type MapName, SLOT_MAPS } from '../../support/flash-builder.ts';
import {
  applied,
  boardPlan,
  contentsOf,
  ownLoaderFor,
  planOf,
  startsFrom,
} from '../../support/flash-plans.ts';
import { sdkElf } from '../../support/programs.ts';
import { codesOf } from '../../support/workspaces.ts';

const WIFI = Array.from({ length: 0x49c }, (_, i) => (i * 13) & 0xff);
const copyFor = (slot: 1 | 2, version = 7): number[] => [
  ...[slot === 1 ? 0xfc : 0xfd, 0xe0 | version, 255, 255, 255, 255, 255, 255],
  ...WIFI,
];
const blank = (size: number): Uint8Array => new Uint8Array(size).fill(0xff);
const stepsOf = ({ steps }: BoardPlan): string[] =>
  steps.map(s => (s.kind === 'erase' ? 'erase' : s.write.name));
const doneTo = (bytes: Uint8Array, plan: BoardPlan): Uint8Array => plan.steps.reduce(applied, bytes);

/** Both slots written for a map, started by our own loader. */
function working(map: MapName, runs: 1 | 2 = 1, flag?: 0): Uint8Array {
  const images = planOf(map, ['user1', 'user2']).writes;
  const of = (role: string) => images.find(w => w.role === role)?.bytes ?? new Uint8Array(0);
  const copy = copyFor(runs);
  return flash({
    ...{ map, bootLoader: ownLoaderFor(map), user1: of('user1'), user2: of('user2') },
    ...(flag === 0 ? { flag, parametersA: copy } : { parametersB: copy }),
  });
}

describe('a fresh board', () => {
  it.each(SLOT_MAPS)('starts what is wished, with map $name', ({ name, size }) => {
    for (const wish of ['user1', 'user2'] as const) {
      const plan = boardPlan(blank(size), planOf(name, ['user1', 'user2']), wish);
      expect(codesOf(plan.findings.filter(f => f.severity === 'error'))).toEqual([]);
      expect(plan.plan.boots).toBe(wish);
      expect(startsFrom(doneTo(blank(size), plan))).toBe(wish);
    }
  });

  it('gets its loader last but one, so that no slot starts before it is proven', () => {
    const plan = boardPlan(blank(0x100000), planOf('1MB', ['user1', 'user2']), 'user2');
    expect(stepsOf(plan)).toEqual([
      'user1.bin',
      'user2.bin',
      'erase',
      'boot-choice.bin',
      'twinslot-boot.bin',
    ]);
  });
});

describe('the choice of the slot', () => {
  it.each([undefined, 0] as const)('goes to the copy that does not count, then the flag (%s)', flag => {
    const before = working('1MB', 1, flag);
    const plan = boardPlan(before, planOf('1MB', []), 'user2');
    expect(stepsOf(plan)).toEqual(['boot-choice.bin', 'twinslot-boot.bin', 'boot-flag.bin']);
    const done = doneTo(before, plan);
    expect(contentsOf(done).boots).toEqual({ kind: 'slot', slot: 'user2', because: 'chosen' });
    expect([...(contentsOf(done).parameters?.copy.subarray(8, 8 + WIFI.length) ?? [])]).toEqual(WIFI);
    expect(startsFrom(done)).toBe('user2');
  });

  it('is not written when it is already so', () => {
    const plan = boardPlan(working('1MB', 2), planOf('1MB', []), 'user2');
    expect(stepsOf(plan)).toEqual(['twinslot-boot.bin']);
    expect(plan.plan.keeps.map(k => k.role)).toContain('parameters');
  });

  it('writes 8 bytes and erases nothing where nothing was ever stored', () => {
    const board = working('1MB');
    board.fill(0xff, 0xfd000);
    const plan = boardPlan(board, planOf('1MB', []), 'user2');
    expect(plan.steps[0]).toMatchObject({ write: { offset: 0xfe000, bytes: { length: 8 } } });
    expect(plan.plan.erases).toEqual([]);
    expect(startsFrom(doneTo(board, plan))).toBe('user2');
  });

  it('clears the note that the wished slot failed once', () => {
    const board = working('1MB');
    board[0xfe000] = 0xf8;
    expect(startsFrom(board)).toBe('user2');
    expect(startsFrom(doneTo(board, boardPlan(board, planOf('1MB', []), 'user1')))).toBe('user1');
  });

  it('survives another boot loader: its version is written anew', () => {
    const board = working('1MB', 2);
    board.set(bootLoaderFile('1.6', { sizeFrequency: 0x20 }));
    board[0xfe001] = 0xe6;
    const plan = boardPlan(board, planOf('1MB', []), 'keep');
    expect(stepsOf(plan)).toEqual(['boot-choice.bin', 'twinslot-boot.bin', 'boot-flag.bin']);
    expect(startsFrom(doneTo(board, plan))).toBe('user2');
  });

  it('moves with 2MB to 2MB-c1, whose parameters lie in the same place', () => {
    const board = working('2MB', 1);
    const plan = boardPlan(board, planOf('2MB-c1', ['user1', 'user2']), 'user2');
    expect(codesOf(plan.findings)).toEqual(['board-map-changes']);
    expect(plan.plan.erases).toEqual([]);
    const done = doneTo(board, plan);
    expect(startsFrom(done)).toBe('user2');
    expect([...done.subarray(0x1fd008, 0x1fd008 + WIFI.length)]).toEqual(WIFI);
  });

  it('says that Wi-Fi settings are lost where the map moves them', () => {
    const board = new Uint8Array(0x400000).fill(0xff);
    board.set(working('1MB', 2));
    const plan = boardPlan(board, planOf('4MB-c1', ['user1', 'user2']), 'user2');
    expect(codesOf(plan.findings)).toEqual(['board-map-changes', 'board-wifi-lost']);
    expect(plan.plan.erases).toEqual([{ offset: 0x3fd000, length: 0x3000, reason: 'start-user2' }]);
    expect(startsFrom(doneTo(board, plan))).toBe('user2');
  });
});

describe('a cut between any two steps', () => {
  const cases = [1, 2].flatMap(runs =>
    (['user1', 'user2', 'keep'] as const).flatMap(wish =>
      [['user1'], ['user2'], ['user1', 'user2']].map(slots => ({ runs, wish, slots })),
    ),
  );
  it.each(cases)('user$runs runs, $slots written, wish $wish: a slot starts', ({ runs, wish, slots }) => {
    let board = working('1MB', runs as 1 | 2);
    const images = planOf('1MB', slots as ('user1' | 'user2')[], { iromLength: 0x6000 });
    const plan = boardPlan(board, images, wish);
    const ran = runs === 1 ? 'user1' : 'user2';
    for (const step of plan.steps) {
      // The slot that runs is touched last, and then its beginning is what goes first.
      if (step.kind === 'write' && step.write.role === ran) {
        expect(plan.steps.at(-1)).toBe(step);
        const begun = board.slice().fill(0xff, step.write.offset, step.write.offset + 0x1000);
        expect(startsFrom(begun)).toBe(ran === 'user1' ? 'user2' : 'user1');
      }
      board = applied(board, step);
      expect(startsFrom(board)).toBeDefined();
    }
    expect(startsFrom(board)).toBe(wish === 'keep' ? ran : wish);
    expect(plan.plan.boots).toBe(wish === 'keep' ? ran : wish);
  });
});

it('a program without slots is written from its end to its beginning', () => {
  const files = { 'plain.elf': sdkElf({ irom: 0x40210000 }) };
  const plan = boardPlan(blank(0x100000), planOf('1MB', [], { files }), 'keep');
  expect(plan.steps.map(s => (s.kind === 'write' ? s.write.role : s.kind))).toEqual([
    'plain-irom',
    'plain-head',
  ]);
  expect(plan.plan.boots).toBeUndefined();
});
