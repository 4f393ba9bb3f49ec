import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { copyText } from '../app/clipboard.ts';
import { lanesContext } from '../app/contexts.ts';
import { reportFacts, saveReport } from '../app/lanes/check-report-facts.ts';
import type { CheckView, LanesHolder, LaneView } from '../app/lanes/lane-view.ts';
import { CHECKS, type CheckName, WRITING_CHECKS } from '../core/device/board-check.ts';
import { CHECK, checkName, findingOf, seconds, VERDICTS } from '../words/board-check.ts';
import { checkReport } from '../words/check-report.ts';
import { FLASH } from '../words/page-flash.ts';
import { boardCheckStyles } from './board-check-styles.ts';
import { ICONS } from './icons.ts';
import { laneCardStyles } from './lane-card-styles.ts';
import { base, buttons } from './shared-styles.ts';

const NONE: CheckView = { results: [] };

/**
 * Everything that this page does with boards, tried on one, with a report to paste.
 *
 * @fires check-close - somebody is done with it
 */
@customElement('ts-board-check')
export class BoardCheck extends LitElement {
  static override styles = [base, buttons, laneCardStyles, boardCheckStyles];

  @property({ attribute: false }) lane?: LaneView;
  /** The page has programs for both slots. */
  @property({ type: Boolean }) own = false;
  @consume({ context: lanesContext, subscribe: true }) @state() private lanes: LanesHolder | undefined;
  @state() private writes = false;
  @state() private pulls = false;
  @state() private copied = false;
  @query('h4') private heading?: HTMLElement;

  override focus(): void {
    this.heading?.focus();
  }

  override render(): TemplateResult | typeof nothing {
    const { lane } = this;
    if (!lane) return nothing;
    const running = lane.job === 'check' && (lane.phase === 'working' || lane.phase === 'stopping');
    const { check = NONE } = lane;
    return html`<section aria-labelledby="title">
      <h4 id="title" tabindex="-1">${CHECK.title}</h4>
      ${running ? this.#running(lane, check) : this.#choices(lane)}
      ${running || check.results.length > 0 ? list(check, running) : nothing}
      ${!running && check.results.length > 0 ? this.#report(lane, check) : nothing}
    </section>`;
  }

  #choices(lane: LaneView): TemplateResult {
    const { id, phase } = lane;
    return html`<p class="small">${CHECK.about}</p>
      ${this.#box(CHECK.writing, this.writes, is => {
        this.writes = is;
      })}
      ${
        this.writes
          ? html`<div class="warning">
              <p>${CHECK.overwrites(this.own)}</p>
              ${lane.contents?.blank ? nothing : html`<button @click=${() => this.lanes?.readBack(id, undefined, true)}>${CHECK.copyFirst}</button>`}
              ${this.#box(CHECK.unplug, this.pulls, is => {
                this.pulls = is;
              })}
            </div>`
          : nothing
      }
      <div class="row">
        <button class="start" ?disabled=${phase !== 'connected'} @click=${() => void this.lanes?.check(id, this.#wanted)}>
          ${this.writes ? CHECK.startWriting : CHECK.start}
        </button>
        <button class="quiet" @click=${() => this.dispatchEvent(new CustomEvent('check-close'))}>${CHECK.close}</button>
      </div>`;
  }

  get #wanted(): readonly CheckName[] {
    return CHECKS.filter(name => {
      if (name === 'unplug') return this.writes && this.pulls;
      return this.writes || !WRITING_CHECKS.includes(name);
    });
  }

  #running({ id, phase, assist }: LaneView, { asks }: CheckView): TemplateResult {
    return html`${asks ? html`<p class="ask" role="alert"><strong>${CHECK.asks[asks]}</strong></p>` : nothing}
      ${assist ? html`<p class="ask" role="status"><strong>${CHECK.fingers}</strong></p>` : nothing}
      <div class="row">
        <button aria-disabled=${phase === 'stopping'} @click=${() => this.lanes?.stop(id)}>${FLASH.stop}</button>
        <button class="quiet" @click=${() => this.lanes?.skipCheck(id)}>${CHECK.skip}</button>
      </div>`;
  }

  #report(lane: LaneView, { results }: CheckView): TemplateResult | typeof nothing {
    if (!lane.chip) return nothing;
    const text = checkReport(reportFacts(lane.chip, lane.port), results);
    return html`<label>
        ${CHECK.report}
        <textarea readonly rows="12" spellcheck="false" aria-describedby="about-report" .value=${text}></textarea>
      </label>
      <p id="about-report" class="quiet small">${CHECK.reportAbout}</p>
      <div class="row">
        <button @click=${() => void this.#copy(text)}>${ICONS.copy} ${CHECK.copy}</button>
        <button class="quiet" @click=${() => saveReport(text)}>${CHECK.save}</button>
        <span role="status" class="small">${this.copied ? CHECK.copied : nothing}</span>
      </div>`;
  }

  async #copy(text: string): Promise<void> {
    this.copied = await copyText(text);
    if (!this.copied) this.renderRoot.querySelector('textarea')?.select();
  }

  #box(name: string, checked: boolean, set: (is: boolean) => void): TemplateResult {
    return html`<label class="check"
      ><input type="checkbox" .checked=${checked} @change=${(event: Event) => set((event.target as HTMLInputElement).checked)} />${name}</label
    >`;
  }
}

/** Every check with what became of it. */
const list = (
  { results, running }: CheckView,
  works: boolean,
): TemplateResult => html`<ol class="checks" aria-label=${CHECK.progress}>
  ${CHECKS.map(name => {
    const result = results.find(({ check }) => check === name);
    const verdict = result?.verdict ?? (works && running === name ? 'running' : 'waiting');
    if (!works && !result) return nothing;
    return html`<li class=${verdict}>
      ${verdict === 'running' ? html`<span class="pulse" aria-hidden="true"></span>` : SIGNS[verdict]}
      <span class="name">${checkName(name)}</span>
      <span class="quiet small">${VERDICTS[verdict]}${result && result.verdict !== 'skipped' ? ` · ${seconds(result.ms)}` : ''}</span>
      ${result ? html`<span class="found small">${findingOf(result)}</span>` : nothing}
    </li>`;
  })}
</ol>`;

const SIGNS = { passed: ICONS.ok, failed: ICONS.error, skipped: ICONS.note, waiting: nothing } as const;

declare global {
  interface HTMLElementTagNameMap {
    'ts-board-check': BoardCheck;
  }
}
