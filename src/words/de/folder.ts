/** Wörter von „Neu bauen und aktualisieren“: der beobachtete Ausgabeordner eines Compilers. */

import type { Finding } from '../../core/findings.ts';
import type * as english from '../folder.ts';
import { clockTime, type NotSentReason, type SkipReason } from '../folder.ts';
import type { Translation } from '../language.ts';
import { wordsFor } from './findings.ts';
import { formatBytes, formatSize, plural } from './format.ts';

const SKIPS: Readonly<Record<Exclude<SkipReason, Finding>, string>> = {
  changed: 'sie änderte sich beim Lesen',
  'too-large': 'sie ist größer als 32 MB',
};

const NOT_SENT: Readonly<Record<Exclude<NotSentReason, Finding>, string>> = {
  'other-slot':
    'Noch nicht gesendet: Das Gerät braucht das Image seines anderen Slots, und das wurde nicht neu gebaut.',
  twin: 'Nicht gesendet: Es ist die andere Hälfte des Builds, der eben gesendet wurde.',
  'no-relay': 'Noch nicht gesendet: Kein Relay ist verbunden.',
};

export const folder = {
  FOLDER: {
    title: 'Neu bauen und aktualisieren',
    titleWatching: name => `Neu bauen und aktualisieren: beobachtet ${name}`,
    about:
      'Wähle den Ordner, in den dein Compiler seine ELF-Dateien schreibt. Jede neue wird umgewandelt und angeboten, sobald sie vollständig ist; halb geschriebene bleiben unberührt. Die Dateien bleiben auf diesem Rechner.',
    choose: 'Den Ausgabeordner wählen …',
    chooseOther: 'Einen anderen Ordner wählen …',
    remembered: name =>
      `${name} wurde bei einem früheren Besuch beobachtet. Der Browser fragt vielleicht noch einmal, ob diese Seite ihn lesen darf.`,
    resume: name => `${name} wieder beobachten`,
    forget: 'Den Ordner vergessen',
    stop: 'Nicht mehr beobachten',
    observed: 'Der Browser meldet Änderungen sofort.',
    polled: 'Dieser Browser meldet keine Änderungen: Jede Sekunde wird im Ordner nachgesehen.',
    busy: 'Gerade wird etwas geschrieben …',
    denied: name =>
      `Der Browser lässt diese Seite ${name} nicht lesen. Versuche es noch einmal, und erlaube es.`,
    lost: name => `${name} ist nicht mehr lesbar: entfernt, umbenannt, oder das Laufwerk ist weg.`,
    takeAll: 'Nehmen, was jetzt da ist',
    sendAtOnce: 'Sofort senden',
    sendAtOnceAbout:
      'Das Update des laufenden Geräts beginnt von selbst, sobald das Image für seinen anderen Slot bereit ist. Es gilt für Builds ab jetzt und ist nach dem Neuladen wieder aus.',
    news: 'Was im Ordner zu sehen war',
  },
  folderStarted: files =>
    files === 0
      ? 'Beobachtet. Noch ist keine ELF-Datei da.'
      : `Beobachtet. ${plural(files, 'ELF-Datei ist', 'ELF-Dateien sind')} schon da: Sie ${files === 1 ? 'gilt' : 'gelten'} als bekannt, und neue Builds werden genommen.`,
  folderChanging: (path, size) => `${path} wird geschrieben: bisher ${formatBytes(size)}.`,
  folderTaken: (path, size) =>
    `${path} ist vollständig (${formatSize(size)}): genommen, umgewandelt und angeboten.`,
  folderSkipped: (path, why) => {
    if (typeof why === 'string') return `${path} wurde übersprungen: ${SKIPS[why]}.`;
    const { title, text } = wordsFor(why);
    return `${path} wurde übersprungen. ${title}: ${text}`;
  },
  folderSending: file => `Das Update mit ${file} begann von selbst.`,
  folderNotSent: why => {
    if (typeof why === 'string') return NOT_SENT[why];
    const { title, text } = wordsFor(why);
    return `Nicht gesendet. ${title}: ${text}`;
  },
  clockTime,
} satisfies Translation<typeof english>;
