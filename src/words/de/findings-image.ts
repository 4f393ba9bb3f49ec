/** Wörter über Flash-Images, die zurückgelesen werden. Feldnamen sind die der Header-Tabellen. */
import { formatHex } from '../../core/bytes/address.ts';
import type { ImagePart } from '../../core/findings.ts';
import type * as english from '../findings-image.ts';
import type { Translation } from '../language.ts';
import { formatAddress, formatByte, formatBytes, formatCount, plural } from './format.ts';
import { SETTING_ABOUT } from './settings.ts';

const PARTS: Readonly<Record<ImagePart, string>> = {
  header: 'sein Header',
  irom: 'sein Flash-Code (iromLength)',
  'inner-header': 'der zweite Header (hinter dem Flash-Code)',
  'segment-header': 'ein Segment-Header',
  segment: 'ein Segment (length)',
  checksum: 'die Prüfsumme hinter dem letzten Segment',
  crc: 'das CRC-Wort am Ende',
};

const AGAIN =
  'Wandle die ELF-Datei noch einmal um, oder kopiere das Image noch einmal: Es kann unterwegs beschädigt worden sein.';

const SETTING_VALUES = {
  mode: '0 (QIO), 1 (QOUT), 2 (DIO) oder 3 (DOUT)',
  frequency: '0 (40 MHz), 1 (26,7 MHz), 2 (20 MHz) oder 15 (80 MHz)',
  map: '0 bis 6, 8 oder 9',
} as const;

export const findingsImage = {
  IMAGE_WORDS: {
    'image-truncated': ({ part, needed, size }) => ({
      title: 'Das Image ist abgeschnitten',
      text: `Die Datei endet nach ${formatBytes(size)}; ${PARTS[part]} würde bei Byte ${formatCount(needed)} enden.`,
      advice: AGAIN,
    }),
    'image-marker': ({ found }) => ({
      title: 'Kein Bootloader startet dieses Image',
      text: `Byte 1 des Headers (marker) ist ${found}; erwartet war 4, sonst hält der Bootloader mit „error magic!“ an.`,
      advice:
        'Wandle die ELF-Datei noch einmal mit Twinslot um: Manche Konverter schreiben dort die Zahl der Segmente hin.',
    }),
    'image-slot-missing': ({ byte2, byte3 }) => ({
      title: 'Das Image nennt seinen Slot nicht',
      text: `Die Bytes 2 und 3 des Headers sind ${formatByte(byte2)} und ${formatByte(byte3)} (Flash-Einstellungen, wie esptool sie schreibt); erwartet waren 0x00 und der Slot, 0x01 oder 0x02.`,
      advice:
        'Speichere es von hier: Twinslot trägt den Slot ein und macht das CRC-Wort richtig. So wie es ist, weisen Geräte es als Update ab.',
    }),
    'image-slot-unknown': () => ({
      title: 'Der Slot lässt sich nicht erkennen',
      text: 'Der Header nennt keinen Slot (Byte 3), und nichts im Code spricht für einen; erwartet war 1 (user1) oder 2 (user2).',
      advice:
        'Wähle den Slot, für den das Programm gelinkt wurde (auf der Kommandozeile --slot), oder nimm seine ELF-Datei.',
    }),
    'image-slot-invalid': ({ found }) => ({
      title: 'Diesen Slot gibt es nicht',
      text: `Byte 3 des Headers (slot) ist ${found}; erwartet war 1 (user1) oder 2 (user2).`,
      advice: AGAIN,
    }),
    'image-irom-length': ({ found }) => ({
      title: 'Beschädigter Image-Header',
      text: `Der Flash-Code hat ${formatBytes(found)} (iromLength); erwartet war ein Vielfaches von 16.`,
      advice: AGAIN,
    }),
    'image-inner-magic': ({ found }) => ({
      title: 'Kein Header, wo einer sein soll',
      text: `Das erste Byte des Headers (magic) ist ${formatByte(found)}; erwartet war 0xE9.`,
      advice: AGAIN,
    }),
    'image-entries-differ': ({ outer, inner }) => ({
      title: 'Zwei verschiedene Startadressen',
      text: `Der erste Header startet das Programm bei ${formatAddress(outer)} (entry), der zweite bei ${formatAddress(inner)}; erwartet war in beiden dieselbe.`,
      advice: 'Wandle die ELF-Datei noch einmal um, damit in beiden eine Adresse steht.',
    }),
    'image-settings-unknown': ({ field, found }) => ({
      title: `Unbekannter Wert: ${SETTING_ABOUT[field].name}`,
      text: `Im Header steht ${found} für ${SETTING_ABOUT[field].name} (${field}); erwartet: ${SETTING_VALUES[field]}.`,
      advice:
        'Wähle die Einstellungen deines Boards, und speichere das Image noch einmal: Sein Header wird dann richtig.',
    }),
    'image-segment-count': ({ found }) => ({
      title: 'Keine Segmente',
      text: `Der Header zählt ${plural(found, 'Segment', 'Segmente')} (segmentCount); erwartet war 1 oder mehr, denn ohne sie kann nichts starten.`,
      advice: AGAIN,
    }),
    'image-segment-address': ({ index, address, length }) => ({
      title: 'Ein Segment soll hin, wo kein RAM ist',
      text: `Segment ${index + 1} lädt ${formatBytes(length)} nach ${formatAddress(address)} (address); erwartet war alles davon im IRAM oder DRAM des ESP8266.`,
      advice: AGAIN,
    }),
    'image-checksum': ({ stored, computed }) => ({
      title: 'Falsche Prüfsumme',
      text: `Die gespeicherte Prüfsumme ist ${formatByte(stored)}, aber die Segmente ergeben ${formatByte(computed)}; Bootloader starten so ein Image nicht.`,
      advice: AGAIN,
    }),
    'image-crc': ({ stored, computed }) => ({
      title: 'Falsches CRC-Wort',
      text: `Das gespeicherte CRC-Wort ist ${formatHex(stored, 8)}, aber die Bytes davor ergeben ${formatHex(computed, 8)}; Geräte weisen so ein Update ab.`,
      advice: AGAIN,
    }),
    'image-crc-missing': () => ({
      title: 'Kein CRC-Wort',
      text: 'Das Image endet mit seiner Prüfsumme; erwartet war dahinter ein CRC-Wort aus 4 Bytes, das Geräte nach einem Update prüfen.',
      advice: AGAIN,
    }),
    'image-trailing-bytes': ({ count }) => ({
      title: 'Mehr Bytes, als das Image hat',
      text: `Hinter dem Ende des Images ${count === 1 ? 'folgt' : 'folgen'} ${plural(count, 'Byte', 'Bytes')}; erwartet waren keine.`,
      advice: 'Speichere das Image von hier: Das gespeicherte endet, wo es soll.',
    }),
    'image-wrong-slot': ({ claimed, linked }) => ({
      title: `Als ${claimed} markiert, für ${linked} gelinkt`,
      text: `Byte 3 des Headers sagt ${claimed} (slot), aber die Adressen im Code sind die von ${linked}; in ${claimed} würde das Programm abstürzen.`,
      advice: `Wandle die ELF-Datei des Builds für ${claimed} um, oder diese noch einmal für ${linked}.`,
    }),
    'image-repaired': ({ slot }) => ({
      title: `Slot ${slot} eingetragen`,
      text: `Das Image nannte seinen Slot nicht; die Bytes 2 und 3 des Headers sind jetzt 0x00 und ${slot === 'user1' ? '0x01' : '0x02'} (${slot}), und das CRC-Wort stimmt wieder.`,
      advice: 'Nimm das gespeicherte Image statt des Originals.',
    }),
    'image-old-boot': ({ app }) => ({
      title: 'Ein Image für Bootloader 1.1',
      text: `Die Datei hat den alten Aufbau${app === 1 || app === 2 ? ` (app ${app})` : ''}: Header E9 und Flash-Code bei 0x10000 in einer Datei; Bootloader ab 1.2 erwarten den Header EA.`,
      advice: 'Linke das Programm mit einem Skript eagle.app.v6.new.*.ld, und wandle es noch einmal um.',
    }),
    'image-esp32': ({ chip }) => ({
      title: `Ein Image für den ${chip}`,
      text: `Header und Ladeadressen sind die des ${chip}; erwartet war ein Image für den ESP8266.`,
      advice: `Schreibe es mit den Werkzeugen des ${chip}, oder baue das Programm für den ESP8266.`,
    }),
    'image-rtos-sdk': ({ address }) => ({
      title: 'Ein Image des ESP8266_RTOS_SDK 3',
      text: `Ein Segment soll nach ${formatAddress(address)}, das ist Flash; in Images für die beiden Slots wird in Segmenten nur RAM geladen.`,
      advice:
        'Schreibe es mit den Werkzeugen dieses SDK: Es hat einen eigenen Bootloader und eine eigene Partitionstabelle.',
    }),
    'image-eboot': () => ({
      title: 'Ein Image des Arduino-Kerns',
      text: 'Das erste Segment soll nach 0x4010F000, wohin nur eboot lädt, der Bootloader des Arduino-Kerns; er hat keine Slots user1 und user2.',
      advice: 'Schreibe es mit der Arduino-IDE oder esptool, am Stück und bei Flash-Offset 0x00000.',
    }),
    'plain-image-alone': () => ({
      title: 'Ein halbes Programm ohne Slots',
      text: 'Dieses Image beginnt mit E9 und enthält nur, was ins RAM geladen wird; der Flash-Code ist in einer zweiten Datei für 0x10000.',
      advice:
        'Nimm lieber die ELF-Datei, um beide zu bekommen, oder schreibe dieses Image mit seiner zweiten Datei nach 0x00000.',
    }),
  },
} satisfies Translation<typeof english>;
