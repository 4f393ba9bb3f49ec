/**
 * Applications linked with the vendor's SDK need the radio, which the board does not have: they are stored, checked
 * and started, and then a marked line speaks for them. What counts as needing the radio:
 *  1. the program goes to a ROM function of the radio (rom_… of the PHY, 0x400060C0 to 0x40008DFF), or
 *  2. it writes to a register of radio or MAC (RF 0x60000500, baseband 0x60009000, MAC 0x3FF20000; the random-number
 *     register of the MAC block may be read by anybody), or
 *  3. it goes to a ROM function that the board does not have, and flash or RAM holds the SDK's version text.
 * A program without SDK that keeps away from these simply runs.
 */

/** What the board prints in place of the application, at the rate that is set. */
export const PLACEHOLDER =
  '\n[virtual board] This application was stored, checked and started. It uses the radio, which a virtual board does not have, so nothing more comes from it.\n';

/** The same for the board's state. */
export const PLACEHOLDER_SENTENCE =
  'The application was started and wants the radio, which a virtual board does not have; its own output is missing.';

const SDK_MARK = 'SDK ver';

/** Whether a store there goes to the radio. Asked at every store to a peripheral: plain comparisons. */
export const isRadioRegister = (address: number): boolean =>
  (address >= 0x60000500 && address < 0x60000600) ||
  (address >= 0x60009000 && address < 0x6000b000) ||
  (address >= 0x3ff20000 && address < 0x3ff20e00);

/** Whether a ROM function is one of the radio's. */
export const isRadioFunction = (address: number): boolean => address >= 0x400060c0 && address < 0x40008e00;

/** Whether the SDK's version text is anywhere in `memories`. */
export const holdsSdk = (memories: readonly (Uint8Array | undefined)[]): boolean =>
  memories.some(bytes => bytes !== undefined && indexOf(bytes, SDK_MARK) >= 0);

function indexOf(bytes: Uint8Array, text: string): number {
  const codes = Array.from(text, c => c.charCodeAt(0));
  for (let at = bytes.indexOf(codes[0] ?? 0); at >= 0; at = bytes.indexOf(codes[0] ?? 0, at + 1)) {
    if (codes.every((code, i) => bytes[at + i] === code)) return at;
  }
  return -1;
}
