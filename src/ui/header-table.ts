import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatOffset } from '../core/bytes/address.ts';
import type { DescribedField } from '../core/bytes/struct.ts';
import type { HeaderTable } from '../core/image/describe.ts';
import { formatByteRow } from '../words/format.ts';
import { fieldValue, fieldWords, HEADERS, headerTitle } from '../words/headers.ts';
import { HEADER_WORDS } from '../words/inspect.ts';
import { CROSS, TICK } from './memory-map/marks.ts';
import { signs } from './memory-map/patterns.ts';
import { placeOpen } from './place-event.ts';
import { base, disclosures } from './shared-styles.ts';
import { tables } from './table-styles.ts';

/** More segment headers than this are folded away. */
const OPEN_SEGMENTS = 4;

/**
 * Headers of a file as tables of named bytes.
 *
 * @fires place-open - somebody wants to see the bytes of a field
 */
@customElement('ts-header-table')
export class HeaderTables extends LitElement {
  static override styles = [
    base,
    disclosures,
    tables,
    signs,
    css`
      :host {
        container-type: inline-size;
      }
      table {
        margin-block-end: var(--space-4);
      }
      .bytes,
      .offset,
      .number {
        white-space: nowrap;
      }
      @container (width >= 34rem) {
        .fields th:nth-child(1) {
          inline-size: 6rem;
        }
        .fields th:nth-child(2) {
          inline-size: 8rem;
        }
        .fields th:nth-child(3) {
          inline-size: 32%;
        }
      }
      .value {
        overflow-wrap: anywhere;
      }
      .bad {
        color: var(--error);
      }
      .stacked,
      .narrow {
        display: none;
      }
      label {
        display: inline-flex;
        align-items: center;
        gap: var(--space-2);
        min-block-size: 1.5rem;
        font-size: var(--text-s);
      }
      @container (width < 34rem) {
        .bytes {
          display: none;
        }
        .stacked {
          display: block;
          white-space: nowrap;
        }
        td,
        th {
          padding-inline: var(--space-1);
        }
      }
      @container (width < 19rem) {
        .fields .offset {
          display: none;
        }
        .narrow {
          display: block;
        }
      }
    `,
  ];

  @property({ attribute: false }) tables: readonly HeaderTable[] = [];
  /** Where the facts about the fields are from is shown on demand. */
  @state() private sources = false;

  protected override render(): TemplateResult | typeof nothing {
    const segments = this.tables.filter(t => t.layout === 'segment-header');
    const headers = this.tables.filter(t => t.layout !== 'segment-header');
    if (this.tables.length === 0) return nothing;
    return html`${headers.map(table => this.#header(table))}
      ${segments.length > 0 ? this.#segments(segments) : nothing}
      <label>
        <input
          type="checkbox"
          .checked=${this.sources}
          @change=${(event: Event) => {
            this.sources = (event.target as HTMLInputElement).checked;
          }}
        />
        ${HEADER_WORDS.showSources}
      </label>`;
  }

  #header(table: HeaderTable): TemplateResult {
    return html`<table class="fields">
      <caption>
        <strong>${headerTitle(table)}</strong>${aboutOf(table)}
      </caption>
      <thead>
        <tr>
          <th scope="col" class="offset">${HEADER_WORDS.offset}</th>
          <th scope="col" class="bytes">${HEADER_WORDS.bytes}</th>
          <th scope="col">${HEADER_WORDS.field}</th>
          <th scope="col">${HEADER_WORDS.value}</th>
        </tr>
      </thead>
      <tbody>
        ${table.fields.map(field => this.#field(field))}
      </tbody>
    </table>`;
  }

  #field(field: DescribedField): TemplateResult {
    const { name, standard, about } = fieldWords(field);
    const bytes = formatByteRow(field.bytes);
    return html`<tr>
      <td class="offset mono">
        ${this.#place(field.offset, field.bytes.length)}
        <span class="stacked more">${bytes}</span>
      </td>
      <td class="bytes mono">${bytes}</td>
      <th scope="row">
        ${name}${standard ? html` <span class="mono quiet">${standard}</span>` : nothing}
        <span class="narrow more mono">${this.#place(field.offset, field.bytes.length)} ${bytes}</span>
        ${this.sources ? html`<span class="more">${HEADER_WORDS.source(field.source)}</span>` : nothing}
      </th>
      <td class="value">
        ${valueView(field)}
        <span class="more">${about}</span>
      </td>
    </tr>`;
  }

  #place(offset: number, length: number): TemplateResult {
    return html`<button
      type="button"
      class="link"
      aria-label=${HEADER_WORDS.showBytes(offset)}
      @click=${() => this.dispatchEvent(placeOpen({ offset, length }))}
    >
      ${formatOffset(offset)}
    </button>`;
  }

  /** All segment headers in one table: the two fields of each are its columns. */
  #segments(segments: readonly HeaderTable[]): TemplateResult {
    return html`<details ?open=${segments.length <= OPEN_SEGMENTS}>
      <summary>${HEADER_WORDS.segments(segments.length)}</summary>
      <table>
        <caption>
          ${HEADERS['segment-header'].about}
        </caption>
        <thead>
          <tr>
            <th scope="col" class="number">${HEADER_WORDS.segment}</th>
            <th scope="col">${HEADER_WORDS.offset}</th>
            <th scope="col" class="bytes">${HEADER_WORDS.bytes}</th>
            <th scope="col">${HEADER_WORDS.loadAddress}</th>
            <th scope="col" class="number">${HEADER_WORDS.length}</th>
          </tr>
        </thead>
        <tbody>
          ${segments.map(segment => this.#segment(segment))}
        </tbody>
      </table>
    </details>`;
  }

  #segment({ index = 0, offset, fields }: HeaderTable): TemplateResult {
    const [address, length] = fields;
    const bytes = fields.flatMap(f => f.bytes);
    return html`<tr>
      <th scope="row" class="number">${index + 1}</th>
      <td class="offset mono">${this.#place(offset, bytes.length)}</td>
      <td class="bytes mono">${formatByteRow(bytes)}</td>
      <td class="mono">${address && fieldValue(address)}</td>
      <td class="number">${length && fieldValue(length)}</td>
    </tr>`;
  }
}

/** The sentence about a header behind its title. */
const aboutOf = ({ layout }: HeaderTable): string =>
  Object.hasOwn(HEADERS, layout) ? ` · ${HEADERS[layout as keyof typeof HEADERS].about}` : '';

/** A tick only where the value was compared with something. */
function valueView(field: DescribedField): TemplateResult {
  if (!field.valid) return html`<span class="bad">${CROSS} ${fieldValue(field)}</span>`;
  if (field.meaning === undefined) return html`${fieldValue(field)}`;
  return html`${TICK}<span class="visually-hidden">${HEADER_WORDS.known}: </span> ${fieldValue(field)}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-header-table': HeaderTables;
  }
}
