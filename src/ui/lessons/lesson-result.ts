import { html, nothing, type TemplateResult } from 'lit';
import type { Lessons } from '../../app/lessons/lessons.ts';
import type { ActiveLesson } from '../../app/lessons/view.ts';
import { addressOf } from '../../app/places.ts';
import type { Evidence } from '../../core/lesson/check.ts';
import { evidenceWords, LESSON_RESULT, spentWords } from '../../words/lessons.ts';
import { ICONS } from '../icons.ts';

/** What came of a lesson: every check with what was seen, and the time. */
export function lessonResult(lessons: Lessons, active: ActiveLesson): TemplateResult {
  const { id, lesson, evidence, spent } = active;
  const checked = lesson.steps.flatMap(({ expect }, i) => (expect ? [i] : []));
  const seen = checked.filter(i => evidence[i]);
  const all = seen.length === checked.length;
  const proof = lastProof(active);
  return html`
    <h3 tabindex="-1">${all ? LESSON_RESULT.allSeen : LESSON_RESULT.someSeen(seen.length, checked.length)}</h3>
    ${proof ? html`<p class="proof">${ICONS.ok}<span>${evidenceWords(proof)}</span></p>` : nothing}
    <ul class="steps" aria-label=${LESSON_RESULT.checks}>
      ${checked.map(i => {
        const found = evidence[i];
        return html`<li class="check ${found ? 'seen' : ''}">
          ${found ? ICONS.ok : html`<span class="dot" aria-hidden="true"></span>`}
          <span>${LESSON_RESULT.stepName(i + 1)}: ${found ? evidenceWords(found) : LESSON_RESULT.notSeen}</span>
        </li>`;
      })}
    </ul>
    <p class="small quiet">${LESSON_RESULT.time(spentWords(spent))}</p>
    <div class="row">
      <button @click=${() => void lessons.start(id, true)}>${LESSON_RESULT.over}</button>
      <a href=${addressOf('lessons')}>${LESSON_RESULT.more}</a>
    </div>
  `;
}

/** What runs in the end, and what proves it: the result of a lesson with a board. */
const lastProof = ({ lesson, evidence }: ActiveLesson): Evidence | undefined =>
  lesson.steps
    .flatMap((_, i) => evidence[i] ?? [])
    .filter(({ kind }) => kind === 'running' || kind === 'updated')
    .at(-1);
