import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { PORT_HELP, portHelpFor, systemOf } from '../words/page-port-help.ts';
import { base, disclosures } from './shared-styles.ts';

/** Why no port is listed, the likeliest reason first; or why this browser cannot have any. */
@customElement('ts-port-help')
export class PortHelpElement extends LitElement {
  static override styles = [
    base,
    disclosures,
    css`
      ol {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr));
        gap: var(--space-4);
        margin-top: var(--space-2);
      }
      h3 {
        font-size: var(--text-m);
        font-weight: 600;
      }
      code {
        display: block;
        margin-top: var(--space-1);
        padding: var(--space-2);
        border: 1px solid var(--line);
        border-radius: var(--radius-1);
        background: var(--ground-sunken);
        font-family: var(--mono);
        overflow-wrap: anywhere;
      }
      p {
        max-width: 65ch;
      }
    `,
  ];

  /** The chooser was closed without a port. */
  @property({ type: Boolean }) open = false;
  @property() reason: 'ready' | 'missing' | 'insecure' = 'ready';

  override render(): TemplateResult {
    if (this.reason !== 'ready') {
      const { missing, missingAdvice, insecure, insecureAdvice } = PORT_HELP;
      const [text, advice] =
        this.reason === 'missing' ? [missing, missingAdvice] : [insecure, insecureAdvice];
      return html`<p><strong>${text}</strong></p>
        <p class="quiet small">${advice}</p>`;
    }
    const reasons = portHelpFor(systemOf(navigator.userAgent));
    return html`
      ${this.open ? html`<p role="status">${PORT_HELP.nothingChosen}</p>` : nothing}
      <details ?open=${this.open}>
        <summary>${PORT_HELP.title}</summary>
        <ol>
          ${reasons.map(
            ({ title, text, command }) => html`<li>
              <h3>${title}</h3>
              <p class="small">${text}</p>
              ${command ? html`<code class="small">${command}</code>` : nothing}
            </li>`,
          )}
        </ol>
      </details>
    `;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-port-help': PortHelpElement;
  }
}
