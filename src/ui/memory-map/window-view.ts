import { html, nothing, type TemplateResult } from 'lit';
import { codeOwner, codeText, windowEnds, windowText, windowTitle } from '../../words/map.ts';
import { styleMap } from '../style-map.ts';
import { filling, place } from './bar.ts';
import type { Drawing, DrawnWindow } from './drawing.ts';

/** The CPU's windows as a second axis, lined up with the megabyte of flash that each one shows. */
export const windowsView = ({ windows, axis }: Drawing, plain: boolean): TemplateResult =>
  axis === 'across'
    ? html`<div class="windows" style=${columns(windows)}>${windows.map(w => acrossView(w, plain))}</div>`
    : html`<div class="windows" aria-hidden="true">${windows.map(downView)}</div>`;

const columns = (windows: readonly DrawnWindow[]) =>
  styleMap({ 'grid-template-columns': windows.map(w => `${w.length}px`).join(' ') });

/** Words, window and code starts below each other, all in the width of the window. */
function acrossView(drawn: DrawnWindow, plain: boolean): TemplateResult {
  const { window, length, codes, at } = drawn;
  const [first, last] = windowEnds(window.end - window.start);
  return html`<div class="window">
    ${words(drawn, plain)}
    <p class="ends address" aria-hidden="true"><span>${first}</span><span>${last}</span></p>
    ${glass(drawn)}
    <ul class="codes">
      ${window.codes.map((code, i) => {
        const from = (codes[i] ?? at) - at;
        const to = (codes[i + 1] ?? at + length) - at;
        return html`<li style=${place(from, to - from)}>${codeView(code)}</li>`;
      })}
    </ul>
  </div>`;
}

/** Beside the bar there is room for addresses only; `notesView` says the rest below. */
const downView = (drawn: DrawnWindow): TemplateResult => {
  const { window, at, length, codes } = drawn;
  const [first, last] = windowEnds(window.end - window.start);
  return html`<div class="window" style=${place(at, length)}>
    <span class="address first">${first}</span>
    <span class="address last">${last}</span>
    ${glass(drawn)}
    ${window.codes.map((code, i) => {
      const [address] = codeText(code.address, code.offset);
      return html`<span class="code address" style=${place((codes[i] ?? at) - at, 0)}>${address}</span>`;
    })}
  </div>`;
};

/** What the picture of a map that runs down has no room for. */
export const notesView = ({ windows, axis }: Drawing, plain: boolean): TemplateResult | typeof nothing =>
  axis === 'across'
    ? nothing
    : html`<div class="notes">
        ${windows.map(
          drawn => html`<div class="note">
            ${words(drawn, plain)}
            <ul>
              ${drawn.window.codes.map(code => html`<li>${codeView(code)}</li>`)}
            </ul>
          </div>`,
        )}
      </div>`;

const words = ({ window }: DrawnWindow, plain: boolean): TemplateResult => html`<div class="about">
  <h3>${windowTitle(window.runs, plain)}</h3>
  <p>${windowText({ start: window.start, end: window.end, moved: window.start > 0 })}</p>
</div>`;

/** The megabyte once more, thinner. */
const glass = ({ at, parts }: DrawnWindow): TemplateResult => html`<div class="glass" aria-hidden="true">
  ${parts.map(
    p => html`<span class="pane" data-role=${p.region.role} style=${place(p.at - at, p.length)}>
      ${filling(p.region)}
    </span>`,
  )}
</div>`;

const codeView = ({ role, address, offset }: DrawnWindow['window']['codes'][number]): TemplateResult => {
  const [cpu, flash] = codeText(address, offset);
  return html`<span class="owner"><span class="swatch pattern" data-role=${role}></span>${codeOwner(role)}</span>
    <span class="address">${cpu}</span> <span class="address">${flash}</span>`;
};
