/** Images that may travel over the air: everything is checked here that the device would only find out later. */
import { bytesReader } from '../bytes/range-reader.ts';
import { flashMap, otherSlot, type Slot, slotNumber, slotRange } from '../esp8266/flash-map.ts';
import { UPDATE_CLIENT_LIMIT } from '../esp8266/limits.ts';
import { type Finding, type FindingCode, finding, placed } from '../findings.ts';
import type { FirmwareImage } from '../image/firmware-image.ts';
import { readImage } from '../image/read.ts';
import { slotsOnMap } from '../workspace/ready-image.ts';

/** An image that passed every check. */
export interface OtaImage {
  readonly slot: Slot;
  /** The file that it came from, as the person knows it. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly image: FirmwareImage;
  /** Which build it is, when somebody said so: both images of a build have the same. */
  readonly build?: string;
}

export type CheckedImage =
  | { readonly ok: true; readonly image: OtaImage }
  | { readonly ok: false; readonly why: Finding };

/**
 * Good enough for the serial port, fatal over the air: the client takes the last four bytes for the CRC word,
 * compares byte 3 with the slot, and hangs above 240 sectors. Source: ota.md sections 4 and 5.
 */
const FATAL_ON_AIR: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'image-slot-missing',
  'image-trailing-bytes',
  'image-entries-differ',
]);

export interface ImageFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly build?: string;
}

/**
 * Checks an image before it is offered: magic, marker, slot byte, RAM checksum, CRC word, the linked address, and
 * whether it fits the slot of its map and the update client. Its length is a multiple of 4 after that: an OTA image
 * is rows of 16 bytes and one word.
 * @param slot the name under which it is offered, where that is decided; its byte 3 has to agree.
 */
export function checkOtaImage(file: ImageFile, slot?: Slot): CheckedImage {
  const refusedFor = (why: Finding): CheckedImage => ({ ok: false, why: placed(why, { file: file.name }) });
  const read = readImage(bytesReader(file.bytes), {
    id: file.name,
    name: file.name,
    size: file.bytes.length,
  });
  const error = read.findings.find(f => f.severity === 'error' || FATAL_ON_AIR.has(f.code));
  if (error) return refusedFor(error);
  if (!read.ok) throw new RangeError('a refused image without an error');
  const image = read.value;
  if (image.format !== 'v2' || !image.slot) return refusedFor(finding('plain-image-alone', {}));
  if (slot && image.slot !== slot) {
    return refusedFor(finding('ota-wrong-name', { asked: slot, found: slotNumber(image.slot) }));
  }
  const misfit = placeFinding(image, image.slot);
  if (misfit) return refusedFor(misfit);
  const { name, bytes, build } = file;
  return { ok: true, image: { slot: image.slot, name, bytes, image, ...(build && { build }) } };
}

/** Whether the image runs and fits where its own header says. */
function placeFinding(image: FirmwareImage, slot: Slot): Finding | undefined {
  const { length, settings } = image;
  if (length > UPDATE_CLIENT_LIMIT) {
    return finding('image-over-update-limit', { length, limit: UPDATE_CLIENT_LIMIT });
  }
  const map = settings.map && flashMap(settings.map);
  const range = map && slotRange(map, slot);
  if (!map || !range) return undefined;
  const limit = range.end - range.start;
  if (length > limit) return finding('image-over-slot', { length, limit, slot, map: map.name });
  // Some converters write 512 KB when nobody told them the map: that says nothing about the link address.
  if (map.name === '512KB' || slotsOnMap(image, map).includes(slot)) return undefined;
  return finding('image-wrong-slot', { claimed: slot, linked: otherSlot(slot) });
}
