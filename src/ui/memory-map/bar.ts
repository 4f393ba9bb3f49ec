import { html, nothing, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import type { SectorMap } from '../../app/lanes/lane-view.ts';
import { fillShare, fillText, regionState, regionText, STARTS, shortRoleName } from '../../words/map.ts';
import { roleName } from '../../words/plan.ts';
import { styleMap } from '../style-map.ts';
import type { Axis, DrawnRegion } from './drawing.ts';
import { PLAY, stateSign, TEARS } from './marks.ts';
import type { MapRegion } from './region.ts';
import { sectorStrip } from './sectors.ts';

/** What the element knows about a region besides its place. */
export interface RegionLook {
  readonly selected: boolean;
  readonly marked: boolean;
  /** The one region that Tab reaches. */
  readonly tabbable: boolean;
}

/** Where something is on the axis; the style sheet turns it into left and width, or top and height. */
export const place = (at: number, length: number) =>
  styleMap({ '--at': `${at}px`, '--length': `${length}px` });

/** The drawing of a region: pattern, sign and words. */
export function regionDrawing(drawn: DrawnRegion, axis: Axis, sectors?: SectorMap): TemplateResult {
  const { region, at, length, room, scale } = drawn;
  return html`<div
    class=${classMap({ region: true, [room]: true, starts: region.starts })}
    data-role=${region.role}
    data-state=${region.state}
    style=${place(at, length)}
  >
    ${filling(region)} ${scale === 'compressed' ? TEARS[axis] : nothing} ${sectorStrip(region, sectors)}
    ${words(region, room)}
  </div>`;
}

/** The button over it, which has the full name; the words of the drawing are an abridgement of it. */
export const regionButton = (
  { region, at, length }: DrawnRegion,
  look: RegionLook,
): TemplateResult => html`<button
  type="button"
  class=${classMap({ hit: true, marked: look.marked })}
  data-key=${region.key}
  tabindex=${look.tabbable ? 0 : -1}
  aria-label=${regionText(region)}
  aria-current=${look.selected ? 'true' : nothing}
  style=${place(at, length)}
></button>`;

/** The region's own pattern: faint for the whole of it, full as far as an image reaches. */
export const filling = ({ role, state, start, end, filled }: MapRegion): TemplateResult => {
  const part = state === 'keep' || state === 'data' ? 0 : (100 * filled) / (end - start);
  return html`<span class="ground pattern" data-role=${role} data-state=${state}></span
    ><span class="fill pattern" data-role=${role} style=${styleMap({ '--part': `${Math.min(100, part)}%` })}></span>`;
};

function words(region: MapRegion, room: DrawnRegion['room']): TemplateResult {
  if (room !== 'wide') {
    return html`<span class="words">
      <span class="plate">${stateSign(region.state)}</span>
      <span class="plate">${shortRoleName(region.role, room)}</span>
    </span>`;
  }
  const share = fillShare(region);
  return html`<span class="words">
    <span class="plate name">${stateSign(region.state)}<b>${roleName(region.role)}</b>${
      region.starts ? html`<span class="starting">${PLAY}${STARTS}</span>` : nothing
    }</span>
    <span class="plate">${share ? `${fillText(region)} · ${share}` : fillText(region)}</span>
    <span class="plate state">${regionState(region)}</span>
  </span>`;
}
