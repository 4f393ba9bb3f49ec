import { html, type TemplateResult } from 'lit';
import type { AxisLabel } from './axis.ts';
import { place } from './bar.ts';
import type { Drawing } from './drawing.ts';
import { BREAK } from './marks.ts';

/** The line of flash offsets along the bar, with a tick at every border and a mark where the scale changes. */
export const axisView = (drawing: Drawing): TemplateResult => html`<div class="axis" aria-hidden="true">
  ${drawing.labels.map(label => html`<span class="tick" data-row=${label.row} style=${place(label.tick, 0)}></span>`)}
  ${drawing.breaks.map(at => html`<span class="break" style=${place(at, 0)}>${BREAK}</span>`)}
  ${drawing.labels.map(label => labelView(label, drawing))}
</div>`;

const labelView = (label: AxisLabel, { axis }: Drawing): TemplateResult =>
  html`<span class="offset" data-row=${label.row} style=${
    axis === 'across' ? place(label.at, label.length) : place(label.tick, 0)
  }>${label.text}</span>`;
