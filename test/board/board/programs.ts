/** Tiny programs as bytes, and images to put them into. Encodings: Xtensa ISA manual, chapter 6. */

const IRAM = 0x40100000;

/** `j .` */
export const LOOP = [0x06, 0xff, 0xff];
/** `ret.n` */
export const RETURN = [0x0d, 0xf0];
/** `ill` */
export const ILLEGAL = [0x00, 0x00, 0x00];

/** l32r a2, the word at the start of the program; then what follows. The code lies 4 bytes behind the word. */
export const withWord = (word: number, ...code: readonly number[]): number[] => {
  const bytes = [0, 8, 16, 24].map(shift => (word >>> shift) & 0xff);
  return [...bytes, 0x21, 0xff, 0xff, ...code];
};
/** `jx a2` */
export const JUMP_A2 = [0xa0, 0x02, 0x00];
/** `callx0 a2` */
export const CALL_A2 = [0xc0, 0x02, 0x00];
/** `l32i.n a3, a2, 0` */
export const LOAD_A2 = [0x38, 0x02];
/** `s32i.n a3, a2, 0` */
export const STORE_A2 = [0x39, 0x02];

export interface Segment {
  readonly address: number;
  readonly data: Uint8Array;
}

/** An image as it stands at flash 0 or in a slot: E9 header, segments, checksum at the end of a row. */
export const imageOf = (segments: readonly Segment[], entry: number, settings = 0x20): Uint8Array => {
  const length = segments.reduce((sum, { data }) => sum + 8 + data.length, 8);
  const image = new Uint8Array((length | 15) + 1);
  const view = new DataView(image.buffer);
  image.set([0xe9, segments.length, 0, settings]);
  view.setUint32(4, entry, true);
  let at = 8;
  let sum = 0xef;
  for (const { address, data } of segments) {
    view.setUint32(at, address, true);
    view.setUint32(at + 4, data.length, true);
    image.set(data, at + 8);
    at += 8 + data.length;
    for (const byte of data) sum ^= byte;
  }
  image[image.length - 1] = sum;
  return image;
};

/** A program of one segment at the start of IRAM; it begins behind `words` words. */
export const programImage = (code: readonly number[], words = 0): Uint8Array => {
  const data = new Uint8Array((code.length + 3) & ~3);
  data.set(code);
  return imageOf([{ address: IRAM, data }], IRAM + 4 * words);
};
