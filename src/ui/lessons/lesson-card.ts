import { consume } from '@lit/context';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { lessonsContext } from '../../app/contexts.ts';
import type { Lessons } from '../../app/lessons/lessons.ts';
import type { LessonEntry } from '../../app/lessons/view.ts';
import { LESSONS } from '../../words/lessons.ts';
import { ICONS } from '../icons.ts';
import { base, buttons } from '../shared-styles.ts';
import { lessonLine, lessonParagraphs, plainText } from './lesson-text.ts';

/** One lesson of the list: what it is about, how far somebody came, and the way in. */
@customElement('ts-lesson-card')
export class LessonCard extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      :host,
      article {
        height: 100%;
      }
      article {
        display: flex;
        flex-direction: column;
        gap: var(--space-3);
        padding: var(--space-4);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-2);
        background: var(--ground-raised);
      }
      h3 {
        font-size: var(--text-l);
        font-weight: 650;
      }
      .text {
        flex: 1;
        display: grid;
        align-content: start;
        gap: var(--space-2);
      }
      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-1) var(--space-4);
      }
      .done {
        display: inline-flex;
        align-items: center;
        gap: var(--space-1);
        color: var(--ok);
      }
      a {
        display: inline-flex;
        align-items: center;
        min-height: 2.75rem;
        color: var(--primary);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--space-2);
      }
    `,
  ];

  @property({ attribute: false }) entry!: LessonEntry;
  /** Somebody is in it now. */
  @property({ type: Boolean }) active = false;
  @consume({ context: lessonsContext, subscribe: true }) @state() private lessons: Lessons | undefined;

  override render(): TemplateResult {
    const { id, lesson, from, progress } = this.entry;
    const fetched = Object.values(lesson.firmware).flatMap(file => ('url' in file ? [file.name] : []));
    return html`<article aria-labelledby="title">
      <h3 id="title">${lessonLine(lesson.title)}</h3>
      ${lessonParagraphs(lesson.about)}
      <p class="facts quiet small">
        <span>${LESSONS.minutes(lesson.minutes)}</span> <span>${LESSONS.steps(lesson.steps.length)}</span>
        ${progress?.finished ? html`<span class="done">${ICONS.ok} ${LESSONS.finished}</span>` : nothing}
      </p>
      ${from === 'file' && fetched.length > 0 ? html`<p class="quiet small">${LESSONS.startFetches([...new Set(fetched)])}</p>` : nothing}
      <div class="row">
        ${this.#way()}
        <button class="quiet" @click=${() => void this.lessons?.save(id)}>${LESSONS.save}${this.#ofThis()}</button>
        ${from === 'file' ? html`<button class="quiet" @click=${() => this.lessons?.remove(id)}>${LESSONS.remove}${this.#ofThis()}</button>` : nothing}
      </div>
    </article>`;
  }

  #way(): TemplateResult {
    const { id, lesson, progress } = this.entry;
    if (this.active) return html`<a href="#firmware">${LESSONS.openIt}${this.#ofThis()}</a>`;
    const begun = progress !== undefined && !progress.finished;
    const start = (anew: boolean, words: string, primary: boolean): TemplateResult =>
      html`<button class=${primary ? 'primary' : ''} @click=${() => void this.lessons?.start(id, anew)}>
        ${words}${this.#ofThis()}
      </button>`;
    if (!begun) return start(true, progress ? LESSONS.again : LESSONS.start, !progress);
    const step = Math.min(progress.step + 1, lesson.steps.length);
    return html`${start(false, LESSONS.goOn(step, lesson.steps.length), true)} ${start(true, LESSONS.startOver, false)}`;
  }

  /** For those who hear a button without its card. */
  #ofThis(): TemplateResult {
    return html`<span class="visually-hidden">${LESSONS.ofLesson(plainText(this.entry.lesson.title))}</span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-lesson-card': LessonCard;
  }
}
