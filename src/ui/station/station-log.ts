import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { saveStationLog, timeText } from '../../app/station/log.ts';
import type { Station } from '../../app/station/station.ts';
import type { StationEntry } from '../../core/station/record.ts';
import { entryCells, STATION } from '../../words/station.ts';
import { base, buttons } from '../shared-styles.ts';
import { tables } from '../table-styles.ts';

const SHOWN = 20;

/** The boards so far, the latest first, and the way to a file. */
@customElement('ts-station-log')
export class StationLog extends LitElement {
  static override styles = [
    base,
    buttons,
    tables,
    css`
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-3);
      }
      h3 {
        font-size: var(--text-l);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-4);
      }
      .scroll {
        overflow-x: auto;
      }
      td {
        white-space: nowrap;
      }
      p {
        max-width: 75ch;
      }
    `,
  ];

  @property({ attribute: false }) station?: Station;
  @property({ attribute: false }) entries: readonly StationEntry[] = [];
  @property({ type: Boolean }) unkept = false;
  @state() private asking = false;

  override render(): TemplateResult | typeof nothing {
    const { entries } = this;
    if (entries.length === 0) return nothing;
    const latest = entries.slice(-SHOWN).reverse();
    return html`<section aria-label=${STATION.log}>
      <h3>${STATION.log}</h3>
      <p class="quiet small">${STATION.logAbout}</p>
      ${this.unkept ? html`<p role="alert"><strong>${STATION.unkept}</strong></p>` : nothing}
      <div class="row">
        <button @click=${() => saveStationLog(entries)}>${STATION.save}</button>
        ${this.asking ? this.#question() : html`<button class="quiet" @click=${() => this.#ask(true)}>${STATION.forget}</button>`}
        <span class="quiet small">${STATION.latest(latest.length, entries.length)}</span>
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label=${STATION.logTable}>
        <table>
          <thead><tr>${STATION.columns.slice(0, 7).map(name => html`<th scope="col">${name}</th>`)}</tr></thead>
          <tbody>
            ${latest.map(
              entry =>
                html`<tr>${entryCells(entry, timeText)
                  .slice(0, 7)
                  .map(cell => html`<td>${cell}</td>`)}</tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`;
  }

  #question(): TemplateResult {
    return html`<span role="alert">${STATION.forgetAsk}</span>
      <button @click=${() => this.#forget()}>${STATION.forgetYes}</button>
      <button class="quiet" @click=${() => this.#ask(false)}>${STATION.forgetNo}</button>`;
  }

  #ask(asking: boolean): void {
    this.asking = asking;
  }

  #forget(): void {
    this.asking = false;
    void this.station?.clearLog();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-station-log': StationLog;
  }
}
