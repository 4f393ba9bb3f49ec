/** The lessons that are shipped: whole, in both languages, true to the page's words, with the firmware they promise. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Lesson, LessonText } from '../src/core/lesson/lesson.ts';
import { readLesson } from '../src/core/lesson/read.ts';
import { identityIn } from '../src/core/ota/identity.ts';
import { COMPILER } from './support/lx106.ts';
import { errorsOf, open, savedFiles } from './support/workspaces.ts';

const FOLDER = 'public/lessons';
const FIRMWARE = join(FOLDER, 'firmware');
const NAMES = ['look-inside', 'two-slots', 'over-the-air'] as const;
const bytesOf = (name: string): Uint8Array => new Uint8Array(readFileSync(join(FIRMWARE, name)));

function lesson(name: string): Lesson {
  const outcome = readLesson(readFileSync(join(FOLDER, `${name}.twinslot`), 'utf8'));
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.findings));
  expect(outcome.findings).toEqual([]);
  return outcome.value;
}

const textsOf = ({ title, about, steps }: Lesson): LessonText[] => [
  ...[title, about],
  ...steps.flatMap(({ text, hint, expect: expected }) => [
    ...[text, ...(hint ? [hint] : [])],
    ...(expected?.kind === 'answer'
      ? expected.choices.flatMap(({ text: choice, why }) => [choice, ...(why ? [why] : [])])
      : []),
  ]),
];

describe.each(NAMES)('%s', name => {
  it('has every text in English and German, with the same code in both', () => {
    for (const text of textsOf(lesson(name))) {
      expect(Object.keys(text).sort()).toEqual(['de', 'en']);
      const count = (part = ''): number => part.split('`').length;
      expect(count(text.de), text.en).toBe(count(text.en));
      expect(count(text.en) % 2, text.en).toBe(1);
    }
  });

  it('says why about every answer, and ends where something is checked', () => {
    const { steps, minutes } = lesson(name);
    expect(minutes).toBe(10);
    for (const { expect: expected } of steps) {
      if (expected?.kind !== 'answer') continue;
      for (const { why } of expected.choices) expect(why?.en?.length).toBeGreaterThan(10);
    }
    expect(steps.at(-1)?.expect).toBeDefined();
  });

  it('names its files by their hashes', () => {
    for (const file of Object.values(lesson(name).firmware)) {
      if (!('url' in file)) throw new Error(`${file.name} is not beside the lesson`);
      const bytes = readFileSync(join(FOLDER, file.url));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256);
    }
  });

  it.each([
    ['en', 'src/words'],
    ['de', 'src/words/de'],
  ])('names buttons and panels as the page does: %s', (language, folder) => {
    const catalogue = wordsOf(folder);
    const labels = textsOf(lesson(name)).flatMap(text =>
      [...(text[language] ?? '').matchAll(/`(?!E[9A]`)([A-ZÄÖÜ][^`]+)`/g)].flatMap(([, label = '']) => label),
    );
    expect(labels.length).toBeGreaterThan(0);
    for (const label of labels) expect(catalogue.includes(label.replace(/ ?user2 ?/, '')), label).toBe(true);
  });
});

/** All sources of words as one text: enough to find a label in. */
const wordsOf = (folder: string): string =>
  readdirSync(folder)
    .filter(file => file.endsWith('.ts'))
    .map(file => readFileSync(join(folder, file), 'utf8'))
    .join('\n');

/** Another compiler makes other bytes; which one made the files, they say themselves. */
const madeHere = (): boolean => {
  const version = execFileSync(COMPILER.path(), ['--version'], { encoding: 'utf8' });
  const name = /\(\S+\) [\d.]+/.exec(version)?.[0] ?? version;
  return Buffer.from(bytesOf('build1-user1.elf')).toString('latin1').includes(name);
};

describe.skipIf(COMPILER.skip || (COMPILER.found && !madeHere()))(
  `the sources of the example${COMPILER.note}`,
  () => {
    it.each([
      { build: 1, ballast: 0 },
      { build: 2, ballast: 240 },
    ])('give the firmware of the lessons: build $build', ({ build, ballast }) => {
      COMPILER.path();
      const folder = mkdtempSync(join(tmpdir(), 'twinslot-lessons-'));
      try {
        execFileSync('sh', ['src/example/build.sh', folder, String(build), '1MB', String(ballast)]);
        for (const slot of [1, 2]) {
          const made = readFileSync(join(folder, `example-user${slot}.elf`));
          expect(made.equals(bytesOf(`build${build}-user${slot}.elf`))).toBe(true);
        }
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  },
);

describe('the firmware of the lessons', () => {
  const images = (build: number) =>
    open({
      'example-user1.elf': bytesOf(`build${build}-user1.elf`),
      'example-user2.elf': bytesOf(`build${build}-user2.elf`),
    });

  it.each([1, 2])('is build %i for both slots, and converts without a complaint', build => {
    const workspace = images(build);
    expect(errorsOf(workspace)).toEqual([]);
    for (const slot of ['user1', 'user2'] as const)
      expect(identityIn(savedFiles(workspace)[`${slot}.bin`] ?? new Uint8Array())).toMatchObject({
        slot,
        build,
      });
  });

  it.each([
    { name: 'damaged-1.bin', place: 'a part that goes to RAM', errors: ['image-checksum', 'image-crc'] },
    { name: 'damaged-2.bin', place: 'the code that stays in flash', errors: ['image-crc'] },
  ])('$name has one wrong bit, in $place', ({ name, errors }) => {
    const whole = savedFiles(images(1))['user1.bin'] ?? new Uint8Array();
    const damaged = bytesOf(name);
    expect(damaged.length).toBe(whole.length);
    const wrong = [...damaged.entries()].filter(([at, byte]) => byte !== whole[at]);
    expect(wrong).toHaveLength(1);
    const [[at, byte] = [0, 0]] = wrong;
    const bits = byte ^ (whole[at] ?? 0);
    expect(bits & (bits - 1)).toBe(0);
    expect(errorsOf(open({ [name]: damaged })).sort()).toEqual(errors);
  });

  it('spells the word wrong that the lesson asks for, behind the offset that it names', () => {
    const text = Buffer.from(bytesOf('damaged-1.bin')).toString('latin1');
    const at = text.indexOf('twinslot eyample, build 1, running from user1');
    expect(at).toBeGreaterThan(0x5b0);
    expect(at).toBeLessThan(0x5b0 + 64);
    expect(text).not.toContain('twinslot example');
  });

  it('lies where the first lesson says', () => {
    const [user1, user2] = images(1).outputs.map(({ built }) => built);
    expect([user1?.image.irom?.address, user2?.image.irom?.address]).toEqual([0x40201010, 0x40281010]);
    expect(user2?.files[0]?.offset).toBe(0x81000);
    expect([user1, user2].map(built => built?.files[0]?.bytes.slice(0, 4).join())).toEqual([
      '234,4,0,1',
      '234,4,0,2',
    ]);
    expect(user1?.image.segments).toHaveLength(3);
  });
});
