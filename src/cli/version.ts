import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The version in Twinslot's own package.json, which is in a folder above the program. */
export function version(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const path = join(folder, 'package.json');
    const { name, version } = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
    if (name === 'twinslot') return version;
    if (dirname(folder) === folder) return 'unknown version';
  }
}
