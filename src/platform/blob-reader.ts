import { fits, type RangeReader, unreadable } from '../core/bytes/range-reader.ts';

/**
 * Reads slices of a file synchronously, which only workers can. The file itself stays on the disk, however large.
 * A read fails when the file was changed, moved or deleted after it was dropped.
 */
export function blobReader(blob: Blob): RangeReader {
  const files = new FileReaderSync();
  return {
    size: blob.size,
    read(offset, length) {
      if (!fits(blob.size, offset, length)) {
        throw new RangeError(`read of ${length} bytes at ${offset} in ${blob.size}`);
      }
      try {
        return new Uint8Array(files.readAsArrayBuffer(blob.slice(offset, offset + length)));
      } catch (cause) {
        throw unreadable(offset, cause);
      }
    },
  };
}
