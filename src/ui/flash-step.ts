import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { workContext } from '../app/contexts.ts';
import type { WorkState } from '../app/state.ts';
import { FLASH } from '../words/page-flash.ts';
import './flash-lane.ts';
import { LanesWatch } from './lanes-watch.ts';
import { isReady, primaryLane } from './primary-lane.ts';
import { base, buttons } from './shared-styles.ts';

/** Step 4: what will be written to each board, how it goes, and what came of it. */
@customElement('ts-flash-step')
export class FlashStep extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      :host,
      ul {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-4);
      }
      button {
        justify-self: start;
      }
    `,
  ];

  @consume({ context: workContext, subscribe: true }) @state() private work: WorkState = { files: [] };
  readonly #watch = new LanesWatch(this);

  override render(): TemplateResult {
    const lanes = this.#watch.view.lanes.filter(({ chip }) => chip !== undefined);
    const ready = lanes.filter(isReady);
    const primary = primaryLane(lanes);
    return html`
      <slot name="title"></slot>
      ${lanes.length === 0 ? html`<p class="quiet">${FLASH.noBoard}</p>` : nothing}
      ${
        primary?.kind === 'all'
          ? html`<button
              class="primary"
              @click=${() => {
                for (const { id } of ready) this.#watch.holder?.write(id);
              }}
            >
              ${FLASH.writeAll(ready.length)}
            </button>`
          : nothing
      }
      <ul role="list">
        ${repeat(
          lanes,
          ({ id }) => id,
          lane => html`<li>
            <ts-flash-lane .lane=${lane} .shown=${this.work.shown} ?several=${lanes.length > 1} ?secondary=${primary?.kind !== 'flash' || primary.id !== lane.id}></ts-flash-lane>
          </li>`,
        )}
      </ul>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-flash-step': FlashStep;
  }
}
