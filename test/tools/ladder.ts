/** The layers of src: who may import whom. One table; the rest of the file holds modules against it. */
import type { Module } from './modules.ts';

/** A rung: the paths below src and the packages that its modules may import. `x/` and `x:` stand for all below. */
interface Rung {
  readonly own: readonly string[];
  readonly packages?: readonly string[];
}

/** Imports point downward only. A folder that is not listed here may not exist. */
const LADDER: Readonly<Record<string, Rung>> = {
  core: { own: ['core/'] },
  words: { own: ['core/', 'words/'] },
  platform: { own: ['core/', 'jobs/ports.ts', 'platform/'], packages: ['idb-keyval'] },
  worker: { own: ['core/', 'jobs/', 'platform/', 'board/', 'stub/', 'worker/'] },
  app: {
    own: [
      ...['core/', 'words/', 'platform/', 'example/', 'bootloader/', 'app/'],
      ...[
        'worker/client.ts',
        'worker/protocol.ts',
        'worker/board-client.ts',
        'worker/board-protocol.ts',
        'worker/board-net-protocol.ts',
      ],
      ...['worker/lane-client.ts', 'worker/lane-protocol.ts', 'jobs/ports.ts'],
      // The kinds of virtual boards, for the choice.
      'board/config.ts',
    ],
    packages: ['lit', 'lit/', '@lit/context', 'idb-keyval', 'workbox-window'],
  },
  // The service worker: small, and apart from the page that it keeps.
  sw: {
    own: ['core/bytes/', 'platform/shared-files.ts', 'sw/'],
    packages: ['workbox-precaching'],
  },
  ui: { own: ['core/', 'words/', 'app/', 'ui/'], packages: ['lit', 'lit/', '@lit/context'] },
  // What the browser runs first, before there is a page.
  'entry.ts': { own: ['words/language.ts', 'words/de/all.ts', 'app/language.ts', 'main.ts'] },
  // The only module that composes.
  'main.ts': {
    own: ['core/', 'words/', 'platform/', 'worker/', 'app/', 'ui/'],
    packages: ['lit', 'lit/', '@lit/context'],
  },
  cli: { own: ['core/', 'words/', 'board/', 'relay/', 'bootloader/', 'cli/'], packages: ['node:'] },
  // What the site's build adds to Vite, in Node. It reads what the page and the service worker hold it to.
  build: {
    own: ['words/', 'platform/shared-files.ts', 'sw/copy.ts', 'app/about-site.ts', 'build/'],
    packages: ['node:', 'vite', 'vite-plugin-pwa'],
  },
  // Sources and built files of the example firmware: no module of it imports anything.
  example: { own: ['example/'] },
  // The flasher stub: a data file and its licence.
  stub: { own: ['stub/'] },
  jobs: { own: ['core/', 'jobs/'] },
  // The simulator's side of every protocol is written apart from the core's, or it would test itself.
  board: { own: ['core/bytes/', 'core/esp8266/', 'board/'] },
  relay: { own: ['core/', 'relay/'], packages: ['node:', 'ws'] },
};

const MAY_PRINT = ['cli'];
const PURE = ['core', 'words', 'jobs'];
const MAX_LINES = 400;

const rungOf = (path: string): string => path.split('/')[1] ?? '';

/**
 * Every broken rule as `file:line  what, and the rule`. `exists` tells whether a path of the tree is a file.
 */
export const violations = (modules: readonly Module[], exists: (path: string) => boolean): string[] =>
  [
    ...modules.flatMap(module => [...importRules(module, exists), ...contentRules(module)]),
    ...cycles(modules),
  ].sort();

const importRules = (module: Module, exists: (path: string) => boolean): string[] => {
  const name = rungOf(module.path);
  const rung = LADDER[name];
  if (rung === undefined) return [`${module.path}:1  src/${name} has no place in the ladder of layers`];
  return module.imports.flatMap(({ line, specifier, path }) => {
    const broken =
      path === undefined ? packageRule(name, rung, specifier) : pathRule(name, rung, path, exists);
    return broken === undefined ? [] : [`${module.path}:${line}  ${specifier}: ${broken}`];
  });
};

const packageRule = (name: string, { packages = [] }: Rung, specifier: string): string | undefined =>
  covers(packages, specifier)
    ? undefined
    : `${name} may import ${list(packages)} of packages and nothing else`;

const pathRule = (name: string, rung: Rung, path: string, exists: (path: string) => boolean) => {
  if (!path.startsWith('src/')) return 'leaves src';
  if (!/\.\w+$/.test(path)) return 'an import carries its ending (.ts)';
  const below = path.slice('src/'.length);
  if (!covers(rung.own, below)) return `${name} may import ${list(rung.own)} and nothing else`;
  return exists(path) ? undefined : 'there is no such file';
};

const covers = (entries: readonly string[], name: string): boolean =>
  entries.some(entry => (/[/:]$/.test(entry) ? name.startsWith(entry) : name === entry));

const contentRules = (module: Module): string[] => {
  const name = rungOf(module.path);
  const at = (line: number, text: string) => `${module.path}:${line}  ${text}`;
  return [
    ...(module.lines > MAX_LINES
      ? [at(MAX_LINES + 1, `${module.lines} lines; a file has ${MAX_LINES} at most`)]
      : []),
    ...module.offences.map(({ line, text }) => at(line, `${text} is not allowed in src`)),
    ...module.uses.flatMap(({ line, what }) => {
      if (what === 'console')
        return MAY_PRINT.includes(name) ? [] : [at(line, `only ${list(MAY_PRINT)} may print`)];
      return PURE.includes(name) ? [at(line, `${name} is pure: no ${what}`)] : [];
    }),
  ];
};

/** One line for every ring of imports, named from its first module in the alphabet. */
const cycles = (modules: readonly Module[]): string[] => {
  const byPath = new Map(modules.map(module => [module.path, module]));
  const done = new Set<string>();
  const found = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const seen = trail.indexOf(path);
    if (seen >= 0) found.add(describeRing(trail.slice(seen), byPath));
    const module = byPath.get(path);
    if (seen >= 0 || done.has(path) || module === undefined) return;
    for (const { path: next } of module.imports) if (next !== undefined) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of byPath.keys()) visit(path, []);
  return [...found];
};

const describeRing = (ring: readonly string[], byPath: ReadonlyMap<string, Module>): string => {
  const start = ring.indexOf([...ring].sort()[0] ?? '');
  const turned = [...ring.slice(start), ...ring.slice(0, start)];
  const [first = '', second = first] = turned;
  const line = byPath.get(first)?.imports.find(({ path }) => path === second)?.line ?? 1;
  return `${first}:${line}  import cycle: ${[...turned, first].join(' → ')}`;
};

const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));
