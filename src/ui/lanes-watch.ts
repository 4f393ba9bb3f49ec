import { ContextConsumer } from '@lit/context';
import type { LitElement, ReactiveController } from 'lit';
import { lanesContext } from '../app/contexts.ts';
import type { LanesHolder, LanesView } from '../app/lanes/lane-view.ts';
import { together } from '../app/listeners.ts';

const NONE: LanesView = {
  serial: 'ready',
  lanes: [],
  ports: [],
  nothingChosen: false,
  writing: false,
  attended: false,
};

/** Renders its host when a lane changes, at most once a frame: a job at work tells of hundreds of changes a second. */
export class LanesWatch implements ReactiveController {
  readonly #host: LitElement;
  #holder: LanesHolder | undefined;
  #leave: (() => void) | undefined;
  readonly #soon: () => void;

  constructor(host: LitElement) {
    this.#host = host;
    this.#soon = together(requestAnimationFrame, () => host.requestUpdate());
    host.addController(this);
    new ContextConsumer(host, {
      context: lanesContext,
      subscribe: true,
      callback: found => this.#take(found),
    });
  }

  /** Undefined until the part of the page that deals with boards has come. */
  get holder(): LanesHolder | undefined {
    return this.#holder;
  }

  get view(): LanesView {
    return this.#holder?.view ?? NONE;
  }

  hostConnected(): void {
    this.#take(this.#holder);
  }

  hostDisconnected(): void {
    this.#leave?.();
    this.#leave = undefined;
  }

  #take(holder: LanesHolder | undefined): void {
    this.#leave?.();
    this.#holder = holder;
    this.#leave = holder?.subscribe(this.#soon);
    this.#host.requestUpdate();
  }
}
