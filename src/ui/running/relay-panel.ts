import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { RelayState } from '../../app/companion/companion.ts';
import type { Running } from '../../app/companion/running.ts';
import { isLocalPage, relayPermission } from '../../app/loopback.ts';
import { addressOf } from '../../app/places.ts';
import { parseRelayFragment } from '../../core/ota/relay-messages.ts';
import { listOf } from '../../words/format.ts';
import { RELAY_LOSSES, RELAY_STEP } from '../../words/running.ts';
import { base, buttons, disclosures } from '../shared-styles.ts';
import { runningStyles } from './styles.ts';

/** The relay: nothing to do for the virtual board; for real devices how to start it, and whether it is there. */
@customElement('ts-relay-panel')
export class RelayPanel extends LitElement {
  static override styles = [base, buttons, disclosures, runningStyles];

  @property({ attribute: false }) running?: Running;
  /** Comes beside `running`, whose identity stays when this changes. */
  @property({ attribute: false }) relay: RelayState = { kind: 'none' };
  @state() private bad = false;
  @state() private denied = false;
  @query('input') private field?: HTMLInputElement;

  override render(): TemplateResult | typeof nothing {
    const { running, relay } = this;
    if (!running) return nothing;
    if (running.virtual) return html`<p class="quiet small">${RELAY_STEP.page}</p>`;
    if (relay.kind === 'ready') return ready(relay, running);
    return html`<details ?open=${relay.kind === 'connecting'}>
      <summary>${RELAY_STEP.title}</summary>
      <div class="update">${relay.kind === 'connecting' ? this.#connecting(relay, running) : this.#how()}</div>
    </details>`;
  }

  #connecting({ loss }: Extract<RelayState, { kind: 'connecting' }>, running: Running): TemplateResult {
    const mayTake = loss === 'busy' || loss === 'replaced';
    return html`<p role="status">${loss ? RELAY_LOSSES[loss] : RELAY_STEP.connecting}</p>
      ${mayTake ? html`<button @click=${() => running.takeOver()}>${RELAY_STEP.takeOver}</button>` : nothing}
      ${this.denied && loss === 'not-there' ? html`<p role="status">${RELAY_STEP.permissionDenied}</p>` : nothing}
      ${loss === 'token' ? this.#key() : nothing}`;
  }

  #how(): TemplateResult {
    return html`<p>${RELAY_STEP.about}</p>
      <p><code>${RELAY_STEP.command}</code></p>
      <p class="quiet small">${RELAY_STEP.commandAbout}</p>
      <p class="small">
        <a href="./twinslot-relay.mjs" download>${RELAY_STEP.download}</a> <span class="quiet">${RELAY_STEP.downloadAbout}</span>
      </p>
      ${this.#key()}
      <p class="quiet small">${RELAY_STEP.storage} <a href=${addressOf('locker')}>${RELAY_STEP.locker}</a>.</p>`;
  }

  #key(): TemplateResult {
    const fragment = parseRelayFragment(location.hash) ? location.href : '';
    return html`<div class="row">
        <label>${RELAY_STEP.key} <input size="40" spellcheck="false" autocomplete="off" .value=${fragment} aria-invalid=${String(this.bad)} /></label>
        <button @click=${this.#connect}>${RELAY_STEP.connect}</button>
      </div>
      ${this.bad ? html`<p class="small" role="alert">${RELAY_STEP.keyBad}</p>` : nothing}
      ${isLocalPage() ? nothing : html`<p class="quiet small">${RELAY_STEP.permission}</p>`}`;
  }

  readonly #connect = (): void => {
    const text = this.field?.value.trim() ?? '';
    const at = text.indexOf('#');
    const key = at < 0 ? undefined : parseRelayFragment(text.slice(at));
    this.bad = !key;
    if (!key) return;
    this.running?.useProgram(key);
    if (!isLocalPage()) void this.#watchPermission();
  };

  /** The socket alone does not tell a relay that is not there from one that the browser keeps away. */
  async #watchPermission(): Promise<void> {
    const status = await relayPermission();
    if (!status) return;
    const look = (): void => {
      this.denied = status.state === 'denied';
    };
    look();
    status.onchange = look;
  }
}

const ready = (
  { where, devicePort, addresses, stay }: Extract<RelayState, { kind: 'ready' }>,
  { companion }: Running,
): TemplateResult => {
  // An address of the computer itself helps no device.
  const own = addresses
    .filter(({ address }) => !address.startsWith('127.'))
    .map(({ address }) => `${address}:${devicePort}`);
  return html`<p class="quiet small" role="status">
    ${RELAY_STEP.ready(devicePort)} ${own.length > 0 ? RELAY_STEP.at(listOf(own)) : nothing}
    </p>
    ${
      where === 'program'
        ? html`<label class="check"
            ><input
              type="checkbox"
              .checked=${stay}
              @change=${(event: Event) => companion.keepImages((event.target as HTMLInputElement).checked)}
            />${RELAY_STEP.stay}</label
          >`
        : nothing
    }`;
};

declare global {
  interface HTMLElementTagNameMap {
    'ts-relay-panel': RelayPanel;
  }
}
