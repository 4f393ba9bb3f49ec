/** Makes one script for a browser out of a TypeScript file and what it imports. */
import { execFileSync } from 'node:child_process';

const BUNDLER = 'node_modules/rolldown/bin/cli.mjs';
/** The tsconfig has the kind of decorators that elements use. */
const OPTIONS = ['--format', 'esm', '--platform', 'browser', '--minify', '--tsconfig', 'tsconfig.json'];

export const bundleForBrowser = (entry: string, out: string): void => {
  const words = [BUNDLER, entry, ...OPTIONS, '--file', out];
  execFileSync(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] });
};
