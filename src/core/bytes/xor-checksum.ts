/** Start value of the checksum of ESP8266 images (esptool: ESP_CHECKSUM_MAGIC). */
export const CHECKSUM_SEED = 0xef;

const NO_WORDS = new Int32Array(0);

/**
 * XOR of all bytes onto `seed`: the checksum that ROM and boot loaders compute over segment data.
 * Four bytes a step, folded at the end: XOR does not mind the order.
 */
export function xorChecksum(bytes: Uint8Array, seed: number = CHECKSUM_SEED): number {
  const toWord = Math.min(-bytes.byteOffset & 3, bytes.length);
  const count = (bytes.length - toWord) >>> 2;
  // Without a whole word there may be no place for one either: a view has to begin at a multiple of 4.
  const words = count > 0 ? new Int32Array(bytes.buffer, bytes.byteOffset + toWord, count) : NO_WORDS;
  let folded = 0;
  for (let i = 0; i < words.length; i++) folded ^= words[i] as number;
  let sum = seed ^ folded ^ (folded >>> 8) ^ (folded >>> 16) ^ (folded >>> 24);
  for (let i = 0; i < toWord; i++) sum ^= bytes[i] as number;
  for (let i = toWord + words.length * 4; i < bytes.length; i++) sum ^= bytes[i] as number;
  return sum & 0xff;
}
