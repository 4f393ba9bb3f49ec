import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { workContext } from '../app/contexts.ts';
import { findingsTogether, hasImages, type LoadedFile, type Shown, type WorkState } from '../app/state.ts';
import { FILES } from '../words/page.ts';
import type { DropZone } from './drop-zone.ts';
import './drop-zone.ts';
import './finding-list.ts';
import type { FileCard } from './file-card.ts';
import './file-card.ts';
import './recent-builds.ts';
import './settings-form.ts';
import { base } from './shared-styles.ts';

/** Step 1: the files, what each one is for, and the flash settings. */
@customElement('ts-firmware-step')
export class FirmwareStep extends LitElement {
  static override styles = [
    base,
    css`
      :host,
      .files {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-4);
      }
      .top {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: var(--space-2) var(--space-4);
      }
      ts-drop-zone:not([compact]) {
        flex: 1;
        min-width: 0;
      }
      li > ts-file-card {
        height: 100%;
      }
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr));
        gap: var(--space-4);
      }
    `,
  ];

  @consume({ context: workContext, subscribe: true }) @state() private work: WorkState = { files: [] };
  @query('ts-drop-zone') private dropZone!: DropZone;

  openChooser(): void {
    this.dropZone.openChooser();
  }

  override focus(): void {
    this.dropZone.focus();
  }

  override render(): TemplateResult {
    const { shown } = this.work;
    return html`
      <div class="top">
        <slot name="title"></slot>
        <ts-drop-zone ?compact=${shown !== undefined} ?primary=${!hasImages(shown)}></ts-drop-zone>
      </div>
      ${shown ? this.#files(shown) : html`<ts-recent-builds></ts-recent-builds>`}
    `;
  }

  #files(shown: Shown): TemplateResult {
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

  /** Where the focus goes when the card that had it was removed: the next card, else the button for files. */
  protected override willUpdate(): void {
    const cards = [...this.renderRoot.querySelectorAll<FileCard>('ts-file-card')];
    const at = cards.findIndex(card => card.shadowRoot?.activeElement);
    const focused = cards[at]?.loaded.id;
    if (focused === undefined || this.work.shown?.inputs.files.some(file => file.id === focused)) return;
    void this.updateComplete.then(() => {
      const left = [...this.renderRoot.querySelectorAll<FileCard>('ts-file-card')];
      (left[Math.min(at, left.length - 1)] ?? this).focus();
    });
  }
}

/** A flash that was read back says its settings itself, and a file that is no use has none. */
const dependsOnSettings = ({ workspace }: Shown): boolean =>
  workspace.files.some(({ kind }) => kind === 'elf' || kind === 'image' || kind === 'boot-loader');
