/** Wörter über Spinde, die als eine Datei gespeichert wurden, und über das Vergleichen von Builds. */
import type * as english from '../findings-locker.ts';
import type { Translation } from '../language.ts';
import { plural } from './format.ts';

const entries = (count: number): string => plural(count, 'Eintrag', 'Einträge');

export const findingsLocker = {
  LOCKER_WORDS: {
    'difference-needs-elf': () => ({
      title: 'Nur ELF-Dateien lassen sich vergleichen',
      text: 'Die Datei ist keine ELF-Datei: Images und ganze Flashs sagen nicht, welche Funktion wie viel belegt.',
      advice: 'Nimm die ELF-Dateien, die der Linker gemacht hat, vom älteren und vom neueren Build.',
    }),
    'locker-foreign': () => ({
      title: 'Kein gespeicherter Spind',
      text: 'Die Datei fängt nicht so an wie ein Spind, den Twinslot gespeichert hat.',
      advice: 'Wähle eine Datei, die auf .twinlocker endet. Es wurde nichts geändert.',
    }),
    'locker-damaged': () => ({
      title: 'Gespeicherter Spind, der sich nicht lesen lässt',
      text: 'Das Verzeichnis am Anfang der Datei ist abgeschnitten oder beschädigt, darum weiß niemand, was darin ist.',
      advice:
        'Kopiere die Datei noch einmal, oder speichere den Spind dort noch einmal, wo er herkommt. Es wurde nichts geändert.',
    }),
    'locker-newer': ({ found, known }) => ({
      title: 'Spind eines neueren Twinslot',
      text: `Die Datei hat Version ${found} des Formats; diese Seite liest Version ${known}.`,
      advice:
        'Lade die Seite neu, um das neueste Twinslot zu bekommen, und importiere die Datei dann noch einmal. Es wurde nichts geändert.',
    }),
    'locker-entries-damaged': ({ damaged, whole }) => ({
      title: `${entries(damaged)} der Datei nicht brauchbar`,
      text: `Abgeschnittener oder beschädigter Inhalt: ${entries(damaged)}; unversehrt: ${entries(whole)}.`,
      advice:
        'Kopiere die Datei noch einmal, um auch sie zu bekommen. Was schon in deinem Spind ist, bleibt, wie es ist.',
    }),
  },
} satisfies Translation<typeof english>;
