/** Wörter für alle, deren Board nicht in der Liste steht oder deren Port nicht aufgeht. */
import type { Translation } from '../language.ts';
import type * as english from '../port-help.ts';
import { SYSTEM_REASONS as ENGLISH, type HelpSystem, type PortReason } from '../port-help.ts';

/** Befehle sind in jeder Sprache gleich. */
const commandsOf = (system: HelpSystem, index: number): Pick<PortReason, 'commands'> => {
  const commands = ENGLISH[system][index]?.commands?.map(({ about, ...command }) => ({
    ...command,
    ...(about && { about: about.replace('udev rule', 'udev-Regel') }),
  }));
  return commands ? { commands } : {};
};

export const portHelp = {
  PORT_TROUBLE: {
    title: 'Dein Board steht nicht in der Liste, oder sein Port geht nicht auf?',
    nothingChosen:
      'Kein Port wurde gewählt. Stand keiner in der Liste, liegt es an einem von diesen Gründen:',
    notOpened: 'Der Port ging nicht auf. Es liegt an einem von diesen Gründen:',
    missing:
      'Dieser Browser hat kein Web Serial, das eine Seite braucht, um mit einem Board am Kabel zu sprechen.',
    missingAdvice:
      'Chrome, Edge und Opera haben es auf Computern, Firefox ab Version 151, Chrome unter Android ab 148. Ist deiner darunter, hat es vielleicht jemand abgeschaltet.',
    insecure: 'Browser erlauben serielle Ports nur Seiten, die über https oder von localhost kommen.',
    insecureAdvice: 'Öffne diese Seite über https, oder starte sie auf diesem Computer: npx twinslot.',
    still:
      'Was hier trotzdem geht: Images ansehen, umwandeln und speichern, der Befehl für esptool, das virtuelle Board.',
    here: (system: string): string => `Unter ${system}`,
    elsewhere: 'Unter einem anderen System',
    copy: 'Kopieren',
    copyCommand: (about: string): string => `Befehl kopieren: ${about}`,
    copied: 'Kopiert.',
    notCopied:
      'Der Browser lässt diese Seite nicht an die Zwischenablage. Markiere den Befehl und kopiere ihn selbst.',
  },
  SYSTEM_NAMES: {
    windows: 'Windows',
    mac: 'macOS',
    linux: 'Linux',
    chromeos: 'ChromeOS',
    android: 'Android',
  },
  COMMON_REASONS: [
    {
      title: 'Das Kabel lädt nur',
      text: 'Viele USB-Kabel haben keine Datenleitungen. Nimm ein anderes, steck es direkt an den Computer und sieh, ob ein neuer Eintrag in der Liste erscheint.',
    },
    {
      title: 'Ein anderes Programm hat den Port',
      text: 'Schließe den seriellen Monitor deiner IDE, andere Flash-Werkzeuge und andere Tabs, die mit dem Board sprechen. Das Kabel zu ziehen und wieder zu stecken hilft, wenn ein Programm schlecht geendet hat.',
    },
    {
      title: 'Du hast früher Nein gesagt',
      text: 'Klick auf das Zeichen links in der Adresszeile und sieh dir die Berechtigungen dieser Seite an: serielle Ports dürfen nicht blockiert sein.',
    },
    {
      title: 'Jemand verwaltet diesen Browser',
      text: 'In Schule oder Firma kann eine Richtlinie serielle Ports verbieten: DefaultSerialGuardSetting oder SerialBlockedForUrls. SerialAllowUsbDevicesForUrls erlaubt sie für bestimmte Boards ohne Rückfrage. Sieh unter chrome://policy, edge://policy oder about:policies nach und frag, wer den Browser verwaltet.',
    },
  ],
  SYSTEM_REASONS: {
    windows: [
      {
        title: 'Der Treiber fehlt',
        text: 'Windows holt ihn meist, wenn du das Board einsteckst; das braucht eine Minute und ein Netz. Öffne den Geräte-Manager: eine Zeile mit gelber Marke nennt die Brücke. CP210x nimmt den VCP-Treiber von Silicon Labs, CH340 und CH910x nehmen CH341SER oder CH343SER von WCH, FT232 nimmt den VCP-Treiber von FTDI.',
      },
      {
        title: 'Der Treiber lehnt die Brücke ab',
        text: 'PL2303: neuere Treiber von Prolific lehnen ältere Chips und Nachbauten ab, mit Code 10 im Geräte-Manager. Wähle dort einen älteren Treiber, oder nimm einen anderen Adapter.',
      },
    ],
    mac: [
      {
        title: 'macOS fragt, bevor es neues Zubehör einlässt',
        text: 'Auf tragbaren Macs mit Apple-Chip, ab macOS 13: steck das Board ein, während der Mac entsperrt ist, und wähle Erlauben. Die Einstellung steht unter Datenschutz & Sicherheit, „Verbindung von Zubehör erlauben“.',
      },
      {
        title: 'Der Treiber fehlt, oder es sind zwei',
        text: 'macOS bringt Treiber für FT232, CP210x und die meisten CH340 mit; neuere Brücken von WCH brauchen vielleicht den von WCH. Entferne vorher alte Treiber von Silicon Labs oder WCH: zwei für eine Brücke stören einander.',
      },
    ],
    linux: [
      {
        title: 'Er steht in der Liste, aber du darfst ihn nicht öffnen',
        text: 'Die Treiber sind im Kernel. Gib deinem Konto das Recht: durch die Gruppe (dialout bei Debian, Ubuntu und Fedora, uucp bei Arch; melde dich ab und wieder an) oder durch eine Regel, die allen, die am Computer sitzen, solche Brücken erlaubt. Steck das Board dann neu ein.',
        ...commandsOf('linux', 0),
      },
      {
        title: 'Der Browser kommt als Snap oder Flatpak',
        text: 'Dann sieht er keine seriellen Ports, bis du es erlaubst; schließe ihn danach ganz. Dem Snap von Firefox kann man es noch nicht erlauben: nimm Firefox von Mozilla.',
        ...commandsOf('linux', 1),
      },
      {
        title: 'Der Port kommt und geht sofort wieder',
        text: 'Auf manchen Systemen (zum Beispiel Ubuntu 22.04) hält der Dienst für Braillezeilen CH340 und CP2102 für eine. Liest an diesem Computer niemand Braille, entferne ihn.',
        ...commandsOf('linux', 2),
      },
    ],
    chromeos: [
      {
        title: 'Ein verwaltetes Chromebook',
        text: 'ChromeOS bringt die Treiber seines Kernels für CP210x, CH340 und FT232 mit. Bei einem Schulkonto muss die Verwaltung serielle Ports für diese Seite erlauben.',
      },
    ],
    android: [
      {
        title: 'Der Weg ist hier neu',
        text: 'Chrome erreicht serielle USB-Ports ab Version 148, über einen OTG-Adapter; die Browser in anderen Apps nicht. Ein Computer ist der sicherere Weg.',
      },
    ],
  },
} satisfies Translation<typeof english>;
