/** What was read off a board lies beside the files to be looked at, and changes nothing of what they become. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/core/workspace/evaluate.ts';
import type { InputFile } from '../../src/core/workspace/workspace.ts';
import { badgeOf, whatItIs } from '../../src/words/page-files.ts';
import { bootLoaderFile } from '../support/boot-loader-builder.ts';
import { flash } from '../support/flash-builder.ts';
import { codesOf, input, savedFiles } from '../support/workspaces.ts';

const vector = (name: string): Uint8Array => readFileSync(`test/fixtures/vectors/${name}`);
const APPS = ['1', '2'].map(n => input(`app${n}.elf`, vector(`hello_build1_1024_app${n}.elf`)));
const USER1 = vector('images/hello_build1_1024_app1/canonical-user1.bin');
const USER2 = vector('images/hello_build1_1024_app2/canonical-user2.bin');
const BLANK = new Uint8Array(0x80000).fill(0xff);

/** As the lane names it. */
const stretch = (offset: number, bytes: Uint8Array): InputFile => ({
  ...input(`5CCF7F123456-${offset.toString(16)}.bin`, bytes),
  origin: { offset, board: '5C:CF:7F:12:34:56' },
});

const filled = (bytes: Uint8Array, length: number): Uint8Array => {
  const all = new Uint8Array(length).fill(0xff);
  all.set(bytes);
  return all;
};

describe('what was read off a board', () => {
  const alone = evaluate(APPS, { map: '1MB' });

  it.each([
    ['a slot with a program', stretch(0x1000, filled(USER1, 0x40000)), 'image'],
    ['the other slot', stretch(0x81000, filled(USER2, 0x40000)), 'image'],
    ['a boot loader', stretch(0, filled(bootLoaderFile('1.7', {}), 0x1000)), 'boot-loader'],
    ['the beginning of a program', stretch(0x1000, USER1.subarray(0, 0x40)), 'bytes'],
    ['the middle of one', stretch(0x1000, USER1.subarray(0x100, 0x200)), 'bytes'],
    ['parameters', stretch(0xfd000, filled(Uint8Array.of(0xfd, 0xe7), 0x1000)), 'bytes'],
    ['erased flash', stretch(0x2000, BLANK.subarray(0, 0x1000)), 'bytes'],
    ['erased flash as large as a whole one', stretch(0x80000, BLANK), 'bytes'],
    ['a text that lists files', stretch(0x7c000, Buffer.from('0x1000 app1.elf\n')), 'bytes'],
  ] as const)('does not change what the files become: %s', (_, read, kind) => {
    const both = evaluate([read, ...APPS], { map: '1MB' });
    const opened = both.files.find(({ source }) => source.name === read.name);
    expect(opened).toMatchObject({ kind, origin: { board: '5C:CF:7F:12:34:56' } });
    expect(savedFiles(both)).toEqual(savedFiles(alone));
    expect([both.settings, both.wish, both.plan.writes]).toEqual([
      alone.settings,
      alone.wish,
      alone.plan.writes,
    ]);
    const others = both.findings.filter(({ where }) => where.file !== read.name);
    expect(codesOf(others)).toEqual(codesOf(alone.findings));
    expect(opened && badgeOf(opened, both)).toBe('look');
  });

  it('says nothing about maps to the files without settings of their own', () => {
    const one = [input('app1.elf', vector('hello_build1_1024_app1.elf'))];
    const read = stretch(0x1000, filled(vector('images/hello_build1_1024_app1/canonical-user1.bin'), 0x2000));
    expect(evaluate([read, ...one]).settings).toEqual(evaluate(one).settings);
  });

  it('is a whole flash when it is one, and makes nothing either', () => {
    const whole = flash({
      map: '1MB',
      bootLoader: bootLoaderFile('1.7', { sizeFrequency: 0x20 }),
      user1: USER1,
    });
    const workspace = evaluate([stretch(0, whole)]);
    expect(workspace.files[0]?.kind).toBe('dump');
    expect(workspace.plan.writes).toEqual([]);
  });

  it('takes part once somebody says so', () => {
    const { origin: _, ...own } = stretch(0x1000, filled(USER1, 0x40000));
    const [first] = evaluate([own]).outputs;
    expect(first?.role).toBe('user1');
  });

  it('is called what it is', () => {
    const [file] = evaluate([stretch(0x2000, BLANK.subarray(0, 0x1000))]).files;
    expect(file && whatItIs(file)).toBe('Bytes of a flash, 4 KB');
  });
});
