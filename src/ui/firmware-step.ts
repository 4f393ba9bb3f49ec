import { consume } from '@lit/context';
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { workContext } from '../app/contexts.ts';
import { hasImages, type WorkState } from '../app/state.ts';
import type { DropZone } from './drop-zone.ts';
import './drop-zone.ts';
import './recent-builds.ts';
import { base } from './shared-styles.ts';

/** Step 1: where files come in; below, the builds of other days or the files at hand. */
@customElement('ts-firmware-step')
export class FirmwareStep extends LitElement {
  static override styles = [
    base,
    css`
      :host {
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
    `,
  ];

  @consume({ context: workContext, subscribe: true }) @state() private work: WorkState = { files: [] };
  @query('ts-drop-zone') private dropZone!: DropZone;

  openChooser(): void {
    this.dropZone.openChooser();
  }

  override render(): TemplateResult {
    const { shown } = this.work;
    return html`
      <div class="top">
        <slot name="title"></slot>
        <ts-drop-zone ?compact=${shown !== undefined} ?primary=${!hasImages(shown)}></ts-drop-zone>
      </div>
      ${shown ? html`<ts-file-list></ts-file-list>` : html`<ts-recent-builds></ts-recent-builds>`}
    `;
  }
}
