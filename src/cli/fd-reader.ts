import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { fits, type RangeReader, unreadable } from '../core/bytes/range-reader.ts';
import { reasonOf } from './reasons.ts';

export interface OpenFile {
  readonly reader: RangeReader;
  close(): void;
}

/**
 * Opens a file for random access; nothing is read yet.
 * @throws Problem `file-unreadable` with the reason.
 */
export function openForReading(path: string): OpenFile {
  const fd = attempt(0, () => openSync(path, 'r'));
  const { size, isFile } = attempt(0, () => {
    const stats = fstatSync(fd);
    return { size: stats.size, isFile: stats.isFile() };
  });
  if (!isFile) {
    closeSync(fd);
    throw unreadable(0, 'it is not a file, but a folder or a device');
  }
  return {
    reader: { size, read: (offset, length) => readAt(fd, size, offset, length) },
    close: () => closeSync(fd),
  };
}

function readAt(fd: number, size: number, offset: number, length: number): Uint8Array {
  if (!fits(size, offset, length)) throw new RangeError(`read of ${length} bytes at ${offset} in ${size}`);
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const count = attempt(offset, () => readSync(fd, bytes, done, length - done, offset + done));
    if (count === 0) throw unreadable(offset + done, 'it became shorter while it was read');
    done += count;
  }
  return bytes;
}

function attempt<T>(offset: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw unreadable(offset, reasonOf(error));
  }
}
