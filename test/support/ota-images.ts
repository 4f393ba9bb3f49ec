/** Images for updates over the air, as large as wanted and with what a test needs inside. */
import type { Slot } from '../../src/core/esp8266/flash-map.ts';
import { checkOtaImage, type OtaImage } from '../../src/core/ota/image.ts';
import { linkedCode, ramSegments, slotImage } from './image-builder.ts';

export const LINKED_AT = { user1: 0x40201010, user2: 0x40281010 } as const;

export interface OtaImageSpec {
  /** Bytes of flash code; the image is a little longer. */
  readonly code?: number;
  readonly seed?: number;
  /** Text put into the code at these places. */
  readonly texts?: readonly (readonly [at: number, text: string])[];
}

/** An OTA image for a 1 MB map. */
export function otaBytes(slot: Slot, { code = 24_000, seed = 9, texts = [] }: OtaImageSpec = {}): Uint8Array {
  const irom = linkedCode(LINKED_AT[slot], code, seed);
  for (const [at, text] of texts) irom.set(new TextEncoder().encode(text), at);
  return slotImage({ slot: slot === 'user1' ? 1 : 2, irom, segments: ramSegments(seed) });
}

/** The same, checked. @throws when it would not be offered. */
export function otaImage(slot: Slot, spec?: OtaImageSpec): OtaImage {
  const checked = checkOtaImage({ name: `${slot}.bin`, bytes: otaBytes(slot, spec) });
  if (!checked.ok) throw new Error(`not offered: ${checked.why.code}`);
  return checked.image;
}
