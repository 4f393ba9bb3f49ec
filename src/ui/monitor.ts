import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Monitor } from '../app/monitor/monitor.ts';
import type { LineOrigin } from '../core/bootlog/events.ts';
import { MONITOR, ORIGINS } from '../words/monitor.ts';
import { Follow } from './follow.ts';
import { rowView } from './monitor/row.ts';
import './monitor/send.ts';
import { monitorStyles } from './monitor/styles.ts';
import { rootScale } from './root-scale.ts';
import { base, buttons } from './shared-styles.ts';
import { styleMap } from './style-map.ts';

/** Pixels of a row at the usual text size; `--row` of the style sheet. */
const ROW = 22;
/** Rows in front of and behind those that are seen. */
const MARGIN_ROWS = 20;
/** How far from its end a log still counts as read to the end, px. */
const NEAR_END = 40;
/** New lines are read aloud together, so often at most, ms. */
const READ_EVERY = 1500;

const KINDS = Object.keys(ORIGINS) as LineOrigin[];

/**
 * What a board says, however much it is: follows the end, stands still, filters, searches. Only the rows that are seen
 * are in the document. Not read aloud unless somebody asks for it.
 *
 * @fires monitor-save - somebody wants the log as a file
 * @fires monitor-send - detail: the bytes for the board
 */
@customElement('ts-monitor')
export class MonitorElement extends LitElement {
  static override styles = [base, buttons, monitorStyles];

  @property({ attribute: false }) monitor?: Monitor;
  /** Whether somebody listens at the other end of the cable. */
  @property({ type: Boolean }) sendable = false;
  @state() private firstRow = 0;
  @state() private follow = true;
  @state() private current: number | undefined;
  @state() private aloud = false;
  @state() private spoken = '';
  @query('.view') private view?: HTMLElement;

  #readUpTo = 0;
  #reader: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    new Follow(this, () => [this.monitor]);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#reader);
  }

  protected override updated(): void {
    if (this.follow && this.view && this.current === undefined) this.view.scrollTop = this.view.scrollHeight;
  }

  override render(): TemplateResult | typeof nothing {
    const { monitor } = this;
    if (!monitor) return nothing;
    const { log, paused } = monitor;
    return html`
      <div class="head">
        <h3 id="title">${MONITOR.title}</h3>
        <button class="quiet" @click=${() => monitor.pause(!paused)}>${paused ? MONITOR.resume : MONITOR.pause}</button>
        <button class="quiet" aria-pressed=${String(this.follow)} @click=${this.#followAgain}>${MONITOR.follow}</button>
        <button class="quiet" @click=${() => this.dispatchEvent(new CustomEvent('monitor-save'))}>${MONITOR.save}</button>
        <button class="quiet" @click=${() => monitor.clear()}>${MONITOR.clear}</button>
      </div>
      ${this.#tools(monitor)}
      ${log.droppedRows > 0 ? html`<p class="quiet small">${MONITOR.dropped(log.droppedRows)}</p>` : nothing}
      <div class="view" role="log" aria-live="off" aria-labelledby="title" tabindex="0" @scroll=${this.#scrolled} @keydown=${this.#key}>
        ${this.#rows(monitor)}
      </div>
      <div class="visually-hidden" role="status">${this.spoken}</div>
      ${this.sendable ? html`<ts-monitor-send></ts-monitor-send>` : nothing}
    `;
  }

  #tools({ log }: Monitor): TemplateResult {
    const { hidden, search } = log.filter;
    return html`<div class="tools">
      <fieldset>
        <legend>${MONITOR.show}</legend>
        ${KINDS.map(
          kind => html`<label
            ><input type="checkbox" .checked=${!hidden.has(kind)} @change=${() => this.#hide(kind)} />${ORIGINS[kind].name}</label
          >`,
        )}
      </fieldset>
      <label>${MONITOR.search} <input type="search" .value=${search} @input=${this.#search} @keydown=${this.#searchKey} /></label>
      ${
        search === ''
          ? nothing
          : html`<span role="status">${MONITOR.found(log.foundCount)}</span>
            <button class="quiet" @click=${() => this.#go(-1)}>${MONITOR.previous}</button>
            <button class="quiet" @click=${() => this.#go(1)}>${MONITOR.next}</button>`
      }
      <label><input type="checkbox" .checked=${this.aloud} @change=${this.#readAloud} />${MONITOR.readAloud}</label>
    </div>`;
  }

  #rows(monitor: Monitor): TemplateResult {
    const { log, history } = monitor;
    const count = log.rowCount;
    if (count === 0) {
      return html`<p class="nothing">${log.filter.hidden.size > 0 ? MONITOR.nothingShown : MONITOR.empty}</p>`;
    }
    const height = ROW * rootScale();
    const shown = Math.ceil((this.view?.clientHeight ?? 400) / height) + 2 * MARGIN_ROWS;
    const last = this.follow && this.current === undefined ? count : Math.min(count, this.firstRow + shown);
    const first = Math.max(0, last - shown);
    const proofs = new Set(history.boots.flatMap(({ slot }) => (slot ? [slot.line] : [])));
    const onToggle = (stretch: number): void => monitor.toggle(stretch);
    return html`<div class="all" style=${styleMap({ height: `${count * height}px` })}>
      <div class="rows" style=${styleMap({ transform: `translateY(${first * height}px)` })}>
        ${Array.from({ length: last - first }, (_, i) => {
          const row = log.row(first + i);
          const look = {
            proofs,
            onToggle,
            found: log.isFound(first + i),
            current: first + i === this.current,
          };
          return row ? rowView(row, look) : nothing;
        })}
      </div>
    </div>`;
  }

  readonly #scrolled = (): void => {
    const { view } = this;
    if (!view) return;
    const atEnd = view.scrollHeight - view.scrollTop - view.clientHeight < NEAR_END;
    if (this.follow && !atEnd) this.follow = false;
    else if (!this.follow && atEnd && this.current === undefined) this.follow = true;
    this.firstRow = Math.max(0, Math.floor(view.scrollTop / (ROW * rootScale())) - MARGIN_ROWS);
  };

  readonly #key = ({ key }: KeyboardEvent): void => {
    if (key === 'End') this.#followAgain();
  };

  readonly #followAgain = (): void => {
    this.current = undefined;
    this.follow = true;
  };

  #hide(kind: LineOrigin): void {
    const { monitor } = this;
    if (!monitor) return;
    const hidden = new Set(monitor.log.filter.hidden);
    if (!hidden.delete(kind)) hidden.add(kind);
    this.current = undefined;
    monitor.setFilter({ ...monitor.log.filter, hidden });
  }

  readonly #search = (event: Event): void => {
    const search = (event.target as HTMLInputElement).value;
    this.current = undefined;
    this.monitor?.setFilter({ ...this.monitor.log.filter, search });
  };

  readonly #searchKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    this.#go(event.shiftKey ? -1 : 1);
  };

  #go(step: 1 | -1): void {
    const found = this.monitor?.log.findFrom(this.current ?? (step === 1 ? -1 : 0), step);
    if (found !== undefined) this.showRow(found);
  }

  /** Brings the row of a line into view and marks it. */
  showLine(number: number): void {
    const index = this.monitor?.log.indexOfLine(number);
    if (index !== undefined) this.showRow(index);
  }

  private showRow(index: number): void {
    this.current = index;
    this.follow = false;
    const height = ROW * rootScale();
    if (this.view) this.view.scrollTop = Math.max(0, index * height - this.view.clientHeight / 2);
  }

  readonly #readAloud = (): void => {
    this.aloud = !this.aloud;
    clearInterval(this.#reader);
    this.#readUpTo = this.monitor?.log.rowCount ?? 0;
    if (this.aloud) this.#reader = setInterval(() => this.#speak(), READ_EVERY);
    else this.spoken = '';
  };

  #speak(): void {
    const log = this.monitor?.log;
    if (!log || log.rowCount <= this.#readUpTo) return;
    const texts: string[] = [];
    for (let i = Math.max(this.#readUpTo, log.rowCount - MARGIN_ROWS); i < log.rowCount; i++) {
      const row = log.row(i);
      if (row?.kind === 'line') texts.push(row.line.text);
    }
    this.#readUpTo = log.rowCount;
    this.spoken = texts.join('\n');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-monitor': MonitorElement;
  }
}
