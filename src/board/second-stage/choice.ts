/** What a boot loader makes of the 8 boot bytes (boot.md, section 5: truth table of byte 0). */
import type { LoaderTraits } from './versions.ts';

export type SlotName = 'user1' | 'user2';

export interface LoaderChoice {
  /** Boot bytes to be saved before anything else happens: the old ones were blank or another version's. */
  readonly initialize: boolean;
  /** The 8 bytes that count from here on. */
  readonly bootBytes: Uint8Array;
  readonly start:
    | { readonly kind: 'slot'; readonly slot: SlotName; readonly firstTry: boolean }
    /** Enhance mode: an address out of the boot bytes. */
    | { readonly kind: 'address'; readonly address: number; readonly firstTry: boolean }
    | { readonly kind: 'bad-flag'; readonly byte0: number };
}

const FIRST_TRY = 0x04;
const NORMAL_MODE = 0x80;
const VERSION_MASK = 0x1f;

/** @param current first 8 bytes of the parameter copy that counts. */
export function chooseSlot(traits: LoaderTraits, current: Uint8Array): LoaderChoice {
  const blank = ((current[0] ?? 0xff) & 3) === 3;
  const initialize = blank || ((current[1] ?? 0xff) & VERSION_MASK) !== traits.number;
  const bootBytes = initialize ? freshBootBytes(traits) : current.slice(0, 8);
  return { initialize, bootBytes, start: startOf(traits, bootBytes) };
}

function startOf(traits: LoaderTraits, bootBytes: Uint8Array): LoaderChoice['start'] {
  const [byte0 = 0, byte1 = 0] = bootBytes;
  const firstTry = (byte0 & FIRST_TRY) !== 0;
  if ((byte1 & NORMAL_MODE) === 0) {
    const at = firstTry ? 5 : 2;
    const [low = 0, middle = 0, high = 0] = bootBytes.subarray(at, at + 3);
    return { kind: 'address', address: low | (middle << 8) | (high << 16), firstTry };
  }
  const useBin = byte0 & 3;
  if (useBin > 1) return { kind: 'bad-flag', byte0 };
  const chosen: SlotName = useBin === 0 ? 'user1' : 'user2';
  if (firstTry) return { kind: 'slot', slot: chosen, firstTry };
  const backup: SlotName = traits.backupIsOtherSlot && chosen === 'user1' ? 'user2' : 'user1';
  return { kind: 'slot', slot: backup, firstTry };
}

function freshBootBytes(traits: LoaderTraits): Uint8Array {
  const bytes = new Uint8Array(8).fill(0xff);
  bytes[0] = 0xfc;
  bytes[1] = 0xe0 | traits.number;
  return bytes;
}

/** The same bytes with the note that the chosen slot failed. */
export function withFailure(bootBytes: Uint8Array): Uint8Array {
  const bytes = bootBytes.slice();
  bytes[0] = (bytes[0] ?? 0) & ~FIRST_TRY;
  return bytes;
}
