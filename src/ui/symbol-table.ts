import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { SectionSizes } from '../core/size/by-symbol.ts';
import { formatAddress, formatSize } from '../words/format.ts';
import { kindName, SYMBOL_WORDS } from '../words/inspect.ts';
import { base, buttons } from './shared-styles.ts';
import { tables } from './table-styles.ts';
import type { SizedSymbol } from './treemap-cells.ts';

/** As many rows are shown before somebody asks for all. */
const FIRST_ROWS = 100;

type Column = 'name' | 'section' | 'kind' | 'address' | 'size';
const COLUMNS: readonly Column[] = ['name', 'section', 'kind', 'address', 'size'];

/** Symbols with their sizes: sortable by every column, filtered by name. */
@customElement('ts-symbol-table')
export class SymbolTable extends LitElement {
  static override styles = [
    base,
    buttons,
    tables,
    css`
      :host {
        container-type: inline-size;
      }
      .tools {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2) var(--space-4);
        margin-block-end: var(--space-2);
        font-size: var(--text-s);
      }
      label {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2);
      }
      input {
        inline-size: 12rem;
        max-inline-size: 100%;
        min-block-size: 2.75rem;
        padding: var(--space-1) var(--space-2);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-1);
        background: var(--ground);
        color: var(--ink);
        font: inherit;
      }
      thead button {
        min-height: 1.75rem;
        padding: 0;
        border: 0;
        background: none;
        font-weight: 600;
      }
      thead button:hover:enabled {
        background: none;
        text-decoration: underline;
      }
      [aria-sort='ascending'] button::after {
        content: '▲';
      }
      [aria-sort='descending'] button::after {
        content: '▼';
      }
      th[scope='row'] {
        overflow-wrap: anywhere;
      }
      .number {
        white-space: nowrap;
      }
      .more {
        font-weight: normal;
      }
      .all {
        margin-block-start: var(--space-3);
      }
      .stacked {
        display: none;
      }
      @container (width < 34rem) {
        .section,
        .kind {
          display: none;
        }
        .stacked {
          display: block;
        }
        td,
        th {
          padding-inline: var(--space-1);
        }
      }
    `,
  ];

  @property({ attribute: false }) sections: readonly SectionSizes[] = [];
  /** Only symbols with this in their names are shown. */
  @property() filter = '';

  @state() private by: Column = 'size';
  @state() private descending = true;
  @state() private all = false;

  protected override render(): TemplateResult {
    const symbols = this.sections.flatMap(({ section, symbols }) =>
      symbols.map((s): SizedSymbol => ({ ...s, section })),
    );
    if (symbols.length === 0) return html`<p class="quiet small">${SYMBOL_WORDS.none}</p>`;
    const wanted = this.filter.trim().toLowerCase();
    const found = symbols.filter(s => s.name.toLowerCase().includes(wanted)).sort(this.#compare);
    const shown = this.all ? found : found.slice(0, FIRST_ROWS);
    return html`${this.#tools(shown.length, found.length)}
    ${
      found.length === 0
        ? html`<p class="quiet small">${SYMBOL_WORDS.noMatch}</p>`
        : html`<table>
            <caption class="visually-hidden">
              ${SYMBOL_WORDS.table}
            </caption>
            <thead>
              <tr>
                ${COLUMNS.map(column => this.#heading(column))}
              </tr>
            </thead>
            <tbody>
              ${shown.map(rowView)}
            </tbody>
          </table>`
    }
    ${
      shown.length < found.length
        ? html`<button
            type="button"
            class="all"
            @click=${() => {
              this.all = true;
            }}
          >
            ${SYMBOL_WORDS.showAll(found.length)}
          </button>`
        : nothing
    }`;
  }

  #tools(shown: number, found: number): TemplateResult {
    return html`<div class="tools">
      <label>
        ${SYMBOL_WORDS.filter}
        <input
          type="search"
          autocomplete="off"
          spellcheck="false"
          .value=${this.filter}
          @input=${(event: Event) => {
            this.filter = (event.target as HTMLInputElement).value;
          }}
        />
      </label>
      <span class="quiet">${SYMBOL_WORDS.shown(shown, found)}</span>
    </div>`;
  }

  #heading(column: Column): TemplateResult {
    const sorted = this.by === column;
    const order = sorted ? (this.descending ? 'descending' : 'ascending') : nothing;
    return html`<th scope="col" class=${classOf(column)} aria-sort=${order}>
      <button type="button" @click=${() => this.#sortBy(column)}>${SYMBOL_WORDS[column]}</button>
    </th>`;
  }

  #sortBy(column: Column): void {
    // Sizes are asked for from the top, names from the start.
    this.descending = this.by === column ? !this.descending : column === 'size';
    this.by = column;
  }

  readonly #compare = (a: SizedSymbol, b: SizedSymbol): number => {
    const [x, y] = [a[this.by] ?? 0, b[this.by] ?? 0];
    const order = typeof x === 'number' && typeof y === 'number' ? x - y : compareText(String(x), String(y));
    return (this.descending ? -order : order) || (a.address ?? 0) - (b.address ?? 0);
  };
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const classOf = (column: Column): string => (column === 'size' ? 'number' : column);

const rowView = ({ name, section, kind, address = 0, size }: SizedSymbol): TemplateResult => html`<tr>
  <th scope="row">${name}<span class="stacked more">${section}</span></th>
  <td class="section">${section}</td>
  <td class="kind">${kindName(kind)}</td>
  <td class="mono">${formatAddress(address)}</td>
  <td class="number">${formatSize(size)}</td>
</tr>`;

declare global {
  interface HTMLElementTagNameMap {
    'ts-symbol-table': SymbolTable;
  }
}
