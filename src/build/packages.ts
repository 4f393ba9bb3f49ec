import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import type { AboutSite, PartOfSite } from '../app/about-site.ts';

const ABOUT_FILE = 'about.json';

/** The package that a module of a bundle comes from; a few lines of bundle and loader are the build tools' own. */
const folderOf = (id: string): string | undefined =>
  id.startsWith('\0vite/') || id.startsWith('\0rolldown/')
    ? join('node_modules', id.slice(1, id.indexOf('/')))
    : /\bnode_modules\/(?:@[^/]+\/)?[^/]+(?=\/(?!.*\bnode_modules\/))/.exec(id)?.[0];

/** Collects the packages whose code went into any of the site's programs, and writes their licences beside them. */
export class SiteParts {
  readonly #folders = new Set<string>();

  /** For every build that makes a part of the site: only modules of which something is left count. */
  collect(): Plugin {
    return {
      name: 'twinslot-site-parts',
      generateBundle: (_, bundle) => {
        for (const chunk of Object.values(bundle)) {
          if (chunk.type !== 'chunk') continue;
          for (const [id, { renderedLength }] of Object.entries(chunk.modules)) {
            const folder = folderOf(id);
            if (folder !== undefined && renderedLength > 0) this.#folders.add(folder);
          }
        }
      },
    };
  }

  /** Writes the list at the end of the last build before the service worker's list of files is made. */
  write(): Plugin {
    return {
      name: 'twinslot-about',
      writeBundle: ({ dir = 'dist' }) => {
        const about: AboutSite = {
          version: packageIn('.').version,
          parts: [ownPart(), ...[...this.#folders].sort().map(partIn), stubPart()].filter(firstOfItsName),
        };
        writeFileSync(join(dir, ABOUT_FILE), `${JSON.stringify(about, null, 1)}\n`);
      },
    };
  }
}

interface PackageFile {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

const packageIn = (folder: string): PackageFile =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageFile;

const licenceIn = (folder: string): string => {
  const file = readdirSync(folder).find(name => /^licen[cs]e(?:\.\w+)?$/i.test(name));
  if (file === undefined) throw new Error(`${folder} has no file with its licence`);
  // Vite's file goes on with the licences of what it is made of itself.
  const [own = ''] = readFileSync(join(folder, file), 'utf8').split(/^# Licenses of bundled dependencies/m);
  return own.trim();
};

/** Packages under this licence hold a notice that points to its text. */
const withApache = (licence: string, text: string): string => {
  const apache = 'Apache-2.0';
  if (licence !== apache || /\bTERMS AND CONDITIONS\b/.test(text)) return text;
  return `${text}\n\n${readFileSync(`src/build/${apache}.txt`, 'utf8').trim()}`;
};

const partIn = (folder: string): PartOfSite => {
  const { name, version, license } = packageIn(folder);
  if (license === undefined) throw new Error(`${name} does not say its licence`);
  return { name, version, licence: license, text: withApache(license, licenceIn(folder)) };
};

/** Program, example firmware and boot loader. */
const ownPart = (): PartOfSite => partIn('.');

/** Data that run in the chip; see src/stub/README.md. */
const stubPart = (): PartOfSite => ({
  name: 'esp-flasher-stub',
  version: stubVersion(),
  licence: 'MIT',
  text: licenceIn('src/stub'),
});

const stubVersion = (): string => {
  const version = /\bversion (\d+\.\d+\.\d+)/.exec(readFileSync('src/stub/README.md', 'utf8'))?.[1];
  if (version === undefined) throw new Error('src/stub/README.md does not say the version of the stub');
  return version;
};

const firstOfItsName = ({ name }: PartOfSite, index: number, all: readonly PartOfSite[]): boolean =>
  all.findIndex(other => other.name === name) === index;
