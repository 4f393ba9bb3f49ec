import type { FlashEvent } from '../../core/device/flash-event.ts';
import { SECTOR } from '../../core/esp8266/flash-map.ts';
import { SECTOR_STATES, type SectorMap } from './lane-view.ts';

type Sectors = Extract<FlashEvent, { readonly type: 'sectors' }>;

/** The map with a stretch in another state; it grows to the sectors that are told of. */
export function withSectors(map: SectorMap | undefined, { offset, length, state }: Sectors): SectorMap {
  const start = Math.floor(offset / SECTOR);
  const end = Math.ceil((offset + length) / SECTOR);
  const before = map?.states ?? new Uint8Array(0);
  const states = new Uint8Array(Math.max(before.length, end));
  states.set(before);
  states.fill(SECTOR_STATES.indexOf(state), start, end);
  return { states };
}
