import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { SectionSizes } from '../core/size/by-symbol.ts';
import { formatSize } from '../words/format.ts';
import { SYMBOL_WORDS, symbolText } from '../words/inspect.ts';
import { memoryColours } from './memory-colours.ts';
import { base } from './shared-styles.ts';
import { styleMap } from './style-map.ts';
import { type Cell, type SectionBox, type SizedSymbol, treemap } from './treemap-cells.ts';
import { neighbour } from './treemap-keys.ts';

/** A cell of this size has room for its name. */
const NAMED = { width: 44, height: 17 };

/**
 * Sizes of sections and symbols as areas. One tab stop; arrow keys go to the neighbour, Home to the largest.
 *
 * @fires symbol-open - somebody wants to find a symbol in the table
 */
@customElement('ts-treemap')
export class Treemap extends LitElement {
  static override styles = [
    base,
    memoryColours,
    css`
      .map {
        position: relative;
        block-size: var(--height);
        background: var(--ground-sunken);
        border-radius: var(--radius-1);
        overflow: hidden;
      }
      .section,
      .cell {
        position: absolute;
        overflow: hidden;
      }
      .section {
        border: 1px solid var(--ground);
        background: var(--memory);
      }
      .title {
        block-size: 18px;
        padding-inline: 4px;
        overflow: hidden;
        color: var(--ground);
        font-size: 0.75rem;
        font-weight: 600;
        line-height: 18px;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .cell {
        padding: 1px 3px;
        border: 1px solid var(--memory);
        background: color-mix(in srgb, var(--memory) 14%, var(--ground));
        font-size: 0.6875rem;
        line-height: 1.25;
        cursor: pointer;
        overflow-wrap: anywhere;
      }
      .cell.rest {
        background: repeating-linear-gradient(
          135deg,
          color-mix(in srgb, var(--memory) 14%, var(--ground)) 0 5px,
          color-mix(in srgb, var(--memory) 22%, var(--ground)) 5px 10px
        );
      }
      .cell.current {
        outline: 3px solid var(--ink);
        outline-offset: -3px;
      }
      .readout {
        min-block-size: 3em;
        margin-block-start: var(--space-1);
        font-size: var(--text-s);
        overflow-wrap: anywhere;
      }
      @media (forced-colors: active) {
        .section,
        .cell {
          border-color: CanvasText;
        }
      }
    `,
  ];

  @property({ attribute: false }) sections: readonly SectionSizes[] = [];
  @state() private width = 0;
  /** The cell that was pointed at or moved to last. */
  @state() private current = 0;

  readonly #observer = new ResizeObserver(entries => {
    this.width = Math.floor(entries[0]?.contentRect.width ?? this.width);
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  protected override willUpdate(): void {
    if (this.width === 0) this.width = this.clientWidth;
  }

  get #height(): number {
    return Math.round(Math.max(260, Math.min(this.width * 0.5, 460)));
  }

  #boxes: readonly SectionBox[] = [];

  get #cells(): readonly { readonly box: SectionBox; readonly cell: Cell }[] {
    return this.#boxes.flatMap(box => box.cells.map(cell => ({ box, cell })));
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.width === 0 || this.sections.length === 0) return nothing;
    this.#boxes = treemap(this.sections, this.width, this.#height);
    const cells = this.#cells;
    const current = Math.min(this.current, cells.length - 1);
    const symbol = cells[current]?.cell.symbol;
    let first = 0;
    return html`<div
        class="map"
        role="listbox"
        tabindex="0"
        aria-label=${SYMBOL_WORDS.treemap}
        aria-activedescendant="cell-${current}"
        style=${styleMap({ '--height': `${this.#height}px` })}
        @keydown=${this.#onKey}
        @pointerover=${this.#onPointer}
        @click=${this.#onClick}
      >
        ${this.#boxes.map(box => {
          const from = first;
          first += box.cells.length;
          return sectionView(box, from, current);
        })}
      </div>
      <p class="readout" aria-hidden="true">${symbol ? symbolText(symbol) : ''}</p>`;
  }

  #indexAt(event: Event): number | undefined {
    const id = event.target instanceof Element ? event.target.closest('.cell')?.id : undefined;
    return id === undefined ? undefined : Number(id.replace('cell-', ''));
  }

  readonly #onPointer = (event: Event): void => {
    this.current = this.#indexAt(event) ?? this.current;
  };

  readonly #onClick = (event: Event): void => {
    const index = this.#indexAt(event);
    if (index === undefined) return;
    this.current = index;
    this.#open(index);
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const rects = this.#cells.map(({ box, cell }) => ({ ...cell, x: box.x + cell.x, y: box.y + cell.y }));
    if (event.key === 'Enter') this.#open(this.current);
    else {
      const target = neighbour(rects, this.current, event.key);
      if (target === undefined) return;
      this.current = target;
    }
    event.preventDefault();
  };

  #open(index: number): void {
    const symbol = this.#cells[index]?.cell.symbol;
    if (symbol) this.dispatchEvent(symbolOpen(symbol));
  }
}

const symbolOpen = (detail: SizedSymbol): CustomEvent<SizedSymbol> =>
  new CustomEvent('symbol-open', { bubbles: true, composed: true, detail });

const place = ({ x, y, width, height }: SectionBox | Cell) =>
  styleMap({ left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });

function sectionView(box: SectionBox, first: number, current: number): TemplateResult {
  return html`<div
    class="section"
    role="group"
    aria-label=${box.section}
    data-memory=${box.memory}
    style=${place(box)}
  >
    ${box.titled ? html`<div class="title" aria-hidden="true">${box.section} · ${formatSize(box.size)}</div>` : nothing}
    ${box.cells.map((cell, i) => cellView(cell, first + i, first + i === current))}
  </div>`;
}

function cellView(cell: Cell, index: number, current: boolean): TemplateResult {
  const { symbol, width, height } = cell;
  const named = width >= NAMED.width && height >= NAMED.height;
  return html`<div
    class=${['cell', symbol.kind, current ? 'current' : ''].join(' ')}
    role="option"
    id="cell-${index}"
    aria-selected=${current}
    aria-label=${symbolText(symbol)}
    style=${place(cell)}
  >${named ? symbol.name : nothing}</div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-treemap': Treemap;
  }
  interface HTMLElementEventMap {
    'symbol-open': CustomEvent<SizedSymbol>;
  }
}
