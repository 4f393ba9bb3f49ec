import { formatOffset } from '../../core/bytes/address.ts';
import { type AxisLabel, placeLabels, type Tick } from './axis.ts';
import { type CpuWindow, cpuWindows } from './cpu-view.ts';
import { breaksOf, layOut, type Placed, positionOf, type Stretch } from './geometry.ts';
import type { MapModel, MapRegion } from './region.ts';

/** Beside each other on wide screens, below each other on narrow ones. */
export type Axis = 'across' | 'down';

/** A region with its place on the axis, in pixels. */
export interface DrawnRegion extends Placed {
  readonly region: MapRegion;
  /** Room for words, for a short name in a row, or hardly for a sign in a column. */
  readonly room: 'wide' | 'row' | 'column';
}

export interface DrawnWindow {
  readonly window: CpuWindow;
  readonly at: number;
  readonly length: number;
  /** The regions that are seen through it, cut at its ends. */
  readonly parts: readonly DrawnRegion[];
  /** Pixels on the axis where code begins, in the order of `window.codes`. */
  readonly codes: readonly number[];
}

/** Everything that is drawn, computed from the data and the width alone. */
export interface Drawing {
  readonly axis: Axis;
  readonly length: number;
  readonly regions: readonly DrawnRegion[];
  readonly labels: readonly AxisLabel[];
  readonly breaks: readonly number[];
  readonly windows: readonly DrawnWindow[];
}

/** Below this many (root-size) pixels the map runs down. */
const ACROSS_FROM = 700;
/** Labels of the axis: two rows, monospaced at 0.75rem. */
const LABEL_ROWS = 2;
const CHARACTER = 7.3;

function roomOf(axis: Axis, place: Placed, rootScale: number): DrawnRegion['room'] {
  const length = place.length / rootScale;
  if (axis === 'down') return length >= 100 ? 'wide' : 'row';
  // The tear stands in the middle.
  return length >= (place.scale === 'compressed' ? 200 : 124) ? 'wide' : 'column';
}

/**
 * Places a flash on an axis.
 * @param width pixels that there are.
 * @param scale root font size over 16: room for words grows with the words.
 */
export function draw(model: MapModel, width: number, scale = 1): Drawing {
  const axis: Axis = width >= ACROSS_FROM * scale ? 'across' : 'down';
  const stretches = model.regions.map(region => stretchOf(region, axis, scale));
  const least = stretches.reduce((sum, s) => sum + s.minimum, 0);
  const length = axis === 'across' ? Math.floor(width) : Math.round(least + 100 * scale);
  const placed = layOut(stretches, length);
  const regions = model.regions.flatMap((region, i): DrawnRegion[] => {
    const place = placed[i];
    return place ? [{ ...place, region, room: roomOf(axis, place, scale) }] : [];
  });
  const position = (offset: number): number => positionOf(stretches, placed, offset);
  return {
    axis,
    length,
    regions,
    labels: placeLabels(ticksOf(regions, model.size, length), {
      length,
      rows: axis === 'across' ? LABEL_ROWS : 1,
      // Running down, a label takes a line and not its characters.
      character: axis === 'across' ? CHARACTER * scale : 0,
      gap: axis === 'across' ? 8 * scale : 14 * scale,
    }),
    breaks: breaksOf(placed),
    windows: cpuWindows(model).map(window => drawWindow(window, regions, position)),
  };
}

function stretchOf({ role, start, end }: MapRegion, axis: Axis, scale: number): Stretch {
  const slot = role === 'user1' || role === 'user2' || role === 'plain-irom';
  // Across, the longest short name ("boot", "Funk") with its plate and its frame.
  const small = axis === 'down' ? 40 : 44;
  const minimum = Math.round(scale * (axis === 'down' && slot ? 112 : small));
  return { start, end, elastic: role === 'unused', minimum };
}

function ticksOf(regions: readonly DrawnRegion[], size: number, length: number): Tick[] {
  const ticks = regions.map(({ region, at }): Tick => {
    const slot = region.role === 'user1' || region.role === 'user2' || region.role === 'plain-irom';
    return { at, text: formatOffset(region.start), rank: slot || at === 0 ? 0 : 1 };
  });
  return [...ticks, { at: length, text: formatOffset(size), rank: 0 }];
}

function drawWindow(
  window: CpuWindow,
  regions: readonly DrawnRegion[],
  position: (offset: number) => number,
): DrawnWindow {
  const at = Math.round(position(window.start));
  const end = Math.round(position(window.end));
  const parts = regions.flatMap((drawn): DrawnRegion[] => {
    const from = Math.max(at, drawn.at);
    const to = Math.min(end, drawn.at + drawn.length);
    return to > from ? [{ ...drawn, at: from, length: to - from }] : [];
  });
  return { window, at, length: end - at, parts, codes: window.codes.map(c => position(c.offset)) };
}
