import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Actions } from '../app/actions.ts';
import { actionsContext } from '../app/contexts.ts';
import { commandKey } from '../app/shortcut-controller.ts';
import { DROP, PAGE } from '../words/page.ts';
import { dropPicture, dropPictureStyles } from './drop-picture.ts';
import { ICONS } from './icons.ts';
import { base, buttons } from './shared-styles.ts';

/**
 * Where files come in: the hero of the empty page, one line above the cards afterwards. The button stays the same
 * element, so that the focus is not lost when the first files arrive.
 */
@customElement('ts-drop-zone')
export class DropZone extends LitElement {
  static override styles = [
    base,
    buttons,
    dropPictureStyles,
    css`
      .hero {
        display: grid;
        justify-items: center;
        gap: var(--space-4);
        padding: clamp(1.5rem, 5vw, 3rem) var(--space-4);
        border: 2px dashed var(--line-strong);
        border-radius: 1rem;
        background: var(--ground-raised);
        text-align: center;
      }
      .hero .primary {
        min-width: min(16rem, 100%);
        font-size: 1.0625rem;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: center;
        gap: var(--space-2) var(--space-4);
      }
      .hero .actions {
        flex-direction: column;
      }
      .line .actions {
        justify-content: start;
      }
      kbd {
        padding: 0.05rem 0.35rem;
        border: 1px solid var(--line);
        border-bottom-width: 2px;
        border-radius: 0.25rem;
        background: var(--ground);
        font: inherit;
        font-size: var(--text-s);
        white-space: nowrap;
      }
      @media (hover: none) {
        .keys {
          display: none;
        }
      }
      .example {
        margin-top: var(--space-2);
      }
      .privacy {
        max-width: 44ch;
      }
    `,
  ];

  /** Files are there already: one line instead of the hero. */
  @property({ type: Boolean, reflect: true }) compact = false;
  /** Opening files is what to do next. */
  @property({ type: Boolean }) primary = false;

  @consume({ context: actionsContext }) private actions!: Actions;
  @query('input') private input!: HTMLInputElement;

  /** Shows the browser's file chooser. */
  openChooser(): void {
    this.input.click();
  }

  override render(): TemplateResult {
    return html`
      <div class=${this.compact ? 'line' : 'hero'}>
        ${this.compact ? nothing : dropPicture}
        <div class="actions">
          <button class=${this.primary ? 'primary' : ''} @click=${this.openChooser}>
            ${this.compact ? html`${ICONS.add} ${DROP.add}` : DROP.open}
          </button>
          ${this.compact ? nothing : this.#ways()}
        </div>
        ${this.compact ? nothing : this.#more()}
        <input type="file" multiple hidden aria-label=${DROP.chooser} @change=${this.#chosen} />
      </div>
    `;
  }

  #ways(): TemplateResult {
    return html`<p class="quiet small">
      ${DROP.orDrop}<span class="keys"> · <kbd>${commandKey()}+O</kbd></span>
    </p>`;
  }

  #more(): TemplateResult {
    return html`
      <button class="example" @click=${() => this.actions.loadExample()}>${DROP.example}</button>
      <p class="privacy quiet small">${PAGE.privacy}</p>
    `;
  }

  #chosen(): void {
    const files = [...(this.input.files ?? [])];
    // The same file may be chosen again after a new build.
    this.input.value = '';
    if (files.length > 0) void this.actions.addFiles(files);
  }
}
