import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { type StorageView, storageOf } from '../../app/locker/storage.ts';
import { bytesOf, type Catalogue } from '../../core/locker/catalogue.ts';
import { ENTRY_KINDS, type EntryKind } from '../../core/locker/entry.ts';
import { GROUPS, STORAGE } from '../../words/locker.ts';
import { entryName } from '../../words/locker-entries.ts';
import { base, buttons } from '../shared-styles.ts';
import { styleMap } from '../style-map.ts';
import { lockerStyles } from './styles.ts';

/** How full the locker is, as a bar and in words, and what the browser says about it. */
@customElement('ts-locker-storage')
export class LockerStorage extends LitElement {
  static override styles = [
    base,
    buttons,
    lockerStyles,
    css`
      .bar {
        display: flex;
        gap: 1px;
        height: 1.25rem;
        overflow: hidden;
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-1);
        background: var(--ground-sunken);
        forced-color-adjust: none;
      }
      .bar > span {
        flex: none;
        min-width: 3px;
      }
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-1) var(--space-4);
        font-size: var(--text-s);
      }
      li {
        display: inline-flex;
        align-items: center;
        gap: var(--space-2);
      }
      .key {
        width: 1rem;
        height: 1rem;
        border: 1px solid var(--line-strong);
        border-radius: 0.25rem;
        forced-color-adjust: none;
      }
      .build {
        background: var(--slot-user1);
      }
      .image {
        background: repeating-linear-gradient(135deg, var(--slot-user2) 0 3px, var(--ground) 3px 5px);
      }
      .backup {
        background: repeating-linear-gradient(45deg, var(--region-system) 0 4px, var(--ground) 4px 6px);
      }
      .log {
        background: repeating-linear-gradient(0deg, var(--ok) 0 3px, var(--ground) 3px 5px);
      }
      .board {
        background: radial-gradient(circle, var(--region-boot) 1.6px, var(--ground) 2px) 0 0 / 6px 6px;
      }
    `,
  ];

  @property({ attribute: false }) entries: Catalogue = [];
  @property({ attribute: false }) pruned: Catalogue = [];
  @state() private storage: StorageView | undefined;
  @state() private refused = false;
  #of: Catalogue | undefined;

  protected override willUpdate(): void {
    if (this.#of === this.entries) return;
    this.#of = this.entries;
    void this.#look();
  }

  override render(): TemplateResult {
    const used = bytesOf(this.entries);
    const limit = this.storage?.limit;
    const pins = this.entries.filter(({ pinned }) => pinned).length;
    return html`<section class="panel" aria-labelledby="title">
      <h3 id="title">${STORAGE.title}</h3>
      ${limit === undefined ? nothing : this.#bar(used, limit)}
      <p class="quiet small">${pins > 0 ? STORAGE.pinned(pins) : nothing} ${STORAGE.rule} ${STORAGE.private}</p>
      ${this.pruned.length > 0 ? html`<p class="small" role="status">${STORAGE.pruned(this.pruned.map(entryName))}</p>` : nothing}
      ${this.storage ? this.#browser(this.storage) : nothing}
    </section>`;
  }

  #bar(used: number, limit: number): TemplateResult {
    const parts = ENTRY_KINDS.map(kind => ({ kind, bytes: this.#bytes(kind) })).filter(
      ({ bytes }) => bytes > 0,
    );
    // Contents that are in two groups are drawn in both, so the parts may be a little more than the whole.
    const sum = Math.max(
      limit,
      parts.reduce((total, { bytes }) => total + bytes, 0),
    );
    return html`
      <p><strong>${STORAGE.used(used, limit)}</strong></p>
      <div class="bar" aria-hidden="true">
        ${parts.map(
          ({ kind, bytes }) =>
            html`<span class=${kind} style=${styleMap({ 'inline-size': `${(100 * bytes) / sum}%` })}></span>`,
        )}
      </div>
      <ul role="list">
        ${parts.map(
          ({ kind, bytes }) =>
            html`<li><span class="key ${kind}" aria-hidden="true"></span>${STORAGE.part(GROUPS[kind].title, bytes)}</li>`,
        )}
      </ul>
    `;
  }

  #browser({ usage, quota, persisted }: StorageView): TemplateResult {
    return html`
      ${
        usage === undefined || quota === undefined
          ? nothing
          : html`<p class="quiet small">${STORAGE.browser(usage, quota)}</p>`
      }
      <div class="row">
        <p class="quiet small" role="status">
          ${persisted ? STORAGE.persisted : this.refused ? STORAGE.refused : STORAGE.notPersisted}
        </p>
        ${persisted ? nothing : html`<button @click=${this.#persist}>${STORAGE.persist}</button>`}
      </div>
    `;
  }

  #bytes(kind: EntryKind): number {
    return bytesOf(this.entries.filter(entry => entry.kind === kind));
  }

  async #look(): Promise<void> {
    this.storage = await storageOf(this.entries);
  }

  readonly #persist = async (): Promise<void> => {
    this.storage = await storageOf(this.entries, 'ask');
    this.refused = !this.storage.persisted;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-locker-storage': LockerStorage;
  }
}
