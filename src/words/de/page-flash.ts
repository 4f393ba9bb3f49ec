/** Wörter des Schritts „Schreiben“: was geschrieben wird, wie es geht, und was daraus wurde. */
import { formatOffset } from '../../core/bytes/address.ts';
import type { FlashReport, FlashStage, SectorState } from '../../core/device/flash-event.ts';
import type { Translation } from '../language.ts';
import type * as english from '../page-flash.ts';
import { timeWords } from '../page-flash.ts';
import { formatCount, formatSize, plural } from './format.ts';
import { roleName } from './plan.ts';

const STAGES: Readonly<Record<FlashStage, string>> = {
  opening: 'Port öffnen',
  resetting: 'das Board in seinen Loader zurücksetzen',
  syncing: 'den Loader suchen',
  identifying: 'den Chip fragen, was er ist',
  'loading-stub': 'den Flasher-Stub laden',
  'changing-baud': 'die höchste Baudrate suchen',
  looking: 'nachsehen, was im Flash ist',
  comparing: 'vergleichen: was schon da ist, wird nicht gesendet',
  erasing: 'löschen',
  writing: 'schreiben',
  verifying: 'mit MD5 prüfen',
  'choosing-slot': 'den Slot wählen',
  reading: 'lesen',
  restarting: 'das Board neu starten',
};

export const stageWords = (stage: FlashStage): string => STAGES[stage];

const SECTORS: Readonly<Record<SectorState, string>> = {
  same: 'schon gleich',
  writing: 'wird geschrieben',
  written: 'geschrieben',
  verified: 'geprüft',
  erased: 'gelöscht',
  read: 'gelesen',
  differs: 'weicht ab',
};

export const quarterWords = (percent: number, stage: FlashStage): string =>
  `${percent} Prozent, ${stageWords(stage)}.`;

export function resultTitle({ writes, boots }: FlashReport): string {
  const skipped = writes.length > 0 && writes.every(w => w.outcome === 'skipped');
  const what = skipped ? 'Alles war schon da, geprüft' : 'Geschrieben und geprüft';
  return boots ? `${what}. Das Board wird ${boots} starten.` : `${what}.`;
}

export const FLASH = {
  write: 'Auf das Board schreiben',
  writeAll: (count: number): string => `Auf alle ${count} Boards schreiben`,
  stop: 'Anhalten',
  resetAndWatch: 'Reset und zuhören',
  watching: 'Das Board führt sein Programm aus, und diese Seite hört mit 74880 Baud zu.',
  watchingWhere: 'Was es sagt, steht in Schritt 5.',
  connectAgain: 'Noch einmal verbinden',
  confirm: 'Ich habe das gelesen; trotzdem schreiben',
  confirmGroup: 'Bevor du schreibst',
  noBoard: 'Verbinde erst ein Board: Dann sagt dieser Schritt, was darauf geschrieben wird.',
  noImages:
    'Noch gibt es nichts zu schreiben: Füge in Schritt 1 die ELF-Dateien deines Programms hinzu. Unten kannst du das Board lesen, löschen oder ihm zuhören.',
  ownLoader: 'Den Bootloader von Twinslot schreiben, wo unter den Dateien keiner ist',
  slot: 'Slot, der startet',
  wishes: { user1: 'user1', user2: 'user2', keep: 'wie auf dem Board gespeichert' },
  plan: 'Geplant',
  now: 'Jetzt auf dem Board',
  view: 'Was die Karte zeigt',
  legend: 'Sektoren',
  proof: 'Was bewiesen wurde',
  waitsForPort: 'Steck das Kabel wieder ein: Die Seite macht von selbst weiter.',
  blocked: 'Nichts kann geschrieben werden, bis das gelöst ist.',
  flashSize: 'Größe des Flash',
  flashSizeUnknown: 'wählen',
};

export const pageFlash = {
  ...{ FLASH, stageWords, quarterWords, resultTitle, timeWords },
  TOOLS: {
    title: 'Zurücklesen, löschen, Slot wählen',
    read: 'Den Flash in eine Datei lesen',
    readAbout:
      'Die Datei öffnet sich in Schritt 1, wo Header und Bytes zu sehen sind. Ihr MD5 wird mit dem des Chips verglichen.',
    erase: 'Löschen',
    eraseAbout:
      'Gelöschter Flash enthält überall FF: Programme, WLAN-Einstellungen und Kalibrierung dieses Stücks sind weg.',
    region: 'Welcher Teil',
    whole: 'der ganze Flash',
    own: 'ein eigenes Stück',
    from: 'Von',
    length: 'Länge in Bytes',
    bad: 'Gib beides als Zahlen wie 0x1000 an; gelöscht wird in ganzen Sektoren von 4096 Bytes, innerhalb des Flash.',
    ask: what => `Löschen: ${what}?`,
    askText: 'Es gibt kein Zurück. Lies es erst in eine Datei, wenn du es noch brauchen könntest.',
    yes: what => `Löschen: ${what}`,
    no: 'Behalten',
    choose: slot => `${slot} starten`,
    chooseAbout:
      'Schreibt nur die Wahl: 4 KB Parameter und das Flag. Programme und WLAN-Einstellungen bleiben.',
    save: 'Die Datei speichern',
    readDone: (name, size, md5) =>
      `${name}: ${formatSize(size)} wurden gelesen. MD5 ${md5}, wie der Chip ihn gerechnet hat.`,
  },
  BACKUP: {
    title: 'Dieses Board wurde von hier noch nie beschrieben',
    text: 'Mit einer Kopie seines ganzen Flash kannst du zurück zu dem, wie es kam.',
    make: 'Erst eine Kopie speichern',
    skip: 'Nicht nötig',
    saved: 'Eine Kopie des Flash ist in deinen Downloads.',
  },
  progressText: ({ stage, percent }) =>
    percent === undefined ? stageWords(stage) : `${Math.floor(percent)} Prozent, ${stageWords(stage)}`,
  progressNumbers: ({ done, total, rate, secondsLeft }) =>
    [
      ...(total > 0 ? [`${formatSize(done)} von ${formatSize(total)}`] : []),
      ...(rate === undefined ? [] : [`${formatSize(Math.round(rate))}/s`]),
      ...(secondsLeft === undefined ? [] : [`noch ${timeWords(secondsLeft)}`]),
    ].join(' · '),
  stopWords: job => {
    switch (job) {
      case 'erase':
        return 'Anhalten lässt das Stück zum Teil gelöscht.';
      case 'choose-slot':
        return 'Anhalten behält die alte Wahl oder die neue, nie keine.';
      default:
        return 'Anhalten ändert nichts auf dem Board.';
    }
  },
  sectorWords: state => SECTORS[state],
  resultText: ({ writes, durationMs, baud, verifiedBy }) => {
    const sent = writes.reduce((sum, w) => sum + w.sent, 0);
    const proof =
      verifiedBy === 'md5'
        ? 'bewiesen durch den MD5 dessen, was im Flash steht'
        : 'beim Schreiben vom ROM verglichen';
    const seconds = (durationMs / 1000).toFixed(1).replace('.', ',');
    return `${sent > 0 ? `${formatSize(sent)} Flash geschrieben` : 'Nichts musste gesendet werden'}, in ${seconds} s mit ${formatCount(baud)} Baud, ${proof}.`;
  },
  writeWords: ({ role, offset, length, outcome, sent, md5 }) => {
    const what = {
      skipped: 'war schon da',
      written: sent < length ? `geschrieben (${formatSize(sent)} wichen ab)` : 'geschrieben',
      repaired: 'geschrieben, einmal repariert',
    }[outcome];
    return {
      name: roleName(role),
      text: `${formatOffset(offset)}, ${formatSize(length)}: ${what}, geprüft`,
      ...(md5 && { md5 }),
    };
  },
  sectorCount: count => plural(count, 'Sektor', 'Sektoren'),
} satisfies Translation<typeof english>;
