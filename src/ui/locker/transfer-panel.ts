import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { Actions } from '../../app/actions.ts';
import { actionsContext } from '../../app/contexts.ts';
import { exportLocker } from '../../app/locker/exporting.ts';
import { Importing, type ImportState } from '../../app/locker/importing.ts';
import type { Finding } from '../../core/findings.ts';
import { bytesOf } from '../../core/locker/catalogue.ts';
import { ARCHIVE_ENDING } from '../../core/locker/ending.ts';
import { wordsFor } from '../../words/findings.ts';
import { DELETE_ALL, TRANSFER } from '../../words/locker.ts';
import { ICONS } from '../icons.ts';
import { LockerWatch } from '../locker-watch.ts';
import { base, buttons } from '../shared-styles.ts';
import { lockerStyles } from './styles.ts';

/** The whole locker as one file, there and back; and all of it away. */
@customElement('ts-locker-transfer')
export class LockerTransfer extends LitElement {
  static override styles = [base, buttons, lockerStyles];

  @consume({ context: actionsContext }) private actions!: Actions;
  @state() private importing: Importing | undefined;
  @state() private said = '';
  @state() private deletes = false;
  @query('input[type=file]') private chooser!: HTMLInputElement;
  @query('.question') private question?: HTMLElement;
  readonly #watch = new LockerWatch(this);

  protected override willUpdate(): void {
    const { offered } = this.#watch.view;
    if (!offered) return;
    this.actions.locker.declineOffer();
    this.#open(offered);
  }

  override render(): TemplateResult {
    const { entries } = this.#watch.view;
    const state = this.importing?.state ?? { kind: 'idle' };
    const busy = state.kind === 'checking' || state.kind === 'reading';
    return html`<section class="panel" aria-labelledby="title">
      <h3 id="title">${TRANSFER.title}</h3>
      <p class="quiet small">${TRANSFER.about}</p>
      <div class="row">
        <button ?disabled=${entries.length === 0} @click=${this.#export}>${ICONS.save} ${TRANSFER.export}</button>
        <button ?disabled=${busy} @click=${() => this.chooser.click()}>${ICONS.folder} ${TRANSFER.import}</button>
        <input type="file" hidden accept=${ARCHIVE_ENDING} aria-label=${TRANSFER.choose} @change=${this.#chosen} />
        ${entries.length > 0 ? html`<button class="quiet delete" @click=${() => this.#askDelete()}>${DELETE_ALL.button}</button>` : nothing}
      </div>
      ${this.deletes ? this.#deleteQuestion() : nothing} ${this.#import(state)}
      <p class="small" role="status">${this.said}</p>
    </section>`;
  }

  #import(state: ImportState): TemplateResult | typeof nothing {
    switch (state.kind) {
      case 'idle':
        return nothing;
      case 'reading':
        return html`<p role="status">${TRANSFER.reading}</p>`;
      case 'asking':
        return html`<div class="question" role="group" aria-labelledby="ask" tabindex="-1">
          <p id="ask"><strong>${TRANSFER.question(state.name)}</strong> ${TRANSFER.outlook(state.outlook)}</p>
          <p class="quiet small">${TRANSFER.safe}</p>
          ${state.archive.lost > 0 ? lost(state.archive.lost, state.archive.entries.length) : nothing}
          <div class="row">
            ${
              state.outlook.added + state.outlook.changed > 0
                ? html`<button class="primary" @click=${() => this.importing?.accept()}>${TRANSFER.accept}</button>`
                : nothing
            }
            <button @click=${() => this.importing?.stop()}>${TRANSFER.decline}</button>
          </div>
        </div>`;
      case 'checking':
        return html`<div class="row">
          <span id="checking">${TRANSFER.checking}</span>
          <progress
            aria-labelledby="checking"
            aria-valuetext=${TRANSFER.percent(state.done, state.total)}
            max=${Math.max(1, state.total)}
            .value=${state.done}
          ></progress>
          <button @click=${() => this.importing?.stop()}>${TRANSFER.stop}</button>
        </div>`;
      case 'done':
        return html`<p role="status">${ICONS.ok} ${TRANSFER.done(state.outlook)}</p>
          ${state.damage ? told(state.damage) : nothing}`;
      case 'refused':
        return told(state.finding);
      case 'stopped':
        return html`<p role="status">${TRANSFER.stopped}</p>`;
    }
  }

  #deleteQuestion(): TemplateResult {
    const { entries } = this.#watch.view;
    return html`<div class="question danger" role="group" aria-labelledby="ask-delete" tabindex="-1">
      <p id="ask-delete"><strong>${DELETE_ALL.question(entries.length, bytesOf(entries))}</strong></p>
      <div class="row">
        <button @click=${this.#deleteAll}>${DELETE_ALL.yes}</button>
        <button @click=${() => this.#endDelete()}>${DELETE_ALL.no}</button>
      </div>
    </div>`;
  }

  async #askDelete(): Promise<void> {
    this.deletes = true;
    await this.#focusQuestion();
  }

  async #endDelete(): Promise<void> {
    this.deletes = false;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('.delete')?.focus();
  }

  readonly #deleteAll = async (): Promise<void> => {
    await this.actions.locker.deleteAll();
    await this.#endDelete();
  };

  #open(file: File): void {
    this.said = '';
    this.importing ??= new Importing(this.actions.locker, this.actions.worker, () => this.requestUpdate());
    void this.importing.open(file).then(() => this.#focusQuestion());
  }

  async #focusQuestion(): Promise<void> {
    await this.updateComplete;
    this.question?.focus();
  }

  readonly #chosen = (): void => {
    const file = this.chooser.files?.[0];
    this.chooser.value = '';
    if (file) this.#open(file);
  };

  readonly #export = async (): Promise<void> => {
    const names = await exportLocker(this.actions.locker, Date.now());
    this.said = [TRANSFER.exported, ...(names.length > 0 ? [TRANSFER.lost(names)] : [])].join(' ');
  };
}

function told(finding: Finding): TemplateResult {
  const { title, text, advice } = wordsFor(finding);
  return html`<p role="alert"><strong>${title}.</strong> ${text} ${advice}</p>`;
}

const lost = (damaged: number, whole: number): TemplateResult =>
  told({ code: 'locker-entries-damaged', severity: 'warning', where: {}, facts: { damaged, whole } });

declare global {
  interface HTMLElementTagNameMap {
    'ts-locker-transfer': LockerTransfer;
  }
}
