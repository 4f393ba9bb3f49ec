import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Actions } from '../app/actions.ts';
import { actionsContext, statusContext } from '../app/contexts.ts';
import { addressOf } from '../app/places.ts';
import type { StatusState } from '../app/state.ts';
import type { LockerEntry } from '../core/locker/entry.ts';
import { formatSize, listOf } from '../words/format.ts';
import { entryName, FILE_KIND_NAMES, RECENT } from '../words/locker-entries.ts';
import { lockerTroubleWords } from '../words/locker-notices.ts';
import { BUILDS, FILES, formatMoment } from '../words/page.ts';
import { ICONS } from './icons.ts';
import { LockerWatch } from './locker-watch.ts';
import { base, buttons } from './shared-styles.ts';

/** So many fit on the empty page; the others are in the locker. */
const LISTED = 6;

/** The builds of the locker, one click away; on the empty page. */
@customElement('ts-recent-builds')
export class RecentBuilds extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      section {
        max-width: 44rem;
        margin: var(--space-4) auto 0;
      }
      h2 {
        margin-bottom: var(--space-2);
        font-size: var(--text-m);
        font-weight: 600;
      }
      li {
        display: flex;
        align-items: center;
        gap: var(--space-2);
        border-top: 1px solid var(--line);
      }
      .open {
        flex: 1;
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        justify-items: start;
        gap: 0 var(--space-3);
        min-width: 0;
        padding: var(--space-2);
        border-color: transparent;
        background: transparent;
        text-align: start;
        overflow-wrap: anywhere;
      }
      .open .small {
        font-weight: 400;
      }
      .about {
        grid-column: 1;
      }
      section > p {
        padding: var(--space-2);
      }
      a {
        display: inline-block;
        min-height: 1.5rem;
        color: var(--focus);
      }
      .time {
        grid-row: 1 / span 2;
        grid-column: 2;
        align-self: center;
        white-space: nowrap;
      }
    `,
  ];

  @consume({ context: actionsContext }) private actions!: Actions;
  @consume({ context: statusContext, subscribe: true }) @state() private status!: StatusState;
  readonly #watch = new LockerWatch(this);

  override render(): TemplateResult | typeof nothing {
    if (this.status.storageDenied) {
      return html`<section><p class="quiet small">${BUILDS.denied}</p></section>`;
    }
    const { entries, removed, trouble } = this.#watch.view;
    if (entries.length === 0 && !removed && !trouble) return nothing;
    const builds = entries.filter(({ kind }) => kind === 'build');
    return html`<section aria-labelledby="title">
      <h2 id="title">${BUILDS.title}</h2>
      ${trouble ? html`<p class="small">${lockerTroubleWords(trouble)}</p>` : nothing}
      ${removed ? this.#undo(removed) : nothing}
      <ul role="list">
        ${builds.slice(0, LISTED).map(build => this.#build(build))}
      </ul>
      ${entries.length > 0 ? html`<p class="small"><a href=${addressOf('locker')}>${RECENT.all(entries.length)}</a></p>` : nothing}
    </section>`;
  }

  #undo(removed: readonly LockerEntry[]): TemplateResult {
    return html`<p class="small" role="status">
      ${RECENT.removed(listOf(removed.map(entryName)))}
      <button class="quiet" @click=${() => this.actions.locker.undo()}>${RECENT.undo}</button>
    </p>`;
  }

  #build(build: LockerEntry): TemplateResult {
    const names = build.name === undefined ? build.files.map(file => file.name) : [build.name];
    return html`<li>
      <button class="open" @click=${() => this.actions.openEntry(build)}>
        <span>${BUILDS.open(names)}</span>
        <span class="about quiet small">
          ${build.files
            .map(({ what, size }) => [...(what ? [FILE_KIND_NAMES[what]] : []), formatSize(size)].join(', '))
            .join(' · ')}
        </span>
        <span class="time quiet small">${formatMoment(build.time, Date.now())}</span>
      </button>
      <button
        class="quiet"
        aria-label=${BUILDS.remove(names)}
        @click=${() => this.actions.locker.remove(new Set([build.id]))}
      >
        ${ICONS.close} ${FILES.remove}
      </button>
    </li>`;
  }
}
