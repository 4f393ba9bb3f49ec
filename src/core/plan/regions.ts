import { type FlashOffset, flashOffset } from '../bytes/address.ts';
import { type FlashMap, flashMap, SECTOR, SLOTS, slotRange, systemSectors } from '../esp8266/flash-map.ts';
import { NON_OTA_IROM_OFFSET } from '../esp8266/limits.ts';
import type { DumpRole } from '../image/dump.ts';
import type { FlashPlan, FlashWrite } from './flash-plan.ts';

/** What will happen to a region. */
export type RegionState = 'write' | 'erase' | 'keep' | 'free';

/** A stretch of the flash as the memory map draws it; together they cover the whole flash, sorted. */
export interface FlashRegion {
  readonly role: DumpRole | 'unused';
  readonly start: FlashOffset;
  /** First byte behind the region. */
  readonly end: FlashOffset;
  readonly state: RegionState;
  /** What is written to it. */
  readonly write?: FlashWrite;
}

type Stretch = readonly [role: DumpRole, start: number, end: number];

/** All regions of the plan's flash in order, with the gaps between them as `unused`. */
export function regionsOf(plan: FlashPlan): FlashRegion[] {
  const map = flashMap(plan.map);
  const plain = map.layout === 'none' || plan.writes.some(w => w.role === 'plain-head');
  const stretches = [...(plain ? plainStretches(map) : slotStretches(map)), ...systemStretches(map)];
  const regions: FlashRegion[] = [];
  let end = 0;
  for (const [role, start, stop] of stretches) {
    if (start > end) regions.push(unused(end, start));
    regions.push({
      role,
      start: flashOffset(start),
      end: flashOffset(stop),
      ...stateOf(plan, role, start, stop),
    });
    end = stop;
  }
  if (end < map.size) regions.push(unused(end, map.size));
  return regions;
}

const unused = (start: number, end: number): FlashRegion => ({
  role: 'unused',
  start: flashOffset(start),
  end: flashOffset(end),
  state: 'free',
});

function slotStretches(map: FlashMap): Stretch[] {
  const slots = SLOTS.flatMap((slot): Stretch[] => {
    const range = slotRange(map, slot);
    return range ? [[slot, range.start, range.end]] : [];
  });
  return [['boot-loader', 0, SECTOR], ...slots];
}

const plainStretches = (map: FlashMap): Stretch[] => [
  ['plain-head', 0, NON_OTA_IROM_OFFSET],
  ['plain-irom', NON_OTA_IROM_OFFSET, systemSectors(map).rfCalibration],
];

function systemStretches(map: FlashMap): Stretch[] {
  const s = systemSectors(map);
  const sector = (role: DumpRole, start: number): Stretch => [role, start, start + SECTOR];
  return [
    sector('rf-calibration', s.rfCalibration),
    sector('init-data', s.initData),
    sector('parameters-a', s.parametersA),
    sector('parameters-b', s.parametersB),
    sector('flag', s.flag),
  ];
}

function stateOf(
  plan: FlashPlan,
  role: DumpRole,
  start: number,
  end: number,
): Pick<FlashRegion, 'state' | 'write'> {
  const write = plan.writes.find(w => w.offset >= start && w.offset < end);
  if (write) return { state: 'write', write };
  if (plan.erases.some(e => start >= e.offset && end <= e.offset + e.length)) return { state: 'erase' };
  // RAM and flash code of a program without OTA are written together or not at all.
  return { state: role === 'plain-head' || role === 'plain-irom' ? 'free' : 'keep' };
}
