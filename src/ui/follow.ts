import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Something that tells of its changes. */
interface Followed {
  subscribe(listener: () => void): () => void;
}

type Host = ReactiveControllerHost & Pick<Element, 'isConnected'>;

/** Renders its host when what it shows changes, as long as the host is in the page. */
export class Follow implements ReactiveController {
  readonly #host: Host;
  readonly #shown: () => readonly (Followed | undefined)[];
  #of: readonly (Followed | undefined)[] = [];
  #leave: readonly (() => void)[] = [];

  /** @param shown what the host shows now; asked each time before it renders, because that may be another thing. */
  constructor(host: Host, shown: () => readonly (Followed | undefined)[]) {
    this.#host = host;
    this.#shown = shown;
    host.addController(this);
  }

  /** Back in the page, where something may have changed meanwhile. */
  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    const of = this.#shown();
    if (!this.#host.isConnected || this.#isFollowed(of)) return;
    this.hostDisconnected();
    this.#of = of;
    this.#leave = of.flatMap(each => each?.subscribe(() => this.#host.requestUpdate()) ?? []);
  }

  hostDisconnected(): void {
    for (const leave of this.#leave) leave();
    [this.#leave, this.#of] = [[], []];
  }

  #isFollowed(of: readonly (Followed | undefined)[]): boolean {
    return of.length === this.#of.length && of.every((each, i) => each === this.#of[i]);
  }
}
