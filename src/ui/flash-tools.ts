import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { lanesContext } from '../app/contexts.ts';
import type { LanesHolder, LaneView, Stretch } from '../app/lanes/lane-view.ts';
import { SECTOR, SLOTS } from '../core/esp8266/flash-map.ts';
import { rangeText } from '../words/map.ts';
import { TOOLS } from '../words/page-flash.ts';
import { laneCardStyles } from './lane-card-styles.ts';
import { base, buttons, disclosures } from './shared-styles.ts';

/** What else can be done with a connected board: read it back, erase it, choose the slot. */
@customElement('ts-flash-tools')
export class FlashTools extends LitElement {
  static override styles = [
    base,
    buttons,
    disclosures,
    laneCardStyles,
    css`
      .tools,
      .question {
        display: grid;
        gap: var(--space-3);
        padding-top: var(--space-2);
        justify-items: start;
      }
      .question {
        padding: var(--space-3) var(--space-4);
        border: 2px solid var(--error);
        border-radius: var(--radius-2);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: var(--space-2) var(--space-3);
      }
      input[type='text'] {
        width: 9rem;
        min-height: 2.5rem;
        padding: 0 var(--space-2);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-1);
        background: var(--ground);
        color: var(--ink);
        font: inherit;
        font-family: var(--mono);
      }
      p {
        max-width: 70ch;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) lane?: LaneView;
  @consume({ context: lanesContext, subscribe: true }) @state() private lanes: LanesHolder | undefined;
  @state() private extent: 'whole' | 'own' = 'whole';
  @state() private from = '0x00000';
  @state() private length = '0x1000';
  /** What would be erased, while somebody is asked. */
  @state() private asked: Stretch | 'whole' | undefined;
  @query('.no') private no?: HTMLElement;
  @query('.erase') private erase?: HTMLElement;

  override render(): TemplateResult | typeof nothing {
    const { lane } = this;
    if (!lane) return nothing;
    return html`<details>
      <summary>${TOOLS.title}</summary>
      <div class="tools">
        ${this.#region()} ${this.#buttons(lane)} ${this.asked ? this.#question(lane, this.asked) : nothing}
        <p class="quiet small">${TOOLS.readAbout}</p>
        <p class="quiet small">${TOOLS.eraseAbout}</p>
        ${lane.read ? this.#read(lane) : nothing} ${this.#slots(lane)}
      </div>
    </details>`;
  }

  #region(): TemplateResult {
    const text = (name: string, value: string, set: (value: string) => void): TemplateResult => html`<label
      >${name}
      <input type="text" spellcheck="false" .value=${value} @input=${(e: Event) => set((e.target as HTMLInputElement).value)}
    /></label>`;
    return html`<div class="row">
        <label
          >${TOOLS.region}
          <select
            @change=${(e: Event) => {
              this.extent = (e.target as HTMLSelectElement).value === 'own' ? 'own' : 'whole';
            }}
          >
            <option value="whole">${TOOLS.whole}</option>
            <option value="own">${TOOLS.own}</option>
          </select></label
        >
        ${
          this.extent === 'own'
            ? html`${text(TOOLS.from, this.from, value => {
                this.from = value;
              })}${text(TOOLS.length, this.length, value => {
                this.length = value;
              })}`
            : nothing
        }
      </div>
      ${this.#stretch === undefined ? html`<p class="small">${TOOLS.bad}</p>` : nothing}`;
  }

  #buttons({ id }: LaneView): TemplateResult {
    const stretch = this.#stretch;
    const whole = stretch === 'whole' ? undefined : stretch;
    const erasable =
      stretch === 'whole' || (whole && whole.offset % SECTOR === 0 && whole.length % SECTOR === 0);
    return html`<div class="row">
      <button ?disabled=${stretch === undefined} @click=${() => this.lanes?.readBack(id, whole)}>${TOOLS.read}</button>
      <button class="erase" ?disabled=${!erasable} @click=${() => void this.#ask(stretch)}>${TOOLS.erase}…</button>
    </div>`;
  }

  #question({ id }: LaneView, asked: Stretch | 'whole'): TemplateResult {
    const what = asked === 'whole' ? TOOLS.whole : rangeText(asked.offset, asked.offset + asked.length);
    return html`<div class="question" role="alertdialog" aria-label=${TOOLS.ask(what)} aria-describedby="loss">
      <p><strong>${TOOLS.ask(what)}</strong></p>
      <p id="loss">${TOOLS.askText}</p>
      <div class="row">
        <button class="no" @click=${() => void this.#answer()}>${TOOLS.no}</button>
        <button
          @click=${() => {
            this.lanes?.erase(id, asked === 'whole' ? undefined : asked);
            void this.#answer();
          }}
        >
          ${TOOLS.yes(what)}
        </button>
      </div>
    </div>`;
  }

  async #ask(stretch: Stretch | 'whole' | undefined): Promise<void> {
    this.asked = stretch;
    await this.updateComplete;
    this.no?.focus();
  }

  async #answer(): Promise<void> {
    this.asked = undefined;
    await this.updateComplete;
    this.erase?.focus();
  }

  #read({ id, read }: LaneView): TemplateResult | typeof nothing {
    if (!read) return nothing;
    return html`<p role="status">${TOOLS.readDone(read.name, read.bytes.length, read.md5)}</p>
      <button @click=${() => this.lanes?.saveRead(id)}>${TOOLS.save}</button>`;
  }

  #slots({ id, contents }: LaneView): TemplateResult | typeof nothing {
    const slots = SLOTS.filter(slot => contents?.slots.some(s => s.slot === slot && s.image));
    if (!contents?.parameters || slots.length === 0) return nothing;
    return html`<div class="row">
        ${slots.map(slot => html`<button @click=${() => this.lanes?.chooseSlot(id, slot)}>${TOOLS.choose(slot)}</button>`)}
      </div>
      <p class="quiet small">${TOOLS.chooseAbout}</p>`;
  }

  /** What the fields say; undefined when that is no stretch of this flash. */
  get #stretch(): Stretch | 'whole' | undefined {
    if (this.extent === 'whole') return 'whole';
    const [offset, length] = [numberOf(this.from), numberOf(this.length)];
    const size = this.lane?.choices.flashSize ?? this.lane?.chip?.flash.size;
    if (offset === undefined || length === undefined || length === 0) return undefined;
    return size !== undefined && offset + length > size ? undefined : { offset, length };
  }
}

/** `4096`, `0x1000`. */
function numberOf(text: string): number | undefined {
  return /^\s*(0x[0-9a-f]+|\d+)\s*$/i.test(text) ? Number(text) : undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-flash-tools': FlashTools;
  }
}
