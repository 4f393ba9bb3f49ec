/** Wörter für Leute, die ihren Port nicht finden, nach dem, woran es liegen kann. */
import type { Translation } from '../language.ts';
import type * as english from '../page-port-help.ts';
import { type HelpSystem, type PortHelp, systemOf } from '../page-port-help.ts';

const CABLE: PortHelp = {
  title: 'Das Kabel lädt nur',
  text: 'Viele USB-Kabel haben keine Datenleitungen. Nimm ein anderes, steck es direkt an den Rechner, und sieh, ob sich die Liste ändert.',
};
const BUSY: PortHelp = {
  title: 'Ein anderes Programm hält den Port',
  text: 'Schließe den seriellen Monitor deiner IDE und andere Tabs, die mit dem Board sprechen.',
};
const POLICY: PortHelp = {
  title: 'Jemand verwaltet diesen Rechner',
  text: 'In Schule oder Firma kann der Browser serielle Ports verbieten. Die Richtlinie heißt SerialAllowUsbDevicesForUrls oder DefaultSerialGuardSetting; sieh unter chrome://policy nach, und frag, wer ihn verwaltet.',
};

const DRIVERS: Readonly<Record<HelpSystem, readonly PortHelp[]>> = {
  windows: [
    {
      title: 'Der Treiber fehlt',
      text: 'Öffne den Geräte-Manager. Eine Zeile mit gelber Marke unter „Andere Geräte“ verrät, welche Brücke das Board hat: CP2102 braucht den VCP-Treiber von Silicon Labs, CH340 den von WCH (CH341SER), FT232 den von FTDI. Windows Update hat meist alle drei.',
    },
  ],
  mac: [
    {
      title: 'Der Treiber fehlt',
      text: 'macOS hat Treiber für CP2102, CH340 und FT232 etwa seit 10.15. Entferne alte von WCH oder Silicon Labs: Zwei Treiber für eine Brücke stören einander. Erlaube das Zubehör, wenn macOS fragt.',
    },
  ],
  linux: [
    {
      title: 'Du darfst den Port nicht benutzen',
      text: 'Die Treiber sind im Kernel; das Recht, den Port zu öffnen, hat eine Gruppe: dialout bei Debian, Ubuntu und Fedora, uucp bei Arch. Melde dich danach ab und wieder an.',
      command: 'sudo usermod -a -G dialout "$USER"',
    },
    {
      title: 'brltty nimmt sich den CH340',
      text: 'Bei Ubuntu 22.04 greift sich der Dienst für Braillezeilen CH340-Brücken. Wenn du keine benutzt:',
      command: 'sudo apt remove brltty',
    },
    {
      title: 'Der Browser kommt als Snap oder Flatpak',
      text: 'So ein Browser sieht keinen seriellen Port, bis er darf; beim Snap von Chromium:',
      command: 'sudo snap connect chromium:raw-usb',
    },
  ],
  chromeos: [
    {
      title: 'Ein verwaltetes Chromebook',
      text: 'ChromeOS hat Treiber für CP2102, CH340 und FT232. Bei einem Schulkonto muss die Verwaltung serielle Ports für diese Seite erlauben.',
    },
  ],
  android: [
    {
      title: 'Unter Android nur manche Brücken',
      text: 'Chrome unter Android erreicht serielle USB-Ports seit Version 148, über einen OTG-Adapter; ein Rechner ist der sicherere Weg.',
    },
  ],
  other: [],
};

export const pagePortHelp = {
  PORT_HELP: {
    title: 'Ist dein Board nicht in der Liste?',
    nothingChosen: 'Es wurde kein Port gewählt. Stand keiner zur Wahl, ist eines davon der Grund:',
    missing: 'Dieser Browser hat kein Web Serial, das eine Seite braucht, um mit einem Board zu sprechen.',
    missingAdvice:
      'Chrome, Edge und andere Chromium-Browser auf einem Rechner haben es. Hier geht trotzdem: Images umwandeln, untersuchen und speichern, der Befehl für esptool und das virtuelle Board.',
    insecure: 'Browser erlauben serielle Ports nur Seiten, die über https oder von localhost kamen.',
    insecureAdvice:
      'Öffne diese Seite mit https, oder starte sie auf diesem Rechner (npx twinslot). Bis dahin kannst du umwandeln, speichern und das virtuelle Board benutzen.',
  },
  portHelpFor: system => [CABLE, ...DRIVERS[system], BUSY, POLICY],
  systemOf,
} satisfies Translation<typeof english>;
