import { finding } from '../findings.ts';
import { Problem } from '../problem.ts';

/**
 * Random access to the bytes of a file, synchronous everywhere: slices through FileReaderSync in a worker,
 * `readSync` in Node, plain bytes in tests. Nothing ever asks for the whole file, so a 50 MB ELF full of debug
 * information costs what its stripped twin costs.
 */
export interface RangeReader {
  /** Length of the file in bytes. */
  readonly size: number;
  /**
   * `length` bytes from `offset`; the result may be a view of shared memory and must not be written to. It stays
   * what it is: later reads do not change it.
   * @throws RangeError when the range is not inside the file: callers check first.
   * @throws Problem `file-unreadable` when the file cannot be read any more.
   */
  read(offset: number, length: number): Uint8Array;
}

/** A reader over bytes in memory; reads are views, nothing is copied. */
export function bytesReader(bytes: Uint8Array): RangeReader {
  return {
    size: bytes.length,
    read(offset, length) {
      if (!fits(bytes.length, offset, length)) throw outside(bytes.length, offset, length);
      return bytes.subarray(offset, offset + length);
    },
  };
}

/** A reader over a part of another one, e.g. one slot of a whole flash. */
export function windowOf(reader: RangeReader, start: number, length: number): RangeReader {
  if (!fits(reader.size, start, length)) throw outside(reader.size, start, length);
  return {
    size: length,
    read(offset, count) {
      if (!fits(length, offset, count)) throw outside(length, offset, count);
      return reader.read(start + offset, count);
    },
  };
}

/**
 * Serves small reads from one remembered block: a header, a section table and three names cost one trip to the
 * file instead of ten (a trip through FileReaderSync costs about 0.1 ms).
 * @param block bytes fetched per trip; larger requests go straight through.
 */
export function buffered(reader: RangeReader, block = 16 * 1024): RangeReader {
  let start = 0;
  let held: Uint8Array = new Uint8Array(0);
  return {
    size: reader.size,
    read(offset, length) {
      if (length > block || !fits(reader.size, offset, length)) return reader.read(offset, length);
      if (offset < start || offset + length > start + held.length) {
        start = offset;
        held = reader.read(offset, Math.min(block, reader.size - offset));
      }
      return held.subarray(offset - start, offset - start + length);
    },
  };
}

/** Whether `length` bytes at `offset` lie inside `size` bytes; written so that no sum can wrap. */
export const fits = (size: number, offset: number, length: number): boolean =>
  offset >= 0 && length >= 0 && offset <= size && length <= size - offset;

/** Turns a failing read of the platform into a Problem with the name of the file's place. */
export function unreadable(offset: number, cause: unknown): Problem {
  return new Problem(finding('file-unreadable', { reason: String(cause) }, { offset }), { cause });
}

const outside = (size: number, offset: number, length: number): RangeError =>
  new RangeError(`read of ${length} bytes at ${offset} in ${size}`);
