/** The tools that judge the rest are judged here: on made-up trees, builds, reports and machines. */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { firstLoad } from './first-load.ts';
import { violations } from './ladder.ts';
import { readModule } from './modules.ts';

const check = (tree: Readonly<Record<string, string>>): string[] =>
  violations(
    Object.entries(tree)
      .filter(([path]) => path.endsWith('.ts'))
      .map(([path, source]) => readModule(path, source)),
    path => path in tree,
  );

describe('the ladder', () => {
  it('accepts imports that point downward', () => {
    const tree = {
      'src/core/bytes/a.ts': 'export const a = 1;\n',
      'src/words/w.ts': "import type { a } from '../core/bytes/a.ts';\nexport type W = typeof a;\n",
      'src/worker/entry.ts': "import { a } from '../core/bytes/a.ts';\nexport default a;\n",
      'src/worker/client.ts': "export const w = () => new Worker(new URL('./entry.ts', import.meta.url));\n",
      'src/app/state.ts':
        "import { createContext } from '@lit/context';\nexport { w } from '../worker/client.ts';\n",
      'src/ui/map.ts': "import { html } from 'lit/html.js';\nimport css from './map.css?inline';\n",
      'src/ui/map.css': '',
      'src/cli/main.ts': "import { argv } from 'node:process';\nconsole.log(argv, Date.now());\n",
    };
    expect(check(tree)).toEqual([]);
  });

  it.each([
    [
      'core upward, as a type',
      'src/core/a.ts',
      "\nimport type { B } from '../app/b.ts';",
      2,
      'core may import',
    ],
    [
      'core on a package',
      'src/core/a.ts',
      "import { html } from 'lit';",
      1,
      'core may import none of packages',
    ],
    ['core on Node', 'src/core/a.ts', "export * from 'node:fs';", 1, 'core may import none of packages'],
    ['ui on platform', 'src/ui/a.ts', "import '../platform/store.ts';", 1, 'ui may import'],
    ['app on the worker itself', 'src/app/a.ts', "import '../worker/entry.ts';", 1, 'app may import'],
    [
      'a worker by its address',
      'src/app/a.ts',
      "new URL('../worker/entry.ts', import.meta.url);",
      1,
      'app may',
    ],
    [
      'a worker with a query',
      'src/app/a.ts',
      "import W from '../worker/entry.ts?worker';",
      1,
      'app may import',
    ],
    ['ui upward by import()', 'src/ui/a.ts', "void import('../main.ts');", 1, 'ui may import'],
    ['core by a computed import()', 'src/core/a.ts', 'void import(name);', 1, 'core may import none'],
    ['a type by import()', 'src/core/a.ts', "type B = import('../ui/b.ts').B;", 1, 'core may import'],
    ['a re-export', 'src/words/a.ts', "export { b } from '../ui/b.ts';", 1, 'words may import'],
    [
      'the board on the core of ELF',
      'src/board/a.ts',
      "import '../core/elf/parse.ts';",
      1,
      'board may import',
    ],
    ['a way out of src', 'src/cli/a.ts', "import '../../test/a.ts';", 1, 'leaves src'],
    ['a missing ending', 'src/core/a.ts', "import './b';", 1, 'an import carries its ending'],
    ['a file that is not there', 'src/core/a.ts', "import './b.ts';", 1, 'there is no such file'],
    ['an unknown folder', 'src/utils/a.ts', 'export {};', 1, 'has no place in the ladder'],
    ['any', 'src/core/a.ts', '\n\nexport let a: any;', 3, 'the type any'],
    ['a non-null sign', 'src/core/a.ts', 'export const a = (b?: string) => b!.length;', 1, 'a non-null "!"'],
    ['a hushed compiler', 'src/ui/a.ts', '// @ts-ignore\nexport {};', 1, '@ts-ignore in a comment'],
    ['work left over', 'src/ui/a.ts', 'export {}; /* TODO later */', 1, 'TODO in a comment'],
    ['printing', 'src/app/a.ts', "console.warn('x');", 1, 'only cli may print'],
    ['a clock in the core', 'src/core/a.ts', 'export const now = () => new Date();', 1, 'core is pure'],
    ['chance in the core', 'src/core/a.ts', 'export const dice = () => Math.random();', 1, 'core is pure'],
    ['a long file', 'src/core/a.ts', '//\n'.repeat(401), 401, '401 lines'],
  ])('names file, line and rule: %s', (_, path, source, line, rule) => {
    const found = check({ [path]: source });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(new RegExp(`^${path}:${line} `));
    expect(found[0]).toContain(rule);
  });

  it('does not take words in texts and comments for code', () => {
    const source =
      "// import '../ui/b.ts'; any! console.log\nexport const s = \"import '../ui/b.ts' TODO a!\";\n";
    expect(check({ 'src/core/a.ts': source })).toEqual([]);
  });

  it('finds a cycle of any length once', () => {
    const tree = {
      'src/core/a.ts': "import './b.ts';",
      'src/core/b.ts': "\nimport type { C } from './c.ts';",
      'src/core/c.ts': "import './a.ts';",
      'src/core/d.ts': "import './c.ts';",
      'src/core/self.ts': "import './self.ts';",
    };
    expect(check(tree)).toEqual([
      'src/core/a.ts:1  import cycle: src/core/a.ts → src/core/b.ts → src/core/c.ts → src/core/a.ts',
      'src/core/self.ts:1  import cycle: src/core/self.ts → src/core/self.ts',
    ]);
  });
});

describe('the weight of the first load', () => {
  const folder = mkdtempSync(join(tmpdir(), 'twinslot-weight-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const put = (files: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  };

  it('counts scripts, preloads, static imports and workers, but nothing that comes later', () => {
    expect(() => firstLoad(folder)).toThrow('run npm run build first');
    put({
      'index.html':
        '<script type="module" crossorigin src="./assets/main.js"></script>' +
        '<link rel="modulepreload" crossorigin href="./assets/vendor.js"><link rel="stylesheet" href="./assets/a.css">',
      'assets/main.js':
        'import{a}from"./vendor.js";import"./side.js";a(new Worker(""+new URL(`worker.js`,import.meta.url).href));import("./late.js");',
      'assets/vendor.js': 'export const a=1;',
      'assets/side.js': 'export{a as b}from"./deep.js";',
      'assets/deep.js': 'export const a=2;',
      'assets/worker.js': 'import"./shared.js";',
      'assets/shared.js': 'self.onmessage=()=>{};',
      'assets/late.js': '"never at the start"',
    });
    const names = firstLoad(folder).map(({ file }) => file.replace('assets/', ''));
    expect(names.sort()).toEqual(['deep.js', 'main.js', 'shared.js', 'side.js', 'vendor.js', 'worker.js']);
    expect(firstLoad(folder).every(({ gzip }) => gzip > 20)).toBe(true);
  });

  it('refuses a page without script and a script that is missing', () => {
    put({ 'index.html': '<p>hello</p>' });
    expect(() => firstLoad(folder)).toThrow('names no script');
    put({ 'index.html': '<script src="./gone.js"></script>' });
    expect(() => firstLoad(folder)).toThrow('gone.js');
  });
});

describe('the count of the tests', async () => {
  const { countTests, lastLine } = await vi.importActual<{
    countTests(
      json: string | undefined,
      exitCode: number,
    ): { passed: number; failed: number; skipped: string[] };
    lastLine(sum: { passed: number; failed: number; skipped: number }): string;
  }>('./count.mjs');
  const report = (...files: readonly (readonly string[])[]) =>
    JSON.stringify({
      testResults: files.map((statuses, at) => ({
        name: `f${at}`,
        status: statuses.length === 0 || statuses.includes('failed') ? 'failed' : 'passed',
        assertionResults: statuses.map(status => ({ fullName: `a ${status} test`, status })),
      })),
    });

  it.each([
    ['a good run', report(['passed', 'passed'], ['passed', 'skipped']), 0, '3 passed, 0 failed, 1 skipped'],
    ['a failed test', report(['passed', 'failed']), 1, '1 passed, 1 failed'],
    ['a file that could not be loaded', report(['passed'], []), 1, '1 passed, 1 failed'],
    ['an error outside of tests', report(['passed']), 1, '1 passed, 1 failed'],
    ['no test at all', report(), 0, '0 passed, 1 failed'],
    ['only skipped tests', report(['pending']), 0, '0 passed, 1 failed, 1 skipped'],
    ['no report', undefined, 0, '0 passed, 1 failed'],
    ['a report cut short', '{"testResults":[{"na', 1, '0 passed, 1 failed'],
  ])('sums up %s', (_, json, exitCode, line) => {
    const { passed, failed, skipped } = countTests(json, exitCode);
    expect(lastLine({ passed, failed, skipped: skipped.length })).toBe(line);
  });
});

interface Children {
  run(command: readonly string[], options?: { limit?: number }): Promise<{ code: number; late: boolean }>;
}
const { run } = await vi.importActual<Children>('./children.mjs');

describe('a step of the run', () => {
  it('passes the exit code on, also of a program that is not there', async () => {
    expect(await run(['sh', '-c', 'exit 3'])).toEqual({ code: 3, late: false });
    vi.spyOn(console, 'error').mockImplementationOnce(() => undefined);
    expect(await run(['/no/such/program'])).toEqual({ code: 127, late: false });
  });

  it('is ended with all that it started when its time is over', async () => {
    const mark = join(tmpdir(), `twinslot-late-${process.pid}`);
    const begin = performance.now();
    const { code, late } = await run(['sh', '-c', `(sleep 1; touch ${mark}) & sleep 30`], { limit: 100 });
    expect({ bad: code !== 0, late }).toEqual({ bad: true, late: true });
    expect(performance.now() - begin).toBeLessThan(5000);
    await new Promise(resolve => setTimeout(resolve, 1200));
    expect(existsSync(mark)).toBe(false);
  });
});

describe('the tools of the machine', async () => {
  const { ensureTools } = await vi.importActual<{
    ensureTools(options: { mayMiss: boolean; run: Children['run'] }): Promise<{ package: string }[]>;
  }>('./ensure.mjs');
  const folder = mkdtempSync(join(tmpdir(), 'twinslot-tools-'));
  const script = (name: string, text: string) =>
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });

  /** A machine on which apt brings all but gcc-xtensa-lx106, and writes down how it was called. */
  const machine = (user: number) => {
    script('env', 'exec /usr/bin/env "$@"');
    script('true', '');
    script('sudo', '[ "$1" = -n ] && shift; export SUDO=yes; exec "$@"');
    script(
      'apt-get',
      `echo "$SUDO$DEBIAN_FRONTEND $*" >> ${folder}/log
case "$*" in *install*) for tool in chromium gcc; do
  printf '#!/bin/sh\\n' > ${folder}/$tool; /bin/chmod +x ${folder}/$tool; done; esac`,
    );
    vi.stubEnv('PATH', folder);
    vi.stubEnv('CHROMIUM', undefined);
    vi.spyOn(process, 'getuid').mockReturnValue(user);
    vi.spyOn(console, 'log').mockImplementation(() => undefined);
  };
  const log = () =>
    readFileSync(join(folder, 'log'), 'utf8')
      .split('\n')
      .filter(line => !line.includes('version'));
  const empty = () => {
    for (const file of readdirSync(folder)) rmSync(join(folder, file));
  };
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    empty();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['as root', 0, ''],
    ['with sudo that asks nothing', 1000, 'yes'],
  ])('are installed %s, only those that are missing, and looked for again', async (_, user, sudo) => {
    machine(user);
    script('qemu-system-xtensa', '');
    expect((await ensureTools({ mayMiss: false, run })).map(tool => tool.package)).toEqual([
      'gcc-xtensa-lx106',
    ]);
    const apt = `${sudo}noninteractive -o DPkg::Lock::Timeout=120`;
    const packages = 'chromium gcc libc6-dev gcc-xtensa-lx106';
    expect(log()).toEqual([`${apt} update`, `${apt} install -y --no-install-recommends ${packages}`, '']);
  });

  it('are left alone where a password would be asked, and where they may be missing', async () => {
    machine(1000);
    script('sudo', 'exit 1');
    expect(await ensureTools({ mayMiss: false, run })).toHaveLength(4);
    machine(0);
    expect(await ensureTools({ mayMiss: true, run })).toHaveLength(4);
    expect(log().join('')).toBe('');
  });
});

describe('the start of the run', () => {
  const start = (env: Readonly<Record<string, string>>) =>
    spawnSync(process.execPath, [resolve('test/run.mjs')], { env, encoding: 'utf8', timeout: 20_000 });

  it('names the one line to type where it may not install, and stops', () => {
    const { status, stderr } = start({ PATH: '/nonexistent' });
    expect(stderr.trim().split('\n').at(-1)).toBe(
      'sudo apt-get update && sudo apt-get install -y chromium gcc gcc-xtensa-lx106 qemu-system-misc',
    );
    expect(status).toBe(1);
  });

  it('does not replace a browser that was named and is not there', () => {
    const { status, stderr } = start({ PATH: '/nonexistent', CHROMIUM: '/no/such/browser' });
    expect(stderr).toContain('CHROMIUM=/no/such/browser is not a program: correct or unset it.');
    expect(status).toBe(1);
  });
});
