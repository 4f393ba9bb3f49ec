import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { lessonsContext } from '../../app/contexts.ts';
import type { Lessons } from '../../app/lessons/lessons.ts';
import type { LessonEntry } from '../../app/lessons/view.ts';
import { addressOf } from '../../app/places.ts';
import { finding } from '../../core/findings.ts';
import { LESSONS } from '../../words/lessons.ts';
import { Follow } from '../follow.ts';
import '../finding-list.ts';
import { base, buttons } from '../shared-styles.ts';
import './lesson-card.ts';
import { placeStyles } from './place-styles.ts';
import './teacher.ts';

/** `#/lessons`: all lessons, one of them, one behind a link, and the page for teachers. */
@customElement('ts-lessons-place')
export class LessonsPlace extends LitElement {
  static override styles = [
    base,
    buttons,
    placeStyles,
    css`
      .cards {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr));
        gap: var(--space-4);
      }
    `,
  ];

  /** Behind `#/lessons/`: nothing, `teacher`, `?from=…`, or the id of a lesson. */
  @property() more = '';
  @consume({ context: lessonsContext, subscribe: true }) @state() private lessons: Lessons | undefined;
  @query('h2') private heading?: HTMLElement;
  @query('input[type=file]') private chooser?: HTMLInputElement;

  constructor() {
    super();
    new Follow(this, () => [this.lessons]);
  }

  protected override willUpdate(): void {
    void this.lessons?.load();
  }

  protected override updated(changed: PropertyValues<this>): void {
    // The link that was followed has gone with the page that it was on.
    if (changed.get('more') !== undefined) this.heading?.focus();
  }

  override render(): TemplateResult {
    if (this.more === 'teacher') return html`${back} <ts-teacher></ts-teacher>`;
    const from = /^\?from=(.*)$/s.exec(this.more)?.[1];
    if (from !== undefined) return html`${back} ${this.#from(from)}`;
    return this.more === '' ? this.#list() : html`${back} ${this.#one(this.more)}`;
  }

  #list(): TemplateResult {
    return html`
      <h2 tabindex="-1">${LESSONS.title}</h2>
      <p class="wide">${LESSONS.intro}</p>
      ${this.#findings()} ${this.#entries()}
      <div class="row">
        <button @click=${() => this.chooser?.click()}>${LESSONS.open}</button>
        <input type="file" hidden accept=".twinslot,application/json" @change=${this.#choose} />
        <span class="quiet small">${LESSONS.openAbout}</span>
      </div>
      ${this.lessons?.view.kept === false ? html`<p class="quiet small">${LESSONS.notKept}</p>` : nothing}
      <p><a href=${addressOf('lessons', 'teacher')}>${LESSONS.teacher}</a></p>
    `;
  }

  #entries(): TemplateResult {
    const view = this.lessons?.view;
    if (!view?.lessons) return html`<p role="status">${LESSONS.loading}</p>`;
    return html`
      ${
        view.failed
          ? html`<div role="alert" class="row">
              <p>${LESSONS.failed}</p>
              <button @click=${() => this.lessons?.reload()}>${LESSONS.tryAgain}</button>
            </div>`
          : nothing
      }
      <ul class="cards" role="list">
        ${view.lessons.map(entry => html`<li>${this.#card(entry)}</li>`)}
      </ul>
    `;
  }

  #one(id: string): TemplateResult {
    const view = this.lessons?.view;
    if (!view?.lessons) return html`<p role="status">${LESSONS.loading}</p>`;
    const entry = view.lessons.find(each => each.id === id);
    const missing = [finding('lesson-unknown', { id })];
    return html`<h2 tabindex="-1">${LESSONS.title}</h2>
      ${this.#findings()}
      ${entry ? this.#card(entry) : html`<ts-finding-list .findings=${missing}></ts-finding-list>`}`;
  }

  #card(entry: LessonEntry): TemplateResult {
    const active = this.lessons?.view.active?.id === entry.id;
    return html`<ts-lesson-card .entry=${entry} ?active=${active}></ts-lesson-card>`;
  }

  /** A link may be from anywhere: nothing is fetched before somebody has seen from where. */
  #from(address: string): TemplateResult {
    const url = fullAddress(address);
    const here = url?.origin === location.origin;
    return html`<h2 tabindex="-1">${LESSONS.title}</h2>
      ${this.#findings()}
      ${
        url === undefined
          ? html`<p>${LESSONS.noAddress}</p>`
          : here
            ? html`<p>${LESSONS.fromQuestion(url.host)}</p>
                <p class="mono small">${url.href}</p>
                <button class="primary" @click=${() => void this.lessons?.openFrom(url.href)}>${LESSONS.fetch}</button>`
            : html`<p class="wide">${LESSONS.elsewhere(url.host)}</p>
                <p><a class="mono small" href=${url.href} rel="noreferrer">${url.href}</a></p>`
      }`;
  }

  #findings(): TemplateResult | typeof nothing {
    const findings = this.lessons?.view.findings ?? [];
    if (findings.length === 0) return nothing;
    return html`<div class="box" role="alert"><ts-finding-list .findings=${findings}></ts-finding-list></div>`;
  }

  readonly #choose = (event: Event): void => {
    const input = event.currentTarget as HTMLInputElement;
    const file = input.files?.[0];
    if (file) void this.lessons?.open(file);
    input.value = '';
  };
}

const back = html`<p><a href=${addressOf('lessons')}>← ${LESSONS.back}</a></p>`;

/** Only web addresses: a link must not lead into a script. */
function fullAddress(address: string): URL | undefined {
  try {
    const url = new URL(address, document.baseURI);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url : undefined;
  } catch {
    return undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-lessons-place': LessonsPlace;
  }
}
