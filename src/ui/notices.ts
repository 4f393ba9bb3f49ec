import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Actions } from '../app/actions.ts';
import { actionsContext, statusContext } from '../app/contexts.ts';
import type { StatusState } from '../app/state.ts';
import { STATUS } from '../words/page.ts';
import { type Notice, noticeWords } from '../words/page-notices.ts';
import { ICONS } from './icons.ts';
import { LanesWatch } from './lanes-watch.ts';
import { base, buttons } from './shared-styles.ts';

/** What the page says about itself, above the steps: work in progress, what went wrong, a new version. */
@customElement('ts-notices')
export class Notices extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      .notice {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-3);
        margin-bottom: var(--space-4);
        padding: var(--space-3) var(--space-4);
        border: 1px solid var(--tone);
        border-radius: var(--radius-2);
        background: color-mix(in srgb, var(--tone) 9%, var(--ground));
        overflow-wrap: anywhere;
      }
      .notice > .icon {
        align-self: start;
        margin-top: 0.15em;
        color: var(--tone);
      }
      .words {
        flex: 1 1 12rem;
        min-width: 0;
      }
      strong {
        font-weight: 600;
      }
      .error {
        --tone: var(--error);
      }
      .ok,
      .note {
        --tone: var(--line-strong);
      }
      progress {
        flex: 1 1 8rem;
        min-width: 0;
        height: 0.5rem;
        accent-color: var(--primary);
      }
    `,
  ];

  @consume({ context: actionsContext }) private actions!: Actions;
  @consume({ context: statusContext, subscribe: true }) @state() private status!: StatusState;
  @state() private later = false;
  readonly #lanes = new LanesWatch(this);

  override render(): TemplateResult {
    const { working, notice, updateReady, updateWaits } = this.status;
    // Nobody should think of a reload while a board is being written.
    const offered = updateReady && !this.later && (updateWaits || !this.#lanes.view.writing);
    return html`
      ${offered ? this.#update(updateWaits) : nothing} ${working ? this.#working() : nothing}
      ${notice && !isSaidElsewhere(notice) ? this.#notice(notice) : nothing}
    `;
  }

  #working(): TemplateResult {
    return html`<div class="notice note">
      <span id="work">${STATUS.working}</span>
      <progress aria-labelledby="work"></progress>
      <button @click=${() => this.actions.cancel()}>${STATUS.cancel}</button>
    </div>`;
  }

  #notice(notice: Notice): TemplateResult {
    const { tone, title, text } = noticeWords(notice);
    return html`<div class="notice ${tone}">
      ${ICONS[tone]}
      <p class="words"><strong>${title}.</strong> ${text}</p>
      <button class="quiet" @click=${() => this.actions.dismissNotice()}>
        ${ICONS.close} ${STATUS.dismiss}
      </button>
    </div>`;
  }

  #update(waits: boolean): TemplateResult {
    return html`<div class="notice note">
      ${ICONS.note}
      <p class="words">
        <strong>${STATUS.updateReady}</strong> ${waits ? STATUS.updateWaits : STATUS.updateAbout}
      </p>
      ${
        waits
          ? html`<button @click=${() => this.actions.declineUpdate()}>${STATUS.updateWithout}</button>`
          : html`<button @click=${() => this.actions.acceptUpdate()}>${STATUS.reload}</button>
              <button class="quiet" @click=${() => this.#later()}>${STATUS.later}</button>`
      }
    </div>`;
  }

  #later(): void {
    this.later = true;
  }
}

/** The panel that saves and copies says so itself. */
const isSaidElsewhere = ({ kind }: Notice): boolean => kind === 'saved' || kind === 'copied';
