type Nothing = Readonly<Record<string, never>>;

/** What was expected of a field of a lesson. */
export type FieldWish =
  | 'object'
  | 'list'
  | 'text'
  | 'texts'
  | 'number'
  | 'flag'
  | 'url'
  | 'name'
  | 'sha256'
  | 'base64'
  | 'known'
  | 'one-right'
  | 'source';

/** The facts of findings about lessons; part of `FindingFacts`. */
export interface LessonFindingFacts {
  'lesson-too-large': { readonly size: number; readonly limit: number };
  'lesson-not-json': Nothing;
  'lesson-version': { readonly found: string; readonly expected: number };
  /** `limits`: the smallest and the greatest; `known`: what there is to choose from. */
  'lesson-field': {
    readonly field: string;
    readonly found: string;
    readonly wish: FieldWish;
    readonly limits?: readonly [number, number];
    readonly known?: readonly string[];
  };
  'lesson-field-left': { readonly field: string };
  'lesson-firmware-large': { readonly name: string; readonly size: number; readonly limit: number };
  'lesson-elsewhere': { readonly name: string; readonly host: string };
  /** `answer`: the number that the server gave; empty when it gave none. */
  'lesson-not-fetched': { readonly name: string; readonly answer: string };
  'lesson-sha256': { readonly name: string; readonly found: string; readonly expected: string };
  'lesson-unknown': { readonly id: string };
}
