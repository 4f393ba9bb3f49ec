import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { downloadPolicy, originOf } from '../../app/lessons/policy-download.ts';
import { isLoopback } from '../../app/loopback.ts';
import {
  POLICY_PLACES,
  type PolicyBrowser,
  type PolicyFile,
  type PolicySystem,
  policyFile,
} from '../../core/policy/files.ts';
import { type Policy, policiesFor, type SerialWish } from '../../core/policy/policies.ts';
import { POLICY, POLICY_ABOUT, whereWords } from '../../words/lessons-teacher.ts';
import { ICONS } from '../icons.ts';
import { base, buttons, disclosures } from '../shared-styles.ts';
import { placeStyles } from './place-styles.ts';

interface Choice<Name extends string> {
  readonly name: string;
  readonly options: Readonly<Record<Name, string>>;
  readonly value: Name;
}

/** Policy files for the administrator, made from the address of the page and a few choices. */
@customElement('ts-policy-form')
export class PolicyForm extends LitElement {
  static override styles = [
    base,
    buttons,
    disclosures,
    placeStyles,
    css`
      :host {
        width: 100%;
        margin-block-start: var(--space-4);
      }
      .form {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-4);
        width: 100%;
        padding: var(--space-4);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-2);
        background: var(--ground-raised);
      }
      fieldset {
        display: grid;
        gap: var(--space-2);
        margin: 0;
        padding: 0;
        border: 0;
        min-width: 0;
      }
      legend,
      .field span {
        padding: 0;
        margin-block-end: var(--space-1);
        font-size: var(--text-s);
        font-weight: 600;
      }
      .field {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        align-content: start;
        gap: var(--space-1);
        min-width: 0;
      }
      .pair {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr));
        gap: var(--space-4);
      }
      .choice {
        display: flex;
        align-items: start;
        gap: var(--space-2);
        min-height: 1.75rem;
      }
      .choice input {
        flex: none;
        width: 1.25rem;
        height: 1.25rem;
        margin: 0.125rem 0 0;
        accent-color: var(--primary);
      }
      input:not([type='radio'], [type='checkbox']),
      select {
        width: 100%;
        min-height: 2.75rem;
        padding: 0 var(--space-3);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-1);
        background: var(--ground);
        color: var(--ink);
        font: inherit;
      }
      pre {
        max-height: 20rem;
        margin: var(--space-2) 0 0;
        padding: var(--space-3);
        overflow: auto;
        border: 1px solid var(--line);
        border-radius: var(--radius-1);
        background: var(--ground-sunken);
        font-family: var(--mono);
        font-size: var(--text-s);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      dl {
        display: grid;
        gap: var(--space-2);
      }
      dt {
        font-family: var(--mono);
        font-size: var(--text-s);
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      dd {
        max-width: 70ch;
      }
      button.primary {
        justify-self: start;
        max-width: 100%;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @state() private address = location.origin;
  @state() private serial: SerialWish = 'bridges';
  @state() private localNetwork = false;
  @state() private install = false;
  @state() private browser: PolicyBrowser = 'chrome';
  @state() private system: PolicySystem = 'windows';

  override render(): TemplateResult {
    const origin = originOf(this.address);
    return html`
      <h3>${POLICY.title}</h3>
      <p>${POLICY.about}</p>
      <div class="form">
        ${this.#origin(origin)}
        <fieldset>
          <legend>${POLICY.serial}</legend>
          ${(['ask', 'bridges', 'all'] as const).map(wish => this.#serial(wish))}
        </fieldset>
        <fieldset>
          ${this.#box('localNetwork', POLICY.localNetwork)} ${this.#box('install', POLICY.install)}
        </fieldset>
        <div class="pair">
          ${this.#select({ name: POLICY.browser, options: POLICY.browsers, value: this.browser }, browser => {
            this.browser = browser;
          })}
          ${this.#select({ name: POLICY.system, options: POLICY.systems, value: this.system }, system => {
            this.system = system;
          })}
        </div>
        ${origin === undefined ? nothing : this.#file(origin)}
      </div>
      <p class="small quiet">${POLICY.chromeOs} ${POLICY.firefox}</p>
    `;
  }

  #origin(origin: string | undefined): TemplateResult {
    const hint = origin === undefined ? POLICY.originBad : POLICY.originAbout;
    return html`<div class="field">
      <label class="field"
        ><span>${POLICY.origin}</span>
        <input
          type="url"
          autocomplete="off"
          aria-describedby="hint"
          aria-invalid=${String(origin === undefined)}
          .value=${this.address}
          @input=${(event: Event) => {
            this.address = (event.target as HTMLInputElement).value.trim();
          }}
      /></label>
      <p class="small quiet" id="hint">
        ${origin === undefined ? ICONS.warning : nothing} ${hint}
        ${origin !== undefined && isLoopback(new URL(origin).hostname) ? POLICY.originLocal : nothing}
      </p>
    </div>`;
  }

  #serial(wish: SerialWish): TemplateResult {
    return html`<label class="choice"
      ><input
        type="radio"
        name="serial"
        .checked=${wish === this.serial}
        @change=${() => {
          this.serial = wish;
        }}
      />${POLICY.serials[wish]}</label
    >`;
  }

  #box(key: 'localNetwork' | 'install', words: string): TemplateResult {
    return html`<label class="choice"
      ><input
        type="checkbox"
        .checked=${this[key]}
        @change=${(event: Event) => {
          this[key] = (event.target as HTMLInputElement).checked;
        }}
      />${words}</label
    >`;
  }

  #select<Name extends string>(
    { name, options, value }: Choice<Name>,
    set: (value: Name) => void,
  ): TemplateResult {
    const names = Object.keys(options) as Name[];
    const choose = (event: Event): void => {
      const picked = names.find(each => each === (event.target as HTMLSelectElement).value);
      if (picked !== undefined) set(picked);
    };
    return html`<label class="field"
      ><span>${name}</span>
      <select @change=${choose}>
        ${names.map(each => html`<option value=${each} ?selected=${each === value}>${options[each]}</option>`)}
      </select></label
    >`;
  }

  #file(origin: string): TemplateResult {
    const { serial, localNetwork, browser, system } = this;
    const page = new URL('.', document.baseURI);
    // Where it is installed from: this page, if the address is its own.
    const install = page.origin === origin ? page.href : `${origin}/`;
    const policies = policiesFor({ origin, serial, localNetwork, ...(this.install && { install }) });
    const file = policyFile(policies, system, browser);
    return html`<button class="primary" @click=${() => downloadPolicy(file)}>${ICONS.save} ${POLICY.download(file.name)}</button>
      ${contents(file)}
      <div class="field">
        <h4>${POLICY.whereTitle}</h4>
        <p>${whereWords(system, POLICY_PLACES[browser][system])}</p>
        <p>${POLICY.check}</p>
      </div>
      <div class="field">
        <h4>${POLICY.lines}</h4>
        ${explained(policies)}
      </div>`;
  }
}

const contents = ({ name, text }: PolicyFile): TemplateResult => html`<details>
  <summary>${POLICY.contents}<span class="visually-hidden"> ${name}</span></summary>
  <pre tabindex="0">${text}</pre>
</details>`;

const explained = (policies: readonly Policy[]): TemplateResult => html`<dl>
  ${policies.map(({ name }) => html`<div><dt>${name}</dt><dd>${POLICY_ABOUT[name]}</dd></div>`)}
</dl>`;

declare global {
  interface HTMLElementTagNameMap {
    'ts-policy-form': PolicyForm;
  }
}
