/** Wörter über einzelne Zeilen eines Boots, die sagen, was nicht stimmt und was hilft. */
import type { PlainTrouble, SdkNote, UpgradeFailure } from '../../core/bootlog/events.ts';
import type { BootNote, UpgradeStage } from '../../core/bootlog/report.ts';
import { formatOffset } from '../../core/bytes/address.ts';
import type * as english from '../bootlog-notes.ts';
import type { Sentence } from '../bootlog-notes.ts';
import type { Translation } from '../language.ts';
import { formatAddress, formatByte, formatCount } from './format.ts';

interface Plain {
  readonly title: string;
  readonly text: string;
}

const PLAIN: Readonly<Record<PlainTrouble | 'map-not-supported' | 'loader-differs', Plain>> = {
  'unknown-reset': {
    title: 'Das ROM hielt an',
    text: 'Es weiß nicht, warum es zurückgesetzt wurde, und wartet. Schalte den Strom aus und ein.',
  },
  'rom-gave-up': {
    title: 'Kein Bootloader bei Flash 0',
    text: 'Das ROM fand nichts zum Starten: Das erste Byte des Flash ist nicht E9, oder der Flash antwortete nicht. Schreibe einen Bootloader.',
  },
  'rom-checksum': {
    title: 'Der Bootloader ist beschädigt',
    text: 'Das ROM lud ihn, aber seine Prüfsumme stimmt nicht. Schreibe den Bootloader noch einmal.',
  },
  'rom-read': {
    title: 'Der Flash war nicht zu lesen',
    text: 'Das ROM hielt mitten im Laden an. Versuche einen langsameren Flash-Modus oder Takt (DIO, 40 MHz), und sieh dir die Stromversorgung an.',
  },
  'user-code-done': {
    title: 'Nichts läuft',
    text: 'Der Bootloader gab auf und ging zurück ins ROM, das ohne Reset wartet.',
  },
  'image-magic': {
    title: 'Kein Image in dem Slot, der starten sollte',
    text: 'Seine ersten Bytes sind weder E9 noch EA 04: Der Slot ist gelöscht, oder etwas anderes wurde dorthin geschrieben.',
  },
  'both-failed': {
    title: 'Keiner der Slots kann starten',
    text: 'Der Bootloader versuchte auch den anderen Slot und fand kein gutes Image. Schreibe einen Slot über den seriellen Port.',
  },
  'no-test-pin': {
    title: 'Init-Daten scheinen zu fehlen',
    text: 'Bootloader 1.6 vermisst den Test-Pin in esp_init_data_default.bin, das im viertletzten Sektor liegt.',
  },
  unchecked: {
    title: 'Ohne Prüfung gestartet',
    text: 'Das Image hat kein CRC-Wort, darum konnte der Bootloader nicht sehen, ob sein Flash-Code heil ist.',
  },
  'parameters-not-saved': {
    title: 'Die Wahl ließ sich nicht speichern',
    text: 'Der Bootloader konnte seine Parameter nicht schreiben: Vielleicht ist der Flash schreibgeschützt oder verschlissen.',
  },
  'test-mode': {
    title: 'Testbetrieb',
    text: 'Der Bootloader sucht ein Testprogramm, weil ein Pin oder ein Parameter es so sagt.',
  },
  'other-failed': {
    title: 'Der Bootloader fand nichts zum Starten',
    text: 'Er ist keiner des SDK; schreibe das Board neu, samt Bootloader.',
  },
  'map-not-supported': {
    title: 'Flash-Aufteilung 7 wird abgewiesen',
    text: 'Bootloader 1.7 startet keine Boards mit 2048+2048 KB. Schreibe den Bootloader mit einer anderen Flash-Größe.',
  },
  'loader-differs': {
    title: 'Zwei Versionen des Bootloaders',
    text: 'Der Bootloader nennt eine andere Version als die, deren Längen und Prüfsummen das ROM ausgab.',
  },
};

type SdkWords = (values: readonly string[]) => Plain;

const SDK_NOTES: Readonly<Record<SdkNote, SdkWords>> = {
  version: ([version = '', date = '']) => ({
    title: `SDK ${version}`,
    text: `Das Programm wurde damit gebaut; das SDK ist vom ${date}.`,
  }),
  'rf-cal-sector': ([sector = '']) => ({
    title: 'Das SDK ist gestartet',
    text: `Es hält seine Funkkalibrierung im Flash-Sektor ${sector}.`,
  }),
  'init-data-missing': ([byte = '']) => ({
    title: 'Init-Daten fehlen',
    text: `Ihr erstes Byte ist 0x${byte.toUpperCase()}, erwartet war 0x05. Schreibe esp_init_data_default.bin in den viertletzten Sektor des Flash.`,
  }),
  'parameters-restored': () => ({
    title: 'Eine Parameterkopie war beschädigt',
    text: 'Das SDK nahm die letzte gute; WLAN-Einstellungen können älter sein als erwartet.',
  }),
  'parameters-bad': () => ({
    title: 'Die Systemparameter sind beschädigt',
    text: 'Lösche die letzten drei Sektoren des Flash, oder schreibe blank.bin in den vorletzten.',
  }),
  'out-of-memory': ([bytes = '']) => ({
    title: 'Kein Speicher mehr',
    text: `Das Programm wollte ${bytes} Bytes und bekam sie nicht; 0 heißt, dass der Heap selbst nicht stimmt.`,
  }),
  'map-corrected': () => ({
    title: 'Das SDK hat die Flash-Aufteilung korrigiert',
    text: 'Die im Header passte nicht zur Partitionstabelle des Programms.',
  }),
  'map-mismatch': ([found = '', expected = '']) => ({
    title: 'Die Flash-Aufteilungen stimmen nicht überein',
    text: `Der Header sagt Aufteilung ${found}, das Programm wurde für Aufteilung ${expected} gebaut. Schreibe den Bootloader mit der Flash-Größe des Programms.`,
  }),
  'map-wrong': ([found = '']) => ({
    title: 'Das SDK weist diese Flash-Aufteilung ab',
    text: `Es ist Aufteilung ${found}. Schreibe den Bootloader mit der Flash-Größe, für die das Programm gebaut wurde.`,
  }),
  'partition-map': ([what = '']) => ({
    title: 'Partitionstabelle und Flash-Aufteilung passen nicht',
    text: `Das SDK sagt ${what}. Baue das Programm für die Flash-Größe des Boards.`,
  }),
  'ota-partition': ([slot = '']) => ({
    title: `Die Partition von user${slot} ist falsch`,
    text: 'Platz oder Länge in der Partitionstabelle des Programms passen nicht zur Flash-Aufteilung.',
  }),
  'no-flash-code': () => ({
    title: 'Das SDK fand keinen Flash-Code',
    text: 'Vielleicht ist das Image für eine andere Adresse gelinkt als die, wo es liegt.',
  }),
  'memory-check': () => ({
    title: 'Die Speicherprüfung des SDK schlug fehl',
    text: 'Vielleicht ist das Programm für einen anderen Slot oder ein anderes SDK gelinkt als das, das läuft.',
  }),
};

const FAILURES: Readonly<Record<UpgradeFailure | 'crc-differs', string>> = {
  'no-server': 'Das Programm gab seinem Update-Client keinen Server.',
  'no-memory': 'Das Gerät hat für das Update zu wenig freien Speicher.',
  'length-missing': 'Das Gerät fand in der Antwort des Servers keine Länge.',
  'too-long':
    'Das Image ist länger als die 983.040 Bytes, die der Update-Client schreiben kann; er hängt, bis seine Zeit um ist.',
  'not-an-image': 'Das Gerät wies ab, was kam: Es beginnt nicht wie ein Image.',
  'wrong-slot': 'Das Gerät wies das Image ab: Es ist für den Slot, der läuft.',
  'erase-failed': 'Das Gerät konnte seinen Flash nicht löschen.',
  'flash-read-failed': 'Das Gerät konnte seinen Flash nicht zurücklesen.',
  'crc-differs': 'Was das Gerät schrieb, hat einen anderen CRC als das Image; es bleibt auf seinem Slot.',
};

const STAGES: Readonly<Record<Exclude<UpgradeStage, 'failed'>, string>> = {
  asking: 'Das Gerät fragt den Server',
  erasing: 'Das Gerät löscht den Slot',
  downloading: 'Das Gerät lädt herunter',
  checking: 'Das Gerät prüft, was es schrieb',
  restarting: 'Das Gerät startet neu',
};

export function noteWords(note: BootNote): Sentence {
  const { line } = note;
  switch (note.kind) {
    case 'retry':
      return {
        title: 'Der Bootloader versucht dasselbe Image noch einmal',
        text: `Seine ${note.which === 'first' ? 'erste Wahl' : 'zweite Wahl'} startete nicht; der Zähler stand vorher auf ${formatAddress(note.counter)}. Er versucht es dreimal.`,
        line,
      };
    case 'changes-over':
      return {
        title: `Der Bootloader wechselt zum ${note.to === 'backup' ? 'anderen Slot' : 'ersten Slot'}`,
        text: 'Das Image, das starten sollte, ist nicht gut. Das Board macht einen Reset, und das andere wird versucht.',
        line,
      };
    case 'bad-flag':
      return {
        title: 'Die Boot-Bytes nennen keinen Slot',
        text: `Boot-Byte 0 ist ${formatByte(note.value)}, also startet der Bootloader nichts. Wähle einen Slot über den seriellen Port.`,
        line,
      };
    case 'refused':
      return {
        title: `${note.target} wurde abgewiesen`,
        text: `Der Bootloader von Twinslot startete nicht, was bei ${formatOffset(note.offset)} liegt; er sagt: „${note.reason}“.`,
        line,
      };
    case 'sdk':
      return { ...SDK_NOTES[note.note](note.values), line };
    default:
      return { ...PLAIN[note.kind], line };
  }
}

export const bootlogNotes = {
  noteWords,
  upgradeWords: ({ stage, failure, received, length, erased, sectors }) => {
    if (stage === 'failed') return failure ? FAILURES[failure] : 'Das Update schlug fehl.';
    if (stage === 'downloading' && length !== undefined)
      return `${STAGES[stage]}: ${formatCount(received)} von ${formatCount(length)} Bytes`;
    if (stage === 'erasing' && sectors !== undefined)
      return `${STAGES[stage]}: ${erased} von ${sectors} Sektoren`;
    return STAGES[stage];
  },
} satisfies Translation<typeof english>;
