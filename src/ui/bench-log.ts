import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { SerialLog } from '../app/serial-log.ts';
import { BENCH } from '../words/bench.ts';
import { base, buttons } from './shared-styles.ts';

/** How far from its end a log still counts as read to the end, px. */
const NEAR_END = 40;

/**
 * What came out of the serial port. Follows its end while somebody is there; not read aloud as it comes.
 *
 * @fires log-pause - somebody wants it to stand still or go on
 * @fires log-clear - somebody wants it empty
 */
@customElement('ts-bench-log')
export class BenchLog extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: var(--space-1) var(--space-3);
      }
      .head .quiet {
        flex: 1 1 12rem;
      }
      h3 {
        font-size: var(--text-m);
        font-weight: 600;
      }
      pre {
        height: 16rem;
        margin: 0;
        padding: var(--space-3);
        overflow: auto;
        border: 1px solid var(--line);
        border-radius: var(--radius-1);
        background: var(--ground-sunken);
        font-family: var(--mono);
        font-size: var(--text-s);
        line-height: 1.5;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) log: SerialLog = { lines: [], dropped: 0 };
  @property({ type: Boolean }) paused = false;
  @query('pre') private box?: HTMLElement;
  #follow = true;

  protected override willUpdate(): void {
    const { box } = this;
    if (box) this.#follow = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('log') && this.#follow && this.box) this.box.scrollTop = this.box.scrollHeight;
  }

  override render(): TemplateResult {
    const { lines, dropped } = this.log;
    const text = lines.join('\n');
    return html`
      <div class="head">
        <h3 id="title">${BENCH.log}</h3>
        <span class="quiet small">${BENCH.logAbout} ${dropped > 0 ? BENCH.dropped(dropped) : nothing}</span>
        <span>
          <button class="quiet" @click=${() => this.#say('log-pause')}>
            ${this.paused ? BENCH.resume : BENCH.pause}
          </button>
          <button class="quiet" @click=${() => this.#say('log-clear')}>${BENCH.clear}</button>
        </span>
      </div>
      <pre role="log" aria-live="off" aria-labelledby="title" tabindex="0">${text === '' ? BENCH.logEmpty : text}</pre>
    `;
  }

  #say(type: 'log-pause' | 'log-clear'): void {
    this.dispatchEvent(new CustomEvent(type));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-bench-log': BenchLog;
  }
}
