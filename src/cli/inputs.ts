import { basename } from 'node:path';
import type { RangeReader } from '../core/bytes/range-reader.ts';
import { placed } from '../core/findings.ts';
import { Problem } from '../core/problem.ts';
import type { FileRole, InputFile } from '../core/workspace/workspace.ts';
import { openForReading } from './fd-reader.ts';

export interface WantedFile {
  readonly path: string;
  readonly role?: FileRole;
  /** What comes with the program: `path` is only its name. */
  readonly reader?: RangeReader;
}

/** Opens all files, hands them to `work`, and closes them whatever happens. @throws Problem with the file's name. */
export function withInputs<T>(wanted: readonly WantedFile[], work: (inputs: readonly InputFile[]) => T): T {
  const names = displayNames(wanted.map(w => w.path));
  const closers: (() => void)[] = [];
  try {
    const inputs = wanted.map(({ path, role, reader: own }, i) => {
      const name = names[i] ?? path;
      if (own) return { id: String(i + 1), name, reader: own, ...(role && { role }) };
      const { reader, close } = naming(path, () => openForReading(path));
      closers.push(close);
      const read: RangeReader['read'] = (offset, length) => naming(path, () => reader.read(offset, length));
      return { id: String(i + 1), name, reader: { size: reader.size, read }, ...(role && { role }) };
    });
    return work(inputs);
  } finally {
    for (const close of closers) close();
  }
}

/** File names without folders, as long as they differ. */
function displayNames(paths: readonly string[]): string[] {
  const names = paths.map(path => basename(path));
  return new Set(names).size === names.length ? names : [...paths];
}

function naming<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Problem) throw new Problem(placed(error.finding, { file: path }), { cause: error });
    throw error;
  }
}
