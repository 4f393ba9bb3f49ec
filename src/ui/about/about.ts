import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { ABOUT } from '../../words/about.ts';
import { base } from '../shared-styles.ts';
import './build.ts';
import './browser.ts';
import './licences.ts';

/** The page about Twinslot itself: what it does with your data, what works here, which build this is, who wrote it. */
@customElement('ts-about')
export class About extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-8);
        padding-top: var(--space-4);
      }
      h2 {
        font-size: var(--text-xl);
        font-weight: 650;
      }
      h3 {
        margin-bottom: var(--space-3);
        font-size: var(--text-l);
        font-weight: 650;
      }
      .privacy {
        display: grid;
        gap: var(--space-2);
        max-width: 70ch;
      }
    `,
  ];

  override render(): TemplateResult {
    return html`
      <h2>${ABOUT.title}</h2>
      <section aria-labelledby="privacy">
        <h3 id="privacy">${ABOUT.privacyTitle}</h3>
        <div class="privacy">${ABOUT.privacy.map(sentence => html`<p>${sentence}</p>`)}</div>
      </section>
      <section aria-labelledby="browser">
        <h3 id="browser">${ABOUT.browserTitle}</h3>
        <ts-about-browser></ts-about-browser>
      </section>
      <section aria-labelledby="build">
        <h3 id="build">${ABOUT.buildTitle}</h3>
        <ts-about-build></ts-about-build>
      </section>
      <section aria-labelledby="licences">
        <h3 id="licences">${ABOUT.licencesTitle}</h3>
        <ts-about-licences></ts-about-licences>
      </section>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-about': About;
  }
}
