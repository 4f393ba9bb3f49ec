import type { FlashOffset } from '../bytes/address.ts';
import type { FlashSettings } from '../esp8266/settings.ts';

/** Other tools' files that say which file goes where in the flash. */
export type RecipeFormat = 'flash-args' | 'manifest';

/** The names under which such files are saved, and under which other tools look for them. */
export const RECIPE_NAMES: Readonly<Record<RecipeFormat, string>> = {
  'flash-args': 'flash_args',
  manifest: 'manifest.json',
};

/** One file and its place. */
export interface RecipePart {
  /** Without folders: the files of a page or a command line have none. */
  readonly name: string;
  readonly offset: FlashOffset;
}

/** What goes where, as another tool was told. */
export interface Recipe {
  readonly format: RecipeFormat;
  readonly parts: readonly RecipePart[];
  /** As far as they are said; `keep` and `detect` say nothing. */
  readonly settings: Partial<FlashSettings>;
}

/** The name at the end of a path or address; encoded characters of an address are left as they are. */
export const fileNameOf = (path: string): string => path.replace(/[?#].*$/, '').replace(/^.*[\\/]/, '');
