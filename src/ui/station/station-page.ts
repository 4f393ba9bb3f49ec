import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { BoardHolder } from '../../app/board-holder.ts';
import { boardContext, lanesContext, partsContext, workContext } from '../../app/contexts.ts';
import type { LanesHolder } from '../../app/lanes/lane-view.ts';
import type { PageParts } from '../../app/page-parts.ts';
import { type AppState, hasImages } from '../../app/state.ts';
import { stationOf } from '../../app/station/start.ts';
import type { Station, StationView } from '../../app/station/station.ts';
import { rateText, STATION } from '../../words/station.ts';
import { Follow } from '../follow.ts';
import '../port-help.ts';
import { base, buttons } from '../shared-styles.ts';
import './seat-card.ts';
import './station-log.ts';
import './station-plan.ts';
import { stationStyles } from './styles.ts';

/** The page of the station: its plan, its switch, its seats, and its log. */
@customElement('ts-station-page')
export class StationPage extends LitElement {
  static override styles = [base, buttons, stationStyles];

  @consume({ context: lanesContext, subscribe: true }) @state() private lanes: LanesHolder | undefined;
  @consume({ context: boardContext, subscribe: true }) @state() private board: BoardHolder | undefined;
  @consume({ context: partsContext, subscribe: true }) @state() private parts: PageParts | undefined;
  @consume({ context: workContext, subscribe: true }) @state() private work!: AppState['work'];
  #station: Station | undefined;

  constructor() {
    super();
    new Follow(this, () => [this.#station]);
  }

  protected override willUpdate(): void {
    const { lanes, board, parts } = this;
    if (lanes && board && parts) this.#station = stationOf(lanes, board, parts);
  }

  override render(): TemplateResult {
    const station = this.#station;
    const { shown } = this.work;
    return html`<div class="page">
      <header>
        <h2>${STATION.title}</h2>
        <p>${STATION.about}</p>
      </header>
      ${
        hasImages(shown)
          ? html`<ts-station-plan
              .station=${station}
              .shown=${shown}
              .rules=${station?.view.rules}
              ?fixed=${station?.view.state !== 'idle'}
            ></ts-station-plan>`
          : html`<p>${STATION.noBuild} <a href="#firmware">${STATION.noBuildLink}</a></p>`
      }
      ${station ? this.#body(station, hasImages(shown)) : nothing}
    </div>`;
  }

  #body(station: Station, ready: boolean): TemplateResult {
    const { view } = station;
    return html`${this.#switch(station, ready)} ${view.state === 'idle' && view.entries.length === 0 ? nothing : counters(view)}
      <section aria-label=${STATION.seats}>
        <h3 class="visually-hidden">${STATION.seats}</h3>
        ${view.seats.length === 0 ? html`<p class="quiet">${STATION.noSeats}</p>` : nothing}
        <ul class="seats" role="list">
          ${repeat(
            view.seats,
            ({ id }) => id,
            seat =>
              html`<li><ts-seat .view=${seat} .station=${station} ?running=${view.state === 'running'}></ts-seat></li>`,
          )}
        </ul>
      </section>
      <ts-station-log .station=${station} .entries=${view.entries} ?unkept=${view.unkept}></ts-station-log>`;
  }

  #switch(station: Station, ready: boolean): TemplateResult {
    const { state: now, busy, buildChanged } = station.view;
    const lanes = this.lanes?.view;
    const ports = (lanes?.ports.length ?? 0) + (lanes?.lanes.length ?? 0);
    const serial = lanes?.serial ?? 'ready';
    const line =
      now === 'running'
        ? STATION.running
        : now === 'stopping'
          ? STATION.stopping(busy)
          : `${STATION.idle} ${STATION.ports(ports)}`;
    return html`<section class="switch" aria-label=${STATION.title}>
      <div class="row">
        ${
          now === 'idle'
            ? html`<button class="primary" ?disabled=${!ready} @click=${() => station.start()}>${STATION.start}</button>`
            : html`<button class="primary" ?disabled=${now === 'stopping'} @click=${() => station.stop()}>${STATION.stop}</button>`
        }
        ${serial === 'ready' ? html`<button @click=${() => void this.lanes?.choosePort(false)}>${STATION.addPort}</button>` : nothing}
        <button @click=${() => void station.addVirtual()}>${STATION.addVirtual}</button>
      </div>
      <p role="status">${buildChanged ? html`<strong>${STATION.buildChanged}</strong> ` : nothing}${line}</p>
      ${serial === 'ready' ? html`<p class="quiet small">${STATION.addPortAbout}</p>` : nothing}
      ${serial !== 'ready' || lanes?.nothingChosen ? html`<ts-port-help trouble=${lanes?.nothingChosen ? 'nothing-chosen' : 'none'} .reason=${serial}></ts-port-help>` : nothing}
    </section>`;
  }
}

const counters = ({
  counts,
  busy,
}: StationView): TemplateResult => html`<dl class="counts" aria-label=${STATION.counts}>
  <div class="passed"><dt>${STATION.passed}</dt><dd>${counts.passed}</dd></div>
  <div class="failed"><dt>${STATION.failed}</dt><dd>${counts.failed}</dd></div>
  <div><dt>${STATION.refused}</dt><dd>${counts.refused}</dd></div>
  <div><dt>${STATION.busy}</dt><dd>${busy}</dd></div>
  <div><dt>${STATION.perHour}</dt><dd>${rateText(counts)}</dd></div>
</dl>`;

declare global {
  interface HTMLElementTagNameMap {
    'ts-station-page': StationPage;
  }
}
