/** Builds the command line as it is shipped and runs it as a process of its own. */
import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
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
  /** Starts it and does not wait for its end. */
  start(...args: readonly string[]): Running;
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
    start: (...args) => new Running(spawn(process.execPath, [path, ...args])),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The program while it runs. */
export class Running {
  out = '';
  err = '';
  /** Its exit status. */
  readonly ended: Promise<number | null>;
  readonly #process: ChildProcessWithoutNullStreams;

  constructor(child: ChildProcessWithoutNullStreams) {
    this.#process = child;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.err += text;
    });
    this.ended = new Promise(done => child.once('close', done));
  }

  /** Waits until it has printed something; gives the match. @throws when it ends without it. */
  async printed(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.out);
      if (match) return match;
      const status = await Promise.race([once(this.#process.stdout, 'data'), this.ended]);
      if (!Array.isArray(status) && !pattern.test(this.out))
        throw new Error(`ended with ${status} without ${pattern}: ${this.out}${this.err}`);
    }
  }

  type(line: string): void {
    this.#process.stdin.write(`${line}\n`);
  }

  /** Ends it by a signal; gives its exit status. */
  async end(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP' = 'SIGINT'): Promise<number | null> {
    this.#process.kill(signal);
    return await this.ended;
  }
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
