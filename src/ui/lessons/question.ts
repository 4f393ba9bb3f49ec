import { html, nothing, type TemplateResult } from 'lit';
import type { Lessons } from '../../app/lessons/lessons.ts';
import type { ActiveLesson } from '../../app/lessons/view.ts';
import type { Expectation } from '../../core/lesson/lesson.ts';
import { LESSON } from '../../words/lessons.ts';
import { ICONS } from '../icons.ts';
import { lessonLine } from './lesson-text.ts';

type Question = Extract<Expectation, { kind: 'answer' }>;

/** The answers to choose from, and what there is to say about the one that was chosen. */
export function questionView(
  lessons: Lessons,
  { step, chosen, evidence }: ActiveLesson,
  { choices }: Question,
): TemplateResult {
  // Somebody who comes back to a question has answered it.
  const done = evidence[step] !== undefined;
  const picked = chosen ?? (done ? choices.findIndex(({ right }) => right) : undefined);
  const choice = picked === undefined ? undefined : choices[picked];
  return html`<fieldset>
      <legend>${LESSON.answers}</legend>
      <div class="answers">
        ${choices.map(
          ({ text }, i) => html`<label>
            <input type="radio" name="answer-${step}" .checked=${i === picked} @change=${() => lessons.answer(i)} />
            ${lessonLine(text)}
          </label>`,
        )}
      </div>
    </fieldset>
    <div role="status">
      ${
        choice
          ? html`<p class="said ${choice.right ? 'right' : 'wrong'}">
              ${choice.right ? ICONS.ok : ICONS.note}
              <span>
                <strong>${choice.right ? LESSON.right : LESSON.wrong}</strong>
                ${choice.why ? lessonLine(choice.why) : nothing} ${choice.right ? nothing : LESSON.wrongAgain}
              </span>
            </p>`
          : nothing
      }
    </div>`;
}
