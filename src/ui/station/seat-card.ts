import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SeatView } from '../../app/station/seats.ts';
import type { Station } from '../../app/station/station.ts';
import { portName } from '../../words/page-board.ts';
import { progressText, stageWords } from '../../words/page-flash.ts';
import { STATION, seatAdvice, seatName, seatReason, seatState } from '../../words/station.ts';
import { base, buttons } from '../shared-styles.ts';
import { seatStyles } from './seat-styles.ts';
import { SYMBOLS } from './symbols.ts';

/** One seat: what becomes of the board in it, to be read from two metres. */
@customElement('ts-seat')
export class SeatElement extends LitElement {
  static override styles = [base, buttons, seatStyles];

  @property({ attribute: false }) view?: SeatView;
  @property({ attribute: false }) station?: Station;
  /** The station runs: a board can be written again. */
  @property({ type: Boolean }) running = false;

  override render(): TemplateResult | typeof nothing {
    const { view } = this;
    if (!view) return nothing;
    const { seat, lane } = view;
    const mac = 'mac' in seat ? seat.mac : undefined;
    const reason = seatReason(seat);
    const done = seat.kind === 'refused' && seat.again;
    return html`<article class="${seat.kind} ${done ? 'done' : ''}" aria-label=${seatName(view)}>
      <div class="head">
        <h3>${seatName(view)}</h3>
        <span class="quiet small mono">${mac ?? (lane ? portName(lane.port) : '')}</span>
      </div>
      <p class="big">${SYMBOLS[done ? 'passed' : seat.kind]} <span>${seatState(seat)}</span></p>
      ${this.#progress(view)} ${reason ? html`<p class="reason">${reason}</p>` : nothing}
      ${seatAdvice(seat).map(line => html`<p class="advice small">${line}</p>`)} ${this.#again(view)}
      <label
        >${STATION.label}<input
          .value=${view.label}
          maxlength="40"
          autocomplete="off"
          @change=${(e: Event) => this.station?.setLabel(view.id, (e.target as HTMLInputElement).value.trim())}
      /></label>
    </article>`;
  }

  #progress({ seat, lane }: SeatView): TemplateResult | typeof nothing {
    const { progress } = lane ?? {};
    if (!progress || (seat.kind !== 'flashing' && seat.kind !== 'verifying' && seat.kind !== 'recognising'))
      return nothing;
    const { percent } = progress;
    return html`<progress
        max="100"
        .value=${percent ?? 0}
        aria-label=${seatState(seat)}
        aria-valuetext=${progressText(progress)}
      ></progress>
      <p class="quiet small">${stageWords(progress.stage)}</p>`;
  }

  #again({ id, seat }: SeatView): TemplateResult | typeof nothing {
    const may = seat.kind === 'refused' || seat.kind === 'failed';
    if (!may || !this.running) return nothing;
    // Errors cannot be agreed to: the board has to change first.
    const hopeless = seat.kind === 'refused' && seat.why.some(({ severity }) => severity === 'error');
    if (hopeless) return nothing;
    const anyway = seat.kind === 'refused' && !seat.again;
    return html`<button @click=${() => this.station?.writeAgain(id)}>
      ${anyway ? STATION.anyway : STATION.again}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-seat': SeatElement;
  }
}
