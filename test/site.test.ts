/** What the build of the site is made of: kept for offline use, described to the system, hashed, and the same every time. */
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { AboutSite } from '../src/app/about-site.ts';
import { placeOf } from '../src/app/places.ts';
import { startStaticServer } from './support/static-server.ts';
import { buildHash, buildIn, differences } from './tools/build-site.mjs';

const read = (file: string): string => readFileSync(join('dist', file), 'utf8');

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true })
    .map(path => String(path).replaceAll('\\', '/'))
    .filter(path => statSync(join(folder, path)).isFile())
    .sort();

describe('the copy for use without a network', () => {
  const listed = [...read('sw.js').matchAll(/"url":"([^"]+)"/g)].map(([, url]) => url ?? '');

  it('holds every file of the site', () => {
    // The service worker itself is kept by the browser; the list of hashes is added by it (src/sw/copy.ts);
    // pictures are for the README and for install dialogs.
    const others = (path: string): boolean =>
      path === 'sw.js' || path === 'SHA256SUMS.txt' || /^screenshot/.test(path);
    expect([...listed].sort()).toEqual(filesBelow('dist').filter(path => !others(path)));
    expect(read('sw.js')).toContain('SHA256SUMS.txt');
  });

  it('holds page, workers, boot loader, example, flasher stub and relay', () => {
    for (const part of [
      /^index\.html$/,
      /^assets\/worker-entry-.*\.js$/,
      /^assets\/worker-board-entry-.*\.js$/,
      /^assets\/worker-lane-entry-.*\.js$/,
      /^assets\/twinslot-boot-.*\.bin$/,
      /^assets\/example-user1-.*\.elf$/,
      /^assets\/esp8266-.*\.json$/,
      /^twinslot-relay\.mjs$/,
      /^about\.json$/,
    ])
      expect(listed.filter(url => part.test(url)).length, String(part)).toBeGreaterThan(0);
  });
});

interface Picture {
  readonly src: string;
  readonly sizes: string;
  readonly form_factor?: string;
}
interface Manifest {
  readonly icons: readonly Picture[];
  readonly screenshots: readonly Picture[];
  readonly shortcuts: readonly { readonly url: string }[];
}

describe('the manifest', () => {
  const manifest = JSON.parse(read('manifest.webmanifest')) as Manifest;

  it('names pictures that there are, in the sizes that it says', () => {
    const pictures = [...manifest.icons, ...manifest.screenshots].filter(({ src }) => src.endsWith('.png'));
    for (const { src, sizes } of pictures) {
      const png = readFileSync(join('dist', src));
      // Width and height stand behind the signature and the head of the first chunk of a PNG.
      expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`, src).toBe(sizes);
    }
    expect(new Set(manifest.screenshots.map(picture => picture.form_factor))).toEqual(
      new Set(['wide', 'narrow']),
    );
  });

  it('says nothing that depends on where the site lies', () => {
    expect(JSON.stringify(manifest)).not.toMatch(/":"\//);
    for (const { url } of manifest.shortcuts)
      expect(placeOf(url.slice('./'.length)).place, url).toBeDefined();
  });
});

describe('the hashes of the site', () => {
  it('are those of its files, all of them', () => {
    const sums = Object.fromEntries(
      read('SHA256SUMS.txt')
        .trim()
        .split('\n')
        .map(line => line.split('  ').reverse() as [string, string]),
    );
    const files = filesBelow('dist').filter(path => path !== 'SHA256SUMS.txt');
    const hashes = files.map(path => [
      path,
      createHash('sha256')
        .update(readFileSync(join('dist', path)))
        .digest('hex'),
    ]);
    expect(sums).toEqual(Object.fromEntries(hashes));
  });
});

describe('what the site says of its parts', () => {
  const { version, parts } = JSON.parse(read('about.json')) as AboutSite;

  it('names every package that runs in it, each with the text of its licence', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    const names = parts.map(({ name }) => name);
    // `lit` itself holds nothing: it hands on what is in lit-html, lit-element and @lit/reactive-element.
    const expected = Object.keys(dependencies).filter(name => name !== 'lit');
    expect(names).toEqual(
      expect.arrayContaining([...expected, 'lit-html', 'ws', 'esp-flasher-stub', 'twinslot']),
    );
    for (const { name, text } of parts) expect(text, name).toMatch(/copyright/i);
    const apache = parts.filter(({ licence }) => licence === 'Apache-2.0');
    expect(apache.length).toBeGreaterThan(0);
    for (const { name, text } of apache) expect(text, name).toContain('END OF TERMS AND CONDITIONS');
  });

  it('names no package that only builds or tests it', () => {
    const names = parts.map(({ name }) => name);
    for (const tool of [
      'typescript',
      'vitest',
      'playwright-core',
      'axe-core',
      '@biomejs/biome',
      'fast-check',
    ])
      expect(names).not.toContain(tool);
    expect(version).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
  });
});

describe('a build', () => {
  const folder = mkdtempSync(join(tmpdir(), 'twinslot-again-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is the same in another folder, and so says the comparison with a hosted copy', async () => {
    for (const path of ['src', 'public', 'index.html', 'package.json', 'LICENSE', 'tsconfig.json'])
      cpSync(path, join(folder, path), { recursive: true });
    for (const path of readdirSync('.').filter(name => name.endsWith('.ts')))
      cpSync(path, join(folder, path));
    symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
    await buildIn(folder);
    const again = join(folder, 'dist');
    expect(filesBelow(again)).toEqual(filesBelow('dist'));
    expect(buildHash(again)).toBe(buildHash('dist'));
    const server = await startStaticServer(again, '/hosted/');
    try {
      expect(await differences('dist', server.url)).toEqual([]);
      appendFileSync(join(again, 'icon.svg'), ' ');
      rmSync(join(again, 'twinslot-relay.mjs'));
      expect(await differences('dist', server.url)).toEqual([
        'icon.svg: differs',
        'twinslot-relay.mjs: 404 Not Found',
      ]);
    } finally {
      await server.close();
    }
  }, 120_000);
});
