import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const tokens = readFileSync('src/ui/tokens.css', 'utf8');
const sources = readdirSync('src/ui', { recursive: true })
  .map(path => join('src/ui', String(path)))
  .filter(path => /\.(?:ts|css)$/.test(path))
  .map(path => ({ path, text: readFileSync(path, 'utf8') }));

const usedIn = (text: string): string[] =>
  [...text.matchAll(/var\(\s*(--[\w-]+)/g)].map(([, name]) => name ?? '');

/** `--name:` in a style sheet, `'--name'` for a computed style. */
const definedIn = (text: string): string[] =>
  [...text.matchAll(/['"](--[\w-]+)['"]|(--[\w-]+)\s*:/g)].map(
    ([, computed, written]) => computed ?? written ?? '',
  );

describe('custom properties', () => {
  const defined = new Set(sources.flatMap(s => definedIn(s.text)));
  const used = new Set(sources.flatMap(s => usedIn(s.text)));

  it('are all defined where they are used', () => {
    const lost = sources.flatMap(({ path, text }) =>
      usedIn(text)
        .filter(name => !defined.has(name))
        .map(name => `${path}: ${name}`),
    );
    expect(lost).toEqual([]);
  });

  it('are all used where they are defined', () => {
    expect([...defined].filter(name => !used.has(name))).toEqual([]);
  });

  it('are found at all', () => {
    expect(definedIn(tokens).length).toBeGreaterThan(20);
    expect(used.size).toBeGreaterThan(20);
  });
});

/** Red, green and blue of a role in one theme. */
function colour(role: string, theme: 'light' | 'dark'): [number, number, number] {
  const pair = new RegExp(`--${role}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(tokens);
  const hex = pair?.[theme === 'light' ? 1 : 2];
  if (!hex) throw new Error(`no colours for --${role}`);
  const part = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

/** Relative luminance and contrast, as WCAG 2.2 defines them. */
function luminance(rgb: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = rgb
    .map(c => c / 255)
    .map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string, theme: 'light' | 'dark'): number {
  const [x, y] = [luminance(colour(a, theme)), luminance(colour(b, theme))];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

const GROUNDS = ['ground', 'ground-raised', 'ground-sunken'];
const TEXTS = ['ink', 'ink-quiet', 'ok', 'warn', 'error'];
/** Text on a coloured area. */
const PAIRS = [
  ['on-primary', 'primary'],
  ['on-slot-user1', 'slot-user1'],
  ['on-slot-user2', 'slot-user2'],
  ['ground', 'memory-iram'],
  ['ground', 'memory-dram'],
  ['ground', 'memory-irom'],
] as const;
/** Borders, signs and areas that carry meaning. */
const PARTS = [
  'line-strong',
  'focus',
  'primary',
  'slot-user1',
  'slot-user2',
  'region-system',
  'region-boot',
  'memory-iram',
  'memory-dram',
  'memory-irom',
];

describe.each(['light', 'dark'] as const)('contrast in the %s theme', theme => {
  it.each(TEXTS.flatMap(text => GROUNDS.map(ground => [text, ground] as const)))(
    '%s on %s can be read',
    (text, ground) => expect(contrast(text, ground, theme)).toBeGreaterThanOrEqual(4.5),
  );

  it.each(PAIRS)('%s on %s can be read', (text, area) =>
    expect(contrast(text, area, theme)).toBeGreaterThanOrEqual(4.5),
  );

  it.each(PARTS.flatMap(part => ['ground', 'ground-raised'].map(ground => [part, ground] as const)))(
    '%s on %s can be seen',
    (part, ground) => expect(contrast(part, ground, theme)).toBeGreaterThanOrEqual(3),
  );
});

it('knows a contrast that is in every table', () => {
  // Black on white is 21 by definition; #767676 on white is the well-known limit of 4.54.
  expect((1 + 0.05) / (luminance([0x76, 0x76, 0x76]) + 0.05)).toBeCloseTo(4.54, 2);
});
