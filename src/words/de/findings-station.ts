/** Befunde der Station: warum ein Board in Ruhe gelassen wurde, und warum sein Boot nicht zählt. */
import type * as english from '../findings-station.ts';
import type { Translation } from '../language.ts';
import { plural } from './format.ts';

export const findingsStation = {
  STATION_FINDING_WORDS: {
    'station-done-before': ({ mac }) => ({
      title: 'Dieses Board ist fertig',
      text: `${mac} hat hier mit genau diesem Build schon bestanden.`,
      advice: 'Nimm es heraus. Um es noch einmal zu schreiben, drück „Noch einmal schreiben“.',
    }),
    'station-pulled-early': () => ({
      title: 'Das Board wurde zu früh herausgenommen',
      text: 'Sein Kabel kam heraus, bevor bewiesen war, dass das Programm startet.',
      advice: 'Steck es wieder ein, und warte auf das grüne Zeichen.',
    }),
    'station-boot-silent': ({ seconds }) => ({
      title: 'Das Board sagt nicht, welcher Slot läuft',
      text: `Es wurde geschrieben und geprüft, aber ${plural(seconds, 'Sekunde', 'Sekunden')} lang war nach dem Reset keine Zeile eines Bootloaders zu lesen.`,
      advice:
        'Drück RESET am Board, dann „Noch einmal schreiben“. Bleibt es still, sieh es dir allein im Schritt „Läuft“ an.',
    }),
    'station-boot-other': ({ expected, found }) => ({
      title: 'Der falsche Slot läuft',
      text: `${expected} wurde gewählt und geschrieben, und das Board startet ${found}.`,
      advice:
        'Drück „Noch einmal schreiben“. Hilft das nicht, sieh dir seinen Boot-Text im Schritt „Läuft“ an.',
    }),
    'station-boot-crashed': () => ({
      title: 'Das Programm startet und stürzt ab',
      text: 'Das Board wurde geschrieben und geprüft; sein Programm endete mit einem Absturzbericht.',
      advice: 'Probiere den Build mit einem Board im Schritt „Läuft“, bevor du weitere schreibst.',
    }),
    'station-boot-nothing': () => ({
      title: 'Auf diesem Board startet nichts',
      text: 'Es wurde geschrieben und geprüft, aber sein Bootloader fand kein Programm, das er starten kann.',
      advice:
        'Drück „Noch einmal schreiben“. Hilft das nicht, sieh dir seinen Boot-Text im Schritt „Läuft“ an.',
    }),
    'station-lane-fault': ({ message }) => ({
      title: 'Diese Seite hat einen Fehler gemacht',
      text: `Der Teil der Seite, der mit diesem Port arbeitet, endete mit „${message}“.`,
      advice: 'Nimm das Board heraus, und steck es wieder ein. Kommt es wieder vor, lade die Seite neu.',
    }),
    'station-stopped': () => ({
      title: 'Die Arbeit an diesem Board wurde angehalten',
      text: 'Jemand hielt sie vor ihrem Ende an.',
      advice: 'Drück „Noch einmal schreiben“, um alles davon zu tun.',
    }),
  },
} satisfies Translation<typeof english>;
