/** No words outside of the catalogue: what src/ui and src/app write themselves, nobody would translate. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** What a person sees or hears of a template: its text, and the attributes that hold some. */
const TEXTS =
  /\b(?:aria-label|aria-description|aria-roledescription|title|placeholder|alt|label)="([^"]*)"|>([^<>]+)(?=<)/g;
const WORD = /[A-Za-z]{2,}/;
/** Where an expression stood. */
const HOLE = '¤';

/** Names and units, which are the same in every language. */
const NAMES = new Set(['ESP8266', 'SHA-256', 'MD5', 'MAC', 'KB', 'MB', 'ms', 'baud']);

/** What somebody types into a terminal. */
const COMMAND = /^(?:npm|npx|sudo) /;

const modules = ['src/ui', 'src/app'].flatMap(folder =>
  readdirSync(folder, { recursive: true })
    .map(path => join(folder, String(path)))
    .filter(path => path.endsWith('.ts')),
);

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value;

/** Every template `html`…`` and `svg`…`` of a module, with holes for its expressions. */
function templatesOf(path: string, source: string): string[] {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (!isNode(value)) return;
    const tag = value.tag as { readonly name?: string } | undefined;
    if (value.type === 'TaggedTemplateExpression' && (tag?.name === 'html' || tag?.name === 'svg')) {
      const { quasis } = value.quasi as { quasis: readonly { value: { raw: string } }[] };
      found.push(quasis.map(quasi => quasi.value.raw).join(HOLE));
    }
    Object.values(value).forEach(visit);
  };
  visit(parseSync(path, source, { sourceType: 'module' }).program);
  return found;
}

/** The words of a template, in the order in which they stand. */
const wordsIn = (template: string): string[] => {
  const markup = template.replaceAll(/<!--[\s\S]*?-->/g, '').replaceAll(/=(?:[^"\s>][^\s>]*)?¤/g, '=""');
  return [...`>${markup}<`.matchAll(TEXTS)]
    .map(([, attribute, text]) => (attribute ?? text ?? '').replaceAll(HOLE, ' ').trim())
    .filter(text => WORD.test(text) && !NAMES.has(text) && !COMMAND.test(text));
};

describe('words outside of the catalogue', () => {
  it('are found where there are some', () => {
    const template = '<p title="A hint">$x files <b>$y</b></p><i aria-label=$z></i> at last';
    const source = `const a = html\`${template.replaceAll(/\$(\w)/g, '\u0024{$1}')}\`;`;
    expect(templatesOf('a.ts', source).flatMap(wordsIn)).toEqual(['A hint', 'files', 'at last']);
  });

  it.each(modules)('%s has none', path => {
    expect(templatesOf(path, readFileSync(path, 'utf8')).flatMap(wordsIn)).toEqual([]);
  });
});
