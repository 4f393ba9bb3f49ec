import { consume } from '@lit/context';
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { lanesContext } from '../app/contexts.ts';
import type { LanesHolder } from '../app/lanes/lane-view.ts';
import { Monitor } from '../app/monitor/monitor.ts';
import { runState } from '../core/bootlog/run-state.ts';
import { bootSentence } from '../words/bootlog.ts';
import { FLASH } from '../words/page-flash.ts';
import './monitor.ts';
import { base } from './shared-styles.ts';

/** What a board says after its reset, and in one sentence which slot runs. */
@customElement('ts-boot-watch')
export class BootWatch extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-3);
      }
      h3 {
        font-size: var(--text-l);
        font-weight: 650;
      }
    `,
  ];

  /** Id of the lane that is listened to. */
  @property() lane = '';
  @consume({ context: lanesContext, subscribe: true }) @state() private lanes: LanesHolder | undefined;
  @query('h3') private heading?: HTMLElement;
  readonly #monitor = new Monitor(action => requestAnimationFrame(action));
  #leave: (() => void)[] = [];
  /** When the last bytes came: on their clock, and on ours. */
  #last = { ms: 0, at: 0 };
  #timer: ReturnType<typeof setTimeout> | undefined;

  override focus(): void {
    this.heading?.focus();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (this.#leave.length > 0 && !changed.has('lane')) return;
    this.#stop();
    const { lanes } = this;
    if (!lanes || !this.isConnected) return;
    const serial = lanes.onSerial(this.lane, part => {
      this.#last = { ms: part.ms, at: performance.now() };
      this.#monitor.push(part);
    });
    this.#leave = [serial, this.#monitor.subscribe(() => this.requestUpdate())];
  }

  override render(): TemplateResult {
    const run = runState(this.#monitor.history, this.#last.ms + performance.now() - this.#last.at);
    clearTimeout(this.#timer);
    if (run.kind === 'started' && run.waitMs !== undefined) {
      this.#timer = setTimeout(() => this.requestUpdate(), run.waitMs + 1);
    }
    const { title, text } = bootSentence(run);
    return html`
      <div role="status">
        <h3 tabindex="-1">${title}</h3>
        <p>${text}</p>
      </div>
      <ts-monitor
        sendable
        aria-label=${FLASH.boot}
        .monitor=${this.#monitor}
        @monitor-send=${(event: CustomEvent<Uint8Array>) => this.lanes?.send(this.lane, event.detail)}
      ></ts-monitor>
    `;
  }

  #stop(): void {
    clearTimeout(this.#timer);
    for (const leave of this.#leave) leave();
    this.#leave = [];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-boot-watch': BootWatch;
  }
}
