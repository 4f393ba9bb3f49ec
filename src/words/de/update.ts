/** Wörter darüber, wie ein Update über Funk ausging. */
import type { UpgradeFailure } from '../../core/bootlog/events.ts';
import type { Translation } from '../language.ts';
import type * as english from '../update.ts';
import { formatBytes, formatCount, plural } from './format.ts';

const KEPT = 'Sein laufendes Programm blieb unberührt.';

const CLIENT: Readonly<Record<UpgradeFailure | 'crc-differs', string>> = {
  'no-server': 'er keine Adresse zum Abholen bekam',
  'no-memory': 'er zu wenig freien Speicher hat',
  'length-missing': 'er in der Antwort keine Länge fand',
  'too-long': 'das Image zu lang für ihn ist',
  'not-an-image': 'das, was kam, nicht wie ein Image beginnt',
  'wrong-slot': 'das Image nicht für den Slot ist, den er schreibt',
  'erase-failed': 'sich ein Sektor seines Flash nicht löschen ließ',
  'flash-read-failed': 'sich sein Flash nicht lesen ließ',
  'crc-differs': 'der CRC des Geschriebenen nicht der des Images ist',
};

export const update = {
  UPDATE_WORDS: {
    'ota-ended-early': ({ slot, sent, length }) => ({
      title: 'Das Gerät brach bei den ersten Bytes ab',
      text: `${formatBytes(sent)} von ${formatCount(length)} wurden gesendet. So bricht ein Update-Client ab, wenn das Image nicht für ${slot} ist; ein Ausfall von Strom oder WLAN sieht von hier genauso aus. ${KEPT}`,
      advice:
        'Starte das Update noch einmal. Geht es wieder so aus, verbinde das Kabel: Dort sagt das Board, wenn es ein Image abweist.',
    }),
    'ota-broken-off': ({ sent, length, by }) => ({
      title: by === 'device' ? 'Das Gerät brach ab' : 'Die Übertragung blieb stehen',
      text: `${formatBytes(sent)} von ${formatCount(length)} wurden gesendet. ${KEPT}`,
      advice:
        'Bring das Gerät näher ans WLAN, prüfe seine Stromversorgung, und starte das Update noch einmal.',
    }),
    'ota-client-failed': ({ failure, line }) => ({
      title: 'Das Gerät hat das Update aufgegeben',
      text: `Sein Update-Client sagt in Zeile ${line}, dass ${CLIENT[failure]}. ${KEPT}`,
      advice:
        failure === 'no-memory'
          ? 'Starte das Gerät neu, und starte dann das Update noch einmal.'
          : 'Starte das Update noch einmal; geht es wieder so aus, lies die Zeilen des Logs darum herum.',
    }),
    'ota-restarted-early': () => ({
      title: 'Das Gerät startete mitten im Update neu',
      text: `Sein Boot-Text kam, bevor es das Image geholt hatte. ${KEPT}`,
      advice:
        'Sieh dir seine Stromversorgung an: Flash löschen, während das WLAN sendet, braucht am meisten Strom. Starte dann das Update noch einmal.',
    }),
    'ota-no-request': ({ seconds, at }) => ({
      title: 'Das Gerät hat kein Image verlangt',
      text:
        at === undefined
          ? `Innerhalb von ${plural(seconds, 'Sekunde', 'Sekunden')} kam nichts an den Port für Geräte.`
          : `Ihm wurde gesagt, dass es anfangen soll, und es hätte ${at} rufen müssen, aber innerhalb von ${plural(seconds, 'Sekunde', 'Sekunden')} kam dort nichts.`,
      advice:
        'Prüfe, ob die Anwendung an diesem Port zurückruft, und ob keine Firewall dieses Rechners dazwischen ist.',
    }),
    'ota-never-came-back': ({ seconds, sectors }) => ({
      title: 'Das Gerät kam nicht zurück, um das Image zu holen',
      text: `Es fragte nach der Länge, hatte ${plural(sectors, 'Sektor', 'Sektoren')} zu löschen, und war ${plural(seconds, 'Sekunde', 'Sekunden')} lang nicht zu hören.`,
      advice:
        'Prüfe die Stromversorgung des Geräts und die Größe seiner Partition, starte es neu, und starte das Update noch einmal.',
    }),
    'ota-new-crashes': ({ slot }) => ({
      title: 'Der neue Build startet und stürzt ab',
      text: `${slot} wurde vollständig geschrieben und gestartet, und sein Programm endete mit einem Absturz.`,
      advice:
        'Lies den Absturzbericht im Log. Wähle über das Kabel den anderen Slot, um wieder den alten Build laufen zu lassen.',
    }),
    'ota-fell-back': ({ slot, line }) => ({
      title: 'Der Bootloader ging auf den alten Build zurück',
      text: `Er versuchte ${slot}, fand ihn schlecht und startete den anderen Slot: Zeile ${line} des Logs.`,
      advice:
        'Starte das Update noch einmal; kommt es wieder vor, schreibe den Slot über das Kabel und vergleiche.',
    }),
    'ota-not-switched': ({ slot, line }) => ({
      title: 'Das Gerät startete wieder den alten Build',
      text: `Alles für ${slot} wurde geholt, aber Zeile ${line} des Logs zeigt, dass der andere Slot gestartet wurde.`,
      advice:
        'Starte das Update noch einmal: Auch ein Stromausfall endet so. Geht es wieder so aus: Die Anwendung muss system_upgrade_reboot aufrufen, wenn das Update gut ist; such auch nach einem CRC, der abweicht.',
    }),
    'ota-nothing-boots': () => ({
      title: 'Nichts startet mehr',
      text: 'Der Bootloader fand keinen Slot, der startet.',
      advice: 'Steck das Kabel an, und schreibe beide Slots noch einmal.',
    }),
    'ota-page-unchanged': ({ build }) => ({
      title: 'Auf dem Gerät läuft noch der alte Build',
      text: `Es holte das ganze Image, aber seine Seite nennt immer noch Build ${build}.`,
      advice: 'Steck das Kabel an, um den Grund zu lesen, oder starte das Update noch einmal.',
    }),
    'ota-unproven': ({ slot, other, cable }) => ({
      title: 'Gesendet, aber nicht bewiesen',
      text: `Das Gerät holte das ganze Image für ${slot}; seither hat nichts verraten, ob ${slot} oder ${other} läuft.`,
      advice: cable
        ? 'Sieh nach, ob das Board Strom hat, dann drück RESET darauf: Sein Boot-Text sagt, welcher Slot startet.'
        : 'Steck das Kabel an, und starte das Gerät neu, oder öffne seine Seite und such nach der Build-Nummer.',
    }),
  },
} satisfies Translation<typeof english>;
