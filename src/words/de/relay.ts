/** Wörter über Updates über Funk: was angeboten und was abgewiesen wird, und warum ein Gerät nicht zu erreichen ist. */
import type { Translation } from '../language.ts';
import type * as english from '../relay.ts';
import { formatByteRow, formatBytes, listOf, plural } from './format.ts';

const otherOf = (slot: string): string => (slot === 'user1' ? 'user2' : 'user1');

const ONLY_DEVICES = 'Dieser Port ist für Geräte, die /user1.bin oder /user2.bin holen.';

/** Ports are names, not amounts: no separators. */
const formatPort = (port: number): string => String(port);

/** Was Systeme sagen, nach ihren Codes (errno von POSIX). */
const REASONS: Readonly<Record<string, string>> = {
  EHOSTUNREACH: 'niemand hat diese Adresse in diesem Netz',
  EHOSTDOWN: 'niemand hat diese Adresse in diesem Netz',
  ENETUNREACH: 'es gibt keinen Weg in dieses Netz',
  ENETDOWN: 'das Netz dieses Rechners ist aus',
  EACCES: 'dieser Rechner verbietet es, wahrscheinlich durch seine Firewall',
  EPERM: 'dieser Rechner verbietet es, wahrscheinlich durch seine Firewall',
  ECONNRESET: 'das Gerät hat sie sofort geschlossen',
  EADDRNOTAVAIL: 'dieser Rechner hat keine Adresse mehr in diesem Netz',
};

export const relay = {
  RELAY_WORDS: {
    'ota-offered': ({ slot, length }) => ({
      title: `Bereit: ${slot} über Funk`,
      text: `Das Image für ${slot} hat ${formatBytes(length)}; das Gerät läuft aus ${otherOf(slot)} und holt es von hier.`,
      advice: 'Starte das Update am Gerät oder auf der Seite.',
    }),
    'ota-running-unknown': () => ({
      title: 'Noch ist nicht bekannt, welcher Slot läuft',
      text: 'Das Update geht in den Slot, der nicht läuft, und noch hat nichts verraten, welcher läuft.',
      advice:
        'Starte das Board bei angestecktem Kabel neu, oder starte das Update am Gerät: Es fragt nach seinem Slot.',
    }),
    'ota-slot-running': ({ slot }) => ({
      title: `${slot} läuft`,
      text: `Das Gerät verlangt ${slot}, aber nach seinem Boot-Log läuft es aus ${slot}: Es würde sein eigenes Programm überschreiben.`,
      advice: `Lass die Anwendung ${otherOf(slot)} verlangen, solange ${slot} läuft: system_upgrade_userbin_check sagt, welcher es ist.`,
    }),
    'ota-same-build': ({ slot, build }) => ({
      title: 'Auf dem Gerät läuft dieser Build schon',
      text: `Das Image für ${slot} ist von Build ${build}, und genau der läuft.`,
      advice: 'Baue neu, und gib die neuen Dateien hierher, oder sende es trotzdem.',
    }),
    'ota-image-missing': ({ slot }) => ({
      title: `Kein Image für ${slot}`,
      text: `Das Gerät verlangt ${slot}, und dafür ist hier kein Image.`,
      advice: `Füge die ELF-Datei hinzu, die für ${slot} gelinkt ist, oder ${slot}.bin.`,
    }),
    'ota-other-map': ({ slot, map, linked }) => ({
      title: 'Für eine andere Flash-Aufteilung gelinkt',
      text: `Das Board hat die Flash-Aufteilung ${map}; dieses Image für ${slot} ist für ${linked}, und sein Code würde dort nicht laufen.`,
      advice: `Linke das Programm für ${map}, oder schreibe Bootloader und beide Slots über den seriellen Port.`,
    }),
    'ota-wrong-name': ({ asked, found }) => ({
      title: `Kein Image für ${asked}`,
      text: `Byte 3 des Images ist ${found}; für ${asked} muss es ${asked === 'user1' ? 1 : 2} sein, sonst weist das Gerät es ab.`,
      advice: 'Vertausche die beiden Dateien, oder wandle die ELF-Dateien noch einmal um.',
    }),
    'ota-request-not-http': ({ firstBytes }) => ({
      title: 'Keine Anfrage nach einem Image',
      text: `Etwas hat ${formatByteRow(firstBytes)} gesendet; so beginnt keine HTTP-Anfrage.`,
      advice: ONLY_DEVICES,
    }),
    'ota-request-too-long': ({ limit }) => ({
      title: 'Anfrage zu lang',
      text: `Eine Anfrage hat hier höchstens ${formatBytes(limit)}; ein Gerät sendet etwa 100, und seine eigenen Puffer fassen 512.`,
      advice: ONLY_DEVICES,
    }),
    'ota-request-slow': ({ seconds }) => ({
      title: 'Anfrage nicht beendet',
      text: `Eine Anfrage begann, und nach ${plural(seconds, 'Sekunde', 'Sekunden')} war ihre Leerzeile nicht da.`,
      advice:
        'Kam sie von deinem Gerät, beende den Text url seiner Anfrage mit zwei Zeilenenden (\\r\\n\\r\\n).',
    }),
    'ota-request-method': ({ method }) => ({
      title: 'Weder GET noch HEAD',
      text: `Eine Anfrage kam mit der Methode ${method}; Images werden mit GET oder HEAD geholt.`,
      advice: ONLY_DEVICES,
    }),
    'ota-request-path': ({ path }) => ({
      title: 'Kein Image dieses Namens',
      text: `Eine Anfrage kam nach ${path}; es gibt /user1.bin und /user2.bin.`,
      advice: 'Lass die Anwendung das Image des Slots verlangen, der nicht läuft.',
    }),
    'ota-request-browser': ({ header }) => ({
      title: 'Ein Browser kam an den Port für Geräte',
      text: `Die Anfrage trägt ${header}, das nur Browser senden; sie wurde ohne Antwort geschlossen.`,
      advice:
        'Öffne stattdessen die Seite von Twinslot; ihre Adresse steht dort, wo das Programm gestartet wurde.',
    }),
    'room-not-served': ({ address }) => ({
      title: 'Für dieses Gerät wurde kein Build gewählt',
      text: `${address} verlangte ein Image, und die Tabelle des Raums hat keines dafür.`,
      advice:
        'Wähle auf der Seite „Raum“ einen Build für es oder einen für alle anderen, und starte das Update noch einmal.',
    }),
    'ota-too-many-connections': ({ limit }) => ({
      title: 'Zu viele Downloads zugleich',
      text: `Es gibt schon ${plural(limit, 'Verbindung', 'Verbindungen')}, mehr werden nicht zugleich bedient.`,
      advice: 'Das Gerät kann es noch einmal versuchen, wenn andere fertig sind.',
    }),
    'device-address-bad': ({ address }) => ({
      title: 'Keine Adresse eines Geräts',
      text: `Angegeben wurde ${address || 'nichts'}; erwartet war eine IPv4-Adresse deines eigenen Netzes, etwa 192.168.123.1.`,
      advice: 'Die Adresse findest du am Gerät oder in der Liste deines Routers.',
    }),
    'device-not-here': ({ address, networks }) => ({
      title: 'Dieser Rechner ist nicht im Netz des Geräts',
      text: `Das Gerät ist unter ${address}; dieser Rechner ist in ${listOf(networks) || 'keinem Netz'}.`,
      advice: 'Geh mit diesem Rechner ins WLAN des Geräts, und versuche es dann noch einmal.',
    }),
    'device-port-closed': ({ address, port }) => ({
      title: 'Das Gerät hört nicht zu',
      text: `${address} ist da, aber auf seinem Port ${formatPort(port)} hört niemand.`,
      advice:
        'Prüfe, ob die Anwendung ihren Server auf diesem Port startet, und ob es das richtige Gerät ist.',
    }),
    'device-silent': ({ address, port, seconds }) => ({
      title: 'Keine Antwort vom Gerät',
      text: `${address} antwortete auf Port ${formatPort(port)} nicht innerhalb von ${plural(seconds, 'Sekunde', 'Sekunden')}.`,
      advice: 'Prüfe, ob das Gerät an ist, ob es im selben Netz ist und ob keine Firewall dazwischen ist.',
    }),
    'device-unreachable': ({ address, reason }) => ({
      title: 'Das Gerät ist nicht zu erreichen',
      text: `Die Verbindung zu ${address} kam nicht zustande: ${REASONS[reason] ?? 'das System sagt mit einem Wort, warum'} (${reason}).`,
      advice:
        'Prüfe das WLAN dieses Rechners und die Stromversorgung des Geräts, und versuche es dann noch einmal.',
    }),
  },
} satisfies Translation<typeof english>;
