import { copyOf } from '../bytes/copy.ts';
import { writeStruct } from '../bytes/struct.ts';
import { flashMap, type Slot, slotNumber } from '../esp8266/flash-map.ts';
import { FLASH_FREQUENCIES, FLASH_MODES, type FlashSettings } from '../esp8266/settings.ts';
import { crcWord } from './crc-word.ts';
import type { FirmwareImage } from './firmware-image.ts';
import { V1_HEADER, V2_HEADER, V2_MARKER } from './layout.ts';

/** What is to be different in the headers. */
export interface HeaderChange {
  /** Flash settings of the E9 header. */
  readonly settings?: FlashSettings;
  /** Slot of the EA header, where esptool put flash settings. */
  readonly slot?: Slot;
}

/**
 * The same image with other headers. The checksum covers segment data only and stays; the CRC word of an OTA image
 * covers both headers and is made right again.
 * @param bytes the whole image; it is not changed.
 */
export function patchImage(bytes: Uint8Array, image: FirmwareImage, change: HeaderChange): Uint8Array {
  const { settings, slot } = change;
  const patched = copyOf(bytes, image.length);
  if (slot) {
    if (image.format !== 'v2') throw new RangeError(`no slot in a ${image.format} image`);
    writeStruct(V2_HEADER, patched, 0, { marker: V2_MARKER, reserved: 0, slot: slotNumber(slot) });
  }
  if (settings) {
    writeStruct(V1_HEADER, patched, image.headerOffset, {
      mode: FLASH_MODES[settings.mode],
      map: flashMap(settings.map).code,
      frequency: FLASH_FREQUENCIES[settings.frequency],
    });
  }
  if (image.crc) {
    const { offset } = image.crc;
    const word = crcWord(patched.subarray(0, offset));
    new DataView(patched.buffer, patched.byteOffset).setUint32(offset, word, true);
  }
  return patched;
}
