/** Wörter über das Zuhören: mit welcher Baudrate und warum, und was dafür mit dem Board getan wurde. */
import type { RateReason } from '../../core/bootlog/watch-note.ts';
import type { Translation } from '../language.ts';
import type * as english from '../watch.ts';
import { formatBytes } from './format.ts';

const REASONS: Readonly<Record<RateReason, string>> = {
  search: 'was zu hören ist, ist kein Text und sieht nach dieser Rate aus',
  application: 'das Programm spricht mit dieser Rate',
  restart: 'ein Neustart wurde angekündigt, und sein Boot-Text kommt mit dieser Rate',
  'not-found': 'keine Rate, die versucht wurde, ergibt Text',
  chosen: 'sie wurde gewählt',
  reset: 'das Board wird zurückgesetzt, und sein Boot-Text kommt mit dieser Rate',
};

export const watch = {
  LISTENING: {
    rate: 'Baudrate des Programms',
    auto: 'Selbst finden',
    baud: baud => `${baud} Baud`,
    autoNow: baud => `Selbst finden (jetzt ${baud} Baud)`,
    rateAbout: 'Boot-Text wird mit seiner eigenen Rate gelesen. Die Wahl wird für diesen Port gemerkt.',
    repeat: 'Zurücksetzen und den Boot-Text lesen',
  },
  noteWords: note => {
    switch (note.kind) {
      case 'rate':
        return (
          `Hört jetzt mit ${note.baud} Baud: ${REASONS[note.why]}. ` +
          `${note.gapMs} ms lang hörte niemand: Höchstens ${formatBytes(note.mostBytes)} wurden verpasst.`
        );
      case 'rate-found':
        return `Das Programm spricht mit ${note.baud} Baud; für diesen Port gemerkt.`;
      case 'reopen-resets':
        return 'Das Öffnen dieses Ports setzt das Board zurück: Von jetzt an bleibt die Rate, wie sie ist.';
      case 'crystal-40-mhz':
        return 'Der Boot-Text kommt mit 115200 Baud: Dieses Board hat einen Quarz mit 40 MHz.';
      case 'boot-missed':
        return 'Das Board hat neu gestartet, und sein Boot-Text wurde verpasst, während die Rate wechselte.';
      case 'reset':
        return note.why === 'asked'
          ? 'Setzt das Board zurück und liest seinen Boot-Text.'
          : 'Setzt das Board einmal zurück, um den Boot-Text zu lesen, der verpasst wurde.';
    }
  },
} satisfies Translation<typeof english>;
