import { ContextConsumer } from '@lit/context';
import type { LitElement, ReactiveController } from 'lit';
import type { Actions } from '../app/actions.ts';
import { actionsContext } from '../app/contexts.ts';
import type { Locker, LockerView } from '../app/locker/locker.ts';

const NONE: LockerView = { entries: [] };

/** Renders its host when the locker changes. */
export class LockerWatch implements ReactiveController {
  readonly #host: LitElement;
  #locker: Locker | undefined;
  #leave: (() => void) | undefined;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
    new ContextConsumer(host, {
      context: actionsContext,
      callback: (actions: Actions) => this.#take(actions.locker),
    });
  }

  get view(): LockerView {
    return this.#locker?.view ?? NONE;
  }

  hostConnected(): void {
    this.#take(this.#locker);
  }

  hostDisconnected(): void {
    this.#leave?.();
    this.#leave = undefined;
  }

  #take(locker: Locker | undefined): void {
    this.#leave?.();
    this.#locker = locker;
    this.#leave = locker?.subscribe(() => this.#host.requestUpdate());
    this.#host.requestUpdate();
  }
}
