import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { SUMS_FILE } from '../sw/copy.ts';

/** One line a file, as `sha256sum -c` reads it: hash, two spaces, path. Sorted, so that equal sites have equal lists. */
const sumsOf = (folder: string): string =>
  readdirSync(folder, { recursive: true })
    .map(path => String(path).replaceAll('\\', '/'))
    .filter(path => path !== SUMS_FILE && statSync(join(folder, path)).isFile())
    .sort()
    .map(
      path =>
        `${createHash('sha256')
          .update(readFileSync(join(folder, path)))
          .digest('hex')}  ${path}\n`,
    )
    .join('');

/** Writes the hashes of all files of the site as its last file. */
export const sums = (): Plugin => {
  let folder = 'dist';
  return {
    name: 'twinslot-sums',
    enforce: 'post',
    apply: 'build',
    configResolved: ({ root, build }) => {
      folder = join(root, build.outDir);
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      handler: () => writeFileSync(join(folder, SUMS_FILE), sumsOf(folder)),
    },
  };
};
