import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { lanesContext } from '../app/contexts.ts';
import type { LanesHolder, LaneView } from '../app/lanes/lane-view.ts';
import { CHECK } from '../words/board-check.ts';
import { wordsFor } from '../words/findings.ts';
import {
  BOARD,
  chipFacts,
  chipLine,
  contentFacts,
  contentLine,
  type Fact,
  phaseWords,
  portName,
} from '../words/page-board.ts';
import { FLASH, stageWords } from '../words/page-flash.ts';
import './finding-list.ts';
import { ICONS } from './icons.ts';
import { laneCardStyles } from './lane-card-styles.ts';
import { base, buttons, disclosures } from './shared-styles.ts';

const BAUDS = [115200, 230400, 460800, 921600] as const;

/** One board: what it is, what is on it, how the line to it is, and help while it is being connected. */
@customElement('ts-lane-card')
export class LaneCard extends LitElement {
  static override styles = [base, buttons, disclosures, laneCardStyles];

  @property({ attribute: false }) lane?: LaneView;
  /** One of several: only its lines. */
  @property({ type: Boolean }) compact = false;
  /** Connecting is the next step. */
  @property({ type: Boolean }) primary = false;
  @consume({ context: lanesContext, subscribe: true }) @state() private lanes: LanesHolder | undefined;
  /** The page has programs for both slots. */
  @property({ type: Boolean }) own = false;
  @state() private checks: 'closed' | 'open' | 'failed' = 'closed';
  @query('h3') private heading?: HTMLElement;

  override focus(): void {
    this.heading?.focus();
  }

  override render(): TemplateResult | typeof nothing {
    const { lane } = this;
    if (!lane) return nothing;
    return html`<article class=${lane.phase} aria-labelledby="name">
      <div class="head">
        <h3 id="name" tabindex="-1">${portName(lane.port)}</h3>
        <span class="phase">${lane.chip && lane.phase === 'connected' ? ICONS.ok : nothing}${phaseWords(lane.phase)}</span>
        <span class="buttons">${this.#buttons(lane)}</span>
      </div>
      ${summary(lane)} ${lane.phase === 'connecting' ? connecting(lane) : nothing}
      ${lane.finding && lane.job === 'connect' ? html`<div role="alert"><ts-finding-list .findings=${[lane.finding]}></ts-finding-list></div>` : nothing}
      ${lane.fault ? html`<p role="alert">${lane.fault}</p>` : nothing} ${this.#facts(lane)} ${this.#options(lane)} ${this.#check(lane)}
    </article>`;
  }

  #buttons({ id, phase, port, chip }: LaneView): TemplateResult {
    const { lanes } = this;
    const idle = phase === 'closed' || phase === 'taken';
    return html`
      ${phase === 'connecting' ? html`<button @click=${() => lanes?.stop(id)}>${BOARD.stop}</button>` : nothing}
      ${idle ? html`<button class=${this.primary ? 'primary' : ''} @click=${() => lanes?.connect(id)}>${chip ? FLASH.connectAgain : BOARD.reconnect}</button>` : nothing}
      ${port.identity.virtual ? nothing : html`<button class="quiet" @click=${() => lanes?.close(id)}>${BOARD.disconnect}</button>`}
    `;
  }

  /** Everything tried on this board; fetched when somebody asks for it. */
  #check(lane: LaneView): TemplateResult | typeof nothing {
    if (this.checks === 'open')
      return html`<ts-board-check
        .lane=${lane}
        ?own=${this.own}
        @check-close=${() => {
          this.checks = 'closed';
        }}
      ></ts-board-check>`;
    if (!lane.chip || lane.phase !== 'connected') return nothing;
    return html`<p>
      <button class="quiet" @click=${this.#openCheck}>${CHECK.open}</button>
      ${this.checks === 'failed' ? html`<span role="alert">${CHECK.loadFailed}</span>` : nothing}
    </p>`;
  }

  readonly #openCheck = async (): Promise<void> => {
    this.checks = await import('./board-check.ts').then(
      () => 'open' as const,
      () => 'failed' as const,
    );
    await this.updateComplete;
    const check = this.renderRoot.querySelector<LitElement>('ts-board-check');
    await check?.updateComplete;
    check?.focus();
  };

  #facts({ chip, link, contents, phase }: LaneView): TemplateResult | typeof nothing {
    if (!chip) return nothing;
    const table = [...chipFacts(chip, link), ...(contents ? contentFacts(contents) : [])];
    const list = html`<dl>${table.map(factView)}</dl>
      ${contents && phase === 'watching' ? html`<p class="quiet small">${BOARD.readBefore}</p>` : nothing}`;
    if (!this.compact) return list;
    return html`<details><summary>${BOARD.details}</summary>${list}</details>`;
  }

  #options({ id, choices, port }: LaneView): TemplateResult {
    const { lanes } = this;
    return html`<details>
      <summary>${BOARD.options}</summary>
      <div class="options">
        <label
          >${BOARD.rate}
          <select
            @change=${(event: Event) => {
              const { value } = event.target as HTMLSelectElement;
              lanes?.choose(id, { baud: value === 'auto' ? 'auto' : Number(value) });
            }}
          >
            <option value="auto" ?selected=${choices.baud === 'auto'}>${BOARD.rateAuto}</option>
            ${BAUDS.map(baud => html`<option value=${baud} ?selected=${choices.baud === baud}>${BOARD.rateOf(baud)}</option>`)}
          </select></label
        >
        <label class="check"
          ><input
            type="checkbox"
            .checked=${choices.stub}
            @change=${(event: Event) => lanes?.choose(id, { stub: (event.target as HTMLInputElement).checked })}
          />${BOARD.stub}</label
        >
        <p class="quiet small">${BOARD.nextTime}</p>
        ${port.identity.virtual ? nothing : html`<button class="quiet" @click=${() => void lanes?.forget(id)}>${BOARD.forget}</button>`}
      </div>
    </details>`;
  }
}

const factView = ({ name, value }: Fact): TemplateResult =>
  html`<div class="fact"><dt>${name}</dt><dd>${value}</dd></div>`;

/** A program that runs may have been updated since the flash was read: step 5 knows better what it is. */
const summary = ({ chip, contents, phase }: LaneView): TemplateResult | typeof nothing =>
  chip
    ? html`<p>${chipLine(chip)}. ${contents && phase !== 'watching' ? contentLine(contents) : nothing}</p>`
    : nothing;

/** What is being tried, why the last try failed, and what fingers have to do. */
function connecting({ progress, retry, assist }: LaneView): TemplateResult {
  const stage = progress ? stageWords(progress.stage) : stageWords('opening');
  const reason = retry && wordsFor(retry);
  return html`
    <p class="stage"><span class="pulse" aria-hidden="true"></span>${stage}…</p>
    ${assist ? assistView(assist.heard) : nothing}
    ${reason ? html`<p class="quiet small">${BOARD.retry}: ${reason.title}. ${reason.text}</p>` : nothing}
  `;
}

const assistView = (
  heard: boolean,
): TemplateResult => html`<div class="assist ${heard ? 'heard' : ''}" role="status">
  <p><strong>${BOARD.assistTitle}</strong></p>
  <ol>
    <li>${BOARD.assistHold}</li>
    <li>${BOARD.assistTap}</li>
  </ol>
  <p class="sign">${heard ? ICONS.ok : ICONS.note} ${heard ? BOARD.assistHeard : BOARD.assistWait}</p>
</div>`;

declare global {
  interface HTMLElementTagNameMap {
    'ts-lane-card': LaneCard;
  }
}
