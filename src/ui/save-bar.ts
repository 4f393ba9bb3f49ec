import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Actions } from '../app/actions.ts';
import { actionsContext, statusContext, workContext } from '../app/contexts.ts';
import { hasImages, type StatusState, type WorkState } from '../app/state.ts';
import { SAVE } from '../words/page.ts';
import { noticeWords } from '../words/page-notices.ts';
import { ICONS } from './icons.ts';
import { LanesWatch } from './lanes-watch.ts';
import { base, buttons } from './shared-styles.ts';

/** All images, as downloads or into a folder: the primary action while no board is there to write to. */
@customElement('ts-save-bar')
export class SaveBar extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      .actions {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-3);
      }
      .done {
        display: flex;
        align-items: center;
        gap: var(--space-2);
      }
      .done .icon {
        color: var(--ok);
      }
    `,
  ];

  @consume({ context: actionsContext }) private actions!: Actions;
  @consume({ context: workContext, subscribe: true }) @state() private work!: WorkState;
  @consume({ context: statusContext, subscribe: true }) @state() private status!: StatusState;

  readonly #lanes = new LanesWatch(this);

  override render(): TemplateResult | typeof nothing {
    const { shown } = this.work;
    if (!hasImages(shown)) return nothing;
    const { plan, mergeBlock } = shown.workspace;
    const { saving } = this.actions;
    return html`<div class="actions">
      <button class=${this.#lanes.view.lanes.length > 0 ? '' : 'primary'} @click=${() => saving.saveAll()}>
        ${ICONS.save} ${SAVE.all(plan.writes.map(write => write.name))}
      </button>
      ${
        saving.folders
          ? html`<button @click=${() => saving.saveToFolder()}>${ICONS.folder} ${SAVE.toFolder}</button>`
          : nothing
      }
      ${
        mergeBlock === 'no-boot-loader'
          ? html`<button @click=${() => void this.actions.addOwnLoader()}>${ICONS.add} ${SAVE.ownLoader}</button>`
          : nothing
      }
      ${this.#done()}
    </div>`;
  }

  /** Said here and not at the top of the page: this is where the person looks. */
  #done(): TemplateResult | typeof nothing {
    const { notice } = this.status;
    if (notice?.kind !== 'saved' && notice?.kind !== 'copied') return nothing;
    const { title, text } = noticeWords(notice);
    return html`<p class="done small">${ICONS.ok}<span>${title}. ${text}</span></p>`;
  }
}
