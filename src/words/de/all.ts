/** Everything in German; its own chunk, which only a page that speaks German loads. One line a module. */
import type { Catalogue } from '../language.ts';
import { format } from './format.ts';
import { places } from './places.ts';

export const GERMAN = {
  format,
  places,
} satisfies Catalogue;
