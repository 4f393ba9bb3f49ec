import { fits, type RangeReader } from '../bytes/range-reader.ts';
import { readLittleEndian } from '../bytes/struct.ts';
import { EBOOT_LOAD_ADDRESS } from '../esp8266/boot-loaders.ts';
import { regionOf } from '../esp8266/memory.ts';
import { refuse } from '../problem.ts';
import type { ImageSegment } from './firmware-image.ts';

/**
 * Images of other chips and frameworks that begin with the same E9: declined by name before their segments are
 * taken for ours. Source: esptool `bin_image.py` (extended header of the ESP32 family: 16 bytes more, chip number
 * at byte 12); esp_image of ESP8266_RTOS_SDK 3 (flash-mapped code is a segment).
 */
const CHIPS: Readonly<Record<number, string>> = {
  0: 'ESP32',
  2: 'ESP32-S2',
  5: 'ESP32-C3',
  9: 'ESP32-S3',
  12: 'ESP32-C2',
  13: 'ESP32-C6',
  16: 'ESP32-H2',
  18: 'ESP32-P4',
  20: 'ESP32-C61',
  23: 'ESP32-C5',
};

const EXTENDED_HEADER = 24;

/** Declines an image of the ESP32 family. */
export function refuseEsp32Image(reader: RangeReader): void {
  if (!fits(reader.size, 0, EXTENDED_HEADER + 8)) return;
  const bytes = reader.read(0, EXTENDED_HEADER + 8);
  const ours = readLittleEndian(bytes, 8, 4);
  const theirs = readLittleEndian(bytes, EXTENDED_HEADER, 4);
  const chip = CHIPS[readLittleEndian(bytes, 12, 2)];
  // Their byte 23 says whether a digest follows; our byte 8..11 is the address of the first segment.
  if (regionOf(ours) === undefined && chip && (bytes[23] ?? 0) <= 1 && isEsp32Address(theirs)) {
    refuse('image-esp32', { chip }, { offset: 12 });
  }
}

const isEsp32Address = (address: number): boolean =>
  (address >= 0x3c000000 && address < 0x40000000) ||
  (address >= 0x40070000 && address < 0x40880000) ||
  (address >= 0x42000000 && address < 0x44000000) ||
  (address >= 0x4ff00000 && address < 0x50003000);

/** Declines images of frameworks that do not use the SDK's two slots. */
export function refuseOtherFrameworks(segments: readonly ImageSegment[]): void {
  const [first] = segments;
  if (first?.address === EBOOT_LOAD_ADDRESS) refuse('image-eboot', {}, { offset: first.offset - 8 });
  const mapped = segments.find(s => regionOf(s.address)?.name === 'irom');
  if (mapped) refuse('image-rtos-sdk', { address: mapped.address }, { offset: mapped.offset - 8 });
}
