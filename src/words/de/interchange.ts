/** Wörter über Dateien anderer Werkzeuge, die sagen, was wohin kommt. */
import { formatOffset } from '../../core/bytes/address.ts';
import type { RecipeFormat } from '../../core/interchange/recipe.ts';
import type * as english from '../interchange.ts';
import type { Translation } from '../language.ts';
import { listOf } from './format.ts';

const FORMATS: Readonly<Record<RecipeFormat, string>> = {
  'flash-args': 'Argumente für esptool',
  manifest: 'Manifest von ESP Web Tools',
};

export const interchange = {
  recipeName: ({ format }) => FORMATS[format],
  recipeText: ({ parts }) =>
    parts.length === 0
      ? 'Nennt keine Datei.'
      : `Legt ${listOf(parts.map(({ name, offset }) => `${name} nach ${formatOffset(offset)}`))}.`,
} satisfies Translation<typeof english>;
