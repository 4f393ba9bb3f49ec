import { consume } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { lanesContext } from '../app/contexts.ts';
import type { LanesHolder, LaneView } from '../app/lanes/lane-view.ts';
import { hasImages, type Shown } from '../app/state.ts';
import type { FlashReport } from '../core/device/flash-event.ts';
import { portName } from '../words/page-board.ts';
import { FLASH, resultTitle } from '../words/page-flash.ts';
import './finding-list.ts';
import { flashLaneStyles } from './flash-lane-styles.ts';
import './flash-map.ts';
import './flash-plan.ts';
import './flash-progress.ts';
import { brokenOffView, failureView, resultView } from './flash-result.ts';
import './flash-tools.ts';
import { ICONS } from './icons.ts';
import { base, buttons } from './shared-styles.ts';

/** What the part shows; the focus follows when it changes under it. */
type Mode = 'plan' | 'work' | 'result' | 'failed' | 'watch' | 'rest';

/** Step 4 of one board. */
@customElement('ts-flash-lane')
export class FlashLane extends LitElement {
  static override styles = [base, buttons, flashLaneStyles];

  @property({ attribute: false }) lane?: LaneView;
  @property({ attribute: false }) shown?: Shown | undefined;
  /** One of several boards: it says which. */
  @property({ type: Boolean }) several = false;
  /** The page's primary button is elsewhere. */
  @property({ type: Boolean }) secondary = false;
  @consume({ context: lanesContext, subscribe: true }) @state() private lanes: LanesHolder | undefined;
  /** Stays when the board is watched. */
  @state() private last: FlashReport | undefined;
  #reconnect = false;
  #mode: Mode = 'rest';
  #held = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { lane } = this;
    if (!lane) return;
    if (changed.has('lane')) this.#follow(lane);
    this.#held = this.renderRoot.contains((this.renderRoot as ShadowRoot).activeElement);
  }

  protected override updated(): void {
    const mode = this.lane ? modeOf(this.lane) : 'rest';
    if (mode === this.#mode) return;
    this.#mode = mode;
    const lost = (this.renderRoot as ShadowRoot).activeElement === null;
    const target = this.renderRoot.querySelector<HTMLElement & Partial<LitElement>>('[data-focus]');
    // An element that has just come renders after this one.
    if (this.#held && lost && target) void Promise.resolve(target.updateComplete).then(() => target.focus());
  }

  override render(): TemplateResult | typeof nothing {
    const { lane } = this;
    if (!lane) return nothing;
    const mode = modeOf(lane);
    return html`<section aria-label=${portName(lane.port)}>
      ${this.several ? html`<h3>${portName(lane.port)}</h3>` : nothing} ${this.#body(lane, mode)}
      ${mode === 'watch' ? nothing : html`<ts-flash-map .lane=${lane} .plan=${this.shown?.workspace.plan}></ts-flash-map>`}
      <ts-flash-tools ?hidden=${lane.phase !== 'connected'} .lane=${lane}></ts-flash-tools>
    </section>`;
  }

  #follow(lane: LaneView): void {
    if (lane.report) this.last = lane.report;
    if (this.#reconnect && lane.phase === 'closed') {
      this.#reconnect = false;
      this.lanes?.connect(lane.id);
    }
  }

  #body(lane: LaneView, mode: Mode): TemplateResult | typeof nothing {
    switch (mode) {
      case 'work':
        return html`<ts-flash-progress data-focus .lane=${lane}></ts-flash-progress>`;
      case 'result':
        return html`${lane.report ? resultView(lane.report, lane.findings) : nothing} ${this.#watchButton(lane, !this.secondary)}`;
      case 'failed':
        return failureView(lane, this.secondary, () => this.lanes?.resume(lane.id));
      case 'watch':
        return this.#watching(lane);
      case 'plan':
        return this.#plan(lane);
      case 'rest':
        return this.last ? this.#lastLine(this.last) : nothing;
    }
  }

  #plan(lane: LaneView): TemplateResult {
    const { id, resume } = lane;
    const hasFiles = hasImages(this.shown);
    const before = brokenOffView(lane, hasFiles);
    if (!hasFiles)
      return html`${before}<p class="quiet">${FLASH.noImages}</p> ${this.#watchButton(lane, false)}`;
    return html`${before}
      <ts-flash-plan
        data-focus
        .lane=${lane}
        .shown=${this.shown}
        ?secondary=${this.secondary}
        ?again=${resume !== undefined}
        @flash-write=${() => (resume ? this.lanes?.resume(id) : this.lanes?.write(id))}
        ><div slot="more">${this.#watchButton(lane, false)}</div></ts-flash-plan
      >`;
  }

  #watching(lane: LaneView): TemplateResult {
    return html`
      ${this.last ? this.#lastLine(this.last) : nothing}
      <p>${FLASH.watching} <a href="#running" data-focus>${FLASH.watchingWhere}</a></p>
      <div class="row">
        <button
          @click=${() => {
            this.#reconnect = true;
            this.lanes?.stop(lane.id);
          }}
        >
          ${FLASH.connectAgain}
        </button>
      </div>
    `;
  }

  /** What was written stays true when the program runs; which slot starts may change with every update of it. */
  #lastLine({ boots: _, ...written }: FlashReport): TemplateResult {
    return html`<p class="done">${ICONS.ok}<span>${resultTitle(written)}</span></p>`;
  }

  #watchButton(lane: LaneView, primary: boolean): TemplateResult {
    return html`<div class="row">
      <button
        class=${primary ? 'primary' : ''}
        @click=${() => this.lanes?.watch(lane.id, { reset: true, baud: 'auto' })}
      >
        ${FLASH.resetAndWatch}
      </button>
    </div>`;
  }
}

function modeOf({ phase, job, finding, resume, contents, done }: LaneView): Mode {
  if (phase === 'working' || phase === 'stopping') return job === 'watch' ? 'watch' : 'work';
  if (phase === 'watching') return 'watch';
  if (phase === 'connected' && contents) return done ? 'result' : 'plan';
  return resume || (finding && job !== 'connect') ? 'failed' : 'rest';
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-flash-lane': FlashLane;
  }
}
