/** Builds the site in a process of its own, and compares sites by their files. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Lists the SHA-256 of every file of the site but itself. */
export const SUMS_FILE = 'SHA256SUMS.txt';

/** Builds the site of a source tree into its dist/. @param {string} folder */
export const buildIn = async folder => {
  const vite = join(folder, 'node_modules', 'vite', 'bin', 'vite.js');
  const env = { ...process.env, NODE_ENV: 'production' };
  await promisify(execFile)(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: folder, env });
};

/** The one hash of a built site, as its page shows it. @param {string} folder */
export const buildHash = folder => sha256(readFileSync(join(folder, SUMS_FILE)));

/**
 * What a hosted copy has other than the site in `folder`: one line a file; empty when they are the same.
 * @param {string} folder @param {string} address of the copy, with a slash at its end
 */
export const differences = async (folder, address) => {
  const sums = readFileSync(join(folder, SUMS_FILE), 'utf8').trim().split('\n');
  const files = [...sums.map(line => line.split('  ')), [buildHash(folder), SUMS_FILE]];
  const lines = await Promise.all(
    files.map(async ([hash = '', path = '']) => {
      const response = await fetch(new URL(path, address));
      if (!response.ok) return `${path}: ${response.status} ${response.statusText}`;
      return sha256(Buffer.from(await response.arrayBuffer())) === hash ? '' : `${path}: differs`;
    }),
  );
  return lines.filter(line => line !== '');
};

/** @param {Buffer} bytes */
const sha256 = bytes => createHash('sha256').update(bytes).digest('hex');
