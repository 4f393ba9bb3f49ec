/** Base64 as in RFC 4648, section 4. The pure core has no `atob`. */
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const CODES: Readonly<Record<string, number>> = Object.fromEntries([...LETTERS].map((c, i) => [c, i]));

/** Letters that are turned into text in one go: the arguments of a call are limited. */
const CHUNK = 0x6000;

export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += CHUNK) text += chunkOf(bytes.subarray(from, from + CHUNK));
  return text;
}

/** All but the last chunk are whole groups of three bytes. */
function chunkOf(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = [bytes[at], bytes[at + 1], bytes[at + 2]];
    const group = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    const letters = [18, 12, 6, 0].map(shift => LETTERS[(group >> shift) & 63] ?? '').join('');
    const used = c !== undefined ? 4 : b !== undefined ? 3 : 2;
    text += letters.slice(0, used).padEnd(4, '=');
  }
  return text;
}

/** How many bytes a text stands for at most; white space counts, so the truth may be less. */
export const base64Size = (text: string): number => Math.floor((text.length * 3) / 4);

/** White space is passed over. @returns undefined for a text that is no base64. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  const letters = text.replace(/[\t\r\n ]+/g, '');
  if (letters.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(letters)) return undefined;
  const padding = letters.endsWith('==') ? 2 : letters.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((letters.length / 4) * 3 - padding);
  for (let at = 0, to = 0; at < letters.length; at += 4) {
    let group = 0;
    for (let i = 0; i < 4; i++) group = (group << 6) | (CODES[letters[at + i] ?? ''] ?? 0);
    for (const shift of [16, 8, 0]) if (to < bytes.length) bytes[to++] = (group >> shift) & 255;
  }
  return bytes;
}
