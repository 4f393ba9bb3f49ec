/** A stretch of a file that somebody wants to see as bytes. */
export interface PlaceDetail {
  readonly offset: number;
  readonly length: number;
}

export const placeOpen = (detail: PlaceDetail): CustomEvent<PlaceDetail> =>
  new CustomEvent('place-open', { bubbles: true, composed: true, detail });

declare global {
  interface HTMLElementEventMap {
    'place-open': CustomEvent<PlaceDetail>;
  }
}
