import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { FlashDump } from '../core/image/dump.ts';
import type { FlashPlan } from '../core/plan/flash-plan.ts';
import { MAP_WORDS } from '../words/map.ts';
import './memory-map.ts';
import { base, disclosures } from './shared-styles.ts';

/**
 * A flash drawn to scale, and the same as a table. Pointer and focus mark a region in both; what opens in one is
 * selected in the other.
 */
@customElement('ts-flash-view')
export class FlashView extends LitElement {
  static override styles = [
    base,
    disclosures,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-2);
      }
    `,
  ];

  @property({ attribute: false }) plan?: FlashPlan;
  /** A flash that was read back; shown instead of the plan. */
  @property({ attribute: false }) dump?: FlashDump;

  @state() private marked = '';
  @state() private selected = '';
  @state() private tableFetched = false;
  @query('details') private details!: HTMLDetailsElement;

  constructor() {
    super();
    this.addEventListener('region-mark', event => {
      this.marked = event.detail.key ?? '';
    });
    this.addEventListener('region-open', event => {
      this.selected = event.detail.key;
    });
  }

  /** Unfolds the table, where everything that is known about a region stands. */
  showTable(): void {
    this.details.open = true;
  }

  override render(): TemplateResult {
    return html`
      <ts-memory-map
        .plan=${this.plan}
        .dump=${this.dump}
        marked=${this.marked}
        selected=${this.selected}
      ></ts-memory-map>
      <details @toggle=${this.#fetchTable}>
        <summary>${MAP_WORDS.table}</summary>
        ${this.tableFetched ? this.#table() : nothing}
      </details>
    `;
  }

  #table(): TemplateResult {
    return html`<ts-region-table
      .plan=${this.plan}
      .dump=${this.dump}
      marked=${this.marked}
      selected=${this.selected}
    ></ts-region-table>`;
  }

  async #fetchTable(): Promise<void> {
    await import('./region-table.ts');
    this.tableFetched = true;
  }
}
