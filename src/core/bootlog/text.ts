/** Bytes of a serial line as text, and how little they look like it. */

const [TAB, BELL, BACKSPACE, FORM_FEED, LINE_FEED, CARRIAGE_RETURN, ESCAPE] = [9, 7, 8, 12, 10, 13, 27];
const WHITE: ReadonlySet<number> = new Set([
  TAB,
  BELL,
  BACKSPACE,
  FORM_FEED,
  LINE_FEED,
  CARRIAGE_RETURN,
  ESCAPE,
]);

/** 1 for bytes that no text has: control characters but for the usual ones. Above 0x7F it depends (UTF-8). */
const BAD = Uint8Array.from({ length: 256 }, (_, byte) =>
  (byte < 0x20 && !WHITE.has(byte)) || byte === 0x7f ? 1 : 0,
);

/**
 * Length of the UTF-8 character that begins at `at`, or 0 when none does: bytes of another rate are rarely one.
 * @param end first byte behind the text.
 */
function utf8Length(bytes: Uint8Array, at: number, end: number): 0 | 2 | 3 | 4 {
  const lead = bytes[at] ?? 0;
  const length =
    lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > end) return 0;
  for (let i = 1; i < length; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  const second = bytes[at + 1] ?? 0;
  const overlong = (lead === 0xe0 && second < 0xa0) || (lead === 0xf0 && second < 0x90);
  const beyond = (lead === 0xed && second >= 0xa0) || (lead === 0xf4 && second >= 0x90);
  return overlong || beyond ? 0 : length;
}

/** How many of the bytes cannot be text. */
export function badBytes(bytes: Uint8Array, from = 0, end = bytes.length): number {
  let bad = 0;
  for (let at = from; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) bad += BAD[byte] ?? 0;
    else {
      const length = utf8Length(bytes, at, end);
      if (length === 0) bad++;
      else at += length - 1;
    }
  }
  return bad;
}

/** UTF-8, with bytes that are none of it as the characters of the same number. */
export function textOf(bytes: Uint8Array, from = 0, end = bytes.length): string {
  let plain = true;
  for (let at = from; at < end && plain; at++) plain = (bytes[at] ?? 0) < 0x80;
  if (plain) return asciiOf(bytes, from, end);
  let text = '';
  for (let at = from; at < end; at++) {
    const length = utf8Length(bytes, at, end);
    text += String.fromCodePoint(length === 0 ? (bytes[at] ?? 0) : codePoint(bytes, at, length));
    if (length > 0) at += length - 1;
  }
  return text;
}

/** `apply` takes the bytes as they are; spreading them costs ten times as much. */
const asciiOf = (bytes: Uint8Array, from: number, end: number): string =>
  Reflect.apply(String.fromCharCode, undefined, bytes.subarray(from, end));

function codePoint(bytes: Uint8Array, at: number, length: 2 | 3 | 4): number {
  let value = (bytes[at] ?? 0) & (0x7f >> length);
  for (let i = 1; i < length; i++) value = (value << 6) | ((bytes[at + i] ?? 0) & 0x3f);
  return value;
}

/** What is left of a line behind its last byte that is no text: programs start while the line still settles. */
export function behindNoise(text: string): string {
  let from = text.length;
  while (from > 0) {
    const code = text.charCodeAt(from - 1);
    if (code > 0x7e || (code < 0x20 && code !== TAB)) break;
    from--;
  }
  return from === 0 ? text : text.slice(from);
}
