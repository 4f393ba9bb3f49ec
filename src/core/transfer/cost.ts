/**
 * How long things take on a serial line, for the choice between ways: a calculation from what is known of the line
 * and what was measured of the chip, never a guess.
 */
export interface LineCost {
  readonly baud: number;
  /** Milliseconds that a question and its answer take besides their bytes: bridge, driver, event loop. */
  readonly turnMs: number;
  /** Milliseconds that the chip reads and digests one byte of flash. */
  readonly digestMsPerByte: number;
}

/** Frames of a question for MD5 and its answer; 8N1, ten bits a byte. */
const MD5_WIRE = 26 + 28;
/** Header, checksum field, sequence and frame ends of a data packet, and its answer. */
const PACKET_WIRE = 26 + 12;
const BEGIN_WIRE = 30 + 12;

const wireMs = (bytes: number, baud: number): number => (bytes * 10_000) / baud;

/** One question for the digest of `length` bytes of flash. */
export const md5Ms = (line: LineCost, length: number): number =>
  wireMs(MD5_WIRE, line.baud) + line.turnMs + length * line.digestMsPerByte;

/** A write with its begin, its packets and their answers. */
export function writeMs(line: LineCost, payload: number, block: number): number {
  const packets = Math.ceil(payload / block);
  const wire = BEGIN_WIRE + payload + packets * PACKET_WIRE;
  return wireMs(wire, line.baud) + (packets + 1) * line.turnMs;
}

/** Bytes on the wire after escaping: C0 and DB take two. */
export function escapedLength(bytes: Uint8Array): number {
  let length = bytes.length;
  for (const byte of bytes) if (byte === 0xc0 || byte === 0xdb) length++;
  return length;
}

/** Speed of the chip's digest, from one long question. */
export function measuredDigest(line: LineCost, length: number, elapsedMs: number): LineCost {
  const own = elapsedMs - md5Ms({ ...line, digestMsPerByte: 0 }, length);
  return { ...line, digestMsPerByte: Math.max(0, own / length) };
}
