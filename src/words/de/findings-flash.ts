/** Wörter über Bootloader und über den Inhalt eines ganzen Flash. */
import type * as english from '../findings-flash.ts';
import type { Translation } from '../language.ts';
import { exactSize, formatAddress, formatByte, formatBytes } from './format.ts';
import { settingValue } from './settings.ts';

const SDK_LOADERS = 'boot_v1.2.bin bis boot_v1.7.bin aus dem Ordner bin des SDK';

const named = (settings: string): string =>
  settings.replace(/\b(?:20|26|40|80)m\b/, speed => settingValue('frequency', speed));

export const findingsFlash = {
  BOOT_LOADER_WORDS: {
    'boot-loader-missing': () => ({
      title: 'Kein Bootloader',
      text: 'Ein Programm in einem Slot wird von einem Bootloader bei Flash-Offset 0x00000 gestartet, und unter den Dateien ist keiner.',
      advice: `Hat das Board noch keinen, füge den von Twinslot hinzu oder einen von ${SDK_LOADERS}; sein Header wird an deine Einstellungen angepasst.`,
    }),
    'boot-loader-not-needed': ({ plain }) => ({
      title: 'Kein Bootloader nötig',
      text: `${plain} läuft ohne Slots und beginnt bei Flash-Offset 0x00000, wo ein Bootloader wäre; der Bootloader bleibt weg.`,
      advice: 'Du musst nichts tun; nimm eine der beiden Dateien weg, wenn du die andere meintest.',
    }),
    'boot-loader-unknown': ({ length }) => ({
      title: 'Ein Bootloader, den Twinslot nicht kennt',
      text: `Die Datei (${formatBytes(length)}) könnte ein Bootloader sein, aber ihre Segmente sind nicht die der Versionen 1.1 bis 1.7 des SDK.`,
      advice:
        'Prüfe, ob er Images starten kann, die mit EA beginnen; welchen Slot er startet, lässt sich nicht planen.',
    }),
    'boot-loader-too-large': ({ length, limit }) => ({
      title: 'Zu groß für einen Bootloader',
      text: `Die Datei hat ${formatBytes(length)}; vor user1, bei 0x01000, sind ${exactSize(limit)}: ${formatBytes(length - limit)} zu viel.`,
      advice: `Nimm einen von ${SDK_LOADERS}.`,
    }),
    'boot-loader-not-an-image': () => ({
      title: 'Kein Bootloader',
      text: 'Du hast diese Datei als Bootloader angegeben, aber sie ist ein Programm für einen Slot (sie beginnt mit EA); ein Bootloader beginnt mit E9.',
      advice: `Nimm einen von ${SDK_LOADERS}.`,
    }),
    'boot-loader-too-old': ({ version }) => ({
      title: `Bootloader ${version} ist zu alt`,
      text: `Bootloader ${version} startet nur Images, die mit E9 beginnen; Images für Slots beginnen mit EA, was Versionen ab 1.2 verstehen.`,
      advice: 'Nimm eine neuere Version; boot_v1.7.bin des SDK ist die neueste.',
    }),
    'boot-loader-big-map': ({ version, map }) => ({
      title: 'Der Bootloader startet vielleicht immer user1',
      text: `Bei der Flash-Aufteilung ${map} kann Bootloader ${version} seine Parameter nicht lesen, weil das ROM den Chip für 4 MB hält.`,
      advice:
        'Wähle 4MB-c1, wenn das Programm ohne den Rest des Flash auskommt, oder probiere ein Update erst an einem Board.',
    }),
    'boot-loader-dout': ({ version }) => ({
      title: 'DOUT hat hier eine andere Nummer',
      text: `Bootloader ${version} erwartet 15 als Nummer des Flash-Modus DOUT (mode), aber spätere und dieser Header sagen 3.`,
      advice: 'Wähle DIO, oder nimm Bootloader 1.3 oder neuer.',
    }),
    'boot-loader-patched': ({ from, to }) => ({
      title: 'Einstellungen des Bootloaders angepasst',
      text: `Der Header des Bootloaders sagte ${named(from)}; jetzt sagt er ${named(to)}, in den Bytes 2 und 3.`,
      advice:
        'Schreibe den gespeicherten Bootloader, nicht das Original: Aus diesen Bytes nimmt er, wo die Slots liegen.',
    }),
    'boot-choice-needs-loader': ({ slot }) => ({
      title: `${slot} startet vielleicht nicht`,
      text: `Damit ${slot} startet, muss neben der Wahl die Version des Bootloaders stehen; unter den Dateien ist keine der Versionen 1.3 bis 1.7, bei denen sie bekannt ist.`,
      advice:
        'Füge den Bootloader hinzu, der auf dem Board ist; ohne ihn startet das Board, was es vorher startete.',
    }),
  },
  DUMP_WORDS: {
    'dump-size': ({ size, map, mapSize }) => ({
      title: 'Header und Länge widersprechen sich',
      text: `Die Datei hat ${exactSize(size)}, aber der Header bei 0x00000 sagt ${map} (map), das sind ${exactSize(mapSize)}.`,
      advice:
        'Das Board folgt dem Header, also stehen die Bereiche dort, wo er sie hinlegt. Lies den Flash noch einmal, wenn die Datei abgeschnitten ist.',
    }),
    'dump-map-unknown': ({ code }) => ({
      title: 'Unbekannte Flash-Aufteilung',
      text: `Der Header bei 0x00000 hat ${code} als Flash-Aufteilung (map, obere Hälfte von Byte 3); erwartet: 0 bis 6, 8 oder 9.`,
      advice:
        code === 7
          ? 'Aufteilung 7 (2048+2048 KB) weisen Bootloader 1.7 und SDK 3 ab: Nimm 4MB-c1.'
          : 'Lies den Flash noch einmal; vielleicht ist der Bootloader auf dem Board beschädigt.',
    }),
    'dump-no-boot-loader': ({ found }) => ({
      title: 'Kein Bootloader im Flash',
      text: `Der Flash beginnt mit ${formatByte(found)}${found === 0xff ? ' (gelöscht)' : ''}; erwartet war 0xE9, das erste Byte eines Bootloaders.`,
      advice: 'So ein Board gibt „ets_main.c“ aus und startet nicht; schreibe einen Bootloader nach 0x00000.',
    }),
    'dump-slot-empty': ({ slot }) => ({
      title: `${slot} ist leer`,
      text: `${slot} beginnt mit FF wie gelöschter Flash.`,
      advice:
        'Das ist in Ordnung, solange der andere Slot ein Programm hat: Das erste Update über Funk füllt diesen.',
    }),
    'dump-slot-broken': ({ slot }) => ({
      title: `Das Image in ${slot} ist beschädigt`,
      text: `Was in ${slot} liegt, ist kein Image, das ein Bootloader starten kann; bei seinem Bereich steht, was nicht stimmt.`,
      advice: `Schreibe ${slot} noch einmal.`,
    }),
    'dump-slot-misplaced': ({ slot, address, expected }) => ({
      title: `Ein Programm für einen anderen Platz in ${slot}`,
      text: `Das Programm in ${slot} ist für ${formatAddress(address)} gelinkt; erwartet war ${formatAddress(expected)}, wo der Chip den Flash-Code von ${slot} sieht.`,
      advice: `Schreibe den Build, der für ${slot} gelinkt ist: Code, der woanders liegt, stürzt beim ersten Aufruf ab.`,
    }),
    'dump-selected-broken': ({ slot }) => ({
      title: `Das Board würde ${slot} starten, der nicht läuft`,
      text: `Mit den gespeicherten Parametern startet der Bootloader ${slot}, aber dort ist kein Image, das laufen kann.`,
      advice:
        slot === 'user1'
          ? 'Schreibe user1 noch einmal.'
          : 'Schreibe user2 noch einmal, oder lösche die Parameter: Dann startet user1.',
    }),
    'dump-init-data-missing': () => ({
      title: 'Keine Init-Daten',
      text: 'Der Sektor der Init-Daten (Einstellungen des Funkteils) ist gelöscht; SDK-Programme erwarten dort esp_init_data_default.bin.',
      advice: 'Schreibe esp_init_data_default.bin aus dem SDK in diesen Sektor.',
    }),
    'dump-boot-bytes-error': ({ byte0 }) => ({
      title: 'Die gespeicherte Wahl nennt keinen Slot',
      text: `Boot-Byte 0 ist ${formatByte(byte0)}: Seine unteren zwei Bits (useBin) sind 2; erwartet war 0 (user1) oder 1 (user2), sonst hält der Bootloader an.`,
      advice:
        'Lösche die drei Parameter-Sektoren: Dann startet user1, und gespeicherte WLAN-Einstellungen sind weg.',
    }),
  },
} satisfies Translation<typeof english>;
