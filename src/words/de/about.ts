/** Wörter der Seite über Twinslot: Datenschutz, was dieser Browser kann, der Build, Lizenzen. */
import type * as english from '../about.ts';
import type { Translation } from '../language.ts';
import { plural } from './format.ts';

export const about = {
  ABOUT: {
    title: 'Über Twinslot',
    privacyTitle: 'Datenschutz',
    privacy: [
      'Deine Dateien, deine Boards und was sie sagen bleiben auf diesem Computer: es gibt kein Konto und keinen Server, der sie bekommt.',
      'Diese Seite lädt ihre eigenen Dateien und Lektionen, die daneben liegen, von der Adresse, die du geöffnet hast, und nichts von anderswo; nach dem ersten Besuch braucht sie kein Netz mehr.',
      'Sie zählt, misst und meldet nicht, was du tust, und sie setzt keine Cookies.',
      'Builds, Einstellungen und was sie über deine Boards weiß, liegen allein in diesem Browser, bis du sie hier entfernst oder die Daten dieser Website löschst.',
      'Sie spricht mit dem Board an deinem Kabel und, wenn du es willst, mit dem Relay auf deinem Computer, und mit niemandem sonst.',
    ],
    buildTitle: 'Diese Version',
    version: (version: string): string => `Version ${version}`,
    hash: 'Hash des Builds',
    hashAbout:
      'Der SHA-256 von SHA256SUMS.txt, der Liste mit dem SHA-256 jeder Datei dieser Website. Dieselben Quellen ergeben auf jedem Computer denselben Hash.',
    hashPending: 'wird berechnet',
    copyHash: 'Hash kopieren',
    copied: 'Kopiert.',
    notCopied:
      'Der Browser lässt diese Seite nicht an die Zwischenablage. Markiere den Hash und kopiere ihn selbst.',
    verify: 'Um es nachzuprüfen, hole die Quellen dieser Version und lass sie bauen und vergleichen:',
    sums: 'Liste aller Hashes',
    check: 'Jetzt jede Datei prüfen',
    checking: (done: number, of: number): string => `${done} von ${of} Dateien geprüft`,
    checked: (files: number): string =>
      `Alle ${plural(files, 'Datei', 'Dateien')}, die hier laufen, sind so, wie die Liste es sagt.`,
    differing: (count: number): string =>
      `${plural(count, 'Datei ist', 'Dateien sind')} nicht so, wie die Liste es sagt. Lade die Seite neu; bleibt es dabei, traue dieser Kopie nicht:`,
    browserTitle: 'Was in diesem Browser geht',
    browserAbout: 'Eben ausprobiert. Für alles in der ersten Spalte, das fehlt, gibt es einen anderen Weg.',
    browserColumns: { what: 'Was', here: 'Hier', without: 'Wenn es fehlt' },
    looking: 'Wird ausprobiert …',
    licencesTitle: 'Lizenzen',
    licencesAbout:
      'Twinslot ist freie Software. Das sind die Teile, die darin laufen, jeder mit seiner Lizenz.',
    failed: 'Dieser Teil der Seite wurde nicht geladen. Prüfe dein Netz und lade die Seite dann neu.',
  },
  AVAILABILITY: {
    yes: 'geht',
    soon: 'wird eingerichtet',
    ask: 'geht, der Browser fragt dich vorher',
    denied: 'für diese Seite abgeschaltet',
    insecure: 'braucht https oder localhost',
    no: 'hat dieser Browser nicht',
  },
  CAPABILITY_WORDS: {
    serial: {
      name: 'Serielle Anschlüsse',
      what: 'Boards am Kabel beschreiben und lesen, was sie sagen.',
      without:
        'Du kannst Images ansehen, umwandeln und speichern, den Befehl für esptool nehmen, das virtuelle Board benutzen und über Funk aktualisieren.',
    },
    workers: {
      name: 'Worker',
      what: 'Umwandeln, Schreiben und Simulieren neben der Seite.',
      without: 'Dann geht nichts: nimm einen anderen Browser.',
    },
    offline: {
      name: 'Ohne Netz arbeiten',
      what: 'Eine Kopie der ganzen Seite im Browser.',
      without: 'Die Seite braucht bei jedem Öffnen das Netz. Private Fenster behalten oft keine Kopie.',
    },
    storage: {
      name: 'Speicher',
      what: 'Builds, Einstellungen und Wissen über Boards behalten.',
      without: 'Alles geht, bis du die Seite schließt; behalten wird nichts.',
    },
    relay: {
      name: 'Das Relay auf diesem Computer',
      what: 'Updates über Funk für echte Geräte.',
      without: 'Öffne die Adresse, die das Relay selbst nennt: die Seite von dort darf mit ihm sprechen.',
    },
    folders: {
      name: 'Ordner',
      what: 'Alle Images auf einmal in einen Ordner speichern.',
      without: 'Die Images landen bei deinen Downloads.',
    },
    'wake-lock': {
      name: 'Bildschirm anlassen',
      what: 'Während ein Board beschrieben wird.',
      without: 'Sorge selbst dafür, dass der Computer nicht einschläft.',
    },
    locks: {
      name: 'Sperren zwischen Tabs',
      what: 'Ein Tab für jeden Anschluss, und keine neue Version mitten im Schreiben.',
      without: 'Benutze Twinslot nur in einem Tab.',
    },
    clipboard: {
      name: 'Zwischenablage',
      what: 'Hashes und Befehle kopieren.',
      without: 'Markiere den Text und kopiere ihn selbst.',
    },
    'opened-files': {
      name: 'Dateien, die das System öffnet',
      what: 'Ein Doppelklick auf eine ELF-Datei, wenn Twinslot installiert ist.',
      without: 'Zieh die Dateien auf die Seite.',
    },
  },
} satisfies Translation<typeof english>;
