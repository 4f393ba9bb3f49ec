import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { formatByteRow } from '../words/format.ts';
import { byteText, HEX_WORDS, selectedText } from '../words/inspect.ts';
import { Blocks, type Load } from './hex/blocks.ts';
import {
  columnsFor,
  type HexLayout,
  moveCursor,
  pageCount,
  pageOf,
  pageRange,
  parseOffset,
  rowCount,
  rowOf,
} from './hex/layout.ts';
import { type ByteLook, rowView } from './hex/row.ts';
import { hexStyles } from './hex/styles.ts';
import type { PlaceDetail } from './place-event.ts';
import { rootScale } from './root-scale.ts';
import { base, buttons } from './shared-styles.ts';
import { styleMap } from './style-map.ts';

/** Pixels of a row at the usual text size; `--row` of the style sheet. */
const ROW = 22;
const VISIBLE_ROWS = 16;
/** Rows in front of and behind those that are seen. */
const MARGIN_ROWS = 8;

/**
 * Bytes of a file: offset, hexadecimal, text. Reads only what is looked at, and keeps only some fifty rows in the
 * document however large the file is.
 */
@customElement('ts-hex-view')
export class HexView extends LitElement {
  static override styles = [base, buttons, hexStyles];

  /** Offset of the first byte that is shown. */
  @property({ type: Number }) start = 0;
  /** Number of bytes that are shown. */
  @property({ type: Number }) size = 0;
  /** Fetches bytes; offsets are those of the file. */
  @property({ attribute: false }) load?: Load;
  /** Bytes that something else on the page is about; brought into view. */
  @property({ attribute: false }) highlight?: PlaceDetail;

  @state() private columns = 16;
  @state() private page = 0;
  @state() private firstRow = 0;
  @state() private cursor = 0;
  /** Other end of the selection; the cursor itself when nothing is selected. */
  @state() private anchor = 0;
  @state() private problem = '';

  @query('.scroll') private viewport?: HTMLElement;
  @query('.probe') private probe?: HTMLElement;

  #blocks: Blocks | undefined;
  /** Offset to be scrolled to after the next rendering. */
  #bringIntoView: { readonly offset: number; readonly toTop: boolean } | undefined;
  readonly #observer = new ResizeObserver(() => this.#measure());

  override connectedCallback(): void {
    super.connectedCallback();
    this.#observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  /** Puts the focus on the bytes. */
  override focus(): void {
    this.updateComplete.then(() => this.viewport?.focus({ preventScroll: true }));
  }

  get #layout(): HexLayout {
    return { start: this.start, end: this.start + this.size, columns: this.columns };
  }

  get #offsetDigits(): number {
    return Math.max(5, (this.start + this.size - 1).toString(16).length);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const moved = changed.has('start') || changed.has('size');
    if (changed.has('load') || moved) {
      this.#blocks = this.load && new Blocks(this.load, this.start + this.size, () => this.requestUpdate());
    }
    if (moved) this.#jumpTo(this.start);
    if (changed.has('highlight') && this.highlight) this.#jumpTo(this.highlight.offset);
    const { start, end } = this.#seen();
    this.#blocks?.want(start, end);
  }

  protected override updated(): void {
    const wanted = this.#bringIntoView;
    if (!wanted || !this.viewport) return;
    this.#bringIntoView = undefined;
    const height = ROW * rootScale();
    const top = rowOf(this.#layout, wanted.offset) * height;
    const { scrollTop, clientHeight } = this.viewport;
    // After a jump the byte is at the top with one row above it; a step scrolls no more than it must.
    if (wanted.toTop) this.viewport.scrollTop = top - height;
    else if (top < scrollTop) this.viewport.scrollTop = top;
    else if (top + height > scrollTop + clientHeight) this.viewport.scrollTop = top + height - clientHeight;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.size <= 0) return nothing;
    const layout = this.#layout;
    const visible = Math.min(VISIBLE_ROWS, rowCount(layout, this.page) + 1);
    return html`<span class="probe" aria-hidden="true">0123456789</span>
      ${this.#tools(layout)}
      <div
        class="scroll"
        role="grid"
        tabindex="0"
        aria-label=${HEX_WORDS.name(layout.start, layout.end)}
        aria-rowcount=${rowCount(layout, this.page)}
        aria-activedescendant="row-${rowOf(layout, this.cursor)}"
        style=${styleMap({ '--visible': String(visible) })}
        @scroll=${this.#onScroll}
        @keydown=${this.#onKey}
        @click=${this.#onClick}
        @copy=${this.#onCopy}
      >
        <div
          role="rowgroup"
          style=${styleMap({ height: `calc(${rowCount(layout, this.page)} * var(--row))` })}
        >
          ${this.#rows(layout)}
        </div>
      </div>
      ${this.#status()}`;
  }

  #tools(layout: HexLayout): TemplateResult {
    const pages = pageCount(layout);
    return html`<div class="tools">
      <form @submit=${this.#onGo} novalidate>
        <label for="offset">${HEX_WORDS.goTo}</label>
        <input
          id="offset"
          name="offset"
          type="text"
          autocomplete="off"
          spellcheck="false"
          placeholder=${`0x${this.start.toString(16).toUpperCase().padStart(5, '0')}`}
          aria-invalid=${this.problem ? 'true' : 'false'}
          aria-describedby=${this.problem ? 'problem' : nothing}
        />
        <button type="submit">${HEX_WORDS.go}</button>
      </form>
      ${pages > 1 ? this.#pager(pages) : nothing}
      ${this.problem ? html`<p id="problem" class="problem">${this.problem}</p>` : nothing}
    </div>`;
  }

  #pager(pages: number): TemplateResult {
    const go = (page: number) => () => this.#jumpTo(pageRange(this.#layout, page).start);
    return html`<div class="pager">
      <button type="button" ?disabled=${this.page === 0} @click=${go(this.page - 1)}>${HEX_WORDS.previous}</button>
      <span>${HEX_WORDS.megabyte(this.page, pages)}</span>
      <button type="button" ?disabled=${this.page === pages - 1} @click=${go(this.page + 1)}>
        ${HEX_WORDS.next}
      </button>
    </div>`;
  }

  #status(): TemplateResult {
    if (this.#blocks?.failed) {
      const again = () => {
        this.#blocks?.retry();
        this.requestUpdate();
      };
      return html`<p class="problem">${HEX_WORDS.failed}</p>
        <button type="button" @click=${again}>${HEX_WORDS.again}</button>`;
    }
    const byte = this.#blocks?.byteAt(this.cursor);
    const [from, to] = this.#selection();
    const selected = to - from > 1 ? `${selectedText(to - from)}. ` : '';
    return html`<p class="status">
        ${selected}${byte === undefined ? '' : byteText(this.cursor, byte, this.#wordAt(this.cursor))}
      </p>
      <p class="status">${HEX_WORDS.copyHint}</p>`;
  }

  #rows(layout: HexLayout): TemplateResult[] {
    const range = pageRange(layout, this.page);
    const { start, end } = this.#seen();
    const rows: TemplateResult[] = [];
    for (let offset = start; offset < end; offset += layout.columns) {
      const index = rowOf(layout, offset);
      const count = Math.min(layout.columns, range.end - offset);
      rows.push(
        rowView({
          index,
          offset,
          bytes: Array.from({ length: count }, (_, i) => this.#blocks?.byteAt(offset + i)),
          looks: Array.from({ length: count }, (_, i) => this.#look(offset + i)),
          columns: layout.columns,
          offsetDigits: this.#offsetDigits,
          top: `calc(${index} * var(--row))`,
        }),
      );
    }
    return rows;
  }

  /** The bytes of the rows in the document. */
  #seen(): { start: number; end: number } {
    const { start, end } = pageRange(this.#layout, this.page);
    const first = Math.max(0, this.firstRow - MARGIN_ROWS);
    const count = VISIBLE_ROWS + 2 * MARGIN_ROWS;
    const from = start + first * this.columns;
    return { start: from, end: Math.min(end, from + count * this.columns) };
  }

  #look(offset: number): ByteLook {
    if (offset === this.cursor) return 'cursor';
    const [from, to] = this.#selection();
    if (to - from > 1 && offset >= from && offset < to) return 'selected';
    const marked = this.highlight;
    return marked && offset >= marked.offset && offset < marked.offset + marked.length ? 'marked' : '';
  }

  #selection(): readonly [from: number, to: number] {
    return [Math.min(this.anchor, this.cursor), Math.max(this.anchor, this.cursor) + 1];
  }

  #wordAt(offset: number): number | undefined {
    const bytes = [0, 1, 2, 3].map(i => this.#blocks?.byteAt(offset + i));
    return bytes.reduceRight<number | undefined>(
      (word, byte) => (word === undefined || byte === undefined ? undefined : word * 256 + byte),
      0,
    );
  }

  #jumpTo(offset: number): void {
    this.#moveTo(offset);
    this.#bringIntoView = { offset: this.cursor, toTop: true };
  }

  #moveTo(offset: number, extend = false): void {
    const end = this.start + this.size - 1;
    this.cursor = Math.max(this.start, Math.min(offset, end));
    if (!extend) this.anchor = this.cursor;
    const page = pageOf(this.#layout, this.cursor);
    if (page !== this.page) {
      this.page = page;
      this.firstRow = Math.max(0, rowOf(this.#layout, this.cursor) - 2);
    }
    this.#bringIntoView = { offset: this.cursor, toTop: false };
  }

  #measure(): void {
    if (!this.probe || !this.viewport) return;
    const character = this.probe.getBoundingClientRect().width / 10;
    const width = this.viewport.clientWidth - 2 * 0.25 * 16 * rootScale();
    if (character > 0 && width > 0) {
      const columns = columnsFor(width, character, this.#offsetDigits);
      if (columns !== this.columns) {
        this.columns = columns;
        this.#bringIntoView = { offset: this.cursor, toTop: true };
      }
    }
  }

  readonly #onScroll = (): void => {
    this.firstRow = Math.floor((this.viewport?.scrollTop ?? 0) / (ROW * rootScale()));
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.altKey || (event.metaKey && event.key !== 'Home' && event.key !== 'End')) return;
    const far = event.ctrlKey || event.metaKey;
    if (event.key === 'Escape' && this.anchor !== this.cursor) this.anchor = this.cursor;
    else {
      const target = moveCursor(this.#layout, this.cursor, event.key, { rows: VISIBLE_ROWS - 1, far });
      if (target === undefined) return;
      this.#moveTo(target, event.shiftKey);
    }
    event.preventDefault();
  };

  /** A click puts the cursor on the byte under it, by the width of a character. */
  readonly #onClick = (event: MouseEvent): void => {
    const target = event.target instanceof Element ? event.target : undefined;
    const cell = target?.closest('.hex, .text');
    const index = Number(target?.closest('.row')?.id.replace('row-', ''));
    if (!cell || Number.isNaN(index) || document.getSelection()?.toString()) return;
    const perByte = cell.classList.contains('hex') ? 3 : 1;
    const character = (this.probe?.getBoundingClientRect().width ?? 0) / 10;
    const column = Math.floor((event.clientX - cell.getBoundingClientRect().left) / (character * perByte));
    const row = pageRange(this.#layout, this.page).start + index * this.columns;
    this.#moveTo(row + Math.max(0, Math.min(column, this.columns - 1)), event.shiftKey);
  };

  /** What was selected by keyboard; text that was selected with the pointer is left to the browser. */
  readonly #onCopy = (event: ClipboardEvent): void => {
    if (document.getSelection()?.toString()) return;
    const [from, to] = this.#selection();
    const bytes: number[] = [];
    for (let offset = from; offset < to; offset++) {
      const byte = this.#blocks?.byteAt(offset);
      if (byte !== undefined) bytes.push(byte);
    }
    event.clipboardData?.setData('text/plain', formatByteRow(bytes));
    event.preventDefault();
  };

  readonly #onGo = (event: SubmitEvent): void => {
    event.preventDefault();
    const field = this.renderRoot.querySelector<HTMLInputElement>('#offset');
    const offset = parseOffset(field?.value ?? '');
    const last = this.start + this.size - 1;
    if (offset === undefined || offset < this.start || offset > last) {
      this.problem = HEX_WORDS.badOffset(this.start, last);
      field?.focus();
      return;
    }
    this.problem = '';
    this.#jumpTo(offset);
    this.viewport?.focus();
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-hex-view': HexView;
  }
}
