import { svg, type TemplateResult } from 'lit';

/** Pictures in the colour of the text around them; the words beside them say the same. */
const icon = (shape: TemplateResult<2>): TemplateResult<2> => svg`
  <svg class="icon" viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor"
    stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shape}</svg>`;

export const ICONS = {
  ok: icon(svg`<path d="M4 10.5 8.2 15 16 5.5" />`),
  note: icon(svg`<circle cx="10" cy="10" r="7.5" /><path d="M10 9.25v4.5M10 6.25v.1" />`),
  warning: icon(svg`<path d="M10 2.75 18 16.5H2L10 2.75Z" /><path d="M10 8v3.75M10 14.1v.1" />`),
  error: icon(
    svg`<path d="M6.9 2.5h6.2l4.4 4.4v6.2l-4.4 4.4H6.9l-4.4-4.4V6.9l4.4-4.4Z" /><path d="m7.4 7.4 5.2 5.2m0-5.2-5.2 5.2" />`,
  ),
  close: icon(svg`<path d="m5 5 10 10M15 5 5 15" />`),
  copy: icon(
    svg`<rect x="7" y="7" width="10" height="10" rx="2" /><path d="M4.5 13H4a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1h8a1 1 0 0 1 1 1v.5" />`,
  ),
  save: icon(svg`<path d="M10 3v9.5M6 9l4 4 4-4M3.5 16.5h13" />`),
  folder: icon(svg`<path d="M2.5 15.5v-11h5l2 2.5h8v8.5h-15Z" />`),
  write: icon(svg`<path d="M12.5 4.5l3 3L7 16l-4 1 1-4 8.5-8.5Z" />`),
  erase: icon(svg`<path d="m8 4.5 7.5 7.5-4 4H7.5L3.5 12 11 4.5M3.5 16.5h13" />`),
  keep: icon(
    svg`<rect x="4" y="9" width="12" height="8" rx="1.5" /><path d="M6.75 9V6.25a3.25 3.25 0 0 1 6.5 0V9" />`,
  ),
  grip: icon(svg`<path d="M7.5 5v.1M12.5 5v.1M7.5 10v.1M12.5 10v.1M7.5 15v.1M12.5 15v.1" />`),
  add: icon(svg`<path d="M10 4v12M4 10h12" />`),
} as const;
