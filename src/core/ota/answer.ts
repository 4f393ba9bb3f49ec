/**
 * What goes out to a device, cut so that its update client reads it. The client looks at every TCP segment on its
 * own: the header must be in one; the last must carry the CRC word; one that shows `200 OK\r\n` before its first
 * NUL is dropped. A relay decides about segments only by what it writes when everything before has left, so a cut
 * that matters comes with a pause. Source: ota.md sections 3, 4 and 6 (by executing libupgrade).
 */

/** The spelling that the client searches for, one space included. */
const LENGTH_HEADER = 'Content-Length: ';

/** What makes the client drop a whole segment. */
const STATUS_MARK = encode('200 OK\r\n');

/** Bytes of the last segment: some hundreds, so that a re-cut on the way still leaves the CRC word in one piece. */
const TAIL = 256;

/**
 * The header of an answer to HEAD and GET. Its length is a multiple of 4, as are image and segments: wherever a
 * full window cuts, whole words are left for the last segment.
 */
export function answerHeader(length: number): Uint8Array {
  if (length % 4 !== 0) throw new RangeError(`an image of ${length} bytes, not whole words`);
  const lines = (server: string) =>
    `HTTP/1.0 200 OK\r\nServer: ${server}\r\nContent-Type: application/octet-stream\r\n` +
    `${LENGTH_HEADER}${length}\r\nConnection: close\r\n\r\n`;
  const bare = lines('Twinslot').length;
  return encode(lines(`Twinslot${'.'.repeat((4 - (bare % 4)) % 4)}`));
}

/** How a request is turned down: never with a length, which the client would take for that of an image. */
export type ErrorStatus = '400 Bad Request' | '403 Forbidden' | '404 Not Found' | '503 Service Unavailable';

/**
 * An error answer; it ends where the connection ends.
 * @param text explains it to people who come with curl; none for HEAD.
 */
export const errorAnswer = (status: ErrorStatus, text?: string): Uint8Array =>
  encode(
    `HTTP/1.0 ${status}\r\nServer: Twinslot\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n` +
      (text === undefined ? '' : `${text.replace(/[^ -~]/g, '?')}\n`),
  );

/**
 * Where the body has to be cut: in the middle of every `200 OK\r\n`, so that no segment shows the whole of it, and
 * before the tail. All are multiples of 4, ascending, inside the image.
 */
export function bodyCuts(image: Uint8Array): readonly number[] {
  const cuts: number[] = [];
  for (let at = nextMark(image, 0); at >= 0; at = nextMark(image, at + STATUS_MARK.length)) {
    cuts.push(4 * Math.ceil((at + 1) / 4));
  }
  const tail = image.length - TAIL;
  if (tail > 0 && !cuts.includes(tail)) cuts.push(tail);
  return cuts.sort((a, b) => a - b);
}

function nextMark(bytes: Uint8Array, from: number): number {
  const [first = 0] = STATUS_MARK;
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (STATUS_MARK.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  return -1;
}

function encode(text: string): Uint8Array {
  return Uint8Array.from(text, c => c.charCodeAt(0));
}
