/** Wörter der Prüfungen eines Boards: was jede tut, was sie fand und was damit zu tun ist. */
import { formatOffset } from '../../core/bytes/address.ts';
import type { CheckName, CheckResult, Miss, SkipReason } from '../../core/device/board-check.ts';
import type * as english from '../board-check.ts';
import type { Translation } from '../language.ts';
import { wordsFor } from './findings.ts';
import { formatCount, formatSize, listOf } from './format.ts';

const NAMES: Readonly<Record<CheckName, string>> = {
  identify: 'Reset in den Loader, und wer es ist',
  look: 'Was im Flash steht',
  rates: 'Geschwindigkeiten der Leitung',
  write: 'Beide Slots schreiben, geprüft',
  unchanged: 'Dasselbe noch einmal schreiben',
  'one-sector': 'Ein geändertes Byte schreiben',
  'read-back': 'Zurücklesen',
  'boots-user2': 'user2 wählen und starten',
  'boots-user1': 'user1 wählen und starten',
  unplug: 'Weitermachen nach gezogenem Kabel',
  resets: 'Wege, es zurückzusetzen',
};

const SKIPS: Readonly<Record<SkipReason, string>> = {
  'not-wanted': 'nicht gewünscht',
  'no-auto-reset': 'dieses Board hat keinen automatischen Reset',
  'needs-stub': 'der Loader im ROM kann das nicht',
  'after-failure': 'baut auf einer Prüfung auf, die nicht bestand',
};

const seconds = (ms: number): string =>
  ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1).replace('.', ',')} s`;

const missWords = (miss: Miss): string => {
  switch (miss.kind) {
    case 'sent-too-much':
      return `${formatSize(miss.sent)} wurden gesendet; erwartet höchstens ${formatSize(miss.expected)}`;
    case 'bytes-differ':
      return `Gelesenes weicht von Geschriebenem ab, zuerst bei ${formatOffset(miss.offset)}`;
    case 'other-slot':
      return `${miss.found ?? 'kein Slot'} startete; erwartet ${miss.expected}`;
    case 'no-rate':
      return 'keine Geschwindigkeit der Leitung ließ sich halten';
    case 'no-reset':
      return 'kein Weg, es zurückzusetzen, wirkte';
    case 'not-unplugged':
      return 'das Kabel blieb stecken';
    case 'not-plugged':
      return 'das Board kam nicht zurück';
  }
};

function passedWords(result: Extract<CheckResult, { readonly verdict: 'passed' }>): string {
  switch (result.check) {
    case 'identify': {
      const { chip, loader, baud, reset } = result.facts;
      return `${chip.chip.toUpperCase()}, ${chip.crystal / 1_000_000} MHz, ${loader} bei ${formatCount(baud)} Baud, Reset ${reset ?? 'von Hand'}`;
    }
    case 'look': {
      const { blank, loader, boots } = result.facts;
      if (blank) return 'leer';
      return `Bootloader ${loader ?? 'unbekannt'}, ${boots ? `startet ${boots}` : 'was startet, ist nicht bekannt'}`;
    }
    case 'rates':
      return result.facts.rates
        .map(
          ({ asked, got, ms }) =>
            `${formatCount(asked)}${got === asked ? '' : ` → ${formatCount(got)}`} in ${seconds(ms)}`,
        )
        .join(', ');
    case 'read-back':
      return `${formatSize(result.facts.bytes)}, dasselbe`;
    case 'boots-user1':
    case 'boots-user2':
      return `„${result.facts.line}“`;
    case 'resets': {
      const { works, fails } = result.facts;
      return `${listOf(works)}: geht${fails.length > 0 ? `; ${listOf(fails)}: geht nicht` : ''}`;
    }
    default: {
      const { bytes, sent, baud } = result.facts;
      return `${formatSize(sent)} von ${formatSize(bytes)} bei ${formatCount(baud)} Baud gesendet, geprüft`;
    }
  }
}

export const boardCheck = {
  CHECK: {
    open: 'Dieses Board prüfen …',
    title: 'Prüfung dieses Boards',
    about:
      'Führt das Board durch alles, was diese Seite mit Boards macht, und gibt einen Bericht zum Einfügen in ein Issue: was geht, wie lange es dauert und was stattdessen kam.',
    writing: 'Auch darauf schreiben',
    overwrites: own =>
      `Überschreibt Bootloader, user1 und user2 dieses Boards mit ${own ? 'den Programmen dieser Seite' : 'der Beispiel-Firmware'}, und was davon startet. Funkkalibrierung und WLAN-Einstellungen bleiben.`,
    copyFirst: 'Erst eine Kopie seines Flashs speichern',
    unplug: 'Bitte mich, mitten im Schreiben das Kabel zu ziehen',
    start: 'Board prüfen',
    startWriting: 'Überschreiben und prüfen',
    skip: 'Diese auslassen',
    asks: {
      unplug: 'Zieh jetzt das Kabel des Boards, mitten im Schreiben.',
      plug: 'Steck es jetzt wieder ein.',
    },
    fingers: 'Dieses Board braucht deine Finger: FLASH halten, RESET tippen, FLASH loslassen.',
    progress: 'Prüfungen',
    report: 'Bericht',
    reportAbout:
      'Nichts wird irgendwohin gesendet. Er enthält die Herstellerhälfte der MAC, nicht die ganze.',
    copy: 'Bericht kopieren',
    copied: 'Kopiert.',
    save: 'Speichern',
    close: 'Prüfung schließen',
    loadFailed: 'Dieser Teil der Seite wurde nicht geladen. Prüfe dein Netz und lade die Seite dann neu.',
  },
  VERDICTS: {
    passed: 'bestanden',
    failed: 'nicht bestanden',
    skipped: 'ausgelassen',
    running: 'läuft',
    waiting: 'wartet',
  },
  checkName: check => NAMES[check],
  findingOf: result => {
    if (result.verdict === 'skipped') return SKIPS[result.why];
    if (result.verdict === 'passed') return passedWords(result);
    if ('miss' in result.why) return missWords(result.why.miss);
    const { title, text } = wordsFor(result.why.finding);
    return `${title}: ${text}`;
  },
  seconds,
} satisfies Translation<typeof english>;
