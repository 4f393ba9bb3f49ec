import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Finding, Severity } from '../core/findings.ts';
import { wordsFor } from '../words/findings.ts';
import { SEVERITIES } from '../words/page.ts';
import { ICONS } from './icons.ts';
import { base, disclosures } from './shared-styles.ts';

/** Findings in words, the gravest first as they come. Notes show their title and keep the rest folded. */
@customElement('ts-finding-list')
export class FindingList extends LitElement {
  static override styles = [
    base,
    disclosures,
    css`
      ul {
        display: grid;
        gap: var(--space-2);
      }
      li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--space-1) var(--space-2);
        padding: var(--space-2) var(--space-3);
        border-inline-start: 4px solid var(--tone);
        border-radius: var(--radius-1);
        background: color-mix(in srgb, var(--tone) 9%, var(--ground));
        overflow-wrap: anywhere;
      }
      li > .icon {
        margin-top: 0.15em;
        color: var(--tone);
      }
      :host([notes]) ul {
        display: flex;
        flex-wrap: wrap;
        gap: 0 var(--space-6);
      }
      :host([notes]) li:has([open]) {
        flex-basis: 100%;
      }
      .error {
        --tone: var(--error);
      }
      .warning {
        --tone: var(--warn);
      }
      .note,
      .ok {
        --tone: var(--ink-quiet);
        padding: 0;
        border: 0;
        background: transparent;
      }
      .note > .icon {
        margin-top: 0.4em;
      }
      strong {
        font-weight: 600;
      }
      details p {
        padding-bottom: var(--space-2);
      }
      p + p {
        margin-top: var(--space-1);
      }
    `,
  ];

  /** Only notes: side by side while they are folded. */
  @property({ type: Boolean, reflect: true }) notes = false;
  @property({ attribute: false }) findings: readonly Finding[] = [];

  override render(): TemplateResult | typeof nothing {
    if (this.findings.length === 0) return nothing;
    return html`<ul>
      ${this.findings.map(finding => this.#item(finding))}
    </ul>`;
  }

  #item(finding: Finding): TemplateResult {
    const { severity } = finding;
    return html`<li class=${severity}>
      ${ICONS[severity]} ${folded(severity) ? this.#note(finding) : this.#open(finding)}
    </li>`;
  }

  #open(finding: Finding): TemplateResult {
    const { title, text, advice } = wordsFor(finding);
    return html`<div>
      <p><strong><span class="visually-hidden">${SEVERITIES[finding.severity]}: </span>${title}</strong></p>
      <p class="small">${text}</p>
      ${advice ? html`<p class="small">${advice}</p>` : nothing}
    </div>`;
  }

  #note(finding: Finding): TemplateResult {
    const { title, text, advice } = wordsFor(finding);
    return html`<details>
      <summary>${title}</summary>
      <p class="small">${text}</p>
      ${advice ? html`<p class="small">${advice}</p>` : nothing}
    </details>`;
  }
}

const folded = (severity: Severity): boolean => severity === 'note' || severity === 'ok';
