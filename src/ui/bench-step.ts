import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { workContext } from '../app/contexts.ts';
import { hasMap, type WorkState } from '../app/state.ts';
import { BENCH } from '../words/bench.ts';
import { base, buttons } from './shared-styles.ts';

/** Step 3: the offer of a virtual board. The board and its bench are fetched when somebody takes it. */
@customElement('ts-bench-step')
export class BenchStep extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        justify-items: start;
        gap: var(--space-4);
      }
      ts-bench {
        width: 100%;
      }
      p {
        max-width: 75ch;
      }
    `,
  ];

  @consume({ context: workContext, subscribe: true }) @state() private work: WorkState = { files: [] };
  @state() private stage: 'closed' | 'loading' | 'open' | 'failed' = 'closed';

  override render(): TemplateResult | typeof nothing {
    const { shown } = this.work;
    if (!shown || !hasMap(shown)) return nothing;
    return html`
      <slot name="title"></slot>
      ${this.stage === 'open' ? html`<ts-bench .shown=${shown} @bench-close=${this.#close}></ts-bench>` : this.#offer()}
    `;
  }

  #offer(): TemplateResult {
    const loading = this.stage === 'loading';
    return html`
      <p class="quiet">${BENCH.about}</p>
      <button class="try" ?disabled=${loading} @click=${this.#open}>
        ${loading ? BENCH.loading : BENCH.try}
      </button>
      ${this.stage === 'failed' ? html`<p role="alert">${BENCH.partMissing}</p>` : nothing}
    `;
  }

  async #open(): Promise<void> {
    this.stage = 'loading';
    try {
      await import('./bench.ts');
      this.stage = 'open';
      await this.updateComplete;
      this.renderRoot.querySelector('ts-bench')?.focus();
    } catch {
      this.stage = 'failed';
    }
  }

  async #close(): Promise<void> {
    this.stage = 'closed';
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.try')?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-bench-step': BenchStep;
  }
}
