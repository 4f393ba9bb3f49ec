import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Diary } from '../../app/history/diary.ts';
import { type HistoryFormat, historyLimits, saveHistory } from '../../app/history/export.ts';
import { addressOf } from '../../app/places.ts';
import {
  type BoardHistory,
  type HistoryEntry,
  type HistorySubject,
  subjectKey,
} from '../../core/history/history.ts';
import { HISTORY, historySentence, subjectWords } from '../../words/history.ts';
import { formatMoment } from '../../words/page.ts';
import { Follow } from '../follow.ts';
import { base, buttons, disclosures } from '../shared-styles.ts';

/** What happened to a board, newest first, folded; as a file; and away with it. */
@customElement('ts-board-history')
export class BoardHistoryElement extends LitElement {
  static override styles = [
    base,
    buttons,
    disclosures,
    css`
      .inside {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-3);
        padding-top: var(--space-2);
      }
      ol {
        display: grid;
        max-height: 24rem;
        overflow: auto;
        border: 1px solid var(--line);
        border-radius: var(--radius-1);
      }
      li {
        display: grid;
        grid-template-columns: minmax(7.5rem, auto) minmax(0, 1fr);
        gap: 0 var(--space-3);
        padding: var(--space-2) var(--space-3);
        border-top: 1px solid var(--line);
        overflow-wrap: anywhere;
      }
      li:first-child {
        border-top: 0;
      }
      .more {
        grid-column: 2;
        font-family: var(--mono);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-3);
      }
      select {
        min-height: 2.5rem;
        max-width: 100%;
        font: inherit;
        color: var(--ink);
        background: var(--ground);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-1);
      }
      label {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2);
        font-size: var(--text-s);
      }
      a {
        display: inline-block;
        min-height: 1.5rem;
        color: var(--focus);
      }
      p {
        max-width: 75ch;
      }
      @media (max-width: 30rem) {
        li {
          grid-template-columns: minmax(0, 1fr);
        }
        .more {
          grid-column: 1;
        }
      }
    `,
  ];

  @property({ attribute: false }) diary?: Diary;
  /** The board that is listened to; its history is shown unless somebody chooses another one. */
  @property({ attribute: false }) subject?: HistorySubject;
  @state() private chosen: string | undefined;
  @state() private asks = false;
  /** While a board is connected to anew, nobody knows for a moment which one it is. */
  #last: HistorySubject | undefined;

  constructor() {
    super();
    new Follow(this, () => [this.diary]);
  }

  protected override willUpdate(): void {
    this.#last = this.subject ?? this.#last;
  }

  override render(): TemplateResult | typeof nothing {
    const { diary } = this;
    const history = diary && this.#history(diary);
    if (!history) return nothing;
    const { subject, entries, dropped } = history;
    return html`<details>
      <summary>${HISTORY.title(subject)} <span>(${HISTORY.count(entries.length)})</span></summary>
      <div class="inside">
        ${diary.denied ? html`<p role="status">${HISTORY.denied}</p>` : nothing}
        ${this.#boards(diary, subject)}
        ${
          entries.length === 0
            ? html`<p class="quiet">${HISTORY.nothing}</p>`
            : html`<ol role="list" tabindex="0" aria-label=${HISTORY.title(subject)}>${[...entries].reverse().map(entry)}</ol>`
        }
        ${dropped > 0 ? html`<p class="quiet small">${HISTORY.dropped(dropped)}</p>` : nothing}
        ${entries.length === 0 ? nothing : this.#actions(diary, history)}
        ${subject.by === 'address' ? html`<p class="quiet small">${HISTORY.byAddress}</p>` : nothing}
        <p class="quiet small">
          ${diary.denied ? nothing : HISTORY.about(historyLimits.entries, historyLimits.boards)}
          <a href=${addressOf('locker')}>${HISTORY.locker}</a>
        </p>
      </div>
    </details>`;
  }

  #history(diary: Diary): BoardHistory | undefined {
    const all = diary.all;
    const chosen = all.find(({ subject }) => subjectKey(subject) === this.chosen);
    return chosen ?? (this.#last ? diary.of(this.#last) : all[0]);
  }

  /** Other boards that were seen here. */
  #boards(diary: Diary, shown: HistorySubject): TemplateResult | typeof nothing {
    const others = diary.all.filter(({ subject }) => subjectKey(subject) !== subjectKey(shown));
    if (others.length === 0) return nothing;
    const all = [diary.of(shown), ...others].sort((a, b) =>
      subjectKey(a.subject) < subjectKey(b.subject) ? -1 : 1,
    );
    const choose = (event: Event): void => {
      this.chosen = (event.target as HTMLSelectElement).value;
      this.asks = false;
    };
    return html`<label>
      ${HISTORY.board}
      <select @change=${choose}>
        ${all.map(({ subject }) => {
          const key = subjectKey(subject);
          return html`<option value=${key} ?selected=${key === subjectKey(shown)}>${subjectWords(subject)}</option>`;
        })}
      </select>
    </label>`;
  }

  #actions(diary: Diary, history: BoardHistory): TemplateResult {
    const { subject } = history;
    const save = (format: HistoryFormat): void => saveHistory(history, format);
    const remove = (): void => {
      this.asks = false;
      this.chosen = undefined;
      diary.remove(subject);
    };
    if (this.asks) {
      return html`<div class="row" role="group">
        <p>${HISTORY.removeQuestion(subject)}</p>
        <button @click=${remove}>${HISTORY.removeYes}</button>
        <button @click=${() => this.#ask(false)}>${HISTORY.removeNo}</button>
      </div>`;
    }
    return html`<div class="row">
      <button @click=${() => save('json')}>${HISTORY.saveJson}</button>
      <button @click=${() => save('csv')}>${HISTORY.saveCsv}</button>
      <button class="quiet" @click=${() => this.#ask(true)}>${HISTORY.remove}</button>
    </div>`;
  }

  readonly #ask = (asks: boolean): void => {
    this.asks = asks;
  };
}

function entry({ at, event }: HistoryEntry): TemplateResult {
  const images = 'images' in event ? event.images : 'image' in event ? [event.image] : [];
  const hashes = images.flatMap(({ sha256 }) => (sha256 ? [HISTORY.sha256(sha256)] : []));
  const more = event.kind === 'booted' && event.proof ? [event.proof] : hashes;
  return html`<li>
    <time class="quiet small" datetime=${new Date(at).toISOString()}>${formatMoment(at, Date.now())}</time>
    <span>${historySentence(event)}</span>
    ${more.length > 0 ? html`<span class="more quiet small">${more.join(' · ')}</span>` : nothing}
  </li>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-board-history': BoardHistoryElement;
  }
}
