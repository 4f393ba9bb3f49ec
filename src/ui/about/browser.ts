import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { type Availability, type Capability, lookAtBrowser } from '../../app/capabilities.ts';
import { ABOUT, AVAILABILITY, CAPABILITY_WORDS } from '../../words/about.ts';
import { ICONS } from '../icons.ts';
import { base } from '../shared-styles.ts';
import { tables } from '../table-styles.ts';

/** What this browser can do now, and what is left where it cannot. */
@customElement('ts-about-browser')
export class AboutBrowser extends LitElement {
  static override styles = [
    base,
    tables,
    css`
      p {
        max-width: 70ch;
        margin-bottom: var(--space-3);
      }
      th .more {
        font-weight: 400;
      }
      .here {
        display: flex;
        gap: var(--space-2);
      }
      .works {
        color: var(--ok);
      }
      .missing {
        color: var(--warn);
      }
      @media (max-width: 40rem) {
        thead {
          display: none;
        }
        tr {
          display: grid;
          padding-block: var(--space-2);
          border-block-end: 1px solid var(--line);
        }
        th[scope='row'],
        td {
          padding: var(--space-1);
          border: none;
        }
        td[data-column]::before {
          content: attr(data-column) ': ';
        }
      }
    `,
  ];

  @state() private found: readonly (readonly [Capability, Availability])[] | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void lookAtBrowser().then(found => {
      this.found = found;
    });
  }

  override render(): TemplateResult {
    const { what, here, without } = ABOUT.browserColumns;
    if (!this.found) return html`<p>${ABOUT.looking}</p>`;
    return html`<p>${ABOUT.browserAbout}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">${what}</th>
            <th scope="col">${here}</th>
            <th scope="col">${without}</th>
          </tr>
        </thead>
        <tbody>
          ${this.found.map(row)}
        </tbody>
      </table>`;
  }
}

const row = ([name, availability]: readonly [Capability, Availability]): TemplateResult => {
  const words = CAPABILITY_WORDS[name];
  const works = ['yes', 'soon', 'ask'].includes(availability);
  return html`<tr>
    <th scope="row">${words.name}<span class="more">${words.what}</span></th>
    <td>
      <span class="here ${works ? 'works' : 'missing'}">
        ${works ? ICONS.ok : ICONS.warning} ${AVAILABILITY[availability]}
      </span>
    </td>
    <td class=${works ? 'quiet' : ''} data-column=${ABOUT.browserColumns.without}>${words.without}</td>
  </tr>`;
};

declare global {
  interface HTMLElementTagNameMap {
    'ts-about-browser': AboutBrowser;
  }
}
