import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { deltaOf, type MemoryChange, type SectionChange } from '../../core/size/difference.ts';
import type { Comparison } from '../../core/workspace/compare.ts';
import {
  CHANGES,
  DIFFERENCE,
  differenceSentence,
  formatDelta,
  MEMORY_NAMES,
  topChanges,
} from '../../words/difference.ts';
import { formatCount } from '../../words/format.ts';
import { mapName } from '../../words/settings.ts';
import { base, disclosures } from '../shared-styles.ts';
import { tables } from '../table-styles.ts';

/** Symbols that are listed of every section. */
const TOP = 15;

/** What grew: the memories, then every section whose symbols changed. */
@customElement('ts-difference')
export class DifferenceView extends LitElement {
  static override styles = [
    base,
    disclosures,
    tables,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-4);
        container-type: inline-size;
      }
      th[scope='row'] {
        overflow-wrap: anywhere;
      }
      td.number {
        white-space: nowrap;
      }
      .more {
        font-weight: 400;
      }
      .over {
        color: var(--error);
        font-weight: 600;
      }
      tfoot :is(th, td) {
        border-block-end: 0;
        font-weight: 600;
      }
      .stacked {
        display: none;
      }
      @container (width < 34rem) {
        .wide {
          display: none;
        }
        .stacked {
          display: block;
        }
      }
    `,
  ];

  @property({ attribute: false }) comparison?: Comparison;

  override render(): TemplateResult | typeof nothing {
    const { comparison } = this;
    if (!comparison) return nothing;
    const { memories, sections, stripped, map } = comparison;
    const changed = sections.filter(({ before, after, symbols }) => before !== after || symbols.length > 0);
    return html`
      <p><strong>${differenceSentence(comparison)}</strong> ${DIFFERENCE.bytes}</p>
      <table>
        <caption>
          ${DIFFERENCE.memory}, ${mapName(map)}
        </caption>
        <thead>
          <tr>
            <th scope="col">${DIFFERENCE.memory}</th>
            <th scope="col" class="number wide">${DIFFERENCE.before}</th>
            <th scope="col" class="number wide">${DIFFERENCE.after}</th>
            <th scope="col" class="number">${DIFFERENCE.change}</th>
            <th scope="col" class="number">${DIFFERENCE.left}</th>
          </tr>
        </thead>
        <tbody>
          ${memories.map(memoryRow)}
        </tbody>
      </table>
      ${changed.map(sectionTable)} ${stripped ? html`<p class="quiet small">${DIFFERENCE.stripped}</p>` : nothing}
    `;
  }
}

const arrow = (before: number, after: number): string => `${formatCount(before)} → ${formatCount(after)}`;

const memoryRow = ({ name, before, after, limit, left }: MemoryChange): TemplateResult => html`<tr>
  <th scope="row">${MEMORY_NAMES[name]}<span class="stacked more">${arrow(before, after)}</span></th>
  <td class="number wide">${formatCount(before)}</td>
  <td class="number wide">${formatCount(after)}</td>
  <td class="number">${formatDelta(after - before)}</td>
  <td class="number">
    ${left < 0 ? html`<span class="over">${DIFFERENCE.over(-left)}</span>` : formatCount(left)}
    <span class="more">${DIFFERENCE.of(limit)}</span>
  </td>
</tr>`;

function sectionTable(section: SectionChange): TemplateResult {
  const { before, after, symbols, unnamed, only, same } = section;
  const { shown, rest, restDelta } = topChanges(section, TOP);
  return html`<details ?open=${symbols.length > 0}>
    <summary>
      ${section.section}: ${formatDelta(after - before)} (${arrow(before, after)})${only ? `, ${DIFFERENCE.only[only]}` : ''}
    </summary>
    <table>
      <caption class="visually-hidden">
        ${DIFFERENCE.symbolsOf(section.section)}
      </caption>
      <thead>
        <tr>
          <th scope="col">${DIFFERENCE.symbol}</th>
          <th scope="col" class="number wide">${DIFFERENCE.before}</th>
          <th scope="col" class="number wide">${DIFFERENCE.after}</th>
          <th scope="col" class="number">${DIFFERENCE.change}</th>
        </tr>
      </thead>
      <tbody>
        ${shown.map(
          symbol => html`<tr>
            <th scope="row">
              ${symbol.name} <span class="more">${CHANGES[symbol.kind]}<span class="stacked">${arrow(symbol.before, symbol.after)}</span></span>
            </th>
            <td class="number wide">${formatCount(symbol.before)}</td>
            <td class="number wide">${formatCount(symbol.after)}</td>
            <td class="number">${formatDelta(deltaOf(symbol))}</td>
          </tr>`,
        )}
        ${rest > 0 ? lastRow(DIFFERENCE.rest(rest), '', '', restDelta) : nothing}
        ${lastRow(DIFFERENCE.unnamed, formatCount(unnamed.before), formatCount(unnamed.after), deltaOf(unnamed))}
      </tbody>
      <tfoot>
        ${lastRow(DIFFERENCE.sum, formatCount(before), formatCount(after), after - before)}
      </tfoot>
    </table>
    ${same > 0 ? html`<p class="quiet small">${DIFFERENCE.same(same)}</p>` : nothing}
  </details>`;
}

const lastRow = (name: string, before: string, after: string, delta: number): TemplateResult => html`<tr>
  <th scope="row">${name}</th>
  <td class="number wide">${before}</td>
  <td class="number wide">${after}</td>
  <td class="number">${formatDelta(delta)}</td>
</tr>`;

declare global {
  interface HTMLElementTagNameMap {
    'ts-difference': DifferenceView;
  }
}
