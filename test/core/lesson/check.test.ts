/** When a step counts as done: every kind of expectation, with what meets it and what only nearly does. */
import { describe, expect, it } from 'vitest';
import { check, type LessonSnapshot, type UpdateFacts } from '../../../src/core/lesson/check.ts';
import type { Expectation } from '../../../src/core/lesson/lesson.ts';

const NOTHING: LessonSnapshot = { files: [], inspected: [], boards: [], afterPowerOn: false };
const seen = (parts: Partial<LessonSnapshot>): LessonSnapshot => ({ ...NOTHING, ...parts });
const text = { en: 'x' };

const FILES = [
  { name: 'a.elf', slot: 'user1', build: 1 },
  { name: 'b.elf', slot: 'user2', build: 1 },
] as const;
const RUNNING = { slot: 'user1', line: 17, build: 1 } as const;
const BOARD = { virtual: true, connected: true, verified: ['user1', 'user2'] } as const;
const update = (facts: Partial<UpdateFacts>): UpdateFacts => ({ outcome: 'done', slot: 'user2', ...facts });

const ALL: readonly Expectation[] = [
  { kind: 'files', slots: ['user1'] },
  { kind: 'inspected' },
  { kind: 'board' },
  { kind: 'written', slots: ['user1'] },
  { kind: 'running', slot: 'user1' },
  { kind: 'updated', slot: 'user2' },
  { kind: 'power-cut', slot: 'user1' },
  { kind: 'answer', choices: [{ text, right: true }] },
];

it.each(ALL)('a page where nothing happened meets nothing: $kind', expected => {
  expect(check(expected, NOTHING)).toBeUndefined();
});

describe('files', () => {
  it('need one for every slot, of the build that is asked for', () => {
    const both: Expectation = { kind: 'files', slots: ['user1', 'user2'], build: 1 };
    expect(check(both, seen({ files: FILES }))).toEqual({ kind: 'files', names: ['a.elf', 'b.elf'] });
    expect(check(both, seen({ files: FILES.slice(0, 1) }))).toBeUndefined();
    expect(check({ ...both, build: 2 }, seen({ files: FILES }))).toBeUndefined();
    const { build: _, ...unnumbered } = FILES[0];
    expect(check({ kind: 'files', slots: ['user1'] }, seen({ files: [unnumbered] }))).toBeDefined();
    expect(
      check({ kind: 'files', slots: ['user1'], build: 1 }, seen({ files: [unnumbered] })),
    ).toBeUndefined();
  });
});

describe('inspected', () => {
  it('is any file, or the one that is named', () => {
    const opened = seen({ inspected: ['a.elf'] });
    expect(check({ kind: 'inspected' }, opened)).toEqual({ kind: 'inspected', name: 'a.elf' });
    expect(check({ kind: 'inspected', file: 'a.elf' }, opened)).toBeDefined();
    expect(check({ kind: 'inspected', file: 'b.elf' }, opened)).toBeUndefined();
  });
});

describe('board and written', () => {
  it('take a virtual board and a real one', () => {
    for (const virtual of [true, false]) {
      expect(check({ kind: 'board' }, seen({ boards: [{ ...BOARD, virtual }] }))).toEqual({
        kind: 'board',
        virtual,
      });
    }
    expect(check({ kind: 'board' }, seen({ boards: [{ ...BOARD, connected: false }] }))).toBeUndefined();
  });

  it('need all slots on one board', () => {
    const both: Expectation = { kind: 'written', slots: ['user1', 'user2'] };
    expect(check(both, seen({ boards: [BOARD] }))).toEqual(both);
    const halves = (['user1', 'user2'] as const).map(slot => ({ ...BOARD, verified: [slot] }));
    expect(check(both, seen({ boards: halves }))).toBeUndefined();
  });
});

describe('running', () => {
  it('is that slot, with its line, and that build', () => {
    expect(check({ kind: 'running', slot: 'user1', build: 1 }, seen({ running: RUNNING }))).toEqual({
      kind: 'running',
      ...RUNNING,
    });
    expect(check({ kind: 'running', slot: 'user2' }, seen({ running: RUNNING }))).toBeUndefined();
    expect(check({ kind: 'running', slot: 'user1', build: 2 }, seen({ running: RUNNING }))).toBeUndefined();
  });
});

describe('updated', () => {
  const expected: Expectation = { kind: 'updated', slot: 'user2', build: 2 };

  it('is an update that is done, to that slot and build', () => {
    expect(check(expected, seen({ update: update({ build: 2, line: 40 }) }))).toEqual({
      ...{ kind: 'updated', slot: 'user2', build: 2, line: 40 },
    });
    // By the page of the device, without a cable.
    expect(check(expected, seen({ update: update({ build: 2 }) }))).not.toHaveProperty('line');
  });

  it.each<[string, Partial<UpdateFacts>]>([
    ['still under way', { outcome: 'under-way', build: 2 }],
    ['broken off', { outcome: 'broken', build: 2 }],
    ['failed', { outcome: 'failed', build: 2 }],
    ['of the other slot', { slot: 'user1', build: 2 }],
    ['of another build', { build: 1 }],
    ['of a build that is not known yet', {}],
  ])('is not one that is %s', (_, facts) => {
    expect(check(expected, seen({ update: update(facts) }))).toBeUndefined();
  });
});

describe('power-cut', () => {
  const expected: Expectation = { kind: 'power-cut', slot: 'user1' };
  const cut = { update: update({ outcome: 'broken' }), running: RUNNING, afterPowerOn: true };

  it('is an update that broke off, a boot by power-on, and the old slot running', () => {
    expect(check(expected, seen(cut))).toEqual({ kind: 'power-cut', slot: 'user1', line: 17 });
  });

  it.each<[string, Partial<LessonSnapshot>]>([
    ['without an update', { update: update({ outcome: 'done' }) }],
    ['while it is under way', { update: update({ outcome: 'under-way' }) }],
    ['after a reset by the pin', { afterPowerOn: false }],
    ['when the other slot runs', { running: { slot: 'user2', line: 3 } }],
    ['when the update wrote to the slot that runs', { update: update({ outcome: 'broken', slot: 'user1' }) }],
  ])('is not seen %s', (_, parts) => {
    expect(check(expected, seen({ ...cut, ...parts }))).toBeUndefined();
  });
});

it('an answer counts when it is the right one, whatever else is seen', () => {
  const question: Expectation = {
    kind: 'answer',
    choices: [
      { text, right: false },
      { text, right: true },
    ],
  };
  expect(check(question, NOTHING)).toBeUndefined();
  expect(check(question, NOTHING, 0)).toBeUndefined();
  expect(check(question, NOTHING, 1)).toEqual({ kind: 'answer' });
  expect(check(question, NOTHING, 7)).toBeUndefined();
});
