import { consume } from '@lit/context';
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import type { BoardHolder } from '../../app/board-holder.ts';
import { boardContext, lessonsContext } from '../../app/contexts.ts';
import type { Lessons } from '../../app/lessons/lessons.ts';
import type { ActiveLesson } from '../../app/lessons/view.ts';
import type { LessonStep } from '../../core/lesson/lesson.ts';
import { evidenceWords, expectationWords, LESSON } from '../../words/lessons.ts';
import { Follow } from '../follow.ts';
import '../finding-list.ts';
import { ICONS } from '../icons.ts';
import { base, buttons, disclosures } from '../shared-styles.ts';
import { lessonPanelStyles } from './lesson-panel-styles.ts';
import { lessonResult } from './lesson-result.ts';
import { lessonParagraphs, plainText } from './lesson-text.ts';
import { questionView } from './question.ts';
import { placeOf, showPlace } from './show-place.ts';

/** The lesson that somebody is in, beside the flow: the step in words, its check, and ways on. */
@customElement('ts-lesson-panel')
export class LessonPanel extends LitElement {
  static override styles = [base, buttons, disclosures, lessonPanelStyles];

  @consume({ context: lessonsContext, subscribe: true }) @state() private lessons: Lessons | undefined;
  @consume({ context: boardContext, subscribe: true }) @state() private board: BoardHolder | undefined;
  @state() private folded = false;
  /** What "Show me where" could not find. */
  @state() private missing = false;
  /** For those who hear the page. */
  @state() private spoken = '';
  @query('h3') private heading?: HTMLElement;
  #before: ActiveLesson | undefined;

  constructor() {
    super();
    new Follow(this, () => [this.lessons, this.board]);
  }

  protected override updated(_: PropertyValues<this>): void {
    const active = this.lessons?.view.active;
    const before = this.#before;
    this.#before = active;
    if (!active) return;
    const moved = before?.id !== active.id || before.step !== active.step;
    if (moved) this.missing = false;
    const seen = active.evidence[active.step];
    if (moved) this.#say(announcement(active));
    else if (seen && !before.evidence[active.step]) this.#say(`${LESSON.seen}: ${evidenceWords(seen)}.`);
    // A button that has gone takes the focus with it.
    const lost = document.activeElement === document.body || document.activeElement === null;
    if (before && moved && lost) this.heading?.focus();
  }

  override render(): TemplateResult | typeof nothing {
    const { lessons } = this;
    const active = lessons?.view.active;
    if (!lessons || !active) return nothing;
    const { lesson, step } = active;
    return html`<section aria-labelledby="name">
      <header>
        <h2 id="name">${LESSON.name(plainText(lesson.title))}</h2>
        <button
          class="quiet"
          aria-expanded=${String(!this.folded)}
          @click=${() => {
            this.folded = !this.folded;
          }}
        >
          ${this.folded ? LESSON.unfold : LESSON.fold}
        </button>
        <button class="quiet" @click=${() => lessons.leave()}>${LESSON.leave}</button>
      </header>
      ${bar(active)}
      ${this.folded ? nothing : html`<div class="body">${this.#body(lessons, active, lesson.steps[step])}</div>`}
      <p class="visually-hidden" role="status">${this.spoken}</p>
    </section>`;
  }

  #body(lessons: Lessons, active: ActiveLesson, step: LessonStep | undefined): TemplateResult {
    if (!step) return lessonResult(lessons, active);
    const { lesson, step: number } = active;
    return html`
      <h3 tabindex="-1">${LESSON.step(number + 1, lesson.steps.length)}</h3>
      ${lessonParagraphs(step.text)}
      ${step.hint ? html`<details><summary>${LESSON.hint}</summary>${lessonParagraphs(step.hint)}</details>` : nothing}
      ${this.#files(lessons, active, step)} ${step.tool ? this.#power() : nothing}
      ${step.expect?.kind === 'answer' ? questionView(lessons, active, step.expect) : nothing}
      ${check(active, step)} ${this.#ways(lessons, active, step)}
    `;
  }

  #files(
    lessons: Lessons,
    { lesson, giving, problem }: ActiveLesson,
    { give }: LessonStep,
  ): TemplateResult | typeof nothing {
    if (give.length === 0) return nothing;
    const names = give.flatMap(key => lesson.firmware[key]?.name ?? []);
    return html`<button ?disabled=${giving} @click=${() => void lessons.give()}>
        ${giving ? LESSON.giving : LESSON.give(names)}
      </button>
      ${problem ? html`<div role="alert"><ts-finding-list .findings=${[problem]}></ts-finding-list></div>` : nothing}`;
  }

  /** The same switch as on the bench: an update takes seconds, and the bench may be far away. */
  #power(): TemplateResult {
    const { board } = this;
    if (!board?.present) return html`<p class="quiet small">${LESSON.powerNone}</p>`;
    const powered = board.view.condition.kind !== 'off';
    return html`<button
      class="switch"
      role="switch"
      aria-checked=${String(powered)}
      @click=${() => board.power(!powered)}
    >
      ${LESSON.power}
    </button>`;
  }

  #ways(lessons: Lessons, active: ActiveLesson, step: LessonStep): TemplateResult {
    const { lesson, step: number, evidence } = active;
    const place = placeOf(step);
    const open = step.expect !== undefined && !evidence[number];
    const last = number === lesson.steps.length - 1;
    return html`<div class="row">
        ${place ? html`<button @click=${() => this.#show(step)}>${LESSON.showMe}</button>` : nothing}
        ${number > 0 ? html`<button @click=${() => lessons.go(number - 1)}>${LESSON.back}</button>` : nothing}
        <button class=${open ? 'quiet' : 'ready'} @click=${() => lessons.go(number + 1)}>
          ${open ? LESSON.skip : last ? LESSON.result : LESSON.next}
        </button>
      </div>
      ${this.missing ? html`<p class="small" role="status">${LESSON.notThere}</p>` : nothing}`;
  }

  #show(step: LessonStep): void {
    const place = placeOf(step);
    this.missing = place !== undefined && !showPlace(place, step.expect);
  }

  #say(text: string): void {
    // The region is there before its words are, or nobody hears them.
    setTimeout(() => {
      this.spoken = text;
    });
  }
}

/** How far it is: seen, at hand, to come; the words are in the step's heading. */
const bar = ({
  lesson,
  evidence,
  step,
}: ActiveLesson): TemplateResult => html`<div class="bar" aria-hidden="true">
  ${lesson.steps.map(
    ({ expect }, i) =>
      html`<span class="${evidence[i] || (!expect && i < step) ? 'seen' : ''} ${i === step ? 'now' : ''}"></span>`,
  )}
</div>`;

/** What the step waits for, or what was seen. */
function check(
  { evidence, step: number }: ActiveLesson,
  { expect }: LessonStep,
): TemplateResult | typeof nothing {
  if (!expect || expect.kind === 'answer') return nothing;
  const seen = evidence[number];
  return seen
    ? html`<p class="check seen">${ICONS.ok}<span><strong>${LESSON.seen}:</strong> ${evidenceWords(seen)}</span></p>`
    : html`<p class="check"><span class="dot" aria-hidden="true"></span><span><strong>${LESSON.waiting}:</strong> ${expectationWords(expect)}</span></p>`;
}

function announcement({ lesson, step }: ActiveLesson): string {
  const at = lesson.steps[step];
  if (!at) return LESSON.result;
  return `${LESSON.step(step + 1, lesson.steps.length)}. ${plainText(at.text).replaceAll('`', '')}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-lesson-panel': LessonPanel;
  }
}
