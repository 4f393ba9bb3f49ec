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
 * Serves small reads from two remembered blocks: the header at the start of a file, and the section table and its
 * names, which linkers put at the end, cost two trips to the file instead of ten (a trip through FileReaderSync
 * costs a message to another process and back: 0.1 ms on an idle machine, 10 ms on a busy one).
 * @param block bytes fetched per trip; larger requests go straight through.
 */
export function buffered(reader: RangeReader, block = 16 * 1024): RangeReader {
  let held: { readonly start: number; readonly bytes: Uint8Array }[] = [];
  return {
    size: reader.size,
    read(offset, length) {
      if (length > block || !fits(reader.size, offset, length)) return reader.read(offset, length);
      let found = held.find(b => offset >= b.start && offset + length <= b.start + b.bytes.length);
      if (!found) {
        // Close to the end the block is the last of the file: what is read next often lies in front of this.
        const start = Math.min(offset, Math.max(0, reader.size - block));
        found = { start, bytes: reader.read(start, Math.min(block, reader.size - start)) };
        held = [found, ...held.slice(0, 1)];
      }
      return found.bytes.subarray(offset - found.start, offset - found.start + length);
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
