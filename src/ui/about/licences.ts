import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { aboutSite, type PartOfSite } from '../../app/about-site.ts';
import { ABOUT } from '../../words/about.ts';
import { base, disclosures } from '../shared-styles.ts';

/** Everything that runs in this page, each with the text of its licence. */
@customElement('ts-about-licences')
export class AboutLicences extends LitElement {
  static override styles = [
    base,
    disclosures,
    css`
      p {
        max-width: 70ch;
        margin-bottom: var(--space-2);
      }
      summary {
        flex-wrap: wrap;
        font-size: var(--text-m);
        color: var(--ink);
      }
      pre {
        margin: 0 0 var(--space-3);
        padding: var(--space-3);
        border: 1px solid var(--line);
        border-radius: var(--radius-1);
        background: var(--ground-sunken);
        font-family: var(--mono);
        font-size: 0.75rem;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @state() private parts: readonly PartOfSite[] = [];
  @state() private failed = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void aboutSite().then(
      ({ parts }) => {
        this.parts = parts;
      },
      () => {
        this.failed = true;
      },
    );
  }

  override render(): TemplateResult {
    if (this.failed) return html`<p role="alert">${ABOUT.failed}</p>`;
    return html`<p>${ABOUT.licencesAbout}</p>
      <ul>
        ${this.parts.map(
          ({ name, version, licence, text }) => html`<li>
            <details>
              <summary>
                <strong>${name}</strong> <span class="quiet">${version}</span> <span class="quiet">${licence}</span>
              </summary>
              <pre lang="en" dir="ltr">${text}</pre>
            </details>
          </li>`,
        )}
      </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-about-licences': AboutLicences;
  }
}
