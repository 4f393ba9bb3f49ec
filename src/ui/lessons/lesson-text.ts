import { html, nothing, type TemplateResult } from 'lit';
import { type LessonText, textIn } from '../../core/lesson/lesson.ts';

/** What the page speaks; lessons are in it where they can. */
const pageLanguage = (): string => document.documentElement.lang || 'en';

/** A text of a lesson in the language of the page, or the nearest. */
export const plainText = (text: LessonText): string => textIn(text, pageLanguage()).text;

/** The `lang` of a text that is in another language than the page. */
const langOf = (lang: string): string | typeof nothing =>
  lang.split('-')[0] === pageLanguage().split('-')[0] ? nothing : lang;

/** A text in one line. */
export function lessonLine(text: LessonText): TemplateResult {
  const { text: line, lang } = textIn(text, pageLanguage());
  return html`<span lang=${langOf(lang)}>${withCode(line)}</span>`;
}

/** A text in paragraphs: empty lines part them, `backticks` mark what stands in a file or on a button. */
export function lessonParagraphs(text: LessonText): TemplateResult {
  const { text: whole, lang } = textIn(text, pageLanguage());
  const paragraphs = whole.split(/\n{2,}/).filter(part => part.trim() !== '');
  return html`<div class="text" lang=${langOf(lang)}>
    ${paragraphs.map(part => html`<p>${withCode(part)}</p>`)}
  </div>`;
}

/** Only ever text and <code>: a lesson brings no markup. */
const withCode = (text: string): (string | TemplateResult)[] =>
  text.split('`').map((part, i) => (i % 2 === 0 ? part : html`<code>${part}</code>`));
