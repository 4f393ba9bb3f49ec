import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { LaneView } from '../app/lanes/lane-view.ts';
import type { FlashPlan } from '../core/plan/flash-plan.ts';
import { FLASH } from '../words/page-flash.ts';
import './memory-map.ts';
import { base } from './shared-styles.ts';

type Shows = 'plan' | 'now';

/** The flash of a board: as it is planned or as it is, filling sector by sector while something is done to it. */
@customElement('ts-flash-map')
export class FlashMap extends LitElement {
  static override styles = [
    base,
    css`
      fieldset {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2) var(--space-4);
        margin: 0 0 var(--space-2);
        padding: 0;
        border: 0;
      }
      label {
        display: inline-flex;
        align-items: center;
        gap: var(--space-2);
        min-height: 2rem;
        font-size: var(--text-s);
      }
      input {
        width: 1.25rem;
        height: 1.25rem;
        accent-color: var(--primary);
      }
    `,
  ];

  @property({ attribute: false }) lane?: LaneView;
  /** Of the files, while the board has none of its own. */
  @property({ attribute: false }) plan?: FlashPlan | undefined;
  @state() private shows: Shows | undefined;

  override render(): TemplateResult | typeof nothing {
    const { lane } = this;
    if (!lane) return nothing;
    const { boardPlan, contents, sectors } = lane;
    const plan = boardPlan?.plan ?? (this.plan && this.plan.writes.length > 0 ? this.plan : undefined);
    if (!plan && !contents) return nothing;
    const shows = !plan ? 'now' : !contents ? 'plan' : (this.shows ?? 'plan');
    return html`
      ${plan && contents ? this.#choice(shows) : nothing}
      <ts-memory-map
        compact
        .plan=${plan}
        .contents=${shows === 'now' ? contents : undefined}
        .sectors=${sectors}
      ></ts-memory-map>
    `;
  }

  #choice(shows: Shows): TemplateResult {
    const option = (value: Shows, name: string): TemplateResult => html`<label>
      <input type="radio" name="shows" .checked=${shows === value} @change=${() => {
        this.shows = value;
      }} />${name}
    </label>`;
    return html`<fieldset>
      <legend class="visually-hidden">${FLASH.view}</legend>
      ${option('plan', FLASH.plan)} ${option('now', FLASH.now)}
    </fieldset>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-flash-map': FlashMap;
  }
}
