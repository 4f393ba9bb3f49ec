/** What script a browser fetches before the page works: read from a build, not from a list kept by hand. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readModule } from './modules.ts';

export interface LoadedScript {
  /** Path below the folder of the build. */
  readonly file: string;
  /** Bytes as a server sends them, compressed by gzip at its usual level 6. */
  readonly gzip: number;
}

/**
 * The scripts and module preloads that index.html names, everything they import statically, and the workers
 * they make (with their imports). Imports by `import()` come later and are not counted; neither is the
 * service worker, which is fetched when the page works already.
 */
export const firstLoad = (folder: string): LoadedScript[] => {
  const index = join(folder, 'index.html');
  if (!existsSync(index)) throw new Error(`${index} is missing: run npm run build first.`);
  const queue = entriesOf(readFileSync(index, 'utf8')).map(address => join(folder, address));
  if (queue.length === 0) throw new Error(`${index} names no script.`);
  const seen = new Set<string>();
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    queue.push(...scriptsOf(file));
  }
  return [...seen]
    .map(file => ({ file: relative(folder, file), gzip: gzipSync(readFileSync(file), { level: 6 }).length }))
    .sort((a, b) => b.gzip - a.gzip);
};

const entriesOf = (html: string): string[] =>
  [...html.matchAll(/<(script|link)\b[^>]*>/g)].flatMap(([tag, name]) => {
    if (name === 'link' && !/\brel="?modulepreload\b/.test(tag)) return [];
    const address = /\b(?:src|href)="([^"]+)"/.exec(tag)?.[1];
    return address === undefined ? [] : [address];
  });

const scriptsOf = (file: string): string[] =>
  readModule(file, readFileSync(file, 'utf8'))
    .imports.filter(({ lazy, path }) => !lazy && path !== undefined && /\.m?js$/.test(path))
    .map(({ specifier }) => join(dirname(file), specifier));
