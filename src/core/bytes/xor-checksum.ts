/** Start value of the checksum of ESP8266 images (esptool: ESP_CHECKSUM_MAGIC). */
export const CHECKSUM_SEED = 0xef;

/** XOR of all bytes onto `seed`: the checksum that ROM and boot loaders compute over segment data. */
export function xorChecksum(bytes: Uint8Array, seed: number = CHECKSUM_SEED): number {
  let sum = seed;
  for (const byte of bytes) sum ^= byte;
  return sum;
}
