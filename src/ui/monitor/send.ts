import { html, LitElement, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { type LineEnding, MONITOR } from '../../words/monitor.ts';
import { base, buttons } from '../shared-styles.ts';
import { monitorStyles } from './styles.ts';

const ENDINGS: Readonly<Record<LineEnding, string>> = { crlf: '\r\n', lf: '\n', cr: '\r', none: '' };

/**
 * A line of text for the board.
 *
 * @fires monitor-send - detail: its bytes, with the chosen line end
 */
@customElement('ts-monitor-send')
export class MonitorSend extends LitElement {
  static override styles = [base, buttons, monitorStyles];

  @state() private ending: LineEnding = 'crlf';
  @query('input') private input!: HTMLInputElement;

  override render(): TemplateResult {
    return html`<form class="send" @submit=${this.#send}>
      <label>${MONITOR.sendLabel} <input type="text" autocomplete="off" spellcheck="false" /></label>
      <label
        >${MONITOR.ending}
        <select @change=${(event: Event) => {
          this.ending = (event.target as HTMLSelectElement).value as LineEnding;
        }}>
          ${(Object.keys(ENDINGS) as LineEnding[]).map(
            name =>
              html`<option value=${name} ?selected=${name === this.ending}>${MONITOR.endings[name]}</option>`,
          )}
        </select></label
      >
      <button>${MONITOR.send}</button>
    </form>`;
  }

  readonly #send = (event: Event): void => {
    event.preventDefault();
    const detail = new TextEncoder().encode(this.input.value + ENDINGS[this.ending]);
    this.input.value = '';
    if (detail.length === 0) return;
    this.dispatchEvent(new CustomEvent('monitor-send', { detail, bubbles: true, composed: true }));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-monitor-send': MonitorSend;
  }
}
