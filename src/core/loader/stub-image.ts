/**
 * The flasher stub: a program that is loaded into the chip's RAM and takes the place of the ROM's loader. It comes from
 * the npm package esptool-js (espressif/esp-flasher-stub 1.2.2, Apache-2.0 OR MIT) as JSON, and only that very file
 * is accepted.
 */
import { hexOf } from '../bytes/hex.ts';
import { md5 } from '../bytes/md5.ts';
import { latin1 } from '../bytes/text.ts';
import { refuse } from '../problem.ts';

export interface StubImage {
  readonly entry: number;
  /** Text, then data. */
  readonly parts: readonly { readonly address: number; readonly bytes: Uint8Array }[];
}

/** MD5 of `esp8266.json` in esptool-js 0.7.0; a checksum against a damaged or exchanged file, no protection. */
const STUB_MD5 = 'c248b78e2e7f54434bcda3129896bdd4';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Four characters are three bytes; `=` at the end stands for what is missing. */
function base64(text: string): Uint8Array {
  const digits = text.replace(/=+$/, '');
  const bytes = new Uint8Array(Math.floor((digits.length * 6) / 8));
  let [bits, held, at] = [0, 0, 0];
  for (const digit of digits) {
    bits = ((bits << 6) | ALPHABET.indexOf(digit)) & 0xffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[at++] = bits >>> held;
    }
  }
  return bytes;
}

/**
 * The stub out of its file.
 * @throws Problem `stub-damaged` for every other file.
 */
export function readStub(file: Uint8Array): StubImage {
  const found = hexOf(md5(file));
  if (found !== STUB_MD5) refuse('stub-damaged', { expected: STUB_MD5, found });
  const json = JSON.parse(latin1(file)) as Record<'entry' | 'text_start' | 'data_start', number> &
    Record<'text' | 'data', string>;
  return {
    entry: json.entry,
    parts: [
      { address: json.text_start, bytes: base64(json.text) },
      { address: json.data_start, bytes: base64(json.data) },
    ],
  };
}
