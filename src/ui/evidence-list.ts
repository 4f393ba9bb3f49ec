import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SlotEvidence } from '../core/image/slot-evidence.ts';
import { evidenceWords } from '../words/evidence.ts';
import { base } from './shared-styles.ts';

/** Why a program is for its slot: each thing that was seen, what it says, and how much it counts. */
@customElement('ts-evidence-list')
export class EvidenceList extends LitElement {
  static override styles = [
    base,
    css`
      ul {
        display: grid;
        gap: var(--space-2);
        padding: var(--space-1) 0 var(--space-2);
        font-size: var(--text-s);
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0 var(--space-3);
        padding-inline-start: var(--space-3);
        border-inline-start: 2px solid var(--line);
        overflow-wrap: anywhere;
      }
      .reason {
        font-weight: 500;
      }
      .says {
        grid-column: 1;
        color: var(--ink-quiet);
      }
      .strength {
        grid-row: 1;
        grid-column: 2;
        align-self: start;
        padding: 0 var(--space-2);
        border: 1px solid var(--line);
        border-radius: 1rem;
        color: var(--ink-quiet);
      }
    `,
  ];

  @property({ attribute: false }) evidence: readonly SlotEvidence[] = [];

  override render(): TemplateResult {
    return html`<ul>
      ${this.evidence.map(piece => {
        const { reason, says, strength } = evidenceWords(piece);
        return html`<li>
          <span class="reason">${reason}</span>
          <span class="strength">${strength}</span>
          <span class="says">${says}</span>
        </li>`;
      })}
    </ul>`;
  }
}
