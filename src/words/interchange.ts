/** Words about files of other tools that say what goes where. */

import { formatOffset } from '../core/bytes/address.ts';
import type { Recipe, RecipeFormat } from '../core/interchange/recipe.ts';
import { listOf } from './format.ts';

const FORMATS: Readonly<Record<RecipeFormat, string>> = {
  'flash-args': 'Arguments for esptool',
  manifest: 'Manifest of ESP Web Tools',
};

export const recipeName = ({ format }: Recipe): string => FORMATS[format];

/** `Puts boot.bin at 0x00000 and user1.bin at 0x01000.` */
export const recipeText = ({ parts }: Recipe): string =>
  parts.length === 0
    ? 'Names no file.'
    : `Puts ${listOf(parts.map(({ name, offset }) => `${name} at ${formatOffset(offset)}`))}.`;
