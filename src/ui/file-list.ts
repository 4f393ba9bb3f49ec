import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { workContext } from '../app/contexts.ts';
import { findingsTogether, type LoadedFile, type Shown, type WorkState } from '../app/state.ts';
import { FILES } from '../words/page.ts';
import type { FileCard } from './file-card.ts';
import './file-card.ts';
import './finding-list.ts';
import './settings-form.ts';
import { base } from './shared-styles.ts';

/** The files as cards, what is wrong with them together, and the flash settings. */
@customElement('ts-file-list')
export class FileList extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-4);
      }
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr));
        gap: var(--space-4);
      }
      li:has(> [wide]) {
        grid-column: 1 / -1;
      }
      li > ts-file-card {
        height: 100%;
      }
    `,
  ];

  @consume({ context: workContext, subscribe: true }) @state() private work: WorkState = { files: [] };

  override render(): TemplateResult | typeof nothing {
    const { shown } = this.work;
    if (!shown) return nothing;
    // Notes about the flash stand beside its plan, in the next step.
    const problems = findingsTogether(shown).filter(f => f.severity !== 'note');
    return html`<ul role="list" aria-label=${FILES.list}>
        ${repeat(
          shown.inputs.files,
          file => file.id,
          file => this.#card(file, shown),
        )}
      </ul>
      ${problems.length > 0 ? html`<ts-finding-list .findings=${problems}></ts-finding-list>` : nothing}
      ${dependsOnSettings(shown) ? html`<ts-settings-form></ts-settings-form>` : nothing}`;
  }

  #card(loaded: LoadedFile, shown: Shown): TemplateResult | typeof nothing {
    const opened = shown.workspace.files.find(file => file.source.id === loaded.id);
    if (!opened) return nothing;
    return html`<li>
      <ts-file-card .loaded=${loaded} .opened=${opened} .shown=${shown}></ts-file-card>
    </li>`;
  }

  /** When the card that has the focus goes, the next one gets it. */
  protected override willUpdate(): void {
    const cards = [...this.renderRoot.querySelectorAll<FileCard>('ts-file-card')];
    const at = cards.findIndex(card => card.shadowRoot?.activeElement);
    const focused = cards[at]?.loaded.id;
    if (focused === undefined || this.work.shown?.inputs.files.some(file => file.id === focused)) return;
    void this.updateComplete.then(() => {
      const left = [...this.renderRoot.querySelectorAll<FileCard>('ts-file-card')];
      left[Math.min(at, left.length - 1)]?.focus();
    });
  }
}

/** A flash that was read back says its settings itself, and a file that is no use has none. */
const dependsOnSettings = ({ workspace }: Shown): boolean =>
  workspace.files.some(({ kind }) => kind === 'elf' || kind === 'image' || kind === 'boot-loader');
