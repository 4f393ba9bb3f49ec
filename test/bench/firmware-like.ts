/** Bytes that deflate to about two thirds, as ESP8266 firmware does (loader.md, section 11). */
export const firmwareLike = (length: number): Uint8Array => {
  let state = 11;
  return Uint8Array.from({ length }, (_, i) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return i % 3 === 0 ? 0x41 : (state >>> 16) & 0xff;
  });
};
