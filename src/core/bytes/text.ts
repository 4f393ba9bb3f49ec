/** The zero-terminated Latin-1 text at `at`, or undefined when `at` is outside; names in ELF tables are such. */
export function zeroTerminated(bytes: Uint8Array, at: number): string | undefined {
  if (at < 0 || at >= bytes.length) return undefined;
  let end = bytes.indexOf(0, at);
  if (end < 0) end = bytes.length;
  return latin1(bytes.subarray(at, end));
}

/** Bytes as characters of the same number. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** Whether every byte equals `value`; `0xFF` is what erased flash reads as. */
export function isFilledWith(bytes: Uint8Array, value: number): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i] !== value) return false;
  return true;
}
