import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import { TEACHER, TEACHER_SECTIONS, type TeacherSection } from '../../words/lessons-teacher.ts';
import { base } from '../shared-styles.ts';
import { placeStyles } from './place-styles.ts';
import './policy-form.ts';

/** `#/lessons/teacher`: what a class needs, what has to be allowed, and a plan. */
@customElement('ts-teacher')
export class Teacher extends LitElement {
  static override styles = [
    base,
    placeStyles,
    css`
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-3);
        width: 100%;
        margin-block-start: var(--space-4);
      }
      .points {
        display: grid;
        gap: var(--space-2);
        max-width: 75ch;
        padding-inline-start: 1.25rem;
        list-style: disc;
      }
    `,
  ];

  @query('h2') private heading?: HTMLElement;

  override firstUpdated(): void {
    this.heading?.focus();
  }

  override render(): TemplateResult {
    const [needs, ...rest] = TEACHER_SECTIONS;
    return html`
      <h2 tabindex="-1">${TEACHER.title}</h2>
      <p>${TEACHER.intro}</p>
      ${needs ? section(needs) : ''}
      <ts-policy-form></ts-policy-form>
      ${rest.map(section)}
    `;
  }
}

const section = ({ title, points }: TeacherSection): TemplateResult => html`<section>
  <h3>${title}</h3>
  <ul class="points">
    ${points.map(point => html`<li>${point}</li>`)}
  </ul>
</section>`;

declare global {
  interface HTMLElementTagNameMap {
    'ts-teacher': Teacher;
  }
}
