import { html, nothing, type TemplateResult } from 'lit';
import type { LaneView } from '../app/lanes/lane-view.ts';
import type { FlashReport } from '../core/device/flash-event.ts';
import type { Finding } from '../core/findings.ts';
import { BROKEN_OFF } from '../words/broken-off.ts';
import { wordsFor } from '../words/findings.ts';
import { FLASH, resultText, resultTitle, writeWords } from '../words/page-flash.ts';
import { ICONS } from './icons.ts';

/** A flash that holds what it should, region by region with its proof. */
export const resultView = (
  report: FlashReport,
  findings: readonly Finding[],
): TemplateResult => html`<div class="result">
  <h3 tabindex="-1" data-focus>${ICONS.ok}<span>${resultTitle(report)}</span></h3>
  <p>${resultText(report)}</p>
  <ul class="proof" role="list" aria-label=${FLASH.proof}>
    ${report.writes.map(write => {
      const { name, text, md5 } = writeWords(write);
      return html`<li>
        ${ICONS.ok}<span><b>${name}</b> ${text}</span>${md5 ? html`<span class="md5">MD5 ${md5}</span>` : nothing}
      </li>`;
    })}
  </ul>
  ${findings.length > 0 ? html`<ts-finding-list notes .findings=${findings}></ts-finding-list>` : nothing}
</div>`;

/** Why the board cannot be reached any more, and the way on. */
export function failureView(
  { finding, findings, resume }: LaneView,
  secondary: boolean,
  goOn: () => void,
): TemplateResult {
  const waits = resume === 'waits-for-port';
  if (resume === 'under-way')
    return html`<p class="failure waiting" role="status">${BROKEN_OFF.underWay}</p>`;
  return html`<div class="failure ${waits || !finding ? 'waiting' : ''}">
    ${finding ? reason(finding) : nothing} ${finding ? nothing : words(BROKEN_OFF.stopped, BROKEN_OFF.stoppedText)}
    ${findings.length > 0 ? list(findings) : nothing}
    ${waits ? html`<p role="status"><strong>${FLASH.waitsForPort}</strong></p>` : nothing}
    ${resume === 'offered' ? html`<div class="row"><button class=${secondary ? '' : 'primary'} data-focus @click=${goOn}>${BROKEN_OFF.goOn}</button></div>` : nothing}
  </div>`;
}

/** What a board that still answers has gone through: stands above the plan, which has the way on. */
export function brokenOffView(lane: LaneView, hasFiles: boolean): TemplateResult | typeof nothing {
  const { finding, findings, resume, job } = lane;
  const failed = finding && job !== 'connect';
  if (!failed && !resume) return findings.length > 0 ? list(findings) : nothing;
  const { stopped, stoppedText, earlier, earlierText, earlierNoFiles } = BROKEN_OFF;
  const said =
    job === 'connect' ? words(earlier, hasFiles ? earlierText : earlierNoFiles) : words(stopped, stoppedText);
  return html`<div class="failure ${failed ? '' : 'waiting'}">
    ${failed ? reason(finding) : said} ${findings.length > 0 ? list(findings) : nothing}
  </div>`;
}

const list = (findings: readonly Finding[]): TemplateResult =>
  html`<ts-finding-list .findings=${findings}></ts-finding-list>`;

const words = (
  title: string,
  text: string,
): TemplateResult => html`<h3 tabindex="-1">${ICONS.note}<span>${title}</span></h3>
  <p>${text}</p>`;

function reason(finding: Finding): TemplateResult {
  const { title, text, advice } = wordsFor(finding);
  return html`<div role="alert">
    <h3 tabindex="-1">${ICONS.error}<span>${title}</span></h3>
    <p>${text}</p>
    <p>${advice}</p>
  </div>`;
}
