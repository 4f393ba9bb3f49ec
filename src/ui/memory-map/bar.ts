import { html, nothing, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { fillShare, fillText, regionState, regionText, STARTS, shortRoleName } from '../../words/map.ts';
import { roleName } from '../../words/plan.ts';
import { styleMap } from '../style-map.ts';
import type { Axis, DrawnRegion } from './drawing.ts';
import { PLAY, stateSign, TEARS } from './marks.ts';
import type { MapRegion } from './region.ts';

/** What the element knows about a region besides its place. */
export interface RegionLook {
  readonly selected: boolean;
  readonly marked: boolean;
  readonly axis: Axis;
  /** The one region that Tab reaches. */
  readonly tabbable: boolean;
}

/** Where something is on the axis; the style sheet turns it into left and width, or top and height. */
export const place = (at: number, length: number) =>
  styleMap({ '--at': `${at}px`, '--length': `${length}px` });

/** One region of the bar: a button with its full name, drawn as pattern, sign and words. */
export function regionButton(drawn: DrawnRegion, look: RegionLook): TemplateResult {
  const { region, at, length, room, scale } = drawn;
  const classes = { region: true, [room]: true, marked: look.marked, starts: region.starts };
  return html`<button
    type="button"
    class=${classMap(classes)}
    data-key=${region.key}
    data-role=${region.role}
    data-state=${region.state}
    tabindex=${look.tabbable ? 0 : -1}
    aria-label=${regionText(region)}
    aria-current=${look.selected ? 'true' : nothing}
    style=${place(at, length)}
  >
    ${filling(region)} ${scale === 'compressed' ? TEARS[look.axis] : nothing} ${words(region, room)}
  </button>`;
}

/** The region's own pattern: faint for the whole of it, full as far as an image reaches. */
export const filling = ({ role, state, start, end, filled }: MapRegion): TemplateResult => {
  const part = state === 'keep' || state === 'data' ? 0 : (100 * filled) / (end - start);
  return html`<span class="ground pattern" data-role=${role} data-state=${state}></span
    ><span class="fill pattern" data-role=${role} style=${styleMap({ '--part': `${Math.min(100, part)}%` })}></span>`;
};

function words(region: MapRegion, room: DrawnRegion['room']): TemplateResult {
  if (room !== 'wide') {
    return html`<span class="words" aria-hidden="true">
      <span class="plate">${stateSign(region.state)}</span>
      <span class="plate">${shortRoleName(region.role, room)}</span>
    </span>`;
  }
  const share = fillShare(region);
  return html`<span class="words" aria-hidden="true">
    <span class="plate name">${stateSign(region.state)}<b>${roleName(region.role)}</b>${
      region.starts ? html`<span class="starting">${PLAY}${STARTS}</span>` : nothing
    }</span>
    <span class="plate">${share ? `${fillText(region)} · ${share}` : fillText(region)}</span>
    <span class="plate state">${regionState(region)}</span>
  </span>`;
}
