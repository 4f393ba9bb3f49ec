import { svg, type TemplateResult } from 'lit';
import type { MapRegion } from './region.ts';

/** Small signs, 16 by 16, drawn in the colour of the text around them; always beside a word. */
const sign = (shape: TemplateResult): TemplateResult =>
  svg`<svg class="sign" viewBox="0 0 16 16" aria-hidden="true" focusable="false">${shape}</svg>`;

const PENCIL = sign(
  svg`<path d="M2 14l.9-3.6L10.6 2.7a1.4 1.4 0 0 1 2 0l.7.7a1.4 1.4 0 0 1 0 2L5.6 13.1z M9.4 3.9l2.7 2.7"/>`,
);
const ERASER = sign(
  svg`<path d="M5.5 13.5L2.2 10.2a1 1 0 0 1 0-1.4L8.4 2.6a1 1 0 0 1 1.4 0l3.6 3.6a1 1 0 0 1 0 1.4l-5.9 5.9z M5.2 5.8l5 5 M5.5 13.5H14"/>`,
);
export const LOCK = sign(svg`<path d="M3.5 7.5h9v6h-9z M5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5"/>`);
export const PLAY = sign(svg`<path class="solid" d="M4.5 2.5l8 5.5-8 5.5z"/>`);
export const TICK = sign(svg`<path d="M2.5 8.5l3.5 3.5 7.5-8"/>`);
export const CROSS = sign(svg`<path d="M5 1.5h6L14.5 5v6L11 14.5H5L1.5 11V5z M5.5 5.5l5 5 M10.5 5.5l-5 5"/>`);
export const WARNING = sign(svg`<path d="M8 1.8l6.7 12H1.3z M8 6v4 M8 11.6v.6"/>`);
export const EMPTY = sign(svg`<circle class="dashed" cx="8" cy="8" r="5.5"/>`);
export const DATA = sign(svg`<path d="M3 4h10 M3 8h10 M3 12h6"/>`);
/** On the axis: the scale changes here. The gap is filled with the ground so that it cuts the line. */
export const BREAK = svg`<svg viewBox="0 0 14 14" aria-hidden="true" focusable="false">
  <path class="gap" d="M4 12L7 2h3L7 12z" /><path d="M4 12L7 2 M7 12l3-10" />
</svg>`;
/** Across a region that is drawn shorter than to scale. */
export const TEARS = {
  across: svg`<svg class="tear" viewBox="0 0 20 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">
    <path class="gap" d="M0 100L8 66 4 34 12 0h8L12 34l4 32L8 100z" />
    <path d="M0 100L8 66 4 34 12 0 M8 100l8-34-4-32L20 0" />
  </svg>`,
  down: svg`<svg class="tear" viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true" focusable="false">
    <path class="gap" d="M0 12L34 4 66 8 100 0v8L66 16 34 12 0 20z" />
    <path d="M0 12L34 4 66 8 100 0 M0 20l34-8 32 4 34-8" />
  </svg>`,
} as const;

const STATE_SIGNS: Readonly<Record<MapRegion['state'], TemplateResult | undefined>> = {
  write: PENCIL,
  erase: ERASER,
  keep: LOCK,
  free: undefined,
  image: TICK,
  broken: CROSS,
  blank: EMPTY,
  data: DATA,
  unread: undefined,
};

export const stateSign = (state: MapRegion['state']): TemplateResult | undefined => STATE_SIGNS[state];
