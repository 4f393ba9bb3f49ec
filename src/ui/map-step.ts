import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { workContext } from '../app/contexts.ts';
import { findingsTogether, type Shown, type WorkState } from '../app/state.ts';
import type { OpenedFile } from '../core/workspace/workspace.ts';
import { MAP } from '../words/page.ts';
import { planLines } from '../words/page-plan.ts';
import './finding-list.ts';
import type { FlashView } from './flash-view.ts';
import './flash-view.ts';
import { ICONS } from './icons.ts';
import type { ImageList } from './image-list.ts';
import './image-list.ts';
import { LanesWatch } from './lanes-watch.ts';
import './save-bar.ts';
import { base } from './shared-styles.ts';

/** Step 2: what the flash will look like, what stays on it, and the images to save. */
@customElement('ts-map-step')
export class MapStep extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-4);
      }
      .plan {
        display: grid;
        gap: var(--space-1);
        max-width: 75ch;
      }
      .plan li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: var(--space-2);
      }
      .plan .icon {
        margin-top: 0.15em;
        color: var(--ink-quiet);
      }
      h3 {
        margin-bottom: var(--space-2);
        font-size: var(--text-m);
        font-weight: 600;
      }
    `,
  ];

  @consume({ context: workContext, subscribe: true }) @state() private work: WorkState = { files: [] };
  /** A board that is connected makes the plan more exact: what is on it, and what it needs. */
  readonly #lanes = new LanesWatch(this);
  @query('ts-image-list') private images?: ImageList;

  override render(): TemplateResult | typeof nothing {
    const { shown } = this.work;
    if (!shown) return nothing;
    const dumps = shown.workspace.files.filter(isDump);
    return html`
      <slot name="title"></slot>
      ${shown.workspace.plan.writes.length > 0 ? this.#plan(shown) : nothing}
      ${dumps.map(file => this.#dump(file))}
    `;
  }

  #plan(shown: Shown): TemplateResult {
    const board = this.#lanes.view.lanes.find(({ boardPlan }) => boardPlan !== undefined);
    const plan = board?.boardPlan?.plan ?? shown.workspace.plan;
    const notes = findingsTogether(shown).filter(f => f.severity === 'note');
    return html`
      <ul class="plan" role="list">
        ${planLines(plan).map(({ verb, text }) => html`<li>${ICONS[verb]}<span>${text}</span></li>`)}
      </ul>
      <ts-save-bar></ts-save-bar>
      ${notes.length > 0 ? html`<ts-finding-list notes .findings=${notes}></ts-finding-list>` : nothing}
      <ts-flash-view .plan=${plan} @region-open=${this.#openRegion}></ts-flash-view>
      <ts-image-list></ts-image-list>
    `;
  }

  #dump(file: DumpFile): TemplateResult {
    return html`<section aria-label=${MAP.onBoard(file.source.name)}>
      <h3>${MAP.onBoard(file.source.name)}</h3>
      <ts-flash-view .dump=${file.dump} @region-open=${this.#openRegion}></ts-flash-view>
    </section>`;
  }

  /** What is written to the region, with its headers and bytes; where nothing is, what the table knows about it. */
  #openRegion(event: HTMLElementEventMap['region-open']): void {
    const view = event.currentTarget as FlashView;
    const { start, end } = event.detail;
    const write = view.plan?.writes.find(w => w.offset >= start && w.offset < end);
    if (!write || !this.images?.reveal(write.name)) view.showTable();
  }
}

type DumpFile = OpenedFile & { readonly kind: 'dump' };

const isDump = (file: OpenedFile): file is DumpFile => file.kind === 'dump';
