import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Something that is fetched when it is first looked at. The newest request counts. */
export class OnDemand<T> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #run = 0;
  #value: T | undefined;
  #state: 'idle' | 'loading' | 'ready' | 'failed' = 'idle';

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  get value(): T | undefined {
    return this.#value;
  }

  get state(): 'idle' | 'loading' | 'ready' | 'failed' {
    return this.#state;
  }

  /** Fetches unless that has been done or is under way. */
  async want(fetch: () => Promise<T>): Promise<void> {
    if (this.#state === 'loading' || this.#state === 'ready') return;
    const run = ++this.#run;
    this.#state = 'loading';
    this.#host.requestUpdate();
    try {
      const value = await fetch();
      if (run !== this.#run) return;
      [this.#value, this.#state] = [value, 'ready'];
    } catch {
      if (run !== this.#run) return;
      this.#state = 'failed';
    }
    this.#host.requestUpdate();
  }

  /** Forgets everything: the next `want` fetches anew. */
  reset(): void {
    this.#run++;
    [this.#value, this.#state] = [undefined, 'idle'];
    this.#host.requestUpdate();
  }
}
