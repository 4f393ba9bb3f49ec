/** Die Wörter des Rahmens der Seite und ihrer Schritte. */
import type { Translation } from '../language.ts';
import type * as english from '../page.ts';
import { listOf } from './format.ts';

const MONTHS = [
  'Jan.',
  'Feb.',
  'März',
  'Apr.',
  'Mai',
  'Juni',
  'Juli',
  'Aug.',
  'Sep.',
  'Okt.',
  'Nov.',
  'Dez.',
];

export const page = {
  PAGE: {
    name: 'Twinslot',
    skip: 'Zur Firmware springen',
    skipToPlace: 'Zum Inhalt springen',
    promise:
      'Leg die ELF-Dateien deines ESP8266-Builds hierher, und du bekommst das richtige Image für jeden Flash-Slot.',
    privacy:
      'Deine Dateien bleiben auf diesem Rechner. Nach dem ersten Besuch funktioniert diese Seite ohne Netz.',
    steps: 'Schritte',
    firmware: 'Firmware',
    memoryMap: 'Speicherkarte',
    board: 'Board',
    flash: 'Schreiben',
    running: 'Läuft',
  },
  DROP: {
    open: 'ELF-Dateien öffnen',
    add: 'Dateien hinzufügen',
    orDrop: 'oder irgendwo auf dieser Seite ablegen oder einfügen',
    controlKey: 'Strg',
    chooser: 'ELF-Dateien, Flash-Images, Bootloader',
    example: 'Mit einem Beispiel ausprobieren',
    overlay: 'Lass die Dateien los, um sie anzusehen',
    overlayMore: 'ELF-Dateien, fertige Images, ein Bootloader oder ein ganzer Flash',
  },
  FILES: {
    list: 'Dateien',
    remove: 'Wegnehmen',
    roleLabel: 'Benutzen als',
    roleAuto: 'wie seine Anzeichen sagen',
    why: badge => `Warum ${badge}?`,
  },
  INSPECT: {
    title: 'Header, Größen und Bytes',
    loading: 'Einen Moment …',
    failed: 'Dieser Teil der Seite wurde nicht geladen. Prüfe dein Netz und lade die Seite dann neu.',
  },
  SETTINGS: {
    title: 'Flash-Einstellungen',
    automatic: 'Automatisch',
    automaticIs: value => `Automatisch: ${value}`,
    assumed: 'Angenommen, weil keine Datei es sagt.',
    stated: 'Wie die Dateien sagen.',
    chosen: 'Von dir gewählt.',
    layout: layout => `Slots mit ${layout}.`,
    wish: 'Slot, der startet',
    wishAbout: 'Einen Slot zu schreiben, wählt ihn nicht: Das Board folgt seiner gespeicherten Wahl.',
    wishes: { user1: 'user1', user2: 'user2', keep: 'wie auf dem Board gespeichert' },
  },
  MAP: {
    onBoard: name => `Was auf dem Board ist, nach ${name}`,
  },
  SAVE: {
    title: 'Images zum Speichern',
    all: names =>
      names.length > 3 ? `Alle ${names.length} Dateien speichern` : `${listOf(names)} speichern`,
    toFolder: 'In einen Ordner speichern …',
    ownLoader: 'Bootloader von Twinslot hinzufügen',
    one: 'Speichern',
    oneNamed: name => `${name} speichern`,
    merged: 'Ganzer Flash als eine Datei',
    copy: 'Kopieren',
    copyHash: name => `SHA-256 von ${name} kopieren`,
    hash: name => `die SHA-256 von ${name}`,
    hashPending: 'wird gerechnet',
    esptool: 'Dasselbe mit esptool',
    esptoolAbout:
      'Im Ordner mit den gespeicherten Dateien; setze den seriellen Port deines Boards für PORT ein.',
    copyEsptool: 'Den esptool-Befehl kopieren',
    esptoolCommand: 'der esptool-Befehl',
    sha256: 'SHA-256',
    others: 'Für andere Werkzeuge',
    othersAbout:
      'Sie sagen, welche der gespeicherten Dateien wohin kommt: flash_args für esptool write-flash @flash_args, manifest.json für eine Seite mit ESP Web Tools. Sie schreiben Dateien und löschen nichts, also bleibt eine gespeicherte Slot-Wahl.',
  },
  SEVERITIES: { ok: 'In Ordnung', note: 'Hinweis', warning: 'Warnung', error: 'Fehler' },
  STATUS: {
    working: 'Liest die Dateien',
    cancel: 'Abbrechen',
    dismiss: 'Schließen',
    language: 'Sprache',
    theme: 'Farben',
    themes: { auto: 'Automatisch', light: 'Hell', dark: 'Dunkel' },
    updateReady: 'Eine neue Version ist bereit.',
    updateAbout: 'Deine Dateien bleiben unter den letzten Builds.',
    updateWaits: 'Sie startet, sobald kein Board beschrieben wird, hier oder in einem anderen Tab.',
    updateWithout: 'Jetzt nicht',
    reload: 'Neu laden',
    later: 'Später',
  },
  BUILDS: {
    title: 'Letzte Builds',
    open: names => `${listOf(names)} öffnen`,
    remove: names => `${listOf(names)} aus dem Spind nehmen`,
    denied:
      'Dieser Browser lässt die Seite nichts behalten, wie in privaten Fenstern: Einstellungen und letzte Builds sind weg, wenn du sie schließt.',
  },
  formatMoment: (time, now) => {
    const [then, today] = [new Date(time), new Date(now)];
    const clock = `${then.getHours()}:${String(then.getMinutes()).padStart(2, '0')}`;
    const midnight = new Date(today.getFullYear(), today.getMonth(), today.getDate()).getTime();
    if (time >= midnight) return `heute ${clock}`;
    if (time >= midnight - 24 * 60 * 60 * 1000) return `gestern ${clock}`;
    return `${then.getDate()}. ${MONTHS[then.getMonth()] ?? ''} ${then.getFullYear()}`;
  },
} satisfies Translation<typeof english>;
