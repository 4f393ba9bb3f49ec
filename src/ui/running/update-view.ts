import { html, nothing, type TemplateResult } from 'lit';
import type { CompanionView } from '../../app/companion/companion.ts';
import type { Running } from '../../app/companion/running.ts';
import { isOver, type UpdateReport, type UpdateStage } from '../../core/ota/update.ts';
import { wordsFor } from '../../words/findings.ts';
import {
  otherDevice,
  RUNNING,
  resultSentence,
  stageSentence,
  stepName,
  UPDATE_STEPS,
} from '../../words/running.ts';
import { ICONS } from '../icons.ts';
import { styleMap } from '../style-map.ts';

/** The one button that updates over the air, how the update goes, and how it ended. */
export function updateView(running: Running, show: (line: number) => void): TemplateResult {
  const { companion } = running;
  const { view } = companion;
  const { update } = view;
  return html`<section aria-label=${RUNNING.progress} class="update">
    ${update ? (isOver(update) ? result(running, update, show) : progress(running, update)) : nothing}
    ${update && !isOver(update) ? nothing : start(running)} ${others(view)}
  </section>`;
}

const others = ({ others: all }: CompanionView): TemplateResult | typeof nothing =>
  all.length === 0
    ? nothing
    : html`<h3>${RUNNING.others}</h3>
        <ul role="list" class="small">
          ${all.map(other => html`<li>${otherDevice(other)}</li>`)}
        </ul>`;

const steps: readonly UpdateStage[] = UPDATE_STEPS;

/** Refusals that the device itself may know better, or that are only advice. */
const MAY_TRY: readonly string[] = ['ota-running-unknown', 'ota-same-build'];

const canStart = ({ relay, offer, offered }: CompanionView): boolean =>
  relay.kind === 'ready' &&
  offered.length > 0 &&
  (offer.kind === 'offer' || MAY_TRY.includes(offer.why.code));

function start(running: Running): TemplateResult {
  const { companion, virtual, ear } = running;
  const { view } = companion;
  // While a board is in its loader, step 4 has the primary button.
  const atLoader = ear.kind === 'lane' && !ear.listening;
  const same = view.offer.kind === 'refuse' && view.offer.why.code === 'ota-same-build';
  const { unreachable } = view;
  const reason = unreachable && wordsFor(unreachable);
  const unknown = view.device.running === undefined ? wordsFor(view.offer.why) : undefined;
  return html`
    ${unknown && view.relay.kind === 'ready' ? html`<p class="quiet small">${unknown.text} ${unknown.advice}</p>` : nothing}
    ${virtual ? nothing : address(running)}
    ${reason ? html`<p class="small" role="status"><strong>${reason.title}.</strong> ${reason.text} ${reason.advice}</p>` : nothing}
    ${
      canStart(view)
        ? html`<button class=${same || atLoader ? '' : 'primary'} @click=${() => companion.startUpdate()}>
            ${same ? RUNNING.updateSame : RUNNING.update}
          </button>`
        : nothing
    }
  `;
}

function address({ companion }: Running): TemplateResult {
  const { view } = companion;
  const set = (event: Event): void => companion.setAddress((event.target as HTMLInputElement).value.trim());
  return html`<div class="row">
      <label>${RUNNING.address} <input size="16" inputmode="decimal" .value=${view.address} @change=${set} /></label>
      <button ?disabled=${view.relay.kind !== 'ready'} @click=${() => companion.readPage()}>${RUNNING.readBuild}</button>
    </div>
    <p class="quiet small">${RUNNING.addressAbout}</p>`;
}

function progress({ companion }: Running, update: UpdateReport): TemplateResult {
  const { stage, sent, length } = update;
  const at = steps.indexOf(stage);
  const percent = stage === 'sending' && length ? Math.round((100 * sent) / length) : undefined;
  const share = percent === undefined ? at / UPDATE_STEPS.length : (at + percent / 100) / UPDATE_STEPS.length;
  const sentence = stageSentence(update);
  return html`<div class="update card">
    <p class="visually-hidden" role="status">${sentence.split(':')[0]}</p>
    <ol class="steps" role="list">
      ${UPDATE_STEPS.map(
        (step, i) =>
          html`<li class=${i < at ? 'past' : i === at ? 'now' : ''} aria-current=${i === at ? 'step' : nothing}>${stepName(step)}</li>`,
      )}
    </ol>
    <div
      class="bar"
      role="progressbar"
      aria-label=${RUNNING.progress}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${Math.round(100 * share)}
      aria-valuetext=${sentence}
    >
      <div style=${styleMap({ width: `${100 * share}%` })}></div>
    </div>
    <p>${sentence}</p>
    <button class="quiet" @click=${() => companion.dismiss()}>${RUNNING.stopFollowing}</button>
  </div>`;
}

function result({ companion }: Running, update: UpdateReport, show: (line: number) => void): TemplateResult {
  const { stage } = update;
  const { title, text, line } = resultSentence(update, companion.view.build);
  return html`<div class="update card ${stage}">
    <p class="verdict" role="status">${stage === 'done' ? ICONS.ok : stage === 'failed' ? ICONS.error : ICONS.warning} <span>${title}</span></p>
    <p>${text}</p>
    <div class="row">
      ${line === undefined ? nothing : html`<button class="quiet" @click=${() => show(line)}>▶ ${RUNNING.evidence(line)}</button>`}
      <button class="quiet" @click=${() => companion.dismiss()}>${RUNNING.dismiss}</button>
    </div>
  </div>`;
}
