/** Wörter über ein Schreiben, das nicht zu Ende kam, bei diesem Besuch oder einem früheren. */
import type * as english from '../broken-off.ts';
import type { Translation } from '../language.ts';

export const brokenOff = {
  BROKEN_OFF: {
    goOn: 'Fortsetzen',
    stopped: 'Abgebrochen',
    stoppedText:
      '„Fortsetzen“ macht dort weiter, wo es aufgehört hat: Was schon im Flash steht, wird an seiner MD5 erkannt und nicht noch einmal gesendet.',
    underWay: 'Verbindet sich wieder, um dort weiterzumachen …',
    earlier: 'Ein Schreiben auf dieses Board brach ab',
    earlierText:
      'Es kam nicht zu Ende, als diese Seite zuletzt darauf schrieb. Was schon im Flash steht, wird an seiner MD5 erkannt und nicht noch einmal gesendet.',
    earlierNoFiles:
      'Es kam nicht zu Ende, als diese Seite zuletzt darauf schrieb. Bring die Dateien dieses Programms wieder (Schritt 1 bietet an, was du zuletzt hattest): Dann kannst du fortsetzen, und was schon im Flash steht, wird nicht noch einmal gesendet.',
  },
} satisfies Translation<typeof english>;
