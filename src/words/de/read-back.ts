/** Wörter über das, was aus einem Board gelesen wurde und zum Ansehen bei den Dateien liegt. */
import { formatOffset } from '../../core/bytes/address.ts';
import type { Translation } from '../language.ts';
import type * as english from '../read-back.ts';

export const readBack = {
  READ_BACK: {
    what: 'Bytes aus einem Flash',
    badge: 'nur zum Ansehen',
    adopt: 'Wie eine eigene Datei verwenden',
  },
  originWords: ({ offset, board }) =>
    `Ab ${formatOffset(offset)} aus dem Flash${board ? ` von ${board}` : ''} gelesen. Es liegt hier zum Ansehen; nichts davon wird geschrieben.`,
} satisfies Translation<typeof english>;
