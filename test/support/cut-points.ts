/** Damage of every kind, in order: for tests that leave no place out. */

/** The file cut off after every number of bytes, the whole one left out. */
export function* truncations(
  bytes: Uint8Array,
): Generator<{ readonly length: number; readonly bytes: Uint8Array }> {
  for (let length = 0; length < bytes.length; length++) yield { length, bytes: bytes.slice(0, length) };
}

/** The file with each of its bits turned over. The same memory every time: look, do not keep. */
export function* bitFlips(
  bytes: Uint8Array,
): Generator<{ readonly bit: number; readonly bytes: Uint8Array }> {
  const copy = new Uint8Array(bytes);
  for (let bit = 0; bit < 8 * bytes.length; bit++) {
    const at = bit >> 3;
    copy[at] = (bytes[at] ?? 0) ^ (1 << (bit & 7));
    yield { bit, bytes: copy };
    copy[at] = bytes[at] ?? 0;
  }
}
