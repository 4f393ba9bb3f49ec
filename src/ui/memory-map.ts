import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { classMap } from 'lit/directives/class-map.js';
import type { SectorMap } from '../app/lanes/lane-view.ts';
import type { FlashContents } from '../core/device/flash-contents.ts';
import type { FlashDump } from '../core/image/dump.ts';
import type { FlashPlan } from '../core/plan/flash-plan.ts';
import { mapTitle } from '../words/map.ts';
import { axisView } from './memory-map/axis-view.ts';
import { regionButton, regionDrawing } from './memory-map/bar.ts';
import { modelOfContents } from './memory-map/contents.ts';
import { type Drawing, draw } from './memory-map/drawing.ts';
import { regionMark, regionOpen } from './memory-map/events.ts';
import { patterns, signs } from './memory-map/patterns.ts';
import { type MapModel, type MapRegion, mapModel } from './memory-map/region.ts';
import { sectorLegend } from './memory-map/sectors.ts';
import { mapStyles } from './memory-map/styles.ts';
import { sectorStyles } from './memory-map/styles-sectors.ts';
import { notesView, windowsView } from './memory-map/window-view.ts';
import { rootScale } from './root-scale.ts';
import { styleMap } from './style-map.ts';

/**
 * The flash to scale, and below it the megabyte that the CPU sees of it.
 * One tab stop; arrow keys, Home and End move between regions, Enter opens one.
 *
 * @fires region-open - somebody wants to see more of a region
 * @fires region-mark - pointer or focus is on a region (or left it)
 */
@customElement('ts-memory-map')
export class MemoryMap extends LitElement {
  static override styles = [mapStyles, sectorStyles, patterns, signs];

  @property({ attribute: false }) plan?: FlashPlan;
  /** A flash that was read back; drawn instead of the plan. */
  @property({ attribute: false }) dump?: FlashDump;
  /** What is on a connected board; drawn instead of the plan, divided as the plan says where it names no map. */
  @property({ attribute: false }) contents?: FlashContents | undefined;
  /** What the running or last job has done, sector by sector. */
  @property({ attribute: false }) sectors?: SectorMap | undefined;
  /** The flash alone, without what the CPU sees of it. */
  @property({ type: Boolean }) compact = false;
  /** Key of the region that is looked at elsewhere. */
  @property() selected = '';
  /** Key of the region that pointer or focus mark elsewhere, e.g. in the table. */
  @property() marked = '';

  @state() private width = 0;
  /** Region that Tab reaches; the first one until somebody moves. */
  @state() private current = '';

  #model: MapModel | undefined;
  readonly #observer = new ResizeObserver(entries => {
    this.width = entries[0]?.contentRect.width ?? this.width;
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.width = this.clientWidth;
    this.#observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('plan') || changed.has('dump') || changed.has('contents')) {
      const { plan, dump, contents } = this;
      this.#model = contents ? modelOfContents(contents, plan?.map) : mapModel(plan, dump);
    }
    if (this.width === 0) this.width = this.clientWidth;
  }

  protected override render(): TemplateResult | typeof nothing {
    const model = this.#model;
    if (!model || this.width === 0) return nothing;
    const drawing = draw(model, this.width, rootScale());
    return html`<div class=${classMap({ map: true, [drawing.axis]: true, compact: this.compact })}>
      <div class="frame" style=${styleMap({ '--extent': `${drawing.length}px` })}>
        ${this.#bar(model, drawing)} ${axisView(drawing)}
        ${this.compact ? nothing : windowsView(drawing, model.plain)}
      </div>
      ${this.compact ? nothing : notesView(drawing, model.plain)}
      ${this.sectors ? sectorLegend(this.sectors) : nothing}
    </div>`;
  }

  #bar({ map, size, regions }: MapModel, drawing: Drawing): TemplateResult {
    const tabbable = regions.find(r => r.key === this.current) ?? regions[0];
    return html`<div
      class="bar"
      role="group"
      aria-label=${mapTitle(map, size)}
      @keydown=${this.#onKey}
      @click=${this.#onClick}
      @focusin=${this.#onFocus}
      @focusout=${this.#unmark}
      @pointerover=${this.#onPointer}
      @pointerleave=${this.#unmark}
    >
      <div class="drawing" aria-hidden="true">
        ${drawing.regions.map(drawn => regionDrawing(drawn, drawing.axis, this.sectors))}
      </div>
      ${drawing.regions.map(drawn =>
        regionButton(drawn, {
          selected: drawn.region.key === this.selected,
          marked: drawn.region.key === this.marked,
          tabbable: drawn.region === tabbable,
        }),
      )}
    </div>`;
  }

  #regionAt(event: Event): MapRegion | undefined {
    const button = event.target instanceof Element ? event.target.closest('.hit') : null;
    const key = button?.getAttribute('data-key');
    return this.#model?.regions.find(r => r.key === key);
  }

  readonly #onClick = (event: Event): void => {
    const region = this.#regionAt(event);
    if (region) this.dispatchEvent(regionOpen(region));
  };

  readonly #onFocus = (event: Event): void => {
    const region = this.#regionAt(event);
    if (!region) return;
    this.current = region.key;
    this.dispatchEvent(regionMark(region.key));
  };

  readonly #onPointer = (event: Event): void => {
    this.dispatchEvent(regionMark(this.#regionAt(event)?.key));
  };

  readonly #unmark = (): void => {
    this.dispatchEvent(regionMark());
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    const regions = this.#model?.regions ?? [];
    const at = this.#regionAt(event);
    const to = at && targetOf(event.key, regions.indexOf(at), regions.length);
    const region = to === undefined ? undefined : regions[to];
    if (!region || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.renderRoot.querySelector<HTMLElement>(`[data-key="${region.key}"]`)?.focus();
  };
}

/** Which region a key leads to; undefined for keys that move nothing. */
function targetOf(key: string, index: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return Math.min(index + 1, count - 1);
    case 'ArrowLeft':
    case 'ArrowUp':
      return Math.max(index - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-memory-map': MemoryMap;
  }
}
