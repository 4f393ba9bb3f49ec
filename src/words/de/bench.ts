/** Wörter des Werktischs mit dem virtuellen Board. */
import type * as english from '../bench.ts';
import type { Translation } from '../language.ts';
import { formatBytes, plural } from './format.ts';

export const bench = {
  BENCH: {
    try: 'Mit einem virtuellen Board ausprobieren',
    about:
      'Ein ESP8266 in dieser Seite führt deine Images aus. Er hat kein Funkteil: Ein Programm, das WLAN braucht, wird gestartet, und ein gekennzeichneter Platzhalter spricht für es.',
    loading: 'Einen Moment …',
    partMissing: 'Dieser Teil der Seite wurde nicht geladen. Prüfe dein Netz und lade die Seite dann neu.',
    failed: reason => `Das virtuelle Board startete nicht: ${reason}`,
    close: 'Board weglegen',
    again: 'Neues Board mit diesen Images',
    save: 'Seinen Flash speichern',
    open: 'Gespeichertes Board öffnen',
    kind: 'Art des nächsten Boards',
    fileName: 'virtual-board.bin',
    noFlashFile: (name, size) =>
      `${name} hat ${formatBytes(size)}; eine Flash-Datei hat genau 512 KB oder 1, 2, 4, 8 oder 16 MB.`,
    blank: 'Neues Board, auf dem nichts ist',
    taken: baud =>
      `\n[Werktisch] Etwas auf dieser Seite hat den seriellen Port mit ${baud} Baud geöffnet und hört jetzt das Board.\n`,
    released: '\n[Werktisch] Der serielle Port ist wieder frei.\n',
    changed: 'Deine Images haben sich geändert, seit dieses Board seine bekam.',
    group: 'Virtuelles Board',
    ledIs: lit => `LED ${lit ? 'an' : 'aus'}`,
    reset: 'RESET',
    flash: 'FLASH',
    power: 'Strom',
    cable: 'Serielles Kabel',
    hold: 'Drücken und halten. Hältst du FLASH, während du RESET loslässt, wartet das ROM auf einen Flasher.',
    log: 'Was es sagt',
    logAbout: 'Mit 74880 Baud, wie das ROM des Chips spricht.',
    logEmpty: 'Noch nichts.',
    dropped: count => `${plural(count, 'ältere Zeile ist', 'ältere Zeilen sind')} weg.`,
    pause: 'Anhalten',
    resume: 'Weiter',
    clear: 'Leeren',
    showFlash: 'Zeigen, was in seinem Flash ist',
    readAgain: 'Noch einmal lesen',
    hideFlash: 'Zurück zum Board',
    onFlash: 'Was im Flash des virtuellen Boards ist',
  },
  loaderWords: about => {
    switch (about.kind) {
      case 'twinslot-loader':
        return 'Unter deinen Dateien ist kein Bootloader, also nimmt dieses Board den von Twinslot anstelle dessen vom SDK.';
      case 'own-loader':
        return `Nimmt deinen Bootloader, ${about.name}.`;
      case 'dump':
        return `Hat den ganzen Flash aus ${about.name}.`;
      case 'blank':
        return 'Kam mit leerem Flash: Verbinde dich, und schreibe deine Images, wie bei einem neuen Board.';
      case 'no-loader':
        return 'Braucht keinen Bootloader: Dein Programm hat den ganzen Flash.';
    }
  },
  conditionWords: (kind, started) => {
    if (kind === 'off') return 'Das Board ist aus.';
    if (kind === 'held') return 'Das Board wird im Reset gehalten.';
    return started ? `Der Bootloader hat ${started} gestartet.` : 'Das Board läuft.';
  },
} satisfies Translation<typeof english>;
