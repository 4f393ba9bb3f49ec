import { copyOf } from '../bytes/copy.ts';
import { writeStruct } from '../bytes/struct.ts';
import { flashMap, type Slot, slotNumber } from '../esp8266/flash-map.ts';
import { FLASH_FREQUENCIES, FLASH_MODES, type FlashSettings } from '../esp8266/settings.ts';
import { crcWord } from './crc-word.ts';
import type { FirmwareImage } from './firmware-image.ts';
import { V1_HEADER, V2_HEADER, V2_MAGIC, V2_MARKER } from './layout.ts';

/**
 * The same image with these flash settings in its E9 header. The checksum covers segment data only and stays; the
 * CRC word of an OTA image covers both headers and is made right again.
 * @param bytes the whole image; it is not changed.
 */
export function patchSettings(bytes: Uint8Array, image: FirmwareImage, settings: FlashSettings): Uint8Array {
  const patched = copyOf(bytes, image.length);
  writeStruct(V1_HEADER, patched, image.headerOffset, {
    mode: FLASH_MODES[settings.mode],
    map: flashMap(settings.map).code,
    frequency: FLASH_FREQUENCIES[settings.frequency],
  });
  sealCrc(patched, image);
  return patched;
}

/**
 * The same OTA image with the slot in its EA header, where esptool put flash settings, and a right CRC word.
 * @param bytes the whole image; it is not changed.
 */
export function repairSlot(bytes: Uint8Array, image: FirmwareImage, slot: Slot): Uint8Array {
  if (image.format !== 'v2') throw new RangeError(`no slot in a ${image.format} image`);
  const repaired = new Uint8Array(image.checksum.offset + 1 + 4);
  repaired.set(bytes.subarray(0, image.checksum.offset + 1));
  writeStruct(V2_HEADER, repaired, 0, {
    magic: V2_MAGIC,
    marker: V2_MARKER,
    reserved: 0,
    slot: slotNumber(slot),
  });
  sealCrc(repaired, { ...image, crc: { offset: image.checksum.offset + 1, stored: 0, computed: 0 } });
  return repaired;
}

function sealCrc(bytes: Uint8Array, image: FirmwareImage): void {
  if (!image.crc) return;
  const word = crcWord(bytes.subarray(0, image.crc.offset));
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(image.crc.offset, word, true);
}
