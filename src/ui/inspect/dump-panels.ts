import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HeaderTable } from '../../core/image/describe.ts';
import type { DumpRegion, FlashDump } from '../../core/image/dump.ts';
import { DUMP_WORDS, PANELS } from '../../words/inspect.ts';
import { choiceWords, roleName } from '../../words/plan.ts';
import '../header-table.ts';
import type { Load } from '../hex/blocks.ts';
import type { RegionDetail } from '../memory-map/events.ts';
import { OnDemand } from '../on-demand.ts';
import { placeOpen } from '../place-event.ts';
import '../region-table.ts';
import { base, disclosures } from '../shared-styles.ts';
import { bootByteTables, regionHeaders } from './region-headers.ts';

/** What is in a flash that was read back: its regions, which slot its parameters select, headers of its images. */
@customElement('ts-dump-panels')
export class DumpPanels extends LitElement {
  static override styles = [
    base,
    disclosures,
    css`
      .copy {
        margin-block: var(--space-3) var(--space-1);
        font-size: var(--text-s);
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) dump?: FlashDump;
  @property({ attribute: false }) load?: Load;

  readonly #bootBytes = new OnDemand<Readonly<Record<'A' | 'B', HeaderTable>>>(this);
  readonly #headers = new Map<DumpRegion, OnDemand<readonly HeaderTable[]>>();

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('dump');
    if (before && before.source.id !== this.dump?.source.id) this.#bootBytes.reset();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { dump } = this;
    if (!dump) return nothing;
    const images = dump.regions.filter(region => region.image);
    return html`<details open>
        <summary>${PANELS.regions}</summary>
        <ts-region-table .dump=${dump} @region-open=${this.#showRegion}></ts-region-table>
      </details>
      <details @toggle=${this.#wantBootBytes}>
        <summary>${PANELS.boot}</summary>
        ${this.#choice(dump)}
      </details>
      ${this.load ? images.map(region => this.#image(region)) : nothing}`;
  }

  #choice({ boots, currentCopy }: FlashDump): TemplateResult {
    if (!boots) return html`<p class="small">${DUMP_WORDS.noSlots}</p>`;
    const tables = this.#bootBytes.value;
    return html`<p class="small">${choiceWords(boots)}</p>
      ${(['A', 'B'] as const).map(
        copy => html`<p class="copy">${DUMP_WORDS.copy(copy, copy === currentCopy)}</p>
          ${tables ? html`<ts-header-table .tables=${[tables[copy]]}></ts-header-table>` : stateView(this.#bootBytes)}`,
      )}`;
  }

  #image(region: DumpRegion): TemplateResult {
    const headers = this.#headersOf(region);
    const { load } = this;
    const want = (event: Event): void => {
      const { image } = region;
      if (image && load && isOpen(event)) void headers.want(() => regionHeaders(load, region.start, image));
    };
    return html`<details @toggle=${want}>
      <summary>${DUMP_WORDS.headersOf(roleName(region.role))}</summary>
      ${
        headers.value
          ? html`<ts-header-table .tables=${headers.value}></ts-header-table>`
          : stateView(headers)
      }
    </details>`;
  }

  #headersOf(region: DumpRegion): OnDemand<readonly HeaderTable[]> {
    const known = this.#headers.get(region) ?? new OnDemand<readonly HeaderTable[]>(this);
    this.#headers.set(region, known);
    return known;
  }

  readonly #wantBootBytes = (event: Event): void => {
    const { dump, load } = this;
    if (dump && load && isOpen(event)) void this.#bootBytes.want(() => bootByteTables(load, dump));
  };

  readonly #showRegion = (event: CustomEvent<RegionDetail>): void => {
    event.stopPropagation();
    this.dispatchEvent(placeOpen({ offset: event.detail.start, length: 0 }));
  };
}

const isOpen = (event: Event): boolean => (event.currentTarget as HTMLDetailsElement).open;

const stateView = ({ state }: OnDemand<unknown>): TemplateResult =>
  html`<p class="quiet small">${state === 'failed' ? DUMP_WORDS.unreadable : DUMP_WORDS.reading}</p>`;

declare global {
  interface HTMLElementTagNameMap {
    'ts-dump-panels': DumpPanels;
  }
}
