import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Actions } from '../../app/actions.ts';
import { actionsContext } from '../../app/contexts.ts';
import { type Comparable, comparables, type Pair, pairsOf } from '../../app/locker/comparable.ts';
import { Comparing } from '../../app/locker/comparing.ts';
import type { Shown } from '../../app/state.ts';
import { wordsFor } from '../../words/findings.ts';
import { COMPARE } from '../../words/locker.ts';
import { entryName, FILE_KIND_NAMES } from '../../words/locker-entries.ts';
import { formatMoment } from '../../words/page.ts';
import { LockerWatch } from '../locker-watch.ts';
import { base, buttons } from '../shared-styles.ts';
import './difference-view.ts';
import { lockerStyles } from './styles.ts';

/** Two builds to choose, and what grew from one to the other. */
@customElement('ts-locker-compare')
export class ComparePanel extends LitElement {
  static override styles = [
    base,
    buttons,
    lockerStyles,
    css`
      .choices label {
        flex: 1 1 14rem;
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-1);
      }
    `,
  ];

  @property({ attribute: false }) shown?: Shown | undefined;
  @consume({ context: actionsContext }) private actions!: Actions;
  @state() private older = '';
  @state() private newer = '';
  @state() private program = 0;
  #comparing: Comparing | undefined;
  /** Rendered again when the locker changes: there may be other builds to choose from. */
  readonly watch = new LockerWatch(this);

  override render(): TemplateResult {
    const builds = comparables(this.actions.locker, this.shown);
    const pairs = this.#pairs(builds);
    const enough = builds.length > 1;
    return html`<section class="panel" aria-labelledby="title">
      <h3 id="title">${COMPARE.title}</h3>
      <p class="quiet small">${enough ? COMPARE.about : COMPARE.tooFew}</p>
      ${
        enough
          ? html`<div class="row choices">
              ${this.#choice(COMPARE.older, builds, this.older, id => this.#choose({ older: id }))}
              ${this.#choice(COMPARE.newer, builds, this.newer, id => this.#choose({ newer: id }))}
              ${pairs && pairs.length > 1 ? this.#which(pairs) : nothing}
            </div>`
          : nothing
      }
      <div role="status">${pairs?.length === 0 ? COMPARE.noPair : this.#result()}</div>
    </section>`;
  }

  #choice(
    label: string,
    builds: readonly Comparable[],
    chosen: string,
    choose: (id: string) => void,
  ): TemplateResult {
    return html`<label>
      ${label}
      <select @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
        <option value="" ?selected=${chosen === ''}>${COMPARE.choose}</option>
        ${builds.map(build => html`<option value=${build.id} ?selected=${build.id === chosen}>${nameOf(build)}</option>`)}
      </select>
    </label>`;
  }

  #which(pairs: readonly Pair[]): TemplateResult {
    return html`<label>
      ${COMPARE.which}
      <select @change=${(event: Event) => this.#choose({ program: (event.target as HTMLSelectElement).selectedIndex })}>
        ${pairs.map(({ older, newer }, i) => {
          const what = newer.what && FILE_KIND_NAMES[newer.what];
          return html`<option ?selected=${i === this.program}>${COMPARE.pair(older.name, newer.name, what)}</option>`;
        })}
      </select>
    </label>`;
  }

  #result(): TemplateResult | string {
    const state = this.#comparing?.state ?? { kind: 'idle' };
    switch (state.kind) {
      case 'idle':
        return '';
      case 'working':
        return COMPARE.working;
      case 'done':
        return html`<ts-difference .comparison=${state.comparison}></ts-difference>`;
      case 'failed':
        return COMPARE.failed(state.reason);
      case 'refused': {
        const { title, text, advice } = wordsFor(state.finding);
        return html`<p><strong>${title}.</strong> ${text} ${advice}</p>`;
      }
    }
  }

  #choose({ older, newer, program = 0 }: { older?: string; newer?: string; program?: number }): void {
    this.older = older ?? this.older;
    this.newer = newer ?? this.newer;
    this.program = program;
    const builds = comparables(this.actions.locker, this.shown);
    const build = builds.find(({ id }) => id === this.newer);
    const pair = this.#pairs(builds)?.[program];
    this.#comparing ??= new Comparing(this.actions.worker, () => this.requestUpdate());
    if (pair && build) void this.#comparing.compare(pair, build);
    else this.#comparing.clear();
  }

  /** Undefined until two builds are chosen. */
  #pairs(builds: readonly Comparable[]): readonly Pair[] | undefined {
    const older = builds.find(({ id }) => id === this.older);
    const newer = builds.find(({ id }) => id === this.newer);
    return older && newer && pairsOf(older, newer);
  }
}

const nameOf = ({ entry }: Comparable): string =>
  entry ? COMPARE.option(entryName(entry), formatMoment(entry.time, Date.now())) : COMPARE.onPage;

declare global {
  interface HTMLElementTagNameMap {
    'ts-locker-compare': ComparePanel;
  }
}
