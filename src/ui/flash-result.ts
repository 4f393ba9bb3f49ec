import { html, nothing, type TemplateResult } from 'lit';
import type { LaneView } from '../app/lanes/lane-view.ts';
import type { FlashReport } from '../core/device/flash-event.ts';
import type { Finding } from '../core/findings.ts';
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

/** Why a job ended, what starts now, and the way on. */
export function failureView(
  { finding, findings, resume }: LaneView,
  secondary: boolean,
  goOn: () => void,
): TemplateResult {
  const waits = resume === 'waits-for-port';
  return html`<div class="failure ${waits ? 'waiting' : ''}">
    ${finding ? reason(finding) : nothing}
    ${findings.length > 0 ? html`<ts-finding-list .findings=${findings}></ts-finding-list>` : nothing}
    ${waits ? html`<p role="status"><strong>${FLASH.waitsForPort}</strong></p>` : nothing}
    ${resume === 'offered' ? html`<div class="row"><button class=${secondary ? '' : 'primary'} data-focus @click=${goOn}>${FLASH.goOn}</button></div>` : nothing}
  </div>`;
}

function reason(finding: Finding): TemplateResult {
  const { title, text, advice } = wordsFor(finding);
  return html`<div role="alert">
    <h3 tabindex="-1">${ICONS.error}<span>${title}</span></h3>
    <p>${text}</p>
    <p>${advice}</p>
  </div>`;
}
