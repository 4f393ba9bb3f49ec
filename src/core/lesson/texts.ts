import type { Field } from './fields.ts';
import type { LessonText } from './lesson.ts';
import { MAX_LANGUAGES } from './limits.ts';

/** BCP 47 as far as languages, scripts and regions go. */
const LANGUAGE = /^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/i;

/** A text by languages: `{ "en": "…", "de": "…" }`. */
export function texts(field: Field, max: number): LessonText {
  const all = field.entries;
  if (all.length < 1 || all.length > MAX_LANGUAGES) field.refuse('texts');
  return Object.fromEntries(
    all.map(([tag, text]) => (LANGUAGE.test(tag) ? [tag, text.text(max)] : text.refuse('texts'))),
  );
}
