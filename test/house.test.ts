/** The house rules: layers and sources, the weight of the page, and what README and the lock file promise. */
import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { missingFrom } from './tools/complete-lock.mjs';
import { firstLoad } from './tools/first-load.ts';
import { violations } from './tools/ladder.ts';
import { readModule } from './tools/modules.ts';

const FIRST_LOAD_LIMIT = 90 * 1024;

const sources = (): string[] =>
  readdirSync('src', { recursive: true })
    .map(path => join('src', String(path)).replaceAll('\\', '/'))
    .filter(path => /\.[cm]?[jt]sx?$/.test(path));

describe('layers', () => {
  it('keeps the ladder, the source rules and no import cycle in src', () => {
    const modules = sources().map(path => readModule(path, readFileSync(path, 'utf8')));
    expect(modules.length).toBeGreaterThan(0);
    expect(violations(modules, existsSync)).toEqual([]);
  });
});

describe('weight', () => {
  it('loads at most 90 KB of compressed script before the page works, its worker included', () => {
    const scripts = firstLoad('dist');
    const sum = scripts.reduce((total, { gzip }) => total + gzip, 0);
    const parts = scripts.map(({ file, gzip }) => `${file} ${(gzip / 1024).toFixed(1)}`).join(', ');
    console.log(`First load: ${(sum / 1024).toFixed(1)} of 90 KB gzip (${parts})`);
    expect(scripts.some(({ file }) => /entry|worker/.test(file))).toBe(true);
    expect(sum).toBeLessThanOrEqual(FIRST_LOAD_LIMIT);
  });
});

describe('promises', () => {
  const readme = readFileSync('README.md', 'utf8');
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>;
  const packages = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });

  it.each(packages)('says in the README why %s is here', name => {
    const row = readme.split('\n').find(line => line.startsWith(`| \`${name}\` `));
    expect(row?.split('|')[2]?.trim()).toMatch(/\w{3,}/);
  });

  it('names no package in the README that is not installed', () => {
    const rows = [...readme.matchAll(/^\| `([^`]+)` +\|.*\|$/gm)].map(([, name]) => name);
    expect(rows.filter(name => name !== undefined && /^@?[a-z][\w./-]*$/.test(name)).sort()).toEqual(
      packages.sort(),
    );
  });

  it.each(readdirSync('src').filter(name => name !== 'tsconfig.json'))(
    'says in the README what src/%s is',
    name => {
      expect(readme).toMatch(new RegExp(`^src/${name} +\\w`, 'm'));
    },
  );

  it.each(['npm ci && npm start', 'npm ci && npm test'])('shows `%s` in the README', command => {
    expect(readme.split('\n')).toContain(command);
  });

  it('runs the test command of the README in CI', () => {
    expect(readFileSync('.ci/run', 'utf8').split('\n')).toContain('npm ci && npm test');
    expect(() => accessSync('.ci/run', constants.X_OK)).not.toThrow();
  });

  it('locks versions and not the addresses they were fetched from', () => {
    expect(readFileSync('package-lock.json', 'utf8')).not.toMatch(/"resolved":\s*"http/);
  });

  it('locks the packages of every platform, also those that a registry mirror lacks', () => {
    const missing = missingFrom(JSON.parse(readFileSync('package-lock.json', 'utf8')));
    expect(
      missing.map(({ name }) => name),
      'type: npm run complete-lock',
    ).toEqual([]);
  });
});
