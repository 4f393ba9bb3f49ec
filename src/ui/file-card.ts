import { consume } from '@lit/context';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Actions } from '../app/actions.ts';
import { actionsContext } from '../app/contexts.ts';
import type { LoadedFile, Shown } from '../app/state.ts';
import type { SectionSizes } from '../core/size/by-symbol.ts';
import type { FileRole, OpenedFile } from '../core/workspace/workspace.ts';
import { verdictWords } from '../words/evidence.ts';
import { recipeText } from '../words/interchange.ts';
import { FILES } from '../words/page.ts';
import { BADGES, badgeOf, becomes, madeFrom, ROLE_NAMES, whatItIs } from '../words/page-files.ts';
import { choiceWords } from '../words/plan.ts';
import { originWords, READ_BACK } from '../words/read-back.ts';
import './evidence-list.ts';
import './finding-list.ts';
import './inspect-details.ts';
import { fileCardStyles } from './file-card-styles.ts';
import { ICONS } from './icons.ts';
import type { InspectDetails } from './inspect-details.ts';
import { base, buttons, disclosures, slotPatterns } from './shared-styles.ts';

/** Whole flashes and loose bytes are never written from the page. */
const ADOPTABLE: readonly OpenedFile['kind'][] = ['image', 'boot-loader'];

/** One file: what it is, what it is for and why, what is wrong with it. */
@customElement('ts-file-card')
export class FileCard extends LitElement {
  static override styles = [base, buttons, disclosures, slotPatterns, fileCardStyles];

  @property({ attribute: false }) loaded!: LoadedFile;
  @property({ attribute: false }) opened!: OpenedFile;
  @property({ attribute: false }) shown!: Shown;
  /** Tables of bytes are open, which take more room. */
  @property({ type: Boolean, reflect: true }) wide = false;

  @consume({ context: actionsContext }) private actions!: Actions;

  /** Puts the focus on the button that removes the card. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('.remove')?.focus();
  }

  override render(): TemplateResult {
    const { opened, loaded } = this;
    const badge = badgeOf(opened, this.shown.workspace);
    const slots = badge === 'both' || badge === 'either' ? (['user1', 'user2'] as const) : ([badge] as const);
    return html`<article aria-labelledby="name">
      <div class="band" aria-hidden="true">${slots.map(slot => html`<span class=${slot}></span>`)}</div>
      <div class="body">
        <header>
          <div class="title">
            <h3 id="name">${loaded.name}</h3>
            <p class="quiet small">${this.#summary()}</p>
          </div>
          <button
            class="quiet remove"
            @click=${() => this.actions.removeFile(loaded.id)}
          >
            ${ICONS.close}<span class="word">${FILES.remove}${this.#ofThis()}</span>
          </button>
        </header>
        <p class="verdict">
          <span class="badge">
            ${slots.map(slot => html`<span class="swatch ${slot}" aria-hidden="true"></span>`)} ${BADGES[badge]}
          </span>
          <span class="small">${this.#verdict()}</span>
        </p>
        ${this.#findingList()} ${opened.origin && ADOPTABLE.includes(opened.kind) ? this.#adopt() : this.#roleChoice()}
        <div>${this.#evidence(BADGES[badge])} ${this.#inspector()}</div>
      </div>
    </article>`;
  }

  #summary(): string {
    const made = madeFrom(this.opened, this.shown.workspace);
    return [whatItIs(this.opened), ...(made.length > 0 ? [becomes(made)] : [])].join(' · ');
  }

  #verdict(): string {
    const { opened, shown } = this;
    if (opened.origin) return originWords(opened.origin);
    switch (opened.kind) {
      case 'elf':
      case 'image':
        // A refusal stands below as a finding, with what to do about it.
        return opened.judgement.verdict.kind === 'neither'
          ? ''
          : verdictWords(opened.judgement, shown.workspace.settings.map).text;
      case 'dump':
        return opened.dump.boots ? choiceWords(opened.dump.boots) : '';
      case 'recipe':
        return recipeText(opened.recipe);
      default:
        return '';
    }
  }

  /** About this file alone, and what its combination with others says about it. */
  #findingList(): TemplateResult | typeof nothing {
    const findings = this.shown.workspace.findings.filter(f => f.where.file === this.loaded.name);
    return findings.length > 0 ? html`<ts-finding-list .findings=${findings}></ts-finding-list>` : nothing;
  }

  /** Behind the words of a control, for those who hear it without its surroundings. */
  #ofThis(): TemplateResult {
    return html`<span class="visually-hidden"> ${this.loaded.name}</span>`;
  }

  #adopt(): TemplateResult {
    return html`<p>
      <button class="quiet" @click=${() => this.actions.adopt(this.loaded.id)}>${READ_BACK.adopt}${this.#ofThis()}</button>
    </p>`;
  }

  #roleChoice(): TemplateResult | typeof nothing {
    const roles = possibleRoles(this.opened, this.loaded.role);
    if (roles.length === 0) return nothing;
    return html`<label class="role small">
      ${FILES.roleLabel}
      <select @change=${this.#setRole}>
        <option value="" ?selected=${!this.loaded.role}>${FILES.roleAuto}</option>
        ${roles.map(
          role =>
            html`<option value=${role} ?selected=${role === this.loaded.role}>${ROLE_NAMES[role]}</option>`,
        )}
      </select>
    </label>`;
  }

  #setRole(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    const role = (Object.keys(ROLE_NAMES) as FileRole[]).find(r => r === value);
    void this.actions.setRole(this.loaded.id, role);
  }

  #evidence(badge: string): TemplateResult | typeof nothing {
    const { opened } = this;
    if (!('judgement' in opened) || opened.judgement.evidence.length === 0) return nothing;
    return html`<details>
      <summary>${FILES.why(badge)}${this.#ofThis()}</summary>
      <ts-evidence-list .evidence=${opened.judgement.evidence}></ts-evidence-list>
    </details>`;
  }

  #inspector(): TemplateResult | typeof nothing {
    const { opened, loaded } = this;
    if (opened.kind === 'refused' || opened.kind === 'recipe') return nothing;
    return html`<ts-inspect-details
      of=${loaded.name}
      .file=${opened}
      .load=${this.#load}
      .symbols=${this.#symbols}
      @inspect-toggle=${this.#widen}
    ></ts-inspect-details>`;
  }

  #widen(event: Event): void {
    this.wide = (event.target as InspectDetails).open;
  }

  readonly #load = (offset: number, length: number): Promise<Uint8Array> =>
    this.actions.readFile(this.loaded.id, offset, length);

  readonly #symbols = (): Promise<readonly SectionSizes[]> => this.actions.symbols(this.loaded.id);
}

/** What somebody can choose for a file; nothing where its evidence leaves no choice. */
function possibleRoles(file: OpenedFile, chosen: FileRole | undefined): readonly FileRole[] {
  if (file.kind === 'boot-loader') return chosen ? ['boot-loader'] : [];
  if (file.kind === 'image' && file.image.format === 'v1') return ['boot-loader'];
  if (file.kind !== 'elf' && file.kind !== 'image') return [];
  const { verdict } = file.judgement;
  const open = verdict.kind === 'slots' && (verdict.slots.length > 1 || chosen !== undefined);
  return open ? ['user1', 'user2'] : [];
}
