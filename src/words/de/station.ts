/** Wörter der Station: ein Build für viele Boards. */
import type { Outcome, Seat } from '../../core/station/seat.ts';
import type { Translation } from '../language.ts';
import type * as english from '../station.ts';
import { wordsFor } from './findings.ts';
import { formatCount, listOf, plural } from './format.ts';
import { mapName } from './settings.ts';

const STATES: Readonly<Record<Seat['kind'], string>> = {
  waiting: 'Board einstecken',
  busy: 'Anderswo benutzt',
  recognising: 'Sieht nach',
  refused: 'In Ruhe gelassen',
  flashing: 'Schreibt',
  verifying: 'Prüft',
  booting: 'Startet',
  passed: 'Bestanden',
  failed: 'Misslungen',
};

const RESULTS: Readonly<Record<Outcome['result'], string>> = {
  passed: 'bestanden',
  failed: 'misslungen',
  refused: 'in Ruhe gelassen',
};

/** Behind “nach”. */
const seconds = (ms: number): string => plural(Math.max(1, Math.round(ms / 1000)), 'Sekunde', 'Sekunden');

export const station = {
  STATION: {
    title: 'Station: ein Build für viele Boards',
    about:
      'Steck ein Board nach dem anderen ein, in so viele Ports, wie du hast. Jedes wird erkannt, geschrieben, geprüft und gestartet; ist sein Zeichen grün, nimm es heraus.',
    plan: 'Was jedes Board bekommt',
    noBuild: 'Noch gibt es nichts zu schreiben.',
    noBuildLink: 'Füge in Schritt 1 deine ELF-Dateien oder Images hinzu, und komm dann zurück.',
    build: 'Der Build',
    otherBuild: 'In den Schritten 1 bis 4 einen anderen Build oder Slot wählen',
    slot: 'Slot, der startet',
    wishes: { user1: 'user1', user2: 'user2', keep: 'wie auf jedem Board gespeichert' },
    noSlots: 'das Programm hat keine Slots',
    map: 'Flash-Aufteilung',
    mapAbout: map => `${mapName(map)}; Boards mit weniger Flash werden in Ruhe gelassen`,
    loader: 'Bootloader',
    ownLoader: 'Auf jedes Board den Bootloader von Twinslot schreiben',
    givenLoader: name => `${name}, aus deinen Dateien`,
    usedBoards: 'Boards können schon benutzt sein: ersetzen, was darauf ist',
    usedBoardsAbout:
      'Ihr Bootloader, ihre Flash-Einstellungen und gespeicherte WLAN-Daten können verschwinden, und eine Kopie ihres Flash wird nicht gemacht. Ohne das bleiben solche Boards in Ruhe und sagen, warum.',
    start: 'Die Station starten',
    stop: 'Die Station anhalten',
    addPort: 'Noch einen Port erlauben',
    addPortAbout:
      'Ports, die diese Seite benutzen darf, beginnen von selbst. Jeder andere braucht hier einen Klick. Adapter ohne Seriennummer, darunter die meisten CH340, vergisst der Browser, wenn sie herauskommen, außer die Verwaltung erlaubt sie dauerhaft.',
    addVirtual: 'Das virtuelle Board dazunehmen',
    ports: count =>
      count === 0 ? 'Noch ist kein Port bereit.' : `${plural(count, 'Port', 'Ports')} bereit.`,
    idle: 'Nichts wird geschrieben, bevor du „Die Station starten“ drückst.',
    running: 'Läuft. Steck Boards ein.',
    stopping: count =>
      `Keine neuen Boards. ${plural(count, 'Board wird', 'Boards werden')} noch geschrieben: Lass die Kabel drin.`,
    buildChanged:
      'Der Build oder seine Einstellungen haben sich geändert, darum hielt die Station an. Starte sie für den neuen Build noch einmal.',
    seats: 'Plätze',
    noSeats: 'An keinem Port, den diese Seite benutzen darf, steckt ein Board.',
    counts: 'Seit dem Start',
    passed: 'bestanden',
    failed: 'misslungen',
    refused: 'in Ruhe gelassen',
    busy: 'in Arbeit',
    perHour: 'Boards je Stunde',
    again: 'Noch einmal schreiben',
    anyway: 'Trotzdem schreiben',
    label: 'Name dieses Platzes',
    log: 'Boards bisher',
    logTable: 'Tabelle der Boards',
    logAbout:
      'Das Protokoll und die Namen der Plätze bleiben in diesem Browser, auch nach dem Neuladen. Nichts wird irgendwohin gesendet; die Datei geht dorthin, wo du sie speicherst.',
    unkept: 'Dieser Browser behält nichts für diese Seite: Speichere das Protokoll, bevor du sie schließt.',
    save: 'Als CSV speichern',
    forget: 'Das Protokoll vergessen',
    forgetAsk: 'Alle Boards des Protokolls vergessen? Es gibt kein Zurück.',
    forgetYes: 'Vergessen',
    forgetNo: 'Behalten',
    fileName: 'twinslot-station.csv',
    latest: (shown, all) =>
      shown < all ? `Die letzten ${shown} von ${formatCount(all)}.` : plural(all, 'Board', 'Boards'),
    columns: ['Zeit', 'MAC', 'Platz', 'Ergebnis', 'Slot', 'Sekunden', 'Grund', 'Build', 'SHA-256'],
  },
  seatName: ({ number, label }) => label || `Platz ${number}`,
  seatState: seat => (seat.kind === 'refused' && seat.again ? 'Schon fertig' : STATES[seat.kind]),
  seatReason: seat => {
    switch (seat.kind) {
      case 'busy':
        return 'Diese Seite oder ein anderer Tab arbeitet mit diesem Port.';
      case 'flashing':
      case 'verifying':
        return seat.waitsForCable
          ? 'Das Kabel kam heraus. Steck dasselbe Board wieder ein: Es geht von selbst weiter.'
          : '';
      case 'booting':
        return 'Geschrieben und geprüft. Jetzt muss sein Boot-Text sagen, welcher Slot läuft.';
      case 'passed':
        return `${seat.slot ?? 'Das Programm'} läuft, nach ${seconds(seat.ms)}. Nimm es heraus.`;
      case 'refused':
        return seat.why.map(found => wordsFor(found).title).join('. ');
      case 'failed':
        return wordsFor(seat.finding).title;
      default:
        return '';
    }
  },
  seatAdvice: seat => {
    const why = seat.kind === 'refused' ? seat.why : seat.kind === 'failed' ? [seat.finding] : [];
    return why.flatMap(found => {
      const { text, advice } = wordsFor(found);
      return advice ? [`${text} ${advice}`] : [text];
    });
  },
  rateText: ({ perHour }) => (perHour === undefined ? '–' : formatCount(Math.round(perHour))),
  resultWords: result => RESULTS[result],
  entryCells: ({ time, mac = '', seat, result, slot = '', ms, finding, build }, timeOf) => {
    const reason = finding ? wordsFor(finding).title : '';
    const tenths = Math.round(ms / 100) / 10;
    return [timeOf(time), mac, seat, RESULTS[result], slot, tenths, reason, build.name, build.sha256];
  },
  outcomeSentence: outcomes => {
    const passed = outcomes.filter(({ result }) => result === 'passed').map(({ name }) => name);
    const others = outcomes.filter(({ result }) => result !== 'passed');
    return [
      ...(passed.length > 0 ? [`${listOf(passed)}: bestanden.`] : []),
      ...others.map(
        ({ name, result, reason }) => `${name}: ${RESULTS[result]}${reason ? `. ${reason}` : ''}.`,
      ),
    ].join(' ');
  },
} satisfies Translation<typeof english>;
