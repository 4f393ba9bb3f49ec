/** Builds the command line as it is shipped and runs it as a process of its own. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build, type UserConfig } from 'vite';
import config from '../../vite.config.ts';

export const VECTORS = resolve('test/fixtures/vectors');

export interface Result {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Program {
  readonly path: string;
  run(...args: readonly string[]): Result;
  runIn(folder: string, ...args: readonly string[]): Result;
  remove(): void;
}

/** The bundle of `npm run build:cli`, in a folder of its own below the package. */
export async function buildProgram(): Promise<Program> {
  mkdirSync('test-results', { recursive: true });
  const folder = resolve(mkdtempSync('test-results/cli-'));
  const shipped = config({ command: 'build', mode: 'cli' }) as UserConfig;
  await build({
    ...shipped,
    configFile: false,
    logLevel: 'warn',
    build: { ...shipped.build, outDir: folder },
  });
  const path = join(folder, 'twinslot.mjs');
  return {
    path,
    run: (...args) => start(path, args),
    runIn: (cwd, ...args) => start(path, args, cwd),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function start(path: string, args: readonly string[], cwd?: string): Result {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...args], {
    encoding: 'utf8',
    ...(cwd && { cwd }),
  });
  return { status, out: stdout, err: stderr };
}

/** An empty folder for results; `remove` takes it away again. */
export function emptyFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'twinslot-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
