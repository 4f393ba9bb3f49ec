import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** The pages beside the flow from files to a running board. Their address is `#/name`, or `#/name/more`. */
export const PLACES = ['lessons', 'station', 'room', 'locker', 'about'] as const;

export type Place = (typeof PLACES)[number];

/** Where somebody is; undefined: in the flow. `more` is what stands behind the name. */
export interface Whereabouts {
  readonly place: Place | undefined;
  readonly more: string;
}

/** Reads the fragment of an address. Any other fragment (a step, a relay) belongs to the flow. */
export function placeOf(fragment: string): Whereabouts {
  const [, name, more = ''] = /^#\/([a-z]+)(?:\/(.*))?$/.exec(fragment) ?? [];
  const place = PLACES.find(each => each === name);
  return place ? { place, more: decoded(more) } : { place: undefined, more: '' };
}

export const addressOf = (place: Place, more?: string): string =>
  more === undefined ? `#/${place}` : `#/${place}/${encodeURIComponent(more)}`;

/** Follows the fragment of the address. */
export class PlaceController implements ReactiveController {
  here: Whereabouts = placeOf(location.hash);
  readonly #host: ReactiveControllerHost;
  readonly #onMove: (here: Whereabouts) => void;
  readonly #look = (): void => {
    const here = placeOf(location.hash);
    const moved = here.place !== this.here.place;
    this.here = here;
    this.#host.requestUpdate();
    if (moved) this.#onMove(here);
  };

  constructor(host: ReactiveControllerHost, onMove: (here: Whereabouts) => void) {
    this.#host = host;
    this.#onMove = onMove;
    host.addController(this);
  }

  hostConnected(): void {
    addEventListener('hashchange', this.#look);
  }

  hostDisconnected(): void {
    removeEventListener('hashchange', this.#look);
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
