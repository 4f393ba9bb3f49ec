import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { systemOf } from '../app/system.ts';
import {
  COMMON_REASONS,
  type HelpSystem,
  PORT_TROUBLE,
  type PortReason,
  SYSTEM_NAMES,
  SYSTEM_REASONS,
} from '../words/port-help.ts';
import './copy-text.ts';
import { base, disclosures } from './shared-styles.ts';

/** Why no port is listed or none opens, the likeliest reason first; or why this browser cannot have any. */
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
        margin-block: var(--space-2) var(--space-4);
      }
      h3 {
        font-size: var(--text-m);
        font-weight: 650;
      }
      h4,
      h5 {
        margin: 0;
        font-size: var(--text-m);
        font-weight: 600;
      }
      li > * {
        font-size: var(--text-s);
      }
      .system {
        padding-top: var(--space-2);
        border-top: 1px solid var(--line);
      }
      ts-copy-text {
        margin-top: var(--space-1);
      }
      p {
        max-width: 65ch;
      }
    `,
  ];

  /** What just happened; the help is unfolded then. */
  @property() trouble: 'none' | 'nothing-chosen' | 'not-opened' = 'none';
  @property() reason: 'ready' | 'missing' | 'insecure' = 'ready';

  override render(): TemplateResult {
    if (this.reason !== 'ready') return without(this.reason);
    const { title, nothingChosen, notOpened, here, elsewhere } = PORT_TROUBLE;
    const system = systemOf(navigator.userAgent);
    const others = (Object.keys(SYSTEM_REASONS) as HelpSystem[]).filter(each => each !== system);
    const happened = { none: '', 'nothing-chosen': nothingChosen, 'not-opened': notOpened }[this.trouble];
    return html`
      ${happened ? html`<p role="status">${happened}</p>` : nothing}
      <details ?open=${happened !== ''}>
        <summary>${title}</summary>
        <ol>
          ${COMMON_REASONS.map(reason => item(reason, 3))}
        </ol>
        ${
          system
            ? html`<h3 class="system">${here(SYSTEM_NAMES[system])}</h3>
              <ol>
                ${SYSTEM_REASONS[system].map(reason => item(reason, 4))}
              </ol>`
            : nothing
        }
        <details>
          <summary>${elsewhere}</summary>
          ${others.map(
            other => html`<h4 class="system">${SYSTEM_NAMES[other]}</h4>
              <ol>
                ${SYSTEM_REASONS[other].map(reason => item(reason, 5))}
              </ol>`,
          )}
        </details>
      </details>
    `;
  }
}

const without = (reason: 'missing' | 'insecure'): TemplateResult => {
  const { missing, missingAdvice, insecure, insecureAdvice, still } = PORT_TROUBLE;
  const [text, advice] = reason === 'missing' ? [missing, missingAdvice] : [insecure, insecureAdvice];
  return html`<p><strong>${text}</strong></p>
    <p class="quiet small">${advice} ${still}</p>`;
};

/** `level`: of its heading, one below that of the group. */
const item = ({ title, text, commands = [] }: PortReason, level: 3 | 4 | 5): TemplateResult => html`<li>
  ${level === 3 ? html`<h3>${title}</h3>` : level === 4 ? html`<h4>${title}</h4>` : html`<h5>${title}</h5>`}
  <p class="small">${text}</p>
  ${commands.map(command => html`<ts-copy-text .text=${command.text} .about=${command.about ?? ''}></ts-copy-text>`)}
</li>`;

declare global {
  interface HTMLElementTagNameMap {
    'ts-port-help': PortHelpElement;
  }
}
