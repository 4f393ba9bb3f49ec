import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { classMap } from 'lit/directives/class-map.js';
import { formatOffset } from '../core/bytes/address.ts';
import type { FlashDump } from '../core/image/dump.ts';
import type { FlashPlan } from '../core/plan/flash-plan.ts';
import { formatSize } from '../words/format.ts';
import { fillShare, fillText, MAP_WORDS, reasonText, regionState, STARTS } from '../words/map.ts';
import { roleAbout, roleName } from '../words/plan.ts';
import { regionMark, regionOpen } from './memory-map/events.ts';
import { PLAY, stateSign } from './memory-map/marks.ts';
import { patterns, signs } from './memory-map/patterns.ts';
import { type MapRegion, mapModel } from './memory-map/region.ts';
import { base } from './shared-styles.ts';
import { tables } from './table-styles.ts';

/**
 * The regions of a flash as a table: the same as the memory map draws, in words and numbers.
 *
 * @fires region-open - somebody wants to see more of a region
 * @fires region-mark - pointer or focus is on a row (or left it)
 */
@customElement('ts-region-table')
export class RegionTable extends LitElement {
  static override styles = [
    base,
    tables,
    patterns,
    signs,
    css`
      .name {
        display: flex;
        align-items: center;
        gap: var(--space-2);
      }
      .swatch {
        flex: none;
        inline-size: 1rem;
        block-size: 1rem;
        border-radius: 3px;
      }
      .swatch[data-role='unused'] {
        border: 1px dotted var(--line-strong);
      }
      .state {
        display: flex;
        align-items: baseline;
        gap: var(--space-1);
      }
      .starts,
      .number {
        white-space: nowrap;
      }
      :host {
        container-type: inline-size;
      }
      .inline-size {
        display: none;
      }
      @container (width >= 40rem) {
        .mono {
          white-space: nowrap;
        }
      }
      @container (width < 34rem) {
        .number,
        .swatch {
          display: none;
        }
        .inline-size {
          display: block;
        }
        td {
          padding-inline: var(--space-1);
        }
      }
    `,
  ];

  @property({ attribute: false }) plan?: FlashPlan;
  /** A flash that was read back; shown instead of the plan. */
  @property({ attribute: false }) dump?: FlashDump;
  /** Key of the region that is looked at elsewhere. */
  @property() selected = '';
  /** Key of the region that pointer or focus mark in the map. */
  @property() marked = '';

  protected override render(): TemplateResult | typeof nothing {
    const model = mapModel(this.plan, this.dump);
    if (!model) return nothing;
    return html`<table>
      <caption>
        ${MAP_WORDS.table}
      </caption>
      <thead>
        <tr>
          <th scope="col">${MAP_WORDS.region}</th>
          <th scope="col">${MAP_WORDS.range}</th>
          <th scope="col" class="number">${MAP_WORDS.size}</th>
          <th scope="col">${model.from === 'dump' ? MAP_WORDS.holds : MAP_WORDS.happens}</th>
        </tr>
      </thead>
      <tbody>
        ${model.regions.map((region, i) => this.#row(region, model.regions[i - 1]))}
      </tbody>
    </table>`;
  }

  #row(region: MapRegion, before: MapRegion | undefined): TemplateResult {
    const { key, role, start, end } = region;
    const classes = { marked: key === this.marked, selected: key === this.selected };
    const mark = () => this.dispatchEvent(regionMark(key));
    const unmark = () => this.dispatchEvent(regionMark());
    return html`<tr
      class=${classMap(classes)}
      @pointerenter=${mark}
      @pointerleave=${unmark}
      @focusin=${mark}
      @focusout=${unmark}
    >
      <th scope="row">
        <span class="name">
          <span class="swatch pattern" data-role=${role}></span>
          <button
            type="button"
            class="link"
            title=${roleAbout(role)}
            aria-current=${key === this.selected ? 'true' : nothing}
            @click=${() => this.dispatchEvent(regionOpen(region))}
          >
            ${roleName(role)}
          </button>
        </span>
      </th>
      <td class="mono">
        ${formatOffset(start)}–${formatOffset(end - 1)}
        <span class="inline-size more">${formatSize(end - start)}</span>
      </td>
      <td class="number">${formatSize(end - start)}</td>
      <td>${stateCell(region, reasonText(region, before))}</td>
    </tr>`;
  }
}

function stateCell(region: MapRegion, reason: string): TemplateResult {
  const share = fillShare(region);
  const amount = region.file ? `${region.file.name}, ${fillText(region)}` : fillText(region);
  return html`<span class="state">
      ${stateSign(region.state)}
      <span
        >${regionState(region)}${
          region.starts ? html`; <span class="starts">${PLAY} ${STARTS}</span>` : nothing
        }</span
      >
    </span>
    ${share ? html`<span class="more">${amount} (${share})</span>` : nothing}
    ${reason ? html`<span class="more">${reason}</span>` : nothing}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-region-table': RegionTable;
  }
}
