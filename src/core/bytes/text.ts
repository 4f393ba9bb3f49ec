/**
 * The zero-terminated Latin-1 text at `at`, or undefined when `at` is outside; names in ELF tables are such.
 * @param limit characters after which the text is cut: tables without a single zero exist.
 */
export function zeroTerminated(bytes: Uint8Array, at: number, limit: number): string | undefined {
  if (at < 0 || at >= bytes.length) return undefined;
  const window = bytes.subarray(at, at + limit);
  const end = window.indexOf(0);
  return latin1(end < 0 ? window : window.subarray(0, end));
}

/** Bytes as characters of the same number. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  // In steps, because a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 4096) {
    text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  }
  return text;
}

/** Whether every byte equals `value`; `0xFF` is what erased flash reads as. */
export function isFilledWith(bytes: Uint8Array, value: number): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i] !== value) return false;
  return true;
}
