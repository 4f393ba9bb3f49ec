import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Actions } from '../../app/actions.ts';
import { BOARD_KINDS, type BoardHolder } from '../../app/board-holder.ts';
import {
  actionsContext,
  boardContext,
  lanesContext,
  statusContext,
  workContext,
} from '../../app/contexts.ts';
import type { LanesHolder } from '../../app/lanes/lane-view.ts';
import type { StatusState, WorkState } from '../../app/state.ts';
import { bytesOf, type Catalogue } from '../../core/locker/catalogue.ts';
import { type BoardEntry, ENTRY_KINDS, type EntryKind, type LockerEntry } from '../../core/locker/entry.ts';
import { listOf } from '../../words/format.ts';
import { GROUPS, LOCKER, searchText } from '../../words/locker.ts';
import { entryName, RECENT } from '../../words/locker-entries.ts';
import { lockerTroubleWords } from '../../words/locker-notices.ts';
import { ICONS } from '../icons.ts';
import { LockerWatch } from '../locker-watch.ts';
import { base, buttons } from '../shared-styles.ts';
import './compare-panel.ts';
import './entry-row.ts';
import { factsOf } from './facts.ts';
import './storage-panel.ts';
import { lockerStyles } from './styles.ts';
import './transfer-panel.ts';

type Filter = EntryKind | 'all' | 'pinned';

/** Everything that is kept: by kind, with a search, with its storage, as one file, and two builds side by side. */
@customElement('ts-locker')
export class LockerPage extends LitElement {
  static override styles = [
    base,
    buttons,
    lockerStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-6);
      }
      h2 {
        font-size: var(--text-xl);
      }
      header,
      .group {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-2);
      }
      .group h3 {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: var(--space-1) var(--space-3);
      }
      .group h3 span {
        font-weight: 400;
      }
      .trouble {
        padding: var(--space-3) var(--space-4);
        border: 1px solid var(--error);
        border-radius: var(--radius-2);
        background: color-mix(in srgb, var(--error) 9%, var(--ground));
      }
      .trouble p {
        flex: 1 1 12rem;
      }
      .list {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-4);
      }
    `,
  ];

  @consume({ context: actionsContext }) private actions!: Actions;
  @consume({ context: workContext, subscribe: true }) @state() private work: WorkState = { files: [] };
  @consume({ context: statusContext, subscribe: true }) @state() private status!: StatusState;
  @consume({ context: boardContext, subscribe: true }) @state() private board: BoardHolder | undefined;
  @consume({ context: lanesContext, subscribe: true }) @state() private lanes: LanesHolder | undefined;
  @state() private search = '';
  @state() private filter: Filter = 'all';
  readonly #watch = new LockerWatch(this);
  #files: WorkState['files'] | undefined;

  /** Files that are dropped here are looked at where files are: in the flow. */
  protected override willUpdate(): void {
    const { files } = this.work;
    if (this.#files && files !== this.#files && files.length > 0) location.hash = '#firmware';
    this.#files = files;
  }

  override render(): TemplateResult {
    const { entries, trouble, removed, pruned } = this.#watch.view;
    return html`
      <header>
        <h2>${LOCKER.title}</h2>
        <p class="quiet">${LOCKER.about}</p>
      </header>
      ${this.status.storageDenied ? html`<p class="trouble" role="alert">${LOCKER.denied}</p>` : nothing}
      ${isSecureContext ? nothing : html`<p class="trouble" role="alert">${LOCKER.insecure}</p>`}
      ${
        trouble
          ? html`<div class="trouble row" role="alert">
              <p>${lockerTroubleWords(trouble)}</p>
              <button class="quiet" @click=${() => this.actions.locker.dismissTrouble()}>
                ${ICONS.close} ${LOCKER.dismiss}
              </button>
            </div>`
          : nothing
      }
      <section class="list" aria-label=${LOCKER.title}>
        ${entries.length === 0 ? html`<p>${LOCKER.empty}</p>` : this.#tools(entries)}
        ${removed ? this.#undo(removed) : nothing}
        ${ENTRY_KINDS.map(kind => this.#group(kind, this.#found(entries)))}
      </section>
      ${entries.length > 0 ? html`<ts-locker-compare .shown=${this.work.shown}></ts-locker-compare>` : nothing}
      <ts-locker-storage .entries=${entries} .pruned=${pruned ?? []}></ts-locker-storage>
      <ts-locker-transfer></ts-locker-transfer>
    `;
  }

  #tools(entries: Catalogue): TemplateResult {
    const found = this.#found(entries);
    return html`<div class="row" role="search">
        <label>
          ${LOCKER.search}
          <input
            type="search"
            autocomplete="off"
            placeholder=${LOCKER.searchAbout}
            .value=${this.search}
            @input=${(event: Event) => {
              this.search = (event.target as HTMLInputElement).value;
            }}
          />
        </label>
        <label>
          ${LOCKER.show}
          <select
            @change=${(event: Event) => {
              this.filter = (event.target as HTMLSelectElement).value as Filter;
            }}
          >
            <option value="all">${LOCKER.everything}</option>
            <option value="pinned">${LOCKER.pinnedOnly}</option>
            ${ENTRY_KINDS.map(kind => html`<option value=${kind}>${GROUPS[kind].title}</option>`)}
          </select>
        </label>
        <span class="quiet small" role="status">${LOCKER.found(found.length, entries.length)}</span>
      </div>
      ${found.length === 0 ? html`<p>${LOCKER.noMatch}</p>` : nothing}`;
  }

  #found(entries: Catalogue): Catalogue {
    const { filter } = this;
    const wanted = this.search.trim().toLowerCase();
    return entries.filter(entry => {
      if (filter === 'pinned' ? !entry.pinned : filter !== 'all' && entry.kind !== filter) return false;
      return wanted === '' || searchText(entry, factsOf(entry)).includes(wanted);
    });
  }

  #undo(removed: Catalogue): TemplateResult {
    return html`<div class="row">
      <p role="status">${RECENT.removed(listOf(removed.map(entryName)))}</p>
      <button class="undo" @click=${() => this.actions.locker.undo()}>${RECENT.undo}</button>
    </div>`;
  }

  #group(kind: EntryKind, found: Catalogue): TemplateResult | typeof nothing {
    const entries = found.filter(entry => entry.kind === kind);
    if (entries.length === 0) return nothing;
    return html`<div class="group">
      <h3>
        ${GROUPS[kind].title} <span class="quiet small">${LOCKER.groupSize(entries.length, bytesOf(entries))}</span>
      </h3>
      <ul role="list" aria-label=${GROUPS[kind].title}>
        ${entries.map(
          entry => html`<li>
            <ts-locker-entry
              .entry=${entry}
              @entry-open=${() => this.#open(entry)}
              @entry-remove=${() => this.#remove(entry)}
            ></ts-locker-entry>
          </li>`,
        )}
      </ul>
    </div>`;
  }

  async #open(entry: LockerEntry): Promise<void> {
    if (entry.kind === 'board') return this.#start(entry);
    await this.actions.openEntry(entry);
    location.hash = '#firmware';
  }

  /** A virtual board with this flash, and a cable to it. */
  async #start(entry: BoardEntry): Promise<void> {
    const [found] = await this.actions.entryFiles(entry);
    if (!found || !this.board) return;
    const kind = BOARD_KINDS.find(({ preset }) => preset === entry.preset) ?? BOARD_KINDS[0];
    await this.board.open(found.file, kind && { preset: kind.preset });
    await this.lanes?.openVirtual();
    location.hash = '#board';
  }

  async #remove({ id }: LockerEntry): Promise<void> {
    await this.actions.locker.remove(new Set([id]));
    await this.updateComplete;
    // What had the focus is gone; the way back is the next thing that somebody may want.
    this.renderRoot.querySelector<HTMLElement>('.undo')?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-locker': LockerPage;
  }
}
