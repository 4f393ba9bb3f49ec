import type { LitElement, ReactiveController } from 'lit';

/**
 * Where a press takes its own button away, the focus would fall back to the top of the page; it moves on to where the
 * element says what came of the press instead.
 */
export class KeepFocus implements ReactiveController {
  readonly #host: LitElement;
  readonly #next: string;
  #held: Element | null = null;

  /** `next`: selector of what takes over; it needs a tabindex. */
  constructor(host: LitElement, next: string) {
    this.#host = host;
    this.#next = next;
    host.addController(this);
  }

  /** Before the element renders. */
  hostUpdate(): void {
    this.#held = this.#host.shadowRoot?.activeElement ?? null;
  }

  hostUpdated(): void {
    const lost = this.#held !== null && !this.#held.isConnected;
    // Somebody who went on elsewhere meanwhile stays there.
    if (!lost || document.activeElement !== document.body) return;
    this.#host.renderRoot.querySelector<HTMLElement>(this.#next)?.focus();
  }
}
