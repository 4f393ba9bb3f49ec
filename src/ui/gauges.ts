import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Gauge, GaugePart } from '../core/size/sizes.ts';
import { GAUGES, gaugeText, gaugeWarning, partText } from '../words/inspect.ts';
import { memoryColours } from './memory-colours.ts';
import { WARNING } from './memory-map/marks.ts';
import { signs } from './memory-map/patterns.ts';
import { base } from './shared-styles.ts';
import { styleMap } from './style-map.ts';

/** How full IRAM, DRAM and the flash window are, by section. */
@customElement('ts-gauges')
export class Gauges extends LitElement {
  static override styles = [
    base,
    signs,
    memoryColours,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr));
        gap: var(--space-4) var(--space-6);
        font-size: var(--text-s);
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 var(--space-3);
      }
      .meter {
        display: flex;
        gap: 1px;
        block-size: 1.25rem;
        margin-block: var(--space-1);
        border: 1px solid var(--line-strong);
        border-radius: 3px;
        background: var(--ground-sunken);
        overflow: hidden;
      }
      .part {
        flex: none;
        min-inline-size: 2px;
        background: var(--memory);
      }
      .part:nth-child(even) {
        background: color-mix(in srgb, var(--memory) 72%, var(--ground));
      }
      .part.zeroed {
        background: repeating-linear-gradient(135deg, var(--memory) 0 2px, var(--ground) 2px 6px);
      }
      .parts {
        display: flex;
        flex-wrap: wrap;
        gap: 0 var(--space-3);
        color: var(--ink-quiet);
      }
      .parts li {
        white-space: nowrap;
      }
      .warning {
        display: flex;
        align-items: baseline;
        gap: var(--space-1);
        color: var(--warn);
        font-weight: 600;
      }
      @media (forced-colors: active) {
        .part {
          forced-color-adjust: none;
          --memory: CanvasText;
          border-inline-end: 1px solid Canvas;
        }
      }
    `,
  ];

  @property({ attribute: false }) gauges: readonly Gauge[] = [];

  protected override render(): TemplateResult[] {
    return this.gauges.map(gaugeView);
  }
}

function gaugeView({ name, used, limit, parts }: Gauge): TemplateResult {
  const words = GAUGES[name];
  const warning = gaugeWarning(used, limit);
  const text = gaugeText(used, limit);
  return html`<section class="gauge" data-memory=${name}>
    <p class="head"><strong>${words.name}</strong> <span>${text}</span></p>
    <p class="quiet">${words.about}</p>
    <div
      class="meter"
      role="meter"
      aria-label="${words.name}, ${words.about}"
      aria-valuemin="0"
      aria-valuemax=${limit}
      aria-valuenow=${Math.min(used, limit)}
      aria-valuetext=${warning ? `${text}. ${warning}` : text}
    >
      ${parts.map(part => partView(part, limit))}
    </div>
    ${warning ? html`<p class="warning">${WARNING} ${warning}</p>` : nothing}
    <ul class="parts">
      ${parts.map(part => html`<li>${partText(part.section, part.size, part.zeroed)}</li>`)}
    </ul>
  </section>`;
}

const partView = ({ size, zeroed }: GaugePart, limit: number): TemplateResult =>
  html`<span
    class=${zeroed ? 'part zeroed' : 'part'}
    style=${styleMap({ 'inline-size': `${(100 * size) / limit}%` })}
  ></span>`;

declare global {
  interface HTMLElementTagNameMap {
    'ts-gauges': Gauges;
  }
}
