import { html, nothing, type TemplateResult } from 'lit';
import type { Running } from '../../app/companion/running.ts';
import { COMMON_RATES } from '../../core/bootlog/rates.ts';
import { LISTENING } from '../../words/watch.ts';

const RATES = [...COMMON_RATES, 250_000, 500_000, 1_000_000, 2_000_000].sort((a, b) => a - b);

/** How the board is listened to: the rate of its program, found or chosen, and a reset to read its boot text. */
export function listening(running: Running): TemplateResult | typeof nothing {
  const { ear } = running;
  if (ear.kind !== 'lane' || !ear.listening) return nothing;
  const { appBaud, appBaudChosen = false } = ear.lane.memory;
  const rates = appBaud === undefined || RATES.includes(appBaud) ? RATES : [...RATES, appBaud];
  const choose = (event: Event): void => {
    const { value } = event.target as HTMLSelectElement;
    running.chooseRate(value === 'auto' ? 'auto' : Number(value));
  };
  const auto = appBaud === undefined || appBaudChosen ? LISTENING.auto : LISTENING.autoNow(appBaud);
  return html`<div class="row">
      <label
        >${LISTENING.rate}
        <select aria-describedby="rate-about" @change=${choose}>
          <option value="auto" ?selected=${!appBaudChosen}>${auto}</option>
          ${rates.map(
            baud =>
              html`<option value=${baud} ?selected=${appBaudChosen && baud === appBaud}>${LISTENING.baud(baud)}</option>`,
          )}
        </select>
      </label>
      <button @click=${() => running.repeatBoot()}>${LISTENING.repeat}</button>
    </div>
    <p id="rate-about" class="quiet small">${LISTENING.rateAbout}</p>`;
}
