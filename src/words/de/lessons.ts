/** Wörter der Lektionen: die Liste, das Feld neben dem Ablauf, was geprüft wird, und das Ergebnis. */
import type { Evidence } from '../../core/lesson/check.ts';
import type { Expectation } from '../../core/lesson/lesson.ts';
import type { Translation } from '../language.ts';
import type * as english from '../lessons.ts';
import { formatCount, listOf, plural } from './format.ts';

const withBuild = (build: number | undefined): string => (build === undefined ? '' : `, Build ${build}`);
const provenBy = (line: number | undefined): string =>
  line === undefined
    ? 'bewiesen durch die Seite des Geräts'
    : `bewiesen durch Zeile ${formatCount(line)} des Logs`;

function spentWords(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${formatCount(Math.floor(seconds / 60))} min ${seconds % 60} s`;
}

function expectationWords(expected: Expectation): string {
  switch (expected.kind) {
    case 'files':
      return `${expected.slots.length === 1 ? 'ein Programm' : 'Programme'} für ${listOf(expected.slots)} auf der Seite${withBuild(expected.build)}`;
    case 'inspected':
      return expected.file === undefined ? 'das Innere einer Datei' : `das Innere von ${expected.file}`;
    case 'board':
      return 'ein verbundenes Board';
    case 'written':
      return `${listOf(expected.slots)} geschrieben und geprüft`;
    case 'running':
      return `${expected.slot} läuft${withBuild(expected.build)}`;
    case 'updated':
      return `ein Update auf ${expected.slot}${withBuild(expected.build)}, mit Beweis`;
    case 'power-cut':
      return `ein Update, das der Strom abbricht, und danach läuft wieder ${expected.slot}`;
    case 'answer':
      return 'die richtige Antwort';
  }
}

function evidenceWords(evidence: Evidence): string {
  switch (evidence.kind) {
    case 'files':
      return `${listOf([...new Set(evidence.names)])} auf der Seite`;
    case 'inspected':
      return `${evidence.name} wurde geöffnet`;
    case 'board':
      return evidence.virtual ? 'das virtuelle Board ist verbunden' : 'ein echtes Board ist verbunden';
    case 'written':
      return `${listOf(evidence.slots)} geschrieben und geprüft`;
    case 'running':
    case 'updated':
      return `${evidence.slot} läuft${withBuild(evidence.build)}, ${provenBy(evidence.line)}`;
    case 'power-cut':
      return `der Strom fiel im Update aus, und ${evidence.slot} läuft wie vorher, ${provenBy(evidence.line)}`;
    case 'answer':
      return 'richtig beantwortet';
  }
}

export const lessons = {
  ...{ spentWords, expectationWords, evidenceWords },
  LESSONS: {
    title: 'Lektionen',
    intro:
      'Jede Lektion führt dich Schritt für Schritt durch die Seite und prüft selbst, was du getan hast. Das virtuelle Board genügt; mit einem echten sind die Schritte dieselben.',
    loading: 'Die Lektionen werden geholt …',
    failed: 'Die Lektionen dieser Seite kamen nicht. Prüfe dein Netz und versuche es dann noch einmal.',
    tryAgain: 'Noch einmal versuchen',
    minutes: count => `etwa ${plural(count, 'Minute', 'Minuten')}`,
    steps: count => plural(count, 'Schritt', 'Schritte'),
    start: 'Anfangen',
    startFetches: names =>
      `Ihre Schritte holen ${listOf(names)} vom Server dieser Seite, wenn du es verlangst.`,
    goOn: (step, of) => `Weiter bei Schritt ${step} von ${of}`,
    startOver: 'Von vorn anfangen',
    finished: 'Fertig',
    again: 'Noch einmal machen',
    openIt: 'Weitermachen',
    remove: 'Entfernen',
    save: 'Als eine Datei speichern',
    ofLesson: title => ` ${title}`,
    open: 'Lektion aus Datei öffnen',
    openAbout: 'Du kannst eine .twinslot-Datei auch irgendwo auf diese Seite ziehen.',
    notKept:
      'Dieser Browser behält nichts für die Seite; wie weit du kamst, ist also weg, wenn du sie schließt.',
    teacher: 'Für Lehrkräfte: was zu erlauben ist, und ein Plan für eine Klasse',
    back: 'Alle Lektionen',
    fromQuestion: host => `Dieser Link öffnet eine Lektion von ${host}. Soll sie geholt werden?`,
    fetch: 'Die Lektion holen',
    elsewhere: host =>
      `Dieser Link meint eine Lektion auf ${host}. Diese Seite lädt nichts von anderen Servern: Lade die Datei dort herunter und ziehe sie hierher.`,
    noAddress: 'Dieser Link nennt keine Lektion, die sich holen lässt.',
  },
  LESSON: {
    name: title => `Lektion: ${title}`,
    step: (step, of) => `Schritt ${step} von ${of}`,
    hint: 'Ein Tipp',
    showMe: 'Zeig mir, wo',
    back: 'Zurück',
    next: 'Nächster Schritt',
    skip: 'Ohne das weiter',
    result: 'Zum Ergebnis',
    leave: 'Lektion verlassen',
    fold: 'Lektion einklappen',
    unfold: 'Lektion ausklappen',
    give: names => `${listOf(names)} auf die Seite holen`,
    giving: 'Wird geholt …',
    waiting: 'Wartet auf',
    seen: 'Gesehen',
    power: 'Strom des virtuellen Boards',
    powerNone: 'Der Schalter kommt mit dem virtuellen Board. Bei einem echten zieh den Stecker.',
    answers: 'Deine Antwort',
    right: 'Richtig.',
    wrong: 'Nicht ganz.',
    wrongAgain: 'Schau noch einmal hin und wähle eine andere Antwort.',
    notThere: 'Dieser Teil der Seite ist noch nicht da: Mach zuerst die Schritte davor.',
  },
  LESSON_RESULT: {
    allSeen: 'Fertig: Jeder Schritt wurde geprüft',
    someSeen: (seen, of) => `${seen} von ${plural(of, 'Prüfung', 'Prüfungen')} bestanden`,
    time: text => `Gebrauchte Zeit: ${text}`,
    checks: 'Was gesehen wurde',
    notSeen: 'nicht gesehen',
    stepName: step => `Schritt ${step}`,
    over: 'Von vorn anfangen',
    more: 'Andere Lektionen',
  },
} satisfies Translation<typeof english>;
