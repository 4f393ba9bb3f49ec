import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { FolderNews, FolderView } from '../../app/folder/build-folder.ts';
import type { Rebuild } from '../../app/folder/start.ts';
import {
  clockTime,
  FOLDER,
  folderChanging,
  folderNotSent,
  folderSending,
  folderSkipped,
  folderStarted,
  folderTaken,
} from '../../words/folder.ts';
import { Follow } from '../follow.ts';
import { base, buttons, disclosures } from '../shared-styles.ts';

/** Rows of news that are shown. */
const SHOWN = 8;

/** The watched output folder of a compiler: what is seen there, and whether it is sent at once. */
@customElement('ts-build-folder')
export class BuildFolderElement extends LitElement {
  static override styles = [
    base,
    buttons,
    disclosures,
    css`
      .inside {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        justify-items: start;
        gap: var(--space-3);
        padding-top: var(--space-2);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-3);
      }
      p {
        max-width: 75ch;
        overflow-wrap: anywhere;
      }
      label {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        min-height: 2rem;
        font-weight: 500;
      }
      input {
        inline-size: 1.25rem;
        block-size: 1.25rem;
        accent-color: var(--primary);
      }
      li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 0 var(--space-3);
        padding: var(--space-1) 0;
        overflow-wrap: anywhere;
      }
      time {
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @property({ attribute: false }) rebuild?: Rebuild | undefined;
  /** From the first folder on; whoever folds it then keeps it folded. */
  #opened = false;

  constructor() {
    super();
    new Follow(this, () => [this.rebuild?.folder]);
  }

  override render(): TemplateResult | typeof nothing {
    const { rebuild } = this;
    if (!rebuild) return nothing;
    const { view, news, busy } = rebuild.folder;
    const watching = view.kind === 'watching';
    this.#opened ||= view.kind !== 'none' && view.kind !== 'remembered';
    return html`<details ?open=${this.#opened}>
      <summary>${watching ? FOLDER.titleWatching(view.name) : FOLDER.title}</summary>
      <div class="inside">
        ${watching ? this.#watching(rebuild, view.observed) : this.#start(rebuild, view)}
        ${busy ? html`<p class="small">${FOLDER.busy}</p>` : nothing}
        ${news.length > 0 ? newsList(news) : nothing}
      </div>
    </details>`;
  }

  #start({ folder }: Rebuild, view: Exclude<FolderView, { kind: 'watching' }>): TemplateResult {
    const words = view.kind === 'none' ? FOLDER.about : FOLDER[view.kind](view.name);
    return html`<p role=${view.kind === 'denied' || view.kind === 'lost' ? 'status' : nothing}>${words}</p>
      <div class="row">
        ${view.kind === 'none' ? nothing : html`<button @click=${() => folder.resume()}>${FOLDER.resume(view.name)}</button>`}
        <button @click=${() => folder.choose()}>${view.kind === 'none' ? FOLDER.choose : FOLDER.chooseOther}</button>
        ${view.kind === 'none' ? nothing : html`<button class="quiet" @click=${() => folder.forget()}>${FOLDER.forget}</button>`}
      </div>`;
  }

  #watching({ folder, auto }: Rebuild, observed: boolean): TemplateResult {
    const set = (event: Event): void => {
      auto.set((event.target as HTMLInputElement).checked);
      this.requestUpdate();
    };
    return html`<div>
        <label><input type="checkbox" role="switch" .checked=${auto.on} aria-describedby="at-once" @change=${set} />${FOLDER.sendAtOnce}</label>
        <p id="at-once" class="quiet small">${FOLDER.sendAtOnceAbout}</p>
      </div>
      <p class="quiet small">${observed ? FOLDER.observed : FOLDER.polled}</p>
      <div class="row">
        <button @click=${() => folder.takeAll()}>${FOLDER.takeAll}</button>
        <button class="quiet" @click=${() => folder.stop()}>${FOLDER.stop}</button>
      </div>`;
  }
}

function newsList(news: readonly FolderNews[]): TemplateResult {
  return html`<div role="status" class="visually-hidden">${news[0] && news[0].kind !== 'changing' ? sentence(news[0]) : nothing}</div>
    <ul role="list" aria-label=${FOLDER.news}>
      ${news.slice(0, SHOWN).map(
        each => html`<li class="small">
          <time class="quiet" datetime=${new Date(each.at).toISOString()}>${clockTime(each.at)}</time>
          <span>${sentence(each)}</span>
        </li>`,
      )}
    </ul>`;
}

function sentence(news: FolderNews): string {
  switch (news.kind) {
    case 'started':
      return folderStarted(news.files);
    case 'changing':
      return folderChanging(news.path, news.size);
    case 'taken':
      return folderTaken(news.path, news.size);
    case 'skipped':
      return folderSkipped(news.path, news.why);
    case 'sending':
      return folderSending(news.file);
    case 'not-sent':
      return folderNotSent(news.why);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-build-folder': BuildFolderElement;
  }
}
