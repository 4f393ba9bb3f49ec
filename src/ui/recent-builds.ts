import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { Actions } from '../app/actions.ts';
import { actionsContext, buildsContext, statusContext } from '../app/contexts.ts';
import type { AppState, StatusState } from '../app/state.ts';
import { formatSize } from '../words/format.ts';
import { BUILDS, FILES, formatMoment } from '../words/page.ts';
import { ICONS } from './icons.ts';
import { base, buttons } from './shared-styles.ts';

type Build = AppState['builds'][number];

/** What was dropped before, one click away; on the empty page. */
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
      .time {
        grid-row: 1 / span 2;
        grid-column: 2;
        align-self: center;
        white-space: nowrap;
      }
    `,
  ];

  @consume({ context: actionsContext }) private actions!: Actions;
  @consume({ context: buildsContext, subscribe: true }) @state() private builds: AppState['builds'] = [];
  @consume({ context: statusContext, subscribe: true }) @state() private status!: StatusState;

  override render(): TemplateResult | typeof nothing {
    if (this.status.storageDenied) {
      return html`<section><p class="quiet small">${BUILDS.denied}</p></section>`;
    }
    if (this.builds.length === 0) return nothing;
    return html`<section aria-labelledby="title">
      <h2 id="title">${BUILDS.title}</h2>
      <ul role="list">
        ${this.builds.map(build => this.#build(build))}
      </ul>
    </section>`;
  }

  #build(build: Build): TemplateResult {
    const names = build.files.map(file => file.name);
    return html`<li>
      <button class="open" @click=${() => this.actions.openBuild(build)}>
        <span>${BUILDS.open(names)}</span>
        <span class="about quiet small">
          ${build.files.map(file => `${file.summary}, ${formatSize(file.size)}`).join(' · ')}
        </span>
        <span class="time quiet small">${formatMoment(build.time, Date.now())}</span>
      </button>
      <button
        class="quiet"
        aria-label=${BUILDS.remove(names)}
        @click=${() => this.actions.removeBuild(build.id)}
      >
        ${ICONS.close} ${FILES.remove}
      </button>
    </li>`;
  }
}
