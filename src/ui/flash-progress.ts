import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { lanesContext } from '../app/contexts.ts';
import type { LanesHolder, LaneView } from '../app/lanes/lane-view.ts';
import { stopOutlook } from '../app/lanes/stop-outlook.ts';
import { FLASH, progressNumbers, progressText, stageWords, stopWords } from '../words/page-flash.ts';
import { STOP, stopOutlookWords } from '../words/stop.ts';
import { base, buttons } from './shared-styles.ts';
import { styleMap } from './style-map.ts';

/** A job at work: stage, percent, rate, time left, and Stop with what it means. */
@customElement('ts-flash-progress')
export class FlashProgress extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-2);
      }
      .line,
      .stop {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: var(--space-1) var(--space-4);
        font-variant-numeric: tabular-nums;
      }
      .percent {
        font-size: var(--text-l);
        font-weight: 650;
      }
      .bar {
        height: 0.75rem;
        border: 1px solid var(--line-strong);
        border-radius: 1rem;
        background: var(--ground-sunken);
        overflow: hidden;
      }
      .bar span {
        display: block;
        width: var(--part);
        height: 100%;
        background: var(--primary);
        forced-color-adjust: none;
      }
      .stop {
        align-items: center;
      }
      .now[aria-disabled='true'] {
        opacity: 0.6;
        cursor: default;
      }
      .question {
        display: grid;
        gap: var(--space-2);
        padding: var(--space-3) var(--space-4);
        border: 2px solid var(--warn);
        border-radius: var(--radius-2);
      }
      .stop p {
        flex: 1 1 16rem;
      }
    `,
  ];

  @property({ attribute: false }) lane?: LaneView;
  @consume({ context: lanesContext, subscribe: true }) @state() private lanes: LanesHolder | undefined;
  @query('.no') private no?: HTMLElement;
  @query('.now') private button?: HTMLElement;

  protected override updated(changed: PropertyValues<this>): void {
    const asked = this.lane?.stopAsked;
    if (!changed.has('lane') || asked === changed.get('lane')?.stopAsked) return;
    if (asked) this.no?.focus();
    else this.focus();
  }

  override focus(): void {
    this.button?.focus();
  }

  override render(): TemplateResult | typeof nothing {
    const { lane } = this;
    if (!lane?.job) return nothing;
    const { progress, id, job, phase } = lane;
    const { percent } = progress ?? {};
    const stage = progress?.stage ?? 'opening';
    return html`
      <p class="line">
        ${percent === undefined ? nothing : html`<span class="percent">${Math.floor(percent)} %</span>`}
        <span>${stageWords(stage)}</span>
        <span class="quiet">${progress ? progressNumbers(progress) : nothing}</span>
      </p>
      <div
        class="bar"
        role="progressbar"
        aria-label=${FLASH.write}
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${percent === undefined ? nothing : Math.floor(percent)}
        aria-valuetext=${progress ? progressText(progress) : stageWords(stage)}
      >
        <span style=${styleMap({ '--part': `${percent ?? 0}%` })}></span>
      </div>
      ${lane.stopAsked ? this.#question(lane, job) : this.#stop(id, phase, meaning(lane, job))}
    `;
  }

  #stop(id: string, phase: LaneView['phase'], means: string): TemplateResult {
    return html`<div class="stop">
      <button class="now" aria-disabled=${phase === 'stopping'} @click=${() => this.lanes?.stop(id)}>${FLASH.stop}</button>
      <p class="quiet small">${means}</p>
    </div>`;
  }

  /** Esc was pressed, perhaps by mistake: the work goes on until somebody says yes. */
  #question(lane: LaneView, job: LaneJob): TemplateResult {
    const title = job === 'write' ? STOP.ask : STOP.askOther;
    return html`<div class="question" role="alertdialog" aria-label=${title} aria-describedby="means">
      <p><strong>${title}</strong></p>
      <p id="means">${meaning(lane, job)}</p>
      <div class="stop">
        <button class="no" @click=${() => this.lanes?.keepOn(lane.id)}>${STOP.no}</button>
        <button class="now" @click=${() => this.lanes?.stop(lane.id)}>${STOP.yes}</button>
      </div>
    </div>`;
  }
}

type LaneJob = NonNullable<LaneView['job']>;

/** What it means to stop now; of a write that is known sector by sector. */
const meaning = (lane: LaneView, job: LaneJob): string =>
  job === 'write' ? `${stopOutlookWords(stopOutlook(lane))} ${STOP.later}` : stopWords(job);

declare global {
  interface HTMLElementTagNameMap {
    'ts-flash-progress': FlashProgress;
  }
}
