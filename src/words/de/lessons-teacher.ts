/** Wörter der Seite für Lehrkräfte: was eine Klasse braucht, was zu erlauben ist, und ein Plan. */
import type { PolicySystem } from '../../core/policy/files.ts';
import type { Translation } from '../language.ts';
import type * as english from '../lessons-teacher.ts';

function whereWords(system: PolicySystem, place: string): string {
  switch (system) {
    case 'linux':
      return `Kopiere sie als root nach ${place}/; jede .json-Datei in diesem Ordner gilt.`;
    case 'windows':
      return `Importiere sie als Administrator: Sie schreibt nach ${place}. Hat deine Schule dort schon eine solche Liste, bleiben deren andere Einträge, aber Eintrag 1 wird ersetzt; trage unseren dann von Hand ein.`;
    case 'mac':
      return `Gib sie deiner Geräteverwaltung (MDM) als verwaltete Einstellungen der Domain ${place}.`;
  }
}

export const lessonsTeacher = {
  whereWords,
  TEACHER: {
    title: 'Für Lehrkräfte',
    intro:
      'Nichts muss installiert werden: Die Seite läuft im Browser, behält alles auf dem Rechner, auf dem sie läuft, und geht nach dem ersten Besuch ohne Netz. Keine Konten, keine Namen, kein Zählen von Besuchern.',
  },
  TEACHER_SECTIONS: [
    {
      title: 'Was alle in der Klasse brauchen',
      points: [
        'Einen aktuellen Browser. Mit dem virtuellen Board gehen alle drei Lektionen ganz ohne Hardware.',
        'Für ein echtes Board: einen Browser mit Web Serial (Chrome, Edge oder Opera auf einem Desktop seit Version 89, Firefox auf einem Desktop seit 151). Schritt 3 der Seite sagt es, wenn das fehlt.',
        'Für ein echtes Board: ein ESP8266-Modul mit USB, zum Beispiel NodeMCU oder D1 mini, und ein USB-Kabel, das Daten überträgt, nicht nur Strom.',
        'Für echte Updates über WLAN einen Rechner mit Node.js für das Relay, und Firmware, die sich selbst aktualisieren kann; das Beispiel kann es nicht, denn es hat kein WLAN. Alle anderen nehmen in der dritten Lektion das virtuelle Board.',
      ],
    },
    {
      title: 'Ein Plan für vierzig Minuten',
      points: [
        'Vorher: Öffne diese Seite einmal auf jedem Rechner, damit sie ohne Netz da ist. Gibt es echte Boards, schließe eines an einem Rechner an und mach die zweite Lektion selbst.',
        '5 Minuten: was Firmware ist, und warum ein Gerät, das sich selbst aktualisiert, zwei Slots braucht. Zeichne zwei Kästen an die Tafel, und einen Stromausfall.',
        '10 Minuten: „Schau in ein Image hinein“, zu zweit. Niemand braucht Hardware.',
        '10 Minuten: „Zwei Slots schreiben und zuschauen“, mit echten Boards, wo es welche gibt, sonst mit dem virtuellen.',
        '10 Minuten: „Über Funk aktualisieren und einen Stromausfall überstehen“, mit dem virtuellen Board.',
        '5 Minuten: Alle lesen die Zeile des Logs vor, die beweist, welcher Slot läuft. Wer hat eine andere Zeile, und warum?',
      ],
    },
    {
      title: 'Dreißig Boards',
      points: [
        'Schreibe auf jedes Board und jedes Kabel eine Nummer. Ein Kabel, das nur lädt, ist der häufigste Grund für ein Board, das nicht gefunden wird.',
        'Ein Board an einem Rechner, jedes im eigenen Browser: Niemand wartet auf jemanden. Verwechseln kann man sie nicht, denn die Seite zeigt von jedem die MAC-Adresse.',
        'Weniger Boards als Leute: Die halbe Klasse fängt mit dem virtuellen Board an, und nach zehn Minuten wird getauscht. Die Schritte sind dieselben.',
        'Ein Rechner kann viele Boards nacheinander beschreiben: Dafür ist die Seite „Station“ da.',
        'Boards, die ein eigenes WLAN öffnen, heißen alle 192.168.123.1: Aktualisiere sie nacheinander, von einem Rechner, der in diesem WLAN ist.',
        'Nichts, was die Lektionen schreiben, kann ein Board zerstören: Der Lader in seinem ROM lässt sich nicht überschreiben, also kann man es immer neu beschreiben.',
      ],
    },
    {
      title: 'Eine eigene Kopie, ohne Internet',
      points: [
        'Mit Node.js macht npm run build einen Ordner dist/, den jeder Webserver ausliefert, unter jedem Pfad.',
        'Browser erlauben serielle Ports und die Kopie für ohne Netz nur bei https-Adressen und bei localhost: Ein Server im Netz der Schule braucht ein Zertifikat.',
        'Ohne Server: npx twinslot öffnet auf jedem Rechner die Seite unter localhost, zusammen mit dem Relay für Updates über WLAN.',
        'Jede Lektion lässt sich mit ihrer Firmware als eine Datei speichern, auf einem Stick verteilen und auf die Seite ziehen.',
      ],
    },
    {
      title: 'Eigene Lektionen',
      points: [
        'Eine Lektion ist eine Textdatei in JSON. Speichere eine von unseren, ändere ihre Wörter, ihre Firmware und ihre Schritte, und ziehe sie auf die Seite: Sie sagt, was nicht passt.',
        'Für eine Lektion auf demselben Server wie die Seite gibt es einen Link, der sie öffnet: die Adresse dieser Seite, dann #/lessons/?from= und die Adresse der Datei.',
        'Von anderen Servern wird nichts geladen: Die Klasse lädt die Datei herunter und zieht sie hierher.',
      ],
    },
  ],
  POLICY: {
    title: 'Was die Administration erlauben muss',
    about:
      'Auf einem Rechner, den niemand verwaltet, fragt der Browser jeden, und das genügt. Auf verwalteten Rechnern kann es verboten sein; mit einer dieser Dateien erlaubt es die Administration nur für diese Seite, und niemand wird gefragt.',
    origin: 'Für diese Adresse',
    originAbout: 'Die der Seite, wie die Klasse sie öffnet; nur Schema, Name und Port zählen.',
    originBad: 'Das ist keine Adresse einer Webseite, wie zum Beispiel https://twinslot.school.example.',
    originLocal:
      'Wer eine Seite von dieser Adresse des eigenen Rechners öffnet, darf damit, was die Datei erlaubt.',
    serial: 'Serielle Ports',
    serials: {
      ask: 'alle fragen, welcher Port es ist (erlaubt nur die Frage)',
      bridges: 'Boards mit bekannter USB-Brücke ohne Frage',
      all: 'alle seriellen Ports des Rechners ohne Frage',
    },
    localNetwork: 'Die Seite darf das Relay auf demselben Rechner erreichen, für Updates über WLAN',
    install: 'Die Seite für alle als App installieren, damit sie ohne Netz da ist',
    browser: 'Browser',
    system: 'System',
    browsers: { chrome: 'Google Chrome', edge: 'Microsoft Edge', chromium: 'Chromium' },
    systems: {
      windows: 'Windows (Registry)',
      mac: 'macOS (Property-Liste)',
      linux: 'Linux (JSON)',
    },
    download: name => `${name} herunterladen`,
    contents: 'Was in der Datei steht',
    lines: 'Was jeder Teil bewirkt',
    whereTitle: 'Was mit der Datei zu tun ist',
    check:
      'Öffne dann auf einem Rechner chrome://policy (in Edge edge://policy) und drücke „Richtlinien neu laden“: Jeder Name hier unten muss dort mit dem Status OK stehen.',
    chromeOs:
      'Verwaltete Chromebooks nehmen keine Datei: Die Administration setzt Richtlinien derselben Namen in der Google-Admin-Konsole, mit den Werten der Linux-Datei.',
    firefox: 'Firefox hat eigene Richtlinien; diese Dateien gelten dort nicht.',
  },
  POLICY_ABOUT: {
    SerialAskForUrls:
      'Die Seite darf nach einem seriellen Port fragen, auch wo das sonst verboten ist. Den Port wählt weiterhin, wer davor sitzt.',
    SerialAllowUsbDevicesForUrls:
      'Die Seite darf serielle Ports dieser USB-Geräte ohne Frage benutzen. Genannt sind die Kennungen der Brücken, die ESP8266-Boards haben: CP210x, CH340 und Verwandte, FTDI, PL2303. Andere Geräte mit denselben Brücken sind mit gemeint.',
    SerialAllowAllPortsForUrls:
      'Die Seite darf jeden seriellen Port des Rechners ohne Frage benutzen, was auch daran hängt.',
    LocalNetworkAccessAllowedForUrls:
      'Die Seite darf lokale Adressen ohne Frage erreichen, in Browsern ab Version 139. Sie benutzt das für das Relay auf demselben Rechner und für nichts anderes.',
    LoopbackNetworkAllowedForUrls:
      'Dasselbe für Adressen des Rechners selbst, die seit Version 146 eine eigene Richtlinie haben.',
    WebAppInstallForceList:
      'Installiert die Seite als App mit eigenem Fenster; entfernen kann die Klasse sie nicht.',
  },
} satisfies Translation<typeof english>;
