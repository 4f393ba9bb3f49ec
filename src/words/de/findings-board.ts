/** Wörter über einen Plan, der an das Board gehalten wird, für das er ist, und was dort daraus wird. */
import { formatHex } from '../../core/bytes/address.ts';
import type * as english from '../findings-board.ts';
import type { Translation } from '../language.ts';
import { exactSize, formatByte, formatBytes } from './format.ts';
import { settingValue } from './settings.ts';

const READ_FIRST = 'Lies erst den ganzen Flash in eine Datei, wenn du brauchen könntest, was darauf ist.';

export const findingsBoard = {
  BOARD_PLAN_WORDS: {
    'board-flash-size-unknown': ({ jedecId }) => ({
      title: 'Der Flash sagt nicht, wie groß er ist',
      text: `Der Flash antwortet mit der Kennung ${formatHex(jedecId)}, die keine Größe nennt, die Twinslot kennt.`,
      advice: 'Wähle die Größe, die auf dem Chip oder in den Papieren des Boards steht; was du wählst, gilt.',
    }),
    'board-flash-size-chosen': ({ jedecId, size }) => ({
      title: 'Die Größe des Flash ist die, die du gewählt hast',
      text: `Du hast ${formatBytes(size)} gewählt; die Kennung ${formatHex(jedecId)}, mit der der Flash antwortet, sagt etwas anderes oder nichts.`,
      advice:
        'Mach weiter, wenn du sicher bist: Was hinter das wirkliche Ende geschrieben wird, überschreibt den Anfang.',
    }),
    'board-map-over-chip': ({ map, mapSize, size }) => ({
      title: 'Die Flash-Aufteilung ist größer als der Flash',
      text: `Die Flash-Aufteilung ${map} braucht ${exactSize(mapSize)}; der Flash dieses Boards hat ${exactSize(size)}.`,
      advice: 'Wähle eine Aufteilung, die passt, und baue das Programm dafür.',
    }),
    'board-write-over-chip': ({ end, size }) => ({
      title: 'Mehr, als der Flash fasst',
      text: `Was geschrieben werden soll, endet bei ${formatHex(end)}; der Flash dieses Boards endet bei ${formatHex(size)}.`,
      advice: 'Wähle eine kleinere Flash-Aufteilung, und baue das Programm dafür.',
    }),
    'board-map-mismatch': ({ app, loader, slot }) => ({
      title: 'Programm und Bootloader sind uneins über die Aufteilung',
      text: `Das Programm für ${slot} ist für ${app} gemacht; der Bootloader, den das Board haben wird, sucht die Slots von ${loader}.`,
      advice: `Lass den Bootloader mitschreiben, oder mach das Programm für ${loader}.`,
    }),
    'board-map-seven': () => ({
      title: 'Flash-Aufteilung 7 auf dem Board',
      text: 'Der Bootloader auf dem Board hat Flash-Aufteilung 7 (2048+2048 KB) im Header; Bootloader 1.7 und SDK 3 weisen sie ab.',
      advice: 'Lass den Bootloader mitschreiben: Sein Header nennt dann die Aufteilung deines Programms.',
    }),
    'board-no-loader': () => ({
      title: 'Kein Bootloader auf dem Board',
      text: 'Was bei Flash-Offset 0x00000 liegt, ist kein Bootloader, und der Plan schreibt keinen: Kein Slot könnte starten.',
      advice: 'Lass den Bootloader mitschreiben.',
    }),
    'board-writes-overlap': ({ first, second, offset }) => ({
      title: 'Zwei Dateien für denselben Platz',
      text: `${first} und ${second} kämen beide in den Sektor bei ${formatHex(offset)}.`,
      advice: 'Nimm eine der beiden weg, oder wähle eine Flash-Aufteilung mit größeren Slots.',
    }),
    'board-loader-older': ({ from, to }) => ({
      title: 'Ein älterer Bootloader',
      text: `Das Board hat Bootloader ${from}; ${to} würde ihn ersetzen.`,
      advice: 'Nimm die ältere Datei weg, wenn du nicht gerade diese Version brauchst.',
    }),
    'board-loader-replaced': ({ to }) => ({
      title: 'Ein unbekanntes Programm wird ersetzt',
      text: `Was bei Flash-Offset 0x00000 liegt, ist kein Bootloader, den Twinslot kennt; Bootloader ${to} kommt an seine Stelle.`,
      advice: READ_FIRST,
    }),
    'board-map-changes': ({ from, to }) => ({
      title: 'Die Flash-Aufteilung ändert sich',
      text: `Das Board ist jetzt als ${from} aufgeteilt und wird ${to}: Slots und gespeicherte Einstellungen liegen dann anderswo.`,
      advice: READ_FIRST,
    }),
    'board-settings-differ': ({ field, from, to }) => ({
      title: field === 'mode' ? 'Ein anderer Flash-Modus' : 'Ein anderer Flash-Takt',
      text: `Das Board startet jetzt mit ${settingValue(field, from)}; der Plan sagt ${settingValue(field, to)}.`,
      advice:
        'Mach weiter, wenn du weißt, dass das Board das verträgt; wähle den alten Wert, wenn du nicht sicher bist.',
    }),
    'board-esp8285-mode': ({ mode }) => ({
      title: `${settingValue('mode', mode)} auf einem ESP8285`,
      text: `Der Flash im ESP8285 ist mit zwei Datenleitungen verdrahtet; ${settingValue('mode', mode)} braucht vier.`,
      advice: 'Wähle DOUT; ein Board, das mit QIO oder QOUT nicht startet, startet dann.',
    }),
    'board-wifi-lost': () => ({
      title: 'Gespeicherte WLAN-Einstellungen gehen verloren',
      text: 'Die Parameter der alten Flash-Aufteilung liegen nicht dort, wo die neue sie hat, und deren drei Sektoren werden gelöscht.',
      advice: 'Halte Namen und Passwort des WLANs bereit, oder lies erst den ganzen Flash in eine Datei.',
    }),
    'board-choice-lost': ({ slot }) => ({
      title: `Das Board startet user1, nicht ${slot}`,
      text: `Jetzt startet ${slot}; die Wahl lässt sich nicht behalten, weil der Bootloader sie bei dieser Flash-Aufteilung nicht liest.`,
      advice: 'Wähle den Slot, der starten soll.',
    }),
    'board-init-data-missing': () => ({
      title: 'Keine Init-Daten auf dem Board',
      text: 'Der Sektor der Init-Daten (Einstellungen des Funkteils) ist gelöscht; SDK-Programme suchen dort esp_init_data_default.bin und melden sonst „rf_cal[0] !=0x05“.',
      advice:
        'Schreibe esp_init_data_default.bin des SDK, wenn das Programm funkt; Twinslot lässt diesen Sektor in Ruhe.',
    }),
    'board-twin-empty': ({ present, missing }) => ({
      title: `${missing} bleibt leer`,
      text: `Nur ${present} wird geschrieben, und ${missing} hat kein Programm.`,
      advice: 'Für den Anfang ist das in Ordnung: Das erste Update über Funk füllt ihn.',
    }),
  },
  FLASH_JOB_WORDS: {
    'flash-differs': ({ offset, length }) => ({
      title: 'Im Flash steht etwas anderes',
      text: `Ab ${formatHex(offset)} sind ${exactSize(length)} nicht das, was gesendet wurde, nach dem MD5, den der Chip gerechnet hat.`,
      advice: 'Diese Sektoren werden noch einmal geschrieben, ungepackt; warte auf das Ergebnis.',
    }),
    'flash-protected': ({ status }) => ({
      title: 'Der Flash ist schreibgeschützt',
      text: `Der Status des Flash ist ${formatByte(status)}; seine Bits 2 bis 6 schützen ihn und lassen sich nicht löschen. Geschrieben wurde nichts.`,
      advice:
        'Nimm den Schreibschutz mit dem Programm weg, das ihn gesetzt hat, oder prüfe, ob der Pin WP des Flash auf High liegt.',
    }),
    'flash-worn': ({ offset, found, expected, wrong }) => ({
      title: 'Der Flash nimmt nicht an, was geschrieben wird',
      text: `Bei ${formatHex(offset)} liest sich der Flash nach zweimal Schreiben als ${formatByte(found)}; erwartet war ${formatByte(expected)}. In diesem Sektor ${wrong === 1 ? 'ist 1 Byte' : `sind ${wrong} Bytes`} falsch.`,
      advice:
        'Prüfe die Stromversorgung des Boards, und versuche es noch einmal; bleibt die Stelle falsch, ist der Flash dort verschlissen.',
    }),
    'flash-unsteady': ({ offset, length }) => ({
      title: 'Der Flash liest sich mal so, mal so',
      text: `Ab ${formatHex(offset)} haben ${exactSize(length)} einen falschen MD5, lesen sich aber, wie sie sollen.`,
      advice:
        'Wähle 40 MHz statt 80 MHz, und prüfe die Stromversorgung des Boards; schreibe dann noch einmal.',
    }),
    'flash-not-erased': ({ offset, length }) => ({
      title: 'Der Flash wurde nicht gelöscht',
      text: `Ab ${formatHex(offset)} lesen sich ${exactSize(length)} nach dem Löschen nicht als FF.`,
      advice: 'Versuche es noch einmal; bleibt es so, ist der Flash dort schreibgeschützt oder verschlissen.',
    }),
    'flash-needs-stub': () => ({
      title: 'Das ROM kann den Flash nicht lesen',
      text: 'Zum Zurücklesen braucht es den Flasher-Stub, ein kleines Programm im RAM des Chips; das ROM allein hat keinen Befehl dafür.',
      advice: 'Verbinde noch einmal, mit dem Stub.',
    }),
    'flash-repaired': ({ name, offset }) => ({
      title: 'Zweimal geschrieben',
      text: `${name}, bei ${formatHex(offset)}, stimmte nach dem ersten Schreiben nicht; jetzt stimmt es, nach MD5.`,
      advice: 'Du musst nichts tun; kommt es oft vor, sieh dir Stromversorgung und Kabel des Boards an.',
    }),
    'flash-verified-by-rom': () => ({
      title: 'Nur vom ROM geprüft',
      text: 'Ohne den Stub vergleicht das ROM jeden Block beim Schreiben, und aus jedem Sektor wurde eine Probe zurückgelesen; einen MD5 über das Ganze hat niemand gerechnet.',
      advice: 'Verbinde mit dem Stub für einen Beweis jedes Bytes.',
    }),
    'flash-starts': ({ slot, chosen }) => ({
      title: `Das Board startet ${slot}`,
      text: chosen
        ? `Nach einem Reset startet der Bootloader ${slot}, der ein Programm enthält.`
        : `Der gewählte Slot enthält jetzt kein Programm, darum weicht der Bootloader auf ${slot} aus.`,
      advice: 'Schreibe noch einmal, wann du willst: Was schon da ist, wird erkannt und übersprungen.',
    }),
    'flash-starts-nothing': () => ({
      title: 'Das Board startet jetzt nichts',
      text: 'Kein Slot enthält ein Programm, das beginnt, wie es soll, oder es gibt keinen Bootloader.',
      advice: 'Schreibe noch einmal: Was schon da ist, wird erkannt und übersprungen.',
    }),
  },
} satisfies Translation<typeof english>;
