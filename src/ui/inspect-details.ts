import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { SectionSizes } from '../core/size/by-symbol.ts';
import type { OpenedFile, Output } from '../core/workspace/workspace.ts';
import { INSPECT } from '../words/page.ts';
import { base, disclosures } from './shared-styles.ts';

/**
 * The inspector of one file or image, folded away. It is fetched when somebody unfolds it: most never look at a
 * byte.
 *
 * @fires inspect-toggle - it was unfolded or folded; heard by the whole page
 */
@customElement('ts-inspect-details')
export class InspectDetails extends LitElement {
  static override styles = [
    base,
    disclosures,
    css`
      ts-inspector {
        margin-block: var(--space-1) var(--space-2);
      }
    `,
  ];

  /** What it is about, for those who hear the control without its surroundings. */
  @property() of = '';
  /** A file that was brought in, or … */
  @property({ attribute: false }) file?: OpenedFile;
  /** … an image that was made. */
  @property({ attribute: false }) output?: Output;
  @property({ attribute: false }) load?: (offset: number, length: number) => Promise<Uint8Array>;
  @property({ attribute: false }) symbols?: () => Promise<readonly SectionSizes[]>;
  /** Unfolded; the card around it takes more room then. */
  @property({ type: Boolean, reflect: true }) open = false;

  @state() private fetched: 'no' | 'yes' | 'failed' = 'no';
  @query('summary') private summary!: HTMLElement;

  /** Unfolds it and brings it to the person. */
  async reveal(): Promise<void> {
    this.open = true;
    await this.updateComplete;
    this.summary.scrollIntoView({ block: 'nearest' });
    this.summary.focus({ preventScroll: true });
  }

  override render(): TemplateResult {
    return html`<details ?open=${this.open} @toggle=${this.#toggle}>
      <summary>${INSPECT.title}<span class="visually-hidden"> ${this.of}</span></summary>
      ${this.open ? this.#contents() : nothing}
    </details>`;
  }

  #contents(): TemplateResult {
    if (this.fetched === 'yes') {
      return html`<ts-inspector
        .file=${this.file}
        .output=${this.output}
        .load=${this.load}
        .symbols=${this.symbols}
      ></ts-inspector>`;
    }
    return html`<p class="quiet small">${this.fetched === 'failed' ? INSPECT.failed : INSPECT.loading}</p>`;
  }

  #toggle(event: Event): void {
    if (!(event.target instanceof HTMLDetailsElement)) return;
    this.open = event.target.open;
    this.dispatchEvent(new Event('inspect-toggle', { bubbles: true, composed: true }));
  }

  protected override updated(): void {
    if (this.open && this.fetched === 'no') void this.#fetch();
  }

  async #fetch(): Promise<void> {
    this.fetched = await import('./inspector.ts').then(
      () => 'yes' as const,
      () => 'failed' as const,
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-inspect-details': InspectDetails;
  }
}
