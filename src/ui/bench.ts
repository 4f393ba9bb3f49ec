import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import {
  BOARD_KINDS,
  type BoardButton,
  type BoardHolder,
  type BoardKind,
  type BoardView,
} from '../app/board-holder.ts';
import { boardContext } from '../app/contexts.ts';
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
  @property({ attribute: false }) shown?: Shown | undefined;
  @query('.condition') private condition?: HTMLElement;

  @consume({ context: boardContext, subscribe: true }) @state() private board: BoardHolder | undefined;
  #unsubscribe: (() => void) | undefined;
  @state() private kind: BoardKind = { preset: 'nodemcu' };
  @query('input[type=file]') private chooser?: HTMLInputElement;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.board?.end();
  }

  override focus(): void {
    this.condition?.focus();
  }

  protected override willUpdate(): void {
    // Taking the bench away renders it once more.
    if (!this.isConnected || !this.board || this.#unsubscribe) return;
    this.#unsubscribe = this.board.subscribe(() => this.requestUpdate());
    if (!this.board.present) this.#start();
  }

  override render(): TemplateResult {
    const { board } = this;
    if (!board) return html`<p class="condition" role="status" tabindex="-1">${BENCH.loading}</p>`;
    const { about, failed, contents, made } = board.view;
    return html`
      <div class="notes">
        <p class="condition" role="status" tabindex="-1">${sentence(board.view)}</p>
        ${about ? html`<p class="quiet">${loaderWords(about)}</p>` : nothing}
        ${!made || made === this.shown?.workspace ? nothing : html`<p class="quiet">${BENCH.changed}</p>`}
      </div>
      ${failed === undefined ? this.#bench(board) : nothing}
      <div class="row">
        ${readButton(board)}
        <button ?disabled=${failed !== undefined} @click=${() => board.save()}>${BENCH.save}</button>
        <button @click=${() => this.dispatchEvent(new CustomEvent('bench-close'))}>${BENCH.close}</button>
      </div>
      ${this.#others(board)} ${contents ? flash(board) : nothing}
    `;
  }

  readonly #start = (): void => {
    const { shown } = this;
    if (shown) void this.board?.start(shown, this.kind);
  };

  /** Ways to another board. */
  #others(board: BoardHolder): TemplateResult {
    return html`<div class="row">
      <label>
        ${BENCH.kind}
        <select @change=${this.#choose}>
          ${BOARD_KINDS.map(
            ({ preset, name }) =>
              html`<option value=${preset} ?selected=${preset === this.kind.preset}>${name}</option>`,
          )}
        </select>
      </label>
      ${this.shown ? html`<button @click=${this.#start}>${BENCH.again}</button>` : nothing}
      <button @click=${() => void board.startBlank(this.kind)}>${BENCH.blank}</button>
      <button @click=${() => this.chooser?.click()}>${BENCH.open}</button>
      <input type="file" hidden @change=${() => this.#open(board)} />
    </div>`;
  }

  readonly #choose = (event: Event): void => {
    const { value } = event.currentTarget as HTMLSelectElement;
    const kind = BOARD_KINDS.find(({ preset }) => preset === value);
    if (kind) this.kind = { preset: kind.preset };
  };

  #open(board: BoardHolder): void {
    const file = this.chooser?.files?.[0];
    if (file) void board.open(file, this.kind);
    if (this.chooser) this.chooser.value = '';
  }

  #bench(board: BoardHolder): TemplateResult {
    const { condition, lit, plugged, log, paused } = board.view;
    const powered = condition.kind !== 'off';
    return html`<div class="bench">
      <div class="board" role="group" aria-label=${BENCH.group}>
        ${boardPicture({ powered, lit, plugged })}
        <p class="led-text">${BENCH.ledIs(lit)}</p>
        <div class="row">${this.#push(board, 'reset', BENCH.reset)} ${this.#push(board, 'flash', BENCH.flash)}</div>
        <p class="quiet small">${BENCH.hold}</p>
        <div class="row">
          ${toggle(BENCH.power, powered, on => board.power(on))}
          ${toggle(BENCH.cable, plugged, on => board.cable(on))}
        </div>
      </div>
      <ts-bench-log
        .log=${log}
        .paused=${paused}
        @log-pause=${() => board.pause(!paused)}
        @log-clear=${() => board.clearLog()}
      ></ts-bench-log>
    </div>`;
  }

  /** A button that is down for as long as it is held, by pointer, Space or Enter. */
  #push(board: BoardHolder, button: BoardButton, name: string): TemplateResult {
    const set = (down: boolean): void => board.press(button, down);
    const key = (down: boolean) => (event: KeyboardEvent) => {
      if (event.key !== ' ' && event.key !== 'Enter') return;
      event.preventDefault();
      set(down);
    };
    return html`<button
      class="push"
      aria-pressed=${String(board.view.held[button])}
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
}

function sentence({ failed, about, condition, started }: BoardView): string {
  if (failed !== undefined) return BENCH.failed(failed);
  if (!about) return BENCH.loading;
  if ('sentence' in condition) return condition.sentence;
  return conditionWords(condition.kind, started);
}

function readButton(board: BoardHolder): TemplateResult {
  const name = board.view.contents ? BENCH.readAgain : BENCH.showFlash;
  return html`<button @click=${() => board.readFlash()}>${name}</button>`;
}

function flash(board: BoardHolder): TemplateResult {
  const { contents } = board.view;
  return html`<section class="notes" aria-label=${BENCH.onFlash}>
    <div class="row">
      <h3>${BENCH.onFlash}</h3>
      <button class="quiet" @click=${() => board.hideFlash()}>${BENCH.hideFlash}</button>
    </div>
    ${
      contents?.ok
        ? html`<ts-flash-view .dump=${contents.dump} @region-open=${openTable}></ts-flash-view>`
        : html`<ts-finding-list .findings=${contents?.findings ?? []}></ts-finding-list>`
    }
  </section>`;
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
