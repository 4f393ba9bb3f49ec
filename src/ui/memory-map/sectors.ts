import { html, nothing, type TemplateResult } from 'lit';
import { SECTOR_STATES, type SectorMap } from '../../app/lanes/lane-view.ts';
import type { SectorState } from '../../core/device/flash-event.ts';
import { SECTOR } from '../../core/esp8266/flash-map.ts';
import { FLASH, sectorCount, sectorWords } from '../../words/page-flash.ts';
import { styleMap } from '../style-map.ts';
import type { MapRegion } from './region.ts';

/** Sectors beside each other in the same state; `end` is the first byte behind them. */
export interface SectorRun {
  readonly state: SectorState;
  readonly start: number;
  readonly end: number;
}

/** What became of a stretch of the flash, in as few pieces as there are changes; untouched sectors are left out. */
export function sectorRuns({ states }: SectorMap, start: number, end: number): SectorRun[] {
  const runs: SectorRun[] = [];
  const last = Math.min(Math.ceil(end / SECTOR), states.length);
  for (let i = Math.floor(start / SECTOR); i < last; i++) {
    const state = SECTOR_STATES[states[i] ?? 0];
    if (state === undefined || state === 'untouched') continue;
    const from = Math.max(start, i * SECTOR);
    const to = Math.min(end, (i + 1) * SECTOR);
    const before = runs.at(-1);
    if (before?.state === state && before.end === from) runs[runs.length - 1] = { ...before, end: to };
    else runs.push({ state, start: from, end: to });
  }
  return runs;
}

/** The strip in a region that fills while the flash is worked on. */
export function sectorStrip(
  { start, end }: MapRegion,
  sectors: SectorMap | undefined,
): TemplateResult | typeof nothing {
  const runs = sectors ? sectorRuns(sectors, start, end) : [];
  if (runs.length === 0) return nothing;
  const share = (bytes: number): string => `${(100 * bytes) / (end - start)}%`;
  return html`<span class="sectors">
    ${runs.map(
      run => html`<span
        class="run"
        data-sector=${run.state}
        style=${styleMap({ '--from': share(run.start - start), '--span': share(run.end - run.start) })}
      ></span>`,
    )}
  </span>`;
}

/** The states that occur, with how many sectors are in each. */
export function sectorLegend({ states }: SectorMap): TemplateResult | typeof nothing {
  const found = SECTOR_STATES.flatMap((state, i) => {
    const count = states.reduce((sum, each) => (each === i ? sum + 1 : sum), 0);
    return state === 'untouched' || count === 0 ? [] : [{ state, count }];
  });
  if (found.length === 0) return nothing;
  return html`<ul class="legend" aria-label=${FLASH.legend}>
    ${found.map(
      ({ state, count }) => html`<li>
        <span class="run key" data-sector=${state} aria-hidden="true"></span>${sectorWords(state)}: ${sectorCount(count)}
      </li>`,
    )}
  </ul>`;
}
