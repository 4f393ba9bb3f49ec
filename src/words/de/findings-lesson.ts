/** Wörter über `.twinslot`-Dateien. */
import type { FieldWish } from '../../core/lesson/finding-facts.ts';
import type * as english from '../findings-lesson.ts';
import type { WordsTable } from '../findings-table.ts';
import type { Translation } from '../language.ts';
import { exactSize, listOf } from './format.ts';

type FieldFacts = Parameters<NonNullable<WordsTable['lesson-field']>>[0];

const WISHES: Readonly<Record<FieldWish, (facts: FieldFacts) => string>> = {
  object: () => 'ein Objekt in geschweiften Klammern',
  list: ({ limits: [min, max] = [0, 0] }) => `eine Liste mit ${min} bis ${max} Einträgen`,
  text: ({ limits: [min, max] = [0, 0] }) => `ein Text mit ${min} bis ${max} Zeichen`,
  texts: () => 'Texte nach Sprachen, zum Beispiel {"en": "…", "de": "…"}',
  number: ({ limits: [min, max] = [0, 0] }) => `eine ganze Zahl von ${min} bis ${max}`,
  flag: () => 'true oder false',
  url: () => 'eine Adresse, die relativ ist oder mit https beginnt',
  name: () => 'ein einfacher Name ohne Ordner',
  sha256: () => '64 hexadezimale Ziffern',
  base64: () => 'Bytes in Base64',
  known: ({ known = [] }) =>
    known.length === 0 ? 'nichts, denn es gibt nichts zur Auswahl' : `eines von ${listOf(known, 'or')}`,
  'one-right': () => 'genau eine richtige Antwort',
  source: () => 'entweder url oder base64, nicht beides',
};

const REPAIR =
  'Repariere die Lektion, oder frage, wer sie gemacht hat; das Format steht in README unter „Lessons“.';

export const findingsLesson = {
  LESSON_WORDS: {
    'lesson-too-large': ({ size, limit }) => ({
      title: 'Datei zu groß für eine Lektion',
      text: `Die Datei hat ${exactSize(size)}; eine Lektion hat höchstens ${exactSize(limit)}.`,
      advice:
        'Lass Debug-Informationen in ihrer Firmware weg, oder lege die Firmware daneben und nenne sie mit url.',
    }),
    'lesson-not-json': () => ({
      title: 'Keine Lektion',
      text: 'Die Datei ist kein gültiges JSON, und eine .twinslot-Datei ist JSON.',
      advice: 'Lade sie noch einmal so herunter, wie sie gemacht wurde; vielleicht fehlt am Ende ein Stück.',
    }),
    'lesson-version': ({ found, expected }) => ({
      title: 'Lektion einer anderen Version',
      text: `Das Feld „twinslot“ sagt ${found || 'nichts'}; diese Seite liest Version ${expected}.`,
      advice: 'Lade die Seite neu, um ihre neueste Version zu bekommen, oder nimm eine Lektion für diese.',
    }),
    'lesson-field': facts => ({
      title: 'Ein Teil der Lektion passt nicht',
      text: `Das Feld ${facts.field || 'ganz oben'} ${facts.found === '' ? 'fehlt' : `ist ${facts.found}`}; erwartet ist ${WISHES[facts.wish](facts)}.`,
      advice: REPAIR,
    }),
    'lesson-field-left': ({ field }) => ({
      title: 'Ein Teil der Lektion ist unbekannt',
      text: `Das Feld ${field} bedeutet dieser Version nichts und wurde weggelassen.`,
      advice: 'Schau, ob sein Name richtig geschrieben ist; alles andere gilt.',
    }),
    'lesson-firmware-large': ({ name, size, limit }) => ({
      title: 'Firmware zu groß für eine Lektion',
      text: `${name} hat ${exactSize(size)}; eine Datei einer Lektion hat höchstens ${exactSize(limit)}.`,
      advice: 'Nimm die ELF-Datei ohne Debug-Informationen, oder das Image, das daraus gemacht wurde.',
    }),
    'lesson-elsewhere': ({ name, host }) => ({
      title: 'Firmware auf einem anderen Server',
      text: `${name} liegt auf ${host}, und diese Seite lädt nichts von anderen Servern.`,
      advice:
        'Lade die Datei dort selbst herunter und ziehe sie auf diese Seite; dann geht die Lektion weiter.',
    }),
    'lesson-not-fetched': ({ name, answer }) => ({
      title: 'Eine Datei der Lektion kam nicht',
      text: `${name} ließ sich nicht laden: ${answer === '' ? 'der Server antwortete nicht' : `der Server antwortete ${answer}`}.`,
      advice: 'Prüfe dein Netz und versuche es noch einmal; ohne Netz nimm die Lektion als eine Datei.',
    }),
    'lesson-sha256': ({ name, found, expected }) => ({
      title: 'Eine andere Datei, als die Lektion nennt',
      text: `Die SHA-256 von ${name} beginnt mit ${found.slice(0, 12)}; die Lektion sagt ${expected.slice(0, 12)}.`,
      advice: 'Sie kam nicht auf die Seite. Lade sie noch einmal, oder frage, wer die Lektion gemacht hat.',
    }),
    'lesson-unknown': ({ id }) => ({
      title: 'Diese Lektion gibt es nicht',
      text: `Hier heißt keine Lektion „${id}“.`,
      advice: 'Wähle eine aus der Liste, oder öffne ihre Datei.',
    }),
  },
} satisfies Translation<typeof english>;
