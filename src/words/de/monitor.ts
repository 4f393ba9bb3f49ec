/** Wörter des Monitors: was ein Board über seinen seriellen Port sagt. */
import type { Translation } from '../language.ts';
import type * as english from '../monitor.ts';
import { formatBytes, formatCount, plural } from './format.ts';

export const monitor = {
  ORIGINS: {
    rom: { name: 'ROM', mark: 'ROM' },
    loader: { name: 'Bootloader', mark: 'boot' },
    sdk: { name: 'SDK', mark: 'SDK' },
    app: { name: 'Programm', mark: 'app' },
    exception: { name: 'Absturz', mark: '✕' },
    noise: { name: 'Unlesbar', mark: '░' },
  },
  MONITOR: {
    title: 'Was das Board sagt',
    empty: 'Noch nichts.',
    nothingShown: 'Alle Zeilen sind ausgeblendet: Wähle oben, was zu sehen sein soll.',
    pause: 'Anhalten',
    resume: 'Weiter',
    follow: 'Mitlaufen',
    clear: 'Leeren',
    save: 'Log speichern',
    fileName: 'serial.log',
    show: 'Zeigen',
    search: 'Suchen',
    next: 'Nächste',
    previous: 'Vorige',
    found: count => (count === 0 ? 'nicht gefunden' : plural(count, 'Zeile', 'Zeilen')),
    dropped: count => `${plural(count, 'ältere Zeile ist', 'ältere Zeilen sind')} weg.`,
    noise: (count, bytes) =>
      `${formatBytes(bytes)} mit anderer Rate oder über eine schlechte Leitung (${plural(count, 'Zeile', 'Zeilen')})`,
    openNoise: 'Zeigen',
    foldNoise: 'Ausblenden',
    rate: (baud, gapMs) => {
      if (gapMs === undefined) return `Hört jetzt mit ${baud} Baud zu.`;
      const lost = Math.ceil((gapMs * baud) / 10_000);
      return `Hört jetzt mit ${baud} Baud zu. ${formatCount(gapMs)} ms lang hörte niemand zu: Höchstens ${formatBytes(lost)} fehlen.`;
    },
    proof: 'beweist, welcher Slot läuft',
    send: 'Senden',
    sendLabel: 'Text an das Board',
    ending: 'Zeilenende',
    endings: { crlf: 'CR LF', lf: 'LF', cr: 'CR', none: 'keines' },
    readAloud: 'Neue Zeilen vorlesen',
    seconds: ms => (ms / 1000).toFixed(3).replace('.', ','),
  },
} satisfies Translation<typeof english>;
