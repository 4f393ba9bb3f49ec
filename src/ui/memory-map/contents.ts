import type { FlashContents } from '../../core/device/flash-contents.ts';
import { type FlashMapName, flashMap } from '../../core/esp8266/flash-map.ts';
import { DEFAULT_SETTINGS } from '../../core/esp8266/settings.ts';
import { type FlashRegion, regionsOf } from '../../core/plan/regions.ts';
import type { ContentState } from '../../words/map.ts';
import type { MapModel, MapRegion } from './region.ts';
import { regionKey } from './region.ts';

/**
 * What is on the flash of a connected board, drawn like a plan.
 * @param assumed where the flash itself names no map, it is divided like this.
 */
export function modelOfContents(contents: FlashContents, assumed?: FlashMapName): MapModel {
  const name = contents.map ?? assumed ?? DEFAULT_SETTINGS.map;
  const nothing = { writes: [], erases: [], keeps: [], findings: [] };
  const map = flashMap(name);
  const regions = regionsOf({ ...nothing, settings: { ...DEFAULT_SETTINGS, map: name }, map: name });
  return {
    map,
    size: map.size,
    regions: regions.map(region => drawn(region, contents)),
    plain: false,
    from: 'dump',
  };
}

function drawn({ role, start, end }: FlashRegion, contents: FlashContents): MapRegion {
  const { slots, boots } = contents;
  const slot = slots.find(each => each.slot === role && each.range.start === start);
  return {
    ...{ key: regionKey(role, start), role, start, end },
    state: stateOf(role, contents, slot),
    filled: slot?.image?.length ?? 0,
    starts: boots?.kind === 'slot' && boots.slot === role,
  };
}

function stateOf(
  role: FlashRegion['role'],
  { blank, loader, parameters, initData }: FlashContents,
  slot: FlashContents['slots'][number] | undefined,
): ContentState {
  switch (role) {
    case 'boot-loader':
      return loader ? 'image' : blank ? 'blank' : 'data';
    case 'user1':
    case 'user2':
      return slot ? slotState(slot) : 'unread';
    case 'parameters-a':
    case 'parameters-b':
    case 'flag':
      return parameters ? (parameters.blank ? 'blank' : 'data') : 'unread';
    case 'init-data':
      return initData === 'missing' ? 'blank' : initData === 'present' ? 'data' : 'unread';
    default:
      return 'unread';
  }
}

function slotState({ blank, image, findings }: FlashContents['slots'][number]): ContentState {
  if (image) return findings.some(f => f.severity === 'error') ? 'broken' : 'image';
  return blank ? 'blank' : 'data';
}
