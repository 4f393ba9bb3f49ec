/**
 * How the SDK's client reads an answer (ota.md, sections 3 and 4): every segment for itself, with strstr, so only up
 * to the first zero byte. The status is not looked at.
 */
export type HeaderReading =
  /** `\r\n\r\n` and the length are both in this segment; the body begins at `body`. */
  | { readonly kind: 'length'; readonly length: number; readonly body: number }
  /** `Content-Length`, but not followed by a colon and one space. */
  | { readonly kind: 'no-name' }
  /** The value does not end. */
  | { readonly kind: 'no-value' }
  /** The value is longer than the 32 bytes that it is copied to: what follows depends on what lay behind them. */
  | { readonly kind: 'overflow' }
  /** No whole header, but its first line: the rest may come. */
  | { readonly kind: 'begun' }
  | { readonly kind: 'other' };

const BLANK_LINE = '\r\n\r\n';
const MARK = 'Content-Length';
const NAME = 'Content-Length: ';
const LINE_END = '\r\n';
const ACCEPTED = '200 OK\r\n';
const VALUE_ROOM = 32;

/** A segment as the client's string functions see it. */
export function textOf(segment: Uint8Array): string {
  const end = segment.indexOf(0);
  return latin1(end < 0 ? segment : segment.subarray(0, end));
}

export function readHeader(segment: Uint8Array): HeaderReading {
  const text = textOf(segment);
  const blank = text.indexOf(BLANK_LINE);
  if (blank < 0 || !text.includes(MARK)) return { kind: text.includes(ACCEPTED) ? 'begun' : 'other' };
  const name = text.indexOf(NAME);
  if (name < 0) return { kind: 'no-name' };
  const from = name + NAME.length;
  const end = text.indexOf(LINE_END, from);
  if (end < 0) return { kind: 'no-value' };
  if (end - from >= VALUE_ROOM) return { kind: 'overflow' };
  return { kind: 'length', length: atoi(text.slice(from, end)), body: blank + BLANK_LINE.length };
}

/** C's: leading blanks, a sign, digits; whatever else ends the number. */
const atoi = (text: string): number => Number(/^\s*([+-]?\d+)/.exec(text)?.[1] ?? 0) | 0;

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096) {
    text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  }
  return text;
}
