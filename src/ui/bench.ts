import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { type BoardButton, BoardHolder } from '../app/board-holder.ts';
import type { Shown } from '../app/state.ts';
import { BENCH, conditionWords, loaderWords } from '../words/bench.ts';
import './bench-log.ts';
import { boardPicture, pictureStyles } from './bench-picture.ts';
import { benchStyles } from './bench-styles.ts';
import './finding-list.ts';
import type { FlashView } from './flash-view.ts';
import './flash-view.ts';
import { base, buttons } from './shared-styles.ts';

/**
 * A virtual board to play with: LED, buttons, power, cable, what it says, and what is on its flash.
 *
 * @fires bench-close - somebody has had enough of it
 */
@customElement('ts-bench')
export class Bench extends LitElement {
  static override styles = [base, buttons, pictureStyles, benchStyles];

  /** What is on the page; the board gets it when it is made. */
  @property({ attribute: false }) shown?: Shown;
  @query('.condition') private condition?: HTMLElement;

  readonly #holder = new BoardHolder(() => this.requestUpdate());
  /** What the board was made from. */
  #made: Shown['workspace'] | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#holder.end();
    this.#made = undefined;
  }

  override focus(): void {
    this.condition?.focus();
  }

  protected override willUpdate(): void {
    // Taking the bench away renders it once more.
    if (!this.#made && this.isConnected) this.#start();
  }

  override render(): TemplateResult {
    const { about, failed, contents } = this.#holder.view;
    return html`
      <div class="notes">
        <p class="condition" role="status" tabindex="-1">${this.#sentence()}</p>
        ${about ? html`<p class="quiet">${loaderWords(about)}</p>` : nothing}
        ${this.#made === this.shown?.workspace ? nothing : html`<p class="quiet">${BENCH.changed}</p>`}
      </div>
      ${failed === undefined ? this.#bench() : nothing}
      <div class="row">
        ${this.#readButton()}
        <button @click=${this.#start}>${BENCH.again}</button>
        <button @click=${() => this.dispatchEvent(new CustomEvent('bench-close'))}>${BENCH.close}</button>
      </div>
      ${contents ? this.#flash() : nothing}
    `;
  }

  readonly #start = (): void => {
    const { shown } = this;
    if (!shown) return;
    this.#made = shown.workspace;
    void this.#holder.start(shown);
  };

  #sentence(): string {
    const { failed, about, condition, started } = this.#holder.view;
    if (failed !== undefined) return BENCH.failed(failed);
    if (!about) return BENCH.loading;
    if ('sentence' in condition) return condition.sentence;
    return conditionWords(condition.kind, started);
  }

  #bench(): TemplateResult {
    const { condition, lit, plugged, log, paused } = this.#holder.view;
    const powered = condition.kind !== 'off';
    return html`<div class="bench">
      <div class="board" role="group" aria-label=${BENCH.group}>
        ${boardPicture({ powered, lit, plugged })}
        <p class="led-text">${BENCH.ledIs(lit)}</p>
        <div class="row">${this.#push('reset', BENCH.reset)} ${this.#push('flash', BENCH.flash)}</div>
        <p class="quiet small">${BENCH.hold}</p>
        <div class="row">
          ${toggle(BENCH.power, powered, on => this.#holder.power(on))}
          ${toggle(BENCH.cable, plugged, on => this.#holder.cable(on))}
        </div>
      </div>
      <ts-bench-log
        .log=${log}
        .paused=${paused}
        @log-pause=${() => this.#holder.pause(!paused)}
        @log-clear=${() => this.#holder.clearLog()}
      ></ts-bench-log>
    </div>`;
  }

  /** A button that is down for as long as it is held, by pointer, Space or Enter. */
  #push(button: BoardButton, name: string): TemplateResult {
    const set = (down: boolean): void => this.#holder.press(button, down);
    const key = (down: boolean) => (event: KeyboardEvent) => {
      if (event.key !== ' ' && event.key !== 'Enter') return;
      event.preventDefault();
      set(down);
    };
    return html`<button
      class="push"
      aria-pressed=${String(this.#holder.view.held[button])}
      @pointerdown=${(event: PointerEvent) => {
        (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
        set(true);
      }}
      @pointerup=${() => set(false)}
      @pointercancel=${() => set(false)}
      @keydown=${key(true)}
      @keyup=${key(false)}
      @blur=${() => set(false)}
      @click=${(event: MouseEvent) => {
        // Of a screen reader, which neither points nor types.
        if (event.detail > 0) return;
        set(true);
        set(false);
      }}
    >
      ${name}
    </button>`;
  }

  #readButton(): TemplateResult {
    const name = this.#holder.view.contents ? BENCH.readAgain : BENCH.showFlash;
    return html`<button @click=${() => this.#holder.readFlash()}>${name}</button>`;
  }

  #flash(): TemplateResult {
    const { contents } = this.#holder.view;
    return html`<section class="notes" aria-label=${BENCH.onFlash}>
      <div class="row">
        <h3>${BENCH.onFlash}</h3>
        <button class="quiet" @click=${() => this.#holder.hideFlash()}>${BENCH.hideFlash}</button>
      </div>
      ${
        contents?.ok
          ? html`<ts-flash-view .dump=${contents.dump} @region-open=${openTable}></ts-flash-view>`
          : html`<ts-finding-list .findings=${contents?.findings ?? []}></ts-finding-list>`
      }
    </section>`;
  }
}

const openTable = (event: Event): void => (event.currentTarget as FlashView).showTable();

const toggle = (name: string, on: boolean, set: (on: boolean) => void): TemplateResult => html`<button
  class="switch"
  role="switch"
  aria-checked=${String(on)}
  @click=${() => set(!on)}
>
  ${name}
</button>`;

declare global {
  interface HTMLElementTagNameMap {
    'ts-bench': Bench;
  }
}
