import { bytesReader } from '../bytes/range-reader.ts';
import { FLASH_MAPS, type FlashMap, flashMap, SLOTS, type Slot, slotRange } from '../esp8266/flash-map.ts';
import type { FlashSettings } from '../esp8266/settings.ts';
import { type Finding, finding, hasErrors } from '../findings.ts';
import type { BuiltImage, FirmwareImage } from '../image/firmware-image.ts';
import { placementsOf } from '../image/link-address.ts';
import { patchSettings, repairSlot } from '../image/patch.ts';
import { readImage } from '../image/read.ts';
import { guessLinkAddress } from '../image/references.ts';
import { fileNameHint, type SlotEvidence, type SlotJudgement } from '../image/slot-evidence.ts';
import type { RawFile } from './open.ts';

type ImageRecord = RawFile & { kind: 'image' };

/** Which slot a ready image is for: its slot byte, else (made by esptool) the addresses that its code mentions. */
export function judgeImage(file: ImageRecord, map: FlashMap): SlotJudgement {
  const { image } = file;
  const evidence: SlotEvidence[] = [];
  if (image.format !== 'v2') {
    const because = finding('plain-image-alone', {});
    return { evidence, verdict: { kind: 'neither', because }, findings: [] };
  }
  if (image.slot) {
    const value = image.slot === 'user1' ? 1 : 2;
    evidence.push({ kind: 'slot-byte', strength: 'proof', allows: [image.slot], value });
  }
  const guess = guessLinkAddress(file.reader.read(0, image.checksum.offset), image.irom?.length ?? 0);
  const onMap =
    guess &&
    SLOTS.filter(s => placementsOf(guess.address).some(p => p.layout === map.layout && p.slot === s));
  if (guess && onMap) {
    evidence.push({
      kind: 'references',
      strength: 'strong',
      allows: onMap,
      address: guess.address,
      count: guess.count,
    });
  }
  const named = fileNameHint(file.source.name);
  if (named) evidence.push(named);
  if (guess && onMap?.length === 0) {
    const layouts = placementsOf(guess.address).map(p => p.layout);
    const fits = FLASH_MAPS.filter(m => layouts.includes(m.layout)).map(m => m.name);
    const facts = { address: guess.address, map: map.name, layout: map.layout, fits };
    return { evidence, verdict: { kind: 'neither', because: finding('map-mismatch', facts) }, findings: [] };
  }
  const wanted = image.slot ? [image.slot] : chosenSlots(file, onMap ?? SLOTS);
  return judgeFit(image, map, wanted, evidence);
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
  if (slot && map.layout === 'none') {
    const because = finding('map-without-slots', { map: map.name });
    return { evidence, verdict: { kind: 'neither', because }, findings: [] };
  }
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
  const findings: Finding[] = [];
  let bytes: Uint8Array = file.reader.read(0, file.image.length).slice();
  let { image } = file;
  const again = (): void => {
    const read = readImage(bytesReader(bytes), file.source);
    if (read.ok) image = read.value;
  };
  if (!image.slot) {
    bytes = repairSlot(bytes, image, slot);
    findings.push(finding('image-repaired', { slot }, { field: 'slot', offset: 3 }));
    again();
  }
  const fields = ['mode', 'frequency', 'map'] as const;
  if (fields.some(field => image.settings[field] !== settings[field])) {
    bytes = patchSettings(bytes, image, settings);
    again();
  }
  return { built: { image, files: [{ name: `${slot}.bin`, offset: range.start, bytes }] }, findings };
}
