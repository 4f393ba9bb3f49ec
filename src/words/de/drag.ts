/** Wörter zum Herausziehen einer Datei aus der Seite. */
import type * as english from '../drag.ts';
import type { Translation } from '../language.ts';

export const drag = {
  DRAG: {
    handle: 'In einen Ordner ziehen',
    about: 'Zieh das in einen Ordner deines Dateimanagers, um die Datei dort zu speichern.',
  },
} satisfies Translation<typeof english>;
