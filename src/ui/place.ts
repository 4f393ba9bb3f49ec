import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { PLACES as ALL, addressOf, type Place, type Whereabouts } from '../app/places.ts';
import { PLACE_NAMES, PLACES } from '../words/places.ts';
import { base } from './shared-styles.ts';

/** How each page beside the flow is fetched and shown; `more` is what stands behind its name in the address. */
interface PlaceView {
  readonly load: () => Promise<unknown>;
  readonly show: (more: string) => TemplateResult;
}

const VIEWS: Readonly<Partial<Record<Place, PlaceView>>> = {
  lessons: {
    load: () => import('./lessons/lessons-place.ts'),
    show: more => html`<ts-lessons-place .more=${more}></ts-lessons-place>`,
  },
  locker: {
    load: () => import('./locker/locker-page.ts'),
    show: () => html`<ts-locker></ts-locker>`,
  },
  room: {
    load: () => import('./room/room-page.ts'),
    show: () => html`<ts-room-page></ts-room-page>`,
  },
  station: {
    load: () => import('./station/station-page.ts'),
    show: () => html`<ts-station-page></ts-station-page>`,
  },
  about: { load: () => import('./about/about.ts'), show: () => html`<ts-about></ts-about>` },
};

/** The pages that there are. */
const OPEN = ALL.filter(place => VIEWS[place]);

/** The links to all pages; the one that is shown is marked. */
export const navigation = (here: Place | undefined): TemplateResult | typeof nothing =>
  OPEN.length === 0
    ? nothing
    : html`<nav class="places" aria-label=${PLACES.navigation}>
        ${link('#firmware', PLACES.flow, here === undefined)}
        ${OPEN.map(place => link(addressOf(place), PLACE_NAMES[place], here === place))}
      </nav>`;

const link = (address: string, name: string, current: boolean): TemplateResult =>
  html`<a href=${address} aria-current=${current ? 'page' : nothing}>${name}</a>`;

/** One of the pages beside the flow, fetched when somebody goes there. */
@customElement('ts-place')
export class PlaceElement extends LitElement {
  static override styles = [
    base,
    css`
      :host(:focus) {
        outline: none;
      }
    `,
  ];

  @property({ attribute: false }) here: Whereabouts = { place: undefined, more: '' };
  @state() private state: 'loading' | 'ready' | 'failed' = 'loading';

  constructor() {
    super();
    this.tabIndex = -1;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('here') && changed.get('here')?.place !== this.here.place)
      void this.#load(this.here.place);
  }

  override render(): TemplateResult | typeof nothing {
    const { place, more } = this.here;
    const view = place && VIEWS[place];
    if (!view) return nothing;
    if (this.state === 'failed') return html`<p role="alert">${PLACES.failed}</p>`;
    return this.state === 'loading' ? html`<p>${PLACES.loading}</p>` : view.show(more);
  }

  async #load(place: Place | undefined): Promise<void> {
    this.state = 'loading';
    const came = await (place && VIEWS[place]?.load())?.then(
      () => 'ready' as const,
      () => 'failed' as const,
    );
    if (this.here.place === place && came) this.state = came;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-place': PlaceElement;
  }
}
