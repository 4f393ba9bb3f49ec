import type { MapRegion } from './region.ts';

/** A region that somebody wants to see more of; `end` is the first byte behind it. */
export type RegionDetail = Pick<MapRegion, 'key' | 'role' | 'start' | 'end'>;

const everywhere = { bubbles: true, composed: true };

export const regionOpen = ({ key, role, start, end }: MapRegion): CustomEvent<RegionDetail> =>
  new CustomEvent('region-open', { ...everywhere, detail: { key, role, start, end } });

/** Pointer or focus is on the region of that key; undefined when it left. */
export const regionMark = (key?: string): CustomEvent<{ readonly key?: string }> =>
  new CustomEvent('region-mark', { ...everywhere, detail: key === undefined ? {} : { key } });

declare global {
  interface HTMLElementEventMap {
    'region-open': CustomEvent<RegionDetail>;
    'region-mark': CustomEvent<{ readonly key?: string }>;
  }
}
