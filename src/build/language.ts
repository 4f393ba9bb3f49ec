/** Lets the page's words come in the language that is spoken; how it all fits together: words/language.ts. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plugin } from 'vite';

const ROOT = join(import.meta.dirname, '../..');
const WORDS = join(ROOT, 'src/words');
const LANGUAGE = join(WORDS, 'language.ts');
const MARK = '\0spoken:';

/** The page speaks; the command line and the words among themselves stay as they are. */
const SPEAKERS = [join(ROOT, 'src/app/'), join(ROOT, 'src/ui/')];

/** Names of what a module of words exports for use at run time. */
export const exportedNames = (source: string): string[] =>
  [...source.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name = '']) => name);

/** A module in front of one with English words, with the same exports in the language of the page. */
const spokenModule = (path: string, source: string): string => {
  const names = exportedNames(source).join(', ');
  return [
    `import * as english from ${JSON.stringify(path)};`,
    `import { inLanguage } from ${JSON.stringify(LANGUAGE)};`,
    `export const { ${names} } = inLanguage(${JSON.stringify(basename(path, '.ts'))}, english);`,
  ].join('\n');
};

export const spokenWords = (): Plugin => ({
  name: 'twinslot-language',
  enforce: 'pre',
  async resolveId(specifier, importer, options) {
    if (importer === undefined || !SPEAKERS.some(folder => importer.startsWith(folder))) return null;
    const found = await this.resolve(specifier, importer, { ...options, skipSelf: true });
    if (!found || found.external || found.id === LANGUAGE) return found;
    return join(found.id, '..') === WORDS ? MARK + found.id : found;
  },
  load(id) {
    if (!id.startsWith(MARK)) return null;
    const path = id.slice(MARK.length);
    this.addWatchFile(path);
    return spokenModule(path, readFileSync(path, 'utf8'));
  },
});

/**
 * The entry decides the language and only then imports the page, so the browser would learn late of the page's
 * scripts; named in index.html, they are on their way at once.
 */
export const preloadPage = (entry = 'src/main.ts'): Plugin => ({
  name: 'twinslot-preload-page',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(page, { bundle = {} }) {
      const files = new Set<string>();
      const add = (file: string): void => {
        const chunk = bundle[file];
        if (chunk?.type !== 'chunk' || chunk.isEntry || files.has(file)) return;
        files.add(file);
        chunk.imports.forEach(add);
      };
      for (const [file, chunk] of Object.entries(bundle)) {
        if (chunk.type === 'chunk' && chunk.facadeModuleId === join(ROOT, entry)) add(file);
      }
      if (files.size === 0) throw new Error(`no chunk of the page has ${entry}`);
      const unnamed = [...files].filter(file => !page.includes(file));
      return unnamed.map(file => ({
        tag: 'link',
        attrs: { rel: 'modulepreload', crossorigin: true, href: `./${file}` },
        injectTo: 'head' as const,
      }));
    },
  },
});
