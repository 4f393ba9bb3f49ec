import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { isLanguage, LANGUAGES, spokenLanguage } from '../words/language.ts';
import { STATUS } from '../words/page.ts';
import { base } from './shared-styles.ts';

/**
 * A button for every other language, in its own words: a list that acts as soon as it is changed would load the page
 * again under the fingers of somebody who walks through it with the keyboard. Fires `languagechosen`.
 */
@customElement('ts-language-choice')
export class LanguageChoice extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        gap: var(--space-1);
      }
      button {
        min-height: 2rem;
        padding: 0 var(--space-2);
        border: 0;
        border-radius: 2rem;
        background: none;
        color: var(--ink-quiet);
        font: inherit;
        font-size: var(--text-s);
        cursor: pointer;
      }
      button:hover {
        color: var(--ink);
        text-decoration: underline;
      }
    `,
  ];

  override render(): TemplateResult {
    const others = Object.keys(LANGUAGES).filter(isLanguage);
    return html`<div role="group" aria-label=${STATUS.language}>
      ${others
        .filter(language => language !== spokenLanguage())
        .map(
          language => html`<button
            type="button"
            lang=${language}
            dir=${LANGUAGES[language].direction}
            @click=${() => this.dispatchEvent(new CustomEvent('languagechosen', { detail: language }))}
          >
            ${LANGUAGES[language].name}
          </button>`,
        )}
    </div>`;
  }
}
