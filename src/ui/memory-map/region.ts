import { type FlashMap, flashMap } from '../../core/esp8266/flash-map.ts';
import type { DumpRegion, FlashDump } from '../../core/image/dump.ts';
import type { FlashPlan } from '../../core/plan/flash-plan.ts';
import { type FlashRegion, regionsOf } from '../../core/plan/regions.ts';
import type { ContentState, RegionFacts } from '../../words/map.ts';

/**
 * The memory map's own view of a flash: a plan (what will happen) and a dump (what is there) drawn alike.
 * Everything that map and table show comes from here, so that the two cannot disagree.
 */
export interface MapRegion extends RegionFacts {
  /** Names the region in `selected` and in events: the role, for unused stretches with their offset. */
  readonly key: string;
}

export interface MapModel {
  readonly map: FlashMap;
  readonly size: number;
  readonly regions: readonly MapRegion[];
  /** A program without OTA: its code lies at 64 KiB and not in slots. */
  readonly plain: boolean;
  readonly from: 'plan' | 'dump';
}

export const regionKey = (role: FlashRegion['role'], start: number): string =>
  role === 'unused' ? `unused-${start.toString(16)}` : role;

/** What the map shows: the dump if there is one, else the plan. */
export function mapModel(plan: FlashPlan | undefined, dump: FlashDump | undefined): MapModel | undefined {
  if (dump) return modelOfDump(dump);
  return plan && modelOfPlan(plan);
}

function modelOfPlan(plan: FlashPlan): MapModel {
  const map = flashMap(plan.map);
  const regions = regionsOf(plan).map((region): MapRegion => {
    const { role, start, end, state, write } = region;
    const erase = plan.erases.find(e => start >= e.offset && end <= e.offset + e.length);
    return {
      key: regionKey(role, start),
      role,
      start,
      end,
      state,
      filled: write?.bytes.length ?? 0,
      ...(write && { file: { name: write.name, ...(write.from !== undefined && { from: write.from }) } }),
      ...(erase && { reason: erase.reason }),
      starts: role === plan.boots,
    };
  });
  return { map, size: map.size, regions, plain: isPlain(regions), from: 'plan' };
}

function modelOfDump(dump: FlashDump): MapModel {
  const { size } = dump.source;
  const sorted = [...dump.regions].sort((a, b) => a.start - b.start);
  const regions: MapRegion[] = [];
  const fill = (from: number, to: number): void => {
    if (to > from) regions.push(gap(from, to));
  };
  let end = 0;
  for (const region of sorted) {
    fill(end, region.start);
    end = region.start + region.length;
    regions.push({
      key: regionKey(region.role, region.start),
      role: region.role,
      start: region.start,
      end,
      state: contentOf(region),
      filled: region.image?.length ?? 0,
      starts: dump.boots?.kind === 'slot' && dump.boots.slot === region.role,
    });
  }
  fill(end, size);
  return { map: dump.map, size, regions, plain: isPlain(regions), from: 'dump' };
}

const gap = (start: number, end: number): MapRegion => ({
  key: regionKey('unused', start),
  role: 'unused',
  start,
  end,
  state: 'unread',
  filled: 0,
  starts: false,
});

function contentOf({ blank, image, findings, role }: DumpRegion): ContentState {
  if (blank) return 'blank';
  const holdsImage = role === 'user1' || role === 'user2' || role === 'boot-loader' || role === 'plain-head';
  if (!holdsImage) return 'data';
  return image && !findings.some(f => f.severity === 'error') ? 'image' : 'broken';
}

const isPlain = (regions: readonly MapRegion[]): boolean => regions.some(r => r.role === 'plain-head');
