import { flashOffset, roundUp } from '../bytes/address.ts';
import { bootBytesFor } from '../esp8266/boot-bytes.ts';
import { type BootLoaderFacts, readsParameters } from '../esp8266/boot-loaders.ts';
import {
  type FlashMap,
  flashMap,
  SECTOR,
  SLOTS,
  type Slot,
  slotRange,
  systemSectors,
} from '../esp8266/flash-map.ts';
import type { FlashSettings } from '../esp8266/settings.ts';
import { type Finding, finding } from '../findings.ts';
import type { BootWish, FlashErase, FlashKeep, FlashPlan, FlashWrite } from './flash-plan.ts';

export interface PlanRequest {
  readonly settings: FlashSettings;
  /** Images with their places: slots, or the pair of a program without OTA. */
  readonly images: readonly FlashWrite[];
  /** Boot loader with its header already patched to the map. */
  readonly bootLoader?: { readonly write: FlashWrite; readonly facts?: BootLoaderFacts };
  readonly wish: BootWish;
}

/**
 * What will be written, erased and kept, so that the wanted slot boots.
 * Writing a slot does not select it: the loader follows its 8 boot bytes (boot.md, section 5). Erased parameters
 * make it start user1; user2 needs boot bytes with the loader's own version number. Loaders that cannot read their
 * parameters start user1 whatever is wished.
 * @throws RangeError when two writes overlap: the caller hands in images that were judged against the map.
 */
export function planFlash(request: PlanRequest): FlashPlan {
  const { settings, images, bootLoader } = request;
  const map = flashMap(settings.map);
  const slots = SLOTS.filter(slot => images.some(w => w.role === slot));
  const choice = slots.length > 0 ? planBootChoice(map, request) : { writes: [], erases: [], findings: [] };
  const writes = [...(bootLoader ? [bootLoader.write] : []), ...images, ...choice.writes];
  writes.sort((a, b) => a.offset - b.offset);
  assertDisjoint(writes, map);
  return {
    settings,
    map: map.name,
    writes,
    erases: choice.erases,
    keeps: keptRegions(map, writes, choice.erases),
    ...(choice.boots && { boots: choice.boots }),
    findings: choice.findings,
  };
}

interface BootChoicePlan {
  readonly writes: readonly FlashWrite[];
  readonly erases: readonly FlashErase[];
  readonly boots?: Slot;
  readonly findings: readonly Finding[];
}

function planBootChoice(map: FlashMap, { wish, bootLoader }: PlanRequest): BootChoicePlan {
  if (wish === 'keep') return { writes: [], erases: [], findings: [] };
  const { parametersA, parametersB } = systemSectors(map);
  const reason = wish === 'user1' ? 'start-user1' : 'start-user2';
  const erases: FlashErase[] = [{ offset: parametersA, length: 3 * SECTOR, reason }];
  if (wish === 'user1') return { writes: [], erases, boots: wish, findings: [] };
  if (bootLoader?.facts && !readsParameters(bootLoader.facts, map)) {
    return { writes: [], erases: [], boots: 'user1', findings: [] };
  }
  const version = bootLoader?.facts?.bootByteVersion;
  if (version === undefined) {
    return { writes: [], erases: [], findings: [finding('boot-choice-needs-loader', { slot: wish })] };
  }
  // The flag sector stays erased: anything but 0 there makes copy B the one that counts.
  const bytes = bootBytesFor(wish, version);
  const write: FlashWrite = { role: 'boot-choice', offset: parametersB, bytes, name: 'boot-choice.bin' };
  return { writes: [write], erases, boots: wish, findings: [] };
}

/** Regions with contents of their own that nothing touches. */
export function keptRegions(
  map: FlashMap,
  writes: readonly FlashWrite[],
  erases: readonly FlashErase[],
): FlashKeep[] {
  const system = systemSectors(map);
  const candidates: FlashKeep[] = [
    { role: 'rf-calibration', offset: system.rfCalibration, length: SECTOR },
    { role: 'init-data', offset: system.initData, length: SECTOR },
    { role: 'parameters', offset: system.parametersA, length: 3 * SECTOR },
  ];
  if (map.layout !== 'none' && !writes.some(w => w.role === 'plain-head')) {
    candidates.push({ role: 'boot-loader', offset: flashOffset(0), length: SECTOR });
    for (const slot of SLOTS) {
      const range = slotRange(map, slot);
      if (range) candidates.push({ role: slot, offset: range.start, length: range.end - range.start });
    }
  }
  const touched = (k: FlashKeep): boolean =>
    writes.some(w => overlap(k.offset, k.length, w.offset, w.bytes.length)) ||
    erases.some(e => overlap(k.offset, k.length, e.offset, e.length));
  return candidates.filter(k => !touched(k)).sort((a, b) => a.offset - b.offset);
}

const overlap = (a: number, aLength: number, b: number, bLength: number): boolean =>
  a < b + bLength && b < a + aLength;

function assertDisjoint(writes: readonly FlashWrite[], map: FlashMap): void {
  let end = 0;
  for (const write of writes) {
    if (write.offset % SECTOR !== 0) throw new RangeError(`${write.name} does not start at a sector`);
    if (write.offset < end) throw new RangeError(`${write.name} overlaps what is before it`);
    end = write.offset + roundUp(write.bytes.length, SECTOR);
  }
  if (end > map.size) throw new RangeError(`writes end behind the flash of map ${map.name}`);
}
