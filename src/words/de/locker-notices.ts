/** Warum etwas nicht in den Spind kam oder nicht heraus. */
import type { Translation } from '../language.ts';
import type * as english from '../locker-notices.ts';
import { formatSize, listOf } from './format.ts';

const NAMED = 3;

const namesOf = (names: readonly string[]): string =>
  names.length > NAMED ? `${names.length} Dateien` : listOf(names);

function lockerTroubleWords(trouble: english.LockerTrouble): string {
  switch (trouble.kind) {
    case 'no-room': {
      const { reason, names, needed, limit } = trouble;
      const what = `Platz für ${namesOf(names)}: ${formatSize(needed)}`;
      return reason === 'too-large'
        ? `${what}; der ganze Spind fasst aber nur ${formatSize(limit)}. Es wurde nichts aufbewahrt und nichts entfernt; speichere die Datei stattdessen auf deiner Platte.`
        : `${what}; was Platz machen könnte, ist aber angeheftet oder ginge verloren. Löse oder entferne etwas im Spind; es wurde nichts aufbewahrt und nichts entfernt.`;
    }
    case 'full':
      return 'Der Browser meldet, dass sein Speicher voll ist, darum wurde das nicht aufbewahrt. Entferne etwas aus dem Spind oder schaffe Platz auf deiner Platte; ein privates Fenster hat wenig Platz.';
    case 'gone':
      return `Der Browser hat seine Kopie von ${namesOf(trouble.names)} aufgegeben. Entferne den Eintrag und zieh die Dateien noch einmal herein, wenn du sie hast.`;
  }
}

export const lockerNotices = { lockerTroubleWords } satisfies Translation<typeof english>;
