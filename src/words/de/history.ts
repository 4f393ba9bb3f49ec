/** Wörter der Geschichte eines Boards: was geschrieben, angeboten, gesendet und gestartet wurde, als einfache Sätze. */
import type { HistoryEvent, HistoryImage, HistorySubject } from '../../core/history/history.ts';
import type * as english from '../history.ts';
import { HISTORY as ENGLISH } from '../history.ts';
import type { Translation } from '../language.ts';
import { loaderWords, resetCauseWords } from './bootlog.ts';
import { causeWords } from './bootlog-crash.ts';
import { wordsFor } from './findings.ts';
import { formatBytes, formatCount, formatSize, listOf, plural } from './format.ts';

function subjectWords(subject: HistorySubject): string {
  if (subject.by === 'address') return `Gerät unter ${subject.address}`;
  return subject.virtual ? `virtuelles Board ${subject.mac}` : subject.mac;
}

function imageWords({ slot, build, file, size }: HistoryImage): string {
  const what = [slot, build === undefined ? undefined : `Build ${build}`].filter(Boolean).join(', ');
  return what === '' ? `${file} (${formatSize(size)})` : `${what} (${file}, ${formatSize(size)})`;
}

const END: Readonly<Record<'stayed' | 'failed' | 'unproven', string>> = {
  stayed: 'Das Update kam nicht zum Laufen',
  failed: 'Das Update fand nicht statt',
  unproven: 'Das Update wurde gesendet, und nichts hat verraten, was läuft',
};

function bootedSentence({ slot, cause, loader, map }: Extract<HistoryEvent, { kind: 'booted' }>): string {
  const facts = [
    ...(cause === undefined ? [] : [resetCauseWords(cause)]),
    ...(loader === undefined ? [] : [loaderWords(loader)]),
    ...(map === undefined ? [] : [`Flash-Aufteilung ${map}`]),
  ];
  return `${slot} startete und läuft${facts.length === 0 ? '' : ` (${facts.join(' · ')})`}.`;
}

export const history = {
  HISTORY: {
    title: subject => `Geschichte: ${subjectWords(subject)}`,
    count: count => plural(count, 'Eintrag', 'Einträge'),
    nothing:
      'Noch nichts. Was auf dieses Board geschrieben, an es gesendet und auf ihm gestartet wird, steht dann hier.',
    about: (entries, boards) =>
      `Nur in diesem Browser aufgehoben: die letzten ${entries} Einträge jedes Boards und die ${boards} Boards, die zuletzt benutzt wurden.`,
    byAddress:
      'Ohne Kabel ist das Gerät nur an seiner Adresse zu erkennen. Mit Kabel geht seine Geschichte nach der MAC seines Chips.',
    dropped: count => `${plural(count, 'älterer Eintrag', 'ältere Einträge')} machten diesen Platz.`,
    denied:
      'Dieser Browser hebt für diese Seite nichts auf: Die Geschichte ist weg, wenn der Tab geschlossen wird. Speichere sie vorher.',
    board: 'Welches Board',
    saveJson: 'Als JSON speichern',
    saveCsv: 'Als CSV speichern',
    remove: 'Diese Geschichte entfernen …',
    removeQuestion: subject =>
      `Alle Einträge entfernen (${subjectWords(subject)})? Das Board selbst ändert sich nicht.`,
    removeYes: 'Entfernen',
    removeNo: 'Behalten',
    locker: 'Die Dateien früherer Builds sind im Spind',
    sha256: ENGLISH.sha256,
    fileName: ENGLISH.fileName,
  },
  subjectWords,
  historySentence: event => {
    switch (event.kind) {
      case 'written': {
        const what =
          event.images.length === 0 ? 'nur die Wahl des Slots' : listOf(event.images.map(imageWords));
        return `Über das Kabel geschrieben und geprüft: ${what}.${event.boots ? ` ${event.boots} startet.` : ''}`;
      }
      case 'slot-chosen':
        return `${event.slot} wurde über das Kabel zum Starten gewählt.`;
      case 'erased':
        return 'Flash wurde über das Kabel gelöscht.';
      case 'offered':
        return `Über Funk angeboten: ${imageWords(event.image)}.`;
      case 'sent':
        return `Das Gerät holte alles: ${imageWords(event.image)}.`;
      case 'broken-off':
        return `Das Gerät holte ${formatCount(event.sent)} von ${formatBytes(event.image.size)}, und nicht mehr: ${imageWords(event.image)}.`;
      case 'updated': {
        const build = event.build === undefined ? '' : `, Build ${event.build}`;
        const proof =
          event.by === 'serial' ? 'sein Boot-Text beweist es' : 'seine Seite auf Port 80 beweist es';
        return `Über Funk aktualisiert: ${event.slot} läuft${build}; ${proof}.`;
      }
      case 'not-updated': {
        const why = event.why && wordsFor(event.why).title;
        return `${END[event.stage]}${why === undefined ? '.' : `: ${why}.`}`;
      }
      case 'booted':
        return bootedSentence(event);
      case 'crashed':
        return `${event.slot} stürzte ab${event.cause === undefined ? '.' : `: ${causeWords(event.cause)}.`}`;
    }
  },
} satisfies Translation<typeof english>;
