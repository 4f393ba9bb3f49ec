import type { Slot } from '../esp8266/flash-map.ts';
import type { ChosenSettings } from '../workspace/workspace.ts';

/** What a `.twinslot` file says, after it was read: see README, "Lessons". */
export interface Lesson {
  readonly title: LessonText;
  /** What it is about and what comes out, in two or three sentences. */
  readonly about: LessonText;
  /** About how long it takes. */
  readonly minutes: number;
  /** By the names that steps use for them. */
  readonly firmware: Readonly<Record<string, LessonFirmware>>;
  /** Settings to begin with; what is not said is left to the files. */
  readonly settings: ChosenSettings;
  readonly steps: readonly LessonStep[];
}

/** A text in one or more languages, by their tags: `en`, `de`, `pt-BR`. */
export type LessonText = Readonly<Record<string, string>>;

/** A file that a step puts on the page. */
export type LessonFirmware = {
  /** What it is called on the page. */
  readonly name: string;
  /** Of its contents, as 64 small hexadecimal digits. */
  readonly sha256?: string;
} & ({ readonly bytes: Uint8Array<ArrayBuffer> } | { readonly url: string });

export interface LessonStep {
  readonly text: LessonText;
  /** For those who ask. */
  readonly hint?: LessonText;
  /** Names in `firmware`: a button of this step puts them on the page. */
  readonly give: readonly string[];
  /** Where "Show me" leads; without one, where the expectation is met. */
  readonly show?: LessonPlace;
  /** What the step offers beside its text. `power`: the switch of the virtual board. */
  readonly tool?: 'power';
  readonly expect?: Expectation;
}

/** Places of the page that a step can point at. */
export const LESSON_PLACES = [
  'firmware',
  'inspector',
  'map',
  'board',
  'bench',
  'flash',
  'running',
  'update',
  'log',
] as const;
export type LessonPlace = (typeof LESSON_PLACES)[number];

/** What can be checked, and nothing else. Builds are the numbers that firmware says of itself. */
export type Expectation =
  /** Programs for these slots are on the page. */
  | { readonly kind: 'files'; readonly slots: readonly Slot[]; readonly build?: number }
  /** The inside of a file is unfolded. */
  | { readonly kind: 'inspected'; readonly file?: string }
  /** A board answers. */
  | { readonly kind: 'board' }
  /** These slots were written and verified. */
  | { readonly kind: 'written'; readonly slots: readonly Slot[] }
  /** A boot log proves that the slot runs. */
  | { readonly kind: 'running'; readonly slot: Slot; readonly build?: number }
  /** An update over the air came to its end, and something proves it. */
  | { readonly kind: 'updated'; readonly slot: Slot; readonly build?: number }
  /** An update was broken off by the loss of power, and this slot came up afterwards. */
  | { readonly kind: 'power-cut'; readonly slot: Slot }
  /** A question with one right answer. */
  | { readonly kind: 'answer'; readonly choices: readonly Choice[] };

export type ExpectationKind = Expectation['kind'];

export interface Choice {
  readonly text: LessonText;
  readonly right: boolean;
  /** What to say to somebody who chose it. */
  readonly why?: LessonText;
}

/** The text in a language, or the nearest: `de-AT`, `de`, `en`, whatever there is. */
export function textIn(text: LessonText, language: string): { readonly text: string; readonly lang: string } {
  const tags = Object.keys(text);
  const [base = ''] = language.toLowerCase().split('-');
  const lang =
    tags.find(tag => tag.toLowerCase() === language.toLowerCase()) ??
    tags.find(tag => tag.toLowerCase().split('-')[0] === base) ??
    tags.find(tag => tag.toLowerCase().split('-')[0] === 'en') ??
    tags[0] ??
    'en';
  return { text: text[lang] ?? '', lang };
}
