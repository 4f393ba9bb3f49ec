import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageFile } from '../core/image/firmware-image.ts';
import { reasonOf } from './reasons.ts';

type SavedFile = Pick<ImageFile, 'name' | 'bytes'>;

/** Saving failed; the message is the sentence for the person. */
export class SaveError extends Error {}

/**
 * Writes all files to a folder, which is made when missing; all or none: every file goes to a temporary name first,
 * and the names are changed when all of them are complete. A build that stops half-way leaves no half image.
 */
export function saveAll(folder: string, files: readonly SavedFile[]): void {
  attempt(folder, 'The folder cannot be made', () => mkdirSync(folder, { recursive: true }));
  const places = files.map(file => ({
    file,
    path: join(folder, file.name),
    temporary: join(folder, `.${file.name}.${process.pid}.tmp`),
  }));
  for (const { path } of places) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
      throw new SaveError(`${path} cannot be written: there is a folder of that name.`);
  }
  try {
    for (const { file, path, temporary } of places) {
      attempt(path, 'The file cannot be written', () => writeFileSync(temporary, file.bytes));
    }
    for (const { path, temporary } of places) {
      attempt(path, 'The file cannot be written', () => renameSync(temporary, path));
    }
  } finally {
    for (const { temporary } of places) rmSync(temporary, { force: true });
  }
}

function attempt(path: string, what: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw new SaveError(`${path}: ${what}: ${reasonOf(error)}.`);
  }
}
