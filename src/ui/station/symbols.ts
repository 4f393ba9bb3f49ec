import { svg, type TemplateResult } from 'lit';
import type { Seat } from '../../core/station/seat.ts';

/** Pictures that are told apart from two metres, each by its outline alone. */
const symbol = (shape: TemplateResult<2>): TemplateResult<2> => svg`
  <svg class="symbol" viewBox="0 0 24 24" fill="none" stroke="currentColor"
    stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shape}</svg>`;

export const SYMBOLS: Readonly<Record<Seat['kind'], TemplateResult<2>>> = {
  waiting: symbol(svg`<path d="M9 3v5m6-5v5M6.5 8h11v3.5a5.5 5.5 0 0 1-11 0V8ZM12 17v4" />`),
  busy: symbol(svg`<rect x="5" y="11" width="14" height="9" rx="2" /><path d="M8 11V8a4 4 0 0 1 8 0v3" />`),
  recognising: symbol(svg`<circle cx="10.5" cy="10.5" r="6" /><path d="m15 15 5.5 5.5" />`),
  refused: symbol(svg`<circle cx="12" cy="12" r="9" /><path d="m5.7 18.3 12.6-12.6" />`),
  flashing: symbol(svg`<path d="M12 3v11m-5-4.5 5 5 5-5M4 20h16" />`),
  verifying: symbol(svg`<path d="M5 9h14M5 15h14" />`),
  booting: symbol(svg`<path d="M12 3v8M7 6.5a7.5 7.5 0 1 0 10 0" />`),
  passed: symbol(svg`<path stroke-width="3" d="M4 12.5 9.5 18 20 6.5" />`),
  failed: symbol(svg`<path stroke-width="3" d="m5.5 5.5 13 13m0-13-13 13" />`),
};
