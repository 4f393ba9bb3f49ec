import { Listeners } from './listeners.ts';
import { type AppState, type Change, reduce } from './state.ts';

/** The one place that holds the state; everything else sees snapshots. */
export class StateHolder {
  #state: AppState;
  readonly #listeners = new Listeners<[state: AppState]>();

  constructor(initial: AppState) {
    this.#state = initial;
  }

  get state(): AppState {
    return this.#state;
  }

  dispatch(change: Change): void {
    const next = reduce(this.#state, change);
    if (next === this.#state) return;
    this.#state = next;
    this.#listeners.tell(next);
  }

  /** Calls `listener` on every change. @returns what ends that. */
  subscribe(listener: (state: AppState) => void): () => void {
    return this.#listeners.add(listener);
  }
}
