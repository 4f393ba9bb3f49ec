/**
 * Which language the page speaks.
 *
 * Every module of this folder is plain English, and the command line reads it as it is. `de/` has a module of the
 * same name for each, whose one export is a table with everything that the English module exports, typed by it:
 * what is missing or too much does not compile. When the site is built, `src/build/language.ts` lets what src/app and
 * src/ui import from here pass through `inLanguage`, so no caller has to think of languages, and nobody who reads
 * English loads German.
 *
 * A new module: write `words/NAME.ts` (values are declared with `export const` or `export function`), write `words/de/NAME.ts`, add its line to `de/all.ts`.
 * A new language: a folder like `de/` and a line in `LANGUAGES`. Numbers, lists and plural forms of a language are
 * functions of its `format.ts`; a language with more than two plural forms writes its sentences over its own
 * `plural`, since every sentence with a number in it is a function.
 */

/** Each by its own name, with the direction of its script. */
export const LANGUAGES = {
  en: { name: 'English', direction: 'ltr' },
  de: { name: 'Deutsch', direction: 'ltr' },
} as const satisfies Readonly<Record<string, { readonly name: string; readonly direction: 'ltr' | 'rtl' }>>;

export type Language = keyof typeof LANGUAGES;

/** By the name of the English module: what takes the place of its exports. */
export type Catalogue = Readonly<Record<string, object>>;

/** What a module has to say in another language: all that the English one exports, any string for a string. */
export type Translation<English> = { readonly [Name in keyof English]: Wide<English[Name]> };

type Wide<T> = T extends string
  ? string
  : T extends number | boolean | undefined | Callable | ReadonlySet<unknown>
    ? T
    : { readonly [Key in keyof T]: Wide<T[Key]> };

type Callable = (...args: never[]) => unknown;

export const isLanguage = (name: unknown): name is Language =>
  typeof name === 'string' && Object.hasOwn(LANGUAGES, name);

/** The first of the wished languages that there is: `de-AT` is German. English when there is none. */
export function languageOf(wishes: readonly string[]): Language {
  return wishes.map(wish => wish.toLowerCase().split('-')[0]).find(isLanguage) ?? 'en';
}

interface Spoken {
  readonly language: Language;
  readonly catalogue: Catalogue;
}

let spoken: Spoken = { language: 'en', catalogue: {} };

/** Decides what `inLanguage` gives; has to come before the first module with words is loaded. */
export function speak(language: Language, catalogue: Catalogue): void {
  spoken = { language, catalogue };
}

export const spokenLanguage = (): Language => spoken.language;

/** The exports of a module of words in the language that is spoken, and in English where it lacks them. */
export const inLanguage = <English extends object>(name: string, english: English): English => ({
  ...english,
  ...spoken.catalogue[name],
});
