import type { CpuAddress } from '../bytes/address.ts';
import { copyOf } from '../bytes/copy.ts';
import { bytesReader } from '../bytes/range-reader.ts';
import {
  FLASH_MAPS,
  type FlashMap,
  flashMap,
  SLOTS,
  type Slot,
  slotNumber,
  slotRange,
} from '../esp8266/flash-map.ts';
import type { FlashSettings } from '../esp8266/settings.ts';
import { type Finding, finding, hasErrors } from '../findings.ts';
import type { BuiltImage, FirmwareImage } from '../image/firmware-image.ts';
import { linkAddressOf, placementsOf } from '../image/link-address.ts';
import { patchImage } from '../image/patch.ts';
import { readImage } from '../image/read.ts';
import { fileNameHint, type SlotEvidence, type SlotJudgement } from '../image/slot-evidence.ts';
import type { RawFile } from './open.ts';

type ImageRecord = RawFile & { kind: 'image' };

/** Which slot a ready image is for: its slot byte, else (made by esptool) the addresses that its code mentions. */
export function judgeImage(file: ImageRecord, map: FlashMap): SlotJudgement {
  const { image } = file;
  const evidence = imageEvidence(file, map);
  const neither = (because: Finding): SlotJudgement => ({
    evidence,
    verdict: { kind: 'neither', because },
    findings: [],
  });
  if (image.format !== 'v2') return neither(finding('plain-image-alone', {}));
  if (map.layout === 'none') return neither(finding('map-without-slots', { map: map.name }));
  const wrong = file.findings.find(f => f.code === 'image-wrong-slot');
  if (wrong) return neither(wrong);
  const address = linkAddressOfImage(image);
  const fitting = slotsOnMap(image, map);
  if (fitting.length > 0 || address === undefined) {
    return judgeFit(image, map, chosenSlots(file, fitting), evidence);
  }
  const placements = placementsOf(address).filter(p => !image.slot || p.slot === image.slot);
  const fits = FLASH_MAPS.filter(m => placements.some(p => p.layout === m.layout)).map(m => m.name);
  return neither(finding('map-mismatch', { address, map: map.name, layout: map.layout, fits }));
}

function imageEvidence({ image, source }: ImageRecord, map: FlashMap): SlotEvidence[] {
  if (image.format !== 'v2') return [];
  const evidence: SlotEvidence[] = [];
  if (image.slot) {
    const value = slotNumber(image.slot);
    evidence.push({ kind: 'slot-byte', strength: 'proof', allows: [image.slot], value });
  }
  const { address, references: count } = image.irom ?? {};
  if (address !== undefined && count !== undefined) {
    const allows = SLOTS.filter(slot => isPlacement(address, map, slot));
    evidence.push({ kind: 'references', strength: 'strong', allows, address, count });
  }
  const named = fileNameHint(source.name);
  return named ? [...evidence, named] : evidence;
}

/**
 * Where the code of an OTA image was linked: told by the addresses in it, else by slot and map of its header. The
 * header comes second, because some converters write 512 KB there when nobody tells them the map.
 */
function linkAddressOfImage({ irom, slot, settings }: FirmwareImage): CpuAddress | undefined {
  return irom?.address ?? (slot && settings.map && linkAddressOf(flashMap(settings.map), slot));
}

const isPlacement = (address: CpuAddress, map: FlashMap, slot: Slot): boolean =>
  placementsOf(address).some(p => p.layout === map.layout && p.slot === slot);

/** Slots of `map` in which an OTA image can run: code does not move with a changed header. */
export function slotsOnMap(image: FirmwareImage, map: FlashMap): readonly Slot[] {
  const address = linkAddressOfImage(image);
  const claimed = image.slot ? [image.slot] : SLOTS;
  return address === undefined ? claimed : claimed.filter(slot => isPlacement(address, map, slot));
}

/** A slot that somebody chose for an image without one, as long as its code does not speak against it. */
const chosenSlots = (file: ImageRecord, possible: readonly Slot[]): readonly Slot[] => {
  const chosen = possible.filter(slot => slot === file.role);
  return chosen.length > 0 ? chosen : possible;
};

function judgeFit(
  image: FirmwareImage,
  map: FlashMap,
  slots: readonly Slot[],
  evidence: SlotEvidence[],
): SlotJudgement {
  const length = image.length;
  const [slot] = slots;
  const room = (s: Slot): number => {
    const range = slotRange(map, s);
    return range ? range.end - range.start : 0;
  };
  const fitting = slots.filter(s => length <= room(s));
  if (slot && fitting.length === 0) {
    const because = finding('image-over-slot', { length, limit: room(slot), slot, map: map.name });
    return { evidence, verdict: { kind: 'neither', because }, findings: [] };
  }
  return { evidence, verdict: { kind: 'slots', slots: fitting }, findings: [] };
}

/**
 * The image as it goes to the slot: the slot byte put in where esptool left it out, settings patched where they
 * differ, CRC word made right. An image that is right already stays as it is, byte for byte.
 */
export function fitImage(
  file: ImageRecord,
  slot: Slot,
  settings: FlashSettings,
): { built: BuiltImage; findings: readonly Finding[] } | undefined {
  const range = slotRange(flashMap(settings.map), slot);
  if (!range || hasErrors(file.findings)) return undefined;
  const { image, reader } = file;
  const bytes = reader.read(0, image.length);
  const isOther = (field: keyof FlashSettings): boolean => image.settings[field] !== settings[field];
  const patches = isOther('mode') || isOther('frequency') || isOther('map');
  const files = (content: Uint8Array) => [{ name: `${slot}.bin`, offset: range.start, bytes: content }];
  if (image.slot && !patches) return { built: { image, files: files(copyOf(bytes)) }, findings: [] };
  const patched = patchImage(bytes, image, { settings, ...(!image.slot && { slot }) });
  const read = readImage(bytesReader(patched), file.source);
  const findings = image.slot ? [] : [finding('image-repaired', { slot }, { field: 'slot', offset: 3 })];
  return { built: { image: read.ok ? read.value : image, files: files(patched) }, findings };
}
