import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Actions } from '../../app/actions.ts';
import { actionsContext } from '../../app/contexts.ts';
import type { LockerEntry } from '../../core/locker/entry.ts';
import { MAX_NAME, MAX_NOTE } from '../../core/locker/read-entry.ts';
import { ENTRY } from '../../words/locker.ts';
import { entryName } from '../../words/locker-entries.ts';
import { formatMoment } from '../../words/page.ts';
import { ICONS } from '../icons.ts';
import { base, buttons } from '../shared-styles.ts';
import { entryStyles } from './entry-styles.ts';
import { factsOf } from './facts.ts';
import { lockerStyles } from './styles.ts';

/** So much of the end of a log is shown, bytes. */
const SHOWN_LOG = 128 * 1024;

/** The end of a log; bytes. */
interface ShownLog {
  readonly text: string;
  readonly shown: number;
  readonly size: number;
}

/**
 * One entry: what it is, and what can be done with it.
 *
 * @fires entry-open - somebody wants it back on the page
 * @fires entry-remove - somebody does not want it any more
 */
@customElement('ts-locker-entry')
export class LockerEntryElement extends LitElement {
  static override styles = [base, buttons, lockerStyles, entryStyles];

  @property({ attribute: false }) entry?: LockerEntry;
  @consume({ context: actionsContext }) private actions!: Actions;
  @state() private edits = false;
  @state() private log: ShownLog | undefined;
  @query('input[name=name]') private nameField?: HTMLInputElement;
  @query('textarea') private noteField?: HTMLTextAreaElement;
  @query('.edit') private editButton?: HTMLElement;

  override render(): TemplateResult | typeof nothing {
    const { entry } = this;
    if (!entry) return nothing;
    const name = entryName(entry);
    return html`
      <div class="what">
        <p class="name">${name}${entry.pinned ? html` <span class="mark">${ICONS.keep} ${ENTRY.pinned}</span>` : nothing}</p>
        <p class="quiet small">
          ${factsOf(entry).join(' · ')} ·
          <time datetime=${new Date(entry.time).toISOString()}>${formatMoment(entry.time, Date.now())}</time>
        </p>
        ${entry.note ? html`<p class="note small">${entry.note}</p>` : nothing}
      </div>
      ${this.#buttons(entry, name)} ${this.edits ? this.#form(entry) : nothing} ${this.#logView(name)}
    `;
  }

  #buttons(entry: LockerEntry, name: string): TemplateResult {
    return html`<div class="buttons">
      ${this.#open(entry, name)}
      <button class="quiet" aria-label=${ENTRY.saveNamed(name)} @click=${() => this.actions.saveEntry(entry)}>
        ${ENTRY.save}
      </button>
      <button
        class="quiet"
        aria-pressed=${String(entry.pinned === true)}
        aria-label=${ENTRY.pinNamed(name)}
        @click=${() => this.actions.locker.edit(entry.id, { pinned: !entry.pinned })}
      >
        ${ENTRY.pin}
      </button>
      <button
        class="quiet edit"
        aria-expanded=${String(this.edits)}
        aria-label=${ENTRY.editNamed(name)}
        @click=${() => this.#edit(!this.edits)}
      >
        ${ENTRY.edit}
      </button>
      <button class="quiet" aria-label=${ENTRY.removeNamed(name)} @click=${() => this.#fire('entry-remove')}>
        ${ENTRY.remove}
      </button>
    </div>`;
  }

  #open(entry: LockerEntry, name: string): TemplateResult {
    if (entry.kind === 'log') {
      const [label, text] = this.log
        ? [ENTRY.hideNamed(name), ENTRY.hide]
        : [ENTRY.showNamed(name), ENTRY.show];
      return html`<button aria-label=${label} aria-expanded=${String(this.log !== undefined)} @click=${this.#toggleLog}>
        ${text}
      </button>`;
    }
    const board = entry.kind === 'board';
    return html`<button
      aria-label=${board ? ENTRY.openBoardNamed(name) : ENTRY.openNamed(name)}
      @click=${() => this.#fire('entry-open')}
    >
      ${board ? ENTRY.openBoard : ENTRY.open}
    </button>`;
  }

  #form({ name, note }: LockerEntry): TemplateResult {
    return html`<form @submit=${this.#keep} @keydown=${this.#key}>
      <label>${ENTRY.name} <input name="name" maxlength=${MAX_NAME} autocomplete="off" .value=${name ?? ''} /></label>
      <label>${ENTRY.note} <textarea rows="2" maxlength=${MAX_NOTE} .value=${note ?? ''}></textarea></label>
      <div class="row">
        <button type="submit">${ENTRY.keep}</button>
        <button type="button" class="quiet" @click=${() => this.#edit(false)}>${ENTRY.cancel}</button>
      </div>
    </form>`;
  }

  #logView(name: string): TemplateResult | typeof nothing {
    const { log } = this;
    if (!log) return nothing;
    return html`<div class="log">
      ${log.shown < log.size ? html`<p class="quiet small">${ENTRY.logCut(log.shown, log.size)}</p>` : nothing}
      <pre tabindex="0" role="region" aria-label=${ENTRY.logOf(name)}>${log.text}</pre>
    </div>`;
  }

  #fire(name: 'entry-open' | 'entry-remove'): void {
    this.dispatchEvent(new CustomEvent(name));
  }

  async #edit(edits: boolean): Promise<void> {
    this.edits = edits;
    await this.updateComplete;
    (edits ? this.nameField : this.editButton)?.focus();
  }

  readonly #keep = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { entry, nameField, noteField } = this;
    if (!entry || !nameField || !noteField) return;
    await this.actions.locker.edit(entry.id, { name: nameField.value.trim(), note: noteField.value.trim() });
    await this.#edit(false);
  };

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    void this.#edit(false);
  };

  readonly #toggleLog = async (): Promise<void> => {
    const { entry } = this;
    if (!entry || this.log) {
      this.log = undefined;
      return;
    }
    const [file] = await this.actions.entryFiles(entry);
    if (!file) return;
    const { size } = file.file;
    const end = new Uint8Array(await file.file.slice(Math.max(0, size - SHOWN_LOG)).arrayBuffer());
    const text = new TextDecoder('latin1').decode(end);
    // Bytes that are no text show as a dot.
    const readable = text.replaceAll('\r', '').replace(/[^\n\t\x20-\x7e]/g, '·');
    this.log = { text: readable, shown: end.length, size };
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-locker-entry': LockerEntryElement;
  }
}
