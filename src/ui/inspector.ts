import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { HeaderTable } from '../core/image/describe.ts';
import type { FirmwareImage } from '../core/image/firmware-image.ts';
import type { SectionSizes } from '../core/size/by-symbol.ts';
import type { OpenedFile, Output } from '../core/workspace/workspace.ts';
import { PANELS, SYMBOL_WORDS } from '../words/inspect.ts';
import './gauges.ts';
import './header-table.ts';
import type { Load } from './hex/blocks.ts';
import './hex-view.ts';
import './inspect/dump-panels.ts';
import { sectionsView } from './inspect/sections-view.ts';
import { segmentsView } from './inspect/segments-view.ts';
import { signs } from './memory-map/patterns.ts';
import { OnDemand } from './on-demand.ts';
import type { PlaceDetail } from './place-event.ts';
import { base, disclosures } from './shared-styles.ts';
import './symbol-table.ts';
import { tables } from './table-styles.ts';
import './treemap.ts';
import type { SizedSymbol } from './treemap-cells.ts';

type ElfFileOpened = Extract<OpenedFile, { kind: 'elf' }>;

/** Everything that is in one file, folded away until somebody asks: headers, sections, sizes, bytes. */
@customElement('ts-inspector')
export class Inspector extends LitElement {
  static override styles = [
    base,
    disclosures,
    tables,
    signs,
    css`
      :host {
        container-type: inline-size;
      }
      details {
        padding-block: var(--space-1);
      }
      details > :not(summary) {
        margin-block-end: var(--space-4);
      }
      summary {
        min-block-size: 2.75rem;
      }
      .number {
        white-space: nowrap;
      }
      .bad {
        color: var(--error);
      }
      .stacked,
      .narrow {
        display: none;
      }
      .more {
        font-weight: normal;
      }
      @container (width < 34rem) {
        .goes {
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
      @container (width < 19rem) {
        .number,
        .place {
          display: none;
        }
        .narrow {
          display: block;
        }
      }
    `,
  ];

  /** A file that was brought in, or … */
  @property({ attribute: false }) file?: OpenedFile;
  /** … an image that was made. */
  @property({ attribute: false }) output?: Output;
  /** Fetches bytes of `file`. */
  @property({ attribute: false }) load?: Load;
  /** Fetches the symbols of `file`, which costs more than everything else. */
  @property({ attribute: false }) symbols?: () => Promise<readonly SectionSizes[]>;

  /** Numbers of the open byte panels: an image without OTA has two files. */
  @state() private bytesOpen: ReadonlySet<number> = new Set();
  @state() private highlight?: PlaceDetail;
  @state() private filter = '';

  readonly #sizes = new OnDemand<readonly SectionSizes[]>(this);

  constructor() {
    super();
    this.addEventListener('place-open', this.#showPlace);
    this.addEventListener('symbol-open', this.#showSymbol);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('file');
    if (before && before.source.id !== this.file?.source.id) {
      this.#sizes.reset();
      this.bytesOpen = new Set();
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    const { file, output } = this;
    if (output) return html`${this.#image(output.built.image, output.headers)} ${this.#outputBytes(output)}`;
    if (!file) return nothing;
    return html`${this.#parts(file)} ${this.load ? this.#bytes(this.load, file.source.size) : nothing}`;
  }

  #parts(file: OpenedFile): TemplateResult | typeof nothing {
    switch (file.kind) {
      case 'elf':
        return this.#elf(file);
      case 'image':
      case 'boot-loader':
        return this.#image(file.image, file.headers);
      case 'dump':
        return html`<ts-dump-panels .dump=${file.dump} .load=${this.load}></ts-dump-panels>`;
      default:
        return nothing;
    }
  }

  #elf({ elf, memory, gauges, headers }: ElfFileOpened): TemplateResult {
    return html`${headersPanel(headers)}
      <details>
        <summary>${PANELS.sections}</summary>
        ${sectionsView(elf, memory)}
      </details>
      <details>
        <summary>${PANELS.sizes}</summary>
        <ts-gauges .gauges=${gauges}></ts-gauges>
      </details>
      ${this.symbols ? this.#symbolPanel() : nothing}`;
  }

  #symbolPanel(): TemplateResult {
    const { value, state } = this.#sizes;
    return html`<details @toggle=${this.#wantSymbols}>
      <summary>${PANELS.symbols}</summary>
      ${
        value
          ? html`<ts-treemap .sections=${value}></ts-treemap>
              <ts-symbol-table .sections=${value} .filter=${this.filter}></ts-symbol-table>`
          : html`<p class="quiet small">${state === 'failed' ? SYMBOL_WORDS.failed : SYMBOL_WORDS.loading}</p>`
      }
    </details>`;
  }

  #image(image: FirmwareImage, headers: readonly HeaderTable[]): TemplateResult {
    return html`${headersPanel(headers)}
      <details>
        <summary>${PANELS.segments}</summary>
        ${segmentsView(image)}
      </details>`;
  }

  #bytes(load: Load, size: number, number = 0, title: string = PANELS.bytes): TemplateResult {
    const open = this.bytesOpen.has(number);
    const toggle = (event: Event): void => {
      const others = [...this.bytesOpen].filter(n => n !== number);
      this.bytesOpen = new Set(isOpen(event) ? [...others, number] : others);
    };
    // Headers are in the first file.
    const highlight = number === 0 ? this.highlight : undefined;
    return html`<details class="bytes" ?open=${open} @toggle=${toggle}>
      <summary>${title}</summary>
      ${open ? html`<ts-hex-view .load=${load} .size=${size} .highlight=${highlight}></ts-hex-view>` : nothing}
    </details>`;
  }

  #outputBytes({ built: { files } }: Output): TemplateResult[] {
    return files.map(({ bytes, name }, i) => {
      const title = files.length > 1 ? `${PANELS.bytes}: ${name}` : PANELS.bytes;
      return this.#bytes(loadFrom(bytes), bytes.length, i, title);
    });
  }

  readonly #wantSymbols = (event: Event): void => {
    const { symbols } = this;
    if (symbols && isOpen(event)) void this.#sizes.want(symbols);
  };

  readonly #showPlace = async (event: HTMLElementEventMap['place-open']): Promise<void> => {
    event.stopPropagation();
    this.highlight = { ...event.detail };
    this.bytesOpen = new Set([...this.bytesOpen, 0]);
    await this.updateComplete;
    const panel = this.renderRoot.querySelector('details.bytes');
    panel?.scrollIntoView({ block: 'nearest' });
    panel?.querySelector('ts-hex-view')?.focus();
  };

  readonly #showSymbol = (event: CustomEvent<SizedSymbol>): void => {
    event.stopPropagation();
    this.filter = event.detail.kind === 'rest' ? '' : event.detail.name;
  };
}

const isOpen = (event: Event): boolean => (event.currentTarget as HTMLDetailsElement).open;

const headersPanel = (headers: readonly HeaderTable[]): TemplateResult => html`<details>
  <summary>${PANELS.headers}</summary>
  <ts-header-table .tables=${headers}></ts-header-table>
</details>`;

const loads = new WeakMap<Uint8Array, Load>();

/** One reading function for the same bytes, so that a hex view does not begin anew with every rendering. */
function loadFrom(bytes: Uint8Array): Load {
  const known = loads.get(bytes);
  if (known) return known;
  const load: Load = async (offset, length) => bytes.slice(offset, offset + length);
  loads.set(bytes, load);
  return load;
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-inspector': Inspector;
  }
}
