import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { copyText } from '../app/clipboard.ts';
import { PORT_TROUBLE } from '../words/port-help.ts';
import { ICONS } from './icons.ts';
import { base, buttons } from './shared-styles.ts';

/** Something to type elsewhere, with a button that copies it. */
@customElement('ts-copy-text')
export class CopyText extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      .line {
        display: flex;
        align-items: start;
        gap: var(--space-1);
        padding: var(--space-1);
        border: 1px solid var(--line);
        border-radius: var(--radius-1);
        background: var(--ground-sunken);
      }
      code {
        flex: 1;
        padding: var(--space-1);
        font-family: var(--mono);
        font-size: var(--text-s);
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property() text = '';
  /** What it is for; part of the button's name. */
  @property() about = '';
  @state() private copied: boolean | undefined;

  override render(): TemplateResult {
    const { copied, notCopied, copy, copyCommand } = PORT_TROUBLE;
    return html`
      ${this.about ? html`<p class="small quiet">${this.about}</p>` : nothing}
      <div class="line">
        <code>${this.text}</code>
        <button class="quiet" aria-label=${copyCommand(this.about)} @click=${this.#copy}>
          ${ICONS.copy} ${copy}
        </button>
      </div>
      <p class="small" role="status">${this.copied === undefined ? nothing : this.copied ? copied : notCopied}</p>
    `;
  }

  readonly #copy = async (): Promise<void> => {
    this.copied = await copyText(this.text);
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-copy-text': CopyText;
  }
}
