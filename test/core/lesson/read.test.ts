/** `.twinslot` files: what they say, what is refused and how, and that damage never passes for a lesson. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64, toBase64 } from '../../../src/core/bytes/base64.ts';
import type { Finding } from '../../../src/core/findings.ts';
import { type Lesson, textIn } from '../../../src/core/lesson/lesson.ts';
import { readLesson } from '../../../src/core/lesson/read.ts';
import { lessonText } from '../../../src/core/lesson/write.ts';
import { wordsFor } from '../../../src/words/findings.ts';

const LONG = process.env.TWINSLOT_LONG === '1';
const HASH = 'ab'.repeat(32);

const whole = {
  twinslot: 1,
  title: { en: 'Blink', de: 'Blinken' },
  about: { en: 'A light.' },
  minutes: 10,
  firmware: {
    app: { name: 'app.elf', url: 'firmware/app.elf', sha256: HASH },
    inside: { name: 'app2.bin', base64: toBase64(Uint8Array.of(0xea, 4, 0, 2)) },
  },
  settings: { map: '1MB', mode: 'qio', frequency: '40m', wish: 'user2' },
  steps: [
    { text: { en: 'Look.' }, give: ['app', 'inside'], expect: { kind: 'files', slots: ['user1', 'user2'] } },
    { text: { en: 'Open it.' }, hint: { en: 'Below.' }, expect: { kind: 'inspected', file: 'app.elf' } },
    {
      text: { en: 'What is it?' },
      expect: {
        kind: 'answer',
        choices: [
          { text: { en: 'a cat' }, why: { en: 'no fur' } },
          { text: { en: 'a program' }, right: true },
        ],
      },
    },
    { text: { en: 'Connect.' }, show: 'board', expect: { kind: 'board' } },
    { text: { en: 'Write.' }, expect: { kind: 'written', slots: ['user1'] } },
    { text: { en: 'Run.' }, expect: { kind: 'running', slot: 'user1', build: 1 } },
    { text: { en: 'Cut.' }, tool: 'power', expect: { kind: 'power-cut', slot: 'user1' } },
    { text: { en: 'Update.' }, expect: { kind: 'updated', slot: 'user2', build: 2 } },
  ],
};

/** The lesson with something else at a path of keys. */
function changed(path: readonly (string | number)[], value: unknown): unknown {
  const copy = structuredClone(whole) as unknown as Record<string | number, unknown>;
  let at = copy;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string | number, unknown>;
  const last = path.at(-1);
  if (last === undefined) return value;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return copy;
}

const read = (value: unknown) => readLesson(JSON.stringify(value));

function lessonOf(value: unknown): Lesson {
  const outcome = read(value);
  if (!outcome.ok) throw new Error(outcome.findings.map(f => wordsFor(f).text).join(' '));
  return outcome.value;
}

function refusal(value: unknown): Finding {
  const outcome = typeof value === 'string' ? readLesson(value) : read(value);
  if (outcome.ok) throw new Error('it was taken');
  const [first] = outcome.findings;
  if (!first) throw new Error('refused without a word');
  return first;
}

describe('a lesson', () => {
  it('is read with everything that it says', () => {
    const lesson = lessonOf(whole);
    expect(lesson.title).toEqual(whole.title);
    expect(lesson.minutes).toBe(10);
    expect(lesson.settings).toEqual(whole.settings);
    expect(lesson.firmware.app).toEqual({ name: 'app.elf', url: 'firmware/app.elf', sha256: HASH });
    expect(lesson.firmware.inside).toEqual({ name: 'app2.bin', bytes: Uint8Array.of(0xea, 4, 0, 2) });
    expect(lesson.steps.map(step => step.expect?.kind)).toEqual(whole.steps.map(step => step.expect.kind));
    expect(lesson.steps[2]?.expect).toMatchObject({ choices: [{ right: false }, { right: true }] });
    expect(lesson.steps[6]?.tool).toBe('power');
  });

  it('comes back from its own file', () => {
    const lesson = lessonOf(whole);
    const outcome = readLesson(lessonText(lesson));
    expect(outcome).toEqual({ ok: true, value: lesson, findings: [] });
  });

  it('needs only title, about, minutes and one step with a text', () => {
    const { twinslot, title, about, minutes } = whole;
    const lesson = lessonOf({ twinslot, title, about, minutes, steps: [{ text: { en: 'Look.' } }] });
    expect(lesson).toEqual({
      ...{ title, about, minutes, firmware: {}, settings: {} },
      steps: [{ text: { en: 'Look.' }, give: [] }],
    });
  });

  it('tells of fields that it does not know, and takes the rest', () => {
    const outcome = read(changed(['steps', 0, 'colour'], 'red'));
    expect(outcome.ok).toBe(true);
    expect(outcome.findings).toMatchObject([
      { code: 'lesson-field-left', severity: 'note', facts: { field: 'steps[0].colour' } },
    ]);
  });

  it('may begin with a byte order mark', () => {
    expect(readLesson(`\ufeff${JSON.stringify(whole)}`).ok).toBe(true);
  });
});

describe('what is refused', () => {
  it.each([
    ['', 'lesson-not-json'],
    ['{"twinslot": 1', 'lesson-not-json'],
    ['\u0000\u0001', 'lesson-not-json'],
  ])('is no lesson: %j', (text, code) => {
    expect(refusal(text).code).toBe(code);
  });

  it('is of another version, or of none', () => {
    expect(refusal(changed(['twinslot'], 2))).toMatchObject({
      code: 'lesson-version',
      facts: { found: '2' },
    });
    expect(refusal(changed(['twinslot'], '1'))).toMatchObject({ facts: { found: '"1"' } });
    expect(refusal({})).toMatchObject({ code: 'lesson-version', facts: { found: '' } });
  });

  it.each<[string, readonly (string | number)[], unknown, string]>([
    ['', [], [], 'object'],
    ['title', ['title'], undefined, 'object'],
    ['title', ['title'], 'Blink', 'object'],
    ['title', ['title'], {}, 'texts'],
    ['title.not a tag', ['title', 'not a tag'], 'x', 'texts'],
    ['title.en', ['title', 'en'], '  ', 'text'],
    ['title.en', ['title', 'en'], 'x'.repeat(121), 'text'],
    ['about.en', ['about', 'en'], 7, 'text'],
    ['minutes', ['minutes'], 0, 'number'],
    ['minutes', ['minutes'], 1.5, 'number'],
    ['minutes', ['minutes'], 241, 'number'],
    ['steps', ['steps'], [], 'list'],
    ['steps', ['steps'], {}, 'list'],
    ['steps', ['steps'], Array.from({ length: 51 }, () => whole.steps[0]), 'list'],
    ['steps[0]', ['steps', 0], null, 'object'],
    ['steps[0].give[1]', ['steps', 0, 'give'], ['app', 'gone'], 'known'],
    ['steps[0].give[0]', ['steps', 0, 'give'], ['constructor'], 'known'],
    ['steps[3].show', ['steps', 3, 'show'], 'moon', 'known'],
    ['steps[6].tool', ['steps', 6, 'tool'], 'hammer', 'known'],
    ['steps[0].expect.kind', ['steps', 0, 'expect', 'kind'], 'magic', 'known'],
    ['steps[0].expect.kind', ['steps', 0, 'expect', 'kind'], 'toString', 'known'],
    ['steps[0].expect.slots', ['steps', 0, 'expect', 'slots'], [], 'list'],
    ['steps[0].expect.slots[0]', ['steps', 0, 'expect', 'slots'], ['user3'], 'known'],
    ['steps[5].expect.build', ['steps', 5, 'expect', 'build'], -1, 'number'],
    ['steps[5].expect.slot', ['steps', 5, 'expect', 'slot'], undefined, 'known'],
    ['steps[2].expect.choices', ['steps', 2, 'expect', 'choices', 1, 'right'], false, 'one-right'],
    ['steps[2].expect.choices', ['steps', 2, 'expect', 'choices', 0, 'right'], true, 'one-right'],
    ['steps[2].expect.choices[0].right', ['steps', 2, 'expect', 'choices', 0, 'right'], 'no', 'flag'],
    ['firmware.app.name', ['firmware', 'app', 'name'], '../app.elf', 'name'],
    ['firmware.app.name', ['firmware', 'app', 'name'], 'a\u0000b', 'name'],
    ['firmware.app.name', ['firmware', 'app', 'name'], '..', 'name'],
    ['firmware.app.url', ['firmware', 'app', 'url'], 'data:text/plain,x', 'url'],
    ['firmware.app.url', ['firmware', 'app', 'url'], 'javascript:alert(1)', 'url'],
    ['firmware.app.url', ['firmware', 'app', 'url'], '//evil.example/app.elf', 'url'],
    ['firmware.app.url', ['firmware', 'app', 'url'], '\\\\evil.example\\app.elf', 'url'],
    ['firmware.app.url', ['firmware', 'app', 'url'], 'java\nscript:alert(1)', 'url'],
    ['firmware.app.sha256', ['firmware', 'app', 'sha256'], 'abc', 'sha256'],
    ['firmware.app', ['firmware', 'app', 'base64'], 'AAAA', 'source'],
    ['firmware.app', ['firmware', 'app', 'url'], undefined, 'source'],
    ['firmware.inside.base64', ['firmware', 'inside', 'base64'], 'AAA', 'base64'],
    ['firmware.inside.base64', ['firmware', 'inside', 'base64'], 'A?==', 'base64'],
    ['firmware.a b', ['firmware', 'a b'], whole.firmware.app, 'name'],
    ['settings.map', ['settings', 'map'], '3MB', 'known'],
    ['settings.mode', ['settings', 'mode'], 'toString', 'known'],
    ['settings.wish', ['settings', 'wish'], 'user3', 'known'],
  ])('names the field: %s', (field, path, value, wish) => {
    expect(refusal(changed(path, value))).toMatchObject({ code: 'lesson-field', facts: { field, wish } });
  });

  it('is firmware that is too large, before it is decoded', () => {
    const base64 = 'A'.repeat(6 * 1024 * 1024);
    expect(refusal(changed(['firmware', 'inside', 'base64'], base64))).toMatchObject({
      code: 'lesson-firmware-large',
      facts: { name: 'app2.bin' },
    });
  });

  it('is a file that is too large', () => {
    expect(readLesson(' '.repeat(8 * 1024 * 1024 + 1))).toMatchObject({
      ok: false,
      findings: [{ code: 'lesson-too-large' }],
    });
  });
});

describe('damage', () => {
  const text = JSON.stringify(whole);
  /** Whatever comes out is a lesson that its own file gives back, or a refusal with words. */
  const isSound = (damaged: string): void => {
    const outcome = readLesson(damaged);
    for (const found of outcome.findings) expect(wordsFor(found).text).toMatch(/\.$/);
    if (outcome.ok)
      expect(readLesson(lessonText(outcome.value))).toMatchObject({ ok: true, value: outcome.value });
    else expect(outcome.findings.some(f => f.severity === 'error')).toBe(true);
  };

  it('of single characters', () => {
    const place = fc.nat(text.length - 1);
    fc.assert(
      fc.property(place, fc.string({ maxLength: 3 }), fc.nat(4), (at, insert, cut) =>
        isSound(text.slice(0, at) + insert + text.slice(at + cut)),
      ),
      { numRuns: LONG ? 20_000 : 500 },
    );
  });

  it('of whole values', () => {
    const paths = pathsOf(whole);
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) =>
        isSound(JSON.stringify(changed(path, value))),
      ),
      { numRuns: LONG ? 20_000 : 500 },
    );
  });

  it('by names that objects have anyway', () => {
    isSound('{"__proto__": {"twinslot": 1}}');
    isSound(text.replace('"title":{', '"title":{"__proto__":"x",'));
    expect(refusal(text.replace('"title":{', '"title":{"__proto__":"x",'))).toMatchObject({
      facts: { field: 'title.__proto__' },
    });
  });
});

function pathsOf(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  const inside = keys.flatMap(key => pathsOf((value as Record<string, unknown>)[key], [...path, key]));
  return path.length === 0 ? inside : [path, ...inside];
}

describe('the text of a language', () => {
  const text = { de: 'Hallo', en: 'Hello', 'pt-BR': 'Olá' };
  it.each([
    ['de', 'Hallo', 'de'],
    ['de-AT', 'Hallo', 'de'],
    ['EN-us', 'Hello', 'en'],
    ['pt', 'Olá', 'pt-BR'],
    ['fr', 'Hello', 'en'],
  ])('for %s is %s', (language, expected, lang) => {
    expect(textIn(text, language)).toEqual({ text: expected, lang });
  });

  it('is any where there is no English', () => {
    expect(textIn({ fr: 'Salut' }, 'de')).toEqual({ text: 'Salut', lang: 'fr' });
  });
});

describe('base64', () => {
  it('is what Node makes of the same bytes, there and back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        const text = Buffer.from(bytes).toString('base64');
        expect(toBase64(bytes)).toBe(text);
        expect(fromBase64(text)).toEqual(new Uint8Array(bytes));
      }),
    );
    const long = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7) & 255);
    expect(toBase64(long)).toBe(Buffer.from(long).toString('base64'));
  });
});
